"""The loop and what it needs: optimisers, schedules, averages, checkpoints, devices, batches."""
