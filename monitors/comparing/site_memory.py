"""A site's own paragraphs: learnt from a check as a whole, remembered for the pages that come later."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from diffing.templates import Move, holds_paragraph, is_template, list_moves, trim_texts
from storage.records import Capture, Difference, Mention, Outcome, Place, Revision
from storage.store import Store

REMEMBERED: Final = timedelta(days=60)
"""How long a page may come late to what its site did everywhere; longer than the rarest pace of a source."""
_MOST: Final = 200  # moves that are remembered for one source, the latest

Names = Callable[[str, str], bool]
"""Whether a paragraph of a source names a tracked person."""


class Step(NamedTuple):
    """A page that was known before a capture, and what the capture shows of it; `after` None: what it was."""

    page: str
    before: Revision
    after: Revision | None


class SiteMemory:
    """The moves of paragraphs that were a site's own doing, source by source."""

    def __init__(self, store: Store, names_somebody: Names) -> None:
        self._store = store
        self._names_somebody = names_somebody

    def learn(self, source: str, steps: Sequence[Step], at: datetime) -> None:
        """Remember what came or went on many pages of this check at once; nothing is written where nothing did."""
        moved: Counter[Move] = Counter()
        texts: dict[Move, str] = {}
        for step in steps:
            if step.after is not None:
                moves = list_moves(step.before.article.text, step.after.article.text)
                moved.update(moves.keys())
                texts |= moves
        looked = len({step.page for step in steps})
        found = [move for move in moved if self._is_template(source, move, texts[move], moved[move], looked, steps)]
        if found:
            self._remember(source, found, at)

    def _is_template(self, source: str, move: Move, text: str, moved: int, looked: int, steps: Sequence[Step]) -> bool:
        if not is_template(moved=moved, stayed=0, looked=looked, named=False):
            return False
        stayed = sum(_holds_still(step, move) for step in steps) if move.gone else 0
        return is_template(moved=moved, stayed=stayed, looked=looked, named=self._names_somebody(source, text))

    def trim(self, source: str, before: Revision, after: Revision) -> tuple[Revision, Revision, tuple[str, ...]]:
        """Both revisions without the site's own paragraphs, every place in them as it was; and what was left out."""
        moves = {move for move, _ in self._recall(source, after.captured_at)}
        if not moves:
            return before, after, ()
        trimmed = trim_texts(before.article.text, after.article.text, moves)
        return _with_text(before, trimmed.before), _with_text(after, trimmed.after), trimmed.left_out

    def _remember(self, source: str, moves: Sequence[Move], at: datetime) -> None:
        known = {move: seen for move, seen in self._recall(source, at) if move not in moves}
        rows = [[*move, seen.isoformat()] for move, seen in [*known.items(), *((move, at) for move in moves)]]
        self._store.set_fact(_name_fact(source), json.dumps(rows[-_MOST:]))

    def _recall(self, source: str, at: datetime) -> Iterator[tuple[Move, datetime]]:
        for key, gone, seen in json.loads(self._store.fact(_name_fact(source)) or "[]"):
            if abs(at - datetime.fromisoformat(seen)) <= REMEMBERED:
                yield Move(key, gone), datetime.fromisoformat(seen)


def list_steps(store: Store, captures: Sequence[Capture], latest: Callable[[Capture], Revision | None]) -> list[Step]:
    """The known pages among the captures that wait, each with what its last sound capture shows."""
    last: dict[str, Capture] = {}
    for capture in captures:
        if capture.outcome in (Outcome.UNCHANGED, Outcome.FETCHED):
            last[capture.page or capture.url] = capture
    steps = []
    for url, capture in last.items():
        page = store.resolve_page(url)
        if page is not None and page.revision is not None:
            before, after = store.revision(page.revision), latest(capture)
            changed = after is not None and after.text_sha256 != before.text_sha256
            steps.append(Step(page.url, before, after if changed else None))
    return steps


def outside_of(blanked: Revision, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that stand in none of the paragraphs that were blanked out."""
    text = blanked.article.text
    return [each for each in mentions if each.place is not Place.TEXT or text[each.start : each.end].strip()]


def note_left_out(difference: Difference, left_out: Sequence[str]) -> Difference:
    """The same difference, which says what it leaves out."""
    reasons = tuple(f"the site's own, on many pages at once: “{_shorten(text)}”" for text in left_out)
    return replace(difference, reasons=difference.reasons + reasons) if difference.hunks else difference


def _shorten(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"


def _holds_still(step: Step, move: Move) -> bool:
    return holds_paragraph((step.after or step.before).article.text, move.key)


def _with_text(revision: Revision, text: str) -> Revision:
    return replace(revision, article=replace(revision.article, text=text))


def _name_fact(source: str) -> str:
    return f"paragraphs of {source}"
