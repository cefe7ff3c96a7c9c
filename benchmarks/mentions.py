"""How well mentions are found: `python benchmarks/mentions.py --factrueval DIR --kaznerd FILE --pages DIR`.

`--pages DIR` adds the false hits: what the starter watch list finds in texts that speak of other countries.
Prints precision, recall and F1 on annotated texts. The data are given as paths; none of them is part of the project.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from config.declarations import Subject, SubjectKind, WatchList
from config.loading import load_configuration
from diffing.extraction.document import read_document
from diffing.mentions import Matcher
from diffing.names.folding import fold, is_cyrillic
from diffing.names.languages.kazakh import KAZAKH
from diffing.names.transliteration import romanise


def make_list(names: Iterable[str]) -> WatchList:
    """A watch list of these people."""
    subjects = [Subject(id=f"p{place}", kind=SubjectKind.DEFENDER, name=name) for place, name in enumerate(names)]
    return WatchList(name="people", subjects=tuple(subjects))


def report(label: str, right: int, found: int, wanted: int) -> None:
    """One line: precision, recall and F1."""
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    score = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"{label:46} P {precision:.3f}  R {recall:.3f}  F1 {score:.3f}   ({right} of {found} found, {wanted} wanted)")


# ---------------------------------------------------------------------- factRuEval
Spans = set[tuple[int, int]]
Person = tuple[str, Spans, Spans, Spans]


def read_factrueval(folder: Path) -> Iterator[tuple[str, list[Person]]]:
    """For each text its people: name, full names, surnames that follow, surnames before (told or not, no matter)."""
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8")
        spans = {}
        for line in path.with_suffix(".spans").read_text("utf-8").splitlines():
            parts = line.split()
            spans[parts[0]] = (parts[1], int(parts[2]), int(parts[2]) + int(parts[3]))
        objects = {}
        for line in path.with_suffix(".objects").read_text("utf-8").splitlines():
            parts = line.split("#")[0].split()
            objects[parts[0]] = (parts[1], [spans[each] for each in parts[2:] if each in spans])
        yield text, list(_read_people(path.with_suffix(".coref").read_text("utf-8"), objects))


def _read_people(coref: str, objects: dict[str, tuple[str, list[tuple[str, int, int]]]]) -> Iterator[Person]:
    for block in coref.split("\n\n"):
        lines = block.strip().splitlines()
        facts = dict(line.split(" ", 1) for line in lines[1:] if " " in line)
        if not lines or "firstname" not in facts or "lastname" not in facts:
            continue
        full, bare = set(), set()
        for reference in lines[0].split()[1:]:
            kind, parts = objects.get(reference, ("", []))
            surnames = [(start, end) for name, start, end in parts if name == "surname"]
            if kind != "Person" or not surnames:
                continue
            whole = (min(part[1] for part in parts), max(part[2] for part in parts))
            (full if any(name == "name" for name, _, _ in parts) else bare).add(whole)
        first = min((start for start, _ in full), default=None)
        if first is not None:
            early = {span for span in bare if span[0] < first}
            name = " ".join(f"{facts['firstname']} {facts['lastname']}".split())
            yield name.title(), full, bare - early, early


def measure_factrueval(folder: Path, *, latin: bool, verbose: bool) -> None:
    """The people with a first and a last name as the list; their full names and later surnames as what is wanted."""
    documents = list(read_factrueval(folder))
    spellings: dict[str, str] = {}
    documents = [
        (
            text,
            [
                (spellings.setdefault(fold(name.replace(" ", "")), name), full, bare, early)
                for name, full, bare, early in people
            ],
        )
        for text, people in documents
    ]
    names = sorted(spellings.values())
    matcher = Matcher([make_list(romanise(name) if latin else name for name in names)])
    right = found = wanted = 0
    for text, people in documents:
        gold = {(name, span) for name, full, bare, _ in people for span in full | bare}
        neutral = {(name, span) for name, _, _, early in people for span in early}
        hits = {(names[int(mention.subject[1:])], (mention.start, mention.end)) for mention in matcher.find(text)}
        hits = {hit for hit in hits if not any(_agree(hit, other) for other in neutral)}
        matched = {hit for hit in hits if any(_agree(hit, other) for other in gold)}
        missed = {other for other in gold if not any(_agree(hit, other) for hit in hits)}
        right, found, wanted = right + len(gold) - len(missed), found + len(hits), wanted + len(gold)
        found -= len(matched) - (len(gold) - len(missed))  # a span told in two pieces counts once
        if verbose:
            for name, (start, end) in sorted(missed, key=lambda pair: pair[1]):
                print("   missed", name, "|", _excerpt(text, start, end))
            for name, (start, end) in sorted(hits - matched, key=lambda pair: pair[1]):
                print("   false ", name, "|", _excerpt(text, start, end))
    report(f"factRuEval, {'Latin' if latin else 'Cyrillic'} list of {len(names)}", right, found, wanted)


def _agree(one: tuple[str, tuple[int, int]], other: tuple[str, tuple[int, int]]) -> bool:
    return one[0] == other[0] and one[1][0] < other[1][1] and other[1][0] < one[1][1]


def _excerpt(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}".replace("\n", " ")


# ---------------------------------------------------------------------- KazNERD
def read_kaznerd(path: Path) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Sentences with the spans of people of exactly two words."""
    for block in path.read_text("utf-8").split("\n\n"):
        text, spans, begun = "", [], None
        for line in [*(row.rsplit(" ", 1) for row in block.splitlines() if " " in row), ["", "O"]]:
            if begun is not None and line[1] != "I-PERSON":
                spans.append((begun, len(text)))
                begun = None
            text += " " if text and line[0] else ""
            begun = len(text) if line[1] == "B-PERSON" else begun
            text += line[0]
        yield text, [(start, end) for start, end in spans if text[start:end].count(" ") == 1]


def measure_kaznerd(path: Path, *, latin: bool, verbose: bool) -> None:
    """Two-word names that stand in the nominative somewhere are the list; their inflected forms are wanted."""
    sentences = list(read_kaznerd(path))
    forms = {text[start:end] for text, spans in sentences for start, end in spans if is_cyrillic(text[start:end])}
    bases = {form: base for form in forms if (base := _find_base(form, forms))}
    names = sorted(set(bases.values()))
    matcher = Matcher([make_list(romanise(name) if latin else name for name in names)])
    right = found = wanted = 0
    for text, spans in sentences:
        gold = {(bases[text[start:end]], (start, end)) for start, end in spans if text[start:end] in bases}
        hits = {(names[int(mention.subject[1:])], (mention.start, mention.end)) for mention in matcher.find(text)}
        listed = {(name, span) for name, span in hits if any(start < span[1] and span[0] < end for start, end in spans)}
        matched = {hit for hit in gold if any(_agree(hit, other) for other in hits)}
        right, found, wanted = right + len(matched), found + len(listed), wanted + len(gold)
        if verbose and gold - matched:
            print("   missed", gold - matched, text)
        found -= len(
            {hit for hit in listed if not any(_agree(hit, other) for other in gold)} & _nominative(listed, text)
        )
    report(f"KazNERD inflected names, {'Latin' if latin else 'Cyrillic'} list of {len(names)}", right, found, wanted)


def _find_base(form: str, forms: set[str]) -> str | None:
    endings = [suffix for suffix in KAZAKH.singular if form.endswith(suffix)]
    bases = [form[: -len(suffix)] for suffix in endings if form[: -len(suffix)] in forms]
    return max(bases, key=len, default=None)


def _nominative(hits: set[tuple[str, tuple[int, int]]], text: str) -> set[tuple[str, tuple[int, int]]]:
    return {hit for hit in hits if fold(text[slice(*hit[1])].replace(" ", "")) == fold(hit[0].replace(" ", ""))}


# ---------------------------------------------------------------------- false hits
SENTENCES_A_TEXT = 10
TRULY_NAMED = frozenset(("amnesty-international", "human-rights-watch", "odihr", "mukhtar-ablyazov"))
"""Subjects whom such texts do name: their mentions here were read one by one, and are right."""
STARTER = Path(__file__).parent.parent / "config" / "examples"


def read_foreign_texts(given: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    """(kind, text, what stands round it) of texts that have nothing to do with the starter list."""
    if given.factrueval:
        yield from (("Russian news", path.read_text("utf-8"), "") for path in sorted(given.factrueval.glob("*.txt")))
    if given.kaznerd:
        sentences = [text for text, _ in read_kaznerd(given.kaznerd)]
        for start in range(0, len(sentences), SENTENCES_A_TEXT):
            yield "Kazakh sentences", "\n\n".join(sentences[start : start + SENTENCES_A_TEXT]), ""
    for path in sorted(given.pages.rglob("*.html.gz")):
        reading = read_document(gzip.decompress(path.read_bytes()), content_type="text/html", url="https://a.example/")
        if reading.article:
            yield "foreign pages", f"{reading.article.title or ''}\n\n{reading.article.text}", reading.article.outside


def measure_false_hits(given: argparse.Namespace) -> None:
    """What the starter watch list finds where nothing is to be found: people, and all else a thousand texts."""
    matcher = Matcher(load_configuration(STARTER).watch_lists)
    texts: Counter[str] = Counter()
    people: Counter[str] = Counter()
    others: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for kind, text, outside in read_foreign_texts(given):
        texts[kind] += 1
        for mention in matcher.find(text, outside=outside):
            known = right if mention.subject in TRULY_NAMED else others
            (people if mention.kind == "defender" and known is others else known)[kind] += 1
            if given.verbose:
                print(f"  {kind}: {mention.subject} ({mention.rule}): {_excerpt(text, mention.start, mention.end)}")
    for kind, count in texts.items():
        rate = 1000 * others[kind] / count
        print(
            f"false hits in {count:5} {kind:18} people {people[kind]}, others {others[kind]} ({rate:.1f} in 1,000)"
            f"; {right[kind]} right ones of bodies and people known everywhere"
        )


def main() -> None:
    """Measure what paths are given for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--factrueval", type=Path)
    options.add_argument("--kaznerd", type=Path)
    options.add_argument("--pages", type=Path, help="a folder with saved pages: *.html.gz, also in sub-folders")
    options.add_argument("--verbose", action="store_true", help="print what was missed and what was false")
    given = options.parse_args()
    began = time.perf_counter()
    for latin in (False, True):
        if given.factrueval:
            measure_factrueval(given.factrueval, latin=latin, verbose=given.verbose)
        if given.kaznerd:
            measure_kaznerd(given.kaznerd, latin=latin, verbose=given.verbose)
    if given.pages:
        measure_false_hits(given)
    print(f"{time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
