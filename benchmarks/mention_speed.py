"""How fast mentions are found, and what the list costs: `python benchmarks/mention_speed.py FOLDER`.

`FOLDER` holds texts (`*.txt`). The names are made by chance from syllables. Speed is in millions of characters
a second of CPU time, cold (in a new process, each text for the first time) and warm; the ratio to a plain
`re.finditer(r"\\w+")` pass of the same run is the durable figure. ahocorasick-rs is measured where it is installed.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

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
_LARGEST_EXPRESSION = 1_000
"""An expression over more names takes minutes."""


def make_names(count: int) -> list[str]:
    """So many names of a first name and a surname, the same in each run."""
    chance = random.Random(count)
    surnames = (
        "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).title() + chance.choice(_ENDINGS)
        for _ in range(count)
    )
    return [f"{chance.choice(_GIVEN)} {surname}" for surname in surnames]


def measure_speed(texts: Sequence[str], find: Callable[[str], object]) -> float:
    """Millions of characters a second of CPU time."""
    began = time.process_time()
    for text in texts:
        find(text)
    return sum(map(len, texts)) / (time.process_time() - began) / 1e6


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure_list(texts: Sequence[str], count: int) -> None:
    """One line for a list of so many names, and one for each way to look for them exactly as written."""
    names = make_names(count)
    subjects = [Subject(id=f"p{place}", kind=SubjectKind.DEFENDER, name=name) for place, name in enumerate(names)]
    watch_list = WatchList(name="people", subjects=tuple(subjects))
    before, began = _resident(), time.process_time()
    matcher = Matcher([watch_list])
    built, held = time.process_time() - began, _resident() - before
    words = measure_speed(texts, lambda text: sum(1 for _ in re.finditer(r"\w+", text)))
    cold, warm = measure_speed(texts, matcher.find), measure_speed(texts, matcher.find)
    _tell(f"{count:,} names: ours, cold (built in {built:.2f} s, {held:.0f} MB)", cold, words)
    _tell(f"{count:,} names: ours, warm", warm, words)
    if count <= _LARGEST_EXPRESSION:
        expression = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")
        _tell(f"{count:,} names: one regular expression", measure_speed(texts[:20], expression.findall), words)
    if importlib.util.find_spec("ahocorasick_rs"):
        automaton = importlib.import_module("ahocorasick_rs").AhoCorasick(names)
        _tell(f"{count:,} names: ahocorasick-rs", measure_speed(texts, automaton.find_matches_as_indexes), words)


def _tell(label: str, speed: float, words: float) -> None:
    print(f"{label:64} {speed:7.2f} M characters/s   {speed / words:6.3f} of finditer ({words:.0f} M)")


def main() -> None:
    """Measure lists of a hundred to a hundred thousand names."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, help="a folder of texts (*.txt)")
    options.add_argument("--names", type=int, help="only a list of so many names, in this process")
    given = options.parse_args()
    folder = given.folder
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    if not texts:
        options.error(f"{folder} holds no *.txt")
    if given.names:
        measure_list(texts, given.names)
        return
    for count in _SIZES:
        subprocess.run([sys.executable, __file__, str(folder), "--names", str(count)], check=True)


if __name__ == "__main__":
    main()
