"""`extract`, `mentions`, `compare`: the same reading and comparing, of files at hand."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from config.declarations import Configuration
from diffing.extraction.document import read_document
from monitors.commands.options import (
    FINE,
    PROBLEM,
    chosen_folder,
    console,
    diagnostics,
    folder_option,
    json_option,
    load_or_tell,
    print_json,
)
from monitors.reading.matching import explain_mention
from monitors.shapes.contract import article_shape, change_shape, mention_shape
from storage.records import Article, Change, ChangeKind, Difference, Mention, Reading, Revision, Side

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--url", default="", help="Where the document came from; resolves its links.")
@click.option("--content-type", default=None, help="As the server said it, with a charset if it named one.")
@click.option("--content", default=None, help="CSS of the part that holds the text. Default: article extraction.")
@click.option("--ignore", multiple=True, help="CSS of parts that never count. May be given more than once.")
@json_option
def extract(
    file: Path, url: str, content_type: str | None, content: str | None, ignore: tuple[str, ...], as_json: bool
) -> int:
    """Print the text that would be compared, from a saved HTML, PDF or DOCX file."""
    reading = read_document(file.read_bytes(), content_type=content_type, url=url, content=content, ignore=ignore)
    article = _article_of(reading)
    if reading.article is None:
        diagnostics().print(f"{file.name}: {reading.state.value}: {reading.evidence or ''}", markup=False)
    if as_json:
        print_json(article_shape(article))
    else:
        _print_article(article)
    return FINE if reading.article is not None else PROBLEM


def _print_article(article: Article) -> None:
    out = console()
    if article.title:
        out.print(article.title, markup=False, style="bold")
    about = [each for each in (article.published, article.language, article.author) if each]
    if about:
        out.print(" · ".join(about) + "\n", markup=False)
    out.print(article.text, markup=False)


def _article_of(reading: Reading) -> Article:
    empty = Article(title=None, text="", published=None, language=None, author=None, extractor="")
    return reading.article or empty


@click.command()
@click.argument("file", type=click.Path(allow_dash=True, path_type=str))
@folder_option
@click.option("--country", default=None, help="Where bare legal references belong, for example kz.")
@click.option("--language", default=None, help="Of the text; kk reads Kazakh endings on Latin letters too.")
@json_option
def mentions(file: str, folder: Path | None, country: str | None, language: str | None, as_json: bool) -> None:
    """Print the mentions in a plain text (FILE, or - for standard input), with offsets and reasons."""
    from diffing.mentions import Matcher

    configuration = load_or_tell(chosen_folder(folder))
    text = _read_text(file)
    for mention in Matcher(configuration.watch_lists).find(text, country=country, language=language):
        if as_json:
            print_json(mention_shape(mention))
        else:
            _print_mention(mention, text)


def _read_text(file: str) -> str:
    if file == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    path = Path(file)
    if not path.is_file():
        raise click.BadParameter(f'"{file}" is not a file', param_hint="FILE")
    return path.read_bytes().decode("utf-8", "replace")


def _print_mention(mention: Mention, text: str) -> None:
    sentence = " ".join(text[mention.sentence_start : mention.sentence_end].split())
    out = console()
    out.print(f"{mention.start}–{mention.end}  {mention.subject}  «{mention.text}»", markup=False)
    out.print(f"  {explain_mention(mention)}", markup=False)
    out.print(f"  {sentence}", markup=False)


@click.command()
@click.argument("before", type=_FILE)
@click.argument("after", type=_FILE)
@folder_option
@click.option("--url", default="", help="Where the pages came from; resolves their links.")
@click.option("--content-type", default=None, help="As the server said it.")
@json_option
def compare(before: Path, after: Path, folder: Path | None, url: str, content_type: str | None, as_json: bool) -> None:
    """Print the change between two saved pages: what changed, and about whom.

    Prints nothing where the articles say the same. Without an operator's folder the texts are
    compared and nobody is looked for.
    """
    configuration = _configuration_or_none(folder)
    sides = [read_document(each.read_bytes(), content_type=content_type, url=url) for each in (before, after)]
    first, second = (_revision_of(each, name) for each, name in zip(sides, ("before", "after"), strict=True))
    difference = _compare(configuration, first, second)
    if not difference.hunks and not difference.events:
        if not as_json:
            console().print("No change.")
        return
    change = _change_of(first, second, difference, url)
    if as_json:
        print_json(change_shape(change))
    else:
        _print_difference(difference)


def _configuration_or_none(folder: Path | None) -> Configuration | None:
    place = chosen_folder(folder)
    return load_or_tell(place) if (place / "defenderwatch.yaml").exists() else None


def _revision_of(reading: Reading, name: str) -> Revision:
    from diffing.text import text_sha256

    article = _article_of(reading)
    return Revision(
        id=name,
        page="",
        capture="",
        captured_at=datetime.now(UTC),
        sha256="",
        article=article,
        text_sha256=text_sha256(article.title, article.text),
    )


def _compare(configuration: Configuration | None, before: Revision, after: Revision) -> Difference:
    from diffing.changes import compare_revisions
    from diffing.mentions import Matcher

    if configuration is None:
        return compare_revisions(before, after, [], [], source_type="media")
    matcher = Matcher(configuration.watch_lists)
    found = [
        matcher.find(each.article.text, title=each.article.title, language=each.article.language)
        for each in (before, after)
    ]
    return compare_revisions(before, after, found[0], found[1], source_type="media")


def _change_of(before: Revision, after: Revision, difference: Difference, url: str) -> Change:
    sides = [Side(revision=each.id, captured_at=each.captured_at, sha256=each.sha256) for each in (before, after)]
    return Change(
        id="",
        page=url,
        source="",
        url=url,
        title=after.article.title,
        kind=ChangeKind.CHANGED,
        detected_at=after.captured_at,
        capture=None,
        published=after.article.published,
        before=sides[0],
        after=sides[1],
        priority=difference.priority,
        reasons=difference.reasons,
        events=difference.events,
        hunks=difference.hunks,
    )


def _print_difference(difference: Difference) -> None:
    out = console()
    for event in difference.events:
        out.print(f"{event.kind.value}: {event.subject}", markup=False)
    for hunk in difference.hunks:
        if hunk.kind.value == "equal":
            continue
        out.print(hunk.kind.value, markup=False, style="bold")
        if hunk.before:
            out.print(f"− {hunk.before}", markup=False)
        if hunk.after:
            out.print(f"+ {hunk.after}", markup=False)
