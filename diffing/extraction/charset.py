"""Bytes to text, as a browser would, but never guessing "mac-cyrillic": a page in windows-1251 without a word about it
must come out as Cyrillic, or no name on it ever matches.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from diffing.extraction.measures import word_set


class Decoded(NamedTuple):
    """A text, the charset it was read in, and whether that is known (False: guessed, or some bytes did not fit)."""

    text: str
    charset: str
    sure: bool


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SNIFFED = 4096  # bytes at the start in which a page may declare its charset; browsers look at 1024
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_IN_META = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_IN_XML = re.compile(rb"\A\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_GUESSES = ("cp1251", "koi8_r", "koi8_u", "cp1252", "iso8859_5")
_LATIN = frozenset({"iso8859-1", "iso8859-15", "cp1252", "ascii"})
_READABLE = word_set(
    "utf-8 utf-16 utf-16-le utf-16-be cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 "
    "koi8-r koi8-u kz1048 ptcp154 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 "
    "iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 mac-cyrillic mac-roman gbk gb2312 gb18030 big5 euc_jp "
    "shift_jis iso2022_jp euc_kr cp949 tis-620"
)
"""Charsets we believe a page about, by Python's names: those of the WHATWG standard, and two of Kazakhstan.
Not UTF-7 and Python's own codecs (unicode_escape, …), which can hide markup."""
_HIGH_RUN = re.compile(rb"[\x80-\xff]{3,}")
_ACCENTED = re.compile(r"[À-ÿ]")
_ACCENTED_RUN = re.compile(r"[À-ÿ]{4,}")
_COUNTED = 200_000  # code points in which accents are counted


def decode_bytes(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of `body`, never an error.

    Byte order mark, strict UTF-8, the declared charset where it decodes strictly, a guess among five, and at last
    windows-1251 or windows-1252 with replacement signs. `sure` is True for the first three only.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return _decode_marked(body[len(mark) :], charset)
    return _decode_wide(body) or _decode_utf8(body) or _decode_declared(body, content_type) or _guess(body)


def declared_charset(body: bytes, content_type: str | None) -> str | None:
    """Python's name of the charset that the header or else the page's head declares; None: none that we believe."""
    labels = []
    if content_type and (found := _IN_HEADER.search(content_type)):
        labels.append(found[1])
    head = body[:_SNIFFED]
    for pattern in (_IN_META, _IN_XML):
        if inside := pattern.search(head):
            labels.append(inside[1].decode("ascii", "replace"))
    return next((name for label in labels if (name := _codec_name(label))), None)


def _codec_name(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    if name in ("iso8859-1", "ascii"):
        return "cp1252"  # as browsers do, by the WHATWG standard
    return name if name in _READABLE else None


def _decode_marked(body: bytes, charset: str) -> Decoded:
    try:
        return Decoded(body.decode(charset), charset, True)
    except UnicodeDecodeError:
        return Decoded(body.decode(charset, "replace"), charset, False)


def _decode_wide(body: bytes) -> Decoded | None:
    """UTF-16 without a byte order mark: its markup has a zero in every second byte, and would pass as UTF-8."""
    head = body[:64]
    if len(head) < 8 or head.count(0) * 3 < len(head):
        return None
    charset = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    text = body.decode(charset, "replace")
    return Decoded(text, charset, False) if "<" in text[:200] else None


def _decode_utf8(body: bytes) -> Decoded | None:
    try:
        return Decoded(body.decode("utf-8"), "utf-8", True)
    except UnicodeDecodeError as error:
        if error.start >= len(body) - 3:  # cut off inside the last sign
            return Decoded(body[: error.start].decode("utf-8"), "utf-8", False)
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(body) - len(text)  # each sign beyond ASCII takes more bytes than one
    return Decoded(text, "utf-8", False) if broken * 50 < whole else None


def _decode_declared(body: bytes, content_type: str | None) -> Decoded | None:
    charset = declared_charset(body, content_type)
    if charset is None or charset == "utf-8":
        return None
    try:
        text = body.decode(charset)
    except UnicodeError:
        return None
    return None if charset in _LATIN and _looks_misread(text) else Decoded(text, charset, True)


def _looks_misread(text: str) -> bool:
    """Cyrillic read as Latin is nearly all accents: "Êàçàõñòàí". No Western language puts four in a row."""
    head = text[:_COUNTED]
    in_runs = sum(len(run) for run in _ACCENTED_RUN.findall(head))
    return in_runs > 12 and in_runs * 2 > len(_ACCENTED.findall(head))


def _guess(body: bytes) -> Decoded:
    """Among five charsets, by the runs of high bytes: single ones are accents, long ones are Cyrillic words."""
    sample = b" ".join(_HIGH_RUN.findall(body))[:20_000]
    best = from_bytes(sample, cp_isolation=list(_GUESSES)).best() if len(sample) >= 12 else None
    found = best.encoding if best is not None and best.encoding in _GUESSES else None
    charset = found or ("cp1251" if sample else "cp1252")
    return Decoded(body.decode(charset, "replace"), codecs.lookup(charset).name, False)
