import numpy as np
import pytest

from trainer.data_facts import some_of_all


@pytest.mark.parametrize(
    ("pictures", "count"), [(10, 3), (10, 10), (3, 10), (45_000, 5000), (45_001, 5000), (9999, 5000)]
)
def test_pictures_for_statistics_come_from_everywhere(pictures: int, count: int) -> None:
    """Folders are read class by class: the first thousands may all show one class."""
    chosen = some_of_all(np.arange(pictures), count)
    assert min(pictures, count) / 2 <= len(chosen) <= count
    assert chosen[0] == 0
    assert chosen[-1] >= pictures - 2 * pictures / len(chosen)
