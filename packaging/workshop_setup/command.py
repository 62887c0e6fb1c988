"""The command line of the set-up: `app`, `test`, `lint`, `package`, `package-test`."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from workshop_setup import environment, launch, system_libraries
from workshop_setup.console import SetupError, say
from workshop_setup.environment import Checkout


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; everything after `--` goes to what is started."""
    parser = argparse.ArgumentParser(prog="setup_env.py", description="Set up Model Workshop, then start or test it.")
    parser.add_argument(
        "what",
        choices=["app", "test", "lint", "package", "package-test"],
        help="open the window, run the tests, check the code, make the package, try the package out",
    )
    parser.add_argument("--check", action="store_true", help="say what is missing and change nothing")
    parser.add_argument("--setup-only", action="store_true", help="set up and stop")
    parser.add_argument("--all", action="store_true", help="test: the long tests too")
    parser.add_argument("--only-long", action="store_true", help="test: nothing but the long tests")
    parser.add_argument("--benchmarks", action="store_true", help="test: nothing but the measurements of speed")
    parser.add_argument("further", nargs="*", help="after --: for pytest, or for the script behind `package...`")
    return parser.parse_args(arguments)


def check(checkout: Checkout, with_tests: bool, with_package: bool) -> int:
    """Say what is there and what is missing; 0 if nothing has to be done."""
    missing = system_libraries.find_missing(with_tests, with_package)
    packages = missing.packages()
    if packages:
        say(f"System packages missing: {' '.join(packages)}")
        say(f"  {system_libraries.apt_line(packages)}")
    else:
        say("System packages: nothing is missing.")
    environment.check_venv_module()
    ready = environment.is_ready(checkout, with_tests)
    say(f"Environment in .venv: {'ready' if ready else 'to be made or brought up to date'}.")
    say(f"Screen: {'found' if launch.has_screen(os.environ, sys.platform) else 'none'}.")
    return 0 if ready and not packages else 1


def set_up(checkout: Checkout, with_tests: bool, with_package: bool, window_wanted: bool) -> None:
    """The three steps of the set-up, each announced; repeated runs do only what is left to do."""
    say(f"[1/3] Python {sys.version.split()[0]} on {sys.platform}, set-up of {checkout.root}")
    say("[2/3] System libraries")
    missing = system_libraries.find_missing(with_tests, with_package)
    if missing.packages():
        system_libraries.provide(missing, window_wanted, checkout.root / "setup-system.log")
    else:
        say("  Nothing is missing.")
    environment.check_venv_module()
    say("[3/3] Python packages")
    if environment.prepare(checkout, with_tests):
        system_libraries.check_qt(str(checkout.python), window_wanted)


def act(options: argparse.Namespace, checkout: Checkout) -> int:
    """Set up, then do what was asked; the exit status is that of the program started."""
    with_tests = options.what != "app"
    with_package = options.what.startswith("package")
    if options.check:
        return check(checkout, with_tests, with_package)
    screen = launch.has_screen(os.environ, sys.platform)
    set_up(checkout, with_tests, with_package, window_wanted=screen and options.what == "app")
    if options.setup_only:
        return 0
    if options.what == "app":
        return launch.open_window(checkout) if screen else launch.run_demo(checkout)
    if options.what == "lint":
        return launch.lint(checkout)
    if with_package:
        return launch.package(checkout, options.what, options.further)
    return launch.test(checkout, launch.suites(options.all, options.only_long, options.benchmarks), options.further)


def run(arguments: Sequence[str]) -> int:
    """Entry point of `setup_env.py`: one sentence on stderr when something is missing."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    checkout = Checkout(Path(__file__).resolve().parents[2])
    try:
        return act(parse(arguments), checkout)
    except SetupError as error:
        print(f"model-workshop set-up: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"model-workshop set-up: {error.strerror or error} ({error.filename or 'no file'}).", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130
