"""The steps of `packaging/build_package.py`: from the environment to a program that needs no Python."""
