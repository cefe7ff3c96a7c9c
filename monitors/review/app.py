"""The desk as one Starlette application: the table of routes, and what stands before all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from config.declarations import Configuration
from monitors.digests import html as digest_pages
from monitors.digests.days import full_time, short_day
from monitors.digests.passages import clean_text
from monitors.digests.words import CHANGES
from monitors.languages.dates import write_short_date
from monitors.languages.speaking import N_, _
from monitors.reports import html as report_pages
from monitors.review import (
    archives,
    audit,
    captures,
    changes,
    doors,
    histories,
    learning,
    reports,
    searching,
    sources,
    subjects,
    tongues,
    triage,
    views,
    watching,
)
from monitors.review.access import Doorkeeper, read_key
from monitors.review.api import answers
from monitors.review.api.table import CALLS
from monitors.review.desk import Desk, FindNotSeen, desk_of
from monitors.review.guarding import Gate
from monitors.review.pages import Page
from monitors.review.words import describe_age, describe_kind
from storage.people import Right
from storage.store import Store

ROUTES = (
    Page("/", views.show_queue, right=Right.READ),
    Page("/login", doors.show_login, right=None),
    Page("/login", doors.log_in, right=None, methods=["POST"]),
    Page("/logout", doors.log_out, right=Right.READ, methods=["POST"]),
    Page("/welcome/{code:str}", doors.show_welcome, right=None),
    Page("/welcome/{code:str}", doors.accept_welcome, right=None, methods=["POST"]),
    Page("/account", doors.show_account, right=Right.READ),
    Page("/account", doors.change_password, right=Right.READ, methods=["POST"]),
    Page("/audit", audit.show_audit, right=Right.OPERATE),
    Page("/changes/{id:str}", changes.show_change, right=Right.READ),
    Page("/changes/{id:str}/review", triage.judge, right=Right.JUDGE, methods=["POST"]),
    Page("/changes/{id:str}/comment", triage.comment, right=Right.JUDGE, methods=["POST"]),
    Page("/changes/{id:str}/assign", triage.assign, right=Right.JUDGE, methods=["POST"]),
    Page("/changes/{id:str}/learn", learning.show_lesson, right=Right.JUDGE),
    Page("/changes/{id:str}/learn", learning.propose, right=Right.JUDGE, methods=["POST"]),
    Page("/proposals", learning.list_proposals, right=Right.READ),
    Page("/proposals/{number:str}", learning.show_proposal, right=Right.READ),
    Page("/proposals/{number:str}", learning.decide, right=Right.OPERATE, methods=["POST"]),
    Page("/agreement", learning.show_agreement, right=Right.READ),
    Page("/triage", triage.judge_many, right=Right.JUDGE, methods=["POST"]),
    Page("/undo", triage.undo, right=Right.JUDGE, methods=["POST"]),
    Page("/views", triage.keep_view, right=Right.READ, methods=["POST"]),
    Page("/captures/{id:str}", captures.show_capture, right=Right.READ),
    Page("/captures/{id:str}/page", captures.show_copy, right=Right.READ),
    Page("/captures/{id:str}/bytes", captures.save_copy, right=Right.READ),
    Page("/captures/{id:str}/history", histories.show_history, right=Right.READ),
    Page("/subjects", subjects.list_subjects, right=Right.READ),
    Page("/subjects/{veil:str}", subjects.show_subject, right=Right.READ),
    Page("/subjects/{veil:str}/report", reports.show_report, right=Right.READ),
    Page("/subjects/{veil:str}/edit", watching.show_edit, right=Right.OPERATE),
    Page("/subjects/{veil:str}/edit", watching.edit, right=Right.OPERATE, methods=["POST"]),
    Page("/sources", sources.list_sources, right=Right.READ),
    Page("/sources/{name:str}", sources.show_source, right=Right.READ),
    Page("/archive", archives.show_archive, right=Right.READ),
    Page("/archive/verify", archives.begin_verification, right=Right.ARCHIVE, methods=["POST"]),
    Page("/archive/export", archives.export_case, right=Right.ARCHIVE, methods=["POST"]),
    Page("/search", searching.show_search, right=Right.READ),
    Page("/search", searching.search, right=Right.READ, methods=["POST"]),
    Page("/digests", views.list_digests, right=Right.READ),
    Page("/digests/{day:str}", views.show_digest, right=Right.READ),
    Page("/feed/{code:str}", views.show_feed, right=None),
    Page("/language/{code:str}", tongues.choose, right=None),
    Page("/static/{name:str}", views.show_static, right=None),
    *CALLS,
)
"""Every page there is, and the right it asks for. The gate stands before all but those of `guarding.OPEN`."""


class GuardedApp(Starlette):
    """An application with its gate outside of everything, error pages included: Starlette's own stand outermost."""

    def __init__(self, *, gate: Callable[[ASGIApp], ASGIApp], **more: Any) -> None:
        """See `Starlette`; `gate` is put round all of it."""
        self._gate = gate
        super().__init__(**more)

    def build_middleware_stack(self) -> ASGIApp:
        """All that Starlette builds, behind the gate."""
        return self._gate(super().build_middleware_stack())


def _see_all(_store: Store, _configuration: Configuration, _now: datetime) -> Iterable[tuple[str, str, str]]:
    return ()


def make_app(
    configuration: Configuration,
    data: Path,
    *,
    keeper: Doorkeeper | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    find_not_seen: FindNotSeen = _see_all,
) -> Starlette:
    """The desk over the store in `data`, which is opened when the application starts and closed when it ends.

    Without `keeper`, the key of that folder veils subjects and signs the login form.
    """
    doorkeeper = keeper or Doorkeeper(key=read_key(data))

    @asynccontextmanager
    async def open_store(app: Starlette) -> AsyncIterator[None]:
        with Store.open(data) as store:
            app.state.desk = Desk(
                store=store,
                folder=data.parent,
                configuration=configuration,
                keeper=doorkeeper,
                clock=clock,
                templates=_load_templates(),
                find_not_seen=find_not_seen,
            )
            yield

    return GuardedApp(
        routes=ROUTES,
        lifespan=open_store,
        gate=partial(Gate, listen=configuration.service.review.listen),
        exception_handlers={HTTPException: _tell_problem, Exception: _tell_failure},
    )


def _load_templates() -> Environment:
    here = Path(__file__).parent / "templates"
    templates = Environment(
        loader=ChoiceLoader(
            [FileSystemLoader(here), FileSystemLoader(digest_pages.TEMPLATES), FileSystemLoader(report_pages.TEMPLATES)]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    digest_pages.equip_templates(templates)
    report_pages.equip_templates(templates)
    templates.globals.update(
        full_time=full_time,
        short_day=short_day,
        short_date=write_short_date,
        describe_age=describe_age,
        describe_kind=describe_kind,
        CHANGES=CHANGES,
    )
    templates.filters["plain"] = lambda text: clean_text(text or "")
    return templates


_OF_THE_ROUTER = {
    "Not Found": N_("There is no page at this address."),
    "Method Not Allowed": N_("This address is no form."),
}
"""What Starlette itself says, in our words."""


def _tell_problem(request: Request, error: Exception) -> Response:
    status, what = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
    if answers.is_call(request) and isinstance(error, HTTPException):
        return answers.tell_problem(error)
    return desk_of(request).write_problem(request, status, _(_OF_THE_ROUTER.get(what, what)))


def _tell_failure(request: Request, _error: Exception) -> Response:
    """Every other error, told without its text: it may hold what a page or a person wrote. Uvicorn logs it."""
    if answers.is_call(request):
        return answers.write_problem(500, "This could not be answered. The log says why.")
    return desk_of(request).write_problem(request, 500, _("This page could not be written. The log says why."))
