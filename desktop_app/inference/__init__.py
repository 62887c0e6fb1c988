"""Runs models with ONNX Runtime. No Qt, no torch; ONNX Runtime itself is loaded with the first model."""
