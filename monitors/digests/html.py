"""The digest as one HTML document: a page and the body of a mail, with nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from monitors.digests import days, facts, words
from monitors.digests.records import Digest, Group, Story
from monitors.languages.templates import teach_languages

TEMPLATES = Path(__file__).parent / "templates"


def render_html(digest: Digest, *, review_url: str | None = None, mail: bool = False) -> str:
    """The digest as a whole document. For a mail every style stands on its element, too: some readers drop <style>."""
    style = Markup((TEMPLATES / "digest.css").read_text(encoding="utf-8"))  # noqa: S704  our own file
    page = _templates().get_template("digest.html").render(digest=digest, review_url=review_url, style=style)
    return _inline_styles(page) if mail else page


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    equip_templates(templates)
    return templates


def equip_templates(templates: Environment) -> None:
    """What `stories.html` needs stands in the environment afterwards; the review desk uses it as well."""
    templates.globals.update(
        groups=tuple(Group),
        PLACES=facts.PLACES,
        STORIES=facts.STORIES,
        EVENTS=words.EVENTS,
        GROUPS=words.GROUPS,
        capture_address=facts.capture_address,
        change_address=facts.change_address,
        describe_event=words.describe_event,
        describe_reasons=words.describe_reasons,
        head_line=words.head_line,
        heartbeat=words.heartbeat,
        leftovers=words.leftovers,
        describe_taken_back=facts.describe_taken_back,
        list_facts=facts.list_facts,
        local_time=days.local_time,
        read_published=days.read_published,
        long_day=days.long_day,
        subject_line=words.subject_line,
        web_address=facts.web_address,
        warn_unverified=words.warn_unverified,
        where_told=facts.where_told,
    )
    teach_languages(templates)
    templates.filters["groupby_subject"] = _group_by_subject


def _group_by_subject(stories: Iterable[Story]) -> list[list[Story]]:
    return [list(told) for _, told in groupby(stories, key=lambda story: story.subject)]


def _inline_styles(page: str) -> str:
    inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
    return inliner.inline(page)
