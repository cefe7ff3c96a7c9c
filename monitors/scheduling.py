"""`run`: what is due is checked by a child process, and the digest is made at its hour.

Jobs are derived from the configuration at every start: a job store would keep ghosts. What is due
after a downtime follows from our own record of runs. The one file that knows APScheduler.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from config.declarations import Configuration, Source
from monitors.processing import now
from storage.store import Store

TICK = 5.0
"""Seconds between two looks at what is due: sources due together are checked together."""

STOP_WITHIN = 25.0
"""Seconds a check may take to end when the service is told to stop."""

Tell = Callable[[str], None]


class Scheduler:
    """Watches the clock, for one operator's folder."""

    def __init__(self, folder: Path, data: Path, configuration: Configuration, tell: Tell) -> None:
        self._folder = folder
        self._data = data
        self._configuration = configuration
        self._tell = tell
        self._due: set[str] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT; then end the running check within a bound."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: self._stopping.set())
        scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
        self._add_jobs(scheduler)
        scheduler.start()
        self._tell(f"watching {len(self._configuration.sources)} sources; stop with Ctrl+C")
        try:
            while not self._stopping.wait(TICK if not self._due else 0.2):
                self._check_due()
        finally:
            scheduler.pause()
            self._end_child()
            scheduler.shutdown()

    def _add_jobs(self, scheduler: BackgroundScheduler) -> None:
        with Store.open(self._data) as store:
            for source in self._configuration.sources:
                scheduler.add_job(
                    self._make_due,
                    IntervalTrigger(seconds=int(source.every.total_seconds()), timezone="UTC"),
                    args=[source.name],
                    id=f"check {source.name}",
                    next_run_time=next_check(store, source, now()),
                    misfire_grace_time=None,
                )
        service = self._configuration.service
        hour, minute = service.digest.at.split(":")
        scheduler.add_job(
            self._send_digest,
            CronTrigger(hour=hour, minute=minute, timezone=ZoneInfo(service.timezone)),
            id="digest",
            misfire_grace_time=6 * 3600,
        )

    def _make_due(self, name: str) -> None:
        with self._lock:
            self._due.add(name)

    def _check_due(self) -> None:
        """Start one check of all that is due, unless one runs; it is the same `check` as by hand."""
        if self._child is not None and self._child.poll() is None:
            return
        with self._lock:
            names, self._due = sorted(self._due), set()
        if names:
            self._tell(f"checking {', '.join(names)}")
            self._child = self._start("check", *names)

    def _send_digest(self) -> None:
        """Make the digest of the day that has ended, keep it, and send it where the operator wants it.

        The command itself sees to it that no address gets a day's digest twice.
        """
        service = self._configuration.service
        day = digest_day(ZoneInfo(service.timezone), now())
        folder = self._data / "digests"
        folder.mkdir(parents=True, exist_ok=True)
        self._start("digest", "--date", day, "--format", "html", "--output", str(folder / f"{day}.html")).wait()
        if service.digest.send:
            self._start("digest", "--date", day, "--send").wait()

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-m", "monitors.cli", "--config", str(self._folder), *arguments]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)

    def _end_child(self) -> None:
        if self._child is None or self._child.poll() is not None:
            return
        self._child.terminate()
        try:
            self._child.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def next_check(store: Store, source: Source, at: datetime) -> datetime:
    """When a source is due next: its interval after the last check that reached it, at once if that has passed."""
    runs = [each for each in store.last_runs(source=source.name, limit=1) if each.finished_at is not None]
    if not runs:
        return at
    return max(at, runs[0].started_at + source.every)


def digest_day(zone: ZoneInfo, at: datetime) -> str:
    """The local day that a digest made now tells of: the one that has just ended."""
    return (at.astimezone(zone) - timedelta(days=1)).date().isoformat()
