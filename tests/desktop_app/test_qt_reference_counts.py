"""PySide6 6.12 drops a reference of None with every call that returns nothing, which aborts Python 3.11."""

import sys

from PySide6 import QtCore

CALLS = 500


def test_qt_calls_keep_the_reference_count_of_none() -> None:
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        QtCore.QObject().setObjectName("a")
    assert sys.getrefcount(None) > before - CALLS // 5
