"""Words of strangers on a terminal: shown, never obeyed."""

from __future__ import annotations

import re
from typing import Any

from rich.console import Console
from rich.table import Table

_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What a terminal or a reader's eye would follow: control characters (all but tab and new line), and marks that
turn the direction of writing."""


def disarm(text: str) -> str:
    """The text with a replacement character wherever a terminal would obey instead of show."""
    return _OBEYED.sub("\ufffd", text)


class Screen(Console):
    """A console on which every text is disarmed; colours are ours alone."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print as rich does; plain texts are shown as they are, without markup of their own."""
        shown = [disarm(each) if isinstance(each, str) else each for each in objects]
        super().print(*shown, **{"markup": False} | options)


def add_row(table: Table, *cells: str, style: str | None = None) -> None:
    """Add a row of disarmed cells."""
    table.add_row(*(disarm(cell) for cell in cells), style=style)
