"""Whether the articles of a watch list can be found: in a plain sentence with each name of their code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from config.declarations import Code, Subject
from diffing.mentions import Matcher
from diffing.names.folding import is_cyrillic

_ENGLISH = "Charged under article {article} of the {code}."
_RUSSIAN = "Дело по статье {article} {code} закрыто."
_KAZAKH = "Іс {code} {article}-бабы бойынша қозғалды."


def find_dead_articles(matcher: Matcher, subject: Subject, codes: Mapping[str, Code]) -> Iterator[str]:
    """What is wrong with a tracked article: no text that names its code finds it. Nothing for other subjects."""
    code = codes.get(subject.code or "")
    if code is None or not subject.article:
        return
    names = [code.name, *(alias.text for alias in code.aliases)]
    if not any(_is_found(matcher, subject, name, code.country) for name in names):
        yield f"article {subject.article!r} can never match: no sentence that names {code.name!r} finds it"


def _is_found(matcher: Matcher, subject: Subject, name: str, country: str | None) -> bool:
    frames = (_RUSSIAN, _KAZAKH) if is_cyrillic(name) else (_ENGLISH,)
    texts = [frame.format(article=subject.article, code=name) for frame in frames]
    return any(mention.subject == subject.id for text in texts for mention in matcher.find(text, country=country))
