"""Simplifies an exported graph, but leaves every weight as it is in the network and under the name it has there.

The exporter's own simplification multiplies batch normalisation into the weights before it, under the same names, so
that they could never be trained on from the file. ONNX Runtime does the same when it opens the file, in memory.
"""

from onnxscript import ir
from onnxscript.optimizer import inline, optimize_ir

BATCH_NORMALISATION = "BatchNormalization"
_OUT_OF_SIGHT = "out-of-sight"
"""A domain that no rule of the simplification looks at."""


def simplify(model: ir.Model) -> None:
    """Changes the graph in place."""
    inline(model)  # it copies nodes, so it comes before any is hidden
    weights = set(model.graph.initializers.values())
    hidden = [node for node in model.graph if node.op_type == BATCH_NORMALISATION]
    for node in hidden:
        node.domain = _OUT_OF_SIGHT
    optimize_ir(model, inline=False, should_fold=lambda node: False if weights & set(node.inputs) else None)
    for node in hidden:
        node.domain = ""
