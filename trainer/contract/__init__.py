"""What the trainer and the desktop program must do identically: formats, steps and pipelines."""
