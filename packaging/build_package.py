"""Makes the program that needs no Python, into `dist/`: the folder, then the files that people download.

    .venv/bin/python packaging/build_package.py [--models free] [--updates ADDRESS] [--only-folder] [--output FOLDER]

`make package` runs it after the set-up. It ends with status 0 only if the packaged program has passed its self-test.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

from workshop_package import (
    appimage,
    archive,
    debian,
    elf,
    licences,
    linux_files,
    machine_paths,
    macos,
    models,
    runtime_part,
    self_test,
    sizes,
    stripping,
    update_address,
    windows,
)
from workshop_package.contents import PLAIN_DISTRIBUTIONS, needed_distributions
from workshop_package.problems import PackageError

from desktop_app import __version__
from desktop_app.runtime_parts import part_name, this_target

ROOT = Path(__file__).resolve().parents[1]
NAME = "model-workshop"


class Build:
    """The steps; each says what it did and how long it took."""

    def __init__(self, output: Path, work: Path, free_only: bool, updates: str = "") -> None:
        self.output, self.work, self.free_only, self.updates = output, work, free_only, updates
        bundle = output / macos.BUNDLE_NAME
        self.program = macos.resources(bundle) if sys.platform == "darwin" else output / NAME
        self.version = __version__
        self.site_packages = Path(sysconfig.get_path("purelib"))
        self.record: dict[str, object] = {}

    @property
    def executable(self) -> Path:
        """The program's file; on Windows the one that can print."""
        if sys.platform == "darwin":
            return self.output / macos.BUNDLE_NAME / "Contents" / "MacOS" / NAME
        return self.program / (f"{NAME}-cli.exe" if sys.platform == "win32" else NAME)

    @property
    def name(self) -> str:
        """The name of a file to download, without its ending."""
        system = {"linux": "linux", "win32": "windows", "darwin": "macos"}[sys.platform]
        return f"{NAME}-{self.version}-{system}-{platform.machine().lower()}{self.variant}"

    @property
    def variant(self) -> str:
        """The ending of names that tells a package without models for research only from the other."""
        return "-free" if self.free_only else ""

    def freeze(self) -> str:
        """PyInstaller collects the program and what it imports."""
        self.work.mkdir(parents=True, exist_ok=True)
        log = self.work / "pyinstaller.log"
        options = ["--noconfirm", "--clean", "--log-level", "WARN"]
        places = ["--distpath", str(self.output), "--workpath", str(self.work)]
        command = [sys.executable, "-m", "PyInstaller", *options, *places, str(ROOT / "packaging" / f"{SPEC}.spec")]
        environment = {
            **os.environ,
            "PYINSTALLER_CONFIG_DIR": str(self.work / "cache"),
            "MODEL_WORKSHOP_ICON": self._icon(),
            "MODEL_WORKSHOP_VERSION": self.version,
        }
        with log.open("wb") as file:
            status = subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, env=environment, check=False)
        if status.returncode:
            last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            raise PackageError(f"PyInstaller failed ({''.join(last)}): see {log}.")
        self.record = json.loads((self.work / SPEC / "contents.json").read_text(encoding="utf-8"))
        return f"left out: {_counts(self.record['dropped'])}"

    def _icon(self) -> str:
        """The icon as this system wants it inside a program; Linux has none there."""
        drawing = ROOT / "desktop_app/resources/icons/app.svg"
        sizes_wanted = {"win32": windows.ICON_SIZES, "darwin": macos.ICON_SIZES}.get(sys.platform, ())
        pictures = {size: self.work / "icons" / f"{size}.png" for size in sizes_wanted}
        if not pictures:
            return ""
        linux_files.draw_icons(drawing, pictures)
        target = self.work / ("icon.ico" if sys.platform == "win32" else "icon.icns")
        if sys.platform == "win32":
            windows.write_icon(pictures, target)
        else:
            macos.write_icon(pictures[max(pictures)], target)
        return str(target)

    def add_runtime(self) -> str:
        """PyTorch and ONNX Runtime as plain files."""
        left_out = _counts(runtime_part.copy_part(self.site_packages, self.program))
        return f"left out: {left_out}\n    {_gpu_part()}"

    def add_models(self) -> str:
        """The models, with documents made for exactly these."""
        copied, left_out = models.copy_models(ROOT / models.FOLDER, self.program, self.free_only)
        models.check_no_people(self.program)
        return ", ".join(copied) + (f"; for research only and left out: {', '.join(left_out)}" if left_out else "")

    def add_licences(self) -> str:
        """The licences of everything bundled, for the About box."""
        bundled = licences.bundled_distributions(self.record["packages"], needed_distributions(), PLAIN_DISTRIBUTIONS)
        inside = {str(self.site_packages), str(sysconfig.get_path("stdlib")), sys.base_prefix}
        taken = [Path(source) for _, source in self.record["binaries"]]
        foreign = [path for path in taken if not any(path.is_relative_to(folder) for folder in inside)]
        if not sys.platform.startswith("linux"):
            foreign = []  # there the wheels bring every library along
        count = licences.write_licences(self.program, bundled, foreign, ROOT / "LICENSE")
        if sys.platform == "darwin":
            folders = (runtime_part.FOLDER, models.FOLDER, licences.FOLDER)
            macos.link_into_frameworks(self.output / macos.BUNDLE_NAME, folders)
        return f"{count} components"

    def add_address(self) -> str:
        """The address that tells of newer versions."""
        return update_address.write_address(self.program, self.updates)

    def clean(self) -> str:
        """Symbols that only a debugger reads, and every path of this computer."""
        saved = stripping.strip_binaries(self.program)
        machine_paths.clean(self.program)
        machine_paths.check(self.program, ROOT)
        machine_paths.check_modules(self.work / SPEC / "PYZ-00.pyz", ROOT)
        return f"{saved / 1e6:.0f} MB of symbols taken out"

    def test(self) -> str:
        """The program works where there is nothing but it."""
        return "\n    ".join(self_test.test_program(self.executable, self.version))

    def measure(self) -> str:
        """Sizes by part; on Linux the system libraries and the glibc that it needs."""
        table = sizes.table(sizes.parts(self.program))
        if not sys.platform.startswith("linux"):
            return "\n" + table
        needs = elf.needs_of(self.program)
        return f"needs glibc {elf.newest(needs, 'GLIBC_')} or newer\n{table}"

    def pack(self) -> str:
        """The files to download."""
        if sys.platform == "win32":
            made = windows.build(self.program, self.output, self.name, self.version)
        elif sys.platform == "darwin":
            image = self.output / f"{self.name}.dmg"
            print(f"    {macos.build(self.output / macos.BUNDLE_NAME, image)}")
            made = [image]
        else:
            made = self._pack_for_linux()
        return "\n    ".join(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB" for path in made)

    def _pack_for_linux(self) -> list[Path]:
        tarball = self.output / f"{self.name}.tar.gz"
        archive.write_archive(self.program, tarball)
        share = self.work / "share"
        shutil.rmtree(share, ignore_errors=True)
        linux_files.write_share(share, ROOT / "desktop_app/resources/icons/app.svg", self.version)
        absent = linux_files.check_share(share)
        if absent:
            print(f"    not checked, for want of: {', '.join(absent)}")
        if shutil.which("dpkg-deb") is None:
            print("    no .deb is made, for want of dpkg-deb")
            return [tarball]
        return [tarball, self._pack_deb(share), *self._pack_appimage(share)]

    def _pack_appimage(self, share: Path) -> list[Path]:
        tool = appimage.find_tool(os.environ)
        if tool is None:
            print(f"    no AppImage is made: set {appimage.VARIABLE} to appimagetool ({appimage.WHERE})")
            return []
        target = self.output / f"{self.name}.AppImage"
        appimage.build(self.program, share, self.work / "AppDir", target, tool)
        return [target]

    def _pack_deb(self, share: Path) -> Path:
        needs = elf.needs_of(self.program)
        glibc = elf.newest(needs, "GLIBC_")
        libraries = elf.libraries_from_outside(self.program)
        kilobytes = (sizes.size_of(self.program) + sizes.size_of(share)) // 1024
        text = debian.control(self.version, platform.machine(), kilobytes, debian.depends(libraries, glibc))
        architecture = debian.ARCHITECTURES[platform.machine()]
        target = self.output / f"{NAME}_{self.version}_{architecture}{self.variant}.deb"
        debian.build(self.program, share, target, text, ROOT / "LICENSE")
        return target


SPEC = "model_workshop"


def _gpu_part() -> str:
    """Which part for graphics cards the program will offer to fetch."""
    name = part_name()
    if name:
        return f"offers the GPU part {name}"
    return f"offers no GPU part: packaging/lock_gpu_part.py makes its list for {this_target()}, then run this again"


def _counts(dropped: object) -> str:
    assert isinstance(dropped, dict)
    return f"{sum(dropped.values())} files ({', '.join(f'{name} {count}' for name, count in dropped.items() if count)})"


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line; MODELS and UPDATES in the environment stand for --models and --updates."""
    parser = argparse.ArgumentParser(prog="build_package.py", description="Make the packaged program.")
    usual = os.environ.get("MODELS") or "all"
    parser.add_argument("--models", choices=["all", "free"], default=usual, help="free: none for research only")
    parser.add_argument("--updates", default=os.environ.get("UPDATES", ""), help="https address of the newest version")
    parser.add_argument("--only-folder", action="store_true", help="make and test the folder, pack nothing")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="where the package goes")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run every step; one sentence on stderr when something is wrong."""
    options = parse(arguments)
    build = Build(options.output.absolute(), ROOT / "build", options.models == "free", options.updates)
    steps = [build.freeze, build.add_runtime, build.add_models, build.add_licences, build.add_address, build.clean]
    steps += [build.test, build.measure] if options.only_folder else [build.test, build.measure, build.pack]
    began = time.monotonic()
    try:
        update_address.check_address(options.updates)
        runtime_part.check_cpu_build(build.site_packages)
        for number, step in enumerate(steps, 1):
            print(f"[{number}/{len(steps)}] {step.__doc__}", flush=True)
            started = time.monotonic()
            print(f"    {step()} ({time.monotonic() - started:.0f} s)", flush=True)
    except PackageError as error:
        print(f"model-workshop package: {error}", file=sys.stderr)
        return 1
    print(f"Everything is in {build.output}, made in {(time.monotonic() - began) / 60:.1f} minutes.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
