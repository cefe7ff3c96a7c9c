"""Two revisions of a page compared: by today's watch lists, and without what the site did everywhere at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from config.declarations import Configuration, Source
from diffing.changes import compare_revisions
from diffing.mentions import Matcher
from monitors.comparing.pace import read_pace
from monitors.comparing.site_memory import SiteMemory, list_steps, note_left_out, outside_of
from monitors.comparing.syndication import tell_first_seen
from monitors.reading.matching import Matchers, find_in_article
from monitors.reading.pool import declared_source
from storage.records import Capture, Difference, Mention, Reading, Revision
from storage.store import Store


class RevisionPairs:
    """What the step from one revision to another means; what it knows of a site is learnt check by check."""

    def __init__(self, store: Store, configuration: Configuration) -> None:
        self._store = store
        self._configuration = configuration
        self._matchers = Matchers(configuration)
        self._memory = SiteMemory(store, self._names_somebody)

    def learn_site(
        self,
        name: str,
        captures: Sequence[Capture],
        read: Callable[[Capture], tuple[Reading | None, Revision | None]],
    ) -> None:
        """Learn what many pages of a source gained or lost at once, before the first of them is settled."""
        steps = list_steps(self._store, captures, lambda capture: read(capture)[1])
        self._memory.learn(name, steps, max(each.captured_at for each in captures))

    def compare(self, source: Source, before: Revision | None, after: Revision | None) -> Difference:
        """The difference by today's watch list: an edited list must never look like an edited page."""
        matcher = self._matchers.for_source(source)
        old, new = _find_mentions(matcher, before, source), _find_mentions(matcher, after, source)
        if before is not None and after is not None:
            return self._compare_both(source, (before, after), (old, new))
        difference = compare_revisions(before, after, old, new, source_type=source.type.value)
        return tell_first_seen(self._store, difference, after, new) if after is not None else difference

    def _compare_both(
        self, source: Source, sides: tuple[Revision, Revision], mentions: tuple[list[Mention], list[Mention]]
    ) -> Difference:
        """The paragraphs that the site put up or took down everywhere are left out, and said to be."""
        before, after, left_out = self._memory.trim(source.name, *sides)
        old, new = outside_of(before, mentions[0]), outside_of(after, mentions[1])
        pace = read_pace(self._store, after.page, after.captured_at)
        difference = compare_revisions(before, after, old, new, source_type=source.type.value, pace=pace)
        return note_left_out(tell_first_seen(self._store, difference, after, new), left_out)

    def _names_somebody(self, name: str, text: str) -> bool:
        source = declared_source(self._configuration, name, "")
        found = self._matchers.for_source(source).find(text, country=source.country, language=source.language)
        return any(each.kind == "defender" for each in found)


def _find_mentions(matcher: Matcher, revision: Revision | None, source: Source) -> list[Mention]:
    return find_in_article(matcher, revision.article, source) if revision is not None else []
