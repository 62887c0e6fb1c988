"""Transfer: weights from a run, from an exported file, from the library; the head; what is fixed stays to the bit."""

import shutil

import pytest
import torch

from tests.helpers.training import make_run, small_settings, start_worker, tiny_data, tiny_pictures
from tests.trainer.training.test_loop import assembled, points
from trainer.assembly import without_paths
from trainer.contract.card import read_card
from trainer.contract.errors import WorkshopError
from trainer.contract.events import Warned
from trainer.contract.run_history import EventReader
from trainer.model_place import SHIPPED_MODELS, find_model_file
from trainer.networks.small_cnn import SmallCNN
from trainer.training.checkpoints import Checkpoints
from trainer.training.optimisers import build_optimiser
from trainer.training.transfer import Weights, find_weights, freeze, hold_statistics, take_over

DIGITS = tuple("0123456789")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A run with batch normalisation and averages, and the file that a real worker exported of it."""
    folder = tmp_path_factory.mktemp("transfer")
    settings = {"batch_norm": True, "ema": 0.9, "epochs": 1}
    run = make_run(folder / "runs" / "first", "digits-cnn", tiny_data(folder / "data", 200), **settings)
    assert start_worker(run, {"MODEL_WORKSHOP_DATA_DIR": str(folder)}).wait() == 0
    return run


def weights_of(network: SmallCNN, labels: tuple[str, ...] = DIGITS) -> Weights:
    return Weights({name: value.clone() for name, value in network.state_dict().items()}, labels)


def is_of_output(name: str) -> bool:
    return name.startswith("output.")


def test_the_head_is_taken_only_for_the_same_labels() -> None:
    source = SmallCNN()
    same, others, fewer = SmallCNN(), SmallCNN(), SmallCNN(classes=3)
    assert "10 of 10" in take_over(same, weights_of(source), DIGITS).en
    said = take_over(others, weights_of(source), tuple("abcdefghij"))
    assert "8 of 10" in said.en
    assert "output.weight, output.bias" in said.zh
    take_over(fewer, weights_of(source), ("a", "b", "c"))
    for network in (same, others, fewer):
        for name, value in network.state_dict().items():
            taken = value.shape == source.state_dict()[name].shape and bool((value == source.state_dict()[name]).all())
            assert taken == (network is same or not is_of_output(name)), name


def test_where_nothing_fits_it_says_so() -> None:
    with pytest.raises(WorkshopError) as caught:
        take_over(SmallCNN(), Weights({"elsewhere.weight": torch.zeros(3)}, DIGITS), DIGITS)
    assert caught.value.kind == "invalid-setting"


def test_an_exported_file_gives_back_the_weights_of_the_checkpoint(trained) -> None:
    checkpoints = Checkpoints(trained.checkpoints)
    best = checkpoints.load(checkpoints.load_last()["state"]["best_file"])["averages"]["classifier"]
    from_file = find_weights(str(trained.model_file), "classifier", trained.path)
    from_run = find_weights("first", "classifier", trained.path.parents[1])
    assert from_file.label_names == from_run.label_names == DIGITS
    assert from_run.tensors.keys() == best.keys()
    for name, value in best.items():
        assert torch.equal(from_run.tensors[name], value), name
        if not is_of_output(name) and not name.endswith("num_batches_tracked"):  # the head is scaled at export
            assert torch.equal(from_file.tensors[name], value), name


def test_the_library_is_known_by_its_ids(tmp_path) -> None:
    (tmp_path / "models").mkdir()
    mine = tmp_path / "models" / "digits-cnn.onnx"
    shutil.copyfile(SHIPPED_MODELS / "digits-cnn.onnx", mine)
    shipped = SHIPPED_MODELS / "digits-cnn.onnx"
    assert find_model_file("digits-cnn", tmp_path) == find_model_file("shipped/digits-cnn", tmp_path) == shipped
    assert find_model_file("mine/digits-cnn", tmp_path) == find_model_file(str(mine), tmp_path) == mine
    (tmp_path / "models" / "preferred.json").write_text('{"digits-cnn": "mine/digits-cnn"}')
    assert find_model_file("digits-cnn", tmp_path) == mine
    for name in ("nothing", "mine/../digits-cnn", "other/digits-cnn", str(tmp_path / "no.onnx"), ""):
        assert find_model_file(name, tmp_path) is None, name
    weights = find_weights("shipped/digits-cnn", "classifier", tmp_path)
    assert weights.tensors.keys() == SmallCNN().state_dict().keys()
    with pytest.raises(WorkshopError) as caught:
        find_weights("nothing", "classifier", tmp_path)
    assert caught.value.kind == "not-found"


def test_frozen_weights_and_statistics_stay_to_the_bit() -> None:
    network = SmallCNN(batch_norm=True)
    freeze(network)
    settings = small_settings("digits-cnn", optimiser="muon", l2=0.1, learning_rate=0.1)
    optimiser = build_optimiser(network, settings, 0.1)
    before = weights_of(network).tensors
    network.train()
    hold_statistics(network)
    pictures = torch.from_numpy(tiny_pictures(20).images).float()[:, None] / 255
    torch.nn.functional.cross_entropy(network(pictures), torch.arange(20) % 10).backward()
    optimiser.step()
    for name, value in network.state_dict().items():
        assert torch.equal(value, before[name]) != is_of_output(name), name


def test_a_frozen_training_resumes_without_the_model_it_started_from(trained, tmp_path, data_dir) -> None:
    start = tmp_path / "start.onnx"
    shutil.copyfile(trained.model_file, start)
    data = tiny_data(tmp_path / "data", 120)
    settings = {"start_from": str(start), "frozen": True, "batch_norm": True}
    whole, parted = (make_run(tmp_path / name, "digits-cnn", data, **settings) for name in ("whole", "parted"))
    made = assembled(whole, data_dir)
    assert any("16 of 16 weights" in text.en for text in made.warnings)
    assert made.loop.run() == "complete"
    asked = iter([False, False, False, True])
    assert assembled(parted, data_dir, stop=lambda: next(asked)).loop.run() == "stopped"
    start.unlink()
    assert assembled(parted, data_dir).loop.run() == "complete"
    assert points(parted) == points(whole)
    source = find_weights(str(trained.model_file), "classifier", data_dir).tensors
    last = Checkpoints(parted.checkpoints).load_last()["networks"]["classifier"]
    for name, value in source.items():
        assert torch.equal(last[name], value) != is_of_output(name), name


def test_frozen_without_a_start_is_refused(tmp_path, data_dir) -> None:
    run = make_run(tmp_path / "run", "digits-cnn", tiny_data(tmp_path / "data", 120), frozen=True)
    with pytest.raises(WorkshopError) as caught:
        assembled(run, data_dir)
    assert caught.value.kind == "invalid-setting"


def test_a_card_names_no_folder(tmp_path) -> None:
    assert without_paths({"start_from": str(tmp_path / "a" / "old.onnx"), "optimiser": "sgd", "epochs": 3}) == {
        "start_from": "old.onnx",
        "optimiser": "sgd",
        "epochs": 3,
    }


def test_the_file_of_a_normalised_network_is_verified_like_any_other(trained) -> None:
    card = read_card(trained.model_file)
    assert card.training.hyperparameters["batch_norm"] is True
    assert card.parity.largest_difference <= card.parity.tolerance
    assert not [event for event in EventReader(trained.events_file).poll() if isinstance(event, Warned)]
