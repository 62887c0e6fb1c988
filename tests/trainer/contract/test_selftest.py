"""Self-test inputs are the same everywhere and look like something."""

import numpy as np
import pytest

from trainer.contract.card import TensorSpec
from trainer.contract.selftest import selftest_inputs

PICTURES = TensorSpec(name="images", type="uint8", shape=("batch", 28, 28))
COLOURED = TensorSpec(name="images", type="uint8", shape=("batch", 32, 20, 3))
NOISE = TensorSpec(name="noise", type="float32", shape=("batch", 20))


def test_inputs_depend_on_the_seed_alone() -> None:
    first, second = (selftest_inputs((PICTURES, NOISE), 3, 4) for _ in range(2))
    other = selftest_inputs((PICTURES, NOISE), 4, 4)
    for name in ("images", "noise"):
        assert np.array_equal(first[name], second[name])
        assert not np.array_equal(first[name], other[name])


@pytest.mark.parametrize("spec", [PICTURES, COLOURED])
def test_pictures_are_light_ink_on_a_dark_ground(spec: TensorSpec) -> None:
    pictures = selftest_inputs((spec,), 0, 8)["images"]
    assert pictures.shape == (8, *spec.shape[1:])
    assert pictures.dtype == np.uint8
    shares = (pictures > 128).reshape(8, -1).mean(axis=1)
    assert 0.03 < shares.min() < shares.max() < 0.5
    assert pictures[:, 0, 0].max() == 0


def test_a_type_without_a_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="int64"):
        selftest_inputs((TensorSpec(name="ids", type="int64", shape=("batch", 3)),), 0, 1)
