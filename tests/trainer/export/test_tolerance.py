"""What counts as rounding between PyTorch and ONNX Runtime."""

from onnx import helper

from trainer.export.graph import tolerance
from trainer.export.report import TOLERANCE


def model_of(operator: str):
    return helper.make_model(helper.make_graph([helper.make_node(operator, ["x"], ["y"])], "graph", [], []))


def test_rounding_grows_with_the_steps_of_a_recurrence_alone() -> None:
    assert [tolerance(model_of("LSTM"), length) for length in (1, 7, 40)] == [TOLERANCE, TOLERANCE, 4 * TOLERANCE]
    assert [tolerance(model_of("Relu"), length) for length in (1, 7, 40)] == [TOLERANCE] * 3
