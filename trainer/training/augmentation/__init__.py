"""Changes of training pictures, one idea a file; `Augmentation` does those that the hyperparameters name."""

from trainer.training.augmentation.augmentation import Augmentation

__all__ = ["Augmentation"]
