"""A subject is edited on the desk: proof and preview first, then the file, with its comments."""

from __future__ import annotations

import pytest

from monitors.watch_lists.drafts import SUBJECT, FileChanged, draft_edit, write_draft
from monitors.watch_lists.previews import preview_subject
from storage.records import Review, Verdict
from tests.monitors.desk.review.conftest import token_in
from tests.monitors.desk.review.operating import WATCH_LIST, operate

LIST = "watchlists/steppe.yaml"


@pytest.fixture
def place(tmp_path, data, day):
    with operate(tmp_path / "folder", data, day) as operated:
        yield operated


def form_of(client, path: str, **typed: str) -> dict[str, str]:
    return {"token": token_in(client.get(path).text), "name": "Marzhan Qosherbai", **typed}


def draft(place, **changes):
    return draft_edit(place.folder, kind=SUBJECT, name="marzhan-qosherbai", changes=changes)


def test_an_edit_is_previewed_then_written_with_its_comments_and_holds_at_once(place):
    client = place.come_in("Aigerim")
    path = f"/subjects/{place.desk.keeper.veil('marzhan-qosherbai')}/edit"
    assert "Marzhan Qosherbai</b> finds itself" in client.get(path).text
    form = form_of(client, path, aliases="Маржан Қошербай\r\nM. Qosherbai\r\n", note=" A  lawyer. ")
    page = client.post(path, data=form)
    assert (
        page.status_code == 200 and "What this edit changes" in page.text and "Write it into steppe.yaml" in page.text
    )
    assert place.read(LIST) == WATCH_LIST
    former = page.text.split('name="former" value="')[1].split('"')[0]
    answer = client.post(path, data={**form, "former": former, "write": "1"})
    assert answer.status_code == 303
    assert place.read(LIST) == WATCH_LIST.replace(
        "    name: Marzhan Qosherbai\n",
        "    name: Marzhan Qosherbai\n    aliases:\n      - Маржан Қошербай\n      - M. Qosherbai\n"
        "    note: A lawyer.\n",
    )
    assert "M. Qosherbai" in client.get(path).text
    deed = place.desk.store.deeds(limit=1)[0]
    assert (deed.actor, deed.action, deed.detail) == ("Aigerim", "watch list edited", "aliases, note")
    assert "marzhan" not in f"{deed.object}{deed.detail}".lower()


def test_a_file_edited_meanwhile_is_not_overwritten(place):
    client = place.come_in("Aigerim")
    path = f"/subjects/{place.desk.keeper.veil('marzhan-qosherbai')}/edit"
    form = form_of(client, path, note="x")
    former = client.post(path, data=form).text.split('name="former" value="')[1].split('"')[0]
    (place.folder / LIST).write_text(WATCH_LIST + "# by hand\n")
    answer = client.post(path, data={**form, "former": former, "write": "1"})
    assert answer.status_code == 200 and "was edited since the preview" in answer.text
    assert place.read(LIST) == WATCH_LIST + "# by hand\n"
    late = draft(place, note="x")
    (place.folder / LIST).write_text(WATCH_LIST)
    with pytest.raises(FileChanged):
        write_draft(late)


def test_an_edit_that_would_not_load_is_told_and_not_written(place):
    client = place.come_in("Aigerim")
    path = f"/subjects/{place.desk.keeper.veil('marzhan-qosherbai')}/edit"
    answer = client.post(path, data=form_of(client, path, aliases="?"))
    assert answer.status_code == 400 and "steppe.yaml:" in answer.text
    assert place.read(LIST) == WATCH_LIST


def test_a_preview_tells_what_is_lost_and_whether_it_was_relevant(place, day):
    at, store = day.NOON, place.desk.store
    store.add_review(
        Review(change=day.hexadecimal("court"), verdict=Verdict.RELEVANT, reviewer="Aigerim", reviewed_at=at)
    )
    edited = draft(place, not_near=["суткам"]).configuration
    preview = preview_subject(store, place.desk.configuration, edited, "marzhan-qosherbai")
    assert preview.findings == preview.same == 0 and preview.losses == preview.looked == store.revisions_kept()
    assert preview.relevant == 2 and preview.lost[0].verdict == "relevant" and "суткам" in preview.lost[0].sentence


def test_a_preview_ends_in_time_and_says_how_far_it_came(place):
    ticks = iter(range(100))
    edited = draft(place, note="x").configuration
    preview = preview_subject(
        place.desk.store,
        place.desk.configuration,
        edited,
        "marzhan-qosherbai",
        seconds=3,
        clock=lambda: float(next(ticks)),
    )
    assert preview.looked == 3 < preview.kept and preview.same == 3 and preview.losses == 0


def test_a_subject_nobody_declares_is_told(place):
    assert place.come_in("Aigerim").get("/subjects/000000000000/edit").status_code == 404
