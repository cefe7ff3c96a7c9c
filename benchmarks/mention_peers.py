"""How fast others find the same names, exactly as they are written: one JSON line a way.

Run by `mention_speed.py` in an environment of its own, with nothing of ours: `python mention_peers.py FOLDER NAMES`.
`NAMES` is a file with one name a line. Speed is in millions of characters a second of CPU time.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Find = Callable[[str], object]


def build_expression(names: Sequence[str]) -> Find:
    """One regular expression over all names."""
    return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b").findall


def build_spacy(names: Sequence[str]) -> Find:
    """spaCy's PhraseMatcher behind a blank tokenizer."""
    language: Any = importlib.import_module("spacy").blank("xx")
    language.max_length = 1 << 30
    matcher = importlib.import_module("spacy.matcher").PhraseMatcher(language.vocab)
    matcher.add("names", [language.make_doc(name) for name in names])
    return lambda text: matcher(language.make_doc(text))


def build_automaton(names: Sequence[str]) -> Find:
    """ahocorasick-rs: an automaton over bytes, blind to where words end."""
    find: Find = importlib.import_module("ahocorasick_rs").AhoCorasick(names).find_matches_as_indexes
    return find


WAYS = {  # what is built, and how many characters at most it is given
    "one regular expression": (build_expression, lambda count: 300_000_000 // count // 10),
    "spaCy PhraseMatcher": (build_spacy, lambda _: 600_000),
    "ahocorasick-rs": (build_automaton, lambda _: 1 << 40),
}


def resident() -> float:
    """Memory of this process in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def read_texts(folder: Path) -> list[str]:
    """The texts of a folder (`*.txt`), in order."""
    return [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]


def take(texts: Sequence[str], characters: int) -> list[str]:
    """The first texts, up to so many characters."""
    taken: list[str] = []
    for text in texts:
        if characters <= 0:
            break
        taken.append(text[:characters])
        characters -= len(text)
    return taken


def measure(texts: Sequence[str], find: Find) -> float:
    """Millions of characters a second of CPU time."""
    began = time.process_time()
    for text in texts:
        find(text)
    return sum(map(len, texts)) / max(time.process_time() - began, 1e-6) / 1e6


def count_words(text: str) -> int:
    """The plain pass that all are compared with."""
    return sum(1 for _ in re.finditer(r"\w+", text))


def main() -> None:
    """Measure one way, or each in a process of its own."""
    folder, names_file, *chosen = sys.argv[1:]
    if not chosen:
        for way in WAYS:
            os.spawnv(os.P_WAIT, sys.executable, [sys.executable, __file__, folder, names_file, way])
        return
    way = chosen[0]
    build, limit = WAYS[way]
    names = Path(names_file).read_text("utf-8").splitlines()
    before, began = resident(), time.process_time()
    find = build(names)
    row = {"way": way, "names": len(names), "build": time.process_time() - began, "memory": resident() - before}
    texts = take(read_texts(Path(folder)), limit(len(names)))
    speed = measure(texts, find)
    print(json.dumps(row | {"speed": speed, "ratio": speed / measure(texts, count_words)}), flush=True)


if __name__ == "__main__":
    main()
