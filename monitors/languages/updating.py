"""Brings the catalogues up to date with the texts that code and templates say.

`python -m monitors.languages.updating [LANGUAGE …]` adds what is new, untranslated, to each catalogue, makes one for a
new language, and takes out what nobody says any more. A test asks that nothing is left untranslated.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from monitors.languages.catalogues import DOMAIN, catalogue_path, find_languages

ROOT: Final = Path(__file__).parents[1]

SPEAKING: Final = ("delivery", "digests", "languages", "reports", "review")
"""The folders whose texts people read in their language; what a terminal says is English."""

_HEADER: Final = "# What defenderwatch says to people. Brought up to date by: python -m monitors.languages.updating"
_PROJECT: Final[dict[str, Any]] = {
    "project": "defenderwatch",
    "version": "1",
    "domain": DOMAIN,
    "msgid_bugs_address": "the issues of the project",
    "last_translator": "the people of defenderwatch",
    "language_team": "the people of defenderwatch",
    "creation_date": datetime(2026, 12, 1, tzinfo=UTC),
    "revision_date": datetime(2026, 12, 1, tzinfo=UTC),
}
"""No moment of an update: the same texts make the same file."""

_KEYWORDS: Final[dict[str, tuple[Any, ...] | None]] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "count": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def gather_texts() -> Catalog:
    """A catalogue without translations: every text that is said, with the places where it is."""
    texts = Catalog(fuzzy=False, **_PROJECT)
    for folder in SPEAKING:
        methods: Any = [("**.py", extract_calls), ("**.html", babel_extract)]  # Babel's types know of names only
        found = extract_from_dir(ROOT / folder, methods, {"**.html": {"newstyle_gettext": "true"}}, _KEYWORDS)
        for file, _line, message, _comments, context in found:
            texts.add(message, locations=[(f"monitors/{folder}/{file}", 0)], context=context)
    return texts


def extract_calls(
    fileobj: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],  # noqa: ARG001 - Babel's signature
    options: dict[str, Any],  # noqa: ARG001
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """The calls that say a text, inside of f-strings too, which Babel's own reader of Python passes over."""
    for node in ast.walk(ast.parse(fileobj.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            told = tuple(each.value if isinstance(each, ast.Constant) else None for each in node.args)
            texts = tuple(each if isinstance(each, str) else None for each in told)
            if texts and texts[0] is not None:
                yield node.lineno, node.func.id, texts if len(texts) > 1 else texts[0], []


def read_catalogue(language: str) -> Catalog:
    """The catalogue of a language as its file has it; an empty one where there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, header_comment=_HEADER, fuzzy=False, **_PROJECT)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update_catalogue(language: str, texts: Catalog) -> None:
    """The file of that catalogue holds what is said now: translations stay, and nothing obsolete does."""
    catalogue = read_catalogue(language)
    catalogue.update(texts, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
    catalogue.obsolete.clear()
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, include_lineno=False, omit_header=False)


def main(languages: list[str]) -> None:
    """Update the catalogues of these languages, or all there are."""
    texts = gather_texts()
    for language in languages or find_languages():
        update_catalogue(language, texts)


if __name__ == "__main__":
    main(sys.argv[1:])
