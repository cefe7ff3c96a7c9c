"""What no single declaration can know: names used twice, names that nobody declares, keys that need one another.

The checks read the plain values as written, so that one misspelt key elsewhere does not hide them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from config.names import explain_hollow_name
from config.problems import Problem, quote, suggest
from config.yaml_reading import Document, Path


@dataclass(frozen=True, slots=True)
class Written:
    """A declaration as it was written: its file, its value, and where in the file it stands."""

    file: str
    document: Document
    value: dict[str, Any]
    path: Path = ()

    def under(self, key: str) -> Iterator[Written]:
        """The declarations in the list under a key."""
        children = self.value.get(key)
        for place, child in enumerate(children if isinstance(children, list) else ()):
            if isinstance(child, dict):
                yield Written(self.file, self.document, child, (*self.path, key, place))

    def text(self, key: str) -> str | None:
        """The text under a key; None where there is none."""
        value = self.value.get(key)
        return value if isinstance(value, str) else None

    def problem(self, key: str, message: str, *steps: str | int) -> Problem:
        """A problem at the line of a key, or of a place in its list."""
        line = self.document.line((*self.path, key, *steps))
        return Problem(file=self.file, line=line, key=key, message=message)

    @property
    def place(self) -> str:
        return f"{self.file}:{self.document.line(self.path)}"


def check_sources(sources: list[Written], lists: list[Written], *, lists_known: bool) -> Iterator[Problem]:
    """Names used twice, watch lists that nobody declares, `follow` where nothing follows."""
    yield from _used_twice(sources, "name", "a source")
    names = {name for each in lists if (name := each.text("name"))}
    for source in sources:
        if source.value.get("follow") is not None and source.value.get("spider", "page") != "listing":
            yield source.problem("follow", 'follow: only "spider: listing" follows links; leave it out here')
        asked = source.value.get("watch_lists")
        for place, name in enumerate(asked if isinstance(asked, list) and lists_known else ()):
            if isinstance(name, str) and name not in names:
                known = suggest(name, names) or f"; declared: {', '.join(sorted(names))}"
                message = f"watch_lists: no watch list has the name {quote(name)}{known}"
                yield source.problem("watch_lists", message, place)
        if asked == []:
            yield source.problem("watch_lists", "watch_lists: an empty list; leave it out to read for all")


def check_watch_lists(lists: list[Written]) -> Iterator[Problem]:
    """Names and ids used twice, articles of codes that nobody declares, names that would match anything."""
    subjects = [subject for each in lists for subject in each.under("subjects")]
    codes = [code for each in lists for code in each.under("codes")]
    yield from _used_twice(lists, "name", "a watch list")
    yield from _used_twice(subjects, "id", "a subject")
    yield from _used_twice(codes, "id", "a code", same=lambda one, other: one == other)
    yield from _check_articles(subjects, {code.text("id") or "" for code in codes})
    for named in (*subjects, *codes):
        yield from _check_names(named)


def _used_twice(
    declared: list[Written], key: str, noun: str, same: Callable[[Any, Any], bool] = lambda _one, _other: False
) -> Iterator[Problem]:
    first: dict[str, Written] = {}
    for each in declared:
        name = each.text(key)
        if name is None or first.setdefault(name, each) is each or same(first[name].value, each.value):
            continue
        message = f"{key}: {quote(name)} is {noun} already, declared at {first[name].place}"
        yield each.problem(key, message)


def _check_articles(subjects: list[Written], codes: set[str]) -> Iterator[Problem]:
    for subject in subjects:
        code, article = subject.value.get("code"), subject.value.get("article")
        if isinstance(code, str) and code not in codes:
            known = suggest(code, codes) or "; declare it under codes"
            yield subject.problem("code", f"code: no code has the id {quote(code)}{known}")
        if code is None and article is not None:
            yield subject.problem("article", 'article: it needs "code", the id of the law it stands in')
        if code is not None and article is None:
            yield subject.problem("code", 'code: it needs "article"; to track a whole law, leave code out')
        if (code is not None or article is not None) and subject.value.get("kind") != "law":
            key = "code" if code is not None else "article"
            yield subject.problem(key, f'{key}: only a subject of "kind: law" has one')


def _check_names(named: Written) -> Iterator[Problem]:
    if (name := named.text("name")) and (reason := explain_hollow_name(name)):
        yield named.problem("name", f"name: {quote(name)} {reason}")
    aliases = named.value.get("aliases")
    for place, alias in enumerate(aliases if isinstance(aliases, list) else ()):
        text = alias.get("text") if isinstance(alias, dict) else alias
        if isinstance(text, str) and text and (reason := explain_hollow_name(text)):
            yield named.problem("aliases", f"aliases: {quote(text)} {reason}", place)
