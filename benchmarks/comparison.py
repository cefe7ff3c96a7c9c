"""How long comparing takes: pairs of article texts, and the pages that make others stand still.

    python benchmarks/comparison.py PAGES [--limit N]

PAGES holds saved pages (`*.html`, `*.html.gz`, also in sub-folders). `NAME.a.html` and `NAME.b.html` are two versions
of one page; of any other page a second version is made by editing one paragraph in twenty and moving another.
Prints milliseconds of CPU a pair, for the articles as they are read and for all paragraphs of the pages with their
menus and lists, and seconds for 1 MB against 1 MB of repetitive and of hostile text.
"""

from __future__ import annotations

import argparse
import gzip
import random
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from diffing.compare import compare_texts
from diffing.extraction.charset import decode_bytes
from diffing.extraction.document import read_document
from diffing.extraction.parsing import inner_text, parse_markup

BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "blockquote", "td", "dd", "dt")
MEGABYTE = 1_000_000


def main() -> None:
    """Read the arguments and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--limit", type=int, default=400, help="pairs at most (default: 400)")
    arguments = parser.parse_args()
    print(f"{'pairs':<34}{'n':>5}{'characters':>12}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}")
    for title, read in (("articles", read_article), ("whole pages", read_text)):
        print_pairs(title, list(islice(make_pairs(arguments.pages, read), arguments.limit)))
    print_traps()


def make_pairs(folder: Path, read: Callable[[Path], str]) -> Iterator[tuple[str, str]]:
    """Two texts for each page, or for each page kept in two versions."""
    chance = random.Random(1)
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.html.gz")]):
        if ".b.html" in path.name:
            continue
        text = read(path)
        other = path.with_name(path.name.replace(".a.html", ".b.html"))
        if text:
            yield text, read(other) if other != path and other.exists() else edit_text(text, chance)


def read_article(path: Path) -> str:
    """The article of a saved page, as a check reads it; empty where there is none."""
    article = read_document(_read_body(path), content_type=None, url="https://page.example/article").article
    return article.text if article else ""


def read_text(path: Path) -> str:
    """The paragraphs of a saved page, whatever they belong to; empty where it cannot be parsed."""
    root = parse_markup(decode_bytes(_read_body(path), None).text)
    lines = (inner_text(element) for element in root.iter(*BLOCKS)) if root is not None else ()
    return "\n\n".join(filter(None, lines))


def _read_body(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def edit_text(text: str, chance: random.Random) -> str:
    """One sentence in twenty loses its last word, and one paragraph goes to the end."""
    paragraphs = text.split("\n\n")
    paragraphs.append(paragraphs.pop(chance.randrange(len(paragraphs))))
    edited = (" ".join(each.split()[:-1]) if chance.random() < 0.05 else each for each in paragraphs)
    return "\n\n".join(edited)


def print_pairs(title: str, pairs: list[tuple[str, str]]) -> None:
    """The median, 95th percentile and maximum of CPU milliseconds, for all pairs and for those of usual length."""
    took = [
        (len(before) + len(after), measure(lambda b=before, a=after: compare_texts(b, a))) for before, after in pairs
    ]
    for part, most in ((f"{title} up to 20,000 characters", 40_000), (title, 10**12)):
        rows = sorted((seconds, size) for size, seconds in took if size <= most)
        times = [1000 * seconds for seconds, _ in rows]
        size = statistics.median(size for _, size in rows) / 2
        spread = f"{at(times, 0.5):>9.2f}{at(times, 0.95):>9.2f}{times[-1]:>9.1f}"
        print(f"{part:<34}{len(rows):>5}{size:>12.0f}{spread}")


def at(ordered: list[float], share: float) -> float:
    """A quantile of ordered numbers."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def print_traps() -> None:
    """Seconds of CPU for texts of one megabyte that are known to make comparisons stand still."""
    print(f"\n{'1 MB against 1 MB':<44}{'seconds':>8}{'hunks':>8}")
    for title, before, after in make_traps():
        began = time.process_time()
        hunks = len(compare_texts(before, after))
        print(f"{title:<44}{time.process_time() - began:>8.2f}{hunks:>8}")


def make_traps() -> Iterator[tuple[str, str, str]]:
    """Repetitive, shuffled and endless texts."""
    line = "The court adjourned the hearing until the following day."
    many = MEGABYTE // (len(line) + 2)
    yield "one line repeated, one edited in the middle", *_edited([line] * many, "\n\n")
    yield "the same, lines in one paragraph", *_edited([line] * many, "\n")
    two = ["The judge came.", "The judge left."] * (MEGABYTE // 34)
    yield "two lines in turn, shifted by one", "\n\n".join(two), "\n\n".join(two[1:])
    chance = random.Random(1)
    few = [f"Line {n} of this page says nothing new." for n in range(40)]
    rows = [[chance.choice(few) for _ in range(MEGABYTE // 40)] for _ in range(2)]
    yield "forty lines, drawn at random", "\n\n".join(rows[0]), "\n\n".join(rows[1])
    unlike = [[f"{chance.random()} and {chance.random()}." for _ in range(MEGABYTE // 44)] for _ in range(2)]
    yield "nothing in common", "\n\n".join(unlike[0]), "\n\n".join(unlike[1])
    shuffled = chance.sample(unlike[0], len(unlike[0]))
    yield "every paragraph moved", "\n\n".join(unlike[0]), "\n\n".join(shuffled)
    yield "one sentence without an end", "слово " * (MEGABYTE // 6), "слова " * (MEGABYTE // 6)


def _edited(lines: list[str], glue: str) -> tuple[str, str]:
    edited = [*lines]
    edited[len(lines) // 2] = "The court closed the hearing."
    return glue.join(lines), glue.join(edited)


def measure(action: Callable[[], object]) -> float:
    """CPU seconds of one call; the better of two."""
    times = []
    for _ in range(2):
        began = time.process_time()
        action()
        times.append(time.process_time() - began)
    return min(times)


if __name__ == "__main__":
    main()
