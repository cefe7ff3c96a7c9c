"""What verdicts teach: proposals with a preview, an explicit yes, and how often people agreed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitors.learning.noise import preview_ignore
from monitors.learning.selectors import list_parts
from monitors.learning.words import list_words
from monitors.review.learning import measure
from storage.people import Agreement, ProposalKind
from storage.recording.recorder import Recorder
from storage.records import Hunk, HunkKind, Review, Verdict
from storage.store import StoreError
from tests.monitors.desk.review.conftest import keep_change, token_in
from tests.monitors.desk.review.operating import SOURCES, WATCH_LIST, operate

PAGE = (
    "<html><head><title>Court</title></head><body><main><h1>Court</h1><article><p>{text}</p>"
    "<p>The hearing in Oral was postponed, and the lawyers have asked for the protocol of it again.</p></article>"
    "<div class='teasers post-20261124' id='more'><p class='note'>{tease}</p></div></main></body></html>"
)
STORY = "Marzhan Qosherbai was heard by the district court of Oral on Monday, her lawyer told the Lantern."
TEASERS = ("Read also: the opening of a new school in Oral.", "Read also: forecast of the weather in Aqtau.")


@pytest.fixture(scope="module")
def place(tmp_path_factory, data, day):
    """A desk with one more change: only the teaser under an article differs."""
    with operate(tmp_path_factory.mktemp("learning") / "folder", data, day) as operated:
        store = operated.desk.store
        change = replace(
            day.change("teaser", day.named("Yerkin Baltabai the poet read his poems in the library of Oral.")),
            hunks=(Hunk(kind=HunkKind.CHANGED, before=TEASERS[0], after=TEASERS[1]),),
        )
        store.find_page(url=change.page, source=change.source, at=day.NOON, found_from=None)
        bodies = [PAGE.format(text=STORY, tease=each) for each in TEASERS]
        with Recorder(operated.folder / "data", "r1") as recorder:
            keep_sides(store, recorder, change, bodies)
        yield operated


def keep_sides(store, recorder, change, bodies) -> None:
    """Both sides of the change, each with its own bytes."""
    before = replace(change, after=None, capture=change.before.revision)
    keep_change(store, recorder, replace(before, id="0" * 32, events=()), STORY + JUDGED, bodies[0])
    keep_change(store, recorder, replace(change, before=None, id=change.id), STORY + JUDGED, bodies[1])


JUDGED = " Маржан Кошербай, ст. 488 КоАП, Нұргүл Сейілханқызы."


def form_of(client, path: str, **typed: str) -> dict[str, str]:
    return {"token": token_in(client.get(path).text), **typed}


def propose(place, day, **typed: str):
    path = f"/changes/{day.hexadecimal('teaser')}/learn"
    client = place.come_in("Reviewer")
    return client.post(path, data=form_of(client, path, **typed))


def test_the_words_beside_a_name_are_offered_without_the_name(day):
    change = day.change("x", day.named("Yerkin Baltabai the poet read his poems in the library."))
    assert list_words(change, "yerkin-baltabai") == ["poet", "read", "poems", "library"]
    assert list_words(change, "marzhan-qosherbai") == []


def test_the_named_parts_that_hold_the_change_are_offered_the_smallest_first(place, day):
    change = place.desk.store.change(day.hexadecimal("teaser"))
    parts = list_parts(place.desk.store, replace(change, before=change.after))
    assert [part.selector for part in parts] == [".note", "#more", ".teasers"]
    assert list_parts(place.desk.store, place.desk.store.change(day.hexadecimal("hostile"))) == []


def test_a_homonym_is_proposed_previewed_and_written_after_a_yes(place, day):
    veil = place.desk.keeper.veil("yerkin-baltabai")
    answer = propose(place, day, kind="not_near", target=veil, value=" poet ")
    assert answer.status_code == 303
    page = place.client.get(answer.headers["location"])
    assert "Not Yerkin Baltabai where “poet” stands" in page.text and "waits for an operator" in page.text
    assert place.read("watchlists/steppe.yaml") == WATCH_LIST
    client = place.come_in("Operator")
    form = form_of(client, answer.headers["location"], decision="yes")
    assert client.post(answer.headers["location"], data=form).status_code == 303
    assert "{id: yerkin-baltabai, kind: defender, name: Yerkin Baltabai, not_near: [poet]}" in place.read(
        "watchlists/steppe.yaml"
    )
    assert client.post(answer.headers["location"], data=form).status_code == 409
    assert place.desk.store.deeds(limit=1)[0].action == "proposal accepted"


def test_a_part_that_never_counts_is_proposed_and_declined(place, day):
    answer = propose(place, day, kind="ignore", target="lantern", value=".teasers")
    client = place.come_in("Operator")
    page = client.get(answer.headers["location"]).text
    assert "What it would have silenced" in page and "Yes, write it into lantern.yaml" in page
    form = form_of(client, answer.headers["location"], decision="no")
    assert client.post(answer.headers["location"], data=form).status_code == 303
    assert place.read("sources/lantern.yaml") == SOURCES["lantern"]
    assert "declined by Operator" in client.get("/proposals").text


def test_an_ignore_rule_tells_which_changes_it_would_have_silenced(place, day):
    store, source = place.desk.store, place.desk.configuration.sources[1]
    assert source.name == "lantern"
    silence = preview_ignore(OneChange(store, day), source, ".teasers")
    assert [change.id for change, _ in silence.silenced] == [day.hexadecimal("teaser")] and silence.relevant == 1
    assert preview_ignore(OneChange(store, day), source, ".elsewhere").silenced == ()
    assert preview_ignore(OneChange(store, day), source, ".teasers", seconds=-1).looked == 0


class OneChange:
    """The store, in whose queue only the teaser's change stands, with both of its sides and a verdict."""

    def __init__(self, store, day) -> None:
        self._store, self._day = store, day

    def queue(self, *, limit, narrowing):
        change = self._store.change(self._day.hexadecimal("teaser"))
        return [replace(change, before=self._day.change("teaser").before)] if narrowing.judged else []

    def standings(self, changes):
        return {each: self._store.standings([each])[each]._replace(verdict="relevant") for each in changes}

    def __getattr__(self, name):
        return getattr(self._store, name)


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ({"kind": "other", "value": "x"}, 400, "A proposal says"),
        ({"kind": "ignore", "target": "lantern", "value": " "}, 400, "A proposal says"),
        ({"kind": "ignore", "target": "lantern", "value": "p["}, 400, "lantern.yaml"),
        ({"kind": "ignore", "target": "nobody", "value": "p"}, 404, "Nobody declares"),
        ({"kind": "not_near", "target": "nobody", "value": "p"}, 404, "Nobody declares"),
    ],
)
def test_what_cannot_be_a_rule_is_not_proposed(place, day, typed, status, told):
    answer = propose(place, day, **typed)
    assert answer.status_code == status and told in answer.text


def test_the_same_proposal_waits_once_and_is_decided_once(place, day):
    made = {"change": day.hexadecimal("court"), "kind": ProposalKind.IGNORE, "target": "lantern", "value": ".x"}
    store = place.desk.store
    numbers = {store.add_proposal(**made, author=name, at=day.NOON) for name in ("Reviewer", "Operator")}
    assert len(numbers) == 1
    store.decide_proposal(number=numbers.pop(), accepted=False, by="Operator", at=day.NOON)
    assert store.add_proposal(**made, author="Reviewer", at=day.NOON) not in numbers
    with pytest.raises(StoreError, match="decided before"):
        store.decide_proposal(number=999, accepted=True, by="Operator", at=day.NOON)


def test_agreement_counts_verdicts_by_rule_and_source_and_owns_how_little_it_knows(place, day):
    store = place.desk.store
    for name, verdict in (("school", Verdict.RELEVANT), ("statement", Verdict.NOISE), ("court", Verdict.FOLLOW_UP)):
        store.add_review(
            Review(change=day.hexadecimal(name), verdict=verdict, reviewer="Reviewer", reviewed_at=day.NOON)
        )
    assert store.agreement_by_rule() == [
        Agreement("full name", 2, 1),
        Agreement("law: code after number", 1, 0),
    ]
    assert set(store.agreement_by_source()) == {
        Agreement("herald", 1, 0), Agreement("ministry", 0, 1), Agreement("lantern", 1, 0),
    }  # fmt: skip
    page = place.come_in("Reader").get("/agreement").text
    assert "67 %" in page and "Steppe Lantern" in page
    few, many = measure(Agreement("x", 1, 0)), measure(Agreement("x", 900, 100))
    assert few.low == pytest.approx(0.207, abs=0.001) and few.high == pytest.approx(1)
    assert (many.low, many.high) == (pytest.approx(0.880, abs=0.001), pytest.approx(0.917, abs=0.001))


@pytest.mark.parametrize("path", ["/proposals/nothing", "/proposals/99", "/changes/nothing/learn"])
def test_what_is_not_there_is_told(place, path):
    assert place.come_in("Operator").get(path).status_code == 404
