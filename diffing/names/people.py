"""The names of people as they are typed: which word is the first name, which the surname, which the patronymic."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from diffing.names.folding import fold, fold_variants, spell
from diffing.names.inflection import guess_names
from diffing.names.tokens import WORD
from diffing.names.words import GIVEN_NAME_TWINS, PATRONYMIC_ENDINGS, PATRONYMIC_TAILS, PATRONYMIC_WORDS, PATRONYMICS


class PersonAlias(NamedTuple):
    """One spelling of a person's name, in parts. Keys are those of `folding`."""

    subject: str
    text: str
    surnames: tuple[str, ...]  # keys of the surname, in each reading of its letters
    givens: tuple[str, ...] = ()  # keys of the first name; empty for a name of one word
    initial: str = ""  # sounds of the first name, to compare an initial with
    patronymic: str = ""
    head: str = ""  # first half of a doubled surname


class NameClue(NamedTuple):
    """What a word may be: keys of the watch lists it is a form of."""

    surnames: tuple[str, ...]
    givens: tuple[str, ...]
    plurals: tuple[str, ...]  # surnames of which it may be the plural: a family
    near: tuple[tuple[str, int], ...]  # surnames at a distance of one or two edits
    stems: tuple[str, ...]  # surnames in -uly or -kyzy of which it is the first half


@lru_cache(maxsize=1 << 14)
def is_patronymic(word: str) -> bool:
    """Whether a word ends like a patronymic: -ович, -овна, -ұлы, -қызы and their cases."""
    sounds = spell(word)
    if len(sounds) < 4:
        return False
    singular, _ = guess_names(word, sounds)
    if not PATRONYMICS.isdisjoint(singular):
        return True
    endings = (*PATRONYMIC_ENDINGS, *PATRONYMIC_TAILS)
    return len(sounds) > 5 and any(guess.endswith(endings) for guess in (sounds, *singular))


def read_person_name(subject: str, text: str) -> PersonAlias | None:
    """The parts of a name as typed: `First Last`, `First Patronymic Last`, `Last First Patronymic`, `Last, First`."""
    plain = _read_two_words(subject, text)
    if plain:
        return plain
    turned = [half.strip() for half in text.split(",")]
    words = _join_kinship(" ".join(reversed(turned)).split() if len(turned) == 2 else text.split())
    words = [word for word in words if word.isalnum() or WORD.search(word)]
    if not words:
        return None
    if len(words) == 1:
        return _make_alias(subject, text, "", "", words[0])
    middle = [position for position, word in enumerate(words) if len(words) > 2 and is_patronymic(word)]
    if middle and middle[-1] == len(words) - 1 and middle[0] > 1:
        return _make_alias(subject, text, words[1], words[-1], words[0])
    return _make_alias(subject, text, words[0], words[middle[0]] if middle and middle[0] else "", words[-1])


def _read_two_words(subject: str, text: str) -> PersonAlias | None:
    """`First Last` in plain letters, as most names are typed: the same as the long way, in a third of the time."""
    given, _, surname = text.partition(" ")
    if len(given) < 2 or len(surname) < 6 or not (given.isalpha() and surname.isalpha()):
        return None
    surnames = fold_variants(surname)
    return PersonAlias(subject, text, surnames, *_read_given(given)) if surnames[0] else None


@lru_cache(maxsize=1 << 14)
def _read_given(given: str) -> tuple[tuple[str, ...], str]:
    """The keys of a first name, and its sounds; a list has few different ones."""
    return _read_given_keys(given), spell(given)


def _read_given_keys(given: str) -> tuple[str, ...]:
    """The keys of a first name in each reading of its letters, then those it has in neighbouring languages."""
    keys = fold_variants(given)
    twins = sorted({twin for key in keys for twin in GIVEN_NAME_TWINS.get(key, ())})
    return tuple(dict.fromkeys((*keys, *twins)))


def _join_kinship(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if joined and len(word) < 6 and spell(word) in PATRONYMIC_WORDS:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _make_alias(subject: str, text: str, given: str, patronymic: str, surname: str) -> PersonAlias | None:
    halves = [half for half in surname.replace("‑", "-").split("-") if half]
    if len(halves) == 2 and spell(halves[1]) in PATRONYMIC_WORDS:
        halves = ["".join(halves)]
    if not halves or not fold(halves[-1]):
        return None
    return PersonAlias(
        subject=subject,
        text=text,
        surnames=fold_variants(halves[-1]),
        givens=_read_given_keys(given.replace("-", "").replace("‑", "")) if len(given.rstrip(".")) > 1 else (),
        initial=spell(given),
        patronymic=fold(patronymic),
        head=fold(halves[0]) if len(halves) > 1 else "",
    )
