"""One crawl over a small web full of traps: each test is a fact about what was asked and what was kept.

The sites stand at 127.0.0.16 to 127.0.0.47, which the operator allows; 127.0.0.1 is the machine that must not be asked.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.records import Capture, Failure, Outcome, Role
from storage.store import Store
from tests.spiders.certificates import make_certificate
from tests.spiders.crawling import Crawled, crawl
from tests.spiders.site import Asked, Reply, Site, html, redirect

ALLOWED = ["127.0.0.16/28", "127.0.0.32/28"]
MAX_SIZE = 1_000_000
FORBIDDEN = [f"/closed/{number}" for number in range(20)]
BODIES = {
    "/empty": Reply(b""),
    "/bomb": Reply(gzip.compress(b"0" * 30_000_000), headers={"Content-Encoding": "gzip"}),
    "/nested": Reply(gzip.compress(gzip.compress(b"0" * 30_000_000)), headers={"Content-Encoding": "gzip, gzip"}),
    "/huge": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n" + b"0" * 30_000_000),
    "/endless": Reply(raw=b"HTTP/1.1 200 OK\r\n\r\n" + b"0" * 30_000_000),
    "/cut": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nonly this"),
    "/cut-chunk": Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nonly \r\n"),
    "/no-length": Reply(raw=b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>all of it"),
    "/broken-gzip": Reply(b"\x1f\x8bnothing of the kind", headers={"Content-Encoding": "gzip"}),
    "/brotli": Reply(b"\x0b\x02\x80hello\x03", headers={"Content-Encoding": "br"}),
    "/gzip": Reply(gzip.compress(b"<p>packed"), headers={"Content-Encoding": "gzip"}),
    "/deflate": Reply(zlib.compress(b"<p>packed"), headers={"Content-Encoding": "deflate"}),
    "/nonsense": Reply(raw=b"this is no HTTP at all\r\n\r\n"),
    "/unasked-304": Reply(status=304),
    "/dropped": Reply(raw=b""),
    "/invalid": Reply(b"<html><p><b><table></p><td>\x00\xff<script><title>x"),
    "/cp1251": Reply("<p>Суд".encode("cp1251"), headers={"Content-Type": "text/html"}),
}
STATUSES = {f"/status/{code}": Reply(b"said so", status=code) for code in (403, 404, 410, 451, 401, 500, 503)}


def rss(*links: str) -> Reply:
    entries = "".join(f"<item><title>x</title><link>{each}</link></item>" for each in links)
    body = f'<rss version="2.0"><channel><title>t</title>{entries}</channel></rss>'
    return Reply(body.encode(), headers={"Content-Type": "application/rss+xml"})


def sitemap(*places: str, tag: str = "url", root: str = "urlset") -> Reply:
    entries = "".join(f"<{tag}><loc>{each}</loc></{tag}>" for each in places)
    return Reply(f"<?xml version='1.0'?><{root}>{entries}</{root}>".encode(), headers={"Content-Type": "text/xml"})


def robots(text: str, **more: object) -> Reply:
    return Reply(text.encode(), headers={"Content-Type": "text/plain"}, **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class World:
    """The sites after the crawl, and what it kept."""

    crawled: Crawled
    sites: dict[str, Site]
    secret: Site
    stranger: Site
    dead: str
    data: Path

    def __getitem__(self, name: str) -> Site:
        return self.sites[name]

    def page(self, source: str, path: str) -> Capture:
        return self.crawled.page(source, self.sites[source].url + path)


def build_sites(secret: Site, tls: ssl.SSLContext, open_site: contextlib.ExitStack) -> dict[str, Site]:
    """Every site under the name of its source."""
    outside = (
        f"http://169.254.169.254/x {secret.url}/x file:///etc/passwd http://user@127.0.0.17/x gopher://a/"
    ).split()
    chain = {f"/chain/{number}": redirect(f"/chain/{number + 1}", 301) for number in range(30)}
    short = {
        "/short/0": redirect("/short/1?b", 301),
        "/short/1?b": redirect("/short/2", 307),
        "/short/2": html(text="end"),
    }
    inside = {f"/out/{number}": redirect(target) for number, target in enumerate(outside)}
    forbidden_hop = {"/to-closed": redirect("/closed/1"), "/closed/1": html()}
    circle = {"/circle/a": redirect("/circle/b"), "/circle/b": redirect("/circle/a"), "/self": redirect("/self")}
    odd = {"/nowhere": Reply(status=302), "/bad-location": redirect("http://[::1"), "/relative": redirect("short/2")}
    hops = {**chain, **short, **inside, **forbidden_hop, **circle, **odd}
    starts = ["/chain/0", "/chain/20", "/short/0", *inside, "/to-closed", "/circle/a", "/self", *odd]
    pages = {
        "closed": {
            "/robots.txt": robots("User-agent: *\nDisallow: /closed/", before=0.4),
            "/": html(*FORBIDDEN, "/open/1"),
            "/open/1": html(),
            **{each: html() for each in FORBIDDEN},
        },
        "our-name": {
            "/robots.txt": robots(
                "User-agent: example\nDisallow: /\n\nUser-agent: Defenderwatch\nDisallow: /b\nAllow: /"
            ),
            "/": html("/a/1", "/b/1"),
            "/a/1": html(),
            "/b/1": html(),
        },
        "robots-503": {"/robots.txt": Reply(b"User-agent: *\nAllow: /", status=503), "/": html("/a"), "/a": html()},
        "robots-403": {"/robots.txt": Reply(b"User-agent: *\nDisallow: /", status=403), "/": html("/a"), "/a": html()},
        "robots-moved": {
            "/robots.txt": redirect("/elsewhere/robots.txt", 301),
            "/elsewhere/robots.txt": robots("User-agent: *\nDisallow: /closed"),
            "/": html("/closed/1", "/open/1"),
            "/open/1": html(),
        },
        "robots-wall": {"/robots.txt": html(text="Checking your browser"), "/": html("/a"), "/a": html()},
        "hops": {"/robots.txt": robots("User-agent: *\nDisallow: /closed/"), "/": html(*starts), **hops},
        "bodies": {"/": html(*BODIES), **BODIES},
        "statuses": {"/": html(*STATUSES), **STATUSES},
        "later": {
            "/": html("/busy", "/flaky", "/other"),
            "/busy": [Reply(status=429, headers={"Retry-After": "1"}), html(text="now")],
            "/flaky": [Reply(status=500), html(text="now")],
            "/other": html(),
        },
        "much-later": {
            "/": html(*(f"/p/{number}" for number in range(12))),
            **{f"/p/{number}": Reply(status=429, headers={"Retry-After": "3600"}) for number in range(12)},
        },
        "hanging": {"/": html("/hang", "/fine"), "/hang": Reply(b"late", before=6.0), "/fine": html()},
        "feed": {
            "/feed.xml": rss(
                "/f/1?utm_source=rss", "/f/2", "http://169.254.169.254/x", "file:///etc/passwd", secret.url
            ),
            "/f/1": html(),
            "/f/2": html(),
        },
        "feed-anywhere": {
            "/feed.xml": rss(
                secret.url + "/x", secret.url.replace("127.0.0.1", "localhost") + "/y", "http://10.0.0.1/z"
            ),
        },
        "feed-wall": {"/feed.xml": html(text="Checking your browser before you go on")},
        "feed-503": {"/feed.xml": Reply(b"busy", status=503)},
        "sitemap": {
            "/sitemap.xml": sitemap(
                "{site}/a.xml", "{site}/b.xml.gz", "http://10.0.0.9/c.xml", tag="sitemap", root="sitemapindex"
            ),
            "/a.xml": sitemap("{site}/s/1", "{site}/s/2", "file:///etc/passwd"),
            "/b.xml.gz": Reply(gzip.compress(sitemap("{site}/s/3").body), headers={"Content-Type": "application/gzip"}),
            **{f"/s/{number}": html() for number in (1, 2, 3)},
        },
        "sitemap-wall": {"/sitemap.xml": html(text="Just a moment")},
        "listing-wall": {"/": html(text="Just a moment")},
        "to-strangers": {},
        "one-page": {"/the/page": html(text="the page"), "/other": html()},
    }
    sites = {}
    for number, (name, routes) in enumerate(pages.items()):
        site = open_site.enter_context(Site(f"127.0.0.{16 + number}", {}))
        site.routes.update({path: _place(answer, site.url) for path, answer in routes.items()})
        sites[name] = site
    sites["self-signed"] = open_site.enter_context(Site("127.0.0.46", {"/p": html()}, tls=tls))
    sites["tls-not-verified"] = open_site.enter_context(Site("127.0.0.47", {"/p": html()}, tls=tls))
    return sites


def _place(answer: object, url: str) -> object:
    """The site's own URL, in a sitemap that must name it."""
    if isinstance(answer, Reply) and b"{site}" in answer.body:
        answer.body = answer.body.replace(b"{site}", url.encode())
    elif isinstance(answer, Reply) and answer.headers.get("Content-Type") == "application/gzip":
        answer.body = gzip.compress(gzip.decompress(answer.body).replace(b"{site}", url.encode()))
    return answer


def declare(name: str, site: Site) -> dict[str, object]:
    """The source of a site."""
    kinds = {"feed": ("feed", "/feed.xml"), "site": ("sitemap", "/sitemap.xml")}
    special: dict[str, dict[str, object]] = {
        "feed-anywhere": {"include": ["/[xyz]$"]},
        "one-page": {"spider": "page", "url": site.url + "/the/page?utm_source=x#top"},
        "self-signed": {"spider": "page", "url": site.url + "/p"},
        "tls-not-verified": {"spider": "page", "url": site.url + "/p", "verify_tls": False},
    }
    spider, path = next((kind for start, kind in kinds.items() if name.startswith(start)), ("listing", "/"))
    declared = {"name": name, "url": site.url + path, "spider": spider, **special.get(name, {})}
    return {**declared, "follow": "a.case"} if declared["spider"] == "listing" else declared


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("crawl")
    with contextlib.ExitStack() as open_site, socket.socket() as unused:
        unused.bind(("127.0.0.45", 0))  # bound, but nobody listens
        dead = f"http://127.0.0.45:{unused.getsockname()[1]}/p"
        secret = open_site.enter_context(Site("127.0.0.1", {"/x": html(), "/y": html()}))
        rules = robots("User-agent: *\nDisallow: /closed/", before=0.4)
        stranger = open_site.enter_context(
            Site("127.0.0.44", {"/robots.txt": rules, **dict.fromkeys(FORBIDDEN, html())})
        )
        sites = build_sites(secret, make_certificate(folder, "127.0.0.46", "127.0.0.47"), open_site)
        sites["to-strangers"].routes["/"] = html(*(stranger.url + path for path in [*FORBIDDEN, "/open/1"]))
        port = secret.port
        sources = [declare(name, site) for name, site in sites.items()]
        sources += [
            {"name": "dead", "url": dead},
            {"name": "no-name", "url": "http://no-such-host.invalid/p"},
            {"name": "refused", "url": f"http://127.0.0.1:{port}/own"},
            {"name": "refused-name", "url": f"http://localhost:{port}/x"},
            {"name": "refused-number", "url": f"http://2130706433:{port}/x"},
            {"name": "refused-mapped", "url": f"http://[::ffff:127.0.0.1]:{port}/x"},
        ]
        network = {
            "concurrency_per_host": 8, "timeout": "1.5s", "max_size": "1MB", "allow_addresses": ALLOWED,
            "user_agent": "defenderwatch/0.1 (+https://example.org/contact)",
        }  # fmt: skip
        crawled = crawl(folder, sources, network=network)
        assert crawled.status == 0, crawled.errors
        yield World(crawled, sites, secret, stranger, dead, folder / "data")


def test_every_page_that_was_asked_for_ends_in_exactly_one_capture(world: World) -> None:
    pages = [(each.source, each.page) for each in world.crawled.captures if each.role is Role.PAGE]
    assert len(pages) == len(set(pages))
    found = sum(each["pages"] for each in world.crawled.events if each["event"] == "found")
    assert len(pages) == found


def test_no_trap_makes_noise_or_names_a_page(world: World) -> None:
    assert world.crawled.errors == ""


def test_of_many_concurrent_first_requests_to_a_host_no_disallowed_one_is_sent(world: World) -> None:
    assert world.stranger.paths() == ["/open/1"]
    assert [each.path for each in world.stranger.asked].count("/robots.txt") == 1
    refused = [each for each in world.crawled.of("to-strangers") if each.failure is Failure.ROBOTS]
    assert len(refused) == len(FORBIDDEN) == 20


def test_what_robots_txt_forbids_is_not_asked(world: World) -> None:
    assert sorted(world["closed"].paths()) == ["/", "/open/1"]
    assert sum(each.failure is Failure.ROBOTS for each in world.crawled.of("closed")) == len(FORBIDDEN)


def test_robots_txt_is_read_once_for_a_host_and_kept(world: World) -> None:
    assert [each.path for each in world["closed"].asked].count("/robots.txt") == 1
    (kept,) = world.crawled.of("closed", Role.ROBOTS)
    assert kept.status == 200


def test_robots_txt_knows_us_by_our_product_and_not_by_our_contact(world: World) -> None:
    assert world["our-name"].paths() == ["/", "/a/1"]


def test_a_robots_txt_that_cannot_be_read_now_means_not_now(world: World) -> None:
    assert world["robots-503"].paths() == []
    assert any("503" in each for each in world.crawled.problems("robots-503"))


@pytest.mark.parametrize("source", ["robots-403", "robots-wall"])
def test_a_robots_txt_that_is_refused_or_no_rules_forbids_nothing(world: World, source: str) -> None:
    assert world.page(source, "/a").status == 200


def test_robots_txt_is_followed_where_it_moved(world: World) -> None:
    assert world["robots-moved"].paths() == ["/elsewhere/robots.txt", "/", "/open/1"]


def test_redirects_are_kept_hop_by_hop_and_end_at_the_page_that_began(world: World) -> None:
    site = world["hops"]
    end = world.page("hops", "/short/0")
    assert (end.url, end.status, end.outcome) == (site.url + "/short/2", 200, Outcome.FETCHED)
    hops = [each for each in world.crawled.of("hops", Role.REDIRECT) if each.page == end.page]
    assert [(each.url, each.redirect_to) for each in hops] == [
        (site.url + "/short/0", site.url + "/short/1?b"),
        (site.url + "/short/1?b", site.url + "/short/2"),
    ]


def test_ten_redirects_are_followed_and_not_more(world: World) -> None:
    end = world.page("hops", "/chain/0")
    assert end.failure is Failure.REDIRECTS
    assert len([each for each in world.crawled.of("hops", Role.REDIRECT) if each.page == end.page]) == 11
    assert world.page("hops", "/chain/20").status == 404


@pytest.mark.parametrize("path", ["/circle/a", "/self"])
def test_a_circle_of_redirects_is_left_at_once(world: World, path: str) -> None:
    assert world.page("hops", path).failure is Failure.REDIRECTS
    assert world["hops"].paths().count(path) == 1


@pytest.mark.parametrize("number", range(5))
def test_no_redirect_leads_to_a_refused_address(world: World, number: int) -> None:
    assert world.page("hops", f"/out/{number}").failure is Failure.ADDRESS
    assert world.secret.asked == []


def test_a_redirect_into_what_robots_txt_forbids_ends_there(world: World) -> None:
    assert world.page("hops", "/to-closed").failure is Failure.ROBOTS
    assert "/closed/1" not in world["hops"].paths()


def test_a_redirect_without_a_place_is_a_fact_and_one_to_no_url_a_failure(world: World) -> None:
    assert world.page("hops", "/nowhere").status == 302
    assert world.page("hops", "/bad-location").failure in (Failure.HTTP, Failure.ADDRESS)
    assert world.page("hops", "/relative").url.endswith("/short/2")


@pytest.mark.parametrize("path", ["/bomb", "/nested", "/huge", "/endless"])
def test_what_is_too_large_is_told_and_not_held(world: World, path: str) -> None:
    assert world.page("bodies", path).failure is Failure.TOO_LARGE


@pytest.mark.parametrize("path", ["/cut", "/cut-chunk", "/nonsense", "/unasked-304"])
def test_a_broken_response_is_a_failure_and_no_page(world: World, path: str) -> None:
    assert world.page("bodies", path).failure is Failure.HTTP


def test_a_dropped_connection_is_tried_twice_and_told(world: World) -> None:
    assert world.page("bodies", "/dropped").failure is Failure.CONNECTION
    tries = [each for each in world.crawled.of("bodies", Role.ATTEMPT) if each.url.endswith("/dropped")]
    assert len(tries) == 1


@pytest.mark.parametrize("path", ["/broken-gzip", "/brotli"])
def test_a_coding_that_cannot_be_undone_is_a_failure(world: World, path: str) -> None:
    assert world.page("bodies", path).failure is Failure.ENCODING


@pytest.mark.parametrize("path", ["/empty", "/no-length", "/invalid", "/cp1251", "/gzip", "/deflate"])
def test_odd_bodies_are_kept_as_they_were_sent(world: World, path: str) -> None:
    capture = world.page("bodies", path)
    assert capture.outcome is Outcome.FETCHED
    with Store.open(world.data) as store:
        reply = BODIES[path]
        sent = reply.body if reply.raw is None else reply.raw.partition(b"\r\n\r\n")[2]
        assert store.payload(capture) == sent
        assert (capture.length, "length not declared" in capture.flags) == (len(sent), path == "/no-length")


@pytest.mark.parametrize("code", [403, 404, 410, 451, 401, 500, 503])
def test_every_status_is_a_fact_that_arrives(world: World, code: int) -> None:
    capture = world.page("statuses", f"/status/{code}")
    assert (capture.status, capture.outcome, capture.failure) == (code, Outcome.FETCHED, None)


def test_only_what_may_pass_is_tried_again_and_only_once(world: World) -> None:
    asked = world["statuses"].paths()
    assert {path: asked.count(path) for path in STATUSES} == {
        path: 2 if reply.status >= 500 else 1 for path, reply in STATUSES.items()
    }


def test_a_short_retry_after_is_waited_for_by_all_who_ask_that_host(world: World) -> None:
    site = world["later"]
    assert world.page("later", "/busy").status == 200
    first, second = (each.at for each in site.asked if each.path == "/busy")
    assert second - first >= 1.0


def test_a_second_try_that_succeeds_is_the_one_look_at_the_page(world: World) -> None:
    assert world.page("later", "/flaky").status == 200
    assert [each.status for each in world.crawled.of("later", Role.ATTEMPT)].count(500) == 1


def test_a_long_retry_after_is_left_to_the_next_check(world: World) -> None:
    asked = world["much-later"].paths()
    assert len(asked) <= 1 + 8  # as many as were under way at once
    assert len(asked) == len(set(asked))
    failures = [each.failure for each in world.crawled.of("much-later")]
    assert failures.count(Failure.WAIT) == 12 - (len(asked) - 1)


def test_a_page_that_hangs_is_tried_twice_and_told(world: World) -> None:
    assert world.page("hanging", "/hang").failure is Failure.TIMEOUT
    assert world["hanging"].paths().count("/hang") == 2
    assert world.page("hanging", "/fine").status == 200


@pytest.mark.parametrize(
    ("source", "failure"),
    [
        ("dead", Failure.CONNECTION),
        ("no-name", Failure.DNS),
        ("self-signed", Failure.TLS),
        ("refused", Failure.ADDRESS),
        ("refused-name", Failure.ADDRESS),
        ("refused-number", Failure.ADDRESS),
        ("refused-mapped", Failure.ADDRESS),
    ],
)
def test_a_host_that_cannot_be_reached_is_told_as_what_it_is(world: World, source: str, failure: Failure) -> None:
    (capture,) = world.crawled.of(source)
    assert (capture.failure, capture.outcome) == (failure, Outcome.FAILED)


def test_the_machine_that_must_not_be_asked_was_not_asked(world: World) -> None:
    assert world.secret.asked == []
    assert world.secret.open_connections == 0


def test_a_certificate_may_be_left_unverified_for_one_source_and_that_is_written_down(world: World) -> None:
    (capture,) = world.crawled.of("tls-not-verified")
    assert capture.status == 200
    assert "tls not verified" in capture.flags
    assert world["self-signed"].asked == []


def test_a_feed_leads_to_its_pages_and_to_no_file_or_other_site(world: World) -> None:
    assert sorted(world["feed"].paths()) == ["/f/1", "/f/2", "/feed.xml"]
    assert {each.page for each in world.crawled.of("feed")} == {world["feed"].url + path for path in ("/f/1", "/f/2")}


def test_a_feed_that_may_lead_anywhere_still_meets_the_guard(world: World) -> None:
    captures = world.crawled.of("feed-anywhere")
    assert len(captures) == 3
    assert {each.failure for each in captures} == {Failure.ADDRESS}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("feed-wall", "a web page"),
        ("feed-503", "status 503"),
        ("sitemap-wall", "a web page"),
        ("listing-wall", "names no page"),
        ("robots-503", "robots"),
    ],
)
def test_an_index_that_leads_nowhere_is_told(world: World, source: str, words: str) -> None:
    assert any(words in each for each in world.crawled.problems(source))


def test_a_sitemap_index_leads_through_its_sitemaps_to_pages(world: World) -> None:
    assert {each.page for each in world.crawled.of("sitemap")} == {f"{world['sitemap'].url}/s/{n}" for n in (1, 2, 3)}
    assert len(world.crawled.of("sitemap", Role.INDEX)) == 3


def test_a_page_source_is_its_url_without_what_only_says_how_one_came(world: World) -> None:
    (capture,) = world.crawled.of("one-page")
    assert capture.page == world["one-page"].url + "/the/page"
    assert world["one-page"].paths() == ["/the/page"]


def test_we_ask_as_who_we_are_and_only_for_codings_that_archives_know(world: World) -> None:
    asked: Asked = world["one-page"].asked[-1]
    assert asked.headers["user-agent"] == "defenderwatch/0.1 (+https://example.org/contact)"
    assert asked.headers["accept-encoding"] == "gzip, deflate"
    assert not {"cookie", "referer", "authorization"} & set(asked.headers)


def test_nothing_of_a_refused_address_stands_in_the_archive_as_if_it_had_been_asked(world: World) -> None:
    for file in world.data.rglob("*.warc.gz*"):
        content = gzip.decompress(file.read_bytes())
        assert b"WARC-Target-URI: http://169.254" not in content
        assert b"WARC-Target-URI: file:" not in content
        assert f"WARC-Target-URI: {world.secret.url}".encode() not in content
