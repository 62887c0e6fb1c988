"""What the demo draws itself."""
