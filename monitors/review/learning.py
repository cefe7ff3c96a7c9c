"""What verdicts teach: a rule is proposed from a change, its silence is shown, and an operator says yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from config.declarations import Source, Subject
from config.loading import ConfigurationError
from monitors.digests.gathering import name_sources, name_subjects
from monitors.digests.passages import clean_text
from monitors.languages.speaking import _
from monitors.learning.noise import Silence, preview_ignore
from monitors.learning.selectors import list_parts
from monitors.learning.words import list_words
from monitors.review.desk import Desk, desk_of
from monitors.review.forms import BadForm, Form, posted
from monitors.review.watching import take_up
from monitors.watch_lists.drafts import SOURCE, SUBJECT, Draft, FileChanged, draft_edit, write_draft
from monitors.watch_lists.previews import Preview, preview_subject
from monitors.watch_lists.yaml_edits import NoSuchDeclaration
from storage.people import Agreement, Proposal, ProposalKind
from storage.store import StoreError

_PROPOSALS = 200
_LONGEST = 200


class Precision(NamedTuple):
    """What a team sees of a rule or a source: judged changes, the share that mattered, and how sure that share is."""

    name: str
    judged: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A proposal as the operator sees it: the edit that it makes, and what that would have silenced."""

    draft: Draft
    mentions: Preview | None = None
    changes: Silence | None = None


def show_lesson(request: Request) -> Response:
    """What can be learnt from one change: words of a homonym for each subject in it, and parts that never count."""
    desk = desk_of(request)
    change = desk.store.change(request.path_params["id"])
    if change is None:
        return desk.write_problem(request, 404, _("There is no change of that id in this store."))
    names = name_subjects(desk.configuration)
    subjects = list(dict.fromkeys(event.subject for event in change.events if event.subject in names))
    return desk.write(
        "lesson.html",
        request,
        change=change,
        words={subject: list_words(change, subject) for subject in subjects},
        parts=list_parts(desk.store, change),
        names=names,
        sources=name_sources(desk.configuration),
    )


@posted
def propose(request: Request, form: Form) -> Response:
    """The proposal waits for an operator; the page of it shows what it would have silenced."""
    desk, change = desk_of(request), request.path_params["id"]
    value = " ".join(clean_text(form.get("value", "")).split())[:_LONGEST]
    if form.get("kind") not in tuple(ProposalKind) or not value:
        raise BadForm(_("A proposal says a word of a homonym, or the CSS of a part that never counts."))
    kind = ProposalKind(form["kind"])
    target = form.get("target", "")
    if kind is ProposalKind.NOT_NEAR:
        target = next((each for each in name_subjects(desk.configuration) if desk.keeper.veil(each) == target), "")
    _draft(desk, kind, target, value)
    try:
        author = request.state.session.reviewer
        number = desk.store.add_proposal(
            change=change, kind=kind, target=target, value=value, author=author, at=desk.clock()
        )
    except StoreError:
        raise BadForm(_("There is no change of that id, so nothing was proposed."), 404) from None
    return RedirectResponse(f"/proposals/{number}", 303)


def list_proposals(request: Request) -> Response:
    """What was proposed, and what became of it."""
    desk = desk_of(request)
    proposals = desk.store.proposals(limit=_PROPOSALS)
    return desk.write("proposals.html", request, proposals=proposals, **_names(desk))


def show_proposal(request: Request) -> Response:
    """One proposal with what it would have silenced; operators find yes and no under it."""
    proposal = _proposal(request)
    if proposal is None:
        return desk_of(request).write_problem(request, 404, _("There is no proposal of that number."))
    return _write(request, proposal)


@posted
def decide(request: Request, form: Form) -> Response:
    """With an explicit yes the rule stands in the operator's file; with no, it is kept as declined."""
    desk, proposal = desk_of(request), _proposal(request)
    if proposal is None:
        return desk.write_problem(request, 404, _("There is no proposal of that number."))
    word = form.get("decision")
    if word not in ("yes", "no"):
        raise BadForm(_("A proposal is decided by yes or no."))
    if proposal.accepted is not None:
        return _write(
            request, proposal, status=409, problem=_("It was decided before, by %(name)s.", name=proposal.decided_by)
        )
    if word == "yes":
        draft = _draft(desk, proposal.kind, proposal.target, proposal.value)
        try:
            write_draft(draft)
        except (FileChanged, OSError) as problem:
            return _write(request, proposal, status=409, problem=str(problem))
        take_up(request, draft.configuration)
    by, at = request.state.session.reviewer, desk.clock()
    desk.store.decide_proposal(number=proposal.number, accepted=word == "yes", by=by, at=at)
    verb = "accepted" if word == "yes" else "declined"
    desk.store.note_deed(at=at, actor=by, action=f"proposal {verb}", object=str(proposal.number))
    return RedirectResponse(f"/proposals/{proposal.number}", 303)


def show_agreement(request: Request) -> Response:
    """How often people called what each rule and each source brought relevant: the precision that this team sees."""
    desk = desk_of(request)
    by_rule, by_source = desk.recall(
        "agreement", lambda: (desk.store.agreement_by_rule(), desk.store.agreement_by_source())
    )
    sources = name_sources(desk.configuration)
    return desk.write(
        "agreement.html",
        request,
        rules=[measure(each) for each in by_rule],
        writers=[measure(each._replace(name=sources.get(each.name, each.name))) for each in by_source],
    )


def measure(agreement: Agreement) -> Precision:
    """The share that was relevant, with Wilson's interval of 95 per cent: few verdicts say little."""
    number = agreement.relevant + agreement.noise
    share, z = agreement.relevant / number, 1.96
    middle = share + z * z / (2 * number)
    spread = z * (share * (1 - share) / number + z * z / (4 * number * number)) ** 0.5
    whole = 1 + z * z / number
    return Precision(agreement.name, number, share, (middle - spread) / whole, (middle + spread) / whole)


def _write(request: Request, proposal: Proposal, *, status: int = 200, problem: str = "") -> Response:
    desk = desk_of(request)
    weighed = None
    if proposal.accepted is None:
        try:
            weighed = _weigh(desk, proposal)
        except BadForm as gone:
            problem = gone.detail
    change = desk.store.change(proposal.change)
    told: dict[str, Any] = {"proposal": proposal, "weighed": weighed, "problem": problem, "change": change}
    return desk.write("proposal.html", request, status, **told, **_names(desk))


def _weigh(desk: Desk, proposal: Proposal) -> Weighed:
    draft = _draft(desk, proposal.kind, proposal.target, proposal.value)
    if proposal.kind is ProposalKind.NOT_NEAR:
        preview = preview_subject(desk.store, desk.configuration, draft.configuration, proposal.target)
        return Weighed(draft=draft, mentions=preview)
    source = next(each for each in desk.configuration.sources if each.name == proposal.target)
    return Weighed(draft=draft, changes=preview_ignore(desk.store, source, proposal.value))


def _draft(desk: Desk, kind: ProposalKind, target: str, value: str) -> Draft:
    """The edit that a proposal makes; BadForm, in words, where it makes none."""
    try:
        if kind is ProposalKind.NOT_NEAR:
            subject = next(each for each in _subjects(desk) if each.id == target)
            changes = {"not_near": (*subject.not_near, value)}
            return draft_edit(desk.folder, kind=SUBJECT, name=target, changes=changes)
        source: Source = next(each for each in desk.configuration.sources if each.name == target)
        return draft_edit(desk.folder, kind=SOURCE, name=target, changes={"ignore": (*source.ignore, value)})
    except (StopIteration, NoSuchDeclaration):
        raise BadForm(_("Nobody declares that subject or source any more."), 404) from None
    except ConfigurationError as problem:
        raise BadForm(str(problem)) from None


def _subjects(desk: Desk) -> Iterator[Subject]:
    return (subject for one in desk.configuration.watch_lists for subject in one.subjects)


def _proposal(request: Request) -> Proposal | None:
    number = request.path_params["number"]
    return desk_of(request).store.proposal(int(number)) if number.isdecimal() and len(number) < 12 else None


def _names(desk: Desk) -> dict[str, Any]:
    return {"names": name_subjects(desk.configuration), "sources": name_sources(desk.configuration)}
