"""What reading a page is worth: F1 of the article, CPU a page, and what noise and true edits come to. Prints Markdown.

    python benchmarks/extraction.py PAGES [--noisebench TOOL] [--count 60] [--seed 1]

PAGES is a folder with `aeb`, `ota_pairs` and so on (NAME.jsonl.gz beside NAME/*.html.gz). TOOL is the generator
of noisy versions; its pages are made in a temporary folder. The measure for articles is that of the
article-extraction-benchmark: shingles of four words, precision and recall averaged over the pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diffing.extraction.document import read_document
from diffing.text import normalise
from storage.records import Reading

WORD = re.compile(r"\w+")
MARKUP = re.compile(r"\]\([^)\s]*\)|^\W+$|[#*_`\[\]\\]", re.MULTILINE)
LABELS = ("same", "words changed", "links or mark-up changed")
URL = "https://page.example/article"


def main() -> None:
    """Measures what the arguments name."""
    options = _read_options()
    score_articles(options.pages)
    compare_real_pairs(options.pages)
    if options.noisebench:
        with tempfile.TemporaryDirectory() as folder:
            score_noise(options.pages, options.noisebench, Path(folder), options.count, options.seed)


def score_articles(pages: Path) -> None:
    """F1 and CPU of our reading and of trafilatura's own, over the pages of `aeb`."""
    from trafilatura import extract

    rows = list(_read_rows(pages, "aeb"))
    bodies = [_read_page(pages, "aeb", row["file"]) for row in rows]
    print(f"## Articles: {len(rows)} pages, {sum(map(len, bodies)) / len(bodies) / 1000:.0f} KB on average\n")
    print("| | precision | recall | F1 | CPU ms/page |\n|---|---|---|---|---|")
    readers = {
        "defenderwatch": lambda body: _words_of(read_document(body, content_type=None, url=URL)),
        "trafilatura, fast": lambda body: extract(body, fast=True, include_comments=False) or "",
        "trafilatura": lambda body: extract(body, include_comments=False) or "",
    }
    for name, read in readers.items():
        read(bodies[0])
        began = time.process_time()
        texts = [read(body) for body in bodies]
        spent = (time.process_time() - began) / len(bodies) * 1000
        scores = [score_text(row["gold"], text) for row, text in zip(rows, texts, strict=True)]
        precision, recall = (sum(column) / len(scores) for column in zip(*scores, strict=True))
        f1 = 2 * precision * recall / (precision + recall)
        print(f"| {name} | {precision:.4f} | {recall:.4f} | {f1:.4f} | {spent:.1f} |")
    print()


def score_text(gold: str, text: str) -> tuple[float, float]:
    """Precision and recall of one text, by shingles of four words, as that benchmark counts them."""
    told, found = _shingle(gold), _shingle(text)
    both = sum((told & found).values())
    return _divide(both, sum(found.values()), sum(told.values())), _divide(
        both, sum(told.values()), sum(found.values())
    )


def _divide(both: int, total: int, other: int) -> float:
    return both / total if total else float(other == 0)


def _shingle(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    if len(words) < 4:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[start:] for start in range(4)), strict=False))


def compare_real_pairs(pages: Path) -> None:
    """Real successive versions: how often the text differs where it should not, and the other way round."""
    counts: Counter[str] = Counter()
    strays: list[str] = []
    for row in _read_rows(pages, "ota_pairs"):
        sides = [_read_page(pages, "ota_pairs", f"{row['id']}.{side}.html.gz") for side in "ab"]
        before, after = (read_document(side, content_type=None, url=URL) for side in sides)
        label = "same" if row["label"] == "same" else judge_words(row)
        differs = _compared(before) != _compared(after)
        counts[label] += 1
        counts[f"{label} skipped"] += before.visible_sha256 == after.visible_sha256
        counts[f"{label} differs"] += differs
        if differs is not (label == LABELS[1]):
            strays.append(f"{label}: {row['id']} {row['file']}")
    print("## Real successive versions\n\n| label | pairs | text differs | same visible text |\n|---|---|---|---|")
    for label in (label for label in LABELS if counts[label]):
        total, differing, skipped = counts[label], counts[f"{label} differs"], counts[f"{label} skipped"]
        print(f"| {label} | {total} | {differing} ({differing / total:.1%}) | {skipped} ({skipped / total:.1%}) |")
    print("\nOther than their label:", *strays, sep="\n- ")


def judge_words(row: dict[str, Any]) -> str:
    """Whether the words changed, or only link targets and mark-up of the Markdown that is kept as truth."""
    before, after = (normalise(MARKUP.sub("", row[f"gold_{side}"])) for side in "ab")
    return LABELS[2] if before == after else LABELS[1]


@dataclass
class NoiseScore:
    """What became of the generated cases."""

    cases: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    hidden: int = 0  # edits that the visible text did not show


def score_noise(pages: Path, tool: Path, folder: Path, count: int, seed: int) -> None:
    """False alarms on noise and missed edits, by headline and text in normal form."""
    command = [sys.executable, str(tool), str(pages), str(folder), str(count), str(seed)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    score = NoiseScore()
    first: dict[str, Reading] = {}
    for case in json.loads((folder / "cases.json").read_text("utf-8")):
        if case["page"] not in first:
            first[case["page"]] = _read_case(folder, case, "a")
        _judge_case(score, case, first[case["page"]], _read_case(folder, case, "b"))
    print(f"\n## Made versions: {len(first)} pages, seed {seed}\n\n| class | cases | wrong |\n|---|---|---|")
    for name, total in score.cases.items():
        print(f"| {name} | {total} | {score.wrong[name]} ({score.wrong[name] / total:.2%}) |")
    print("\nwrong by kind:", dict(score.kinds), "; edits hidden by the visible text:", score.hidden)


def _judge_case(score: NoiseScore, case: dict[str, Any], before: Reading, after: Reading) -> None:
    score.cases[case["cls"]] += 1
    same = _compared(before) == _compared(after)
    if same is not (case["cls"] == "noise"):
        score.wrong[case["cls"]] += 1
        score.kinds[case["kind"]] += 1
    score.hidden += case["cls"] != "noise" and before.visible_sha256 == after.visible_sha256


def _read_case(folder: Path, case: dict[str, Any], side: str) -> Reading:
    body = (folder / f"{case['case']}.{side}.html").read_bytes()
    return read_document(body, content_type=case[f"{side}_ct"], url=URL)


def _compared(reading: Reading) -> tuple[str, str]:
    article = reading.article
    return (normalise(article.title or ""), normalise(article.text)) if article else (reading.state, "")


def _words_of(reading: Reading) -> str:
    return reading.article.text if reading.article else ""


def _read_rows(pages: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(pages / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _read_page(pages: Path, name: str, file: str) -> bytes:
    return gzip.decompress((pages / name / file).read_bytes())


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, help="folder of saved pages")
    parser.add_argument("--noisebench", type=Path, help="the generator of noisy versions (a Python file)")
    parser.add_argument("--count", type=int, default=60, help="pages it uses")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
