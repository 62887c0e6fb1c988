"""The parts that pages are built from, one file each; every one takes the theme as its first argument."""
