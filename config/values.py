"""The kinds of value a declaration may hold: each is checked here, and says in plain words what is allowed.

A check takes what was written and returns what is kept; it raises ValueError with the rest of a sentence that begins
with what was found ("is not a duration; allowed: …"). `config.wording` puts the two together.
"""

from __future__ import annotations

import ipaddress
import re
import warnings
import zoneinfo
from functools import lru_cache
from typing import Annotated
from urllib.parse import urlsplit

import regex
from pydantic import AfterValidator, Field, WithJsonSchema

from config.problems import suggest
from config.secrets import is_secret_place

LONGEST_EXPRESSION = 2000
"""Characters of a regular expression or a selector; longer ones exhaust the compilers' stacks."""

LONGEST_URL = 4000
"""Characters; RFC 9110 asks for at least 8000 octets to be supported, real pages stay far below."""

NAME_PATTERN = r"^[a-z0-9][a-z0-9-]*$"
COUNTRY_PATTERN = r"^[a-z]{2}$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}$"
ARTICLE_PATTERN = r"^[0-9]{1,5}([.-][0-9]{1,3})*(\([0-9a-zа-яёәіңғүұқөһ]{1,4}\))*$"
TIME_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


def check_expression(pattern: str) -> str:
    """A regular expression that Python's `re` compiles, of at most LONGEST_EXPRESSION characters."""
    if len(pattern) > LONGEST_EXPRESSION:
        raise ValueError(f"is too long; allowed: a regular expression of up to {LONGEST_EXPRESSION} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
            regex.compile(pattern)  # which searches with it, within a bound of time
    except (re.error, regex.error) as error:
        raise ValueError(f"is not a regular expression: {error}") from None
    except (OverflowError, RecursionError):
        raise ValueError("is not a regular expression: too deep, or too large a number in it") from None
    return pattern


@lru_cache(maxsize=1000)
def check_selector(selector: str) -> str:
    """A CSS selector that soupsieve compiles, of at most LONGEST_EXPRESSION characters."""
    import soupsieve

    if len(selector) > LONGEST_EXPRESSION:
        raise ValueError(f"is too long; allowed: a CSS selector of up to {LONGEST_EXPRESSION} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            soupsieve.compile(selector)
    except soupsieve.SelectorSyntaxError as error:
        raise ValueError(f"is not a CSS selector: {str(error).splitlines()[0]}") from None
    except (ValueError, OverflowError, RecursionError):
        raise ValueError("is not a CSS selector: too deep, or too large a number in it") from None
    return selector


def check_url(url: str) -> str:
    """An http or https address with a host and without a name or password; as written."""
    if not re.match(r"https?://", url, re.IGNORECASE):
        raise ValueError("is not an address; allowed: http:// or https://, then a host, as in https://example.org/path")
    _check_address(url)
    if "@" in urlsplit(url).netloc:
        raise ValueError("holds a user name or a password; allowed: an address without them")
    return url


def check_proxy(url: str) -> str:
    """An http, https or socks5h proxy with a host; socks5 is refused because it asks the local name server."""
    if url.lower().startswith("socks5://"):
        raise ValueError("would look up names on this side of the proxy; allowed: socks5h:// in place of socks5://")
    if not re.match(r"(https?|socks5h)://", url, re.IGNORECASE):
        raise ValueError("is not a proxy; allowed: http://HOST:PORT or socks5h://HOST:PORT")
    _check_address(url)
    return url


def _check_address(url: str) -> None:
    if len(url) > LONGEST_URL:
        raise ValueError(f"is too long; allowed: an address of up to {LONGEST_URL} characters")
    if re.search(r"[\s\\\x00-\x20\x7f]", url):
        raise ValueError("holds a space or a backslash; allowed: an address without them")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host.encode("ascii" if ":" in host else "idna")
    except ValueError:
        raise ValueError(
            "has a host or a port that cannot be read; allowed: an address as in https://example.org:8080/path"
        ) from None
    if not host.strip(".") or port == 0:
        raise ValueError("has no host; allowed: an address as in https://example.org/path")


def check_network(network: str) -> str:
    """A range of addresses in CIDR notation, IPv4 or IPv6."""
    try:
        return str(ipaddress.ip_network(network))
    except ValueError:
        pass
    try:
        meant = ipaddress.ip_network(network, strict=False)
    except ValueError:
        raise ValueError("is not a range of addresses; allowed: CIDR, as in 127.0.0.0/8 or fd00::/8") from None
    raise ValueError(f"sets bits behind its mask; did you mean {meant}?")


def check_timezone(name: str) -> str:
    """An IANA time zone that this machine, or the package tzdata, knows."""
    try:
        zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = suggest(name, zoneinfo.available_timezones())
        raise ValueError(f"is not a time zone; allowed: IANA names, as in Asia/Almaty or UTC{near}") from None
    return name


def check_header(text: str) -> str:
    """Text that may stand in a header of HTTP: one line of printable characters, not empty."""
    if not text or not text.isprintable():
        raise ValueError("cannot stand in a request; allowed: one line of printable characters, not empty")
    return text


def check_listen(address: str) -> str:
    """HOST:PORT, where the port is 0 (any free one) to 65535."""
    host, _, port = address.rpartition(":")
    if not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65535 or not re.fullmatch(r"[\w.-]+|\[[0-9a-f:]+\]", host):
        raise ValueError("is not a place to listen; allowed: HOST:PORT, as in 127.0.0.1:8765")
    return address


def check_hours(hours: str) -> str:
    """From when to when: two different times of the day, "22:00-06:00" into the next one."""
    start, _, end = hours.partition("-")
    if not re.match(TIME_PATTERN, start) or not (re.match(TIME_PATTERN, end) or end == "24:00") or start == end:
        raise ValueError('is no range of hours; allowed: two different times in quotes, as in "08:00-20:00"')
    return hours


def check_secret_url(url: str) -> str:
    """An http or https address that may hold a secret, or the place where it stands."""
    return url if is_secret_place(url) else check_url(url)


def check_service_url(url: str) -> str:
    """An Apprise address: a scheme, `://` and something behind it, or the place where it stands. It is a secret."""
    if not is_secret_place(url) and not re.fullmatch(r"[a-z][a-z0-9+.-]*://\S.*", url, re.IGNORECASE):
        raise ValueError("is not an Apprise address; allowed: mailto://…, slack://…, signal://…, tgram://…")
    return url


Name = Annotated[str, Field(pattern=NAME_PATTERN, max_length=80)]
"""A name that may stand in a URL and a file name: a-z, 0-9 and hyphens."""

Country = Annotated[str, Field(pattern=COUNTRY_PATTERN)]
"""A country by its two letters, ISO 3166-1, small: kz."""

Language = Annotated[str, Field(pattern=LANGUAGE_PATTERN)]
"""A language by its two or three letters, ISO 639, small: kk."""

Article = Annotated[str, Field(pattern=ARTICLE_PATTERN)]
"""The number of an article as text: `274`, `456-2`, `6(b)`."""

Text = Annotated[str, Field(min_length=1, max_length=1000)]
"""Words of a person: not empty, at most 1000 characters."""

Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
"""A whole number from 0 to a million."""

Expression = Annotated[str, AfterValidator(check_expression)]
Selector = Annotated[str, AfterValidator(check_selector)]
Url = Annotated[str, AfterValidator(check_url), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
Proxy = Annotated[
    str, AfterValidator(check_proxy), WithJsonSchema({"type": "string", "pattern": "^(https?|socks5h)://"})
]
Network = Annotated[str, AfterValidator(check_network)]
Timezone = Annotated[str, AfterValidator(check_timezone)]
Header = Annotated[str, AfterValidator(check_header)]
Listen = Annotated[str, AfterValidator(check_listen)]
Hours = Annotated[str, AfterValidator(check_hours)]
SecretUrl = Annotated[str, AfterValidator(check_secret_url)]
ServiceUrl = Annotated[str, AfterValidator(check_service_url)]
TimeOfDay = Annotated[str, Field(pattern=TIME_PATTERN)]
