"""What an edit of a subject would have found, and what it would have silenced, in the texts that are kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from config.declarations import Configuration, Source
from monitors.reading.matching import Matchers, find_in_article
from storage.records import Mention, Revision
from storage.store import Store

NAMED, CURRENT = 400, 4_000
"""Texts that name the subject already, and texts that stand on the pages now, at most: the newest of each."""

SECONDS = 3.0
"""So long a person waits for a preview; it says how far it came."""

_SHOWN = 12
_Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence in which a mention is lost or found, and what people said of the change that brought it."""

    capture: str
    sentence: str
    form: str
    verdict: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`lost` and `found` show some; the numbers count all in the texts that were looked at."""

    looked: int
    kept: int
    same: int
    losses: int
    findings: int
    relevant: int  # losses that somebody had called relevant, or marked for follow-up
    lost: tuple[Passage, ...]
    found: tuple[Passage, ...]


def preview_subject(
    store: Store,
    configuration: Configuration,
    edited: Configuration,
    subject: str,
    *,
    seconds: float = SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> Preview:
    """What the subject's mentions are under the edited configuration, beside those under the present one."""
    present, then, sources = Matchers(configuration), Matchers(edited), {each.name: each for each in edited.sources}
    verdicts = _find_verdicts(store, subject)
    end, looked, same = clock() + seconds, 0, 0
    lost: list[Passage] = []
    found: list[Passage] = []
    for revision, source in _texts(store, subject, sources):
        if clock() > end:
            break
        looked += 1
        former, now = (_find(matchers, revision, source, subject) for matchers in (present, then))
        same += len(former.keys() & now.keys())
        verdict = verdicts.get(revision.id)
        lost += [_passage(revision, former[each], verdict) for each in former.keys() - now.keys()]
        found += [_passage(revision, now[each], verdict) for each in now.keys() - former.keys()]
    relevant = sum(each.verdict in ("relevant", "follow-up") for each in lost)
    lost.sort(key=lambda each: each.verdict not in ("relevant", "follow-up"))
    return Preview(
        looked=looked,
        kept=store.revisions_kept(),
        same=same,
        losses=len(lost),
        findings=len(found),
        relevant=relevant,
        lost=tuple(lost[:_SHOWN]),
        found=tuple(found[:_SHOWN]),
    )


def _texts(store: Store, subject: str, sources: dict[str, Source]) -> Iterator[tuple[Revision, Source]]:
    """The newest texts that name the subject, then the newest that stand on the pages now, each with its source."""
    seen: set[str] = set()
    for name in (*store.revisions_naming(subject, limit=NAMED), *store.current_revisions(limit=CURRENT)):
        if name in seen:
            continue
        seen.add(name)
        revision = store.revision(name)
        page = store.page(revision.page)
        if page is not None and page.source in sources:
            yield revision, sources[page.source]


def _find_verdicts(store: Store, subject: str) -> dict[str, str | None]:
    """What stands on the changes that concern the subject, by the revisions on both sides."""
    changes = {change.id: change for change, _ in store.subject_events(subject)}
    standings = store.standings(list(changes))
    return {
        side.revision: standings[change.id].verdict
        for change in changes.values()
        for side in (change.before, change.after)
        if side and standings[change.id].verdict
    }


def _find(matchers: Matchers, revision: Revision, source: Source, subject: str) -> dict[_Place, Mention]:
    read = find_in_article(matchers.for_source(source), revision.article, source)
    return {_place(each): each for each in read if each.subject == subject}


def _place(mention: Mention) -> _Place:
    return mention.place.value, mention.start, mention.end


def _passage(revision: Revision, mention: Mention, verdict: str | None) -> Passage:
    article = revision.article
    texts = {"title": article.title or "", "outside": article.outside}
    text = texts.get(mention.place.value, article.text)
    sentence = text[mention.sentence_start : mention.sentence_end]
    return Passage(capture=revision.capture, sentence=sentence, form=mention.text, verdict=verdict)
