"""What each page is given."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop_app.services.services import Services
from desktop_app.ui.language import Language
from desktop_app.ui.theme import Theme


class Shell(QObject):
    """What a page may ask of the window around it, without knowing the window."""

    page_wanted = Signal(str, object)  # key of the page, and what it should open there or None
    training_changed = Signal(object)  # RunningTraining for the rail, or None
    network_changed = Signal(str)  # what is being fetched; empty when nothing is


@dataclass(frozen=True)
class PageContext:
    """The services, the look, the language and the window's shell."""

    services: Services
    theme: Theme
    language: Language
    shell: Shell
