"""Dialogs: few, and never in the way of a page."""
