"""Which addresses may be reached. One function says so, for every hop of every request.

What is not globally routable is refused, unless the operator's `allow_addresses` names it: a feed must not be able
to make us ask the machines of our own network. Sources: the IANA special-purpose address registries (RFC 6890),
and the advisories of changedetection.io (SSRF: five in two years).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from twisted.web.client import URI

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NEVER: tuple[Network, ...] = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments, the exceptions included
    IPv4Network("192.88.99.0/24"),  # relays of 6to4
    IPv6Network("2001::/23"),  # Teredo, ORCHID and other protocol assignments
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),  # documentation since RFC 9637, which Python 3.11 does not know
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_V4_COMPATIBLE = IPv6Network("::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)

_NAME = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
)
_LIKE_A_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)$")
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".localdomain")


class RefusedAddressError(Exception):
    """An address that must not be reached, or a URL that parsers could read in two ways."""


def parse_networks(written: Sequence[str]) -> tuple[Network, ...]:
    """The CIDR ranges of `allow_addresses`. Raises ValueError for what is none."""
    return tuple(ip_network(each, strict=False) for each in written)


def why_refused(address: Address, allowed: Sequence[Network] = ()) -> str | None:
    """Why this address must not be reached, in words; None where it may.

    An address that carries another one (IPv4-mapped, 6to4, Teredo, NAT64, ISATAP) is judged by the carried one too.
    """
    carried = list(_carried(address))
    if any(each in network for each in [address, *carried] for network in allowed):
        return None
    for each in carried:
        if (reason := why_refused(each)) is not None:
            return f"carries {each}, {reason}"
    if carried and not _carrier_is_routed(address):
        return "not globally routable"
    return None if carried or _is_public(address) else "not globally routable"


def check_url(url: str, allowed: Sequence[Network] = (), *, by_proxy: bool = False) -> str:
    """The host of a URL that may be asked, in lower case. The name is judged again, by address, where the socket opens.

    Raises RefusedAddressError for other schemes than http and https, user info, backslashes, odd spellings of an
    address, and hosts on which urllib and Twisted disagree. A proxy resolves names itself: then local ones are refused.
    """
    if re.search(r"[^\x21-\x7e]|\\", url):
        raise RefusedAddressError("a character that does not belong in a URL")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or ""), parts.port
        second = _read_as_twisted(url).decode("ascii").strip("[]").lower()
    except ValueError as error:
        raise RefusedAddressError("a URL that cannot be read") from error
    if parts.scheme not in ("http", "https"):
        raise RefusedAddressError(f"the scheme is {parts.scheme or 'missing'}: only http and https are asked")
    if "@" in parts.netloc:
        raise RefusedAddressError("user info in the URL")
    if not host or host != second or port == 0 or ("[" in parts.netloc) != (":" in host):
        raise RefusedAddressError("two parsers do not agree on the host")
    _check_host(host, allowed, by_proxy)
    return host


def _read_as_twisted(url: str) -> bytes:
    """The host as the parser that opens the socket reads it."""
    host: bytes = URI.fromBytes(url.encode("ascii")).host  # type: ignore[no-untyped-call]
    return host


def _check_host(host: str, allowed: Sequence[Network], by_proxy: bool) -> None:
    address = _read_literal(host)
    if address is not None:
        if reason := why_refused(address, allowed):
            raise RefusedAddressError(f"{address} is {reason}")
    elif not _NAME.fullmatch(host.removesuffix(".")):
        raise RefusedAddressError("no name of a host")
    elif by_proxy and ("." not in host.strip(".") or host.rstrip(".").endswith(_LOCAL_NAMES)):
        raise RefusedAddressError("a local name, which the proxy would resolve")


def _read_literal(host: str) -> Address | None:
    """The address that a host spells; None where it is a name. Raises RefusedAddressError for odd spellings.

    Whatever ends in a number is an IPv4 address to a browser (WHATWG), and to inet_aton: decimal, octal, hexadecimal
    and short forms all reach 127.0.0.1. Only the four plain numbers are accepted.
    """
    if ":" in host or _LIKE_A_NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        try:
            return ip_address(host)
        except ValueError as error:
            raise RefusedAddressError("an unusual spelling of an address") from error
    return None


def _carried(address: Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 address carries for some translator or tunnel."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    elif address.sixtofour is not None:
        yield address.sixtofour
    elif address.teredo is not None:
        yield from address.teredo
    elif address in _NAT64 or _is_compatible(address) or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        yield IPv4Address(int(address) & 0xFFFFFFFF)


def _is_compatible(address: IPv6Address) -> bool:
    """The deprecated ::a.b.c.d (RFC 4291 2.5.5.1); neither :: nor ::1."""
    return address in _V4_COMPATIBLE and int(address) > 1


def _carrier_is_routed(address: Address) -> bool:
    """Mapped, 6to4 and NAT64 addresses reach what they carry; the other carriers have no business here."""
    return isinstance(address, IPv6Address) and (
        address.ipv4_mapped is not None or address.sixtofour is not None or address in _NAT64
    )


def _is_public(address: Address) -> bool:
    if any(address in network for network in _NEVER):
        return False
    if isinstance(address, IPv6Address) and (address not in _GLOBAL_UNICAST or address.scope_id is not None):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
