"""The look of the window: one table of colours, one of type sizes, and the theme that hands them out."""

from collections.abc import Callable
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QApplication

from desktop_app.resources import RESOURCES
from desktop_app.ui.icons import IconPainter

TOKENS: dict[str, tuple[str, str]] = {  # name: (light, dark)
    "chrome": ("#ECEFF2", "#14171A"),
    "sheet": ("#F7F8FA", "#1A1E22"),
    "card": ("#FFFFFF", "#22272C"),
    "inset": ("#EFF2F4", "#1A1E22"),
    "hover": ("#E2E7EB", "#2C3238"),
    "line": ("#E0E5E9", "#30373D"),
    "line2": ("#C5CDD4", "#474F57"),
    "edge": ("#7F8A94", "#7C8790"),
    "text": ("#1A2127", "#E9EDF0"),
    "text2": ("#4C5761", "#B3BCC4"),
    "text3": ("#626D77", "#96A1AA"),
    "off": ("#9AA4AD", "#66707A"),
    "accent": ("#0A6A86", "#68C1DA"),
    "accent_hover": ("#085A72", "#84CFE4"),
    "accent_pressed": ("#064A5E", "#4FAFCA"),
    "on_accent": ("#FFFFFF", "#04222B"),
    "soft": ("#DFF0F5", "#17363F"),
    "on_soft": ("#07566D", "#93D6E8"),
    "ok": ("#1A7446", "#6CCB95"),
    "ok_soft": ("#E0F3E8", "#173425"),
    "warn": ("#7D5200", "#E6B656"),
    "warn_soft": ("#FBEFD5", "#3A2E12"),
    "bad": ("#B3261E", "#F4978E"),
    "bad_soft": ("#FCE8E6", "#42211E"),
    "bad_fill": ("#B3261E", "#F4978E"),
    "on_bad": ("#FFFFFF", "#3A0906"),
    "focus": ("#0A6A86", "#84CFE4"),
    "plate": ("#0E1114", "#0B0D0F"),
    "ink": ("#F4F6F8", "#F4F6F8"),
    "token_mark": ("#F2B233", "#F2B233"),
    "series1": ("#1C90DD", "#43ACFC"),
    "series2": ("#E16C10", "#F88F4F"),
    "series3": ("#005C41", "#A4F2CF"),
    "series4": ("#A76A8D", "#A76A8D"),
    # Where light and dark take different members of the table above.
    "pill": ("#FFFFFF", "#2C3238"),
    "track": ("#E2E7EB", "#14171A"),
    "disc": ("#FFFFFF", "#22272C"),
    "bar": ("#626D77", "#96A1AA"),
}

TYPE: dict[str, tuple[int, int]] = {  # role: (pixels at 100 %, weight)
    "page_title": (22, 600),
    "model_title": (17, 600),
    "group": (15, 600),
    "card_title": (14, 600),
    "fact": (16, 600),
    "metric": (20, 600),
    "result": (40, 600),
    "written": (17, 400),
    "body": (13, 400),
    "strong": (13, 600),
    "label": (13, 500),
    "help": (12, 400),
    "help_strong": (12, 600),
    "tick": (11, 400),
    "small": (11, 500),
}

INKS = ("text", "text2", "text3", "off", "accent", "ok", "warn", "bad", "on_soft", "on_accent", "on_bad", "ink")

CJK_FAMILIES = ("PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
# Fontconfig falls back to DejaVu when nobody chose a font; then one that was made for screens is the better default.
FALLBACK_FAMILIES = ("DejaVu Sans", "Bitstream Vera Sans")
SCREEN_FAMILIES = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "Roboto", "Open Sans", "Liberation Sans")
BASE_PIXELS = 13
SCHEMES = ("system", "light", "dark")


def system_scheme() -> str:
    """`light`, `dark` or `unknown`, as the desktop says."""
    schemes = {Qt.ColorScheme.Light: "light", Qt.ColorScheme.Dark: "dark"}
    return schemes.get(QGuiApplication.styleHints().colorScheme(), "unknown")


def high_contrast_wanted() -> bool:
    """Whether the desktop asks for high contrast."""
    hints = QGuiApplication.styleHints()  # kept: without its owner the accessibility part is gone at once
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


class Theme(QObject):
    """Colours, fonts, icons and sizes for the scheme, text size and language in force.

    `changed` is emitted after palette, style sheet and application font are in place.
    """

    changed = Signal()

    def __init__(self, application: QApplication, read_system_scheme: Callable[[], str] = system_scheme) -> None:
        super().__init__(application)
        self._application = application
        self._read_system_scheme = read_system_scheme
        self._system_font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self._icons = IconPainter(RESOURCES / "icons")
        self._template = Template((RESOURCES / "style.qss").read_text(encoding="utf-8"))
        self._applied: tuple[object, ...] | None = None
        self._fonts: dict[str, QFont] = {}
        self._choice, self._percent, self._language = "system", 100, "en"
        self.reduce_motion = False
        self.is_dark = False
        self.high_contrast = False
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    # -------------------------------------------------------------------------------------------- choosing
    def choose_scheme(self, choice: str) -> None:
        """Take `system`, `light` or `dark`; the title bar of the window follows where the desktop can."""
        if choice not in SCHEMES:
            raise ValueError(f"no colour scheme is called {choice}")
        self._choice = choice
        hints = self._application.styleHints()
        if choice == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if choice == "dark" else Qt.ColorScheme.Light)
        self._apply()

    def set_text_size(self, percent: int) -> None:
        """Scale every size of type and what depends on it."""
        self._percent = percent
        self._apply()

    def set_language(self, language: str) -> None:
        """Take the font families and weights that suit `language`."""
        self._language = language
        self._apply()

    # -------------------------------------------------------------------------------------------- handing out
    def color(self, token: str) -> QColor:
        """The colour that `token` has in the scheme in force."""
        return QColor(self.hex(token))

    def hex(self, token: str) -> str:
        """The same as `#rrggbb`."""
        if self.high_contrast:
            token = {"line": "edge", "line2": "edge", "soft": "card", "on_soft": "accent"}.get(token, token)
        return TOKENS[token][1 if self.is_dark else 0]

    def font(self, role: str) -> QFont:
        """The font of a role of the table TYPE."""
        if role not in self._fonts:
            self._fonts[role] = self._made_font(*TYPE[role])
        return QFont(self._fonts[role])

    def metrics(self, role: str) -> QFontMetrics:
        """Measures of text in a role."""
        return QFontMetrics(self.font(role))

    @property
    def scale(self) -> float:
        """What every size of type is multiplied with: the desktop's own size (never below 1) times the person's."""
        return self._system_scale() * self._percent / 100

    def px(self, pixels: float) -> int:
        """A width that grows with the text."""
        return round(pixels * self.scale)

    def height_for(self, role: str = "body", pixels: int = 32, around: int = 14) -> int:
        """The height of a control with one line of text: at least `pixels`, more when the line needs it."""
        return max(pixels, self.metrics(role).height() + around)

    def milliseconds(self, duration: int) -> int:
        """`duration` of a movement, or 0 when the person wants less motion."""
        return 0 if self.reduce_motion else duration

    def pixmap(self, name: str, token: str, size: int, ratio: float) -> QPixmap:
        """Icon `name` in the colour of `token`, `size` logical pixels wide, sharp at the device's `ratio`."""
        return self._icons.pixmap(name, self.hex(token), self.px(size), ratio)

    def icon(self, name: str, token: str = "text", size: int = 18, gap: int = 0) -> QIcon:
        """The same for buttons and actions, with a disabled look and `gap` empty pixels at its right."""
        if not name:
            return QIcon()
        return self._icons.icon(name, self.hex(token), self.hex("off"), self.px(size), gap)

    # -------------------------------------------------------------------------------------------- working
    def _follow_system(self) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        scheme = self._choice if self._choice != "system" else self._read_system_scheme()
        self.is_dark = scheme == "dark"
        self.high_contrast = high_contrast_wanted()
        wanted = (self.is_dark, self.high_contrast, self._percent, self._language)
        if wanted == self._applied:
            return
        self._applied = wanted
        self._fonts.clear()
        self._application.setFont(self.font("body"))
        self._application.setPalette(self._palette())
        self._application.setStyleSheet(self._style_sheet())
        self.changed.emit()

    def _style_sheet(self) -> str:
        names = {name: self.hex(name) for name in TOKENS}
        input_height = self.height_for() - 2
        inks = "\n".join(f'QLabel[ink="{token}"] {{ color: {self.hex(token)}; }}' for token in INKS)
        return inks + self._template.substitute(
            names,
            button_min=input_height,
            large_min=input_height + 8,
            weight_strong=self._weight(600),
            weight_medium=self._weight(500),
        )

    def _palette(self) -> QPalette:
        roles = {
            QPalette.ColorRole.Window: "sheet",
            QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.Base: "card",
            QPalette.ColorRole.AlternateBase: "inset",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.PlaceholderText: "text3",
            QPalette.ColorRole.Button: "card",
            QPalette.ColorRole.ButtonText: "text",
            QPalette.ColorRole.BrightText: "on_accent",
            QPalette.ColorRole.ToolTipBase: "card",
            QPalette.ColorRole.ToolTipText: "text",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "on_accent",
            QPalette.ColorRole.Accent: "accent",
            QPalette.ColorRole.Link: "accent",
            QPalette.ColorRole.LinkVisited: "accent",
            QPalette.ColorRole.Light: "card",
            QPalette.ColorRole.Midlight: "hover",
            QPalette.ColorRole.Mid: "line2",
            QPalette.ColorRole.Dark: "edge",
            QPalette.ColorRole.Shadow: "edge",
        }
        palette = QPalette()
        for role, token in roles.items():
            palette.setColor(role, self.color(token))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("off"))
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, self.color("line2"))
        return palette

    def _made_font(self, pixels: int, weight: int) -> QFont:
        font = QFont()
        font.setFamilies(self._families())
        font.setPixelSize(max(1, round(max(pixels, self._smallest()) * self.scale)))
        font.setWeight(QFont.Weight(self._weight(weight)))
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _families(self) -> list[str]:
        latin = QFontInfo(self._system_font).family()
        if latin in FALLBACK_FAMILIES:
            latin = next((family for family in SCREEN_FAMILIES if QFontDatabase.hasFamily(family)), latin)
        return [latin, *(family for family in CJK_FAMILIES if QFontDatabase.hasFamily(family))]

    def _system_scale(self) -> float:
        return max(1.0, QFontInfo(self._system_font).pixelSize() / BASE_PIXELS)

    def _is_chinese(self) -> bool:
        return self._language.startswith("zh")

    def _smallest(self) -> int:
        return 12 if self._is_chinese() else 11

    def _weight(self, weight: int) -> int:
        """Chinese fonts often have two weights: 600 would draw as regular and 700 is emboldened."""
        if self._is_chinese():
            return 700 if weight >= 600 else 400
        return weight
