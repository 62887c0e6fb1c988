"""Messages and failures reach the window and the log."""

import logging

import pytest

from desktop_app.services.notifier import Action, Failure, Message, Notifier, failure_of
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text


@pytest.fixture
def notifier(qapp):
    return Notifier()


def test_a_message_is_told_and_logged(qtbot, notifier, caplog):
    undo = Action("Undo", lambda: None)
    with caplog.at_level(logging.INFO), qtbot.waitSignal(notifier.told) as told:
        notifier.tell("Moved to the trash", "digits-cnn", action=undo)
    assert told.args == [Message("Moved to the trash", "digits-cnn", "done", undo)]
    assert "Moved to the trash digits-cnn" in caplog.text


def test_a_failure_is_told_and_logged_with_its_details(qtbot, notifier, caplog):
    with qtbot.waitSignal(notifier.failed) as failed:
        notifier.fail(Failure("It stopped", "The disk is full.", "Free some space.", "Traceback: here"))
    assert failed.args[0].advice == "Free some space."
    assert "Traceback: here" in caplog.text


def test_an_error_for_people_keeps_its_words():
    error = WorkshopError(
        "empty", Text("The file is empty.", "文件为空。"), Text("Choose another one.", "请另选一个。")
    )
    failure = failure_of(error, "无法读取", lambda text: text.zh)
    assert (failure.what, failure.why, failure.advice) == ("无法读取", "文件为空。", "请另选一个。")
    assert "WorkshopError" in failure.details


def test_any_other_error_is_named_and_traced():
    try:
        {}["seed"]
    except KeyError as error:
        failure = failure_of(error, "It went wrong", str, "Open the log.")
    assert failure.why == "KeyError: 'seed'"
    assert failure.advice == "Open the log."
    assert "Traceback" in failure.details
