"""Two revisions of a page, and what the difference between them means for those who are tracked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from diffing.compare import Comparison, list_hunks, pair_sentences
from diffing.comparison.chains import Piece
from diffing.comparison.cutting import cut_pieces
from diffing.contexts import NamedText, name_people
from diffing.events import SentenceEvents, differ_materially, make_event, share_mentions, tell_status
from diffing.links import compare_links
from diffing.priority import Pace, rate_difference
from diffing.statuses import find_status
from diffing.text import normalise
from storage.records import Article, Difference, Event, EventKind, Hunk, HunkKind, Mention, Passage, Place, Revision

_VISIBLE = 24  # characters: a shorter sentence may stand outside the article by chance
_LONG = 60_000  # characters of equal text in a stored difference; beyond it only what stands beside a difference

Mentions = Sequence[Mention]


def compare_revisions(
    before: Revision | None,
    after: Revision | None,
    before_mentions: Mentions,
    after_mentions: Mentions,
    *,
    source_type: str,
    pace: Pace | None = None,
) -> Difference:
    """What the step from one revision to another means: events by subject, hunks, and how urgent it is.

    Without `before` the page is new (or back) and each subject has appeared; without `after` it is gone and
    each has disappeared; neither has hunks. Where a reader sees no difference there are no events and no hunks.
    Mentions outside the article raise nothing. `pace` is how often the page changed before.
    """
    if before is not None and after is not None:
        events, hunks = _compare_articles(before.article, after.article, before_mentions, after_mentions)
    else:
        hunks = []
        events = _list_appeared(after, after_mentions) if after else _list_disappeared(before, before_mentions)
    priority, reasons = rate_difference(events, hunks, source_type=source_type, pace=pace)
    return Difference(events=tuple(events), hunks=tuple(hunks), priority=priority, reasons=reasons)


def _list_appeared(revision: Revision, mentions: Mentions) -> list[Event]:
    named = _name_article(revision.article, mentions)
    return [_appeared(named, subject, mentions, revision.article) for subject in _subjects(mentions)]


def _list_disappeared(revision: Revision | None, mentions: Mentions) -> list[Event]:
    if revision is None:
        return []
    named = _name_article(revision.article, mentions)
    return [_disappeared(named, subject, mentions, revision.article) for subject in _subjects(mentions)]


def _name_article(article: Article, mentions: Mentions) -> NamedText:
    return NamedText(article.text, cut_pieces(article.text), _in(Place.TEXT, mentions), article.language)


def _in(place: Place, mentions: Mentions) -> list[Mention]:
    return [mention for mention in mentions if mention.place is place]


def _subjects(mentions: Mentions) -> list[str]:
    """Everybody named in text or title, in the order of the text and then of the title."""
    return list(dict.fromkeys(each.subject for each in [*_in(Place.TEXT, mentions), *_in(Place.TITLE, mentions)]))


def _first_mention(mentions: Mentions, subject: str) -> Mention:
    return next(each for each in mentions if each.subject == subject and each.place is not Place.OUTSIDE)


def _appeared(named: NamedText, subject: str, mentions: Mentions, article: Article) -> Event:
    pieces = named.pieces_of(subject)
    if not pieces:
        mention = _first_mention(mentions, subject)
        status = find_status(article.title or "", article.language)
        return make_event(EventKind.APPEARED, mention, None, _pass_title(article, mention), status=status)
    mention = named.named[pieces[0]][subject][0]
    contexts = ([piece, *named.followers(piece, subject)] for piece in pieces)
    told = (tell_status(named, context, subject, article.language) for context in contexts)
    status = next(filter(None, told), None)
    return make_event(EventKind.APPEARED, mention, None, named.passage(pieces[0], subject), status=status)


def _disappeared(named: NamedText, subject: str, mentions: Mentions, article: Article) -> Event:
    pieces = named.pieces_of(subject)
    if not pieces:
        mention = _first_mention(mentions, subject)
        return make_event(EventKind.DISAPPEARED, mention, _pass_title(article, mention), None)
    mention = named.named[pieces[0]][subject][0]
    return make_event(EventKind.DISAPPEARED, mention, named.passage(pieces[0], subject), None)


def _pass_title(article: Article, mention: Mention) -> Passage:
    """The passage of a mention that stands in the title, or in a text without sentences."""
    sentence = article.title or "" if mention.place is Place.TITLE else mention.text
    return Passage(start=mention.start, end=mention.end, text=mention.text, sentence=sentence, place=mention.place)


def _compare_articles(before: Article, after: Article, old: Mentions, new: Mentions) -> tuple[list[Event], list[Hunk]]:
    old_text, new_text = _in(Place.TEXT, old), _in(Place.TEXT, new)

    def bind(left: Sequence[Piece], right: Sequence[Piece]) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
        return name_people(left, old_text), name_people(right, new_text)

    comparison = pair_sentences(before.text, after.text, bind)
    title = _compare_titles(before.title, after.title)
    if comparison.same and not title:
        return [], []
    left = NamedText(before.text, comparison.before, old_text, before.language)
    right = NamedText(after.text, comparison.after, new_text, after.language)
    share_mentions(comparison, left, right)
    events = list(_list_events(comparison, (before, after), (left, right), (old, new)))
    links = compare_links(before.links, after.links)
    return events, [*title, *_shorten_equal(list_hunks(comparison)), *links]


def _list_events(
    comparison: Comparison,
    articles: tuple[Article, Article],
    named: tuple[NamedText, NamedText],
    mentions: tuple[Mentions, Mentions],
) -> Iterator[Event]:
    before, after = articles
    left, right = named
    gone_out = _read_outside(comparison.after_of, left, before.outside, after.outside)
    come_in = _read_outside(comparison.before_of, right, after.outside, before.outside)
    had = _present(left, mentions[0])
    has = _present(right, mentions[1])
    staying = had & has
    staying |= {subject for subject in had - has if set(left.pieces_of(subject)) & gone_out}
    staying |= {subject for subject in has - had if set(right.pieces_of(subject)) & come_in}
    for subject in [each for each in _subjects(mentions[0]) if each not in has | staying]:
        yield _disappeared(left, subject, mentions[0], before)
    for subject in [each for each in _subjects(mentions[1]) if each not in had | staying]:
        yield _appeared(right, subject, mentions[1], after)
    yield from _title_events(articles, mentions)
    yield from SentenceEvents(comparison, left, right, after.language).list_all(staying, gone_out, come_in)


def _present(named: NamedText, mentions: Mentions) -> set[str]:
    return set(named.subjects) | {mention.subject for mention in _in(Place.TITLE, mentions)}


def _read_outside(partners: Sequence[int | None], named: NamedText, was: str, now: str) -> set[int]:
    """The pieces without a partner that can be read outside the article on the other side, and could not before.

    The page says them still (or said them already): only the border of the article moved.
    """
    alone = [i for i, partner in enumerate(partners) if partner is None and named.named[i]]
    if not alone or not now:
        return set()
    before, after = normalise(was), normalise(now)
    keys = {i: named.pieces[i].key for i in alone if len(named.pieces[i].key) >= _VISIBLE}
    return {i for i, key in keys.items() if key in after and key not in before}


def _compare_titles(before: str | None, after: str | None) -> list[Hunk]:
    if normalise(before or "") == normalise(after or ""):
        return []
    kind = HunkKind.CHANGED if before and after else HunkKind.ADDED if after else HunkKind.REMOVED
    return [Hunk(kind=kind, before=before or None, after=after or None, place=Place.TITLE)]


def _title_events(articles: tuple[Article, Article], mentions: tuple[Mentions, Mentions]) -> Iterator[Event]:
    """A title that names a subject before and after, and reads differently."""
    before, after = articles
    keys = normalise(before.title or ""), normalise(after.title or "")
    if keys[0] == keys[1]:
        return
    old = {mention.subject: mention for mention in reversed(_in(Place.TITLE, mentions[0]))}
    new = {mention.subject: mention for mention in reversed(_in(Place.TITLE, mentions[1]))}
    for subject in [each for each in old if each in new]:
        masked = _mask_title(before, old[subject]), _mask_title(after, new[subject])
        respelled = masked[0] == masked[1] and new[subject].kind != "law"
        yield make_event(
            EventKind.RESPELLED if respelled else EventKind.CONTEXT_CHANGED,
            new[subject],
            _pass_title(before, old[subject]),
            _pass_title(after, new[subject]),
            material=not respelled and differ_materially(*keys),
            status=find_status(keys[1], after.language),
        )


def _mask_title(article: Article, mention: Mention) -> str:
    title = article.title or ""
    return normalise(f"{title[: mention.start]} ⟦⟧ {title[mention.end :]}")


def _shorten_equal(hunks: list[Hunk]) -> list[Hunk]:
    """Of a very long page only the equal hunks that stand beside a difference: the revision holds the rest."""
    if sum(len(hunk.before or "") for hunk in hunks if hunk.kind is HunkKind.EQUAL) <= _LONG:
        return hunks
    differs = [hunk.kind is not HunkKind.EQUAL for hunk in hunks]
    near = [any(differs[max(0, n - 1) : n + 2]) for n in range(len(hunks))]
    return [hunk for hunk, keep in zip(hunks, near, strict=True) if keep]
