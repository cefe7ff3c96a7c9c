"""Where the desk listens, and what it tells the operator about it."""

from __future__ import annotations

import io
import json
import re
import socket

import pytest

from config.declarations import Configuration
from monitors.review.serving import make_server, open_listener, serve_beside, tell_address
from monitors.telling import make_teller
from storage.people import Role
from storage.store import Store


def listening_at(day, listen: str) -> Configuration:
    told = day.CONFIGURATION.model_dump()
    return Configuration.model_validate(told | {"service": told["service"] | {"review": {"listen": listen}}})


def test_the_first_start_tells_the_address_and_a_link_for_the_first_account(day, tmp_path, capsys):
    tell_address("127.0.0.1:8765", tmp_path)
    told = capsys.readouterr()
    assert "http://127.0.0.1:8765/\n" in told.err and "http://127.0.0.1:8765/welcome/" in told.err
    assert "WARNING" not in told.err and told.out == ""


def test_beside_the_service_a_log_is_told_the_address_in_its_form_and_no_link_that_lets_somebody_in(day, tmp_path):
    told = io.StringIO()
    tell = make_teller(as_json=True, stream=told)
    with serve_beside(listening_at(day, "127.0.0.1:0"), tmp_path, tell, invites=False):
        lines = [json.loads(line) for line in told.getvalue().splitlines()]
    assert [each["event"] for each in lines] == ["desk", "desk"]
    assert re.search(r"http://127\.0\.0\.1:[1-9]\d*/", lines[0]["text"]) and "account add" in lines[1]["text"]
    assert "welcome" not in told.getvalue()


def test_where_there_is_an_account_no_link_is_told(day, tmp_path, capsys):
    with Store.open(tmp_path) as store:
        store.add_account(name="Timur", role=Role.READER, at=day.NOON)
    tell_address("127.0.0.1:8765", tmp_path)
    assert "welcome" not in capsys.readouterr().err


@pytest.mark.parametrize("listen", ["0.0.0.0:8765", "192.0.2.7:80", "desk.example:8765"])
def test_an_address_that_others_reach_is_warned_of_loudly(day, tmp_path, capsys, listen):
    tell_address(listen, tmp_path)
    told = capsys.readouterr().err
    assert f"WARNING: review.listen is {listen}" in told and "NOT encrypted" in told


def test_a_taken_address_is_told_with_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(OSError, match=rf"{listen}: another program listens there; set review\.listen"):
            open_listener(listen)


def test_requests_are_not_logged_and_proxies_are_not_believed(day, tmp_path):
    settings = make_server(listening_at(day, "127.0.0.1:0"), tmp_path / "data").config
    assert settings.access_log is False and settings.proxy_headers is False and settings.server_header is False
