"""The program's one entrance: jobs for other processes first, then the verbs, then the window."""

import multiprocessing
import sys

from desktop_app.runtime_parts import put_on_path


def main(arguments: list[str] | None = None) -> int:
    """Runs what `arguments` (those of the process if None) ask for and returns the exit status."""
    multiprocessing.freeze_support()
    words = sys.argv[1:] if arguments is None else arguments
    put_on_path(words)
    if words[:1] == ["train-worker"]:
        from trainer.worker import main as work

        return work(words[1:])
    if words[:1] == ["inference-child"]:
        from desktop_app.inference.foreign_child import main as serve

        return serve(words[1:])
    if words[:1] == ["gpu-trial"]:
        from desktop_app.inference.gpu_trial import main as try_gpu

        return try_gpu(words[1:])
    from desktop_app.cli.program import run_program

    return run_program(words)


if __name__ == "__main__":
    sys.exit(main())
