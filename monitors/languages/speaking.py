"""Which language is spoken at the moment, and what a text is in it.

The language belongs to the context: a request or a digest is written in one language from beginning to end. English is
the language of the source text, needs no catalogue and loads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from monitors.languages.catalogues import find_languages, load_catalogue

SOURCE = "en"
"""The language in which the texts stand in the code."""

_SPOKEN: ContextVar[str] = ContextVar("language", default=SOURCE)

_Key = TypeVar("_Key")


def spoken() -> str:
    """The language spoken at the moment: `en`, `kk`, `ru`."""
    return _SPOKEN.get()


def known_languages() -> tuple[str, ...]:
    """The languages there are: English, and each that has a catalogue."""
    return (SOURCE, *find_languages())


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within the block everything is said in that language; in English where there is no catalogue of it."""
    token = _SPOKEN.set(language if language in known_languages() else SOURCE)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def gettext(text: str) -> str:
    """The text in the language spoken; as it is where the catalogue does not know it."""
    language = _SPOKEN.get()
    return load_catalogue(language).gettext(text) if text and language != SOURCE else text


def ngettext(one: str, several: str, number: int) -> str:
    """The text in the form that goes with the number."""
    language = _SPOKEN.get()
    if language == SOURCE:
        return one if number == 1 else several
    return load_catalogue(language).ngettext(one, several, number)


def pgettext(context: str, text: str) -> str:
    """The text as it is said in that context: one word may be two in another language."""
    language = _SPOKEN.get()
    return load_catalogue(language).pgettext(context, text) if language != SOURCE else text


def N_(text: str) -> str:  # noqa: N802 - gettext's own word for it
    """The text itself: marks for the catalogue what is said later."""
    return text


def _(text: str, **told: object) -> str:
    """The text in the language spoken, with what is told put in: `%(name)s`."""
    return gettext(text) % told


def count(one: str, several: str, number: int, **told: object) -> str:
    """The text in the form that goes with the number, which stands in it as `%(num)s`, its thousands set apart."""
    from monitors.languages.numbers import write_number

    return ngettext(one, several, number) % {"num": write_number(number), **told}


class Phrases(Mapping[_Key, str]):
    """A table of texts, each given in the language that is spoken when it is looked up."""

    def __init__(self, texts: Mapping[_Key, str]) -> None:
        """`texts` are the English ones, marked with `N_`."""
        self._texts = texts

    def __getitem__(self, key: _Key) -> str:
        """The text in the language spoken."""
        return gettext(self._texts[key])

    def __iter__(self) -> Iterator[_Key]:
        """The keys, in order."""
        return iter(self._texts)

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._texts)
