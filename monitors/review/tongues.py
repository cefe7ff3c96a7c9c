"""The language of a page: the one that its reader chose, else the one that their browser asks for."""

from __future__ import annotations

from functools import cache

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from monitors.languages.catalogues import own_name
from monitors.languages.speaking import SOURCE, known_languages
from monitors.review.forms import read_own_path

COOKIE = "language"
_YEAR = 365 * 24 * 60 * 60


def choose_language(request: Request) -> str:
    """The language to answer in."""
    known = known_languages()
    chosen = request.cookies.get(COOKIE)
    if chosen in known:
        return chosen
    asked = _read_preferences(request.headers.get("accept-language", ""))
    return next((each for each in asked if each in known), SOURCE)


def choose(request: Request) -> Response:
    """From now on this browser is answered in that language; the reader is back where they were."""
    answer = RedirectResponse(read_own_path(request.query_params.get("to", "/")), 303)
    code = request.path_params["code"]
    if code in known_languages():
        answer.set_cookie(COOKIE, code, max_age=_YEAR, httponly=True, samesite="strict")
    return answer


@cache
def list_languages() -> tuple[tuple[str, str], ...]:
    """The languages there are, each with what it calls itself."""
    return tuple((code, own_name(code)) for code in known_languages())


def read_here(request: Request) -> str:
    """Where a reader who changes the language is taken: back to this page; to the queue where a form led here."""
    if request.method not in ("GET", "HEAD"):
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _read_preferences(header: str) -> list[str]:
    """`ru-RU,ru;q=0.9,en;q=0.5` as languages, the most wanted first; what makes no sense is passed over."""
    wanted: list[tuple[float, str]] = []
    for each in header[:400].split(","):
        name, _, told = each.partition(";")
        weight = _read_weight(told)
        if weight > 0:
            wanted.append((-weight, name.strip().partition("-")[0].lower()))
    return [name for _, name in sorted(wanted, key=lambda one: one[0])]


def _read_weight(told: str) -> float:
    kind, _, number = told.strip().partition("=")
    if not kind:
        return 1.0
    try:
        return float(number) if kind.strip() == "q" else 1.0
    except ValueError:
        return 0.0
