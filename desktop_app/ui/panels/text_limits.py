"""What a person is told of a text that is too long for an editor."""

from PySide6.QtCore import QCoreApplication

from desktop_app.services.notifier import Failure
from desktop_app.ui.context import PageContext
from desktop_app.ui.widgets.text_area import LONGEST_TYPED

translate = QCoreApplication.translate  # under this name the tool that collects texts finds them


def too_long(length: int, context: PageContext) -> Failure:
    """The failure, which can be told again in another language."""
    number = context.language.number
    why = translate("TextLimits", "It has {count} characters; the window takes {most} at a time.")
    return Failure(
        translate("TextLimits", "The text is too long"),
        why.format(count=number(length), most=number(LONGEST_TYPED)),
        translate("TextLimits", "Use a part of it. The command line takes longer texts."),
        retell=lambda: too_long(length, context),
    )
