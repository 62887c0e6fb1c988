"""Training, exporting and evaluating documented neural networks; knows nothing of the window."""
