import threading

import pytest

from desktop_app.services import variant_maker
from desktop_app.ui.panels import variant_section
from tests.helpers.tiny_variants import tiny_variant
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.text import Text


@pytest.fixture
def page(workshop, monkeypatch):
    monkeypatch.setattr(variant_section, "MEANT_FOR", 1)  # tiny models count as large
    page = workshop.open("library")
    page.grid.select("shipped/digits-cnn")
    page._show_detail()
    return page


class FakeMaking:
    """Stands in for the worker: waits for the test, then adds a file, fails, or is cancelled."""

    def __init__(self, folder) -> None:
        self.folder, self.error = folder, None
        self.may_end = threading.Event()

    def __call__(self, making, library, entry, kind, where, places) -> str:
        making._tell("evaluating", 0.5)
        while not self.may_end.wait(0.01):
            if making._is_cancelled.is_set():
                raise Cancelled
        if self.error is not None:
            raise self.error
        return library.adopt_export(tiny_variant(self.folder), f"{entry.name}-{kind}").id


@pytest.fixture
def making(monkeypatch, tmp_path):
    fake = FakeMaking(tmp_path)
    monkeypatch.setattr(variant_maker, "add_variant", fake)
    return fake


def ids(page) -> list[str]:
    return [model.id for model in page.models.models()]


def test_small_models_are_not_offered_one(workshop):
    page = workshop.open("library")
    assert page.detail.smaller.isHidden()


def test_a_file_is_made_undone_and_made_again(workshop, page, making):
    smaller = page.detail.smaller
    smaller._whole.trigger()
    workshop.wait_until(lambda: smaller._bar.fraction() == pytest.approx(0.5, abs=0.01))
    assert not smaller._cancel.isHidden()
    assert smaller._status.text() == "Measuring how well it works..."
    assert smaller._make.isHidden()
    making.may_end.set()
    workshop.wait_until(lambda: "mine/digits-cnn-int8" in ids(page))
    workshop.settle()
    assert page.grid.selected().id == "mine/digits-cnn-int8"
    assert smaller.isHidden()  # there is no smaller file of a smaller file
    page.commands()["undo"]()
    workshop.wait_until(lambda: "mine/digits-cnn-int8" not in ids(page))
    page.commands()["redo"]()
    workshop.wait_until(lambda: "mine/digits-cnn-int8" in ids(page))


def test_cancelling_leaves_things_as_they_were(workshop, page, making):
    before = ids(page)
    page.detail.smaller._half.trigger()
    workshop.wait_until(lambda: not page.detail.smaller._cancel.isHidden())
    page.detail.smaller._cancel.click()
    workshop.wait_until(lambda: not page.detail.smaller._make.isHidden())
    assert ids(page) == before
    assert page.error_card.isHidden()


def test_what_went_wrong_is_shown_with_what_to_do(workshop, page, making):
    making.error = WorkshopError("data-missing", Text("No pictures.", "没有图片。"), Text("Fetch some.", "请下载。"))
    making.may_end.set()
    page.detail.smaller._whole.trigger()
    workshop.wait_until(lambda: not page.error_card.isHidden())
    assert not page.detail.smaller._make.isHidden()


@pytest.mark.parametrize(
    ("faster", "words"),
    [(1.6, "1.6 times faster here"), (0.8, "slower here; the original is used by default")],
)
def test_the_detail_says_whether_it_helps_here(workshop, page, monkeypatch, tmp_path, faster, words):
    monkeypatch.setattr(page._library._speeds, "_compare", lambda entry, original: faster)
    page.open_paths([tiny_variant(tmp_path)])
    workshop.wait_until(lambda: any(model.faster for model in page._library.models()))
    workshop.settle()
    page.grid.select("mine/digits-cnn-int8")
    texts = [label.text() for label in page.detail.findChildren(type(page.detail._title))]
    assert words in texts
    assert "94.90 % in place of 95.00 %" in [text.replace("\u00a0", " ") for text in texts]
