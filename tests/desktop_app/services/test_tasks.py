"""Functions beside the window report in its thread; of several with a key only the newest."""

import threading

import pytest

from desktop_app.services.tasks import Tasks


@pytest.fixture
def tasks(qtbot):
    tasks = Tasks()
    yield tasks
    assert tasks.wait()


class Gate:
    """A function that waits until it is let go."""

    def __init__(self, result: str) -> None:
        self.result = result
        self.started, self.open = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.started.set()
        assert self.open.wait(180)
        return self.result


def fail(error: Exception) -> None:
    raise AssertionError("nothing should have failed") from error


def test_a_result_comes_back_to_the_thread_that_asked(qtbot, tasks):
    threads = {}
    tasks.run(
        lambda: threads.setdefault("work", threading.get_ident()),
        lambda _: threads.setdefault("done", threading.get_ident()),
        fail,
    )
    qtbot.waitUntil(lambda: "done" in threads)
    assert threads["done"] == threading.get_ident() != threads["work"]


def test_an_exception_comes_back_too(qtbot, tasks):
    errors = []
    tasks.run(lambda: 1 / 0, fail, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ZeroDivisionError)


def test_only_the_newest_of_a_key_reports(qtbot, tasks):
    first, second, results = Gate("first"), Gate("second"), []
    tasks.run(first, results.append, fail, key="draw")
    tasks.run(second, results.append, fail, key="draw")
    first.open.set()
    second.open.set()
    qtbot.waitUntil(lambda: results == ["second"])
    qtbot.wait(50)
    assert results == ["second"]


def test_other_keys_do_not_disturb_each_other(qtbot, tasks):
    results = []
    tasks.run(lambda: "a", results.append, fail, key="a")
    tasks.run(lambda: "b", results.append, fail, key="b")
    tasks.run(lambda: "c", results.append, fail)
    qtbot.waitUntil(lambda: sorted(results) == ["a", "b", "c"])


def test_what_outlasts_the_wait_tells_nobody(qtbot, tasks):
    late, results = Gate("late"), []
    tasks.run(late, results.append, fail)
    assert not tasks.wait(50)
    late.open.set()
    qtbot.wait(100)
    assert results == []
