"""How fast mentions are found, and what the list costs: `python benchmarks/mention_speed.py FOLDER`.

`FOLDER` holds texts (`*.txt`). The names are made by chance from syllables. Speed is in millions of characters
a second of CPU time, cold (in a new process, each text for the first time) and warm; the ratio to a plain
`re.finditer(r"\\w+")` pass of the same run is the durable figure. The others find names exactly as they are written;
they live in an environment of their own, which is made where `--peers` says (`--no-peers`: ours alone).
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from pathlib import Path

from mention_peers import count_words, measure, read_texts, resident

from config.declarations import Subject, SubjectKind, WatchList
from diffing.mentions import Matcher
from diffing.names.tables import split_words

_SYLLABLES = split_words(
    "ба бе да де жа же ка ке ла ле ма ме на не са се та те ша ше ра ре ку ту му нур ай кен тас бек"
)
_ENDINGS = split_words("ов ев баев ова ева улы бек кызы")
_GIVEN = split_words(
    "Айгуль Данияр Ерлан Бота Серик Марат Тимур Самал Олег Павел Галина Азамат Ильяс Жанар Ермек Асель"
)
_SIZES = (100, 1_000, 10_000, 100_000)
_PEERS = ("spacy==3.8.*", "ahocorasick-rs==1.*")
_SCRIPT = Path(__file__).with_name("mention_peers.py")


def make_names(count: int) -> list[str]:
    """So many names of a first name and a surname, the same in each run."""
    chance = random.Random(count)
    surnames = (
        "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).title() + chance.choice(_ENDINGS)
        for _ in range(count)
    )
    return [f"{chance.choice(_GIVEN)} {surname}" for surname in surnames]


def measure_ours(folder: Path, count: int) -> Iterator[dict[str, object]]:
    """Our rows for a list of so many names: cold, then warm."""
    subjects = [Subject(id=f"p{n}", kind=SubjectKind.DEFENDER, name=name) for n, name in enumerate(make_names(count))]
    watch_list = WatchList(name="people", subjects=tuple(subjects))
    texts = read_texts(folder)
    before, began = resident(), time.process_time()
    matcher = Matcher([watch_list])
    row = {"names": count, "build": time.process_time() - began, "memory": resident() - before}
    words = measure(texts, count_words)
    for way in ("ours, cold", "ours, warm"):
        speed = measure(texts, matcher.find)
        yield row | {"way": way, "speed": speed, "ratio": speed / words}


def make_peers(place: Path) -> Path:
    """The interpreter of an environment that holds the others; it is made where it is not there."""
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *_PEERS], check=True)
    return python


def run_rows(command: list[str | Path]) -> Iterator[dict[str, object]]:
    """The rows that a command prints, one JSON object a line."""
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    yield from (json.loads(line) for line in told.splitlines() if line.startswith("{"))


def tell(row: dict[str, object]) -> None:
    """One line of the table."""
    print(
        "| {names:,} | {way} | {speed:.2f} | {ratio:.3f} | {build:.2f} s | {memory:.0f} MB |".format(**row), flush=True
    )


def main() -> None:
    """Measure lists of a hundred to a hundred thousand names, each way in a process of its own."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, help="a folder of texts (*.txt)")
    options.add_argument("--names", type=int, help="only our rows for a list of so many names, as JSON")
    options.add_argument("--peers", type=Path, default=Path.home() / ".cache" / "defenderwatch-peers")
    options.add_argument("--no-peers", action="store_true", help="ours alone")
    given = options.parse_args()
    if not any(given.folder.glob("*.txt")):
        options.error(f"{given.folder} holds no *.txt")
    if given.names:
        for row in measure_ours(given.folder, given.names):
            print(json.dumps(row))
        return
    peers = None if given.no_peers else make_peers(given.peers)
    print("| names | way | M characters/s | of `finditer` | build | memory |\n|---|---|---|---|---|---|", flush=True)
    for count in _SIZES:
        for row in run_rows([sys.executable, __file__, given.folder, "--names", str(count)]):
            tell(row)
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as names:
            names.write("\n".join(make_names(count)))
            names.flush()
            for row in run_rows([peers, _SCRIPT, given.folder, names.name]) if peers else ():
                tell(row)


if __name__ == "__main__":
    main()
