"""Words of strangers on a terminal are shown, never obeyed."""

from __future__ import annotations

import io

from rich.table import Table

from monitors.terminal import Screen, add_row, disarm

HOSTILE = "\x1b[2J\x1b]0;owned\x07title \u202eevil\r[bold]\x9b31m"


def written(*objects: object) -> str:
    screen = Screen(file=io.StringIO(), force_terminal=False, width=200)
    screen.print(*objects)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


def test_a_printed_text_moves_no_cursor_and_turns_no_direction() -> None:
    shown = written(HOSTILE)
    assert not set("\x1b\x07\r\x9b\u202e") & set(shown)
    assert "title" in shown


def test_marks_of_our_own_library_in_a_text_stay_text() -> None:
    assert "[bold]" in written(HOSTILE)


def test_a_row_of_a_table_is_disarmed_too() -> None:
    table = Table("source", "detail")
    add_row(table, "lantern", HOSTILE)
    assert not set("\x1b\x07\x9b") & set(written(table))


def test_lines_tabs_and_all_scripts_stay_as_they_are() -> None:
    text = "Мадина\tКокбулакова\nҚұқық қорғаушы, naïve"
    assert disarm(text) == text
