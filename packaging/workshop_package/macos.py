"""The macOS program: the `.app`, signed, in a disk image, notarised where the accounts for it are given.

Signing takes the identity from MODEL_WORKSHOP_IDENTITY ("Developer ID Application: ..."); without it the program is
signed ad hoc, which runs on the Mac that made it. Notarising takes a profile of `xcrun notarytool store-credentials`
from MODEL_WORKSHOP_NOTARY_PROFILE.
"""

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from workshop_package.problems import PackageError

ENTITLEMENTS = Path(__file__).resolve().parents[1] / "macos" / "entitlements.plist"
IDENTITY, NOTARY_PROFILE = "MODEL_WORKSHOP_IDENTITY", "MODEL_WORKSHOP_NOTARY_PROFILE"
BUNDLE_NAME = "Model Workshop.app"
ICON_SIZES = (16, 32, 64, 128, 256, 512, 1024)
AD_HOC = "-"
INFO = {
    "CFBundleDisplayName": "Model Workshop",
    "CFBundleLocalizations": ["en", "zh-Hans"],
    "LSMinimumSystemVersion": "12.0",
    "NSHighResolutionCapable": True,
    "CFBundleDocumentTypes": [
        {
            "CFBundleTypeName": "ONNX model",
            "CFBundleTypeExtensions": ["onnx"],
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Alternate",
        }
    ],
}
"""What the Finder is told of the program."""


def resources(bundle: Path) -> Path:
    """Where files that are no code of the start-up lie in a bundle."""
    return bundle / "Contents" / "Resources"


def link_into_frameworks(bundle: Path, names: Iterable[str]) -> None:
    """Let the program find folders of Resources beside its own modules, as PyInstaller lays its data out."""
    for name in names:
        link = bundle / "Contents" / "Frameworks" / name
        link.unlink(missing_ok=True)
        link.symlink_to(Path("..") / "Resources" / name)


def code_files(bundle: Path) -> list[Path]:
    """Every library and program in the bundle but the main one: these are signed first, from the inside out."""
    main = bundle / "Contents" / "MacOS"
    found = [
        path
        for path in bundle.rglob("*")
        if path.is_file() and not path.is_symlink() and (path.suffix in (".dylib", ".so") or _is_program(path))
    ]
    return sorted((path for path in found if main not in path.parents), key=lambda path: -len(path.parts))


def _is_program(path: Path) -> bool:
    with path.open("rb") as file:
        # Mach-O for 64 bits, and files for several processors.
        return file.read(4) in (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe") and bool(path.stat().st_mode & 0o100)


def sign_commands(bundle: Path, files: Iterable[Path], identity: str) -> list[list[str]]:
    """What signs the inner files, then the bundle, then checks it."""
    options = ["codesign", "--force", "--sign", identity]
    if identity != AD_HOC:
        options += ["--timestamp", "--options", "runtime"]
    inner = [[*options, str(path)] for path in files]
    outer = [*options, "--entitlements", str(ENTITLEMENTS), str(bundle)]
    return [*inner, outer, ["codesign", "--verify", "--deep", "--strict", str(bundle)]]


def image_commands(bundle: Path, image: Path, environment: Mapping[str, str]) -> list[list[str]]:
    """What puts the bundle into a disk image and, with a profile, has it notarised."""
    source = ["-srcfolder", str(bundle), "-volname", "Model Workshop", "-format", "UDZO", "-ov"]
    commands = [["hdiutil", "create", *source, str(image)]]
    identity, profile = environment.get(IDENTITY), environment.get(NOTARY_PROFILE)
    if identity:
        commands.append(["codesign", "--sign", identity, "--timestamp", str(image)])
    if identity and profile:
        commands.append(["xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile, "--wait"])
        commands.append(["xcrun", "stapler", "staple", str(image)])
    return commands


def what_is_missing(environment: Mapping[str, str]) -> str:
    """What a person has to do before others can open the program; empty if nothing."""
    if not environment.get(IDENTITY):
        return (
            f"Signed for this Mac only: set {IDENTITY} to a `Developer ID Application` of yours "
            "(`security find-identity -v -p codesigning` lists them), then run this again."
        )
    if not environment.get(NOTARY_PROFILE):
        return (
            f"Not notarised: make a profile with `xcrun notarytool store-credentials`, set {NOTARY_PROFILE} to its "
            "name, then run this again."
        )
    return ""


def write_icon(picture: Path, target: Path) -> None:
    """The `.icns` out of one PNG file of 1024 pixels."""
    from PIL import Image

    with Image.open(picture) as drawn:
        drawn.save(target, format="ICNS")


def build(bundle: Path, image: Path) -> str:
    """Sign the bundle and write the disk image; returns what is left for the person to do."""
    identity = os.environ.get(IDENTITY) or AD_HOC
    commands = sign_commands(bundle, code_files(bundle), identity) + image_commands(bundle, image, os.environ)
    for command in commands:
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            words = (result.stdout + result.stderr).strip()[-500:]
            raise PackageError(f"`{' '.join(command[:2])}` failed for {Path(command[-1]).name}: {words}")
    return what_is_missing(os.environ)
