"""For all tests."""

from __future__ import annotations

import os
import sys

from hypothesis import settings

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
"""Where a machine forbids it (some images of Python do), each of the processes that tests start would compile our
modules anew: a third of the time of the whole suite."""

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
"""How long an example takes is a matter for benchmarks. Here each run looks at other examples; CI at the same ones, so
that a landing does not hang on chance."""
