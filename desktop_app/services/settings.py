"""What the person chose, kept in `settings.ini` of the data folder."""

import errno
import os
import shutil
from pathlib import Path
from typing import Any, Generic, TypeVar, cast, overload

from PySide6.QtCore import QByteArray, QObject, QSettings, QTimer, Signal

from trainer.contract.errors import WorkshopError
from trainer.contract.run_folder import LEAST_ROOM
from trainer.contract.writing import cannot_write, no_room

VERSION = 1
SAVE_MILLISECONDS = 500
T = TypeVar("T", bound=str | int | bool | QByteArray)


class Option(Generic[T]):
    """One setting, declared once: its default, and what it accepts. Anything else in the file reads as the default."""

    def __init__(
        self, default: T, choices: tuple[T, ...] = (), minimum: int | None = None, maximum: int | None = None
    ) -> None:
        self.default: T = default
        self._choices = choices
        self._minimum, self._maximum = minimum, maximum

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, settings: None, owner: type) -> "Option[T]": ...
    @overload
    def __get__(self, settings: "Settings", owner: type) -> T: ...

    def __get__(self, settings: "Settings | None", owner: type) -> "Option[T] | T":
        if settings is None:
            return self
        try:
            return self._checked(settings.file.value(self.name, self.default))
        except (KeyError, TypeError, ValueError):
            return self.default

    def __set__(self, settings: "Settings", value: T) -> None:
        value = self._checked(value)
        before: Any = self.__get__(settings, Settings)
        if value != before:
            settings.file.setValue(self.name, value)
            settings.changed.emit(self.name)

    def _checked(self, value: Any) -> T:
        """`value` as the option's type. Raises ValueError for what it does not accept."""
        result = self._converted(value)
        too_small = self._minimum is not None and result < self._minimum
        too_large = self._maximum is not None and result > self._maximum
        if too_small or too_large or (self._choices and result not in self._choices):
            raise ValueError(f"{self.name} cannot be {value}")
        return cast(T, result)

    def _converted(self, value: Any) -> Any:
        if isinstance(self.default, bool):
            return {"true": True, "false": False}[str(value).lower()]  # an ini file knows only text
        return value if isinstance(value, QByteArray) else type(self.default)(value)


class Settings(QObject):
    """Typed settings; `changed` carries the name of the one that was set to something new.

    They are written soon after. `not_saved` carries a WorkshopError where that fails, once until it works again; what
    stands in the file then is what was last written whole.
    """

    changed = Signal(str)
    not_saved = Signal(object)

    theme = Option("system", choices=("system", "light", "dark"))
    language = Option("", choices=("", "en", "zh_CN"))  # empty: the desktop's
    text_size = Option(100, minimum=80, maximum=200)
    reduce_motion = Option(False)
    notify_at_end = Option(True)  # tell on the desktop that a training ended while the window is not in front
    device = Option("auto")
    pictures_folder = Option("")  # where Save proposes to write; empty: the desktop's folder for pictures
    last_page = Option("")
    generate_label = Option("")  # the label that pictures were last asked for; empty: any
    write_shading = Option(True)  # whether unlikely tokens are marked on Write
    translate_beam = Option(4, minimum=1, maximum=32)
    window_geometry = Option(QByteArray())

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.file = QSettings(str(path), QSettings.Format.IniFormat)
        if not self.file.contains("version"):
            self.file.setValue("version", VERSION)
        self._is_told = False
        self._soon = QTimer(self, interval=SAVE_MILLISECONDS, singleShot=True)
        self._soon.timeout.connect(self.save)
        self.changed.connect(self._soon.start)

    @property
    def is_newer(self) -> bool:
        """Whether a later version of the program wrote the file; it is read as far as it is understood."""
        try:
            return int(str(self.file.value("version", VERSION))) > VERSION
        except ValueError:
            return False

    def save(self) -> None:
        """Write what is still in memory."""
        self.file.sync()
        latest = QSettings(self.file.fileName(), QSettings.Format.IniFormat)  # a QSettings never forgets an error
        latest.sync()
        failed = latest.status() != QSettings.Status.NoError
        if failed and not self._is_told:
            self.not_saved.emit(_not_saved(Path(self.file.fileName())))
        self._is_told = failed


def _not_saved(path: Path) -> WorkshopError:
    """Qt keeps the system's reason for itself."""
    try:
        is_full = shutil.disk_usage(path.parent).free < LEAST_ROOM
    except OSError:
        is_full = False
    return no_room(path) if is_full else cannot_write(path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
