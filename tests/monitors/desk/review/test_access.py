"""Who may come in, and what every answer carries."""

from __future__ import annotations

import stat

import httpx
import pytest

from monitors.review.access import GUESSES, Doorkeeper, read_code
from monitors.review.app import ROUTES
from monitors.review.guarding import OPEN, POLICY, is_loopback, split_listen

CODE = "abcde-fghjk-mnpqr-stuvw"


def each_route():
    for route in ROUTES:
        for method in sorted(route.methods):
            yield (
                method,
                route.path_format.format_map(
                    {"id": "x" * 32, "veil": "x" * 12, "day": "2026-11-24", "name": "desk.js"}
                ),
            )


@pytest.mark.parametrize(("method", "path"), sorted(set(each_route())))
def test_every_route_refuses_the_anonymous(desk, method, path):
    with desk.client() as client:
        answer = client.request(method, path)
    if path in OPEN:
        assert answer.status_code in (200, 413, 415)
    elif method == "POST":
        assert answer.status_code == 401
    else:
        assert answer.status_code == 303 and answer.headers["location"].startswith("/login?to=")
    assert "Qosherbai" not in answer.text and "Baltabai" not in answer.text


def test_only_the_door_and_its_looks_are_open():
    assert {"/login", "/static/desk.css"} == OPEN


@pytest.mark.parametrize("path", ["/", "/login", "/static/desk.css", "/static/desk.js", "/nothing", "/captures/x/page"])
def test_every_answer_carries_the_strict_headers(reader, path):
    headers = reader.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


def test_an_error_of_our_own_tells_nothing_and_carries_the_headers(desk, reader, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("secret of a page")

    monkeypatch.setattr(type(desk.app.state.desk.store), "digest_sent", fail)
    answer = reader.get("/digests")
    assert answer.status_code == 500 and "secret" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY


FOREIGN = [
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1",
    "127.0.0.1:1",
    "127.0.0.1:{port}@evil.example",
    "",
    "[::1",
]


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_refused_before_anything_else(desk, host):
    port = desk.address.rpartition(":")[2]
    with desk.client() as client:
        assert client.get("/login", headers={"host": host.format(port=port)}).status_code in (400, 421)


def test_a_form_from_another_site_is_refused(desk, reader):
    for origin in ("https://evil.example", "null"):
        answer = reader.post("/changes/x/review", data={"verdict": "noise"}, headers={"origin": origin})
        assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/logout", "/search", "/changes/x/review"])
@pytest.mark.parametrize("token", ["", "forged"])
def test_every_form_needs_the_token_of_its_session(reader, path, token):
    assert reader.post(path, data={"token": token, "verdict": "noise"}).status_code == 403


def test_a_form_without_a_length_or_of_another_kind_is_refused(reader):
    assert reader.post("/logout", content=iter([b"token=x"])).status_code == 413
    assert reader.post("/logout", content=b"x" * 70_000).status_code == 413
    assert reader.post("/logout", json={}).status_code == 415


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(desk):
    with desk.client() as client:
        cookie = desk.log_in(client, "Aigerim", CODE).headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


def test_a_forged_or_foreign_cookie_opens_nothing(desk):
    _, foreign = Doorkeeper(code="other-other-other-other").begin_session("Eve")
    for cookie in (foreign, "x", ""):
        with desk.client() as client:
            assert client.get("/", headers={"cookie": f"defenderwatch={cookie}"}).status_code == 303


def test_leaving_ends_the_session_wherever_its_cookie_is(desk):
    with desk.client() as client, desk.client() as thief:
        desk.log_in(client, "Aigerim", CODE)
        thief.cookies.update(client.cookies)
        page = client.get("/").text
        token = page.split('name="token" value="')[1].split('"')[0]
        assert client.post("/logout", data={"token": token}).status_code == 303
        assert thief.get("/").status_code == 303


def test_guessing_is_slowed_down_even_for_who_then_knows_the_code(desk):
    keeper = desk.app.state.desk.keeper
    with desk.client() as client:
        for _ in range(GUESSES):
            assert desk.log_in(client, "Eve", "wrong").status_code == 403
        answer = desk.log_in(client, "Eve", CODE)
        keeper.misses.clear()
    assert answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= 60


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb"]
)
def test_login_leads_nowhere_but_into_the_desk(desk, to):
    with desk.client() as client:
        assert desk.log_in(client, "Aigerim", CODE, to=to).headers["location"] == "/"


def test_login_asks_for_a_name(desk):
    with desk.client() as client:
        assert desk.log_in(client, " \u200b ", CODE).status_code == 403


def test_the_code_is_made_once_and_only_its_owner_reads_it(tmp_path):
    code = read_code(tmp_path)
    assert read_code(tmp_path) == code and len(code.replace("-", "")) == 20
    assert stat.S_IMODE((tmp_path / "review-code").stat().st_mode) == 0o600


def test_a_code_too_short_is_refused(tmp_path):
    (tmp_path / "review-code").write_text("1234\n")
    with pytest.raises(PermissionError, match="too short"):
        read_code(tmp_path)


def test_the_code_may_be_typed_with_spaces_and_capitals():
    assert Doorkeeper(code=CODE).accepts(" ABCDE FGHJK-mnpqrstuvw ")
    assert not Doorkeeper(code=CODE).accepts("")


@pytest.mark.parametrize(
    ("listen", "loopback"),
    [("127.0.0.1:1", True), ("[::1]:1", True), ("localhost:1", True), ("0.0.0.0:1", False), ("desk.example:80", False)],
)
def test_loopback_is_told_from_what_others_reach(listen, loopback):
    assert is_loopback(split_listen(listen)[0]) is loopback


@pytest.mark.parametrize("listen", ["", "8765", "127.0.0.1", "127.0.0.1:http", "h:99999"])
def test_an_address_that_is_none_is_told(listen):
    with pytest.raises(ValueError, match="an address and a port"):
        split_listen(listen)


def test_reading_the_desk_leaves_no_request_in_the_log(desk, reader, capfd):
    reader.get("/?source=herald")
    assert "herald" not in "".join(capfd.readouterr())
    assert isinstance(reader, httpx.Client)
