"""A case report: what became of one subject in a period, each statement with its captures."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from monitors.cli import defenderwatch
from monitors.reports.gathering import gather_report
from monitors.reports.records import ReportFormat
from monitors.reports.rendering import render_report
from storage.records import Review, Verdict
from tests.monitors.desk.review.operating import operate


@pytest.fixture(scope="module")
def place(tmp_path_factory, data, day):
    with operate(tmp_path_factory.mktemp("reports") / "folder", data, day) as operated:
        operated.desk.store.add_review(
            Review(change=day.hexadecimal("court"), verdict=Verdict.RELEVANT, reviewer="Aigerim", reviewed_at=day.NOON)
        )
        yield operated


def gather(place, day, subject="marzhan-qosherbai", **more):
    configuration = place.desk.configuration
    chosen = next(each for one in configuration.watch_lists for each in one.subjects if each.id == subject)
    return gather_report(place.desk.store, configuration, chosen, now=day.NOON + timedelta(hours=2), **more)


def test_every_statement_cites_its_capture_and_the_list_holds_its_hash(place, day):
    report = gather(place, day)
    [entry] = report.entries
    assert (entry.is_step, entry.event.status, entry.verdict, entry.reviewer) == (
        True,
        "sentenced",
        "relevant",
        "Aigerim",
    )
    assert (entry.before, entry.after) == (1, 2)
    cited = {each.number: each.capture for each in report.citations}
    assert cited[2].id == day.hexadecimal("cap court") and len(cited[2].sha256) == 64
    for form in ReportFormat:
        text = render_report(report, form)
        assert cited[1].sha256 in text and cited[2].sha256 in text, form
        assert "sentenced" in text and day.JAILED[:14] in text


def test_a_period_is_kept_to(place, day):
    assert gather(place, day, since=day.NOON + timedelta(seconds=1)).entries == ()
    assert gather(place, day, until=day.NOON).entries == ()
    assert len(gather(place, day, since=day.NOON).entries) == 1
    assert "Nothing in this period" in render_report(gather(place, day, until=day.NOON), ReportFormat.HTML)


def test_a_capture_that_cannot_be_found_is_told(place, day, monkeypatch):
    monkeypatch.setattr(type(place.desk.store), "captures_behind", lambda *_: {})
    report = gather(place, day)
    assert report.unproved == 2 and report.citations == ()
    assert "The captures of 2 sides cannot be found" in render_report(report, ReportFormat.HTML)


HOSTILE = '=cmd|"/C calc"!A0</style><script>alert(1)</script>\r\n# [x](javascript:alert(2))'


@pytest.fixture
def hostile(place, day):
    """The report with a title and a sentence that mean harm."""
    report = gather(place, day)
    [entry] = report.entries
    event = replace(entry.event, after=replace(entry.event.after, sentence=HOSTILE))
    change = replace(entry.change, title=HOSTILE, url="javascript:alert(3)")
    return replace(report, entries=(replace(entry, change=change, event=event),))


def test_hostile_text_is_only_text_in_every_form(hostile):
    page = render_report(hostile, ReportFormat.HTML)
    assert "<script>" not in page and 'href="javascript' not in page and "@import" not in page
    assert not re.search(r'(?:src|href)="(?!#|https?:)', page)
    rows = list(csv.reader(io.StringIO(render_report(hostile, ReportFormat.CSV))))
    assert len(rows) == 2 and not any(cell[:1] in "=+-@" for cell in rows[1] if cell)
    markdown = render_report(hostile, ReportFormat.MARKDOWN)
    assert "<script" not in markdown and "](javascript" not in markdown and "\n# " not in markdown
    assert json.loads(render_report(hostile, ReportFormat.JSON))["events"][0]["title"] == HOSTILE


def test_a_report_is_read_printed_and_saved_without_a_name_in_its_file(place, day):
    client = place.come_in("Reader")
    path = f"/subjects/{place.desk.keeper.veil('marzhan-qosherbai')}/report"
    page = client.get(path).text
    assert "What was published" in page and "Maржан" not in path and "<title>Case report" in page
    assert "Nothing in this period" in client.get(f"{path}?until=2026-11-23").text
    saved = client.get(f"{path}?since=2026-11-24&until=2026-11-24&format=csv")
    assert saved.headers["content-disposition"] == 'attachment; filename="case-report-2026-11-24.csv"'
    assert len(saved.text.splitlines()) == 2
    assert place.desk.store.deeds(limit=1)[0].action == "case report saved"
    assert client.get("/subjects/nothing/report").status_code == 404


def test_the_command_prints_a_report_or_says_what_is_wrong(place, tmp_path):
    def call(*words: str):
        return CliRunner().invoke(defenderwatch, ["--config", str(place.folder), "report", *words])

    assert call("marzhan-qosherbai").output.startswith("# Marzhan Qosherbai")
    output = tmp_path / "case.html"
    assert call("marzhan-qosherbai", "--format", "html", "--output", str(output)).exit_code == 0
    assert output.read_text().startswith("<!doctype html>")
    refused = call("nobody")
    assert refused.exit_code != 0 and "is not a subject of any watch list" in refused.output
