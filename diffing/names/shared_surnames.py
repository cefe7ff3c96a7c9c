"""Several people before one surname: `Lukpan and Murat Akhmetov`, `А., Б. и В. Ахметовы`."""

from __future__ import annotations

from collections.abc import Callable

from diffing.names.folding import fold
from diffing.names.people import PersonAlias
from diffing.names.rules import SHARED, Found, Hit, grade
from diffing.names.surroundings import SPACE_LIKE, is_initial, joins
from diffing.names.tokens import Token, is_capital, token_before
from diffing.names.words import JOINING

_MOST_SHARING = 6


def find_shared(
    text: str, hit: Hit, nearest: Found | None, pick: Callable[[str, Token], PersonAlias | None]
) -> list[Found]:
    """Those who share the surname of a hit with the name that stands before it.

    `nearest` is who that name and the surname are, if tracked; where others are tracked too, their forms are their
    first names alone. `pick` tells who bears a surname of the list, by its key, with a first name or an initial.
    """
    found: list[Found] = []
    for token in list_sharing(text, hit.start)[1:]:
        aliases = (pick(key, token) for key in (*hit.clue.surnames, *hit.clue.plurals))
        alias = next((each for each in aliases if each and not (nearest and nearest.subject == each.subject)), None)
        if alias:
            end = token.end + (token.gap[:1] == ".")
            found.append(grade(Found(token.start, end, alias.subject, SHARED, alias.text)))
    if len(found) == 1 and not nearest:
        return [found[0]._replace(end=hit.end)]
    return found


def list_sharing(text: str, position: int) -> list[Token]:
    """The first names and initials in a list that ends before `position`, nearest first; one where none is listed."""
    sharing: list[Token] = []
    token = token_before(text, position)
    while token and len(sharing) < _MOST_SHARING and is_capital(token.text) and _goes_with(token, bool(sharing)):
        sharing.append(token)
        earlier = token_before(text, token.start)
        if earlier and fold(earlier.text) in JOINING and joins(earlier.gap):
            earlier = token_before(text, earlier.start)
        elif not earlier or "," not in earlier.gap:
            break
        token = earlier
    return sharing


def _goes_with(token: Token, listed: bool) -> bool:
    """Whether a name stands in the list: only a space, and in a list a comma, behind it or its full stop."""
    gap = token.gap
    if is_initial(token, gap.replace(",", "")):
        return True
    return joins(gap) or (listed and gap.strip(SPACE_LIKE) == ",")
