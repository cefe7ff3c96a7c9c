"""Commands of ours as children of the service: started in a session of their own, ended within a bound."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

STOP_WITHIN = 25.0
"""Seconds a child may take to end when the service is told to stop."""


def start_child(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """One of our commands on that operator's folder; it ends by itself when the service is gone."""
    command = [sys.executable, "-P", "-m", "monitors.child", "--config", str(folder), *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)


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
