"""The language of the desk: chosen by its reader, else by their browser, and told by every page."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("ru-RU,ru;q=0.9,en;q=0.5", "ru"),
        ("de, kk;q=0.7, ru;q=0.8", "ru"),
        ("kk", "kk"),
        ("de", "en"),
        ("", "en"),
        ("ru;q=0, en", "en"),
        (";;q=x,,=", "en"),
        ("ru;q=nan", "en"),
    ],
)
def test_who_chose_none_is_answered_in_what_their_browser_asks_for(desk, asked, told):
    with desk.client() as client:
        page = client.get("/login", headers={"Accept-Language": asked}).text
    assert f'<html lang="{told}">' in page


def test_a_chosen_language_stays_whatever_the_browser_asks_for(desk):
    with desk.client() as client:
        desk.come_in(client, "Aigerim")
        answer = client.get("/language/kk?to=/sources?x=1")
        assert answer.status_code == 303 and answer.headers["location"] == "/sources?x=1"
        assert "HttpOnly" in answer.headers["set-cookie"] and "SameSite=strict" in answer.headers["set-cookie"]
        page = client.get("/sources", headers={"Accept-Language": "ru"}).text
    assert '<html lang="kk">' in page and "<h1>Дереккөздер</h1>" in page


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_choice_of_a_language_leads_nowhere_but_into_the_desk(desk, to):
    with desk.client() as client:
        assert client.get("/language/ru", params={"to": to}).headers["location"] == "/"


def test_an_unknown_language_is_not_kept(desk):
    with desk.client() as client:
        assert "set-cookie" not in client.get("/language/xx").headers


def test_every_page_offers_the_languages_and_leads_back_to_itself(reader):
    page = reader.get("/?kind=vanished").text
    assert 'href="/language/ru?to=/%3Fkind%3Dvanished" lang="ru"' in page and 'title="Қазақ тілі"' in page


def test_what_pages_say_keeps_its_own_language(reader):
    reader.get("/language/ru")
    page = reader.get("/subjects").text
    assert "<h1>Субъекты</h1>" in page
    address = page.split('href="/subjects/')[1].split('"')[0]
    page = reader.get(f"/subjects/{address}").text
    assert '<html lang="ru">' in page and 'lang="en"' in page.partition("<main")[2]


def test_an_error_is_told_in_the_language_too_and_a_program_is_told_in_english(reader):
    reader.get("/language/ru")
    assert "По этому адресу страницы нет." in reader.get("/nothing").text
    assert "Bearer" in reader.get("/api/changes").text


def test_reviewers_are_filtered_by_numbers_and_stand_in_no_address(reader):
    page = reader.get("/").text
    judging = page.split('name="reviewer"')[1].split("</select>")[0]
    assert '<option value="2"' in judging or '<option value="1"' in judging
    assert 'value="Reviewer"' not in judging


def test_what_people_write_carries_its_language_too(desk, day):
    change = day.hexadecimal("school")
    with desk.client() as client:
        desk.come_in(client, "Reviewer")
        token = client.get(f"/changes/{change}").text.split('name="token" value="')[1].split('"')[0]
        client.post(f"/changes/{change}/comment", data={"token": token, "note": "Спросить адвоката о заседании суда."})
        page = client.get(f"/changes/{change}").text
    assert '<span class="note" lang="ru">Спросить адвоката' in page
