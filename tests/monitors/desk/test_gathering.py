"""What a digest gathers, and how it tells it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitors.digests.days import day_bounds, read_published
from monitors.digests.facts import where_told
from monitors.digests.gathering import gather_digest
from monitors.digests.records import Group
from monitors.digests.rendering import DigestFormat, render_digest
from storage.records import ChangeKind, EventKind, FirstSeen

DAY = date(2026, 11, 24)


def gather(day, store, **more):
    return gather_digest(store, day.CONFIGURATION, DAY, now=day.NOON, **more)


def test_the_groups_hold_what_vanished_changed_status_and_is_new(day, full_store):
    digest = gather(day, full_store)
    told = {group: [story.subject for story in digest.stories_in(group)] for group in Group}
    assert told == {
        Group.VANISHED: ["yerkin-baltabai"],
        Group.STATUS: ["marzhan-qosherbai"],
        Group.NEW: ["nurgul-seiilkhanqyzy"],
        Group.CHANGED: [],
    }


def test_baseline_and_technical_changes_are_counted_and_never_listed(day, full_store):
    digest = gather(day, full_store)
    assert (digest.baseline, digest.technical) == (1, 1)
    listed = {sighting.change.title for story in digest.stories for sighting in story.sightings}
    assert listed == {"About court", "Statement on the arrests", "About school"}


def test_a_law_is_told_inside_the_sentence_of_the_person_it_is_used_against(day, full_store):
    digest = gather(day, full_store)
    (story,) = digest.stories_in(Group.STATUS)
    assert [each.name for each in story.also] == ["Administrative Code, article 488"]
    assert [each.subject for each in digest.folded] == ["article-488"]


def test_the_same_passage_on_several_pages_is_one_story_with_all_places(day):
    store = day.FakeStore()
    for hours, source in ((2, "herald"), (1, "lantern")):
        store.kept.append(day.sentenced(f"court {source}", source=source, at=day.NOON + timedelta(hours=hours)))
    (story,) = gather(day, store).stories
    assert [sighting.source for sighting in story.sightings] == ["Steppe Lantern", "Uly Dala Herald"]


def test_a_reprint_with_a_polished_word_belongs_to_the_same_story(day):
    told = "Yerkin Baltabai was taken from his office in Aksu by men who did not show any papers."
    store = day.FakeStore()
    for source, sentence in (("lantern", told), ("herald", told.replace("office", "offices") + "”")):
        store.kept.append(day.change(source, day.named(sentence), source=source))
    (story,) = gather(day, store).stories
    assert [sighting.source for sighting in story.sightings] == ["Steppe Lantern", "Uly Dala Herald"]


def test_a_passage_that_stood_elsewhere_on_an_earlier_day_says_where_and_when_first(day):
    at = day.NOON - timedelta(days=1)
    first = FirstSeen(source="herald", url="https://herald.example/court", captured_at=at)
    store = day.FakeStore(kept=[day.change("court", day.named("Yerkin Baltabai was fined.", first_seen=first))])
    (story,) = gather(day, store).stories
    told = "on “About court” (Steppe Lantern) (the same passage, first on Uly Dala Herald 23 Nov 12:00)"
    assert where_told(story, ZoneInfo("Asia/Almaty")) == told


def test_two_sentences_that_differ_in_a_number_are_two_stories(day):
    sentences = ("Yerkin Baltabai got 10 days.", "Yerkin Baltabai got 15 days.")
    store = day.FakeStore(kept=[day.change(each, day.named(each)) for each in sentences])
    assert len(gather(day, store).stories) == 2


def test_small_rewordings_are_counted_and_not_listed(day):
    sides = [day.passage(f"Yerkin Baltabai{each} said so.", "Yerkin Baltabai") for each in ("", ",")]
    small = day.event("yerkin-baltabai", EventKind.CONTEXT_CHANGED, *sides, material=False)
    digest = gather(day, day.FakeStore(kept=[day.change("small", small)]))
    assert (digest.stories, digest.minor, digest.counts) == ((), 1, {})


def test_the_day_is_the_local_day_of_the_service(day):
    late, early = datetime(2026, 11, 23, 18, 59, tzinfo=UTC), datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
    store = day.FakeStore(kept=[day.vanished(at=late), day.sentenced(at=early)])
    assert [story.subject for story in gather(day, store).stories] == ["marzhan-qosherbai"]


def test_a_day_that_loses_an_hour_has_23_hours():
    since, until = day_bounds(date(2026, 3, 29), ZoneInfo("Europe/Berlin"))
    assert until - since == timedelta(hours=23)


def test_pages_that_stayed_as_they_were_are_counted_once_a_day(day, full_store):
    digest = gather(day, full_store)
    assert (digest.sources, digest.checks, digest.pages, digest.unchanged) == (3, 2, 60, 57)


def test_pages_seen_for_the_first_time_are_not_unchanged(day):
    changes = [day.change(f"page {each}", kind=ChangeKind.NEW, baseline=True) for each in range(20)]
    store = day.FakeStore(kept=changes, runs=[day.run("r1", day.NOON)])
    assert gather(day, store).unchanged == 40


def test_the_copy_of_a_vanished_passage_is_the_one_that_still_held_it(day, full_store):
    (story,) = gather(day, full_store).stories_in(Group.VANISHED)
    copy = story.sightings[0].copy
    assert copy is not None and (copy.capture, copy.sha256) == ("f" * 32, "cd" * 32)


def test_counts_hold_kinds_of_changes_and_kinds_of_events(day, full_store):
    assert gather(day, full_store).counts == {
        "appeared": 2, "context_changed": 1, "disappeared": 1, "page_changed": 2, "page_new": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2026-11-24", "24 Nov 2026"),
        ("2026-11-23T22:30:00+00:00", "24 Nov 2026 03:30"),
        ("2026-11-24T09:00", "24 Nov 2026 09:00"),
        ("24 ноября\x1b", "24 ноября"),
    ],
)
def test_a_pages_own_date_is_shown_as_precisely_as_it_says_it(published, shown):
    assert read_published(published, ZoneInfo("Asia/Almaty")) == shown


def test_a_subject_gone_with_its_page_is_told_so(day):
    store = day.FakeStore(kept=[day.vanished(kind=ChangeKind.GONE, after=None)])
    (story,) = gather(day, store).stories
    assert story.group is Group.VANISHED and story.is_gone


def test_every_digest_says_where_certificates_are_not_checked(day, full_store):
    sources = [each.model_copy(update={"verify_tls": each.name != "herald"}) for each in day.CONFIGURATION.sources]
    configuration = day.CONFIGURATION.model_copy(update={"sources": tuple(sources)})
    trusting = gather_digest(full_store, configuration, DAY, now=day.NOON)
    assert trusting.unverified == ("herald",)
    for form in (DigestFormat.TEXT, DigestFormat.MARKDOWN, DigestFormat.HTML):
        assert "Certificates are not checked at: herald" in render_digest(trusting, form)
        assert "not checked" not in render_digest(gather_digest(full_store, day.CONFIGURATION, DAY, now=day.NOON), form)
