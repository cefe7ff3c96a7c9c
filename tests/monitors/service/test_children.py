"""What a child of the service says, as it stands in the service's log."""

from __future__ import annotations

from monitors.service.children import hide_tracebacks

SAID = """\
checking one
Traceback (most recent call last):
  File "resource_tracker.py", line 239, in main
    cache[rtype].remove(name)
KeyError: 'Madina Kokbulakova'
Traceback (most recent call last):
  File "x.py", line 1, in main
concurrent.futures.process.BrokenProcessPool
  problem at one: blocked
"""


def test_a_traceback_is_one_line_that_names_its_kind_and_nobody() -> None:
    kept = list(hide_tracebacks(SAID.splitlines()))
    assert kept == [
        "checking one",
        "a process met what it does not know (KeyError) and went on or ended; nothing is lost",
        "a process met what it does not know (concurrent.futures.process.BrokenProcessPool) and went on or ended; "
        "nothing is lost",
        "  problem at one: blocked",
    ]
