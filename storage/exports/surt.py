"""The key under which replay tools look a URL up: host turned round, what seldom matters left out.

The rules are those of the Internet Archive's `surt` library (IAURLCanonicalizer on top of
GoogleURLCanonicalizer), which pywb and the WACZ tools use; `benchmarks/archive.py` compares the two.
"""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_PATH_SESSIONS = (
    re.compile(rb"(?i)^(.*/)(?:\((?:[a-z]\([0-9a-z]{24}\))+\)/)([^?]+\.aspx.*)$"),
    re.compile(rb"(?i)^(.*/)(?:\([0-9a-z]{24}\)/)([^?]+\.aspx.*)$"),
)
_QUERY_SESSIONS = (
    re.compile(rb"(?i)^(.*)(?:jsessionid=[0-9a-z]{32})(?:&(.*))?$"),
    re.compile(rb"(?i)^(.*)(?:phpsessid=[0-9a-z]{32})(?:&(.*))?$"),
    re.compile(rb"(?i)^(.*)(?:sid=[0-9a-z]{32})(?:&(.*))?$"),
    re.compile(rb"(?i)^(.*)(?:aspsessionid[a-z]{8}=[a-z]{24})(?:&(.*))?$"),
    re.compile(rb"(?i)^(.*)(?:cfid=[^&]+&cftoken=[^&]+)(?:&(.*))?$"),
)


def sort_key(url: str) -> str:
    """The key of an http or https URL, as `example,news)/path?query`."""
    parts = urlsplit(url)
    host, _, port = parts.netloc.rpartition("@")[2].lower().partition(":")
    host = re.sub(r"^www\d*\.", "", host.strip("."))
    turned = ",".join(reversed(host.split(".")))
    where = turned if port in ("", _DEFAULT_PORTS.get(parts.scheme)) else f"{turned}:{port}"
    return f"{where}){_write_path(parts.path)}{_write_query(parts.query)}"


def _write_path(path: str) -> str:
    kept: list[bytes] = []
    pieces = _unescape(path.encode()).split(b"/")[1:]
    for piece in pieces:
        if piece == b"..":
            kept = kept[:-1] if kept else [piece]
        elif piece != b".":
            kept.append(piece)
    joined = b"".join(each + b"/" for each in kept[:-1] if each) + (kept[-1] if kept else b"")
    written = _strip_session(_escape(b"/" + joined).lower(), _PATH_SESSIONS)
    return (written[:-1] if len(written) > 1 and written.endswith(b"/") else written).decode()


def _write_query(query: str) -> str:
    stripped = _strip_session(_escape(_unescape(query.encode())), _QUERY_SESSIONS).lower()
    parts = sorted(tuple(each.split(b"=", 1)) for each in stripped.split(b"&")) if len(stripped) > 1 else [(stripped,)]
    joined = b"&".join(b"=".join(each) for each in parts)
    return f"?{joined.decode()}" if joined else ""


def _strip_session(text: bytes, patterns: tuple[re.Pattern[bytes], ...]) -> bytes:
    for pattern in patterns:
        if found := pattern.match(text):
            text = found[1] + (found[2] or b"")
    return text


def _unescape(text: bytes) -> bytes:
    while (once := unquote_to_bytes(text)) != text:
        text = once
    return text


def _escape(text: bytes) -> bytes:
    return quote_from_bytes(text, safe=_SAFE).encode()
