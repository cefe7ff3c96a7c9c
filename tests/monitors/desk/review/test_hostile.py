"""What a page that means harm can do to the desk: nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.review.captures import SANDBOX
from monitors.review.neutral import neutralise_page

PIECES = [
    "<!-->", "-->", "<!--", "<style>", "</style>", "<svg>", "<math><mtext>", "<textarea>", "<title>", "</title>",
    "<noscript>", "<template>", "<link rel=preconnect href=//e>", "<script>x</script>", "<p onclick=x>", "&lt;",
    "<a href='javascript:x'>", "<base href=//e>", "<meta http-equiv=refresh content=0>", "<![CDATA[",
    "]]>", "<?xml ?>", "text", "\x00",
]  # fmt: skip


def test_a_title_of_markup_is_text_everywhere(reader, day):
    change = day.hexadecimal("hostile")
    for path in ("/?page=2", f"/changes/{change}", "/digests/2026-11-24"):
        page = reader.get(path).text
        assert "<script>alert" not in page and "<img src=x" not in page and "\u202e" not in page
    assert "&lt;script&gt;alert(&#39;title&#39;)" in reader.get(f"/changes/{change}").text


def test_a_javascript_address_is_never_a_link(reader, day):
    change = day.hexadecimal("hostile")
    for path in ("/", f"/changes/{change}", f"/captures/{day.hexadecimal('cap hostile')}", "/digests/2026-11-24"):
        assert not re.search(r'(?:href|src|action)="\s*(?:javascript|data:text)', reader.get(path).text, re.IGNORECASE)


def test_a_stored_page_comes_only_in_a_sandbox(reader, day):
    answer = reader.get(f"/captures/{day.hexadecimal('cap court')}/page")
    policy = answer.headers["content-security-policy"]
    assert policy == SANDBOX and policy.startswith("sandbox; default-src 'none';") and "allow-" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["referrer-policy"] == "no-referrer"
    assert "The stored text stands here." in answer.text
    for tag in ("<script", "<link", "<meta", "<form", "<iframe", "javascript:", "onload", "<!--"):
        assert tag not in answer.text.lower()
    frame = reader.get(f"/captures/{day.hexadecimal('cap court')}").text
    assert re.search(r'<iframe [^>]*sandbox=""', frame)


def test_a_stored_page_is_never_served_under_its_own_type(desk, reader, day):
    capture = desk.app.state.desk.store.capture(day.hexadecimal("cap court"))
    assert capture.content_type == "text/html; charset=utf-8"
    saved = reader.get(f"/captures/{capture.id}/bytes")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == f'attachment; filename="{capture.sha256}.bin"'


def test_no_page_of_the_desk_loads_anything_from_elsewhere(reader, day):
    for path in ("/", f"/changes/{day.hexadecimal('court')}", f"/captures/{day.hexadecimal('cap court')}", "/digests"):
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]*)"', reader.get(path).text)
        assert loaded and all(each.startswith(("/static/", "/captures/", "data:,")) for each in loaded)


def test_no_page_of_the_desk_holds_inline_script_or_style(reader, day):
    for path in ("/", "/login", f"/changes/{day.hexadecimal('court')}", "/digests/2026-11-24"):
        assert not re.search(r'<style|\sstyle="|\son\w+="|<script>', reader.get(path).text)


def test_a_digest_of_a_hostile_page_is_inert_in_every_form(reader):
    table = reader.get("/digests/2026-11-24?format=csv").text
    assert not re.search(r'(?:^|,)"?[=+@]', table, re.MULTILINE)
    marked = reader.get("/digests/2026-11-24?format=markdown").text
    assert "<script>" not in marked and "](<javascript" not in marked
    feed = reader.get("/digests/2026-11-24?format=atom").text
    assert "<script>" not in feed and 'href="javascript' not in feed


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
def test_a_stored_page_is_shown_in_its_own_letters(charset):
    body = f"<meta charset={charset}><p>Маржан Кошербай выступила в суде города Орал.</p>".encode(charset)
    assert "<p>Маржан Кошербай выступила в суде города Орал.</p>" in neutralise_page(body, "text/html")


@given(
    st.binary(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=12).map(lambda some: "".join(some).encode())
)
def test_no_bytes_make_a_stored_page_act(body):
    shown = neutralise_page(body, "text/html") or ""
    assert not re.search(r"<\s*(?:script|link|base|iframe|object|embed|form|meta|svg)", shown, re.IGNORECASE)
    assert not re.search(r"<[a-z][^<>]*\son[a-z]+\s*=", shown, re.IGNORECASE)


ODD = [
    "/?page=0", "/?page=99999999999", "/?kind=<script>", "/?subject=%00", "/?source=%ff%fe", "/changes/%00",
    "/changes/..%2f..%2fetc", "/captures/%2e%2e/page", "/digests/0001-01-01", "/digests/9999-12-31",
    "/digests/2026-11-24?format=exe", "/static/..%2fapp.py", "/changes/x?judged=%00&view=side",
]  # fmt: skip


@pytest.mark.parametrize("path", ODD)
def test_no_odd_address_breaks_the_desk_or_comes_back_as_markup(reader, path):
    answer = reader.get(path)
    assert answer.status_code in (200, 404) and "<script>" not in answer.text and "root:" not in answer.text
