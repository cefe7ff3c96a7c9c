"""Reading feeds, sitemaps and listings: what leads to pages, and what is told where nothing does."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response

from config.declarations import NetworkSettings, Source, SpiderKind
from spiders.indexes.feeds import read_feed
from spiders.indexes.listings import looks_like_article
from spiders.indexes.sitemaps import read_sitemap
from spiders.listing import ListingSpider
from tests.spiders.sharing import make_round

URL = "http://example.org/feed"
RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0"><channel><title>Новости</title>{entries}</channel></rss>"""
LIMIT = 1_000_000


def rss(*entries: str, encoding: str = "utf-8") -> bytes:
    items = "".join(f"<item><title>Слово</title>{each}</item>" for each in entries)
    return RSS.format(encoding=encoding, entries=items).encode(encoding)


def test_the_entries_of_an_rss_feed_lead_to_their_links() -> None:
    body = rss(
        "<link>http://example.org/1?utm_source=rss</link>", "<link>/2</link>", "<link>http://example.org/1</link>"
    )
    assert read_feed(body, URL).links == ("http://example.org/1", "http://example.org/2")


def test_a_guid_counts_only_as_a_permanent_link() -> None:
    body = rss("<guid>http://example.org/1</guid>", '<guid isPermaLink="false">tag:2</guid>')
    assert read_feed(body, URL).links == ("http://example.org/1",)


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "FILE:/etc/passwd", "ftp://example.org/x", "javascript:alert(1)"]
)
def test_an_entry_that_is_no_web_page_leads_nowhere(link: str) -> None:
    assert read_feed(rss(f"<link>{link}</link>"), URL).links == ()


def test_an_atom_feed_is_read_with_its_base() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://example.org/a/"><title>t</title>
    <entry><id>tag:x,1</id><link rel="enclosure" href="/sound.mp3"/><link href="b"/></entry></feed>"""
    assert read_feed(body, URL).links == ("http://example.org/a/b",)


def test_an_rdf_feed_is_read() -> None:
    body = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel rdf:about="http://example.org/"><title>t</title></channel>
    <item rdf:about="http://example.org/9"><title>x</title><link>http://example.org/9</link></item></rdf:RDF>"""
    assert read_feed(body, URL).links == ("http://example.org/9",)


def test_a_json_feed_is_read() -> None:
    assert read_feed(b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"/1"}]}', URL).links == (
        "http://example.org/1",
    )


def test_a_feed_in_windows_1251_is_read() -> None:
    assert read_feed(rss("<link>http://example.org/п</link>", encoding="windows-1251"), URL).links == (
        "http://example.org/%D0%BF",
    )


def test_a_feed_cut_in_the_middle_still_gives_what_came() -> None:
    body = rss("<link>http://example.org/1</link>", "<link>http://example.org/2</link>")
    assert read_feed(body[: body.rindex(b"<link>")], URL).links == ("http://example.org/1",)


def test_the_body_of_a_feed_is_never_taken_for_the_name_of_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "rss"
    secret.write_bytes(rss("<link>http://example.org/secret</link>"))
    for body in (str(secret).encode(), f"<rss>{secret}</rss>".encode(), secret.as_uri().encode()):
        assert read_feed(body, URL).links == ()


def test_entities_of_a_feed_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("http://example.org/secret")
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    declared = f'<!DOCTYPE rss [<!ENTITY l0 "lol"><!ENTITY x SYSTEM "{secret.as_uri()}">{bomb}]>'
    body = rss("<link>&x;</link>", "<link>http://example.org/1</link><description>&l8;</description>")
    reading = read_feed(body.replace(b"<rss", declared.encode() + b"<rss", 1), URL)
    assert "http://example.org/secret" not in reading.links


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty answer"),
        (b"<!DOCTYPE html><html><body>Checking your browser</body></html>", "a web page"),
        (b"\n <HTML><body>Not found</body></html>", "a web page"),
        (b"\x00\x01\x02", "3 bytes of something else"),
        (b'{"error": "no"}', "no JSON Feed"),
    ],
)
def test_what_is_no_feed_is_told_and_never_silence(body: bytes, words: str) -> None:
    problem = read_feed(body, URL).problem
    assert problem is not None
    assert words in problem


def sitemap(*entries: str, root: str = "urlset") -> bytes:
    space = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    return f'<?xml version="1.0"?><{root} {space}>{"".join(entries)}</{root}>'.encode()


def test_a_sitemap_leads_to_its_pages_newest_date_first() -> None:
    body = sitemap(
        "<url><loc>http://example.org/old</loc><lastmod>2020-01-01</lastmod></url>",
        "<url><loc> http://example.org/new\n</loc><lastmod>2026-01-01</lastmod><n:news><n:title>x</n:title></n:news></url>",
        "<url><loc>http://example.org/undated</loc></url>",
        "<url><loc>file:///etc/passwd</loc></url>",
    )
    names = [each.rpartition("/")[2] for each in read_sitemap(body, URL, LIMIT).links]
    assert names == ["new", "old", "undated"]


def test_a_sitemap_index_leads_to_sitemaps() -> None:
    body = sitemap("<sitemap><loc>http://example.org/a.xml.gz</loc></sitemap>", root="sitemapindex")
    reading = read_sitemap(body, URL, LIMIT)
    assert (reading.links, reading.indexes) == ((), ("http://example.org/a.xml.gz",))


def test_a_gzipped_sitemap_is_read_and_a_bomb_is_not() -> None:
    body = sitemap("<url><loc>http://example.org/a</loc></url>")
    assert read_sitemap(gzip.compress(body), URL, LIMIT).links == ("http://example.org/a",)
    assert "does not inflate" in (read_sitemap(gzip.compress(b" " * 5_000_000), URL, LIMIT).problem or "")
    assert "does not inflate" in (read_sitemap(b"\x1f\x8bnonsense", URL, LIMIT).problem or "")


def test_a_plain_list_of_urls_is_a_sitemap() -> None:
    body = b"\xef\xbb\xbfhttp://example.org/a\nhttp://example.org/b\r\nftp://example.org/c\n"
    assert read_sitemap(body, URL, LIMIT).links == ("http://example.org/a", "http://example.org/b")


def test_entities_of_a_sitemap_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("http://example.org/secret")
    body = sitemap("<url><loc>&x;</loc></url>", "<url><loc>http://example.org/a</loc></url>")
    declared = f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    assert read_sitemap(body.replace(b"<urlset", declared + b"<urlset", 1), URL, LIMIT).links == (
        "http://example.org/a",
    )


def test_a_web_page_in_place_of_a_sitemap_is_told() -> None:
    assert "a web page" in (read_sitemap(b"<html><body>Just a moment</body></html>", URL, LIMIT).problem or "")


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_an_index(body: bytes) -> None:
    for each in (body, b"<rss>" + body, b"<urlset>" + body, b"{" + body):
        read_feed(each, URL)
        read_sitemap(each, URL, LIMIT)


def listing(body: str, **declared: object) -> list[str]:
    """The paths and hosts that a listing leads to."""
    source = Source.model_validate(
        {"name": "l", "url": "http://example.org/news/", "spider": SpiderKind.LISTING, **declared}
    )
    spider = ListingSpider(source=source, shared=make_round(NetworkSettings()))
    response = Response("http://example.org/news/", body=body.encode(), headers={b"Content-Type": b"text/html"})
    found = [each for each in spider.read_index(response).links if spider.choice.wants(each)]
    return [each.removeprefix("http://example.org") for each in found]


PAGE = """<html><head><base href="/sub/"></head><body><nav><a href="/">Home</a><a href="/news/">News</a>
<a href="/about">About our long standing organisation</a><a href="/tag/courts-and-more">A tag of some kind here</a>
<a href="/wp-login.php">x</a></nav><div class=list>
<h2><a href="/2026/11/23/trial-adjourned">Trial adjourned</a></h2>
<h2><a href="statement-on-the-arrest">Statement</a></h2>
<h2><a href="/p/77120">x</a></h2><h2><a href="/s">A headline of more than four words</a></h2>
<h2><a href="http://other.org/2026/11/case">Elsewhere</a></h2><a href="/img/photo-of-the-day.jpg">a photo of the day</a>
<a href="mailto:a@example.org">write to us at once</a></div></body></html>"""


def test_a_listing_leads_to_links_of_its_site_that_look_like_articles() -> None:
    assert listing(PAGE) == ["/2026/11/23/trial-adjourned", "/sub/statement-on-the-arrest", "/p/77120", "/s"]


def test_a_selector_names_the_links_or_what_holds_them() -> None:
    assert listing(PAGE, follow=".list h2:first-child") == ["/2026/11/23/trial-adjourned"]
    assert listing(PAGE, follow="nav a[href*=tag]") == ["/tag/courts-and-more"]
    assert "http://other.org/2026/11/case" in listing(PAGE, follow=".list a")


def test_include_overrules_the_looks() -> None:
    assert listing(PAGE, include=["/about$"]) == ["/about"]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("/archive/doc1004.html", "x", True),
        ("/news/", "a text of five words", False),
        ("/", "a text of five words", False),
        ("/page/2", "next", False),
        ("/feed/", "a text of five words", False),
        ("/docs/letter.pdf", "x", True),
        ("/contact", "x", False),
        ("/category/press-releases-2026", "x", False),
    ],
)
def test_links_are_judged_by_their_looks(path: str, text: str, expected: bool) -> None:
    assert looks_like_article("http://example.org" + path, text, "/news/") is expected
