"""The desktop program: a window and verbs for training and using documented neural networks."""

__version__ = "0.1.0"
