"""The API: it tells what the commands tell, to who carries a token, as its own description says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from monitors.review.access import ALL_GUESSES
from monitors.review.api.bearer import make_token
from monitors.review.api.table import CALLS
from monitors.shapes.contract import change_shape
from monitors.shapes.desk import capture_shape
from storage.people import Role

LIFETIME = timedelta(days=90)


@pytest.fixture(scope="module")
def secret(desk) -> str:
    """A token that is good for every call."""
    inside = desk.app.state.desk
    inside.store.note_deed(at=inside.clock(), actor="Aigerim", action="log in")
    return make_token(inside.store, name="Notebook", role=Role.OPERATOR, lasts=LIFETIME, now=inside.clock())


@pytest.fixture(scope="module")
def program(desk, secret) -> Iterator[httpx.Client]:
    """A program that carries it."""
    with desk.client() as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        yield client


@pytest.fixture(scope="module")
def description(program) -> dict[str, Any]:
    return program.get("/api/openapi.json").json()


def strictly(schema: Any) -> Any:
    """The schema allowing no key that it does not name: so nothing undocumented is answered."""
    if isinstance(schema, list):
        return [strictly(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: strictly(value) for key, value in schema.items()}
    return told | {"additionalProperties": False} if "properties" in schema and "properties" in told else told


def check(description: dict[str, Any], method: str, path: str, answer: httpx.Response) -> Any:
    """The answer's status, kind and body are those that the description tells of that call; its JSON."""
    responses = description["paths"][path][method.lower()]["responses"]
    status = str(answer.status_code)
    assert status in responses, (method, path, status, answer.text)
    if status == "304":
        return None
    told = responses[status]
    if "$ref" in told:
        told = description["components"]["responses"][told["$ref"].rpartition("/")[2]]
    (kind,) = told["content"]
    assert answer.headers["content-type"] == kind
    schema = told["content"][kind]["schema"] | {"components": strictly(description["components"])}
    problems = [each.message for each in Draft202012Validator(schema).iter_errors(answer.json())]
    assert not problems, (path, problems)
    return answer.json()


def address(path: str, program: httpx.Client) -> str:
    """An address of that kind which tells something."""
    change = program.get("/api/changes").json()["changes"][0]
    revision = change["after"]["revision"]
    ids = {"changes": change["id"], "revisions": revision}
    ids["captures"] = program.get(f"/api/revisions/{revision}").json()["capture"]
    key = program.get("/api/subjects").json()["subjects"][0]["key"]
    kind = path.split("/")[2]
    return path.format(id=ids.get(kind, ""), veil=key, name="lantern", day="2026-11-24")


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_every_call_answers_as_it_is_described(program, description, call):
    path = address(call.path_format, program)
    method = "POST" if "POST" in call.methods else "GET"
    answer = program.request(method, path, json={"words": "Кошербай"} if method == "POST" else None)
    assert answer.status_code == 200
    told = check(description, method, call.path_format, answer)
    assert all(told[key] for key in told if isinstance(told[key], list) and key not in ("reviews", "flags"))


@pytest.mark.parametrize("call", [each for each in CALLS if each.places], ids=lambda call: call.name)
@pytest.mark.parametrize("place", ["x", "0" * 32, "0" * 12, "2026-02-30", "nobody", "%00", "é"])
def test_what_is_not_there_is_told_as_a_problem(program, description, call, place):
    path = call.path_format.replace("{id}", place).replace("{veil}", place).replace("{name}", place)
    answer = program.get(path.replace("{day}", place))
    assert answer.status_code == 404
    check(description, "GET", call.path_format, answer)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=ten", "limit"),
        ("limit=1.0", "limit"),
        ("after=-1", "after"),
        ("after=9223372036854775808", "after"),
        ("since=yesterday", "since"),
        ("since=2026-02-30T00:00:00Z", "since"),
        ("until=1764000000", "until"),
        ("subject=yerkin-baltabai", "subject"),
        ("all=yes", "all"),
        ("limit=1&limit=2", "limit"),
        ("sourec=lantern", "sourec"),
    ],
)
def test_a_question_that_is_not_understood_is_told_where(program, description, query, where):
    answer = program.get(f"/api/changes?{query}")
    assert answer.status_code == 400
    problem = check(description, "GET", "/api/changes", answer)
    assert [each["where"] for each in problem["errors"]] == [where]


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b'{"words": "x"', "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"words": ""}', "application/json", 400),
        (b'{"words": "x", "limit": "5"}', "application/json", 400),
        (b'{"words": "x", "limit": true}', "application/json", 400),
        (b'["x"]', "application/json", 400),
        (b'{"words": "' + b"x" * 70_000 + b'"}', "application/json", 413),
        (b"words=x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_body_that_is_not_understood_is_refused(program, description, content, kind, status):
    answer = program.post("/api/search", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    check(description, "POST", "/api/search", answer)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=40))
def test_any_words_may_be_looked_for(program, description, words):
    """Surrogates, too, which JSON can write and UTF-8 cannot."""
    body = json.dumps({"words": words})
    answer = program.post("/api/search", content=body, headers={"Content-Type": "application/json"})
    check(description, "POST", "/api/search", answer)
    assert answer.status_code == 200


def test_it_tells_what_the_commands_tell(desk, program, day):
    store = desk.app.state.desk.store
    change = store.change(day.hexadecimal("court"))
    assert program.get(f"/api/changes/{change.id}").json() == change_shape(change)
    capture = store.capture(change.capture)
    assert program.get(f"/api/captures/{capture.id}").json() == capture_shape(capture)


def test_pieces_make_the_whole_and_what_comes_later_is_behind_the_last(desk, program, day):
    whole = program.get("/api/changes?limit=500&all=true").json()
    pieces, after = [], 0
    while True:
        piece = program.get(f"/api/changes?limit=7&all=true&after={after}").json()
        pieces += piece["changes"]
        after = piece["next"]
        if not piece["more"]:
            break
    assert pieces == whole["changes"] and after == whole["next"] and not whole["more"]
    end = program.get(f"/api/changes?all=true&after={after}").json()
    assert end == {"changes": [], "next": after, "more": False}


def test_lists_are_narrowed(program, day):
    key = {each["subject"]: each["key"] for each in program.get("/api/subjects").json()["subjects"]}
    of_one = program.get(f"/api/changes?subject={key['nurgul-seiilkhanqyzy']}").json()["changes"]
    assert [each["id"] for each in of_one] == [day.hexadecimal("school")]
    since = (day.NOON - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M:%SZ")
    until = (day.NOON - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S%%2B00:00")
    within = program.get(f"/api/changes?since={since}&until={until}").json()["changes"]
    assert [each["id"] for each in within] == [day.hexadecimal("hostile")]
    sources = {each["source"] for each in program.get("/api/captures?source=herald").json()["captures"]}
    assert sources == {"herald"}
    assert program.get("/api/changes?source=nobody").json()["changes"] == []


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:60-12:00", "2026-11-24t07:00:00.123456789z"]
)
def test_every_time_of_rfc_3339_is_understood(program, moment):
    assert program.get(f"/api/changes?since={moment}").status_code == 200


def test_an_answer_that_is_known_is_not_sent_again(program, description):
    first = program.get("/api/changes")
    again = program.get("/api/changes", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert again.status_code == 304 and not again.content and again.headers["etag"] == first.headers["etag"]
    assert program.get("/api/changes?limit=1", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize(
    "carried", ["", "Bearer", "Bearer x", "Basic dTpw", "Bearer dw_" + "x" * 43, "Bearer a b", "dw_x"]
)
def test_without_a_good_token_nothing_is_told(desk, description, carried):
    desk.app.state.desk.keeper.refused.clear()
    with desk.client() as client:
        answer = client.get("/api/subjects", headers={"Authorization": carried})
    assert answer.status_code == 401 and answer.headers["www-authenticate"].startswith("Bearer")
    check(description, "GET", "/api/subjects", answer)


def test_a_session_opens_no_call_and_a_token_no_page(desk, reader, program):
    assert reader.get("/api/changes").status_code == 401
    assert program.get("/", follow_redirects=False).status_code == 303
    for answer in (program.get("/api/changes"), program.get("/api/nothing")):
        assert "set-cookie" not in answer.headers and "access-control-allow-origin" not in answer.headers


def test_a_token_ends_is_revoked_and_its_uses_are_counted(desk, tmp_path):
    inside = desk.app.state.desk
    now = inside.clock()
    short = make_token(inside.store, name="Short", role=Role.READER, lasts=timedelta(0), now=now)
    good = make_token(inside.store, name="Good", role=Role.READER, lasts=LIFETIME, now=now)
    with desk.client() as client:
        assert client.get("/api/health", headers={"Authorization": f"Bearer {short}"}).status_code == 401
        client.headers["Authorization"] = f"bearer {good}"
        assert client.get("/api/changes").status_code == 200
        assert client.get("/api/audit").status_code == 403
        assert client.get("/api/nothing/at-all").status_code == 404
        inside.store.revoke_token(name="Good", at=now)
        assert client.get("/api/changes").status_code == 401
    routes = {use.route: use.uses for use in inside.store.token_uses(name="Good", limit=9)}
    assert routes == {"GET /api/changes": 1, "GET /api/audit": 1, "GET /api/other": 1}
    columns = [tuple(row) for row in inside.store._database.rows("SELECT * FROM tokens")]
    assert good not in str(columns) and short not in str(columns)
    assert "unknown token" in {each.action for each in inside.store.deeds(limit=9)}
    inside.keeper.refused.clear()


def test_trying_tokens_is_slowed_down_and_a_good_one_is_let_in_all_the_same(desk, program, description):
    with desk.client() as client:
        bad = {"Authorization": "Bearer dw_guessed"}
        answers = [client.get("/api/changes", headers=bad) for _ in range(ALL_GUESSES + 1)]
    assert [each.status_code for each in answers] == [401] * ALL_GUESSES + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 61
    check(description, "GET", "/api/changes", answers[-1])
    assert program.get("/api/changes?limit=1").status_code == 200
    desk.app.state.desk.keeper.refused.clear()


def test_hostile_texts_are_told_as_they_are_and_carry_no_mark_up(program, day):
    answer = program.get(f"/api/changes/{day.hexadecimal('hostile')}")
    assert "<" not in answer.text and answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script>alert('title')</script>" in answer.json()["title"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_but_reading_is_allowed(program, method):
    answer = program.request(method, "/api/changes")
    assert answer.status_code == 405 and answer.headers["content-type"] == "application/problem+json"


def test_no_fault_of_ours_tells_what_it_was_about(desk, program, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("secret of a page")

    monkeypatch.setattr(type(desk.app.state.desk.store), "list_changes", fail)
    answer = program.get("/api/changes")
    assert answer.status_code == 500 and "secret" not in answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_no_address_of_the_description_names_who_is_tracked(program):
    """Subjects stand in addresses by their key; what is searched for travels in a body."""
    for each in program.get("/api/subjects").json()["subjects"]:
        assert program.get(f"/api/subjects/{each['subject']}").status_code == 404
        assert program.get(f"/api/subjects/{each['key']}").json() == each
    assert program.get("/api/search?words=x").status_code == 405
