"""`check` and `process`: the main job, and deriving anew from what is kept."""

from __future__ import annotations

import collections
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from config.declarations import Configuration
from monitors.checking.check import Check, Watcher, process_waiting
from monitors.checking.check import Progress as Advance
from monitors.commands.options import (
    FINE,
    PROBLEM,
    CannotRun,
    chosen_folder,
    console,
    data_folder,
    diagnostics,
    folder_option,
    json_option,
    load_or_tell,
    print_json,
)
from monitors.languages.speaking import count
from monitors.shapes.contract import run_shape
from storage.records import Change, ChangeKind, Page, Run


@click.command()
@click.argument("sources", nargs=-1)
@folder_option
@json_option
@click.option("--due", "due_only", is_flag=True, help="Leave out pages of adaptive sources that need no look yet.")
@click.option("--page", "urls", multiple=True, metavar="URL", help="Look at this watched page alone; may be repeated.")
@click.option("--limit", type=click.IntRange(min=1), default=None, help="Look at no more than so many pages a source.")
def check(
    sources: tuple[str, ...],
    folder: Path | None,
    as_json: bool,
    due_only: bool,
    urls: tuple[str, ...],
    limit: int | None,
) -> int:
    """Do the main job now: fetch, archive, read, compare, keep the changes. Without SOURCES: all of them.

    With --page only that page is looked at, now; when its source is due does not change.
    """
    place = chosen_folder(folder)
    configuration = load_or_tell(place)
    _require_sources(configuration, sources)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # end as Ctrl+C ends us: the crawl first
    if urls and sources:
        raise CannotRun("--page and SOURCES do not go together: a page belongs to one source")
    pages = _find_pages(data_folder(place), configuration, urls)
    names = sources or sorted({each.source for each in pages})
    chosen = [each.url for each in pages]
    work = Check(place, data_folder(place), configuration, names, pages=chosen, due_only=due_only)
    with _progress(enabled=not as_json) as watcher:
        run = work.run(limit=limit, watcher=watcher)
    if as_json:
        print_json(run_shape(run))
    else:
        _print_run(run, work.changes)
    if work.unsigned:
        diagnostics().print(f"warning: {work.unsigned}", markup=False)
    return PROBLEM if any(each.problems for each in run.reports) else FINE


@click.command()
@folder_option
@click.option("--again", is_flag=True, help="Read and match everything anew, after an upgrade or an edited watch list.")
@json_option
def process(folder: Path | None, again: bool, as_json: bool) -> None:
    """Derive revisions, mentions and changes from what is kept, without fetching.

    With --again, all of them anew: differences that only our own change causes are marked
    `technical` and alert nobody, and a subject new to the list gets its history from the archive.
    Stop it at any moment: run it again, and it goes on where it was.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    place = chosen_folder(folder)
    configuration = load_or_tell(place)
    changes = process_waiting(data_folder(place), configuration)
    told: dict[str, int] = {"changes": len(changes)}
    if again:
        told |= _derive_anew(configuration, data_folder(place), show=not as_json)
    if as_json:
        print_json(told)
    else:
        console().print(", ".join(f"{count} {name.replace('_', ' ')}" for name, count in told.items()))


def _derive_anew(configuration: Configuration, data: Path, *, show: bool) -> dict[str, int]:
    from monitors.checking.locking import hold_lock
    from monitors.comparing.rematching import Progress as Reached
    from monitors.comparing.rematching import rematch
    from monitors.comparing.renewing import Renewer
    from storage.store import Store

    with hold_lock(data / "check.lock"), Store.open(data, create=False) as store, _bar(enabled=show) as bar:
        pages = bar.add_task("pages read anew", total=None)
        matched = bar.add_task("revisions matched anew", total=None)

        def show_matched(reached: Reached, total: int) -> None:
            bar.update(matched, total=total, completed=reached.revisions)

        renewed = Renewer(store, configuration).renew_all(
            advanced=lambda done, total: bar.update(pages, total=total, completed=done)
        )
        reached = rematch(store, configuration, advanced=show_matched)
    if reached.faults:
        diagnostics().print(f"{reached.faults} pages could not be matched by a fault of ours; the others were")
    return {
        "technical_revisions": renewed,
        "technical_changes": reached.changes,
        "revisions": reached.revisions,
        "mentions_changed": reached.rewritten,
    }


def _require_sources(configuration: Configuration, names: Sequence[str]) -> None:
    known = [each.name for each in configuration.sources]
    for name in names:
        if name not in known:
            raise CannotRun(f'"{name}" is not a source; the sources are: {", ".join(known)}')


def _find_pages(data: Path, configuration: Configuration, urls: Sequence[str]) -> list[Page]:
    """The watched pages of these addresses; CannotRun, in words, for one that is none."""
    from spiders.addresses import normalise_url
    from storage.store import Store

    if not urls:
        return []
    declared = {each.name for each in configuration.sources}
    with Store.open(data) as store:
        found = {url: store.resolve_page(normalise_url(url) or url) for url in urls}
    for url, page in found.items():
        if page is None or page.source not in declared:
            raise CannotRun(f"{url} is not a page that a source watches; `defenderwatch try URL` shows any page")
    return [page for page in found.values() if page is not None]


def _bar(*, enabled: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    screen = diagnostics()
    return Progress(*columns, console=screen, transient=True, disable=not enabled or not screen.is_terminal)


@contextmanager
def _progress(*, enabled: bool) -> Iterator[Watcher]:
    """Show how far a check has come, on a terminal only."""
    with _bar(enabled=enabled) as bar:
        pages = bar.add_task("pages", total=None)

        def show(advance: Advance) -> None:
            bar.update(pages, total=advance.found or None, completed=advance.captured)

        yield show


def _print_run(run: Run, changes: Iterable[Change]) -> None:
    out = console()
    for report in run.reports:
        out.print(
            f"{report.source}: {_count_pages(report.pages)} ({report.fetched} fetched, {report.unchanged} unchanged, "
            f"{report.failed} failed), {count('%(num)s change', '%(num)s changes', report.changes)}",
            markup=False,
        )
        for problem in report.problems:
            diagnostics().print(f"  problem at {report.source}: {problem}", markup=False)
    counts = collections.Counter((each.kind, each.baseline) for each in changes)
    if counts:
        out.print(
            ", ".join(_describe_changes(kind, baseline, number) for (kind, baseline), number in counts.most_common())
        )
        out.print("Next: defenderwatch digest, defenderwatch changes, or defenderwatch review")
    else:
        out.print("No changes.")


def _describe_changes(kind: ChangeKind, baseline: bool, number: int) -> str:
    """`1 page gone`, `8 pages new (first look)`."""
    words = f"{_count_pages(number)} {kind.value.removeprefix('page_')}"
    return f"{words} (first look)" if baseline else words


def _count_pages(number: int) -> str:
    return count("%(num)s page", "%(num)s pages", number)
