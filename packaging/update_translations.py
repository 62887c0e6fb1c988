"""Brings the translations up to date: collects the texts of the window (lupdate) and compiles the files (lrelease).

    python packaging/update_translations.py            update .ts and .qm
    python packaging/update_translations.py --check    change nothing; fail if anything is missing or out of date

New texts appear in the .ts files as unfinished; translate them there and run the script again.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SOURCES = PROJECT / "desktop_app"
FOLDER = SOURCES / "resources" / "i18n"
# English needs a file for its plurals alone: "1 picture", "2 pictures".
LANGUAGES = {"zh_CN": (), "en": ("-pluralonly",)}


def main() -> int:
    """Update or check; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing, fail if anything is out of date")
    if parser.parse_args().check:
        problems = find_problems()
        print("\n".join(problems) or "The translations are complete and up to date.")
        return 1 if problems else 0
    update(FOLDER)
    left = [problem for language in LANGUAGES for problem in unfinished(ts_file(FOLDER, language))]
    print("\n".join(left) or "Every text is translated.")
    return 1 if left else 0


def update(folder: Path) -> None:
    """Collect texts into the .ts files of `folder` and compile them there."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [str(path.relative_to(PROJECT)) for path in sorted(SOURCES.rglob("*.py"))]
    for language, options in LANGUAGES.items():
        file = ts_file(folder, language)
        common = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language]
        _run("pyside6-lupdate", *common, *options, *sources, "-ts", str(file))
        fresh = file.with_suffix(".qm.part")  # a window that runs has the old file mapped: it must not change under it
        _run("pyside6-lrelease", "-silent", str(file), "-qm", str(fresh))
        fresh.replace(file.with_suffix(".qm"))


def find_problems() -> list[str]:
    """What is untranslated or out of date, one line each."""
    problems = [problem for language in LANGUAGES for problem in unfinished(ts_file(FOLDER, language))]
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name)
        for language in LANGUAGES:
            shutil.copy(ts_file(FOLDER, language), fresh)
        update(fresh)
        for language in LANGUAGES:
            old, new = ts_file(FOLDER, language), ts_file(fresh, language)
            problems += [f"{old.name} lacks: {text}" for text in sorted(texts(new) - texts(old))]
            problems += [f"{old.name} has, but nothing uses: {text}" for text in sorted(texts(old) - texts(new))]
            if old.with_suffix(".qm").read_bytes() != new.with_suffix(".qm").read_bytes():
                problems.append(f"{old.stem}.qm is older than its .ts file")
    return problems


def ts_file(folder: Path, language: str) -> Path:
    """Where the texts of a language lie."""
    return folder / f"model_workshop_{language}.ts"


def texts(file: Path) -> set[str]:
    """Every text of a .ts file with its context."""
    return {f"{context}: {message.findtext('source')}" for context, message in _messages(file)}


def unfinished(file: Path) -> list[str]:
    """The texts of a .ts file without a finished translation."""
    found = []
    for context, message in _messages(file):
        translation = message.find("translation")
        forms = translation.findall("numerusform") if translation is not None else []
        empty = translation is None or not (all(form.text for form in forms) if forms else translation.text)
        if empty or translation.get("type") == "unfinished":
            found.append(f"{file.name} not translated: {context}: {message.findtext('source')}")
    return found


def _messages(file: Path) -> list[tuple[str, ElementTree.Element]]:
    root = ElementTree.parse(file).getroot()
    return [(context.findtext("name") or "", m) for context in root.iter("context") for m in context.iter("message")]


def _run(tool: str, *arguments: str) -> None:
    """Run one of PySide6's tools from the environment of this Python. Raises RuntimeError with what it said."""
    place = shutil.which(tool, path=str(Path(sys.executable).parent)) or shutil.which(tool)
    if place is None:
        raise RuntimeError(f"{tool} was not found; it comes with PySide6-Essentials")
    done = subprocess.run([place, *arguments], cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{tool} failed: {done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
