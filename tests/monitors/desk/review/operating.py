"""A desk over a folder of its own, with files that can be edited: for tests that write."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from config.loading import load_configuration
from monitors.review.access import Doorkeeper
from monitors.review.app import make_app
from tests.monitors.desk.review.conftest import Desk, listening_at, serve_desk

SERVICE = "timezone: Asia/Almaty\n"
WATCH_LIST = """\
# Who is tracked at the steppe desk.
name: steppe
subjects:
  - id: marzhan-qosherbai   # since 2024
    kind: defender
    name: Marzhan Qosherbai
  - {id: yerkin-baltabai, kind: defender, name: Yerkin Baltabai}
  - {id: nurgul-seiilkhanqyzy, kind: defender, name: Нұргүл Сейілханқызы}
  - {id: article-488, kind: law, name: "Administrative Code, article 488"}
"""
SOURCES = {
    "lantern": "name: lantern   # daily\ntitle: Steppe Lantern\nurl: https://lantern.example/\n",
    "herald": "name: herald\ntitle: Uly Dala Herald\nurl: https://herald.example/\n",
    "ministry": "name: ministry\ntitle: Ministry of Order\ntype: government\nurl: https://order.example/\n",
}


class Operated:
    """A desk that a test may edit: its folder, and a client for one person after the other."""

    def __init__(self, folder: Path, served: Desk, client: httpx.Client) -> None:
        self.folder, self.served, self.client = folder, served, client

    @property
    def desk(self):
        return self.served.app.state.desk

    def come_in(self, name: str) -> httpx.Client:
        self.client.cookies.clear()
        return self.served.come_in(self.client, name)

    def read(self, file: str) -> str:
        return (self.folder / file).read_text()


def write_folder(folder: Path) -> None:
    for room in ("sources", "watchlists"):
        (folder / room).mkdir(parents=True)
    (folder / "defenderwatch.yaml").write_text(SERVICE)
    (folder / "watchlists" / "steppe.yaml").write_text(WATCH_LIST)
    for name, text in SOURCES.items():
        (folder / "sources" / f"{name}.yaml").write_text(text)


@contextmanager
def operate(folder: Path, data: Path, day) -> Iterator[Operated]:
    """The desk over a copy of that data, in a folder whose files say what the day's configuration says."""
    write_folder(folder)
    shutil.copytree(data, folder / "data")

    def make(listen: str) -> Any:
        configuration = listening_at(load_configuration(folder), listen)
        return make_app(configuration, folder / "data", keeper=Doorkeeper(key="key"), clock=lambda: day.NOON)

    with serve_desk(make) as served, served.client() as client:
        yield Operated(folder, served, client)
