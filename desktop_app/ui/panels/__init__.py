"""The larger parts of pages, one file each."""
