import numpy as np

from trainer.datasets.generated import NO_LABEL, collect, kept
from trainer.datasets.generated import added as with_hash
from trainer.datasets.generated import keep as write


def draw(first: int, count: int) -> np.ndarray:
    """Picture n is filled with n modulo 251."""
    numbers = (np.arange(first, first + count) % 251).astype(np.uint8)
    return np.broadcast_to(numbers[:, None, None], (count, 4, 4)).copy()


def test_each_label_gets_so_many_in_the_order_of_the_samples() -> None:
    found = collect(draw, lambda first, images: np.arange(first, first + len(images)) % 3, [2, 0], 5)
    assert sorted(found.labels.tolist()) == [0] * 5 + [2] * 5
    assert found.images[found.labels == 2][:, 0, 0].tolist() == [2, 5, 8, 11, 14]
    assert found.images[found.labels == 0][:, 0, 0].tolist() == [0, 3, 6, 9, 12]


def test_a_rare_label_does_not_keep_it_drawing_for_ever() -> None:
    drawn = []

    def label_of(first: int, images: np.ndarray) -> np.ndarray:
        drawn.append(len(images))
        labels = np.full(len(images), NO_LABEL)
        labels[0] = 1
        return labels

    found = collect(draw, label_of, [1], 100)
    assert sum(drawn) == 100 * 20
    assert found.labels.tolist() == [1, 1]


def test_what_was_kept_comes_back_with_its_hash_and_damage_is_nothing(tmp_path) -> None:
    file = tmp_path / "generated.npz"
    assert kept(file) is None
    pictures = collect(draw, lambda first, images: np.arange(len(images)) % 2, [0, 1], 3)
    write(pictures, "who, how", file)
    again = kept(file)
    assert again is not None
    assert again.note == "who, how"
    assert again.sha256 == with_hash(pictures, "").sha256
    assert np.array_equal(again.pictures.images, pictures.images)
    assert [path.name for path in tmp_path.iterdir()] == ["generated.npz"]
    file.write_bytes(file.read_bytes()[:100])
    assert kept(file) is None
