"""How long `process --again` takes over a full store, and whether it goes on where it was killed.

    python benchmarks/history.py [--revisions 100000] [--subjects 1000] [--texts FOLDER] [--keep FOLDER]

A store of that many revisions, five a page, is filled in a temporary folder (people invented; with `--texts` the
articles are cut from the `*.txt` of a folder). Then the command runs as an operator runs it: with nothing edited,
with a subject added, and with another one added and the command killed in the middle and run again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from measuring import Measured, measure_command
from mention_speed import make_names

from diffing.extraction.naming import name_extractor
from diffing.names.tables import split_words
from monitors.comparing.rematching import PLACE
from storage import database as sql
from storage.plain import to_row
from storage.records import Article, Capture, Fidelity, Outcome, Page, PageState, Revision, Role
from storage.store import Store

START = datetime(2026, 1, 1, tzinfo=UTC)
EACH = 5  # revisions of a page
LENGTH = 4_000  # characters of an article, about
OUTSIDE = 1_500  # characters beside it
NAMED = 50  # of so many pages one names a subject that is added
HERE = Path(__file__).parent


def identify(word: str) -> str:
    """32 hex digits that stand for a word."""
    return hashlib.sha256(word.encode()).hexdigest()[:32]


def write_list(folder: Path, names: Sequence[str], added: Sequence[str]) -> None:
    """The operator's folder with these people on its list."""
    for name in ("sources", "watchlists"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "defenderwatch.yaml").write_text("timezone: Asia/Almaty\n")
    (folder / "sources" / "paper.yaml").write_text("name: paper\nurl: https://paper.example/\ncountry: kz\n")
    people = [f"  - {{id: p{number}, kind: defender, name: {name}}}\n" for number, name in enumerate(names)]
    people += [f"  - {{id: added{number}, kind: defender, name: {name}}}\n" for number, name in enumerate(added)]
    (folder / "watchlists" / "people.yaml").write_text("name: people\nsubjects:\n" + "".join(people))


def make_words(chance: random.Random) -> str:
    """A long text of invented words, some capitalised; a thousandth of them new each time."""
    syllables = split_words("ка та ра ло не ми то по ве ста дар кон лук мен ба жи ус ерт ол ган ше ду")
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(20_000)]
    sentences = (" ".join(chance.choices(words, k=chance.randint(6, 20))).capitalize() for _ in range(20_000))
    return ". ".join(sentences)


def cut_articles(text: str, names: Sequence[str], added: Sequence[str], pages: int) -> Iterator[list[str]]:
    """For each page the texts of its revisions: one sentence more each time, and people of the list in it."""
    chance = random.Random(5)
    for page in range(pages):
        start = chance.randrange(max(1, len(text) - LENGTH - OUTSIDE - EACH * 200))
        people = chance.choices(names, k=2) + ([added[page // NAMED % len(added)]] if page % NAMED == 0 else [])
        body = text[start : start + LENGTH] + "".join(f"\n\n{name} выступил в суде {page}." for name in people)
        yield [body + f"\n\nДополнено {number} раз: {text[start - 100 * number : start]}." for number in range(EACH)]


def fill(folder: Path, text: str, names: Sequence[str], added: Sequence[str], revisions: int) -> None:
    """The store in `folder/data` holds so many revisions, none of them matched yet."""
    pages = max(1, revisions // EACH)
    outside = text[:OUTSIDE]
    with Store.open(folder / "data") as store:
        articles = cut_articles(text, names, added, pages)
        for first in range(0, pages, 500):
            with store._database.writing():
                for page in range(first, min(first + 500, pages)):
                    put_page(store, page, next(articles), outside)


def put_page(store: Store, page: int, texts: Sequence[str], outside: str) -> None:
    """A page with a capture and a revision for each text."""
    url = f"https://paper.example/{page}"
    extractor = name_extractor("html")
    for number, text in enumerate(texts):
        sequence, at = page * EACH + number + 1, START + timedelta(hours=6 * (page % 100 * EACH + number))
        capture = Capture(
            id=identify(f"capture {sequence}"), sequence=sequence, run="r1", source="paper", role=Role.PAGE, url=url,
            page=url, requested_at=at, captured_at=at, outcome=Outcome.FETCHED, status=200, failure=None, detail=None,
            sha256="ab" * 32, length=20_000, content_type="text/html", etag=None, last_modified=None, redirect_to=None,
            fidelity=Fidelity.WIRE, file="a.warc.gz", offset=sequence, payload_file=None, payload_offset=None,
        )  # fmt: skip
        article = Article(
            title=f"О деле № {page}", text=text, published=None, language="ru", author=None, extractor=extractor,
            outside=outside,
        )  # fmt: skip
        revision = Revision(
            id=identify(f"revision {sequence}"), page=url, capture=capture.id, captured_at=at, sha256="ab" * 32,
            article=article, text_sha256=identify(text),
        )  # fmt: skip
        store._database.write(sql.ADD_CAPTURE, to_row(capture) | {"read_at": "x", "compared_at": "x"})
        store._add_revision(revision, [], at)
    known = Page(
        url=url, source="paper", address=url, found_at=START, found_from=None, listed_at=None, state=PageState.OK,
        state_at=START, revision=identify(f"revision {page * EACH + EACH}"), extractor=extractor,
    )  # fmt: skip
    store._database.write(sql.SHOW_PAGE, to_row(known))
    store._database.write("UPDATE captures SET read_at = captured_at, compared_at = captured_at WHERE page = ?", (url,))


def process_again(folder: Path) -> tuple[Measured, dict[str, int]]:
    """The command as an operator runs it, and what it told."""
    log = folder / "process.log"
    took = measure_command(command(folder), {**os.environ}, log)
    told = [line for line in log.read_text().splitlines() if line.startswith("{")]
    return took, json.loads(told[-1])


def command(folder: Path) -> list[str]:
    """`process --again` in that folder."""
    return [sys.executable, "-m", "monitors.cli", "--config", str(folder), "process", "--again", "--json"]


def kill_in_the_middle(folder: Path, seconds: float) -> int:
    """Start it and kill it after a while; how many revisions were done by then."""
    process = subprocess.Popen(command(folder), stdout=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(2)  # its workers end by themselves
    with Store.open(folder / "data", create=False) as store:
        kept = store.fact(PLACE)
    return int(json.loads(kept)["revisions"]) if kept else 0


def tell(label: str, revisions: int, took: Measured, told: dict[str, int]) -> None:
    """One line."""
    print(
        f"{label:42} {took.seconds:6.0f} s  {revisions / took.seconds:6.0f} revisions/s  main {took.main:4.0f} MB, "
        f"largest worker {took.largest:4.0f} MB  rewritten {told['mentions_changed']:,}, "
        f"histories {told['technical_changes']:,}",
        flush=True,
    )


def main() -> None:
    """Fill, and run it as the heading says."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--revisions", type=int, default=100_000)
    options.add_argument("--subjects", type=int, default=1_000)
    options.add_argument("--texts", type=Path, help="a folder of texts (*.txt) that articles are cut from")
    options.add_argument("--keep", type=Path, help="fill the store here, or use the one that is here")
    asked = options.parse_args()
    names = [f"{name} {surname}" for name, surname in (each.split() for each in make_names(asked.subjects))]
    added = ["Ботагоз Сарымсакова", "Тлеген Жанузаков"]
    texts = [path.read_text("utf-8") for path in sorted(asked.texts.glob("*.txt"))] if asked.texts else []
    text = "\n\n".join(texts) or make_words(random.Random(3))
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        write_list(folder, names, [])
        if not (folder / "data" / sql.FILE_NAME).exists():
            fill(folder, text, names, added, asked.revisions)
        tell("the first time, each revision written", asked.revisions, *process_again(folder))
        took, told = process_again(folder)
        tell("nothing edited", asked.revisions, took, told)
        write_list(folder, names, added[:1])
        tell("a subject added", asked.revisions, *process_again(folder))
        write_list(folder, names, added)
        done = kill_in_the_middle(folder, took.seconds / 2)
        again, told = process_again(folder)
        tell(f"killed at {done:,}, then run again", asked.revisions - done, again, told)


if __name__ == "__main__":
    main()
