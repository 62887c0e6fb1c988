"""What is taken of a checkpoint is what `transformers` itself makes of it; held against that library here."""

import json

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.tiny_checkpoints import SHAPES, TYPES, change_config, transformers, write_checkpoint
from trainer.catalog import documented_model
from trainer.contract.errors import WorkshopError
from trainer.contract.settings import parse_settings
from trainer.contract.tokenization import Tokenizer, padded
from trainer.contract.windows import windows_of
from trainer.export.job import read_tokenizer
from trainer.networks import bert_classifier
from trainer.networks.facts import TextFacts
from trainer.pretrained import kept_body, licence_class, take_checkpoint, weights_of_checkpoint
from trainer.training.transfer import take_over

TEXTS = [
    "The film was fine.",
    "",
    "   ",
    "Crème BRÛLÉE, naïve café",
    "好看的电影 very good",
    "emoji 🙂 and a\ttab\nand a line",
    "x" * 300,
    "the " * 60,
    "don't\u00a0stop... (really)\u0000",
]


@pytest.fixture(scope="module", params=TYPES)
def checkpoint(request, tmp_path_factory):
    return write_checkpoint(tmp_path_factory.mktemp("checkpoint") / request.param, request.param)


@pytest.fixture(scope="module")
def kept(checkpoint, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    take_checkpoint(str(checkpoint), folder)
    return folder


@pytest.fixture(scope="module")
def own(checkpoint):
    return transformers.AutoTokenizer.from_pretrained(checkpoint, local_files_only=True)


def same_tokens(own, tokenizer: Tokenizer, text: str, longest: int) -> None:
    expected = own(text, truncation=True, max_length=longest, split_special_tokens=True)["input_ids"]
    assert windows_of(tokenizer.encode(text), longest, tokenizer.frame)[0] == expected


@pytest.mark.parametrize("longest", [8, 64])
def test_the_tokens_are_those_of_transformers(own, kept, longest) -> None:
    tokenizer = Tokenizer(read_tokenizer(kept))
    assert (tokenizer.pad, tokenizer.unknown) == (own.pad_token_id, own.unk_token_id)
    assert tokenizer.frame.width == 2
    for text in TEXTS:
        same_tokens(own, tokenizer, text, longest)
    rows = [windows_of(tokenizer.encode(text), longest, tokenizer.frame)[0] for text in TEXTS]
    batch = own(TEXTS, truncation=True, max_length=longest, padding=True, split_special_tokens=True)["input_ids"]
    assert padded(rows, padding=tokenizer.frame.padding).tolist() == batch


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.integers(8, 40))
def test_the_tokens_of_any_text_are_those_of_transformers(own, kept, text, longest) -> None:
    same_tokens(own, Tokenizer(read_tokenizer(kept)), text, longest)


def test_windows_of_a_long_text_hold_all_of_it(own, kept) -> None:
    tokenizer = Tokenizer(read_tokenizer(kept))
    ids = tokenizer.encode("the film was fine. " * 40)
    windows = windows_of(ids, 16, tokenizer.frame)
    frame = tokenizer.frame
    assert {len(window) for window in windows} == {16}
    assert all((window[:1], window[-1:]) == (list(frame.before), list(frame.after)) for window in windows)
    assert [each for window in windows[:-1] for each in window[1:-1]] == ids[: 14 * (len(windows) - 1)]
    assert windows[-1][1:-1] == ids[-14:]


def build(checkpoint, kept, **changes):
    facts = TextFacts(2, Tokenizer(read_tokenizer(kept)), kept_body(kept))
    usual = {"longest": 40, "dropout": 0.0, **changes}
    hyperparameters = parse_settings(documented_model("bert-classifier").presets["quick"].hyperparameters, usual)
    network = bert_classifier.build(hyperparameters, facts)["classifier"]
    said = take_over(network, weights_of_checkpoint(str(checkpoint)), ("no", "yes"))
    return network.eval(), said


def test_the_features_are_the_mean_of_what_transformers_gives(checkpoint, own, kept) -> None:
    network, said = build(checkpoint, kept)
    assert said.en.endswith("2 start anew: output.weight, output.bias.")
    body = transformers.AutoModel.from_pretrained(checkpoint, local_files_only=True).eval()
    inputs = own(
        ["the film was fine", "good", "a very long and boring one, the worst"], padding=True, return_tensors="pt"
    )
    with torch.no_grad():
        states = body(**inputs).last_hidden_state
        found = network.features(inputs["input_ids"])
    mask = inputs["attention_mask"].unsqueeze(2)
    assert torch.allclose(found, (states * mask).sum(dim=1) / mask.sum(dim=1), atol=1e-5)
    assert found.std() > 0.1


def test_padding_changes_nothing(checkpoint, kept) -> None:
    network, _ = build(checkpoint, kept)
    tokens = torch.tensor([[5, 9, 12, 7]])
    wider = torch.cat([tokens, torch.full((1, 6), network.padding)], dim=1)
    with torch.no_grad():
        assert torch.allclose(network(tokens), network(wider), atol=1e-5)


def test_more_tokens_than_the_body_has_places_for_are_refused(checkpoint, kept) -> None:
    places = 64 if SHAPES["roberta"]["pad_token_id"] == kept_body(kept).config["pad_token_id"] else 66
    build(checkpoint, kept, longest=places)
    with pytest.raises(WorkshopError, match=f"at most {places} tokens"):
        build(checkpoint, kept, longest=places + 1)


def test_the_licence_stands_in_the_model_card(checkpoint, kept) -> None:
    assert kept_body(kept).licence == "apache-2.0"
    assert kept_body(kept).name == checkpoint.name
    assert str(checkpoint.parent) not in (kept / "pretrained.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("readme", "licence", "its_class"),
    [
        ("---\nlicense:\n- MIT\n---\n", "MIT", "free"),
        ('---\r\nlicense: "cc-by-sa-4.0"\r\n---\r\n', "cc-by-sa-4.0", "share-alike"),
        ("---\nlicense: cc-by-nc-4.0\n---\n", "cc-by-nc-4.0", "research"),
        ("---\nlicense: cc-by-4.0\n---\n", "cc-by-4.0", "attribution"),
        ("---\nlanguage: en\n---\nlicense: mit\n", "unknown", "research"),
        ("license: mit\n", "unknown", "research"),
        (None, "unknown", "research"),
    ],
)
def test_unknown_licences_are_for_research_alone(tmp_path, readme, licence, its_class) -> None:
    folder = write_checkpoint(tmp_path / "checkpoint")
    (folder / "README.md").unlink()
    if readme is not None:
        (folder / "README.md").write_bytes(readme.encode())
    take_checkpoint(str(folder), tmp_path)
    assert kept_body(tmp_path).licence == licence
    assert licence_class(licence) == its_class


def refused(where, folder) -> WorkshopError:
    with pytest.raises(WorkshopError) as caught:
        take_checkpoint(str(where), folder)
    assert not (folder / "pretrained.json").exists()
    assert str(folder) not in caught.value.message.en
    return caught.value


def test_a_checkpoint_must_be_named_and_there(tmp_path) -> None:
    nothing = refused("", tmp_path)
    assert nothing.kind == "invalid-setting"
    assert "model.safetensors" in nothing.hint.en
    assert refused("/nowhere/at/all", tmp_path).kind == "not-found"
    assert refused("somebody/something", tmp_path).kind == "not-found"
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "empty", tmp_path).kind == "unsupported-model"


def test_other_networks_are_refused(tmp_path) -> None:
    folder = write_checkpoint(tmp_path / "checkpoint")
    change_config(folder, model_type="gpt2")
    error = refused(folder, tmp_path)
    assert error.kind == "unsupported-model"
    assert "gpt2" in error.message.en
    assert "distilbert" in error.hint.en
    change_config(folder, model_type="bert", quantization_config={"quant_method": "bitsandbytes"})
    assert refused(folder, tmp_path).kind == "unsupported-model"


def test_no_code_of_a_checkpoint_is_run(tmp_path) -> None:
    folder = write_checkpoint(tmp_path / "checkpoint")
    proof = tmp_path / "proof"
    (folder / "own.py").write_text(f"open({str(proof)!r}, 'w').close()\n", encoding="utf-8")
    for model_type in ("own", "bert"):
        change_config(folder, model_type=model_type, auto_map={"AutoConfig": "own.A", "AutoModel": "own.B"})
        try:
            take_checkpoint(str(folder), tmp_path)
            weights_of_checkpoint(str(folder))
        except WorkshopError as error:
            assert error.kind == "unsupported-model"
        assert not proof.exists()


def test_weights_in_a_pickle_are_not_opened(tmp_path) -> None:
    folder = write_checkpoint(tmp_path / "checkpoint")
    (folder / "model.safetensors").unlink()
    torch.save({}, folder / "pytorch_model.bin")
    with pytest.raises(WorkshopError, match="safetensors"):
        weights_of_checkpoint(str(folder))


def test_a_body_with_holes_is_refused(tmp_path) -> None:
    from safetensors.torch import load_file, save_file

    folder = write_checkpoint(tmp_path / "checkpoint")
    weights = load_file(folder / "model.safetensors")
    lacking = next(name for name in weights if "attention" in name)
    save_file(
        {name: tensor for name, tensor in weights.items() if name != lacking},
        folder / "model.safetensors",
        metadata={"format": "pt"},
    )
    with pytest.raises(WorkshopError, match="missing"):
        weights_of_checkpoint(str(folder))


def test_a_tokenizer_of_other_parts_is_refused(tmp_path) -> None:
    folder = write_checkpoint(tmp_path / "checkpoint")
    small = write_checkpoint(tmp_path / "small", "roberta")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).write_bytes((small / name).read_bytes())
    change_config(folder, vocab_size=20)
    assert refused(folder, tmp_path).kind == "unsupported-model"


def test_the_weights_are_numbers_of_single_precision(tmp_path) -> None:
    folder = write_checkpoint(tmp_path / "checkpoint")
    model = transformers.AutoModel.from_pretrained(folder, dtype=torch.float16)
    model.save_pretrained(folder)
    assert json.loads((folder / "config.json").read_text(encoding="utf-8"))["dtype"] == "float16"
    assert {tensor.dtype for tensor in weights_of_checkpoint(str(folder)).tensors.values()} == {torch.float32}
    assert np.isfinite([float(tensor.sum()) for tensor in weights_of_checkpoint(str(folder)).tensors.values()]).all()
