"""What the service says: for people or for machines, and never a name of the watch list."""

from __future__ import annotations

import io
import json
import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from config.loading import ConfigurationError
from config.problems import Problem
from monitors.telling import describe_refusal, make_teller, tell_warnings

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_machine_gets_one_object_a_line_with_its_facts() -> None:
    out = io.StringIO()
    make_teller(as_json=True, stream=out, clock=lambda: NOON)("checking a, b", event="checking", sources=["a", "b"])
    make_teller(as_json=True, stream=out, clock=lambda: NOON)("two\nlines\x1b[2J", event="said", command="check")
    first, second = [json.loads(line) for line in out.getvalue().splitlines()]
    assert first == {"at": "2026-11-23T12:00:00Z", "event": "checking", "sources": ["a", "b"], "text": "checking a, b"}
    assert second["command"] == "check"


def test_a_person_gets_the_sentence_and_no_control_characters() -> None:
    out = io.StringIO()
    make_teller(as_json=False, stream=out)("two\nlines\x1b[2J", event="said")
    assert out.getvalue() == "two\nlines\ufffd[2J\n"


def test_a_refused_edit_is_told_with_its_message_and_what_stands_in_a_watch_list_is_not() -> None:
    error = ConfigurationError(
        [
            Problem(file="sources/one.yaml", line=3, message='"evry" is not a key of a source; did you mean "every"?'),
            Problem(file="watchlists/people.yaml", line=4, message='id: "madina-kokbulakova" is a subject already'),
            Problem(file="watchlists/people.yaml", line=4, message='name: "Madina Kokbulakova" is not allowed here'),
        ]
    )
    assert describe_refusal(error) == (
        'sources/one.yaml:3: "evry" is not a key of a source; did you mean "every"?\n'
        "watchlists/people.yaml:4: something is not right; `defenderwatch validate` says what"
    )


@contextmanager
def told_by_libraries() -> Iterator[io.StringIO]:
    """What a process says in JSON, its libraries with it. No fixture: what Python warns of, pytest takes from those."""
    root, hook, out = logging.getLogger(), threading.excepthook, io.StringIO()
    voices, level = root.handlers[:], root.level
    logging.captureWarnings(False)  # a test that ran the service in this process may have left it on
    root.handlers[:] = []
    tell_warnings(make_teller(as_json=True, stream=out))
    try:
        yield out
    finally:
        logging.captureWarnings(False)
        root.handlers[:], threading.excepthook = voices, hook
        root.setLevel(level)


def test_what_libraries_warn_of_is_told_in_the_same_form_and_without_the_words_of_an_exception() -> None:
    with told_by_libraries() as told:
        logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
        try:
            raise ValueError("Madina Kokbulakova")
        except ValueError:
            logging.getLogger("apscheduler").exception("a job raised an exception")
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("old", stacklevel=1)
    lines = [json.loads(line) for line in told.getvalue().splitlines()]
    assert [each["event"] for each in lines] == ["warning"] * 4
    assert lines[0]["text"] == "uvicorn.error: Invalid HTTP request received."
    assert lines[1]["text"] == "apscheduler: a job raised an exception (ValueError)"
    assert "ZeroDivisionError" in lines[2]["text"]
    assert "Kokbulakova" not in told.getvalue()
