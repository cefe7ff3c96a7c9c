"""The digest as JSON, in the shape that the contract fixes."""

from __future__ import annotations

import json

from monitors.digests.records import Digest, Story
from monitors.shapes import types as told
from monitors.shapes.contract import change_shape, time_shape


def render_json(digest: Digest) -> str:
    """The digest as one JSON object on indented lines."""
    return json.dumps(shape_digest(digest), ensure_ascii=False, indent=2) + "\n"


def shape_digest(digest: Digest) -> told.Digest:
    """The digest in the contract's shape. Stories told inside another one stand under their own subject, too."""
    subjects: dict[str, told.DigestSubject] = {}
    for story in (*digest.stories, *digest.folded):
        subject = subjects.setdefault(story.subject, {"subject": story.subject, "name": story.name, "stories": []})
        subject["stories"].append(shape_story(story))
    return {
        "date": digest.date.isoformat(),
        "since": time_shape(digest.since),
        "until": time_shape(digest.until),
        "counts": dict(digest.counts),
        "subjects": list(subjects.values()),
        "not_seen": [{"source": each.source, "state": each.state, "detail": each.detail} for each in digest.not_seen],
        "technical": digest.technical,
    }


def shape_story(story: Story) -> told.Story:
    """A story: the changes that carry it, the earliest first, and in how many places it stands."""
    changes = [change_shape(sighting.change) for sighting in story.sightings]
    return {"changes": changes, "places": len(changes)}
