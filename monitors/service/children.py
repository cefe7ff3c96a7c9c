"""Commands of ours as children of the service: started in a session of their own, ended within a bound."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from monitors.telling import Tell

_TRACEBACK = "Traceback (most recent call last):"

STOP_WITHIN = 25.0
"""Seconds a child may take to end when the service is told to stop."""


def start_child(folder: Path, *arguments: str, tell: Tell) -> subprocess.Popen[bytes]:
    """One of our commands on that operator's folder; it ends by itself when the service is gone.

    What it says on standard error is told line by line, as what that command said.
    """
    command = [sys.executable, "-P", "-m", "monitors.child", "--config", str(folder), *arguments]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
    threading.Thread(target=_pass_on, args=(child, arguments[0], tell), daemon=True, name="listener").start()
    return child


def _pass_on(child: subprocess.Popen[bytes], command: str, tell: Tell) -> None:
    with child.stderr or contextlib.nullcontext() as lines:
        for line in hide_tracebacks(each.decode(errors="replace").rstrip() for each in lines or ()):
            tell(line, event="said", command=command)


def hide_tracebacks(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with one in place of each traceback: it names the kind of exception, and no word that a page wrote.

    Ours are never printed. Python's own helpers print theirs: a resource tracker that was killed and began anew.
    """
    is_inside = False
    for line in lines:
        if line == _TRACEBACK:
            is_inside = True
        elif not is_inside:
            yield line
        elif line and not line[0].isspace():
            is_inside = False
            kind = line.partition(":")[0]
            yield f"a process met what it does not know ({kind}) and went on or ended; nothing is lost"


def end_child(child: subprocess.Popen[bytes]) -> None:
    """The child has ended: as it was asked to, or by force after STOP_WITHIN."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
