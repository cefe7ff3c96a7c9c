"""The page on which a subject of the watch list is edited: the proof, the preview, and only then the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from config.declarations import Configuration, Subject
from config.loading import ConfigurationError
from diffing.mentions import Matcher
from diffing.proof.names import choose_frames, inflect_roughly, prove_alias
from monitors.digests.passages import clean_text
from monitors.languages.speaking import _
from monitors.review.desk import desk_of
from monitors.review.forms import Form, posted
from monitors.review.subjects import find_subject
from monitors.watch_lists.drafts import SUBJECT, Draft, FileChanged, draft_edit, write_draft
from monitors.watch_lists.previews import Preview, preview_subject
from monitors.watch_lists.yaml_edits import NoSuchDeclaration, Value

_LONGEST = 200
_MOST = 100


class Proof(NamedTuple):
    """An alias, whether it finds itself in plain sentences, and the cases in which it was found and missed."""

    alias: str
    proved: bool
    forms: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectForm:
    """What can be edited of a subject, as it was typed."""

    name: str
    aliases: tuple[str, ...]
    not_near: tuple[str, ...]
    distinctive: bool
    note: str
    former: str = ""  # SHA-256 of the file that the preview was made from

    @classmethod
    def of(cls, subject: Subject) -> SubjectForm:
        """What the watch list says now."""
        return cls(
            name=subject.name,
            aliases=tuple(alias.text for alias in subject.aliases),
            not_near=subject.not_near,
            distinctive=subject.distinctive,
            note=_clean(subject.note or ""),
        )

    @classmethod
    def read(cls, form: Form) -> SubjectForm:
        """What was typed: a spelling or a word a line."""
        return cls(
            name=_clean(form.get("name", "")),
            aliases=_read_lines(form.get("aliases", "")),
            not_near=_read_lines(form.get("not_near", "")),
            distinctive="distinctive" in form,
            note=_clean(form.get("note", ""))[:2000],
            former=form.get("former", "")[:64],
        )

    def changes(self, subject: Subject) -> dict[str, Value]:
        """The keys that differ from what the watch list says."""
        now = SubjectForm.of(subject)
        keys = ("name", "aliases", "not_near", "distinctive", "note")
        return {key: getattr(self, key) for key in keys if getattr(self, key) != getattr(now, key)}


def show_edit(request: Request) -> Response:
    """The form, with the proof of what holds now."""
    desk = desk_of(request)
    subject = find_subject(desk, request.path_params["veil"])
    if subject is None:
        return _tell_unknown(request)
    typed = SubjectForm.of(subject)
    return _write(request, subject, typed, proofs=prove_aliases(desk.configuration, subject))


@posted
def edit(request: Request, form: Form) -> Response:
    """A preview of the edit; with `write`, of an edit that was previewed, the file says so from now on."""
    desk = desk_of(request)
    subject = find_subject(desk, request.path_params["veil"])
    if subject is None:
        return _tell_unknown(request)
    typed = SubjectForm.read(form)
    try:
        draft = draft_edit(desk.folder, kind=SUBJECT, name=subject.id, changes=typed.changes(subject))
    except (ConfigurationError, NoSuchDeclaration) as problem:
        return _write(request, subject, typed, status=400, problem=str(problem))
    edited = _subject_in(draft.configuration, subject.id)
    proofs = prove_aliases(draft.configuration, edited)
    if "write" not in form or typed.former != draft.former:
        late = (
            _("The file was edited since the preview. Here is a new one.") if typed.former and "write" in form else ""
        )
        preview = preview_subject(desk.store, desk.configuration, draft.configuration, subject.id)
        return _write(request, subject, typed, proofs=proofs, preview=preview, draft=draft, problem=late)
    return _keep(request, subject, typed, draft)


def _keep(request: Request, subject: Subject, typed: SubjectForm, draft: Draft) -> Response:
    desk = desk_of(request)
    try:
        write_draft(draft)
    except (FileChanged, OSError) as problem:
        return _write(request, subject, typed, status=409, problem=str(problem))
    take_up(request, draft.configuration)
    veil = desk.keeper.veil(subject.id)
    keys = ", ".join(typed.changes(subject)) or "nothing"
    name = request.state.session.reviewer
    desk.store.note_deed(at=desk.clock(), actor=name, action="watch list edited", object=veil, detail=keys)
    return RedirectResponse(f"/subjects/{veil}/edit?written=1", 303)


def take_up(request: Request, configuration: Configuration) -> None:
    """The desk goes by that configuration from now on."""
    request.app.state.desk = desk_of(request).with_configuration(configuration)


def prove_aliases(configuration: Configuration, subject: Subject) -> list[Proof]:
    """Of every spelling, whether it finds itself, alone and in some of its cases."""
    matcher = Matcher(configuration.watch_lists)
    spellings = [] if subject.code else [subject.name]
    proofs = []
    for alias in (*spellings, *(each.text for each in subject.aliases)):
        forms = list(dict.fromkeys(inflect_roughly(alias)))
        found = [form for form in forms if prove_alias(matcher, subject.id, form)]
        missed = tuple(form for form in forms if form not in found)
        proved = prove_alias(matcher, subject.id, alias, country=subject.country)
        proofs.append(Proof(alias, proved, tuple(found), missed))
    return proofs


def _write(
    request: Request,
    subject: Subject,
    typed: SubjectForm,
    *,
    status: int = 200,
    proofs: list[Proof] | None = None,
    preview: Preview | None = None,
    draft: Draft | None = None,
    problem: str = "",
) -> Response:
    return desk_of(request).write(
        "edit.html",
        request,
        status,
        subject=subject,
        typed=typed,
        proofs=proofs or [],
        frames=choose_frames,
        preview=preview,
        draft=draft,
        changed=list(typed.changes(subject)),
        problem=problem,
        written="written" in request.query_params,
    )


def _subject_in(configuration: Configuration, id: str) -> Subject:  # noqa: A002 - the word of the declaration
    return next(each for one in configuration.watch_lists for each in one.subjects if each.id == id)


def _tell_unknown(request: Request) -> Response:
    return desk_of(request).write_problem(request, 404, _("No watch list has a subject at this address."))


def _read_lines(typed: str) -> tuple[str, ...]:
    lines = (_clean(line)[:_LONGEST] for line in typed.splitlines()[:_MOST])
    return tuple(dict.fromkeys(line for line in lines if line))


def _clean(typed: str) -> str:
    return " ".join(clean_text(typed).split())
