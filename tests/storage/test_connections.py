"""The connections of one process: who reads waits neither for who writes nor for another reader."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.connections import MOST_READERS
from storage.database import FILE_NAME, Database
from storage.store import Store, StoreError


def test_reading_waits_for_no_unfinished_transaction_of_another_thread(tmp_path: Path) -> None:
    """It reads what stood before; who writes reads what is written so far."""
    with Store.open(tmp_path) as store, ThreadPoolExecutor(1) as other:
        store.set_fact("key", "before")
        with store._database.writing():
            store._database.write("UPDATE facts SET value = 'after'")
            assert other.submit(store.fact, "key").result(5) == "before"
            assert store.fact("key") == "after"
        assert other.submit(store.fact, "key").result(5) == "after"


def test_many_threads_read_beside_a_writer_over_few_connections(tmp_path: Path) -> None:
    """Ten times as many threads as readers: each gets its answer while the transaction is still open."""
    with Store.open(tmp_path) as store, ThreadPoolExecutor(10 * MOST_READERS) as people:
        store.set_fact("key", "told")
        with store._database.writing():
            asked = [people.submit(store.fact, "key") for _ in range(40 * MOST_READERS)]
            assert {each.result(10) for each in asked} == {"told"}
        assert 0 < len(store._database._readers._free) <= MOST_READERS


def test_a_reader_writes_nothing(tmp_path: Path) -> None:
    """Whatever statement it is given."""
    Store.open(tmp_path).close()
    database = Database(tmp_path / FILE_NAME, create=False)
    with pytest.raises(StoreError, match="may not be written"), ThreadPoolExecutor(1) as other, database.writing():
        other.submit(database.rows, "DELETE FROM facts").result(5)
    database.close()


def test_a_reader_that_comes_back_after_the_end_is_closed(tmp_path: Path) -> None:
    """Closing waits for nobody, and leaves no connection open."""
    Store.open(tmp_path).close()
    database = Database(tmp_path / FILE_NAME, create=False)
    lent, ended = threading.Event(), threading.Event()

    def keep() -> None:
        with database._readers.lend():
            lent.set()
            ended.wait(5)

    with ThreadPoolExecutor(1) as other:
        kept = other.submit(keep)
        assert lent.wait(5)
        database.close()
        ended.set()
        kept.result(5)
    assert not database._readers._free
