"""The archivist's page: what holds, and a case as one file."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from monitors.review import archives
from tests.monitors.desk.review.conftest import token_in
from tests.monitors.desk.review.operating import operate


@pytest.fixture(scope="module")
def place(tmp_path_factory, data, day):
    with operate(tmp_path_factory.mktemp("archive") / "folder", data, day) as operated:
        yield operated


def form_of(client, **typed: str) -> dict[str, str]:
    return {"token": token_in(client.get("/archive").text), **typed}


def test_a_verification_runs_beside_and_its_outcome_stays(place):
    client = place.come_in("Archivist")
    assert "never from this desk" in client.get("/archive").text
    assert client.post("/archive/verify", data=form_of(client)).status_code == 303
    end = time.monotonic() + 30
    while archives._UNDER_WAY.locked() and time.monotonic() < end:
        time.sleep(0.02)
    page = client.get("/archive").text
    assert "by Archivist: " in page and "captures hold" in page
    assert [each.action for each in place.desk.store.deeds(limit=2)] == ["verification held", "verification begun"]


def test_only_one_verification_runs_at_a_time(place, monkeypatch):
    client = place.come_in("Archivist")
    with archives._UNDER_WAY:
        assert "under way" in client.get("/archive").text
        client.post("/archive/verify", data=form_of(client))
    assert place.desk.store.deeds(limit=1)[0].action != "verification begun"


@pytest.mark.parametrize(
    ("form", "ending", "inside"), [("wacz", ".wacz", "datapackage.json"), ("bagit", ".zip", "bagit.txt")]
)
def test_a_case_is_handed_over_as_one_file_that_names_nobody(place, form, ending, inside):
    client = place.come_in("Archivist")
    veil = place.desk.keeper.veil("marzhan-qosherbai")
    assert "Marzhan Qosherbai" in client.get(f"/archive?subject={veil}").text
    answer = client.post("/archive/export", data=form_of(client, subject=veil, format=form, since="2026-11-01"))
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="case-2026-11-24{ending}"'
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert any(name.endswith(inside) for name in names) and any(name.endswith(".warc.gz") for name in names)
    deed = place.desk.store.deeds(limit=1)[0]
    assert (deed.action, deed.object) == ("case handed over", f"{veil} {form}")


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ({"format": "wacz"}, 400, "of a subject or of a source"),
        ({"format": "warc", "source": "lantern"}, 400, "one of: wacz, bagit"),
        ({"format": "wacz", "source": "nobody"}, 400, "No source of that name"),
        ({"format": "wacz", "subject": "nobody"}, 400, "No watch list has"),
        ({"format": "wacz", "source": "lantern", "until": "2020-01-01"}, 409, "Nothing was handed over"),
    ],
)
def test_what_cannot_be_handed_over_is_told(place, asked, status, told):
    client = place.come_in("Archivist")
    answer = client.post("/archive/export", data=form_of(client, **asked))
    assert answer.status_code == status and told in answer.text


def test_a_reader_sees_the_state_and_no_way_to_export(place):
    page = place.come_in("Reader").get("/archive").text
    assert "captures" in page and "/archive/export" not in page


def test_the_history_of_a_page_goes_through_time_step_by_step(place, day, monkeypatch):
    client, store = place.come_in("Reader"), place.desk.store
    capture, url = day.hexadecimal("cap court"), "https://lantern.example/court"
    assert 'type="range"' not in client.get(f"/captures/{capture}/history").text
    two = store.revisions(url)
    assert store.revision_times(url) == [each.captured_at for each in two]
    three = [replace(two[0], id="0" * 32, captured_at=two[0].captured_at - timedelta(days=1)), *two]
    monkeypatch.setattr(type(store), "revisions", lambda *_: three)
    monkeypatch.setattr(type(store), "revision_times", lambda *_: [each.captured_at for each in three])
    page = client.get(f"/captures/{capture}/history").text
    assert 'type="range"' in page and 'max="2" value="2"' in page
    assert 'value="1" list="steps"' in client.get(f"/captures/{capture}/history?step=1").text
    assert 'max="2" value="2"' in client.get(f"/captures/{capture}/history?step=99").text
    assert 'type="range"' in client.get(f"/changes/{day.hexadecimal('court')}").text
