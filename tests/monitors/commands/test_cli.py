"""The table of commands: read by newcomers, and cheap to show."""

from __future__ import annotations

import subprocess
import sys

import pytest

from monitors.cli import COMMANDS

SHOW = """
import sys
from monitors.cli import main
sys.argv = ["defenderwatch", "--help"]
try:
    main()
except SystemExit as ended:
    assert not ended.code
sys.stderr.write(" ".join(name for name in sys.modules if name.partition(".")[0] in %r))
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_told_in_one_whole_line(name: str) -> None:
    told = COMMANDS[name][1]
    assert told.endswith(".")
    assert len(f"  {name:10}{told}") <= 80


def test_the_table_of_commands_is_shown_without_reading_the_commands() -> None:
    others = ("config", "storage", "spiders", "diffing", "pydantic", "scrapy", "importlib_metadata")
    done = subprocess.run([sys.executable, "-c", SHOW % (others,)], capture_output=True, text=True, check=True)
    assert all(f"  {name} " in done.stdout for name in COMMANDS)
    assert done.stderr == ""
