"""A desk on loopback over a real store that holds the invented day, and a page that means harm."""

from __future__ import annotations

import itertools
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from argon2 import PasswordHasher

from config.declarations import Configuration
from monitors.review import sessions
from monitors.review.access import Doorkeeper
from monitors.review.app import make_app
from monitors.review.sessions import COOKIE, begin_session, hash_password
from storage import people
from storage.recording.recorder import Recorder
from storage.records import (
    Article,
    Change,
    ChangeKind,
    Exchange,
    Mention,
    Page,
    PageState,
    Reading,
    Revision,
    Role,
    Run,
)
from storage.store import Store

KEY = "a key for tests alone"
PASSWORD = "four words are good"
PEOPLE = {role.value.capitalize(): role for role in people.Role} | {"Aigerim": people.Role.OPERATOR}
"""An account of every role, named for it; Aigerim is the one who reads in most tests."""

HARM = (
    "<html><head><title><script>alert(1)</script></title><meta http-equiv=refresh content='0;url=http://evil.example/'>"
    "<link rel=preconnect href='http://evil.example/'><!--><link rel=preconnect href='http://evil.example/2'>-->"
    "<link rel=stylesheet href='http://evil.example/style.css'><style>@import 'http://evil.example/more.css';</style>"
    "</head><body onload='alert(2)'><script>document.body.innerHTML='scripts ran'</script><img src=http://evil.example/p>"
    "<form action=http://evil.example/><button>send</button></form><a href='javascript:alert(3)'>press</a>"
    "<p>The stored text stands here.</p></body></html>"
)

HOSTILE_TITLE = "\"><script>alert('title')</script>\u202e=cmd|' /C calc'!A0\r\nBcc: evil@example.org"


def mentions_in(text: str) -> list[Mention]:
    """Who is named in the text of the day."""
    forms = {
        "Маржан Кошербай": ("marzhan-qosherbai", "defender"),
        "ст. 488 КоАП": ("article-488", "law"),
        "Нұргүл Сейілханқызы": ("nurgul-seiilkhanqyzy", "defender"),
    }
    return [
        Mention(
            subject=subject, kind=kind, start=text.index(form), end=text.index(form) + len(form), text=form,
            sentence_start=0, sentence_end=len(text), rule="full name", confidence=1.0,
        )
        for form, (subject, kind) in forms.items()
    ]  # fmt: skip


def keep_change(store: Store, recorder: Recorder, change: Change, text: str, body: str) -> None:
    """The change and the captures on both sides of it are in the store, as a check would have put them."""
    for name, side in (("old", change.before), ("cap", change.after)):
        if side is None:
            continue
        capture = change.capture if name == "cap" else side.revision
        exchange = Exchange(
            capture=capture,
            run="r1",
            source=change.source,
            role=Role.PAGE,
            url=change.page,
            page=change.page,
            requested_at=side.captured_at - timedelta(seconds=1),
            ended_at=side.captured_at,
            request_head=b"GET / HTTP/1.1\r\nHost: lantern.example\r\n\r\n",
            response_head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
            status=200,
            body=f"{body}<!-- {name} {change.id} -->".encode(),
            content_type="text/html; charset=utf-8",
        )
        recorder.record(exchange).result(10)
        article = Article(title=change.title, text=text, published=None, language=None, author=None, extractor="test")
        revision = Revision(
            id=side.revision,
            page=change.page,
            capture=capture,
            captured_at=side.captured_at,
            sha256=side.sha256,
            article=article,
            text_sha256=side.revision,
        )
        store.put_reading(
            capture_id=capture, reading=Reading(state=PageState.OK, evidence=None), revision=revision,
            mentions=mentions_in(text), at=side.captured_at,
        )  # fmt: skip
    page = Page(
        url=change.page, source=change.source, address=change.url, found_at=change.detected_at, found_from=None,
        listed_at=None,
    )  # fmt: skip
    assert store.put_comparison(capture_id=change.capture, page=page, change=change, at=change.detected_at)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords are hashed a hundred times as quickly as for people; `test_access` looks at what is shipped."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session")
def data(quick_passwords, tmp_path_factory: pytest.TempPathFactory, day) -> Path:
    """An operator's `data/` folder after a day of checks."""
    folder = tmp_path_factory.mktemp("desk") / "data"
    hostile = day.change(
        "hostile",
        day.named("Yerkin Baltabai said <img src=x onerror=alert(4)> and =1+1."),
        title=HOSTILE_TITLE,
        url="javascript:alert(5)",
        kind=ChangeKind.NEW,
        before=None,
        at=day.NOON - timedelta(hours=3),
    )
    others = [
        day.change(f"more {n}", day.named(f"Yerkin Baltabai spoke {n} times."), kind=ChangeKind.NEW, before=None,
                   at=day.NOON - timedelta(minutes=n))
        for n in range(1, 46)
    ]  # fmt: skip
    first = day.change("first", day.named(day.ACCUSED), baseline=True, kind=ChangeKind.NEW, before=None)
    with Store.open(folder) as store, Recorder(folder, "r1") as recorder:
        store.begin_run(Run(id="r1", started_at=day.NOON - timedelta(hours=1), sources=("lantern",)))
        for change in (day.sentenced(), day.vanished(), day.appeared(), hostile, first, *others):
            store.find_page(url=change.page, source=change.source, at=day.NOON, found_from=None)
            keep_change(store, recorder, change, f"{day.JAILED}\n\n{day.SCHOOL}", HARM)
        hashed = hash_password(PASSWORD)
        for name, role in PEOPLE.items():
            store.add_account(name=name, role=role, at=day.NOON)
            store.set_password(name=name, password=hashed, at=day.NOON)
    return folder


class Desk:
    """A running desk, and a person who comes to it."""

    def __init__(self, address: str, app) -> None:
        self.address, self.app = address, app

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=20, trust_env=False)

    def log_in(self, client: httpx.Client, name: str, password: str, **more: str) -> httpx.Response:
        token = token_in(client.get("/login").text)
        return client.post("/login", data={"token": token, "name": name, "password": password, "to": "/", **more})

    def come_in(self, client: httpx.Client, name: str) -> httpx.Client:
        """The client has a session of that account, without the slow way by its password."""
        inside = self.app.state.desk
        client.cookies.set(COOKIE, begin_session(inside.store, inside.store.account(name), inside.clock())[1])
        return client


def token_in(page: str) -> str:
    """The token of the first form that has one."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found, page
    return found[1]


@contextmanager
def serve_desk(make: Callable[[str], Any]) -> Iterator[Desk]:
    """The desk that `make` builds for an address such as `127.0.0.1:4711`, served by uvicorn from a thread."""
    listening = socket.create_server(("127.0.0.1", 0))
    listen = f"127.0.0.1:{listening.getsockname()[1]}"
    app = make(listen)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield Desk(f"http://{listen}", app)
    server.should_exit = True
    thread.join(10)
    listening.close()


def listening_at(configuration: Configuration, listen: str) -> Configuration:
    """The same configuration with the desk at that address."""
    service = configuration.service.model_copy(update={"review": type(configuration.service.review)(listen=listen)})
    return configuration.model_copy(update={"service": service})


@pytest.fixture(scope="session")
def desk(data: Path, day, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk that most tests only read, over a copy: what some of them say there is no other fixture's matter."""
    own = shutil.copytree(data, tmp_path_factory.mktemp("served") / "data")
    ticks = itertools.count()  # no two acts of one person at one moment: they would be taken back together

    def make(listen: str) -> Any:
        return make_app(
            listening_at(day.CONFIGURATION, listen),
            own,
            keeper=Doorkeeper(key=KEY),
            clock=lambda: day.NOON + timedelta(hours=2, microseconds=next(ticks)),
            find_not_seen=lambda *_: [("herald", "blocked", "since 23 Nov 18:00 (bot wall, status 403)")],
        )

    with serve_desk(make) as served:
        yield served


@pytest.fixture
def reader(desk: Desk) -> Iterator[httpx.Client]:
    """A person who has logged in."""
    with desk.client() as client:
        yield desk.come_in(client, "Aigerim")
