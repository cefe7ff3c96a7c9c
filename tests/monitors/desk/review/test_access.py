"""Who may come in, and what every answer carries."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher, Type

from monitors.review import sessions
from monitors.review.access import ALL_GUESSES, FORMER_FILE, GUESSES, KEY_FILE, Doorkeeper, read_key
from monitors.review.api.bearer import make_token
from monitors.review.app import ROUTES
from monitors.review.guarding import OPEN, POLICY, is_loopback, split_listen
from monitors.review.sessions import begin_session, invite, invite_first
from storage.people import RIGHTS, Right, Role
from storage.store import Store, StoreError

PASSWORD = "four words are good"
FILLED = {"id": "x" * 32, "veil": "x" * 12, "day": "2026-11-24", "name": "desk.js", "code": "x" * 43}


def each_route():
    """Every method of every page: its address, and the right that it asks for."""
    for route in ROUTES:
        for method in sorted(route.methods):
            names = dict.fromkeys(route.param_convertors, "1") | FILLED
            yield method, route.path_format.format_map(names), route.right


@pytest.mark.parametrize(("method", "path"), sorted({each[:2] for each in each_route()}))
def test_every_route_refuses_the_anonymous(desk, method, path):
    with desk.client() as client:
        answer = client.request(method, path)
    if path in OPEN:
        assert answer.status_code in (200, 413, 415)
    elif path.startswith(("/welcome/", "/feed/")):
        assert answer.status_code in (404, 413, 415)
    elif path.startswith("/language/"):
        assert answer.status_code == 303 and answer.headers["location"] == "/" and not answer.cookies
    elif method == "POST" or path.startswith("/api/"):
        assert answer.status_code == 401
    else:
        assert answer.status_code == 303 and answer.headers["location"].startswith("/login?to=")
    assert "Qosherbai" not in answer.text and "Baltabai" not in answer.text


@pytest.mark.parametrize("role", Role)
def test_every_route_refuses_exactly_who_lacks_its_right(desk, role):
    inside = desk.app.state.desk
    lasts = timedelta(days=1)
    secret = make_token(inside.store, name=f"of a {role}", role=role, lasts=lasts, now=inside.clock())
    with desk.client() as client:
        desk.come_in(client, role.value.capitalize())
        client.headers["Authorization"] = f"Bearer {secret}"  # it opens the API, and nothing else
        for method, path, right in each_route():
            if path == "/logout" or right is None:
                continue
            answer = client.request(method, path, data={"token": "forged"} if method == "POST" else None)
            lacking = not role.may(right)
            refused = answer.status_code == 403 and "Go back, reload" not in answer.text
            assert refused == lacking, (role, method, path, answer.status_code)


def test_what_each_role_may():
    assert RIGHTS[Role.READER] == {Right.READ}
    assert RIGHTS[Role.REVIEWER] == {Right.READ, Right.JUDGE}
    assert RIGHTS[Role.ARCHIVIST] == {Right.READ, Right.ARCHIVE}
    assert RIGHTS[Role.OPERATOR] == set(Right)


def test_only_the_doors_and_their_looks_ask_for_no_right():
    assert {"/login", "/static/desk.css"} == OPEN
    assert {path for _, path, right in each_route() if right is None} == {
        "/login",
        "/welcome/" + FILLED["code"],
        "/feed/" + FILLED["code"],
        "/language/" + FILLED["code"],
        "/static/desk.js",
    }


@pytest.mark.parametrize("path", ["/", "/login", "/static/desk.css", "/static/desk.js", "/nothing", "/captures/x/page"])
def test_every_answer_carries_the_strict_headers(reader, path):
    headers = reader.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
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
        cookie = desk.log_in(client, "aigerim", PASSWORD).headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


def test_a_forged_or_foreign_cookie_opens_nothing(desk, tmp_path, day):
    with Store.open(tmp_path) as other:
        eve = other.add_account(name="Eve", role=Role.OPERATOR, at=day.NOON)
        _, foreign = begin_session(other, eve, day.NOON)
    for cookie in (foreign, "x", ""):
        with desk.client() as client:
            assert client.get("/", headers={"cookie": f"defenderwatch={cookie}"}).status_code == 303


def test_leaving_ends_the_session_wherever_its_cookie_is(desk):
    with desk.client() as client, desk.client() as thief:
        desk.come_in(client, "Aigerim")
        thief.cookies.update(client.cookies)
        page = client.get("/").text
        token = page.split('name="token" value="')[1].split('"')[0]
        assert client.post("/logout", data={"token": token}).status_code == 303
        assert thief.get("/").status_code == 303


def test_guessing_is_slowed_down_even_for_who_then_knows_the_password(desk):
    keeper = desk.app.state.desk.keeper
    with desk.client() as client:
        for _ in range(GUESSES):
            assert desk.log_in(client, "Reader", "wrong").status_code == 403
        answer = desk.log_in(client, "Reader", PASSWORD)
        other = desk.log_in(client, "Reviewer", PASSWORD)
        keeper.misses.clear()
    assert answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= 60
    assert other.status_code == 303


def test_of_many_guesses_at_once_no_more_are_heard_than_one_after_another():
    keeper = Doorkeeper(key="key")
    heard = [keeper.begin_try("Aigerim", 10.0) == 0 for _ in range(3 * GUESSES)]
    assert sum(heard) == GUESSES
    keeper.forgive("Aigerim", 10.0)
    assert keeper.begin_try("Aigerim", 11.0) == 0 and keeper.begin_try("Aigerim", 11.0) > 0


def test_guessing_under_many_names_is_slowed_down_as_a_whole():
    keeper = Doorkeeper(key="key")
    for number in range(ALL_GUESSES):
        assert keeper.seconds_to_wait("Aigerim", 10.0) == 0
        keeper.note_miss(f"name {number}", 10.0)
    assert keeper.seconds_to_wait("Aigerim", 10.0) == 61
    assert keeper.seconds_to_wait("Aigerim", 70.0) == 0 and not keeper.misses


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb"]
)
def test_login_leads_nowhere_but_into_the_desk(desk, to):
    with desk.client() as client:
        assert desk.log_in(client, "Aigerim", PASSWORD, to=to).headers["location"] == "/"


@pytest.mark.parametrize("name", ["", " \u200b ", "Nobody"])
def test_a_name_without_an_account_is_refused_in_the_same_words(desk, name):
    with desk.client() as client:
        answer = desk.log_in(client, name, PASSWORD)
        assert answer.status_code == 403 and "do not go together" in answer.text
    desk.app.state.desk.keeper.misses.clear()


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    key = read_key(tmp_path)
    assert read_key(tmp_path) == key and len(key) == 32
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_the_access_code_of_before_goes_on_veiling(tmp_path):
    (tmp_path / FORMER_FILE).write_text("abcde-fghjk-mnpqr-stuvw\n")
    assert read_key(tmp_path) == "abcde-fghjk-mnpqr-stuvw" and not (tmp_path / FORMER_FILE).exists()


def test_a_key_too_short_is_refused(tmp_path):
    (tmp_path / KEY_FILE).write_text("1234\n")
    with pytest.raises(PermissionError, match="too short"):
        read_key(tmp_path)


def test_a_session_ends_after_a_working_day_and_when_its_account_is_closed(tmp_path, day):
    from monitors.review.sessions import read_session

    with Store.open(tmp_path) as store:
        account = store.add_account(name="Timur", role=Role.READER, at=day.NOON)
        _, cookie = begin_session(store, account, day.NOON)
        assert read_session(store, cookie, day.NOON + timedelta(hours=11, minutes=59)).reviewer == "Timur"
        assert read_session(store, cookie, day.NOON + timedelta(hours=12)) is None
        store.set_role(name="Timur", role=Role.OPERATOR)
        assert read_session(store, cookie, day.NOON).may(Right.OPERATE)
        store.close_account(name="Timur", at=day.NOON)
        assert read_session(store, cookie, day.NOON) is None


def test_a_new_password_ends_every_session_of_before(desk):
    inside = desk.app.state.desk
    inside.store.add_account(name="Saltanat", role=Role.READER, at=inside.clock())
    with desk.client() as client, desk.client() as other:
        code = invite(inside.store, inside.store.account("Saltanat"), inside.clock())
        form = {"token": inside.keeper.form_token(), "password": PASSWORD}
        assert client.post(f"/welcome/{code}", data=form).status_code == 303
        assert client.post(f"/welcome/{code}", data=form).status_code == 404
        desk.come_in(other, "Saltanat")
        token = client.get("/account").text.split('name="token" value="')[1].split('"')[0]
        change = {"token": token, "former": "wrong", "password": "another good password"}
        assert client.post("/account", data=change).status_code == 403
        assert client.post("/account", data=change | {"former": PASSWORD, "password": "short"}).status_code == 403
        assert client.post("/account", data=change | {"former": PASSWORD}).status_code == 303
        assert client.get("/").status_code == 200
        assert other.get("/").status_code == 303
    inside.keeper.misses.clear()
    inside.store.close_account(name="Saltanat", at=inside.clock())


def test_the_first_link_makes_an_operator_once_and_never_beside_an_account(tmp_path, day):
    from monitors.review.sessions import read_invitation

    with Store.open(tmp_path) as store:
        older, code = invite_first(store, day.NOON), invite_first(store, day.NOON)
        assert read_invitation(store, older, day.NOON) is None
        assert read_invitation(store, code, day.NOON).account is None
        assert read_invitation(store, code, day.NOON + timedelta(days=3)) is None
        store.add_account(name="Timur", role=Role.READER, at=day.NOON)
        assert read_invitation(store, code, day.NOON) is None


def test_the_audit_log_tells_of_logins_and_only_grows(desk, reader):
    tries = [("Archivist", PASSWORD), ("Archivist", "wrong"), ("a secret typed into the wrong field", "wrong")]
    for name, password in tries:
        with desk.client() as client:
            desk.log_in(client, name, password)
    told = {(each.actor, each.action) for each in desk.app.state.desk.store.deeds(limit=9)}
    assert {("Archivist", "log in"), ("Archivist", "wrong password"), ("an unknown name", "wrong password")} <= told
    page = reader.get("/audit").text
    assert "<b>Archivist</b> wrong password" in page and "a secret typed" not in page
    database = desk.app.state.desk.store._database
    for statement in ("DELETE FROM audit", "UPDATE audit SET actor = 'Eve'"):
        with pytest.raises(StoreError, match="audit only grows"), database.writing():
            database.write(statement)
    desk.app.state.desk.keeper.misses.clear()


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


def test_passwords_are_hashed_as_rfc_9106_recommends():
    """Argon2id, 64 MiB, three passes, four lanes. The fixtures here make the module's own hasher quick."""
    source = Path(sessions.__file__).read_text()
    assert "_HASHER = PasswordHasher()" in source
    shipped = PasswordHasher()
    assert (shipped.type, shipped.memory_cost, shipped.time_cost, shipped.parallelism) == (Type.ID, 65536, 3, 4)
