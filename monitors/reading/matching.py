"""The matchers of a configuration, and what they find in an article."""

from __future__ import annotations

from collections.abc import Sequence

from config.declarations import Configuration, Source, WatchList
from diffing.mentions import Matcher
from storage.records import Article, Mention, Place


class Matchers:
    """The matchers of a configuration, one for each choice of watch lists, built when first asked for."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._built: dict[tuple[str, ...], Matcher] = {}

    def for_source(self, source: Source) -> Matcher:
        """The matcher of the watch lists that this source is read for."""
        return self.for_lists(self._configuration.watch_lists_for(source))

    def for_lists(self, watch_lists: Sequence[WatchList]) -> Matcher:
        """The matcher of these watch lists."""
        key = tuple(each.name for each in watch_lists)
        if key not in self._built:
            self._built[key] = Matcher(watch_lists)
        return self._built[key]


def find_in_article(matcher: Matcher, article: Article, source: Source) -> list[Mention]:
    """The mentions in an article, as the source's country and language make them read."""
    return matcher.find(
        article.text,
        country=source.country,
        language=source.language or article.language,
        title=article.title,
        outside=article.outside,
    )


def explain_mention(mention: Mention) -> str:
    """Why it counts, in words for whoever mends the list: the rule, how sure, which spelling, how far from it."""
    told = [mention.rule, f"confidence {mention.confidence:.2f}"]
    if mention.alias:
        slips = f", {mention.distance} letter{'s' * (mention.distance > 1)} off" if mention.distance else ""
        told.append(f"as «{mention.alias}»{slips}")
    if mention.place is not Place.TEXT:
        told.append(f"in the {mention.place.value}" if mention.place is Place.TITLE else "beside the article")
    return "; ".join(told)
