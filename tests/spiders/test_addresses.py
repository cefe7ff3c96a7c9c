"""How URLs are written, and which of them a source asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.addresses import Choice, normalise_url, resolve_link, resolve_links, same_site

WRITTEN_ALIKE = [
    ("HTTP://Example.ORG:80/Path", "http://example.org/Path"),
    ("https://example.org:443", "https://example.org/"),
    ("https://example.org:80/", "https://example.org:80/"),
    ("http://example.org/a#part", "http://example.org/a"),
    ("http://example.org/a?", "http://example.org/a"),
    ("http://example.org/a?&", "http://example.org/a"),
    ("http://example.org/a?b=1&&c=2&", "http://example.org/a?b=1&c=2"),
    ("http://example.org/a?utm_source=x&id=7&utm_medium=y&fbclid=z", "http://example.org/a?id=7"),
    ("http://example.org/a?yclid=1&_openstat=2&gclid=3&ysclid=4&mc_cid=5", "http://example.org/a"),
    ("http://example.org/a?cid=5&uid=3&source=tass&ref=x", "http://example.org/a?cid=5&uid=3&source=tass&ref=x"),
    ("http://example.org/a?z=1&a=2&z=3", "http://example.org/a?z=1&a=2&z=3"),
    ("http://example.org/a?q", "http://example.org/a?q"),
    ("http://example.org/a?q=", "http://example.org/a?q="),
    ("http://example.org/A/b/../C/./d", "http://example.org/A/C/d"),
    ("http://example.org/../a", "http://example.org/a"),
    ("http://example.org/a//b", "http://example.org/a//b"),
    ("http://example.org/a/", "http://example.org/a/"),
    ("http://example.org/%d0%bf?q=%d1%8f", "http://example.org/%D0%BF?q=%D1%8F"),
    ("http://example.org/п", "http://example.org/%D0%BF"),
    ("http://пример.рф/", "http://xn--e1afmkfd.xn--p1ai/"),
    ("http://example.org./a", "http://example.org/a"),
    ("  http://example.org/a \n", "http://example.org/a"),
    ("http://example.org/a b", "http://example.org/a%20b"),
    ("http://[2606:4700::1111]:80/", "http://[2606:4700::1111]/"),
]

NO_PAGES = [
    *("", "example.org", "//example.org/", "mailto:a@example.org", "javascript:void(0)", "file:///etc/passwd"),
    *("ftp://example.org/", "http://", "http:///a", "http://user@example.org/", "http://example.org\\@evil.org/"),
    *("http://exa\x01mple.org/", "http://example.org/a\x00b", "http://example.org:99999/", "http://[::1/"),
    "http://example.org/" + "a" * 3000,
]


@pytest.mark.parametrize(("url", "written"), WRITTEN_ALIKE)
def test_one_page_is_one_url(url: str, written: str) -> None:
    assert normalise_url(url) == written


@pytest.mark.parametrize("url", NO_PAGES)
def test_what_is_no_web_page_has_no_url(url: str) -> None:
    assert normalise_url(url) is None


@given(st.one_of(st.text(max_size=80), st.text(max_size=60).map(lambda text: "http://example.org/" + text)))
def test_normalising_twice_changes_nothing(url: str) -> None:
    once = normalise_url(url)
    if once is not None:
        assert normalise_url(once) == once
        assert once.isascii()


@given(st.text(max_size=40), st.sampled_from(["file:", "FILE:", " file:", "\tfile:", "fi\nle:", "ftp:", "data:"]))
def test_no_link_to_a_file_is_ever_a_page(rest: str, scheme: str) -> None:
    assert resolve_link("http://example.org/", scheme + "//" + rest) is None


def test_links_are_resolved_in_order_and_each_once() -> None:
    found = resolve_links("http://example.org/a/b", ["c", "/d", "?e=1", "c#top", "http://other.org", "mailto:x@y.z"])
    assert found == (
        *("http://example.org/a/c", "http://example.org/d", "http://example.org/a/b?e=1", "http://other.org/"),
    )


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("http://example.org/a", "https://www.example.org/b", True),
        ("http://news.example.org/", "http://example.org/", True),
        ("http://example.org:8080/", "http://example.org/", True),
        ("http://example.org/", "http://notexample.org/", False),
        ("http://one.blogs.org/", "http://two.blogs.org/", False),
        ("http://127.0.0.1/", "http://127.0.0.2/", False),
        ("http://0.1/", "http://127.0.0.1/", False),
    ],
)
def test_a_site_is_a_host_and_its_sub_domains(url: str, other: str, same: bool) -> None:
    assert same_site(url, other) is same


def test_links_to_other_sites_are_followed_only_where_the_operator_says_so() -> None:
    home, other = "http://example.org/news", "http://other.org/news/1"
    assert not Choice((), (), home=home).wants(other)
    assert Choice((r"other\.org",), (), home=home).wants(other)
    assert Choice((), (), home=home, elsewhere=True).wants(other)


def test_include_and_exclude_are_searched_in_the_whole_url() -> None:
    choice = Choice(("/case/",), ("login",), home="http://example.org/")
    assert choice.wants("http://example.org/case/1")
    assert not choice.wants("http://example.org/other/1")
    assert not choice.wants("http://example.org/case/1?next=login")


def test_an_expression_that_never_ends_is_tried_once_and_lets_nothing_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.addresses.EXPRESSION_SECONDS", 0.05)
    evil = r"/(a|aa|a?)+$"
    choice = Choice([evil], [], home="http://example.org/")
    assert not choice.wants("http://example.org/" + "a" * 200 + "!")
    assert choice.slow == evil
    assert not choice.wants("http://example.org/a"), "it is not tried again"
    excluded = Choice([], [evil], home="http://example.org/")
    assert not excluded.wants("http://example.org/" + "a" * 200 + "!"), "what may be excluded is not asked"
    assert excluded.slow == evil
