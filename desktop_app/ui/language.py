"""The language of the window, switched while it runs."""

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from desktop_app.resources import RESOURCES
from trainer.contract.text import Text

LANGUAGES: dict[str, str] = {"en": "English", "zh_CN": "简体中文"}  # code: its own name


def system_language() -> str:
    """The language of LANGUAGES that the desktop prefers."""
    return "zh_CN" if QLocale.system().name().startswith("zh") else "en"


class Language(QObject):
    """Installs translators; Qt then sends LanguageChange to every widget. `changed` comes after that."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._translators: list[QTranslator] = []
        self.code = ""

    def choose(self, code: str) -> None:
        """Speak language `code` of LANGUAGES; empty means the desktop's."""
        code = code or system_language()
        if code not in LANGUAGES:
            raise ValueError(f"the window does not speak {code}")
        if code == self.code:
            return
        self.code = code
        QLocale.setDefault(QLocale(code))
        for translator in self._translators:
            self._application.removeTranslator(translator)
        qt_folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        files = [qt_folder / f"qtbase_{code}.qm", RESOURCES / "i18n" / f"model_workshop_{code}.qm"]
        self._translators = [self._installed(file) for file in files if file.exists()]
        self.changed.emit()

    def pick(self, text: Text) -> str:
        """A text of the catalog, a card or an error in the language in force."""
        return text.in_language(self.code)

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as this language writes it, such as 1,000."""
        return QLocale(self.code).toString(float(value), "f", decimals)

    def _installed(self, file: Path) -> QTranslator:
        translator = QTranslator(self)
        translator.load(str(file))
        self._application.installTranslator(translator)
        return translator
