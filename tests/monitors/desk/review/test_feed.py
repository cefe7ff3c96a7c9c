"""The feed at its secret address: for programs that read feeds and cannot log in."""

from __future__ import annotations

import re

import feedparser


def test_a_reader_finds_the_address_and_a_program_reads_the_feed_without_an_account(desk, reader):
    (address,) = set(re.findall(r'href="([^"]+/feed/[0-9a-f]{40})"', reader.get("/digests").text))
    with desk.client() as stranger:
        answer = stranger.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.headers["cache-control"] == "no-store"
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo and parsed.version == "atom10"
    assert parsed.feed.id == "urn:defenderwatch:feed"
    assert len(parsed.entries) >= 3
    assert len({each.id for each in parsed.entries}) == len(parsed.entries)
    assert all(each.updated_parsed and each.title for each in parsed.entries)


def test_another_address_opens_nothing_and_tells_nothing(desk):
    code = desk.app.state.desk.keeper.feed_code()
    wrong = [code[:-1], code[:-1] + ("0" if code[-1] != "0" else "1"), "x" * 40, "%D1%84" * 20, code.upper() + "A"]
    with desk.client() as stranger:
        answers = [stranger.get(f"/feed/{each}") for each in wrong]
        assert stranger.post(f"/feed/{code}").status_code == 405
    assert {each.status_code for each in answers} == {404}
    assert all("Qosherbai" not in each.text for each in answers)


def test_a_new_key_makes_a_new_address(desk):
    from monitors.review.access import Doorkeeper

    assert Doorkeeper(key="another key for tests").feed_code() != desk.app.state.desk.keeper.feed_code()
