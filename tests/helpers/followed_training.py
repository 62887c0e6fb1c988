"""`train` with a worker that plays a transcript: `python -m tests.helpers.followed_training DATA_DIR TRANSCRIPT ...`.

Options: --delay SECONDS, --json, --out FILE, and whatever the fake worker takes.
"""

import argparse
import sys
from pathlib import Path

from desktop_app.cli.attempt import attempt
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.workshop import open_workshop
from desktop_app.services.run_store import RunStore
from tests.helpers.runs import fake_command
from trainer.contract.errors import WorkshopError


def main() -> int:
    """Creates a run and follows it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("transcript")
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--out", type=Path)
    options, rest = parser.parse_known_args()
    workshop = open_workshop(options.data_dir)
    store = RunStore(workshop.places.runs, fake_command(options.transcript, options.delay, *rest))
    terminal = Terminal(options.json, quiet=False)
    try:
        return attempt(workshop, store, store.create("digits-cnn", "quick", {}, "mnist-sample"), options.out, terminal)
    except WorkshopError as error:
        terminal.fail(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
