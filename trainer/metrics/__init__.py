"""Every figure that `evaluate` prints, as plain functions of numpy arrays, and the baselines beside them. No torch."""
