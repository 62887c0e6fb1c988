"""From trained networks to `.onnx` files with their card."""
