"""The digest in each language: its own words translated, those of pages and of programs as they are."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import lxml.etree
import lxml.html
import pytest

from monitors.digests.gathering import gather_digest
from monitors.digests.rendering import DigestFormat, render_digest
from monitors.digests.words import head_line, subject_line
from monitors.languages.catalogues import find_languages
from monitors.languages.speaking import speaking
from tests.monitors.commanding import defenderwatch

BLIND = [("herald", "blocked", "status 403 (3 of 4 looks); certificates are not checked")]
TOLD = (DigestFormat.TEXT, DigestFormat.MARKDOWN, DigestFormat.HTML, DigestFormat.ATOM)


@pytest.fixture
def digest(day: Any, full_store: Any) -> Any:
    return gather_digest(full_store, day.CONFIGURATION, date(2026, 11, 24), now=day.NOON, not_seen=BLIND)


def test_counts_stand_in_the_form_that_goes_with_them(digest: Any) -> None:
    with speaking("ru"):
        assert head_line(digest) == (
            "1 исчезновение · 1 смена статуса · 1 новое · 57 страниц без изменений · 1 источник не увиден"
        )
    with speaking("kk"):
        assert head_line(digest) == (
            "1 жоғалған · мәртебенің 1 өзгерісі · 1 жаңа · 57 бет өзгермеген · 1 дереккөз көрінбеді"
        )


@pytest.mark.parametrize("language", find_languages())
def test_no_subject_line_holds_a_name_in_any_language(digest: Any, language: str) -> None:
    with speaking(language):
        line = subject_line(digest)
    assert line.startswith("defenderwatch: 1 ") and not re.search("[A-Z]", line)


@pytest.mark.parametrize("language", find_languages())
@pytest.mark.parametrize("form", TOLD)
def test_each_form_that_people_read_is_translated_and_quotes_pages_as_they_are(
    digest: Any, day: Any, form: DigestFormat, language: str
) -> None:
    english = render_digest(digest, form, review_url="http://127.0.0.1:8765")
    with speaking(language):
        told = render_digest(digest, form, review_url="http://127.0.0.1:8765")
    assert "Маржан Кошербай" in told and "Marzhan Qosherbai" in told
    for words in ("no longer named", "stored copy", "published", "full name", "not seen", "blocked", "looks"):
        assert words not in told, words
    assert told != english


@pytest.mark.parametrize("language", ["en", *find_languages()])
def test_the_page_and_the_feed_say_their_language_and_quotes_say_theirs(digest: Any, language: str) -> None:
    with speaking(language):
        page = lxml.html.fromstring(render_digest(digest, DigestFormat.HTML))
        feed = lxml.etree.fromstring(render_digest(digest, DigestFormat.ATOM).encode())
    assert page.get("lang") == language
    assert {"ru", "kk"} <= set(page.xpath("//body//@lang"))
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language


@pytest.mark.parametrize("form", [DigestFormat.JSON, DigestFormat.CSV])
def test_what_programs_read_is_the_same_in_every_language(digest: Any, form: DigestFormat) -> None:
    said = set()
    for language in ("en", *find_languages()):
        with speaking(language):
            said.add(render_digest(digest, form))
    assert len(said) == 1


@pytest.fixture
def folder(tmp_path: Any) -> Any:
    (tmp_path / "defenderwatch.yaml").write_text("timezone: Asia/Almaty\ndigest: {language: kk}\n")
    for room in ("sources", "watchlists"):
        (tmp_path / room).mkdir()
    (tmp_path / "sources" / "herald.yaml").write_text("name: herald\nurl: https://herald.example/\n")
    (tmp_path / "watchlists" / "steppe.yaml").write_text(
        "name: steppe\nsubjects: [{id: yerkin-baltabai, kind: defender, name: Yerkin Baltabai}]\n"
    )
    return tmp_path


def test_the_operator_chooses_a_language_and_a_command_may_choose_another(folder: Any) -> None:
    day = ("digest", "--date", "2026-11-24")
    assert "24 қараша" in defenderwatch(*day, folder=folder).stdout
    assert "24 ноября" in defenderwatch(*day, "--language", "ru", folder=folder).stdout
    assert "24 November" in defenderwatch(*day, "--language", "en", folder=folder).stdout
    assert json.loads(defenderwatch(*day, "--json", folder=folder).stdout)["date"] == "2026-11-24"


def test_a_language_that_is_not_spoken_is_refused_with_those_that_are(folder: Any) -> None:
    (folder / "defenderwatch.yaml").write_text("digest: {language: uz}\n")
    told = defenderwatch("validate", folder=folder)
    assert told.returncode != 0 and "defenderwatch.yaml:1" in told.stdout + told.stderr
    assert all(each in told.stdout + told.stderr for each in ("uz", "en", "kk", "ru"))
