"""Texts that come with the program. Those of the project's own are under its own licence (`LICENSE`)."""
