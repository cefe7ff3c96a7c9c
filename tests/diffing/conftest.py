"""Revisions written as marked text: `[[subject|form]]` is a mention; `law-…` and `org-…` are no people."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from diffing.changes import compare_revisions
from storage.records import Article, Difference, Mention, Place, Revision

MARK = re.compile(r"\[\[([^|\]]+)\|([^\]]+)\]\]")


def _kind(subject: str) -> str:
    return {"law": "law", "org": "organisation", "term": "term"}.get(subject.split("-", maxsplit=1)[0], "defender")


def read_marked(marked: str, place: Place = Place.TEXT) -> tuple[str, list[Mention]]:
    text, mentions, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        start = len(text)
        text += match[2]
        mentions.append(
            Mention(
                subject=match[1],
                kind=_kind(match[1]),
                start=start,
                end=len(text),
                text=match[2],
                sentence_start=start,
                sentence_end=len(text),
                rule="full name",
                confidence=0.9,
                place=place,
            )
        )
        at = match.end()
    return text + marked[at:], mentions


def make_revision(marked: str, title: str | None, outside: str, language: str) -> tuple[Revision, list[Mention]]:
    text, mentions = read_marked(marked)
    head, in_title = read_marked(title or "", Place.TITLE)
    around, in_outside = read_marked(outside, Place.OUTSIDE)
    article = Article(
        title=head or None,
        text=text,
        published=None,
        language=language,
        author=None,
        extractor="test",
        outside=around,
    )
    revision = Revision(
        id="0" * 32,
        page="https://news.example/a",
        capture="1" * 32,
        captured_at=datetime(2026, 11, 1, tzinfo=UTC),
        sha256="2" * 64,
        article=article,
        text_sha256="3" * 64,
    )
    return revision, [*in_title, *mentions, *in_outside]


Compare = Callable[..., Difference]


@pytest.fixture
def compare() -> Compare:
    """Compare two marked texts; None for a page that was not there."""

    def compare_marked(
        before: str | None,
        after: str | None,
        *,
        titles: tuple[str | None, str | None] = (None, None),
        outside: tuple[str, str] = ("", ""),
        language: str = "en",
        source_type: str = "ngo",
    ) -> Difference:
        sides: list[tuple[Revision | None, list[Mention]]] = []
        for marked, title, around in zip((before, after), titles, outside, strict=True):
            sides.append((None, []) if marked is None else make_revision(marked, title, around, language))
        (old, old_mentions), (new, new_mentions) = sides
        return compare_revisions(old, new, old_mentions, new_mentions, source_type=source_type)

    return compare_marked
