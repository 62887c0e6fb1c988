"""The command line as a whole: which words are verbs, and what is the window's."""

import contextlib
import errno
import importlib
import os
import sys

VERBS = {
    "classify": "Say what pictures and texts are.",
    "generate": "Draw new pictures.",
    "transform": "Rebuild pictures, and score how unusual they are.",
    "write": "Go on with a text.",
    "translate": "Translate texts.",
    "models": "List the models there are.",
    "doctor": "Say what works on this computer, what does not, and why.",
    "runs": "List the trainings there are.",
    "data": "List the data sets there are, or download one.",
    "train": "Train a documented model.",
    "resume": "Go on with a training that was stopped or interrupted.",
    "export": "Write a trained model to a file.",
    "evaluate": "Measure a model on test data, beside its baseline.",
    "verify": "Check that a model is whole and computes what it should.",
}
"""Each is a module of this package with a function of its name."""


def run_program(words: list[str]) -> int:
    """Does what `words` say and returns the exit status."""
    words = _data_dir_behind_the_verb(words)
    if words != ["--version"] and _is_for_window(words):
        from desktop_app.application import run_window

        return run_window(words)
    try:
        if sys.stdout is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return _print_version() if words == ["--version"] else _run_verb(words)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of standard output has had enough
        _discard_output()
        return 1
    except OSError as error:  # of standard output; for all else verbs have their own words
        _discard_output()
        if sys.stderr is not None:
            sys.stderr.write(f"Error: standard output cannot be written: {error.strerror}.\n")
        return 1


def _data_dir_behind_the_verb(words: list[str]) -> list[str]:
    """`--data-dir FOLDER VERB ...` means the same as `VERB --data-dir FOLDER ...`."""
    joined = bool(words) and words[0].startswith("--data-dir=")
    if not joined and words[:1] != ["--data-dir"]:
        return words
    option, rest = (words[:1], words[1:]) if joined else (words[:2], words[2:])
    return [rest[0], *option, *rest[1:]] if rest and rest[0] in VERBS else words


def _print_version() -> int:
    from desktop_app import __version__

    sys.stdout.write(f"Model Workshop {__version__}\n")
    sys.stdout.flush()
    return 0


def _is_for_window(words: list[str]) -> bool:
    """Nothing, options other than help, or files to open."""
    if not words or words[0] in VERBS or words[0] in ("--help", "-h"):
        return not words
    return words[0].startswith("-") or os.path.exists(words[0])  # noqa: PTH110 - Path fails at names that are too long


def _run_verb(words: list[str]) -> int:
    import typer

    from desktop_app.cli.window_options import window_options

    app = typer.Typer(
        name="model-workshop",
        help="Without a verb the window opens; with --screenshots FOLDER every page is pictured instead.",
        context_settings={"help_option_names": ["-h", "--help"]},
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(window_options)
    wanted = [words[0]] if words[0] in VERBS else list(VERBS)
    for name in wanted:  # only the verb that is asked for is imported
        module = importlib.import_module(f"desktop_app.cli.{name}")
        app.command(name, help=VERBS[name])(getattr(module, name))
    try:
        app(words, prog_name="model-workshop")
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
    return 0


def _discard_output() -> None:
    with contextlib.suppress(OSError, AttributeError):  # sys.stdout is None where the process began without
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
