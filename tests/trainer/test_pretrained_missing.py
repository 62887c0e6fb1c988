"""Without `transformers`, a person is told how to get it, and nothing else needs it."""

import importlib.util
import subprocess
import sys

import pytest

from trainer import pretrained
from trainer.contract.errors import WorkshopError


def test_without_the_package_the_way_to_it_is_told(tmp_path, monkeypatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "transformers" else find(name))
    with pytest.raises(WorkshopError) as caught:
        pretrained.take_checkpoint(str(tmp_path), tmp_path)
    assert caught.value.kind == "unsupported-model"
    assert '".[pretrained]"' in caught.value.hint.en
    assert '".[pretrained]"' in caught.value.hint.zh
    with pytest.raises(WorkshopError) as caught:
        pretrained.take_checkpoint("", tmp_path)
    assert caught.value.kind == "invalid-setting", "what to give comes first"


def test_the_worker_loads_it_for_no_other_training() -> None:
    code = "import sys, trainer.assembly; sys.exit('transformers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
