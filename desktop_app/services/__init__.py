"""What the window needs behind its widgets. Only QtCore is imported here."""
