"""Which addresses are refused: one table of tricks, and the URLs that two parsers could read in two ways."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.guard import RefusedAddressError, check_url, parse_networks, why_refused

_REFUSED = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.1.2.3 169.254.0.1 169.254.169.254
172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.9 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255
198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:100.64.0.1
64:ff9b::a00:1 64:ff9b::7f00:1 64:ff9b:1::808:808 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1
2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: 2002:a9fe:a9fe:: 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1
fe80::5efe:10.0.0.1 2a00:1450::5efe:7f00:1 fec0::1 ff02::1 ff0e::1
"""

_ALLOWED = """
1.1.1.1 8.8.8.8 93.184.216.34 172.15.0.1 172.32.0.1 100.63.255.255 100.128.0.1 198.17.0.1 192.0.1.1 223.255.255.254
2606:4700::1111 2a00:1450:4001:80b::200e ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1
"""

REFUSED_URLS = [
    *("file:///etc/passwd", "FILE:///etc/passwd", "file:/etc/passwd", "ftp://example.org/", "data:text/html,x"),
    *("javascript:alert(1)", "//example.org/", "example.org", "", "http:///path", "http://", "http:example.org"),
    *("http://127.0.0.1/", "http://127.0.0.1./", "http://127.1/", "http://127.0.1/", "http://2130706433/"),
    *("http://0x7f000001/", "http://0x7f.0.0.1/", "http://0x7f.1/", "http://017700000001/", "http://0177.0.0.1/"),
    *("http://0/", "http://0.0.0.0/", "http://00000177.0.0.1/", "http://127.0.0.0x1/", "http://127.0.0.1.0x/"),
    *("http://8.8.8.8.8/", "http://256.1.1.1/", "http://08.8.8.8/", "http://134744072/", "http://1.2.3/"),
    *("http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:ffff:a00:1]/"),
    *(
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[::1/",
    ),
    *("http://169.254.169.254/latest/meta-data/", "https://10.0.0.1:8443/", "http://192.168.0.1:80/"),
    *("http://user@example.org/", "http://user:word@example.org/", "http://example.org@127.0.0.1/", "http://@h.org/"),
    *("http://example.org\\@127.0.0.1/", "http://127.0.0.1\\@example.org/", "http:\\\\example.org/", "http:/\\h.org/"),
    *("http://exa mple.org/", "http://example.org/\n", "http://example.org/\x00", "http://\texample.org/"),
    *(
        "http://１２７.0.0.1/",
        "http://ⓔxample.org/",
        "http://127。0。0。1/",
        "http://%31%32%37.0.0.1/",
        "http://ex%61mple.org/",
    ),
    *(
        "http://example..org/",
        "http://.example.org/",
        "http://-example.org/",
        "http://ex!ample.org/",
        "http://a,b.org/",
    ),
    *("http://example.org:0/", "http://example.org:65536/", "http://example.org:port/", "http://example.org:-1/"),
    *("http://example.org:80:81/", "http://[example.org]/", "http://[v1.x]/", "http://" + "a" * 64 + ".org/"),
]

ALLOWED_URLS = [
    *("http://example.org/", "https://EXAMPLE.org/Path?q=1#top", "http://example.org:8080/a", "http://8.8.8.8/"),
    *(
        "http://[2606:4700::1111]/",
        "http://xn--e1afmkfd.xn--p1ai/",
        "http://under_score.example.org/",
        "http://localhost/",
    ),
    "http://example.org./",
]


@pytest.mark.parametrize("address", _REFUSED.split())
def test_an_address_that_is_not_globally_routable_is_refused(address: str) -> None:
    assert why_refused(ip_address(address)) is not None


@pytest.mark.parametrize("address", _ALLOWED.split())
def test_a_public_address_is_reached(address: str) -> None:
    assert why_refused(ip_address(address)) is None


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_a_url_that_could_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        check_url(url)


@pytest.mark.parametrize("url", ALLOWED_URLS)
def test_a_plain_url_is_asked(url: str) -> None:
    assert check_url(url) == url.lower().split("//")[1].split("/")[0].replace("[", "").replace("]", "").removesuffix(
        ":8080"
    )


def test_allowed_ranges_are_exempt_and_nothing_beside_them() -> None:
    allowed = parse_networks(["127.0.0.16/28", "fd00::/8"])
    assert why_refused(ip_address("127.0.0.17"), allowed) is None
    assert why_refused(ip_address("::ffff:127.0.0.17"), allowed) is None
    assert why_refused(ip_address("fd00::1"), allowed) is None
    assert why_refused(ip_address("127.0.0.1"), allowed) is not None
    assert why_refused(ip_address("::1"), allowed) is not None
    assert check_url("http://127.0.0.17:8000/x", allowed) == "127.0.0.17"


def test_an_odd_spelling_of_an_allowed_address_is_refused_all_the_same() -> None:
    with pytest.raises(RefusedAddressError, match="unusual spelling"):
        check_url("http://2130706433/", parse_networks(["127.0.0.0/8"]))


@pytest.mark.parametrize(
    "host", ["localhost", "printer", "db.internal", "box.lan", "a.localhost", "nas.local", "nas.local."]
)
def test_a_proxy_is_not_asked_for_local_names(host: str) -> None:
    with pytest.raises(RefusedAddressError, match="local name"):
        check_url(f"http://{host}/", by_proxy=True)


def test_a_proxy_is_asked_for_other_names() -> None:
    assert check_url("http://hyperlocal.org/", by_proxy=True) == "hyperlocal.org"


@given(st.integers(0, 2**32 - 1), st.sampled_from(["::ffff:0:0", "64:ff9b::", "::"]))
def test_a_carrier_is_never_more_welcome_than_what_it_carries(number: int, prefix: str) -> None:
    carrier = ip_address(int(ip_address(prefix)) + number)
    if why_refused(IPv4Address(number)) is not None:
        assert why_refused(carrier) is not None


@given(st.text(max_size=60))
def test_any_text_is_judged_without_another_error(text: str) -> None:
    for url in (text, f"http://{text}/", f"http://example.org{text}"):
        try:
            host = check_url(url)
        except RefusedAddressError:
            continue
        assert host.isascii()
