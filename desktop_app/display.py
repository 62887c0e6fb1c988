"""Looks whether a window can open here at all, before Qt ends the process over it."""

import ctypes
import os
import sys

APT_LINE = (
    "sudo apt-get install -y --no-install-recommends libgl1 libegl1 libglib2.0-0 libfontconfig1 libfreetype6 "
    "libdbus-1-3 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
# What Qt's xcb plugin loads beyond a bare system. If one is missing Qt aborts, and always names libxcb-cursor0.
XCB_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
    "libxkbcommon-x11.so.0",
)


def display_problem() -> str:
    """A sentence on why no window can open here and what to do, empty if one can."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM", "xcb").split(":")[0] != "xcb":
        return ""
    if not os.environ.get("DISPLAY"):
        if os.environ.get("WAYLAND_DISPLAY"):
            return ""
        return (
            "No screen was found, so the window cannot open. "
            "`model-workshop --help` lists what works without one; set DISPLAY if there is a screen."
        )
    missing = missing_libraries(XCB_LIBRARIES)
    if not missing:
        return ""
    return f"The window needs libraries that are missing ({', '.join(missing)}). On Debian or Ubuntu: {APT_LINE}"


def missing_libraries(names: tuple[str, ...]) -> list[str]:
    """Those of `names` that cannot be loaded."""
    missing = []
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing
