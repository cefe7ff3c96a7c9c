"""Our command, called in the tests' own process: a new one would take a second or two each time."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from monitors.cli import main


def defenderwatch(*words: str | Path, folder: Path | None = None, given: str = "") -> subprocess.CompletedProcess[str]:
    """What the command prints, and its exit status."""
    shown, told = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(shown), redirect_stderr(told):
        patch.setattr(sys, "argv", ["defenderwatch", *map(str, words)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
        patch.setenv("NO_COLOR", "1")
        if folder:
            patch.setenv("DEFENDERWATCH_CONFIG", str(folder))
        with pytest.raises(SystemExit) as ended:
            main()
    status = ended.value.code if isinstance(ended.value.code, int) else int(bool(ended.value.code))
    return subprocess.CompletedProcess(sys.argv, status, _read(shown), _read(told))


def _read(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def ask(folder: Path, *words: str) -> list[dict[str, Any]]:
    """The JSON Lines that a command prints about that folder."""
    done = defenderwatch(*words, folder=folder)
    assert "Traceback" not in done.stderr, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
