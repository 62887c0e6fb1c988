"""Icons, the style sheet and the translations."""

from pathlib import Path

RESOURCES = Path(__file__).parent
