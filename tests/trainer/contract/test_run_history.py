"""The points of a run's curves."""

import numpy as np

from trainer.contract.run_history import Column


def test_a_column_grows_and_is_cut() -> None:
    column = Column()
    column.append([(step, step / 2) for step in range(1, 2001)])
    column.append([(2001, None)])
    assert len(column.steps) == 2001
    assert np.isnan(column.values[-1])
    column.append([(2002, 7.0)])
    column.cut(1000)
    column.append([])
    column.append([(1001, 0.5)])
    assert list(column.steps[-2:]) == [1000, 1001]
    assert list(column.values[-2:]) == [500.0, 0.5]
    assert (column.steps.dtype, column.values.dtype) == (np.int64, np.float64)
