"""The documents say what the program does: every command, key and spider kind, and examples that load."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from config.declarations import Configuration, Service, Source, SpiderKind, Subject, SubjectKind, WatchList
from monitors.cli import defenderwatch
from monitors.reports.json import report_shape
from monitors.reports.records import CaseReport
from monitors.shapes import contract as shapes
from storage.records import (
    Article,
    Capture,
    Change,
    ChangeKind,
    Event,
    EventKind,
    Fidelity,
    Mention,
    Outcome,
    Revision,
    Role,
    Run,
)

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
AN_ARTICLE = Article(title="", text="", published=None, language=None, author=None, extractor="", pages=(0,))
A_REVISION = Revision(id="", page="", capture="", captured_at=NOON, sha256="", article=AN_ARTICLE, text_sha256="")
A_MENTION = Mention(
    subject="", kind="", start=0, end=0, text="", sentence_start=0, sentence_end=0, rule="", confidence=1
)
AN_EVENT = Event(subject="", subject_kind="", kind=EventKind.APPEARED, material=True, before=None, after=None)
A_CHANGE = Change(id="", page="", source="", url="", title=None, kind=ChangeKind.NEW, detected_at=NOON, capture=None)
A_CAPTURE = Capture(
    id="", sequence=1, run="", source="", role=Role.PAGE, url="", page=None, requested_at=NOON, captured_at=NOON,
    outcome=Outcome.FETCHED, status=200, failure=None, detail=None, sha256=None, length=0, content_type=None,
    etag=None, last_modified=None, redirect_to=None, fidelity=Fidelity.RECONSTRUCTED, file="", offset=0,
    payload_file=None, payload_offset=None,
)  # fmt: skip
A_REPORT = CaseReport(
    subject=Subject(id="x", kind=SubjectKind.TERM, name="x"), since=None, until=None, made_at=NOON,
    zone=ZoneInfo("UTC"), entries=(), citations=(), small=0, unproved=0,
)  # fmt: skip


def hand_written() -> list[Path]:
    """The documents that people write, by name."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "benchmarks" / "README.md"])


def commands_of(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from commands_of(command, f"{before}{name} ")


COMMANDS = dict(commands_of(defenderwatch))


def keys_of(model: type[BaseModel]) -> Iterator[str]:
    """Every key that may stand in a file, with those of the models inside."""
    for name, field in model.model_fields.items():
        yield name
        for inner in re.findall(r"config\.declarations\.(\w+)", str(field.annotation)):
            found = getattr(importlib.import_module("config.declarations"), inner)
            if isinstance(found, type) and issubclass(found, BaseModel):
                yield from keys_of(found)


KEYS = sorted({key for model in (Service, Source, WatchList) for key in keys_of(model)})


def yaml_blocks() -> list[tuple[str, str]]:
    """Every YAML block of every document, named by its file and number."""
    return [
        (f"{file.relative_to(ROOT)} {number}", block)
        for file in hand_written()
        for number, block in enumerate(re.findall(r"```yaml\n(.*?)```", file.read_text(encoding="utf-8"), re.DOTALL))
    ]


def console_blocks() -> list[tuple[str, str]]:
    """Every line in a console block that calls our command: where it stands, and what it calls."""
    return [
        (f"{file.relative_to(ROOT)}: {words}", words)
        for file in hand_written()
        for block in re.findall(r"```console\n(.*?)```", file.read_text(encoding="utf-8"), re.DOTALL)
        for words in re.findall(r"(?:^|[ /])defenderwatch ((?:--config \S+ )?[a-z].*)$", block, re.MULTILINE)
    ]


def test_the_generated_reference_is_fresh() -> None:
    """Mend it with: .venv/bin/python docs/generate_reference.py.

    In a process of its own: click remembers a command's first help option, whoever asked for it.
    """
    command = [sys.executable, str(DOCS / "generate_reference.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_reference_and_explains_itself(name: str) -> None:
    assert f"## `{name}`" in (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    assert len(COMMANDS[name].help or "") > 20


@pytest.mark.parametrize("name", [name for name in COMMANDS if " " not in name])
def test_every_command_is_used_or_explained_in_a_document_that_a_person_wrote(name: str) -> None:
    texts = " ".join(file.read_text(encoding="utf-8") for file in hand_written() if file.parent.name != "reference")
    assert re.search(rf"(?:defenderwatch (?:--config \S+ )?|`){name}\b", texts), name


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_in_the_reference(key: str) -> None:
    text = (DOCS / "reference" / "configuration.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `(?:\w+\.)?{key}` \|", text, re.MULTILINE), key


@pytest.mark.parametrize("key", KEYS)
def test_no_key_is_without_a_description(key: str) -> None:
    text = (DOCS / "reference" / "configuration.md").read_text(encoding="utf-8")
    rows = re.findall(rf"^\| `(?:\w+\.)?{key}` \|.*\| (.*) \|$", text, re.MULTILINE)
    assert rows
    assert all(len(meaning) > 10 for meaning in rows), rows


@pytest.mark.parametrize("kind", [*SpiderKind, *SubjectKind])
def test_every_spider_kind_and_every_kind_of_subject_is_explained(kind: str) -> None:
    texts = "".join((DOCS / "how-to" / name).read_text() for name in ("add-a-source.md", "tune-a-watch-list.md"))
    assert f"`{kind}`" in texts or f"spider: {kind}" in texts


SHAPES = {
    "changes": shapes.change_shape(A_CHANGE),
    "event": shapes.event_shape(AN_EVENT),
    "subject": shapes.subject_shape(A_CHANGE, AN_EVENT, None),
    "history": shapes.history_shape(A_CAPTURE, None, None),
    "search": shapes.found_shape(A_REVISION, "", "", ""),
    "mentions": shapes.mention_shape(A_MENTION),
    "extract": shapes.article_shape(AN_ARTICLE),
    "report": report_shape(A_REPORT),
    "check": shapes.run_shape(Run(id="", started_at=NOON)),
}
"""What the program prints, by the heading under which it is documented."""


@pytest.mark.parametrize("heading", SHAPES)
def test_every_key_of_the_json_is_documented_and_no_other(heading: str) -> None:
    text = (DOCS / "reference" / "json.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [row.split(" | ")[0] for row in section.splitlines() if row.startswith("| `")]
    told = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    inherited = set(shapes.event_shape(AN_EVENT)) if heading == "subject" else set()
    assert told | inherited == set(SHAPES[heading])


def load_declaration(text: str) -> None:
    """Read a block as the file it is an example of; pydantic raises where it is wrong."""
    loaded = YAML(typ="safe").load(text)
    for each in loaded if isinstance(loaded, list) else [loaded]:
        if "subjects" in each:
            WatchList.model_validate(each)
        elif "url" in each:
            Source.model_validate(each)
        else:
            Service.model_validate(each)


@pytest.mark.parametrize("block", [block for _, block in yaml_blocks()], ids=[name for name, _ in yaml_blocks()])
def test_a_yaml_block_of_the_documents_loads(block: str) -> None:
    load_declaration(block)


@pytest.mark.parametrize("words", [words for _, words in console_blocks()], ids=[name for name, _ in console_blocks()])
def test_a_command_line_of_the_documents_names_real_commands_and_options(words: str) -> None:
    parts = words.split("#", maxsplit=1)[0].split()
    if parts[0] == "--config":
        parts = parts[2:]
    name = next(name for words in (3, 2, 1) if (name := " ".join(parts[:words])) in COMMANDS)
    known = {option for parameter in COMMANDS[name].params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {part.split("=")[0] for part in parts if part.startswith("--")} <= known | {"--config", "--help"}


@pytest.mark.parametrize("file", hand_written(), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_link_between_documents_leads_somewhere(file: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), target


def test_every_document_can_be_reached_from_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    for file in DOCS.rglob("*.md"):
        if file.name != "index.md":
            assert f"({file.relative_to(DOCS)})" in index, file.name


def test_a_decision_says_its_date_and_a_number() -> None:
    for file in (DOCS / "decisions").glob("*.md"):
        text = file.read_text(encoding="utf-8")
        assert re.search(r"^Date: \d{4}-\d\d-\d\d$", text, re.MULTILINE), file.name
        assert re.search(r"\d", text.split("## Why")[1]), file.name


def test_every_benchmark_is_in_their_index() -> None:
    text = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    for file in (ROOT / "benchmarks").glob("*.py"):
        assert file.name in text, file.name


def test_the_whole_configuration_is_documented() -> None:
    """A new kind of file in the operator's folder needs a heading in the reference, too."""
    assert set(Configuration.model_fields) == {"service", "sources", "watch_lists"}
