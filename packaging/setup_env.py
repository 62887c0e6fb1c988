"""Make the environment of Model Workshop in `.venv`, then open the window or run the tests.

    python packaging/setup_env.py app             set up, then open the window (without a screen: the demo)
    python packaging/setup_env.py test            set up with the test tools, then run the tests
    python packaging/setup_env.py test --all      and then the long ones
    python packaging/setup_env.py lint            style, types and import rules
    python packaging/setup_env.py package         make the program that needs no Python, into dist/
    python packaging/setup_env.py package-test    try that program out where there is no Python
    python packaging/setup_env.py app --check     say what is missing and change nothing

Needs nothing but Python's standard library. This file is kept readable by old Pythons, so that it can say which one is
needed.
"""

import sys

OLDEST, NEWEST = (3, 11), (3, 13)


def main() -> int:
    """Check the Python version, then hand over to the steps; the exit status is theirs."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.stderr.write(
            "Model Workshop needs Python {}.{} to {}.{}, and this is Python {}.{}: install one of those and run this "
            "again with it (with make: make app PYTHON=python3.11).\n".format(*OLDEST, *NEWEST, *sys.version_info[:2])
        )
        return 1
    from workshop_setup.command import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
