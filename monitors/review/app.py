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
from starlette.routing import Route
from starlette.types import ASGIApp

from config.declarations import Configuration
from monitors.digests import html as digest_pages
from monitors.digests.days import full_time, short_day
from monitors.digests.passages import clean_text
from monitors.review import captures, histories, searching, sources, subjects, views
from monitors.review.access import Doorkeeper, read_code
from monitors.review.desk import Desk, FindNotSeen, desk_of
from monitors.review.guarding import Gate
from monitors.review.words import describe_age, describe_kind
from storage.store import Store

ROUTES = (
    Route("/", views.show_queue),
    Route("/login", views.show_login, methods=["GET"]),
    Route("/login", views.log_in, methods=["POST"]),
    Route("/logout", views.log_out, methods=["POST"]),
    Route("/changes/{id:str}", views.show_change, methods=["GET"]),
    Route("/changes/{id:str}/review", views.judge, methods=["POST"]),
    Route("/captures/{id:str}", captures.show_capture),
    Route("/captures/{id:str}/page", captures.show_copy),
    Route("/captures/{id:str}/bytes", captures.save_copy),
    Route("/captures/{id:str}/history", histories.show_history),
    Route("/subjects", subjects.list_subjects),
    Route("/subjects/{veil:str}", subjects.show_subject),
    Route("/sources", sources.list_sources),
    Route("/sources/{name:str}", sources.show_source),
    Route("/search", searching.show_search, methods=["GET"]),
    Route("/search", searching.search, methods=["POST"]),
    Route("/digests", views.list_digests),
    Route("/digests/{day:str}", views.show_digest),
    Route("/static/{name:str}", views.show_static),
)
"""Every page there is. All of them but the door itself refuse who has no session: see `guarding.OPEN`."""


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

    Without `keeper`, the access code of that folder is asked for at login.
    """
    doorkeeper = keeper or Doorkeeper(code=read_code(data))

    @asynccontextmanager
    async def open_store(app: Starlette) -> AsyncIterator[None]:
        with Store.open(data) as store:
            app.state.desk = Desk(
                store=store,
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
        gate=partial(Gate, keeper=doorkeeper, listen=configuration.service.review.listen),
        exception_handlers={HTTPException: _tell_problem, Exception: _tell_failure},
    )


def _load_templates() -> Environment:
    here = Path(__file__).parent / "templates"
    templates = Environment(
        loader=ChoiceLoader([FileSystemLoader(here), FileSystemLoader(digest_pages.TEMPLATES)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    digest_pages.equip_templates(templates)
    templates.globals.update(
        full_time=full_time, short_day=short_day, describe_age=describe_age, describe_kind=describe_kind
    )
    templates.filters["plain"] = lambda text: clean_text(text or "")
    return templates


def _tell_problem(request: Request, error: Exception) -> Response:
    status, what = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
    return desk_of(request).write_problem(request, status, what)


def _tell_failure(request: Request, _error: Exception) -> Response:
    """Every other error, told without its text: it may hold what a page or a person wrote. Uvicorn logs it."""
    return desk_of(request).write_problem(request, 500, "This page could not be written. The log says why.")
