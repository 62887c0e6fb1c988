"""The `.deb`: the program in /opt, its command in /usr/bin, its menu entry, icons and kind of file in /usr/share."""

import os
import shutil
import subprocess
import textwrap
from collections.abc import Iterable
from pathlib import Path

from workshop_package.linux_files import NAME
from workshop_package.problems import PackageError

PROGRAM = Path("opt") / NAME
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
COMPRESSION = ("-Zzstd", "-z12")
MAINTAINER = "The Model Workshop authors <model-workshop@localhost.invalid>"

# The library that a binary names -> the package that brings it. glibc is stated with its version.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libz.so.1": "zlib1g",
}
OF_GLIBC = {"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1", "libresolv.so.2"}
RECOMMENDS = ("fonts-noto-cjk | fonts-wqy-microhei", "xdg-utils")
AFTER_REMOVAL = """\
#!/bin/sh
# Nothing below a person's home is touched.
set -e
if [ "$1" = remove ] || [ "$1" = purge ]; then
    echo "Model Workshop is removed. Models, trainings and settings stay in each person's ~/.local/share/model-workshop"
    echo "(or the folder chosen with --data-dir or MODEL_WORKSHOP_DATA_DIR); delete that folder to free its space."
fi
"""


def depends(libraries: Iterable[str], glibc: str) -> list[str]:
    """The packages for the libraries that the program needs and does not carry.

    Raises `PackageError` for a library that no package is known for.
    """
    wanted = {name for name in libraries if name not in OF_GLIBC and not name.startswith("ld-linux")}
    unknown = sorted(wanted - set(PACKAGES))
    if unknown:
        raise PackageError(f"No Debian package is known for {', '.join(unknown)}: bundle them or name their package.")
    return [f"libc6 (>= {glibc})", *sorted({PACKAGES[name] for name in wanted})]


def control(version: str, machine: str, kilobytes: int, needs: Iterable[str]) -> str:
    """The text of DEBIAN/control."""
    about = (
        "Choose a documented model, train it on your own computer with live curves and samples, and use it at once: "
        "generate digits, classify pictures that are dropped or drawn, rebuild pictures. Runs on the CPU; parts for "
        "NVIDIA graphics cards can be added from within the program. Nothing leaves the computer."
    )
    fields = {
        "Package": NAME,
        "Version": version,
        "Architecture": ARCHITECTURES[machine],
        "Maintainer": MAINTAINER,
        "Section": "science",
        "Priority": "optional",
        "Installed-Size": str(kilobytes),
        "Depends": ", ".join(needs),
        "Recommends": ", ".join(RECOMMENDS),
        "Description": "train documented neural networks, watch them learn, use them",
    }
    lines = [f"{name}: {value}" for name, value in fields.items()]
    return "\n".join([*lines, *(f" {line}" for line in textwrap.wrap(about, 76))]) + "\n"


def build(program: Path, share: Path, target: Path, control_text: str, licence: Path) -> None:
    """Write the package `target`; the files of `program` are linked, not copied, while it is made."""
    root = target.with_suffix(".root")
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(program, root / PROGRAM, copy_function=os.link, symlinks=True)
    shutil.copytree(share, root / "usr" / "share")
    documents = root / "usr" / "share" / "doc" / NAME
    documents.mkdir(parents=True)
    shutil.copyfile(licence, documents / "copyright")
    command = root / "usr" / "bin" / NAME
    command.parent.mkdir(parents=True)
    command.symlink_to(f"/{(PROGRAM / NAME).as_posix()}")
    settings = root / "DEBIAN"
    settings.mkdir()
    (settings / "control").write_text(control_text, encoding="utf-8")
    (settings / "postrm").write_text(AFTER_REMOVAL, encoding="utf-8")
    for path in root.rglob("*"):
        if not path.is_symlink() and path.is_dir():
            path.chmod(0o755)
    (settings / "postrm").chmod(0o755)
    command_line = ["dpkg-deb", "--root-owner-group", *COMPRESSION, "--build", str(root), str(target)]
    result = subprocess.run(command_line, capture_output=True, text=True, check=False)
    shutil.rmtree(root)
    if result.returncode:
        raise PackageError(f"dpkg-deb could not write {target.name}: {result.stderr.strip()}")
