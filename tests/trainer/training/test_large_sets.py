"""A training on pictures that are too many for memory."""

import shutil
import tracemalloc

import numpy as np
import torch

from tests.helpers.class_folders import digit_files, write_folder
from tests.helpers.idx_files import write_idx_pair
from tests.helpers.photographs import photograph_files
from tests.helpers.training import make_run, tiny_pictures
from tests.trainer.training.test_loop import assembled, points
from trainer.attempt import load_data
from trainer.datasets import rows
from trainer.datasets.dataset import Pictures
from trainer.datasets.sources import Access
from trainer.training.batches import Batches


def test_the_losses_are_the_same_as_with_pictures_in_memory(tmp_path, data_dir, monkeypatch):
    odd = {"3/notes.txt": b"not a picture", "7/again.png": digit_files()["7/4.png"]}
    data = str(write_folder(tmp_path / "digits", digit_files(each=40) | odd))
    in_memory = make_run(tmp_path / "in memory", "digits-cnn", data)
    assert assembled(in_memory, data_dir).loop.run() == "complete"
    shutil.rmtree(data_dir / "cache")
    monkeypatch.setattr(rows, "LARGEST_IN_MEMORY", 30 * 28 * 28)
    in_a_file = make_run(tmp_path / "in a file", "digits-cnn", data)
    dataset = load_data(in_a_file.read_spec(), None, Access(data_dir))
    assert isinstance(dataset.train.images, np.memmap)
    assert len(dataset.warnings) == 2
    assert assembled(in_a_file, data_dir).loop.run() == "complete"
    losses = points(in_a_file)
    assert losses
    assert losses == points(in_memory)


def test_photographs_in_a_file_are_learnt(tmp_path, data_dir, monkeypatch):
    data = str(write_folder(tmp_path / "photographs", photograph_files(3, 40)))
    runs = [
        make_run(tmp_path / name, "pictures-classifier", data, picture_size=32, width=0.125, epochs=1)
        for name in ("in memory", "in a file")
    ]
    assert assembled(runs[0], data_dir).loop.run() == "complete"
    shutil.rmtree(data_dir / "cache")
    monkeypatch.setattr(rows, "LARGEST_IN_MEMORY", 30 * 32 * 32 * 3)
    assert isinstance(load_data(runs[1].read_spec(), None, Access(data_dir)).train.images, np.memmap)
    assert assembled(runs[1], data_dir).loop.run() == "complete"
    assert points(runs[1]) == points(runs[0])


def test_batches_of_a_file_take_no_more_memory_than_a_batch(tmp_path):
    images = np.random.default_rng(0).integers(0, 256, (300, 128, 128, 3), np.uint8)  # 15 MB
    np.save(tmp_path / "images.npy", images)
    labels = np.arange(300)
    usual = {"batch_size": 10, "seed": 3, "augmentation": None, "device": torch.device("cpu")}
    expected = list(Batches(Pictures(images, labels), **usual).epoch(0))
    tracemalloc.start()
    mapped = Pictures(np.load(tmp_path / "images.npy", mmap_mode="r"), labels)
    count = 0
    for batch, same in zip(Batches(mapped, **usual).epoch(0), expected, strict=True):
        assert torch.equal(batch.pictures, same.pictures)
        assert torch.equal(batch.labels, same.labels)
        count += 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30
    assert peak < 3 * images[:10].nbytes


def test_a_thousand_classes_are_learnt(tmp_path, data_dir):
    images = tiny_pictures(2_000).images
    write_idx_pair(tmp_path, "train", images, np.arange(2_000) % 1_000)
    run = make_run(tmp_path / "run", "digits-cnn", str(tmp_path), epochs=1, batch_size=200)
    assert assembled(run, data_dir).loop.run() == "complete"
    columns = points(run)
    assert len(columns["training_loss"]) == 8
    assert all(np.isfinite(value) for column in columns.values() for _, value in column)
