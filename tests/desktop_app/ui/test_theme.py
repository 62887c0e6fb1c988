"""Colours that can be read, fonts that fit the language, a scheme that follows settings and system."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette

import desktop_app.ui
from desktop_app.ui.theme import TOKENS, TYPE, Theme

TEXT, OUTLINE = 4.5, 3.0
# (ink, ground, least contrast): what the design promises
PAIRS = [
    *[
        (ink, ground, TEXT)
        for ink in ("text", "text2", "text3", "accent")
        for ground in ("card", "sheet", "chrome", "inset")
    ],
    ("on_accent", "accent", TEXT),
    ("on_accent", "accent_hover", TEXT),
    ("on_accent", "accent_pressed", TEXT),
    ("on_soft", "soft", TEXT),
    ("ok", "ok_soft", TEXT),
    ("warn", "warn_soft", TEXT),
    ("bad", "bad_soft", TEXT),
    ("bad", "card", TEXT),
    ("warn", "chrome", TEXT),
    ("on_bad", "bad_fill", TEXT),
    ("text", "hover", TEXT),
    ("text", "soft", TEXT),
    ("ink", "plate", TEXT),
    ("edge", "card", OUTLINE),
    ("edge", "inset", OUTLINE),
    ("focus", "card", OUTLINE),
    ("focus", "sheet", OUTLINE),
    *[(f"series{place}", "card", OUTLINE) for place in range(1, 5)],
]


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [part / 255 for part in bytes.fromhex(color[1:])]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture
def theme(qapp):
    theme = Theme(qapp, lambda: "light")
    yield theme
    theme.deleteLater()


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_what_is_written_can_be_read(ink, ground, least, scheme):
    assert contrast(TOKENS[ink][scheme], TOKENS[ground][scheme]) >= least


def test_contrast_is_computed_as_the_standard_says():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_nothing_beside_the_table_holds_a_colour():
    folder = Path(desktop_app.ui.__file__).parent
    sources = [*folder.rglob("*.py"), folder.parent / "resources" / "style.qss"]
    holders = {path.name for path in sources if re.search(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8"))}
    assert holders == {"theme.py"}


def test_a_choice_changes_palette_and_style_sheet_together(theme, qapp, qtbot):
    with qtbot.waitSignal(theme.changed):
        theme.choose_scheme("dark")
    assert theme.is_dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(TOKENS["sheet"][1])
    assert TOKENS["card"][1] in qapp.styleSheet()
    assert qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == QColor(TOKENS["off"][1])


def test_the_same_choice_again_restyles_nothing(theme, qtbot):
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose_scheme("light")


def test_an_unknown_scheme_is_refused(theme):
    with pytest.raises(ValueError, match="sepia"):
        theme.choose_scheme("sepia")


@pytest.mark.parametrize(("system", "dark"), [("dark", True), ("light", False), ("unknown", False)])
def test_without_a_choice_the_system_decides_and_light_is_the_last_resort(qapp, system, dark):
    theme = Theme(qapp, lambda: system)
    assert theme.is_dark is dark
    theme.deleteLater()


def test_a_change_of_the_system_is_followed_only_without_a_choice(qapp):
    answers = ["light"]
    theme = Theme(qapp, lambda: answers[0])
    answers[0] = "dark"
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert theme.is_dark
    theme.choose_scheme("light")
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert not theme.is_dark
    theme.deleteLater()


def test_high_contrast_takes_strong_lines(theme):
    theme.high_contrast = True
    assert theme.hex("line") == TOKENS["edge"][0]


def test_chinese_has_two_weights_and_no_small_print(theme):
    theme.set_language("zh_CN")
    weights = {theme.font(role).weight() for role in TYPE}
    assert {int(weight) for weight in weights} <= {400, 700}
    assert min(theme.font(role).pixelSize() for role in TYPE) >= 12


def test_sizes_follow_the_person(theme):
    before = theme.font("body").pixelSize()
    theme.set_text_size(150)
    assert theme.font("body").pixelSize() == round(before * 1.5)
    assert theme.height_for() > 32


def test_figures_are_as_wide_as_each_other(theme):
    metrics = theme.metrics("body")
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


def test_less_motion_means_none(theme):
    assert theme.milliseconds(120) == 120
    theme.reduce_motion = True
    assert theme.milliseconds(120) == 0
