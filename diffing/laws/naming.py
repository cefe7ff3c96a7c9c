"""The other ways to name a law that a list names once: `X Act` for `Law on X`, a draft, and its date and number."""

from __future__ import annotations

import re

from diffing.names.places import is_filler, read_country
from diffing.names.tables import split_words
from diffing.vocabulary import VOCABULARIES

_SAME_AS_LAW = {"law": ("Act", "Bill"), "закон": ("Законопроект",), "заң": ()}
"""What a law is called too, also before it is passed; one line a language."""

_LAW_ON = re.compile(r"law\s+on\s+(?:the\s+)?", re.IGNORECASE)

_DATING = frozenset(
    split_words(
        "dated from on no nos n number "
        "от года год г зрк "
        "жылғы жылы ж күнгі қрз зрқ"
    )
)  # fmt: skip
_NUMBERED = re.compile(r"\d{1,4}|[IVXLC]{1,6}")
_MONTH = re.compile(
    "|".join(month.replace("*", r"\w*") for each in VOCABULARIES.values() for month in each.months), re.IGNORECASE
)


def vary_law_name(name: str) -> list[str]:
    """The name, and what else the same law may be called."""
    first, _, rest = name.partition(" ")
    names = [name, *(f"{other} {rest}" for other in _SAME_AS_LAW.get(first.casefold(), ()) if rest)]
    match = _LAW_ON.match(name)
    if match:
        names += [f"{name[match.end() :]} {other}" for other in ("Law", *_SAME_AS_LAW["law"])]
    return names


def may_stand_inside(word: str) -> bool:
    """Whether a word may stand between the words of a law's name: its country."""
    return is_filler(word) or read_country(word) is not None


def is_dating(word: str) -> bool:
    """Whether a word belongs to the date or the number of a law: `от 25 мая 2020 года № 333-VI`."""
    return bool(_NUMBERED.fullmatch(word) or word.casefold() in _DATING or _MONTH.fullmatch(word))
