"""`try`: how an operator tests a source before it is watched."""

from __future__ import annotations

from pathlib import Path

import click
import httpx

from config.declarations import Configuration, Source
from monitors.checking.trying import Trial, source_for, try_source
from monitors.commands.options import (
    FINE,
    PROBLEM,
    CannotRun,
    chosen_folder,
    console,
    folder_option,
    json_option,
    load_or_tell,
    print_json,
)
from monitors.reading.matching import explain_mention
from monitors.shapes.contract import mention_shape, published_shape


@click.command(name="try")
@click.argument("target", metavar="URL-OR-SOURCE")
@folder_option
@json_option
def try_(target: str, folder: Path | None, as_json: bool) -> int:
    """Fetch once and show the extracted text, title, date, the mentions and why each matched. Keeps nothing.

    For a feed, sitemap or listing the first page it leads to is shown.
    """
    place = chosen_folder(folder)
    configuration = load_or_tell(place)
    trial = try_source(place, configuration, _chosen_source(target, configuration))
    if trial is None:
        raise CannotRun(f"nothing was reached at {target}: is the address right, and the machine on line?")
    if as_json:
        print_json(_shape(trial))
    else:
        _print_trial(trial)
    return FINE if trial.state.value in ("ok", "moved") else PROBLEM


def _chosen_source(target: str, configuration: Configuration) -> Source:
    for source in configuration.sources:
        if target in (source.name, source.url):
            return source
    if httpx.URL(target).scheme in ("http", "https"):
        return source_for(target)
    known = ", ".join(each.name for each in configuration.sources)
    raise CannotRun(f'"{target}" is neither an address (http://… or https://…) nor a source; the sources are: {known}')


def _shape(trial: Trial) -> dict[str, object]:
    article = trial.article
    return {
        "url": trial.url,
        "outcome": trial.outcome,
        "status": trial.status,
        "state": trial.state.value,
        "evidence": trial.evidence,
        "title": article.title if article else None,
        "published": published_shape(article.published) if article else None,
        "language": article.language if article else None,
        "text": article.text if article else "",
        "mentions": [mention_shape(each) for each in trial.mentions],
    }


def _print_trial(trial: Trial) -> None:
    out = console()
    out.print(f"{trial.url}\n{trial.outcome}, status {trial.status}, state: {trial.state.value}", markup=False)
    if trial.evidence:
        out.print(f"evidence: {trial.evidence}", markup=False)
    article = trial.article
    if article is None:
        return
    out.print(f"\n{article.title or '(no title)'}", markup=False, style="bold")
    out.print(f"published {article.published or 'unknown'} · language {article.language or 'unknown'}\n", markup=False)
    out.print(article.text, markup=False)
    out.print(f"\n{len(trial.mentions)} mentions", style="bold")
    for each in trial.mentions:
        out.print(f"  {each.subject}: «{each.text}» — {explain_mention(each)}", markup=False)
