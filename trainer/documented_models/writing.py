"""What the entries of models that write have in common."""

from typing import Any

from trainer.contract.text import Text

BASELINE = "5-gram with interpolated Kneser-Ney smoothing"
BEST_NOTE = Text("Meant for a shipped file; not trained to its end yet.", "用于随附的模型文件；尚未完整训练过。")
TRANSFORMER: dict[str, Any] = {
    "batch_size": 32,
    "optimiser": "muon",
    "learning_rate": 3e-3,
    "muon_learning_rate": 0.02,
    "momentum": 0.95,
    "schedule": "one-cycle",
    "gradient_clipping": 1.0,
    "activation": "gelu",
    "tokens": "characters",
    "heads": 4,
    "tied": True,
    "precision": "bfloat16",
}
"""Settings of `quick` and `best` of the Transformers."""
