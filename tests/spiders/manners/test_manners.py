"""Crawls one after the other and side by side: delays, conditional requests, and how a crawl ends."""

from __future__ import annotations

import dataclasses
import gzip
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

import config.settings
from monitors.checking.fetching import _WithoutPaths, main
from spiders.wire.transport import why_no_proxy
from storage.records import Article, Failure, Outcome, PageState, Reading, Revision, Role
from storage.store import Store
from tests.spiders.crawling import Crawled, begin_run, crawl, crawl_command, write_folder
from tests.spiders.site import Answer, Asked, Reply, Site, html

DELAY = 0.3


def list_pages(count: int, prefix: str) -> dict[str, Reply]:
    """A listing and its pages."""
    paths = [f"{prefix}/{number}/a-long-enough-name" for number in range(count)]
    return {prefix: html(*paths), **{path: html() for path in paths}}


def test_a_page_of_its_own_is_not_also_looked_at_by_the_listing_that_names_it(tmp_path: Path) -> None:
    with Site("127.0.0.67", {"/": html("/law", "/news/1"), "/law": html(), "/news/1": html()}) as site:
        listing = {"name": "l", "url": site.url + "/", "spider": "listing", "follow": "a.case"}
        crawled = crawl(tmp_path, [listing, {"name": "law", "url": site.url + "/law", "spider": "page"}])
    assert sorted(site.paths()) == ["/", "/law", "/news/1"]
    assert [each.page for each in crawled.of("law")] == [site.url + "/law"]


def test_two_sources_on_one_host_take_turns_and_crawl_delay_is_obeyed(tmp_path: Path) -> None:
    slow = Reply(b"User-agent: *\nCrawl-delay: 0.6\n", headers={"Content-Type": "text/plain"})
    with (
        Site("127.0.0.60", {**list_pages(3, "/a"), **list_pages(3, "/b")}) as shared,
        Site("127.0.0.61", {"/robots.txt": slow, **list_pages(2, "/c")}) as patient,
    ):
        homes = {"a": shared, "b": shared, "c": patient}
        sources = [
            {"name": name, "url": f"{site.url}/{name}", "spider": "listing", "follow": "a.case"}
            for name, site in homes.items()
        ]
        crawled = crawl(tmp_path, sources, network={"delay": f"{DELAY}s"})
    assert crawled.status == 0, crawled.errors
    assert len(shared.asked) == 1 + 2 + 6
    assert shared.peak == 1
    assert len({each.connection for each in shared.asked}) == 1
    assert min(shared.gaps()) >= DELAY * 0.98
    assert min(patient.gaps()) >= 0.6 * 0.98


def settle(folder: Path, long_ago: str) -> None:
    """Read every page, as `process` does: each has a revision with its validators, made by the extractor "x 1"."""
    now = datetime.now(UTC)
    article = Article(title="t", text="x", published=None, language=None, author=None, extractor="x 1")
    with Store.open(folder / "data") as store:
        for page in list(store.pages()):
            (capture,) = (each for each in store.captures(page.url) if each.role is Role.PAGE)
            revision = Revision(
                id=capture.id, page=page.url, capture=capture.id, captured_at=capture.captured_at,
                sha256=capture.sha256 or "", article=article, text_sha256="0" * 64,
            )  # fmt: skip
            reading = Reading(state=PageState.OK, evidence=None, visible_sha256="1" * 64, article=article)
            store.put_reading(capture_id=capture.id, reading=reading, revision=revision, mentions=[], at=now)
            settled = dataclasses.replace(
                page, state=PageState.OK, state_at=now, revision=revision.id, etag=capture.etag, extractor="x 1",
                last_modified=capture.last_modified, sha256=capture.sha256,
                full_at=now - timedelta(hours=25) if page.url.endswith(long_ago) else now,
            )  # fmt: skip
            store.put_comparison(capture_id=capture.id, page=settled, change=None, at=now)


VALIDATORS = {"ETag": '"1"', "Last-Modified": "Mon, 23 Nov 2026 08:00:00 GMT"}


def answer(asked: Asked) -> Reply:
    """304 to whoever holds the current ETag."""
    unchanged = asked.headers.get("if-none-match") == VALIDATORS["ETag"]
    return Reply(b"" if unchanged else b"<p>words", status=304 if unchanged else 200, headers=dict(VALIDATORS))


@dataclasses.dataclass(frozen=True)
class Second:
    """The second crawl of two: the site as that crawl saw it, and what it kept; and one more, of a single page."""

    site: Site
    crawled: Crawled
    only: Crawled
    only_asked: list[str]

    def outcome(self, source: str, path: str) -> Outcome:
        return self.crawled.page(source, self.site.url + path).outcome

    def conditional(self) -> list[str]:
        """The paths that were asked for with a condition."""
        return sorted(
            each.path for each in self.site.asked if {"if-none-match", "if-modified-since"} & set(each.headers)
        )


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Second]:
    folder = tmp_path_factory.mktemp("second")
    moved = Reply(status=302, headers={"Location": "/asked", **VALIDATORS})
    routes: dict[str, Answer] = {
        "/same": html("/asked", "/always-sent", "/by-redirect", "/long-ago"),
        "/failing": [html("/one", "/two"), Reply(status=404)],
        "/always-sent": Reply(b"<p>the same bytes"),
        "/by-redirect": moved,
        **dict.fromkeys(("/asked", "/long-ago", "/one", "/two"), answer),
    }
    with Site("127.0.0.62", routes) as site:
        listing = {"spider": "listing", "follow": "a.case"}
        sources = [{"name": each, "url": f"{site.url}/{each}", **listing} for each in ("same", "failing")]
        crawl(folder, sources)
        sources[1]["limit"] = 1
        settle(folder, long_ago="/long-ago")
        site.asked.clear()
        crawled, asked = crawl(folder, sources), list(site.asked)
        only = crawl(folder, sources, f"--page={site.url}/asked")
        only_asked = [each.path for each in site.asked[len(asked) :]]
        site.asked[:] = asked
        yield Second(site, crawled, only, only_asked)


def test_a_page_is_asked_whether_it_changed_and_an_index_never(second: Second) -> None:
    assert second.crawled.status == 0, second.crawled.errors
    assert {"/same", "/failing"} <= set(second.site.paths())
    assert not {"/same", "/failing"} & set(second.conditional())
    assert second.outcome("same", "/asked") is Outcome.UNCHANGED


def test_a_check_of_a_single_page_asks_for_that_page_alone(second: Second) -> None:
    assert second.only.status == 0, second.only.errors
    assert [path for path in second.only_asked if path != "/robots.txt"] == ["/asked"]
    assert [each.page for each in second.only.of("same")] == [second.site.url + "/asked"]
    assert second.only.of("failing", None) == []


def test_the_condition_goes_no_further_than_the_page(second: Second) -> None:
    """The hop of a redirect is asked for whole: a 304 of another page would hide that this one is gone."""
    assert "/by-redirect" in second.conditional()
    assert second.site.paths().count("/asked") == 2
    assert second.conditional().count("/asked") == 1


def test_a_page_is_fetched_whole_once_a_day(second: Second) -> None:
    assert "/long-ago" not in second.conditional()
    assert second.outcome("same", "/long-ago") is Outcome.UNCHANGED  # by its bytes


def test_the_very_bytes_of_before_are_unchanged_without_validators(second: Second) -> None:
    assert second.outcome("same", "/always-sent") is Outcome.UNCHANGED


def test_watched_pages_are_looked_at_although_the_index_fails(second: Second) -> None:
    assert len(second.crawled.of("failing")) == 1
    assert second.crawled.problems("failing") == ["the index answered with status 404"]


def test_a_crawl_that_is_told_to_stop_ends_at_once_and_keeps_what_came(tmp_path: Path) -> None:
    pages = [f"/p/{number}" for number in range(50)]
    routes = {"/": html(*pages), "/p/0": html(), **{each: Reply(before=3.0) for each in pages[1:]}}
    with Site("127.0.0.64", routes) as site:
        source = {"name": "s", "url": site.url + "/", "spider": "listing", "follow": "a.case"}
        write_folder(tmp_path, [source], {"timeout": "30s"})
        run = begin_run(tmp_path)
        with subprocess.Popen(crawl_command(tmp_path, run), stdout=subprocess.PIPE, text=True) as crawling:
            assert crawling.stdout is not None
            for line in crawling.stdout:
                if json.loads(line).get("role") == "page":
                    break
            told = time.monotonic()
            os.kill(crawling.pid, signal.SIGTERM)
            rest = [json.loads(line) for line in crawling.stdout]
            status = crawling.wait()
    assert status == 143
    assert time.monotonic() - told < 8
    assert rest[-1]["event"] == "finished"
    assert rest[-1]["reason"] == "stopped"
    with Store.open(tmp_path / "data") as store:
        captures = [each for each in store.run_captures(run=run) if each.role is Role.PAGE]
    assert 1 <= len(captures) <= 3
    assert all(each.outcome is Outcome.FETCHED for each in captures)


def test_a_configuration_that_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(tmp_path, [], {"delay": "soon"})
    assert main(crawl_command(tmp_path, "0" * 32)[3:]) == 2
    assert "delay" in capsys.readouterr().err


def test_a_data_folder_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(tmp_path, [{"name": "s", "url": "http://127.0.0.65:1/"}], {})
    (tmp_path / "data").rmdir()
    (tmp_path / "data").write_text("a file where a folder should be")
    assert main(crawl_command(tmp_path, "0" * 32)[3:]) == 1
    assert "cannot go on" in capsys.readouterr().err


def test_a_proxy_resolves_names_and_is_the_only_host_that_is_asked(tmp_path: Path) -> None:
    def answer_for_all(asked: Asked) -> Reply:
        return Reply(status=404) if asked.path.endswith("robots.txt") else html(text=asked.path)

    urls = ["http://far-away.invalid/p", "http://localhost/p", "http://10.0.0.1/p"]
    with Site(
        "127.0.0.66", {f"{url[:-2]}/{path}": answer_for_all for url in urls for path in ("p", "robots.txt")}
    ) as proxy:
        sources = [{"name": f"s{number}", "url": url} for number, url in enumerate(urls)]
        network = {"proxy": f"http://user:word@127.0.0.66:{proxy.port}", "allow_addresses": []}
        crawled = crawl(tmp_path, sources, network=network)
    assert [each.path for each in proxy.asked] == ["http://far-away.invalid/robots.txt", "http://far-away.invalid/p"]
    assert {each.headers["proxy-authorization"] for each in proxy.asked} == {"Basic dXNlcjp3b3Jk"}
    assert [each.failure for each in crawled.captures if each.role is Role.PAGE] == [
        None,
        Failure.ADDRESS,
        Failure.ADDRESS,
    ]
    assert all(b"dXNlcjp3b3Jk" not in gzip.decompress(each.read_bytes()) for each in tmp_path.rglob("*.warc.gz"))


@pytest.mark.parametrize("proxy", ["ftp://127.0.0.1:1", "127.0.0.1:8118", "https://"])
def test_a_proxy_of_another_kind_is_told_before_anything_is_asked(proxy: str) -> None:
    assert "http://HOST:PORT" in (why_no_proxy(proxy) or "")


def test_no_line_of_the_log_says_which_page_it_is_about() -> None:
    record = logging.LogRecord(
        "x", logging.ERROR, "", 0, "at <GET http://h.org:8/case/aida-tulegenova?x=1>", None, None
    )
    assert _WithoutPaths("%(message)s").format(record) == "at <GET http://h.org:8/…>"


UNGUARDED = """
import asyncio
from scrapy.utils.reactor import install_reactor
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from config.declarations import NetworkSettings
from spiders.page import PageSpider
from spiders.wire.transport import Transport, UnguardedError
settings = Settings()
settings.setmodule("config.settings")
crawler = Crawler(PageSpider, settings)
try:
    Transport.for_crawler(crawler, NetworkSettings())
except UnguardedError as refused:
    print("refused:", refused)
"""


def test_without_the_guard_in_its_place_nothing_is_asked() -> None:
    """A runner ignores TWISTED_DNS_RESOLVER: then the handler must refuse to work, not fail open."""
    ended = subprocess.run([sys.executable, "-c", UNGUARDED], capture_output=True, text=True, check=False)
    assert ended.stdout.startswith("refused:"), ended.stderr


def test_scrapy_lists_exactly_the_four_ways_of_publishing() -> None:
    settings = Settings()
    settings.setmodule("config.settings")
    assert sorted(SpiderLoader.from_settings(settings).list()) == ["feed", "listing", "page", "sitemap"]
    assert "default = config.settings" in (Path(__file__).parents[3] / "scrapy.cfg").read_text()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
        ("TELNETCONSOLE_ENABLED", False),
        ("REMOTE_CONTROL_ENABLED", False),
        ("HTTPCACHE_ENABLED", False),
        ("COOKIES_ENABLED", False),
        ("ROBOTSTXT_OBEY", True),
        ("COMPRESSION_ENABLED", False),
        ("TWISTED_DNS_RESOLVER", "spiders.resolver.GuardedResolver"),
    ],
)
def test_no_unsafe_default_of_scrapy_stands(name: str, value: object) -> None:
    assert getattr(config.settings, name) == value


def test_no_handler_but_ours_is_open() -> None:
    handlers = config.settings.DOWNLOAD_HANDLERS
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}
    assert {"file", "ftp", "data", "s3"} <= set(handlers)
    assert config.settings.DOWNLOAD_TIMEOUT <= 30
    assert config.settings.DOWNLOAD_MAXSIZE <= 20_000_000
