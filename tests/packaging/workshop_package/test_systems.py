"""What is made for each system: every branch but the last call of a tool that is not here."""

import os
import plistlib
import re
import runpy
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from PIL import Image
from workshop_package import appimage, archive, debian, linux_files, macos, windows
from workshop_package.problems import PackageError

from tests.helpers.skips import need_tool

ROOT = Path(__file__).resolve().parents[3]
DRAWING = ROOT / "desktop_app" / "resources" / "icons" / "app.svg"
only_posix = pytest.mark.skipif(os.name == "nt", reason="want of platform: links and rights of Linux and macOS")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that prints what it was given."""
    folder = tmp_path / "model-workshop"
    (folder / "_internal").mkdir(parents=True)
    (folder / "_internal" / "data.txt").write_text("data", encoding="utf-8")
    executable = folder / "model-workshop"
    executable.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    executable.chmod(0o755)
    return folder


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """The files for the desktop."""
    linux_files.write_share(tmp_path / "share", DRAWING, "1.2.3")
    return tmp_path / "share"


@only_posix
def test_the_desktop_knows_the_program(share: Path) -> None:
    linux_files.check_share(share)
    entry = (share / "applications" / "model-workshop.desktop").read_text(encoding="utf-8")
    assert "Name[zh_CN]=模型工坊" in entry
    assert "MimeType=application/x-onnx;" in entry
    assert 'version="1.2.3"' in (share / "metainfo" / "model-workshop.metainfo.xml").read_text(encoding="utf-8")
    with Image.open(share / "icons/hicolor/128x128/apps/model-workshop.png") as icon:
        assert icon.size == (128, 128)
        assert icon.getextrema()[3] == (0, 255)  # drawn, on a transparent ground


@only_posix
def test_a_validator_that_is_not_content_stops_the_build(share: Path) -> None:
    need_tool("sh")
    with pytest.raises(PackageError, match="does not accept entry"):
        linux_files._validate(["false", "entry"])


@only_posix
def test_the_deb_holds_program_command_and_entry(program: Path, share: Path, tmp_path: Path) -> None:
    need_tool("dpkg-deb", "dpkg")
    text = debian.control("1.2.3", "x86_64", 1000, debian.depends(["libGL.so.1", "libc.so.6"], "2.34"))
    assert "Depends: libc6 (>= 2.34), libgl1" in text
    assert "Architecture: amd64" in text
    target = tmp_path / "a.deb"
    debian.build(program, share, target, text, ROOT / "LICENSE")
    listed = subprocess.run(["dpkg-deb", "-c", str(target)], capture_output=True, text=True, check=True).stdout
    assert "./usr/bin/model-workshop -> /opt/model-workshop/model-workshop" in listed
    assert "root/root" in listed
    for name in ("./usr/share/applications/model-workshop.desktop", "./usr/share/doc/model-workshop/copyright"):
        assert name in listed
    assert not target.with_suffix(".root").exists()
    assert (program / "model-workshop").stat().st_nlink == 1


def test_a_library_without_a_known_package_stops_the_deb() -> None:
    with pytest.raises(PackageError, match=r"No Debian package is known for libnew\.so\.1"):
        debian.depends(["libnew.so.1"], "2.34")


@only_posix
def test_removing_says_where_the_data_are() -> None:
    said = subprocess.run(
        ["sh", "-c", debian.AFTER_REMOVAL, "postrm", "remove"], capture_output=True, text=True, check=True
    )
    assert "~/.local/share/model-workshop" in said.stdout


@only_posix
def test_the_archive_tells_nothing_of_who_packed_it(program: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.tar.gz"
    archive.write_archive(program, target)
    with tarfile.open(target) as packed:
        members = {member.name: member for member in packed.getmembers()}
    assert {member.uname for member in members.values()} == {"root"}
    assert members["model-workshop/model-workshop"].mode == 0o755
    assert members["model-workshop/_internal/data.txt"].mode == 0o644
    assert not target.with_name("a.tar.gz.partial").exists()


@only_posix
def test_the_folder_of_an_appimage_starts_the_program(program: Path, share: Path, tmp_path: Path) -> None:
    folder = appimage.make_folder(program, share, tmp_path / "App Dir")
    link = tmp_path / "linked"
    link.symlink_to(folder / "AppRun")
    said = subprocess.run([str(link), "a b", "c"], capture_output=True, text=True, check=True).stdout
    assert said == "a b c\n"
    assert (folder / "model-workshop.desktop").is_file()
    assert (folder / ".DirIcon").resolve().is_file()


@only_posix
def test_an_appimage_is_made_by_the_named_tool(program: Path, share: Path, tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.write_text('#!/bin/sh\nfor last; do :; done\necho "$ARCH" > "$last"\n', encoding="utf-8")
    tool.chmod(0o755)
    assert appimage.find_tool({"APPIMAGETOOL": str(tool)}) == str(tool)
    appimage.build(program, share, tmp_path / "AppDir", tmp_path / "a.AppImage", str(tool))
    assert (tmp_path / "a.AppImage").read_text().strip()
    tool.write_text("#!/bin/sh\necho no runtime; exit 3\n", encoding="utf-8")
    (tmp_path / "a.AppImage").unlink()
    with pytest.raises(PackageError, match="appimagetool failed: no runtime"):
        appimage.build(program, share, tmp_path / "AppDir", tmp_path / "a.AppImage", str(tool))


def test_an_appimage_tool_that_is_not_there_is_said() -> None:
    assert appimage.find_tool({"PATH": ""}) is None
    with pytest.raises(PackageError, match="APPIMAGETOOL names /nowhere"):
        appimage.find_tool({"APPIMAGETOOL": "/nowhere"})


def test_inno_setup_is_found_or_named(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="Inno Setup 6 is not installed"):
        windows.find_compiler({"PATH": ""})
    compiler = tmp_path / "Inno Setup 6" / "ISCC.exe"
    compiler.parent.mkdir()
    compiler.touch()
    assert windows.find_compiler({"PATH": "", "ProgramFiles(x86)": str(tmp_path)}) == str(compiler)
    assert windows.find_compiler({"ISCC": "C:/iscc.exe"}) == "C:/iscc.exe"


def test_the_installer_gets_every_value_it_asks_for(tmp_path: Path) -> None:
    command = windows.command("iscc", tmp_path / "p", tmp_path, "model-workshop-1", "1")
    given = {word[2:].partition("=")[0] for word in command if word.startswith("/D")}
    script = windows.SCRIPT.read_text(encoding="utf-8")
    assert set(re.findall(r"\{#(\w+)\}", script)) == given
    assert command[-1] == str(windows.SCRIPT)


def test_the_installer_is_per_user_and_safe_above_two_gigabytes() -> None:
    settings = dict(re.findall(r"^(\w+)=(.*)$", windows.SCRIPT.read_text(encoding="utf-8"), re.MULTILINE))
    assert settings["PrivilegesRequired"] == "lowest"
    assert settings["DiskSpanning"] == "yes"
    assert int(settings["DiskSliceSize"]) <= 2_100_000_000
    assert settings["SolidCompression"] == "no"


@only_posix
def test_icons_for_windows_and_macos_hold_every_size(tmp_path: Path) -> None:
    pictures = {size: tmp_path / f"{size}.png" for size in windows.ICON_SIZES}
    linux_files.draw_icons(DRAWING, {**pictures, 1024: tmp_path / "1024.png"})
    windows.write_icon(pictures, tmp_path / "a.ico")
    with Image.open(tmp_path / "a.ico") as icon:
        assert icon.info["sizes"] == {(size, size) for size in windows.ICON_SIZES}
    macos.write_icon(tmp_path / "1024.png", tmp_path / "a.icns")
    with Image.open(tmp_path / "a.icns") as icon:
        assert (512, 512, 2) in icon.info["sizes"]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """The parts of a macOS bundle."""
    bundle = tmp_path / macos.BUNDLE_NAME
    for name in (
        "MacOS/model-workshop",
        "Frameworks/libpython.dylib",
        "Resources/runtime-cpu/torch/lib/libtorch.dylib",
    ):
        path = bundle / "Contents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\xcf\xfa\xed\xfe....")
    helper = bundle / "Contents/Resources/runtime-cpu/torch/bin/torch_shm_manager"
    helper.parent.mkdir()
    helper.write_bytes(b"\xcf\xfa\xed\xfe....")
    helper.chmod(0o755)
    return bundle


@only_posix
def test_signing_goes_from_the_inside_out(bundle: Path) -> None:
    files = macos.code_files(bundle)
    assert {path.name for path in files} == {"libpython.dylib", "libtorch.dylib", "torch_shm_manager"}
    commands = macos.sign_commands(bundle, files, macos.AD_HOC)
    assert commands[-2][-1] == commands[-1][-1] == str(bundle)
    assert "--options" not in commands[0]  # an ad hoc signature has no hardened runtime
    signed = macos.sign_commands(bundle, files, "Developer ID Application: Somebody")
    assert all("runtime" in command for command in signed[:-1])


def test_notarising_needs_identity_and_profile(bundle: Path) -> None:
    image = Path("a.dmg")
    tools = lambda environment: [command[0] for command in macos.image_commands(bundle, image, environment)]  # noqa: E731
    assert tools({}) == ["hdiutil"]
    assert tools({macos.IDENTITY: "x"}) == ["hdiutil", "codesign"]
    assert tools({macos.IDENTITY: "x", macos.NOTARY_PROFILE: "y"}) == ["hdiutil", "codesign", "xcrun", "xcrun"]
    assert macos.IDENTITY in macos.what_is_missing({})
    assert "Not notarised" in macos.what_is_missing({macos.IDENTITY: "x"})
    assert macos.what_is_missing({macos.IDENTITY: "x", macos.NOTARY_PROFILE: "y"}) == ""


@only_posix
def test_the_program_finds_its_folders_beside_its_modules(bundle: Path) -> None:
    macos.link_into_frameworks(bundle, ["runtime-cpu"])
    macos.link_into_frameworks(bundle, ["runtime-cpu"])
    assert (bundle / "Contents/Frameworks/runtime-cpu/torch/lib/libtorch.dylib").is_file()


def test_the_entitlements_can_be_read() -> None:
    entitlements = plistlib.loads(macos.ENTITLEMENTS.read_bytes())
    assert entitlements["com.apple.security.cs.disable-library-validation"] is True
    assert plistlib.loads(plistlib.dumps(macos.INFO)) == macos.INFO


@pytest.mark.parametrize("original", ["/opt/theirs", None])
def test_child_programs_get_the_persons_library_paths(original: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/model-workshop/_internal")
    monkeypatch.setenv("_PYI_PARENT_PROCESS_LEVEL", "1")
    if original:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", original)
    runpy.run_path(str(ROOT / "packaging" / "frozen" / "start.py"))["restore_environment"]()
    assert os.environ.get("LD_LIBRARY_PATH") == original
    assert not [name for name in os.environ if name.startswith("_PYI_") or name.endswith("_ORIG")]


def test_a_program_without_output_can_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    runpy.run_path(str(ROOT / "packaging" / "frozen" / "start.py"))["give_streams"]()
    assert sys.stdout.write("nowhere") == 7
    sys.stdout.close()


def test_the_build_says_what_is_wrong_in_a_sentence(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "smoke_test.py"), "--dist", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert result.returncode == 1
    assert "run `make package` first" in result.stderr
