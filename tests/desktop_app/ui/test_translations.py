"""Every text of the window is translated, and the compiled files are as new as their sources."""

import importlib.util
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from desktop_app.resources import RESOURCES

PROJECT = Path(__file__).parents[3]
CHINESE = RESOURCES / "i18n" / "model_workshop_zh_CN.ts"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location(
        "update_translations", PROJECT / "packaging" / "update_translations.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pairs():
    """(source, translation) of every text without plural forms."""
    for message in ElementTree.parse(CHINESE).getroot().iter("message"):
        if message.get("numerus") is None:
            yield message.findtext("source"), message.findtext("translation")


def test_nothing_is_missing_or_out_of_date(script):
    assert script.find_problems() == [], "run packaging/update_translations.py and translate what it names"


def test_unfinished_texts_are_found(script, tmp_path):
    file = tmp_path / "model_workshop_zh_CN.ts"
    file.write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS>'
        '<TS version="2.1" language="zh_CN"><context><name>Page</name>'
        "<message><source>Good</source><translation>好</translation></message>"
        '<message><source>Half</source><translation type="unfinished">半</translation></message>'
        "<message><source>None</source><translation></translation></message></context></TS>",
        encoding="utf-8",
    )
    assert [line.rsplit(": ", 1)[1] for line in script.unfinished(file)] == ["Half", "None"]


def test_translations_keep_the_placeholders():
    for source, translation in pairs():
        wanted = sorted(re.findall(r"\{\w+\}", source))
        assert sorted(re.findall(r"\{\w+\}", translation)) == wanted, source


def test_chinese_uses_its_own_punctuation():
    for _, translation in pairs():
        assert not re.search(r"[一-鿿][,;:!?]", translation), translation
        assert "！" not in translation
        if "yyyy" in translation:
            continue  # the form of a date
        assert not re.search(r"[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]", translation), (
            f"a space is missing: {translation}"
        )


def test_english_keeps_its_tone():
    for source, _ in pairs():
        words = source.lower()
        assert "!" not in words
        assert "please" not in words
        assert "successfully" not in words
        assert " image" not in f" {words}"
