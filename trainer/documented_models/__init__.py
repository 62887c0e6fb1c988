"""The documented models, one a file; `trainer.catalog` is their table."""
