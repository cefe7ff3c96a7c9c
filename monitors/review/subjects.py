"""The pages of subjects: who is tracked, and of each the statuses, the places and the company they are named in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from config.declarations import Subject
from monitors.digests.days import local_day, short_day
from monitors.digests.gathering import name_sources, name_subjects
from monitors.digests.standing import told_at
from monitors.digests.stories import is_listed
from monitors.languages.speaking import _
from monitors.languages.terms import say_term
from monitors.review.desk import Desk, desk_of
from monitors.review.pictures import Place, draw_months, place_labels
from storage.records import Change, Event

_STEPS = 12
"""Steps that the picture shows at most, the newest; the list below it tells all."""

_COMPANY = 24
_EVENTS = 60


@dataclass(slots=True)
class Step:
    """A status, from its first telling until another one was told, and who told it."""

    status: str
    at: datetime
    tellings: list[tuple[Change, Event]] = field(default_factory=list)
    place: Place | None = None

    @property
    def sources(self) -> list[str]:
        """The sources that told it, the first one first."""
        return list(dict.fromkeys(change.source for change, _ in self.tellings))


def list_subjects(request: Request) -> Response:
    """Who and what is tracked, by watch list."""
    desk = desk_of(request)
    return desk.write("subjects.html", request, watch_lists=desk.configuration.watch_lists)


def show_subject(request: Request) -> Response:
    """All that is known of one subject, beginning with the timeline of statuses."""
    desk = desk_of(request)
    subject = find_subject(desk, request.path_params["veil"])
    if subject is None:
        return desk.write_problem(request, 404, _("No watch list has a subject at this address."))
    told = [pair for pair in desk.store.subject_events(subject.id) if not pair[0].technical]
    steps = find_steps(told)
    drawn = _place_steps(steps[-_STEPS:], desk)
    kinds = {each.id: each.kind.value for one in desk.configuration.watch_lists for each in one.subjects}
    return desk.write(
        "subject.html",
        request,
        subject=subject,
        steps=steps,
        drawn=drawn,
        lanes=max((step.place.lane for step in drawn if step.place), default=0) + 1,
        months=draw_months(desk.store.subject_months(subject.id), local_day(desk.clock(), desk.zone)),
        writers=desk.store.subject_sources(subject.id),
        company=[each for each in desk.store.subject_company(subject.id, limit=_COMPANY) if each.name in kinds],
        kinds=kinds,
        names=name_subjects(desk.configuration),
        sources=name_sources(desk.configuration),
        told=[pair for pair in told if is_listed(pair[1])][: -_EVENTS - 1 : -1],
        times=len(told),
    )


def find_steps(told: Iterable[tuple[Change, Event]]) -> list[Step]:
    """The statuses in the order of their telling; tellings of the status that holds already join its step."""
    steps: list[Step] = []
    for change, event in sorted(told, key=lambda each: told_at(each[0])):
        if event.status is None:
            continue
        if not steps or steps[-1].status != event.status:
            steps.append(Step(event.status, told_at(change)))
        steps[-1].tellings.append((change, event))
    return steps


def _place_steps(steps: list[Step], desk: Desk) -> list[Step]:
    labels = [f"{say_term(step.status)} {short_day(local_day(step.at, desk.zone))}" for step in steps]
    for step, place in zip(steps, place_labels([step.at for step in steps], labels, desk.clock()), strict=True):
        step.place = place
    return steps


def find_subject(desk: Desk, veil: str) -> Subject | None:
    """The subject that a veiled word stands for."""
    every = (subject for one in desk.configuration.watch_lists for subject in one.subjects)
    return next((subject for subject in every if desk.keeper.veil(subject.id) == veil), None)
