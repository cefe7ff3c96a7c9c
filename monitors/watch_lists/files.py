"""Writing subjects into the operator's watch lists: comments and order stay, and what would not load is not written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode

from config.declarations import Subject, SubjectKind, WatchList
from config.loading import ConfigurationError, load_configuration
from diffing.mentions import Matcher
from diffing.names.folding import fold
from diffing.names.tokens import WORD
from diffing.names.transliteration import romanise

_PLAIN = re.compile(r"[^\W\d_](?:[\w-]|(?<=\w) (?=\w))*")
_NO_TEXTS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


class UnknownListError(Exception):
    """No file holds the watch list asked for, or none was named and there are several."""


class ListStyleError(Exception):
    """The list is written in a way that lines cannot be added to."""


class NewSubject(NamedTuple):
    """A subject to be written."""

    id: str
    kind: SubjectKind
    name: str
    aliases: tuple[str, ...] = ()
    note: str = ""


class Spellings:
    """The spellings of all subjects: whose a new one is already."""

    def __init__(self, watch_lists: Sequence[WatchList]) -> None:
        self.ids: set[str] = set()
        self._owners: dict[tuple[str, ...], str] = {}
        self._matcher = Matcher(watch_lists)
        for watch_list in watch_lists:
            for subject in watch_list.subjects:
                self.add(subject.id, _names_of(subject))

    def add(self, subject: str, spellings: Iterable[str]) -> None:
        """These spellings are that subject's, where they are nobody's yet."""
        self.ids.add(subject)
        for each in spellings:
            self._owners.setdefault(_key(each), subject)

    def owner(self, spelling: str) -> str | None:
        """Whose spelling it is in any script and any order of its words, None where it is new."""
        found = (each for each in self._matcher.find(spelling) if each.distance == 0)
        whole = next((each.subject for each in found if each.end - each.start == len(spelling)), None)
        return self._owners.get(_key(spelling)) or whole

    def make_id(self, name: str) -> str:
        """A new id of the name in Latin letters."""
        plain = re.sub(r"[^a-z0-9]+", "-", romanise(name).lower()).strip("-")[:50].strip("-") or "subject"
        place, made = 1, plain
        while made in self.ids:
            place += 1
            made = f"{plain}-{place}"
        return made


def find_list(folder: Path, watch_lists: Sequence[WatchList], name: str | None) -> Path:
    """The file of the list of that name, or of the only one."""
    names = [each.name for each in watch_lists]
    if name is None and len(names) > 1:
        raise UnknownListError(f"which watch list? --list takes one of: {', '.join(names)}")
    for path in sorted((folder / "watchlists").glob("*.y*ml")):
        document = YAML().load(path.read_text("utf-8"))
        if isinstance(document, dict) and document.get("name") == (name or names[0]):
            return path
    raise UnknownListError(f"no watch list has the name {name!r}; there are: {', '.join(names)}")


def append_subjects(folder: Path, path: Path, subjects: Sequence[NewSubject]) -> None:
    """The subjects stand behind the last one of that list, and every other line is as it was.

    ConfigurationError where the list would not load with them, ListStyleError where it is written in brackets: then
    the file is as it was.
    """
    before = path.read_bytes()
    text = before.decode("utf-8-sig")
    lines = text.splitlines(keepends=True)
    place, indent = _find_end(text)
    lines[:place] = [*lines[: place - 1], lines[place - 1].rstrip("\r\n") + "\n"]
    lines[place:place] = ["\n", *(f"{' ' * indent}{line}" for line in _write_lines(subjects))]
    replace_file(path, "".join(lines).encode())
    try:
        load_configuration(folder)
    except ConfigurationError:
        replace_file(path, before)
        raise


def _find_end(text: str) -> tuple[int, int]:
    """How many lines there are up to the end of the last subject, and the spaces before its dash."""
    keys = {key.value: value for key, value in YAML().compose(text).value}
    subjects = keys["subjects"]
    if subjects.flow_style:
        raise ListStyleError("the subjects are written in [brackets]; write them as lines that begin with a dash")
    last = node = subjects.value[-1]
    while not isinstance(node, ScalarNode) and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1]
    end = node.end_mark.line + (node.end_mark.column > 0)  # a text of several lines ends where the next line begins
    lines = text.splitlines()
    while not lines[end - 1].strip():
        end -= 1
    return end, lines[last.start_mark.line].index("-")


def _write_lines(subjects: Iterable[NewSubject]) -> Iterator[str]:
    """The subjects as YAML, written out here: ruamel takes a millisecond for each."""
    for subject in subjects:
        yield f"- id: {_write_text(subject.id)}\n"
        yield f"  kind: {subject.kind.value}\n"
        yield f"  name: {_write_text(subject.name)}\n"
        if subject.aliases:
            yield "  aliases:\n"
        yield from (f"    - {_write_text(alias)}\n" for alias in subject.aliases)
        if subject.note:
            yield f"  note: {_write_text(subject.note)}\n"


def _write_text(text: str) -> str:
    """As it is where YAML can read it as nothing but text, else in double quotes, where JSON and YAML agree."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NO_TEXTS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in quoted)


def replace_file(path: Path, content: bytes) -> None:
    """The file holds the content, at once or not at all, with the rights that it had."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.chmod(path.stat().st_mode & 0o777)
    beside.replace(path)


def _names_of(subject: Subject) -> list[str]:
    return [] if subject.code else [subject.name, *(alias.text for alias in subject.aliases)]


def _key(spelling: str) -> tuple[str, ...]:
    return tuple(sorted(fold(word) for word in WORD.findall(spelling)))
