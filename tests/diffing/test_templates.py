"""A site's own paragraphs: which they are, and what is left of two texts without them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffing.compare import compare_texts
from diffing.templates import Move, is_template, list_moves, trim_texts

APPEAL = "Write to the ministry and ask for the release of all prisoners of conscience."
STORY = "A court in Aksu met on Friday.\n\nIt rose at six."
PARAGRAPHS = st.lists(st.sampled_from(["One.", "Two, the same.", "Three", "«Four»", APPEAL]), max_size=6)


@pytest.mark.parametrize(
    ("moved", "stayed", "looked", "named", "verdict"),
    [
        (12, 0, 20, False, True),
        (4, 0, 12, False, True),
        (3, 0, 12, False, False),  # three pages may be three edits
        (4, 0, 200, False, False),  # so may four of many
        (12, 9, 40, False, False),  # it still stands on nearly half of those that had it
        (12, 0, 20, True, False),  # where a tracked person is named, nearly all must have moved
        (19, 0, 20, True, True),
    ],
)
def test_a_paragraph_is_the_sites_own_where_it_moves_on_many_pages_at_once(
    moved: int, stayed: int, looked: int, named: bool, verdict: bool
) -> None:
    assert is_template(moved=moved, stayed=stayed, looked=looked, named=named) is verdict


def test_typography_moves_no_paragraph() -> None:
    assert list_moves(f"{STORY}\n\n“It’s over”", f'{STORY}\n\n"It\'s over"') == {}


def test_what_is_left_out_leaves_every_place_as_it_was() -> None:
    before = f"{APPEAL}\n\n{STORY}"
    moves = list_moves(before, STORY)
    trimmed = trim_texts(before, STORY, moves)
    assert trimmed.left_out == (APPEAL,)
    assert len(trimmed.before) == len(before)
    assert trimmed.before.index("A court") == before.index("A court")
    assert compare_texts(trimmed.before, trimmed.after) == []


def test_a_paragraph_is_left_out_only_in_the_direction_in_which_it_moved_everywhere() -> None:
    came = {Move(key, gone=False) for key, _ in list_moves(f"{STORY}\n\n{APPEAL}", STORY)}
    assert trim_texts(f"{STORY}\n\n{APPEAL}", STORY, came).left_out == ()


@given(PARAGRAPHS, PARAGRAPHS)
def test_without_all_that_moved_nothing_differs_but_order_and_number(old: list[str], new: list[str]) -> None:
    before, after = "\n\n".join(old), "\n\n".join(new)
    trimmed = trim_texts(before, after, list_moves(before, after))
    assert list_moves(trimmed.before, trimmed.after) == {}
    assert set(trimmed.left_out) == set(old) ^ set(new)
