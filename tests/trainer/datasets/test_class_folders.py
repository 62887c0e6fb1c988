from trainer.datasets.class_folders import ANY_PICTURE, Place, order_of_labels, places_of, places_without_labels


def test_one_folder_a_class():
    places, warnings = places_of(["cat/1.png", "dog/deep/2.png"])
    assert places == {"cat/1.png": Place("train", "cat"), "dog/deep/2.png": Place("train", "dog")}
    assert not warnings


def test_parts_in_any_spelling():
    places, _ = places_of(["Train/7/a.png", "validation/7/b.png", "TEST/7/c.png"])
    assert [place.part for place in places.values()] == ["train", "train", "test"]
    assert {place.label for place in places.values()} == {"7"}


def test_an_outer_folder_is_looked_through():
    assert places_of(["digits/set/7/a.png", "digits/set/8/b.png"])[0]["digits/set/7/a.png"] == Place("train", "7")
    assert places_of(["digits/train/7/a.png", "digits/test/8/b.png"])[0]["digits/test/8/b.png"] == Place("test", "8")
    assert places_of(["train/7/a.png"])[0]["train/7/a.png"] == Place("train", "7")


def test_a_class_may_be_called_test():
    assert places_of(["test/a.png", "other/b.png"])[0]["test/a.png"] == Place("train", "test")


def test_clutter_is_passed_over_and_strays_are_named():
    names = [
        "7/a.png",
        "7/.hidden.png",
        "__MACOSX/7/a.png",
        "8/Thumbs.db",
        "readme.txt",
        "../7/evil.png",
        "/etc/passwd/x",
    ]
    places, warnings = places_of(names)
    assert list(places) == ["7/a.png"]
    assert [warning.en.split(":")[0] for warning in warnings] == ["readme.txt", "../7/evil.png", "/etc/passwd/x"]


def test_labels_that_cannot_be_shown_are_refused():
    places, warnings = places_of(["a\nb/1.png", "x" * 101 + "/1.png", "猫/1.png"])
    assert [place.label for place in places.values()] == ["猫"]
    assert len(warnings) == 2


def test_numbers_are_ordered_as_numbers():
    assert order_of_labels({"10", "9", "1"}) == ("1", "9", "10")
    assert order_of_labels({"b", "A", "10"}) == ("10", "A", "b")


def test_without_labels_pictures_may_lie_anywhere():
    names = ["a.png", "holiday/b.png", "holiday/deep/c.png", "test/d.png", ".hidden/e.png", "Thumbs.db"]
    places = places_without_labels(names)
    assert places == dict.fromkeys(names[:4], Place("train", ANY_PICTURE))
    assert places_without_labels(["a.png", "b.png"]) == dict.fromkeys(["a.png", "b.png"], Place("train", ANY_PICTURE))


def test_without_labels_parts_are_kept_apart():
    for outer in ("", "faces/"):
        places = places_without_labels([f"{outer}Train/a.png", f"{outer}train/deep/b.png", f"{outer}test/c.png"])
        assert [place.part for place in places.values()] == ["train", "train", "test"]
