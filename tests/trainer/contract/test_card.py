"""The model card survives its file, and broken files never do more than raise an explained error."""

import time
from pathlib import Path

import msgspec
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.cards import CLASSIFIER_CARD, GENERATOR_CARD
from trainer.contract.card import (
    CARD_KEY,
    GenerationSpec,
    companion_path,
    decode_card,
    encode_card,
    model_files,
    read_card,
)
from trainer.contract.errors import WorkshopError
from trainer.contract.onnx_metadata import read_metadata


def _write_model(path: Path, metadata: dict[str, str], weights: int = 0) -> None:
    tensor = onnx.helper.make_tensor("w", onnx.TensorProto.UINT8, [weights], bytes(weights), raw=True)
    value = onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, ["batch"])
    node = onnx.helper.make_node("Identity", ["x"], ["y"])
    output = onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, ["batch"])
    graph = onnx.helper.make_graph([node], "g", [value], [output], [tensor])
    model = onnx.helper.make_model(graph, ir_version=10, opset_imports=[onnx.helper.make_opsetid("", 20)])
    onnx.helper.set_model_props(model, metadata)
    onnx.save(model, path)


CONDITIONAL_CARD = msgspec.structs.replace(
    GENERATOR_CARD, generation=GenerationSpec(latent_size=4, truncation=0.8, labels=("cat", "数字"))
)


@pytest.mark.parametrize("card", [CLASSIFIER_CARD, GENERATOR_CARD, CONDITIONAL_CARD])
def test_card_comes_back_from_a_file(tmp_path: Path, card) -> None:
    path = tmp_path / "数字 model.onnx"
    _write_model(path, {"other": "x", CARD_KEY: encode_card(card)})
    assert read_card(path) == card


def test_large_weights_do_not_slow_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "large.onnx"
    _write_model(path, {CARD_KEY: encode_card(CLASSIFIER_CARD)}, weights=50_000_000)
    read_card(path)
    start = time.process_time()
    read_card(path)
    assert time.process_time() - start < 0.02


def test_cards_from_before_labels_are_those_of_generators_without() -> None:
    document = msgspec.json.decode(encode_card(GENERATOR_CARD))
    del document["generation"]["labels"]
    assert decode_card(msgspec.json.encode(document)) == GENERATOR_CARD


def test_unknown_fields_are_ignored_and_newer_versions_refused() -> None:
    document = msgspec.json.decode(encode_card(CLASSIFIER_CARD))
    assert decode_card(msgspec.json.encode({**document, "later": 1})) == CLASSIFIER_CARD
    with pytest.raises(WorkshopError) as caught:
        decode_card(msgspec.json.encode({**document, "schema_version": 99}))
    assert caught.value.kind == "unsupported-model"
    assert "99" in caught.value.message.en


def test_file_without_a_card_is_unsupported(tmp_path: Path) -> None:
    path = tmp_path / "foreign.onnx"
    _write_model(path, {"author": "somebody"})
    with pytest.raises(WorkshopError) as caught:
        read_card(path)
    assert caught.value.kind == "unsupported-model"


@pytest.mark.parametrize("task", [(), ("conquer-the-world",)])
def test_card_with_impossible_tasks_is_invalid(task) -> None:
    document = {**msgspec.json.decode(encode_card(CLASSIFIER_CARD)), "tasks": task}
    with pytest.raises(WorkshopError) as caught:
        decode_card(msgspec.json.encode(document))
    assert caught.value.kind == "model-invalid"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_as_a_model_raise_explained_errors_only(tmp_path_factory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "any.onnx"
    path.write_bytes(content)
    try:
        read_metadata(path)
        read_card(path)
    except WorkshopError as error:
        assert error.message.en
        assert error.message.zh
        assert error.hint.en


@pytest.mark.parametrize("cut", [1, 10, 100, 500])
def test_truncated_model_is_invalid(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.onnx"
    _write_model(path, {CARD_KEY: encode_card(CLASSIFIER_CARD)})
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(WorkshopError):
        read_card(path)


def test_missing_and_empty_files_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty.onnx").touch()
    for name, kind in (("missing.onnx", "not-found"), ("empty.onnx", "empty"), ("", "empty")):
        with pytest.raises(WorkshopError) as caught:
            read_card(tmp_path / name)
        assert caught.value.kind == kind


def test_companions_lie_beside_the_main_file() -> None:
    card = msgspec.structs.replace(GENERATOR_CARD, graphs={"reconstruction": "0" * 64})
    path = Path("models") / "my.digits.onnx"
    assert companion_path(path, "reconstruction") == Path("models") / "my.digits.reconstruction.onnx"
    assert model_files(path, card) == [path, Path("models") / "my.digits.reconstruction.onnx"]


@pytest.mark.parametrize("role", ["../evil", "a/b", "main", "", "A", "a.b", "x" * 60])
def test_roles_cannot_lead_to_other_files(role: str) -> None:
    document = msgspec.json.decode(encode_card(CLASSIFIER_CARD)) | {"graphs": {role: "0" * 64}}
    with pytest.raises(WorkshopError) as caught:
        decode_card(msgspec.json.encode(document))
    assert caught.value.kind == "model-invalid"


def test_bottomless_cards_are_refused_in_words() -> None:
    text = encode_card(CLASSIFIER_CARD).replace('"hyperparameters":{}', '"hyperparameters":{"a":' + "[" * 100_000 + "}")
    with pytest.raises(WorkshopError) as caught:
        decode_card(text)
    assert caught.value.kind == "model-invalid"
