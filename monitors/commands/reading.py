"""`changes`, `history`, `subject`, `search`: what is kept, told as facts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from diffing.looks import judge_state
from diffing.render import clip_sentence
from monitors.commands.options import (
    CannotRun,
    chosen_folder,
    console,
    data_folder,
    diagnostics,
    folder_option,
    json_option,
    load_or_tell,
    parse_moment,
    print_json,
)
from monitors.digests.standing import Stage, told_at, trace_status
from monitors.shapes.contract import change_shape, found_shape, history_shape, subject_shape, time_shape
from spiders.addresses import normalise_url
from storage.records import IMPORTED, Capture, Change, ChangeKind, Event, Page, Reading, Role
from storage.store import Store, StoredReading


@click.command()
@folder_option
@json_option
@click.option("--since", help="A date, a time, or how long ago: 2026-11-24, 36h, 7d.")
@click.option("--until", help="The same.")
@click.option("--source", help="Only this source.")
@click.option("--subject", "subject_id", help="Only changes that concern this subject.")
@click.option("--all", "everything", is_flag=True, help="Also changes without a mention, and technical ones.")
def changes(
    folder: Path | None,
    as_json: bool,
    since: str | None,
    until: str | None,
    source: str | None,
    subject_id: str | None,
    everything: bool,
) -> None:
    """Print the changes, oldest first."""
    place = chosen_folder(folder)
    zone = ZoneInfo(load_or_tell(place).service.timezone)
    moment = datetime.now(UTC)
    with Store.open(data_folder(place), create=False) as store:
        found = store.changes(
            since=parse_moment(since, zone, now=moment),
            until=parse_moment(until, zone, now=moment),
            source=source,
            subject=subject_id,
            include_silent=everything,
        )
        is_empty = True
        for change in found:
            is_empty = False
            if as_json:
                print_json(change_shape(change))
            else:
                _print_change(change)
        if is_empty:
            _say_nothing("No change that fits is kept" + ("." if everything else "; --all shows silent ones, too."))


@click.command()
@click.argument("url")
@folder_option
@json_option
def history(url: str, folder: Path | None, as_json: bool) -> None:
    """Print the captures, revisions and changes of one page, oldest capture first."""
    place = chosen_folder(folder)
    with Store.open(data_folder(place), create=False) as store:
        page = store.resolve_page(url) or store.resolve_page(normalise_url(url) or url)
        if page is None:
            raise CannotRun(f"no page of that address is kept: {url}")
        made = {each.capture: each for each in store.page_changes(page.url)}
        for capture in store.captures(page.url):
            kept = store.reading(capture.id)
            change = made.get(capture.id)
            if as_json:
                print_json(history_shape(capture, kept.revision if kept else None, change.id if change else None))
            else:
                _print_look(capture, kept, change)
        if not as_json:
            _print_standing(page)


@click.command()
@click.argument("subject_id", metavar="ID")
@folder_option
@json_option
def subject(subject_id: str, folder: Path | None, as_json: bool) -> None:
    """Print everything known of one subject, in time order: its timeline."""
    place = chosen_folder(folder)
    configuration = load_or_tell(place)
    known = {each.id for watch_list in configuration.watch_lists for each in watch_list.subjects}
    with Store.open(data_folder(place), create=False) as store:
        timeline = trace_status(store.subject_events(subject_id))
        if not timeline and subject_id not in known:
            raise CannotRun(f'"{subject_id}" is not a subject of any watch list, and nothing is kept of it')
        for stage in timeline:
            if as_json:
                print_json(subject_shape(stage.change, stage.event, stage.former_status))
            else:
                _print_event(stage.change, stage.event)
        if not timeline:
            _say_nothing("Nothing is kept of this subject yet.")
        if not as_json:
            _print_steps([stage for stage in timeline if stage.is_step])


@click.command()
@click.argument("words", nargs=-1, required=True)
@folder_option
@json_option
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
def search(words: tuple[str, ...], folder: Path | None, as_json: bool, limit: int) -> None:
    """Search the full text of all kept revisions, in any script."""
    place = chosen_folder(folder)
    with Store.open(data_folder(place), create=False) as store:
        found = store.search(words=" ".join(words), limit=limit)
        for revision, snippet in found:
            page = store.page(revision.page)
            shape = found_shape(revision, page.source if page else "", revision.page, snippet)
            if as_json:
                print_json(shape)
            else:
                console().print(f"{shape['captured_at']}  {revision.article.title or revision.page}", markup=False)
                console().print(f"  {revision.page}\n  {snippet}", markup=False)
        if not found:
            _say_nothing("No kept text holds these words.")


def _say_nothing(words: str) -> None:
    """Say that there is nothing to print: on standard error, so that nobody reads it as a fact."""
    diagnostics().print(words, markup=False)


def _print_look(capture: Capture, kept: StoredReading | None, change: Change | None) -> None:
    """One look: what it came to, what state of the page it showed and why, and the change it made."""
    what = capture.failure.value if capture.failure else f"status {capture.status}"
    reading = Reading(state=kept.state, evidence=kept.evidence) if kept else None
    state, why = judge_state(capture, reading) if capture.role is Role.PAGE else (None, None)
    shown = f"  {state.value}: {why}" if state and why and why != what else f"  {state.value}" if state else ""
    told = f"  {change.kind.value} {change.id[:8]}" if change else ""
    told += "  imported" if IMPORTED in capture.flags else ""
    at = time_shape(capture.captured_at)
    out = console()
    out.print(f"{at}  {capture.id[:8]}  {capture.outcome.value:9}  {what}{shown}{told}", markup=False)


def _print_standing(page: Page) -> None:
    """The page's settled state, and what is held until another look agrees."""
    out = console()
    if page.state and page.state_at:
        out.print(f"\nNow: {page.state.value}, since {time_shape(page.state_at)}", markup=False)
    if page.address != page.url:
        out.print(f"Moved to {page.address}", markup=False)
    if page.suspect and page.suspect_at:
        held = f"Held until another look agrees: {page.suspect}, first seen {time_shape(page.suspect_at)}"
        out.print(held, markup=False)


def _print_change(change: Change) -> None:
    since = "first look" if change.kind is ChangeKind.NEW else "history"
    notes = [word for word, told in ((since, change.baseline), ("technical", change.technical)) if told]
    out = console()
    out.print(f"{time_shape(change.detected_at)}  {change.kind.value}  {', '.join(notes)}".rstrip(), markup=False)
    out.print(f"  {change.title or change.url}  ({change.source})\n  {change.url}", markup=False)
    for event in change.events:
        _print_passages(event)


def _print_steps(steps: list[Stage]) -> None:
    if not steps:
        return
    out = console()
    out.print("\nStatus over time", markup=False)
    for change, event, _ in sorted(steps, key=lambda each: told_at(each.change)):
        seen = f"  (seen {time_shape(change.detected_at)})" if told_at(change) != change.detected_at else ""
        told = f"{time_shape(told_at(change))}  {event.status}  {change.source}{seen}"
        out.print(f"{told}\n  {change.url}", markup=False)


def _print_event(change: Change, event: Event) -> None:
    status = f" [{event.status}]" if event.status else ""
    past = "  (technical: told from the archive, alerted nobody)" if change.technical else ""
    out = console()
    out.print(f"{time_shape(change.detected_at)}  {event.kind.value}{status}  {change.source}{past}", markup=False)
    out.print(f"  {change.url}", markup=False)
    _print_passages(event)


def _print_passages(event: Event) -> None:
    out = console()
    out.print(f"  {event.kind.value}: {event.subject}", markup=False)
    for sign, passage in (("−", event.before), ("+", event.after)):
        if passage is not None:
            out.print(f"    {sign} {clip_sentence(passage)}", markup=False)
    if event.first_seen:
        first = event.first_seen
        told = f"first seen {time_shape(first.captured_at)} on {first.source}: {first.url}"
        out.print(f"    {told}", markup=False)
