"""`try`: one look at one page, in a folder that is thrown away. Nothing is kept."""

from __future__ import annotations

import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from config.declarations import Configuration, Source, SpiderKind
from diffing.looks import judge_state
from monitors.checking.crawling import Crawl
from monitors.reading.pool import ReadingPool, now, read_waiting
from storage.records import Article, Capture, Mention, PageState, Reading, Role, Run
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What one look showed."""

    url: str
    outcome: str
    status: int | None
    state: PageState
    evidence: str | None
    article: Article | None
    mentions: tuple[Mention, ...]
    found: tuple[str, ...] = ()  # pages that an index led to


def try_source(folder: Path, configuration: Configuration, source: Source) -> Trial | None:
    """Look once at a source: its page, or the first page that its index leads to. None where none was reached."""
    with tempfile.TemporaryDirectory(prefix="defenderwatch-try-") as name:
        place = Path(name)
        _write_folder(place, folder, source)
        narrowed = configuration.model_copy(update={"sources": (source,)})
        return _look(place, narrowed, source)


def source_for(url: str) -> Source:
    """A source of kind page for an address that no source names: all watch lists, no selectors."""
    return Source(name="try", url=url, spider=SpiderKind.PAGE)


def _write_folder(place: Path, folder: Path, source: Source) -> None:
    """The operator's folder once more, with this one source in it."""
    yaml = YAML(typ="safe", pure=True)
    (place / "sources").mkdir()
    with (place / "sources" / "try.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(_plain(source), file)
    (place / "defenderwatch.yaml").write_bytes((folder / "defenderwatch.yaml").read_bytes())
    (place / "watchlists").symlink_to((folder / "watchlists").resolve(), target_is_directory=True)


def _plain(source: Source) -> dict[str, object]:
    """The declaration as YAML writes it: durations with their unit, nothing that was left out."""
    shape = source.model_dump(mode="json", exclude_unset=True)
    for key in ("every", "keep_watching"):
        value = getattr(source, key)
        if key in shape and value is not None:
            shape[key] = f"{value.total_seconds():g}s"
    return shape


def _look(place: Path, configuration: Configuration, source: Source) -> Trial | None:
    data = place / "data"
    with Store.open(data) as store:
        run = Run(id=uuid.uuid4().hex, started_at=now(), sources=(source.name,))
        store.begin_run(run)
        with Crawl(place, data, run.id, [source.name], limit=1) as crawl:
            while not crawl.ended:
                for _ in crawl.told(timeout=0.2):
                    pass
            crawl.stop()
        with ReadingPool(configuration, data, workers=1) as pool:
            read_waiting(store, pool)
        captures = store.run_captures(run=run.id, source=source.name)
        return _trial(store, captures)


def _trial(store: Store, captures: list[Capture]) -> Trial | None:
    looked = [each for each in captures if each.role is Role.PAGE] or [
        each for each in captures if each.role is Role.INDEX
    ]
    if not looked:
        return None
    capture = looked[-1]
    kept = store.reading(capture.id)
    reading = Reading(state=kept.state, evidence=kept.evidence) if kept else None
    state, evidence = judge_state(capture, reading)
    revision = store.revision(kept.revision) if kept and kept.revision else None
    return Trial(
        url=capture.url,
        outcome=capture.outcome.value,
        status=capture.status,
        state=state,
        evidence=evidence,
        article=revision.article if revision else None,
        mentions=tuple(store.mentions(revision.id)) if revision else (),
        found=tuple(page.url for page in store.pages()),
    )
