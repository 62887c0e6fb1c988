"""`doctor`: what works on this computer, what does not, and why; and what can be done about the graphics card."""

from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from desktop_app import __version__
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.verb import FAILED, WORKED, DataDir, DeviceName, Json, Quiet, verb
from desktop_app.cli.workshop import Workshop, open_workshop
from desktop_app.places import Places, find_places

if TYPE_CHECKING:
    from desktop_app.gpu_part.state import PartState

GpuCheckFlag = Annotated[
    bool, typer.Option("--gpu-check", help="Run on the graphics card too and compare; fail unless it works.")
]
InstallFlag = Annotated[bool, typer.Option("--install-gpu", help="Download the part for NVIDIA graphics cards.")]
RemoveFlag = Annotated[bool, typer.Option("--remove-gpu", help="Remove the part for NVIDIA graphics cards.")]


@verb
def doctor(
    gpu_check: GpuCheckFlag = False,
    install_gpu: InstallFlag = False,
    remove_gpu: RemoveFlag = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Agree to the download.")] = False,
    device: DeviceName = "auto",
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> int:
    """The exit status is 1 where something is broken; with `--gpu-check` also where no graphics card runs a model."""
    terminal = Terminal(json_output, quiet)
    if install_gpu or remove_gpu:
        return _change_part(find_places(data_dir), install_gpu, yes, terminal)
    if gpu_check:
        return _check_card(open_workshop(data_dir), "cuda" if device == "auto" else device, terminal)
    return _examine(open_workshop(data_dir), device, terminal)


def _examine(workshop: Workshop, device: str, terminal: Terminal) -> int:
    from desktop_app.inference import providers
    from desktop_app.inference.doctor import examine, report_text

    wanted = providers.parse_device(device)
    report = examine(workshop.places, workshop.library, workshop.machine, __version__, wanted)
    gpu_works = report.verdict.provider == providers.CUDA
    if terminal.as_json:
        terminal.json({**msgspec.to_builtins(report), "well": report.is_well, "gpu_works": gpu_works})
    else:
        terminal.line(report_text(report))
    return WORKED if report.is_well else FAILED


def _check_card(workshop: Workshop, device: str, terminal: Terminal) -> int:
    from desktop_app.cli import gpu_part
    from desktop_app.inference import providers
    from desktop_app.inference.doctor import examine, report_text
    from desktop_app.inference.gpu_check import check_text

    wanted = providers.parse_device(device)
    options = [option for option, is_set in (("--json", terminal.as_json), ("--quiet", terminal.quiet)) if is_set]
    words = ["doctor", "--gpu-check", "--device", device, *options]
    if (status := gpu_part.check_in_new_process(workshop.places, words, terminal)) is not None:
        return status
    report = examine(workshop.places, workshop.library, workshop.machine, __version__, wanted)
    check = gpu_part.check_card(workshop, wanted, terminal)
    if terminal.as_json:
        found = {"gpu_check": msgspec.to_builtins(check), "well": report.is_well, "gpu_works": check.works}
        terminal.json({**msgspec.to_builtins(report), **found})
    else:
        terminal.line(f"{report_text(report)}\n\n{check_text(check)}")
    return WORKED if report.is_well and check.works else FAILED


def _change_part(places: Places, adding: bool, agreed: bool, terminal: Terminal) -> int:
    """0 if the part is there and usable, or gone; a missing driver is no failure of what was asked for."""
    from desktop_app.cli import gpu_part

    state: PartState
    state = gpu_part.install_part(places, agreed, terminal) if adding else gpu_part.remove_part(places, terminal)
    if terminal.as_json:
        terminal.json({"gpu_part": msgspec.to_builtins(state)})
    else:
        terminal.line(gpu_part.state_lines(state))
    if not adding:
        return WORKED
    return WORKED if state.stage in ("ready", "in-use") or state.obstacle == "no-driver" else FAILED
