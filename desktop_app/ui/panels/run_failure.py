"""What is said of a training that failed or whose process is gone: what happened, why, what to do."""

import signal

from PySide6.QtCore import QCoreApplication

from desktop_app.ui.language import Language
from trainer.contract.run_history import RunHistory

translate = QCoreApplication.translate


def reason_of_end(exit_status: int | None, was_ended: bool, lacks_room: bool = False) -> str:
    """Why a training's process is gone without a last word, as far as its exit status and the disk tell.

    A negative status is a signal; None is that of a process that this one did not start.
    """
    if was_ended:
        return translate("RunFailure", "Its process did not answer and was ended by force.")
    if lacks_room:
        return translate(
            "RunFailure", "The disk is full, so it could save nothing more. Make room there before you resume."
        )
    if exit_status is None:
        return translate(
            "RunFailure",
            "Something ended its process from outside: another program, the system, or the computer was switched off.",
        )
    if exit_status >= 0:
        return translate("RunFailure", "Its process ended with status {status} and left no last word.").format(
            status=exit_status
        )
    name = signal_name(-exit_status)
    if name == "SIGKILL":
        text = translate(
            "RunFailure",
            "Its process was killed from outside ({signal}). The system does this when memory runs short; "
            "a person or another program can do it too.",
        )
    elif name in ("SIGTERM", "SIGINT", "SIGHUP"):
        text = translate("RunFailure", "Another program or the system ended its process ({signal}).")
    else:
        text = translate("RunFailure", "Its process crashed ({signal}).")
    return text.format(signal=name)


def advice_after_end(history: RunHistory, language: Language) -> str:
    """What was kept of an interrupted training, and what resuming it does."""
    if history.checkpoint is None or history.started is None:
        return translate("RunFailure", "Nothing was saved yet. Resume begins again with the same settings.")
    return translate(
        "RunFailure", "Everything up to step {step} of {total} is kept. Resume goes on from there."
    ).format(step=language.number(history.checkpoint.step), total=language.number(history.started.total_steps))


def signal_name(number: int) -> str:
    """The name of a signal, such as SIGKILL; its number where the system has no name for it."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
