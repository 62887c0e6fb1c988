"""What can go wrong while the package is made."""


class PackageError(Exception):
    """The package cannot be made or is not as it should be; the text is a sentence that says what to do or see."""
