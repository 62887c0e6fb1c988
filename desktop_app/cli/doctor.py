"""`doctor`: what works on this computer, what does not, and why."""

from typing import Annotated

import msgspec
import typer

from desktop_app import __version__
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.verb import FAILED, WORKED, DataDir, DeviceName, Json, Quiet, verb
from desktop_app.cli.workshop import open_workshop


@verb
def doctor(
    gpu_check: Annotated[bool, typer.Option("--gpu-check", help="Fail unless a graphics card really works.")] = False,
    device: DeviceName = "auto",
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> int:
    """The exit status is 1 where something is broken; with `--gpu-check` also where no graphics card runs a model."""
    from desktop_app.inference import providers
    from desktop_app.inference.doctor import examine, report_text

    terminal = Terminal(json_output, quiet)
    workshop = open_workshop(data_dir)
    wanted = providers.parse_device("cuda" if gpu_check and device == "auto" else device)
    report = examine(workshop.places, workshop.library, workshop.machine, __version__, wanted)
    gpu_works = report.verdict.provider == providers.CUDA
    if json_output:
        terminal.json({**msgspec.to_builtins(report), "well": report.is_well, "gpu_works": gpu_works})
    else:
        terminal.line(report_text(report))
    return WORKED if report.is_well and (gpu_works or not gpu_check) else FAILED
