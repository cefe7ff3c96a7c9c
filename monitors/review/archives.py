"""The archivist's page: how much is kept and signed, whether it holds, and a case to hand over."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from config.secrets import SECRETS
from monitors.digests.days import local_day
from monitors.digests.gathering import name_sources
from monitors.languages.speaking import _
from monitors.review.desk import Desk, desk_of
from monitors.review.filters import read_day
from monitors.review.forms import BadForm, Form, posted
from monitors.review.subjects import find_subject
from storage.archive.checkpoints import latest_checkpoint, make_checkpoint
from storage.archive.verification import verify
from storage.errors import ArchiveError
from storage.exports.choosing import Selection
from storage.exports.exporting import Format, export_captures
from storage.store import StoreError

_LAST = "desk verification"
_SHOWN = 20
_FORMS = (Format.WACZ, Format.BAGIT)
"""What can be one file: a WACZ is one, a bag is put into a ZIP."""

_UNDER_WAY = threading.Lock()


def show_archive(request: Request) -> Response:
    """What is kept and signed, what the last verification found, and the form for a case."""
    desk = desk_of(request)
    subject = find_subject(desk, request.query_params.get("subject", ""))
    last = json.loads(desk.store.fact(_LAST) or "null")
    return desk.write(
        "archive.html",
        request,
        captures=desk.store.captures_kept(),
        checkpoint=latest_checkpoint(desk.store.archive),
        last=last and {**last, "at": datetime.fromisoformat(last["at"])},
        under_way=_UNDER_WAY.locked(),
        forms=_FORMS,
        sources=name_sources(desk.configuration),
        subject=subject,
    )


@posted
def begin_verification(request: Request, _form: Form) -> Response:
    """Every byte of the archive is being read, in a thread; this page tells what was found."""
    desk, name = desk_of(request), request.state.session.reviewer
    if _UNDER_WAY.acquire(blocking=False):
        desk.store.note_deed(at=desk.clock(), actor=name, action="verification begun")
        threading.Thread(target=_verify, args=(desk, name), name="verification", daemon=True).start()
    return RedirectResponse("/archive", 303)


def _verify(desk: Desk, name: str) -> None:
    try:
        found = {**_tell_verification(desk), "at": desk.clock().isoformat(), "by": name}
        desk.store.set_fact(_LAST, json.dumps(found))
        desk.store.note_deed(at=desk.clock(), actor=name, action=f"verification {'held' if found['ok'] else 'failed'}")
    finally:
        _UNDER_WAY.release()


def _tell_verification(desk: Desk) -> Mapping[str, Any]:
    try:
        verification = verify(desk.folder / "data")
    except (StoreError, ArchiveError, OSError) as problem:
        return {"ok": False, "captures": 0, "problems": [str(problem)], "number": 1}
    told = [f"{each.file or ''} {each.capture or ''} {each.what}".strip() for each in verification.problems[:_SHOWN]]
    number = len(verification.problems)
    return {"ok": verification.ok, "captures": verification.captures, "problems": told, "number": number}


@posted
def export_case(request: Request, form: Form) -> Response:
    """The captures of a case as one file, with their proofs; nothing of it stays here."""
    desk = desk_of(request)
    selection = _read_selection(desk, form)
    if form.get("format") not in tuple(_FORMS):
        raise BadForm(_("A case is handed over as one of: %(forms)s.", forms=", ".join(_FORMS)))
    temporary = Path(tempfile.mkdtemp(prefix="defenderwatch-case-"))
    try:
        _sign(desk)
        path = _pack(desk, selection, Format(form["format"]), temporary)
    except (StoreError, OSError) as problem:
        shutil.rmtree(temporary, ignore_errors=True)
        return desk.write_problem(request, 409, _("Nothing was handed over: %(problem)s", problem=problem))
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    veil = desk.keeper.veil(selection.subject) if selection.subject else ""
    told = " ".join(filter(None, (veil, selection.source, form["format"])))
    name = request.state.session.reviewer
    desk.store.note_deed(at=desk.clock(), actor=name, action="case handed over", object=told)
    gone = BackgroundTask(shutil.rmtree, temporary, ignore_errors=True)
    return FileResponse(path, filename=path.name, media_type="application/zip", background=gone)


def _read_selection(desk: Desk, form: Form) -> Selection:
    """What was asked for; BadForm where nothing narrows it: a whole archive is handed over on the command line."""
    veil = form.get("subject", "")
    subject = find_subject(desk, veil) if veil else None
    if veil and subject is None:
        raise BadForm(_("No watch list has that subject."))
    source = form.get("source", "") or None
    if source and source not in name_sources(desk.configuration):
        raise BadForm(_("No source of that name is declared."))
    if not subject and not source:
        raise BadForm(_("A case is that of a subject or of a source."))
    days = [read_day(form.get(name, "")) for name in ("since", "until")]
    begins = [_begin(desk, day + timedelta(days=later)) if day else None for later, day in enumerate(days)]
    return Selection(subject=subject.id if subject else None, source=source, since=begins[0], until=begins[1])


def _begin(desk: Desk, day: Any) -> datetime:
    return datetime.combine(day, time(), desk.zone).astimezone(UTC)


def _sign(desk: Desk) -> None:
    """The newest captures are under a checkpoint too; where that cannot be now, the last one counts."""
    try:
        make_checkpoint(desk.folder / "data", desk.folder / SECRETS, desk.clock())
    except ArchiveError:
        pass


def _pack(desk: Desk, selection: Selection, form: Format, folder: Path) -> Path:
    """One file whose name tells the day and nobody's name."""
    name = f"case-{local_day(desk.clock(), desk.zone)}"
    if form is Format.WACZ:
        return export_captures(desk.store, selection, form, folder / f"{name}.wacz").path
    export_captures(desk.store, selection, form, folder / name)
    return Path(shutil.make_archive(str(folder / name), "zip", root_dir=folder, base_dir=name))
