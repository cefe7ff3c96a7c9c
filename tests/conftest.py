"""For all tests."""

from __future__ import annotations

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
"""Where a machine forbids it (some images of Python do), each of the processes that tests start would compile our
modules anew: a third of the time of the whole suite."""
