"""A SOCKS proxy (Tor's kind): all requests go through it, and it alone looks names up."""

from __future__ import annotations

import asyncio

import pytest
from scrapy import Request

from spiders.guard import RefusedAddressError
from spiders.wire.transport import Transport
from storage.records import Capture, Failure, Fidelity, Outcome, Role
from tests.spiders.certificates import make_certificate
from tests.spiders.crawling import Crawled, crawl
from tests.spiders.site import Reply, Site, html
from tests.spiders.socks import SocksServer

ROUTES = {
    "/direct": html(text="told"),
    "/p": html(text="told"),
    "/cut": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nonly this"),
}
HIDDEN = "http://hidden-service.onion"
SECURE = "https://far-away.invalid"
NAMES = ("hidden-service.onion:80", "far-away.invalid:443", "self-signed.invalid:443")


@pytest.fixture(scope="module")
def through(tmp_path_factory: pytest.TempPathFactory) -> tuple[SocksServer, Site, Crawled]:
    folder = tmp_path_factory.mktemp("socks")
    tls = make_certificate(folder, "127.0.0.76")
    with Site("127.0.0.75", ROUTES) as site, Site("127.0.0.76", ROUTES, tls=tls) as secure:
        ends = ((site.host, site.port), (secure.host, secure.port), (secure.host, secure.port))
        places = dict(zip(NAMES, ends, strict=True))
        with SocksServer(places, user=("user", "word")) as proxy:
            sources = [
                {"name": "name", "url": f"{HIDDEN}/p"},
                {"name": "cut", "url": f"{HIDDEN}/cut"},
                {"name": "secure", "url": f"{SECURE}/p", "verify_tls": False},
                {"name": "self-signed", "url": "https://self-signed.invalid/p"},
                {"name": "unknown", "url": "http://not-in-the-table.invalid/p"},
                {"name": "local", "url": "http://localhost/p"},
                {"name": "private", "url": "http://10.0.0.1/p"},
            ]
            tor = f"socks5h://user:word@{proxy.address}"
            declared = [each | {"proxy": tor} for each in sources]
            direct = {"name": "direct", "url": f"{site.url}/direct"}  # beside them, a source without a proxy
            crawled = crawl(folder, [*declared, direct], network={"allow_addresses": [f"{site.host}/32"]})
            return proxy, site, crawled


def only(crawled: Crawled, source: str) -> Capture:
    """The page's one capture."""
    (capture,) = crawled.of(source, Role.PAGE)
    return capture


def test_pages_come_through_the_proxy(through: tuple[SocksServer, Site, Crawled]) -> None:
    proxy, site, crawled = through
    assert crawled.status == 0, crawled.errors
    assert only(crawled, "name").outcome is only(crawled, "secure").outcome is Outcome.FETCHED
    assert "/p" in site.paths()
    assert set(proxy.users) == {("user", "word")}


def test_every_name_is_looked_up_at_the_proxy(through: tuple[SocksServer, Site, Crawled]) -> None:
    proxy, _, _ = through
    assert set(proxy.asked) == {(3, each) for each in (*NAMES, "not-in-the-table.invalid:80")}


def test_a_source_without_a_proxy_is_asked_directly_in_the_same_check(
    through: tuple[SocksServer, Site, Crawled],
) -> None:
    proxy, site, crawled = through
    assert only(crawled, "direct").outcome is Outcome.FETCHED
    assert site.paths().count("/direct") == 1
    assert not any(str(site.port) in str(each) for each in proxy.asked)


def test_a_proxy_in_our_own_network_is_no_page_that_may_be_asked_directly() -> None:
    class Named:
        def is_proxy(self, host: str) -> bool:
            return host == "tor.lan"

    direct = Transport(None, Named(), 1.0, None)  # type: ignore[arg-type]
    with pytest.raises(RefusedAddressError, match="a proxy of ours"):
        asyncio.run(direct.ask(Request("http://tor.lan:9050/")))


def test_what_lies_on_our_side_is_not_asked_of_the_proxy(through: tuple[SocksServer, Site, Crawled]) -> None:
    assert [only(through[2], each).failure for each in ("local", "private")] == [Failure.ADDRESS] * 2


def test_a_place_that_the_proxy_does_not_reach_is_a_failed_connection(
    through: tuple[SocksServer, Site, Crawled],
) -> None:
    assert only(through[2], "unknown").failure in (Failure.CONNECTION, Failure.ROBOTS)


def test_a_response_that_was_cut_off_and_a_bad_certificate_are_told_as_they_are(
    through: tuple[SocksServer, Site, Crawled],
) -> None:
    assert only(through[2], "cut").failure is Failure.HTTP
    assert {each.failure for each in through[2].of("self-signed", None)} == {Failure.TLS}


def test_a_capture_through_socks_says_that_its_heads_were_put_together_again(
    through: tuple[SocksServer, Site, Crawled],
) -> None:
    """Another library speaks HTTP here, and has no tap."""
    assert only(through[2], "name").fidelity is Fidelity.RECONSTRUCTED
