"""Freed memory stays with the process, in a child, since it cannot be undone."""

import json
import subprocess
import sys

import pytest

from tests.helpers.skips import skip_for_want_of

FAULTS = """
import json, resource, sys
import numpy as np
from trainer.freed_memory import keep_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(10):  # steps, each with eight maps of 8 MB
        maps = [np.ones(2**23, np.uint8) for _ in range(8)]
        del maps
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

plain = faults()
kept = keep_freed_memory()
faults()
print(json.dumps([kept, plain, faults()]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc is Linux's")
def test_freed_blocks_are_used_again_without_new_pages() -> None:
    result = subprocess.run([sys.executable, "-c", FAULTS], capture_output=True, text=True, check=True, timeout=60)
    kept, plain, after = json.loads(result.stdout)
    if not kept:
        skip_for_want_of("platform", "another C library")
    assert plain > 10_000
    assert after < plain / 100
