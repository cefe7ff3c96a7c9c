"""What was planted: every event that a good digest of the demo names, and who must never be in it."""

from __future__ import annotations

from dataclasses import dataclass

from monitors.demo.stories import (
    EDITOR_ACCUSED,
    MINISTRY_STATEMENT,
    NEW_CASE_IN_KAZAKH,
    NGO_SENTENCE,
    RALLY_IN_COURT,
    Story,
)
from storage.records import ChangeKind, EventKind

MADINA = "madina-kokbulakova"
TIMUR = "timur-zhelkenov"
SAULE = "saule-bulakbasova"
ARMAN = "arman-kumtobev"
LANTERN = "steppe-lantern"
ARTICLE_274 = "kz-criminal-code-274"
ARTICLE_405 = "kz-criminal-code-405"
ARTICLE_488 = "kz-administrative-code-488"

NEVER_NEWS = "nurlan-shagalayev"
"""Tracked, and named in side bars, teasers and comments only: any event of his is noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One event that happens on day 1 of the invented world."""

    subject: str
    event: EventKind
    change: ChangeKind
    story: Story

    @property
    def path(self) -> str:
        """The path of the page's URL; the port differs from run to run."""
        return self.story.path


def _planted(story: Story, change: ChangeKind, event: EventKind, *subjects: str) -> tuple[Planted, ...]:
    return tuple(Planted(subject=subject, event=event, change=change, story=story) for subject in subjects)


PLANTED: tuple[Planted, ...] = (
    *_planted(RALLY_IN_COURT, ChangeKind.CHANGED, EventKind.CONTEXT_CHANGED, MADINA),
    *_planted(RALLY_IN_COURT, ChangeKind.CHANGED, EventKind.APPEARED, ARTICLE_488),
    *_planted(MINISTRY_STATEMENT, ChangeKind.CHANGED, EventKind.DISAPPEARED, TIMUR, ARTICLE_405),
    *_planted(EDITOR_ACCUSED, ChangeKind.GONE, EventKind.DISAPPEARED, SAULE, ARTICLE_274),
    *_planted(NEW_CASE_IN_KAZAKH, ChangeKind.NEW, EventKind.APPEARED, ARMAN, ARTICLE_274),
    *_planted(NGO_SENTENCE, ChangeKind.NEW, EventKind.APPEARED, MADINA, ARTICLE_488, LANTERN),
)
