"""How trustworthy the comparison is: made versions of real pages, with noise, true edits, or both. Prints Markdown.

    python benchmarks/changes.py PAGES TOOL [--count 60] [--seed 1] [--salt WORD] [--peers FOLDER] [--world FOLDER]

TOOL is the generator of noisy versions; its pages are made in a temporary folder. A change is reported where the
comparison that `check` makes has hunks or another headline. With `--salt` the blocks that the generator puts in have
class names without meaning. Beside the classes stand the edits that matter most, and how often a page with edit and
noise reports the edit and nothing but the edit: the hunks of the same edit without noise.

`--peers` asks other tools about the same versions, and about the real successive versions in PAGES/ota_pairs; their
environments are made in that folder. `--world` runs the simulated web in that folder for 14 days with the same seed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

from extraction import LABELS, judge_words
from peers import PEERS, Pair, ask_peer

from diffing.compare import compare_texts
from diffing.extraction.document import read_document
from diffing.text import normalise
from storage.records import HunkKind, Reading

URL = "https://page.example/article"
GRAVE = {
    "names": ("name_add", "name_del"),
    "numbers": ("number",),
    "negation": ("negation",),
    "headline": ("headline",),
}
WRONG = {"noise": "false alarms", "edit": "missed", "both": "missed"}
SHARED = [f"{name}: {wrong}" for name, wrong in WRONG.items()]
Told = tuple[tuple[str, str, str], ...]


@dataclass
class Score:
    """How many cases of a class or kind there were, and in how many the report was wrong."""

    cases: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    strays: list[str] = field(default_factory=list)

    def count(self, name: str, case: str, *, wrong: bool) -> None:
        """One more case."""
        self.cases[name] += 1
        self.wrong[name] += wrong
        if wrong:
            self.strays.append(f"{name}: {case}")


def main() -> None:
    """Makes the versions, compares them, prints the table."""
    options = _read_options()
    with tempfile.TemporaryDirectory() as folder:
        _make_versions(options, Path(folder))
        score = score_versions(Path(folder))
        if options.peers:
            print_peers(options, Path(folder), score)
    opaque = ", class names without meaning" if options.salt else ""
    print(f"## Made versions: {options.count} pages, seed {options.seed}{opaque}\n\n| | cases | wrong |\n|---|---|---|")
    for name, total in score.cases.items():
        print(f"| {name} | {total} | {score.wrong[name]} ({score.wrong[name] / total:.2%}) |")
    print("\nWrong:", *score.strays, sep="\n- ")
    if options.world:
        print_world(options.world, options.seed)


def _make_versions(options: argparse.Namespace, folder: Path) -> None:
    command = [sys.executable, options.tool, options.pages, folder, options.count, options.seed]
    environment = os.environ | ({"NB_OPAQUE": options.salt} if options.salt else {})
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL, env=environment)


def score_versions(folder: Path) -> Score:
    """False alarms and missed edits of all cases in a folder."""
    score = Score()
    first: dict[str, Reading] = {}
    edits: dict[str, Told] = {}
    for case in json.loads((folder / "cases.json").read_text("utf-8")):
        if case["page"] not in first:
            first[case["page"]] = _read_case(folder, case, "a")
        told = report_change(first[case["page"]], _read_case(folder, case, "b"))
        _judge_case(score, case, told, edits)
    return score


def _judge_case(score: Score, case: dict[str, Any], told: Told, edits: dict[str, Told]) -> None:
    name, kind = case["case"], case["kind"].partition("_")[2]
    if case["cls"] == "noise":
        score.count("noise: false alarms", name, wrong=bool(told))
        return
    score.count(f"{case['cls']}: missed", name, wrong=not told)
    for group, kinds in GRAVE.items():
        if kind in kinds:
            score.count(f"{group}: missed", name, wrong=not told)
    edit = f"{case['page']} {kind}"
    if case["cls"] == "edit":
        edits[edit] = told
    elif edits.get(edit):
        score.count("both: other than the edit alone", name, wrong=told != edits[edit])


def report_change(before: Reading, after: Reading) -> Told:
    """What a reader is told of two versions: kind, former and new wording of each hunk; empty: nothing."""
    if before.article is None or after.article is None:
        return () if before.state is after.state else (("state", before.state, after.state),)
    titles = [normalise(reading.title or "") for reading in (before.article, after.article)]
    told = [("title", *titles)] if titles[0] != titles[1] else []
    hunks = compare_texts(before.article.text, after.article.text)
    differing = [hunk for hunk in hunks if hunk.kind is not HunkKind.EQUAL]
    told += [(hunk.kind, normalise(hunk.before or ""), normalise(hunk.after or "")) for hunk in differing]
    return tuple((kind, old, new) for kind, old, new in told)


def _read_case(folder: Path, case: dict[str, Any], side: str) -> Reading:
    body = (folder / f"{case['case']}.{side}.html").read_bytes()
    return read_document(body, content_type=case[f"{side}_ct"], url=URL)


def print_peers(options: argparse.Namespace, folder: Path, score: Score) -> None:
    """The table of all tools: how often each is wrong, on made versions and on real ones."""
    rows = {name: {"defenderwatch": score.wrong[name] / score.cases[name]} for name in SHARED}
    cases = json.loads((folder / "cases.json").read_text("utf-8"))
    made = [(f"{case['cls']}: {WRONG[case['cls']]}", _name_sides(folder, case)) for case in cases]
    real = list(unpack_pairs(options.pages / "ota_pairs", folder))
    for name, (before, after, *_) in real:
        sides = [read_document(side.read_bytes(), content_type=None, url=URL) for side in (before, after)]
        _add(rows, name, "defenderwatch", bool(report_change(*sides)), real)
    for peer in PEERS:
        pairs = [*made, *real]
        for (name, _), told in zip(pairs, ask_peer(peer, options.peers, [pair for _, pair in pairs]), strict=True):
            _add(rows, name, peer, told, pairs)
    tools = ["defenderwatch", *PEERS]
    print(f"## Beside other tools\n\n| | {' | '.join(tools)} |\n|---|{'---|' * len(tools)}")
    for name, wrong in rows.items():
        print(f"| {name} | {' | '.join(f'{wrong.get(tool, 0.0):.1%}' for tool in tools)} |")
    print()


def _add(
    rows: dict[str, dict[str, float]], name: str, tool: str, told: bool, pairs: Sequence[tuple[str, Pair]]
) -> None:
    total = sum(each == name for each, _ in pairs)
    row = rows.setdefault(name, {})
    row[tool] = row.get(tool, 0.0) + (told is name.endswith("false alarms")) / total


def _name_sides(folder: Path, case: dict[str, Any]) -> Pair:
    charsets = [_read_charset(case[f"{side}_ct"]) for side in "ab"]
    return folder / f"{case['case']}.a.html", folder / f"{case['case']}.b.html", charsets[0], charsets[1]


def _read_charset(content_type: str | None) -> str:
    message = Message()
    message["Content-Type"] = content_type or "text/html"
    return message.get_content_charset("utf-8")


def unpack_pairs(source: Path, folder: Path) -> Iterator[tuple[str, Pair]]:
    """The real successive versions, unpacked: what is wrong to say of them, and their files. They are in UTF-8."""
    with gzip.open(source.with_suffix(".jsonl.gz"), "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            sides = [folder / f"{row['id']}.{side}.html" for side in "ab"]
            for side in sides:
                side.write_bytes(gzip.decompress((source / f"{side.name}.gz").read_bytes()))
            label = LABELS[0] if row["label"] == LABELS[0] else judge_words(row)
            wrong = "missed" if label == LABELS[1] else "false alarms"
            yield f"real versions, {label}: {wrong}", (sides[0], sides[1], "utf-8", "utf-8")


def print_world(world: Path, seed: int) -> None:
    """Runs the simulated web against the installed command and prints what its own scorer says."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "run_world.py", "--command", Path(sys.executable).with_name("defenderwatch")]
        options = ["--seed", seed, "--days", 14, "--workdir", Path(folder) / "world", "--port", 30_000 + 20 * seed]
        done = subprocess.run(
            list(map(str, [*command, *options])), cwd=world, stdout=subprocess.PIPE, text=True, check=True
        )
    print(f"\n## The simulated web, seed {seed}, 14 days\n\n{done.stdout.splitlines()[-1]}")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, help="folder of saved pages")
    parser.add_argument("tool", type=Path, help="the generator of noisy versions (a Python file)")
    parser.add_argument("--count", type=int, default=60, help="pages it uses")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", type=Path, help="ask other tools, too; their environments lie in this folder")
    parser.add_argument("--world", type=Path, help="folder of the simulated web: score it for 14 days")
    parser.add_argument("--salt", default="", help="give the noise class names without meaning, made from this word")
    return parser.parse_args()


if __name__ == "__main__":
    main()
