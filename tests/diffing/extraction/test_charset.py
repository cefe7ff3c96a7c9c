"""Bytes become text as the letters demand, whatever they are declared to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffing.extraction.charset import decode_bytes

RUSSIAN = "Суд в Сарыозеке продлил арест Марату Онбаеву на два месяца, сообщил адвокат."
PAGE = "<html><head>{head}</head><body><p>" + RUSSIAN + "</p></body></html>"


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "iso-8859-5"])
def test_cyrillic_without_any_charset_is_read_as_cyrillic_and_flagged(charset: str) -> None:
    decoded = decode_bytes(PAGE.format(head="").encode(charset))
    assert RUSSIAN in decoded.text
    assert not decoded.sure


@pytest.mark.parametrize(
    ("head", "content_type"),
    [
        ("", "text/html; charset=windows-1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', None),
        ("<META CHARSET='cp1251'>", "text/html"),
    ],
)
def test_a_declared_charset_is_believed_where_it_fits(head: str, content_type: str | None) -> None:
    decoded = decode_bytes(PAGE.format(head=head).encode("cp1251"), content_type)
    assert (RUSSIAN in decoded.text, decoded.charset, decoded.sure) == (True, "cp1251", True)


@pytest.mark.parametrize("lie", ["windows-1251", "koi8-r", "iso-8859-1", "utf-7", "no-such-charset"])
def test_utf_8_is_recognised_under_a_lying_charset(lie: str) -> None:
    decoded = decode_bytes(PAGE.format(head=f'<meta charset="{lie}">').encode(), f"text/html; charset={lie}")
    assert (RUSSIAN in decoded.text, decoded.charset) == (True, "utf-8")


@pytest.mark.parametrize("lie", ["utf-8", "iso-8859-1", "windows-1252", "ascii", "utf-7"])
def test_windows_1251_is_recognised_under_a_lying_charset(lie: str) -> None:
    decoded = decode_bytes(PAGE.format(head="").encode("cp1251"), f"text/html; charset={lie}")
    assert RUSSIAN in decoded.text
    assert not decoded.sure


def test_western_accents_are_not_taken_for_cyrillic() -> None:
    text = "<p>L’été à Genève, le président déclara qu’il n’était pas prêt.</p>"
    assert decode_bytes(text.encode("cp1252"), "text/html; charset=iso-8859-1").text == text
    assert decode_bytes(text.encode("cp1252")).text == text


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_wide_charsets_are_read_with_and_without_a_mark(charset: str) -> None:
    assert RUSSIAN in decode_bytes(PAGE.format(head="<title>A page</title>").encode(charset)).text


def test_utf_8_with_one_broken_byte_stays_utf_8() -> None:
    body = (PAGE.format(head="") * 5).encode()
    decoded = decode_bytes(body[:400] + b"\xff" + body[400:])
    assert (decoded.charset, decoded.sure, RUSSIAN in decoded.text) == ("utf-8", False, True)


def test_a_page_cut_off_inside_a_letter_stays_utf_8() -> None:
    decoded = decode_bytes(RUSSIAN.encode()[:51])
    assert decoded.charset == "utf-8"
    assert RUSSIAN.startswith(decoded.text)


@given(st.binary(max_size=300), st.none() | st.text(max_size=40))
def test_any_bytes_give_a_text(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode_bytes(body, content_type).text, str)
