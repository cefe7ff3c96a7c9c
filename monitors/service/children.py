"""Commands of ours as children of the service: started in a session of their own, ended within a bound."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from pathlib import Path

from monitors.telling import Tell

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
        for line in lines or ():
            tell(line.decode(errors="replace").rstrip(), event="said", command=command)


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
