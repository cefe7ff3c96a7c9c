"""The search over every kept revision. Words travel in a form, not in an address: they may name who is tracked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from monitors.digests.gathering import name_sources
from monitors.digests.passages import clean_text
from monitors.digests.records import Segment, Wording
from monitors.review.desk import Desk, desk_of
from monitors.review.forms import Form, posted
from storage.records import Revision

_READ = 40
"""Revisions that a search reads at most; those of one page are shown once."""

_LONGEST = 300
_FOUND = re.compile("⟨([^⟨⟩]*)⟩")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A page that holds the words: its best revision, the words in their sentence, and how many revisions hold them."""

    revision: Revision
    source: str
    snippet: Wording
    revisions: int


def show_search(request: Request) -> Response:
    """The empty search."""
    return desk_of(request).write("search.html", request, words="", found=[])


@posted
def search(request: Request, form: Form) -> Response:
    """What holds the words, in any script, best first."""
    desk = desk_of(request)
    words = clean_text(form.get("words", ""))[:_LONGEST]
    return desk.write("search.html", request, words=words, found=_find(desk, words))


def _find(desk: Desk, words: str) -> list[Finding]:
    sources = name_sources(desk.configuration)
    pages: dict[str, list[tuple[Revision, str]]] = {}
    for revision, snippet in desk.store.search(words=words, limit=_READ):
        pages.setdefault(revision.page, []).append((revision, snippet))
    found = []
    for url, revisions in pages.items():
        page = desk.store.page(url)
        source = sources.get(page.source, page.source) if page else ""
        revision, snippet = revisions[0]
        found.append(
            Finding(revision=revision, source=source, snippet=split_snippet(snippet), revisions=len(revisions))
        )
    return found


def split_snippet(snippet: str) -> Wording:
    """The snippet in runs, those between ⟨ and ⟩ marked as found."""
    pieces = _FOUND.split(snippet)
    return tuple(
        Segment(text, mention=bool(place % 2)) for place, piece in enumerate(pieces) if (text := _keep_edges(piece))
    )


def _keep_edges(piece: str) -> str:
    """The piece cleaned, with a space where it began or ended with one."""
    cleaned = clean_text(piece)
    return f"{' ' * piece[:1].isspace()}{cleaned}{' ' * (piece[-1:].isspace() and bool(cleaned))}"
