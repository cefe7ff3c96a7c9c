"""Where links lead is told beside the words, and never by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffing.changes import compare_revisions
from diffing.extraction.document import read_document
from diffing.links import clean_target, compare_links
from storage.records import Article, Hunk, HunkKind, Link, Place, Revision

BASE = "https://lantern.example/2026/story"
PARAGRAPH = (
    "The committee published the petition of the engineers on Monday and asked readers to sign it in the town hall."
)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/petition?utm_source=x&fbclid=Iw1", "https://lantern.example/petition"),
        ("next?id=17&nonce=9f31c07ab2214e", "https://lantern.example/2026/next?id=17"),
        ("https://OTHER.example#part", "https://other.example/"),
        ("/doc;jsessionid=ABC?t=1732440000", "https://lantern.example/doc"),
        ("mailto:desk@lantern.example", None),
        ("javascript:void(0)", None),
        ("http://[broken", None),
        (None, BASE),
    ],
)
def test_what_only_counts_visits_is_left_out_of_an_address(address: str | None, target: str | None) -> None:
    assert clean_target(BASE, address) == target


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_address_is_cleaned_once_and_for_all(base: str, address: str) -> None:
    cleaned = clean_target(base, address)
    assert cleaned is None or clean_target("", cleaned) is not None


def link(text: str, target: str) -> Link:
    return Link(text=text, target=target)


def test_a_link_that_leads_elsewhere_under_the_same_words_is_a_hunk_of_its_own_kind() -> None:
    before, after = link("sign here", "https://petition.example/a"), link("Sign here", "https://other.example/b")
    told = "sign here → https://petition.example/a", "Sign here → https://other.example/b"
    assert compare_links([before], [after]) == [
        Hunk(kind=HunkKind.CHANGED, before=told[0], after=told[1], place=Place.LINK)
    ]


def test_new_words_doubtful_words_and_another_scheme_are_none() -> None:
    before = [
        link("here", "https://a.example/1"),
        link("more", "https://a.example/1"),
        link("x", "http://www.a.example"),
    ]
    after = [link("there", "https://b.example/"), link("more", "https://b.example/"), link("x", "https://a.example/")]
    assert compare_links(before, [*after, link("more", "https://a.example/1")]) == []


def read_article(*paragraphs: str) -> Article:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    page = (
        f"<html><body><nav><a href='/home'>Home</a></nav><article><h1>The petition</h1>{body}</article></body></html>"
    )
    article = read_document(page.encode(), content_type="text/html; charset=utf-8", url=BASE).article
    assert article is not None
    return article


def test_the_links_of_the_article_are_read_and_those_of_the_menu_are_not() -> None:
    linked = PARAGRAPH.replace("petition", "<a href='/petition?utm_medium=mail'>petition</a>")
    article = read_article(linked, PARAGRAPH.replace("Monday", "Tuesday"))
    assert article.links == (link("petition", "https://lantern.example/petition"),)


def test_a_link_alone_is_no_change_and_beside_a_change_it_is_told_quietly() -> None:
    def revise(article: Article, number: int) -> Revision:
        at = datetime(2026, 11, number, tzinfo=UTC)
        return Revision(
            id=str(number), page=BASE, capture="c", captured_at=at, sha256="s", article=article, text_sha256="t"
        )

    old = revise(read_article(PARAGRAPH.replace("petition", "<a href='/a'>petition</a>"), PARAGRAPH), 1)
    moved = replace(old.article, links=(link("petition", "https://lantern.example/b"),))
    assert compare_revisions(old, revise(moved, 2), [], [], source_type="ngo").hunks == ()
    edited = revise(replace(moved, text=moved.text.replace("Monday", "Friday", 1)), 2)
    difference = compare_revisions(old, edited, [], [], source_type="ngo")
    assert [hunk.place for hunk in difference.hunks if hunk.kind is HunkKind.CHANGED] == [Place.TEXT, Place.LINK]
    assert (difference.events, difference.priority) == ((), 0.05)
    assert "a link leads elsewhere" in difference.reasons
