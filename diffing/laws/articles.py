"""Which tracked articles a number means: sub-articles, ranges, points in brackets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from diffing.laws.references import Number

# Where a full stop in a number makes a sub-article (`205.2`); elsewhere it leads to a part.
_DOTTED_COUNTRIES = frozenset(("ru", "by", "ua", "kg", "uz", "tj"))


def normalise_article(article: str) -> str:
    """An article as the keys of the index spell it: `456-2`, `6(b)`."""
    return article.lower().replace(" ", "").translate(str.maketrans("‐‑–—", "----"))


def read_articles(number: Number, articles: Mapping[str, object], country: str | None) -> Iterable[tuple[str, int]]:
    """The tracked articles that a number means, and where the form ends."""
    if number.is_range:
        last = number.upto or number.second or number.first
        for article in articles:
            if article.isdigit() and number.first <= int(article) <= last:
                yield article, number.short_end
        return
    if number.second is not None:
        sub = f"{number.first}-{number.second}"
        if sub in articles:
            yield sub, number.short_end
        elif f"{number.first}.{number.second}" in articles:
            yield f"{number.first}.{number.second}", number.short_end
        elif number.dotted and country not in _DOTTED_COUNTRIES and str(number.first) in articles:
            yield str(number.first), number.start + len(str(number.first))
        return
    plain = str(number.first)
    if plain in articles:
        yield plain, number.short_end
    for depth in range(1, len(number.brackets) + 1):
        detailed = plain + "".join(f"({each})" for each in number.brackets[:depth])
        if detailed in articles:
            yield detailed, number.end
    for part in number.parts:
        if not number.brackets and f"{plain}({part})" in articles:
            yield f"{plain}({part})", number.short_end
