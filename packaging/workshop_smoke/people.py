"""The program under the conditions that people have: no rights, odd homes, full disks, no network."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from workshop_smoke.place import CheckFailedError, Place, listing, system_tool

TWENTY_STEPS = ("--data", "mnist-sample", "--set", "epochs=1", "--set", "batch_size=200", "--seed", "0")
SMALL_DISK = 3_000_000
"""Bytes; enough for a data folder to begin with, too few for a training."""


def verbs_work(place: Place, picture: str) -> str:
    """Every kind of verb, from another folder, with nothing of this session's environment."""
    output, _ = place.run("--version")
    report = place.run_json("doctor")
    if not report["well"]:
        raise CheckFailedError(f"the examination found something broken: {report['checks']}")
    answer = place.run_json("classify", "digits-cnn", picture)
    if answer.get("label") != "3":
        raise CheckFailedError(f"the drawn 3 is read as {answer}")
    place.run("verify", "digits-cnn")
    place.run("generate", "digits-vae", "--count", "4", "--out", f"{place.home}/生成.png")
    place.run("transform", "digits-vae", picture, "--out", f"{place.home}/rebuilt")
    for words in (["models"], ["runs"], ["data"], ["--help"], ["train", "--help"]):
        place.run(*words)
    return f"{output.strip()}: the verbs work, a drawn 3 is read as 3 ({answer['score']:.1%})"


def twenty_steps(place: Place, picture: str) -> str:
    """Train, export, use what came out of it."""
    target = f"{place.home}/二十步.onnx"
    place.run("train", "digits-cnn", *TWENTY_STEPS, "--out", target, "--quiet")
    answer = place.run_json("classify", target, picture)
    if "label" not in answer:
        raise CheckFailedError(f"the model of 20 steps does not read: {answer}")
    place.run("verify", target)
    return f"20 steps trained, exported, verified; the result reads the 3 as {answer['label']}"


def nothing_written_beside(program: Path, before: dict[str, tuple[int, int]]) -> str:
    """The program's own folder is as it was."""
    after = listing(program)
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if changed:
        raise CheckFailedError(f"files of the program's folder were written: {changed[:5]}")
    return f"{len(after)} files of the program are as they were"


def without_rights(place: Place) -> str:
    """The program's folder cannot be written, the account owns nothing but its home."""
    command = place.command(["/bin/sh", "-c", f"touch '{place.executable}.probe'"])
    probe = subprocess.run(command, stderr=subprocess.DEVNULL, check=False)
    if probe.returncode == 0:
        raise CheckFailedError("this account can write to the program's folder, so the check shows nothing")
    return "the account of this check has no right to write beside the program"


def no_home(place: Place) -> str:
    """A home that cannot be written: the verbs that need no place work, the others say what to do."""
    poor = replace(place, home="/proc")
    poor.run("models")
    _, messages = poor.run("train", "digits-cnn", *TWENTY_STEPS, wanted=None)
    return f"a home without a place to write: {_sentence(messages)}"


def full_disk(place: Place, disk: str) -> str:
    """A training on a disk that fills up stops with a sentence."""
    _, messages = place.run(
        "train", "digits-vae", *TWENTY_STEPS, "--data-dir", disk, wanted=None, MODEL_WORKSHOP_DATA_DIR=disk
    )
    text = _sentence(messages)
    if not re.search(r"full|space|room", text, re.IGNORECASE):
        raise CheckFailedError(f"a full disk is not named: {messages[-1500:]}")
    return f"a full disk: {text}"


def no_network(place: Place, picture: str) -> str:
    """Without a network everything but the download works, and that says what to do."""
    alone = _Unshared(**{name: getattr(place, name) for name in place.__dataclass_fields__})
    alone.run("classify", "digits-cnn", picture)
    _, messages = alone.run("data", "download", "mnist", wanted=1)
    return f"no network: {_sentence(messages)}"


class _Unshared(Place):
    """A place without network."""

    def command(self, words: list[str]) -> list[str]:
        return [system_tool("unshare"), "--net", *super().command(words)]


def make_small_disk(folder: Path) -> Path:
    """Mount a disk of a few megabytes; the mount ends with this process's own namespace."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK},mode=1777", "tmpfs", str(folder)], check=True)
    return folder


def copy_of(program: Path, folder: Path) -> Path:
    """The program somewhere else, in a folder with a space and Chinese in its name, not writable."""
    target = folder / "程序 files" / program.name
    shutil.copytree(program, target, copy_function=os.link, symlinks=True)
    return target


def _sentence(messages: str) -> str:
    lines = [line.strip() for line in messages.splitlines() if line.strip()]
    if not lines:
        raise CheckFailedError("nothing was said")
    return " ".join(lines[-2:])
