"""The ways in and out: login, the page of who was invited, one's own password, and leaving."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from monitors.digests.passages import clean_text
from monitors.languages.speaking import N_, _, count
from monitors.review.desk import Desk, desk_of
from monitors.review.forms import Form, handed_in, posted, read_own_path
from monitors.review.sessions import (
    COOKIE,
    SESSION,
    Invitation,
    WeakPassword,
    begin_session,
    check_password,
    end_session,
    hash_password,
    read_invitation,
)
from storage.people import Account, Role

LONGEST_NAME = 60
_TOO_OLD = N_("This form was too old. Please try again.")


def show_login(request: Request) -> Response:
    """The form that asks for name and password."""
    desk = desk_of(request)
    to = read_own_path(request.query_params.get("to", "/"))
    return desk.write("login.html", request, to=to, token=desk.keeper.form_token(), problem=None, name="")


@handed_in
def log_in(request: Request, form: Form) -> Response:
    """A session for who knows the password; the same words for every wrong try, and a pause after five."""
    desk = desk_of(request)
    name, to = read_name(form.get("name", "")), read_own_path(form.get("to", "/"))
    known = desk.keeper.knows_form_token(form.get("token", ""))
    now, account = time.monotonic(), desk.store.account(name)
    wait = desk.keeper.begin_try(name, now) if known else 0
    problem = _tell_wait(wait) if wait else None if known else _(_TOO_OLD)
    if problem is None and check_password(account, form.get("password", "")):
        desk.keeper.forgive(name, now)
    elif problem is None:
        _note(desk, account.name if account else "an unknown name", "wrong password")
        problem = _("Name and password do not go together.")
    if problem or account is None:
        told = {"to": to, "token": desk.keeper.form_token(), "problem": problem, "name": name}
        page = desk.write("login.html", request, 429 if wait else 403, **told)
        if wait:
            page.headers["Retry-After"] = str(wait)
        return page
    return _let_in(desk, account, to)


@posted
def log_out(request: Request, _form: Form) -> Response:
    """The session has ended, wherever its cookie is still kept."""
    desk = desk_of(request)
    end_session(desk.store, request.state.session, desk.clock())
    _note(desk, request.state.session.reviewer, "log out")
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


def show_welcome(request: Request) -> Response:
    """The form by which an invited person chooses a password, and the first one a name."""
    return _write_welcome(request)


@handed_in
def accept_welcome(request: Request, form: Form) -> Response:
    """The password is chosen, the invitation used up, and the person is in."""
    desk = desk_of(request)
    invitation = _invitation(request)
    if invitation is None:
        return _write_welcome(request)
    if not desk.keeper.knows_form_token(form.get("token", "")):
        return _write_welcome(request, _(_TOO_OLD))
    name = invitation.account.name if invitation.account else read_name(form.get("name", ""))
    if not name:
        return _write_welcome(request, _("Say who you are: verdicts carry your name."))
    try:
        password = hash_password(form.get("password", ""))
    except WeakPassword as problem:
        return _write_welcome(request, str(problem), name)
    account = _take_up(desk, invitation, name, password)
    return _let_in(desk, account, "/") if account else _write_welcome(request)


def _take_up(desk: Desk, invitation: Invitation, name: str, password: str) -> Account | None:
    """The account as it is then; None where somebody else was quicker with the same link."""
    now = desk.clock()
    if not desk.store.end_visit(id=invitation.id, at=now):
        return None
    if invitation.account is None:
        desk.store.add_account(name=name, role=Role.OPERATOR, at=now)
    desk.store.set_password(name=name, password=password, at=now)
    _note(desk, name, "password chosen")
    return desk.store.account(name)


def _write_welcome(request: Request, problem: str | None = None, name: str = "") -> Response:
    desk = desk_of(request)
    invitation = _invitation(request)
    if invitation is None:
        return desk.write_problem(request, 404, _("This link was used, is too old, or was never one of this desk."))
    told = {"invited": invitation.account, "token": desk.keeper.form_token(), "problem": problem, "name": name}
    return desk.write("welcome.html", request, 403 if problem else 200, **told)


def _invitation(request: Request) -> Invitation | None:
    desk = desk_of(request)
    return read_invitation(desk.store, request.path_params["code"], desk.clock())


def show_account(request: Request) -> Response:
    """Who one is at this desk, and the form for another password."""
    return desk_of(request).write("account.html", request, problem=None)


@posted
def change_password(request: Request, form: Form) -> Response:
    """The new password holds, every session of before has ended, and this reader has a new one."""
    desk = desk_of(request)
    account: Account = request.state.session.account
    now = time.monotonic()
    wait = desk.keeper.begin_try(account.name, now)
    if wait:
        return desk.write("account.html", request, 429, problem=_tell_wait(wait))
    if not check_password(account, form.get("former", "")):
        return desk.write("account.html", request, 403, problem=_("This is not your present password."))
    desk.keeper.forgive(account.name, now)
    try:
        password = hash_password(form.get("password", ""))
    except WeakPassword as problem:
        return desk.write("account.html", request, 403, problem=str(problem))
    desk.store.set_password(name=account.name, password=password, at=desk.clock())
    _note(desk, account.name, "password changed")
    return _let_in(desk, account, "/")


def read_name(typed: str) -> str:
    """A person's name as it is kept: one line, no more than sixty letters."""
    return " ".join(clean_text(typed).split())[:LONGEST_NAME].strip()


def _let_in(desk: Desk, account: Account, to: str) -> Response:
    _, cookie = begin_session(desk.store, account, desk.clock())
    _note(desk, account.name, "log in")
    answer = RedirectResponse(to, 303)
    answer.set_cookie(COOKIE, cookie, max_age=int(SESSION.total_seconds()), httponly=True, samesite="strict")
    return answer


def _note(desk: Desk, actor: str, action: str) -> None:
    desk.store.note_deed(at=desk.clock(), actor=actor, action=action)


def _tell_wait(seconds: int) -> str:
    return count(
        "Too many tries. Try again in %(num)s second.", "Too many tries. Try again in %(num)s seconds.", seconds
    )
