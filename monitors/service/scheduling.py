"""`run`: what is due is checked by a child process, and the digest is made at its hour.

Jobs are derived from the configuration and our own record of runs, at the start, after each check
and after each edit: a job store would keep ghosts. The one file that knows APScheduler, which here
is only the alarm clock; what is due when is decided in `monitors.timing.timetable`.
"""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from config.declarations import Configuration
from config.loading import ConfigurationError
from monitors.health.sources import look_at_health
from monitors.reading.pool import now
from monitors.service.accepted import Accepted, accept, drop_others, take_fingerprint
from monitors.service.children import end_child, start_child
from monitors.service.heartbeat import Heartbeat
from monitors.service.state_changes import tell_changes
from monitors.telling import Tell, describe_refusal
from monitors.timing.digest_duty import find_owed, next_attempt, note_end
from monitors.timing.planning import next_check
from monitors.timing.timetable import next_digest
from storage.store import Store

TICK = 5.0
"""Seconds between two looks at what is due: sources due together are checked together."""

DIGEST_WITHIN = 900.0
"""Seconds the making and sending of a digest may take; checks wait for it."""

DIGEST, HEARTBEAT = "(digest)", "(heartbeat)"
"""Names of alarms; no source can bear them."""

Serve = Callable[[Configuration], AbstractContextManager[None]]


class Scheduler:
    """Watches the clock, for one operator's folder."""

    def __init__(self, folder: Path, data: Path, serve: Serve, tell: Tell) -> None:
        """`serve` keeps the review desk open while its block runs. ConfigurationError if the folder is not right."""
        self._folder = folder
        self._data = data
        self._serve = serve
        self._tell = tell
        self._read = self._noticed = take_fingerprint(folder)
        self._accepted = accept(folder, data)
        self._heartbeat = Heartbeat(partial(tell, event="heartbeat"))
        self._desk = ExitStack()
        self._clock = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None})
        self._lock = threading.Lock()
        self._due: set[str] = set()
        self._running: set[str] = set()
        self._tried: dict[str, datetime] = {}
        self._digests_due = threading.Event()
        self._stopping = threading.Event()
        self._reload_asked = threading.Event()
        self._check: subprocess.Popen[bytes] | None = None
        self._digest: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT, then end what runs within a bound; SIGHUP reads the configuration anew."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: self._stopping.set())
        signal.signal(signal.SIGHUP, lambda *_: self._reload_asked.set())
        drop_others(self._accepted)
        with self._desk:
            self._desk.enter_context(self._serve(self._accepted.configuration))
            self._clock.start()
            try:
                self._plan()
                self._plan_digests()
                self._plan_heartbeat()
                count = len(self._accepted.configuration.sources)
                self._tell(f"watching {count} sources; stop with Ctrl+C", event="started", sources=count)
                while not self._stopping.wait(0.2 if self._due else TICK):
                    self._look_round()
            finally:
                self._clock.pause()
                self._end_children()
                self._clock.shutdown()

    def _look_round(self) -> None:
        self._heartbeat.note_round()
        self._reload_if_edited()
        if self._check is not None and self._check.poll() is not None:
            self._check = None
            with self._lock:
                self._running.clear()
            self._plan()
            self._tell_states()
        if self._check is None:
            self._check_due()
        if self._digests_due.is_set():
            self._make_digests()
        self._clock.wakeup()  # the machine may have slept, or its clock may have been set

    def _plan(self) -> None:
        """Set the alarm of every source that is neither due nor being checked."""
        configuration = self._accepted.configuration
        zone = ZoneInfo(configuration.service.timezone)
        with self._lock:
            busy = self._due | self._running
        with Store.open(self._data) as store:
            for source in configuration.sources:
                if source.name not in busy:
                    tried_at = self._tried.get(source.name)
                    due = next_check(store, source, now(), zone=zone, tried_at=tried_at)
                    self._set_alarm(f"check {source.name}", due, self._make_due, source.name)

    def _plan_digests(self) -> None:
        """Set the alarm of the digest: at once where one is owed since before this start or edit."""
        service = self._accepted.configuration.service
        with Store.open(self._data) as store:
            owed = find_owed(store, service, now())
        at = now() if owed else next_digest(service.digest.at, ZoneInfo(service.timezone), now())
        self._set_alarm(DIGEST, at, self._digests_due.set)

    def _plan_heartbeat(self) -> None:
        """Beat now, and then as often as the operator wants."""
        service = self._accepted.configuration.service
        if service.heartbeat is not None:
            trigger = IntervalTrigger(seconds=service.heartbeat.every.total_seconds(), timezone="UTC")
            beat = partial(self._heartbeat.beat, service)
            self._clock.add_job(beat, trigger, id=HEARTBEAT, next_run_time=now(), replace_existing=True)

    def _set_alarm(self, name: str, at: datetime, act: Callable[..., None], *arguments: str) -> None:
        trigger = DateTrigger(at, timezone="UTC")
        self._clock.add_job(act, trigger, args=arguments, id=name, replace_existing=True)

    def _make_due(self, name: str) -> None:
        with self._lock:
            if name not in self._running:
                self._due.add(name)

    def _check_due(self) -> None:
        """Start one check of all that is due; it is the same `check` as by hand."""
        with self._lock:
            declared = {each.name for each in self._accepted.configuration.sources}
            self._running, self._due = self._due & declared, set()
            names = sorted(self._running)
        if names:
            self._tell(f"checking {', '.join(names)}", event="checking", sources=names)
            self._tried |= dict.fromkeys(names, now())
            self._check = start_child(self._accepted.folder, "check", "--due", *names, tell=self._tell)

    def _tell_states(self) -> None:
        """Tell the operator of each source whose state is another since the last time; once."""
        with Store.open(self._data) as store:
            for line in tell_changes(store, look_at_health(store, self._accepted.configuration, now=now()), now()):
                self._tell(line, event="state")

    def _make_digests(self) -> None:
        """Make the digest of every day that is owed one, keep it, and send it where the operator wants it.

        The command itself sees to it that no address gets a day's digest twice.
        """
        self._digests_due.clear()
        service = self._accepted.configuration.service
        with Store.open(self._data) as store:
            for day in find_owed(store, service, now()):
                well = self._make_digest(day)
                if self._stopping.is_set():
                    return
                note_end(store, day, well=well, at=now())
                end = "done" if well else "not delivered; it is tried again"
                self._tell(f"digest of {day}: {end}", event="digest", day=day.isoformat(), done=well)
            self._set_alarm(DIGEST, next_attempt(store, service, now()), self._digests_due.set)

    def _make_digest(self, day: date) -> bool:
        """Whether the digest of that day was made, and sent to every address; False after DIGEST_WITHIN."""
        file = self._data / "digests" / f"{day}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        command = ["digest", "--date", f"{day}", "--format", "html", "--output", str(file.resolve())]
        send = ["--send"] if self._accepted.configuration.service.digest.send else []
        self._digest = start_child(self._accepted.folder, *command, *send, tell=self._tell)
        waited = 0.0
        while self._digest.poll() is None and waited < DIGEST_WITHIN and not self._stopping.wait(0.2):
            waited += 0.2
            self._heartbeat.note_round()
        if self._stopping.is_set():
            return False  # ended with the others
        end_child(self._digest)
        return self._digest.returncode == 0

    def _reload_if_edited(self) -> None:
        """Take up an edited configuration; a broken one is refused, told of once, and the one before goes on."""
        seen = take_fingerprint(self._folder)
        if not self._reload_asked.is_set():
            if seen == self._read:
                return
            if seen != self._noticed:  # an editor may still be writing: taken when it stands still
                self._noticed = seen
                return
        self._reload_asked.clear()
        self._read = self._noticed = seen
        try:
            self._take_up(accept(self._folder, self._data))
        except (ConfigurationError, OSError) as error:
            why = describe_refusal(error)
            self._tell(f"the edited configuration is refused, the one before goes on:\n{why}", event="refused")

    def _take_up(self, accepted: Accepted) -> None:
        self._desk.close()
        try:
            self._desk.enter_context(self._serve(accepted.configuration))
        except OSError:
            self._desk.enter_context(self._serve(self._accepted.configuration))
            raise
        self._accepted = accepted
        names = {each.name for each in accepted.configuration.sources}
        for alarm in self._clock.get_jobs():
            if alarm.id.removeprefix("check ") not in names | {DIGEST}:
                alarm.remove()
        if self._check is None:
            drop_others(accepted)
        self._plan()
        self._plan_digests()
        self._plan_heartbeat()
        count = len(names)
        self._tell(f"the configuration was read anew: watching {count} sources", event="read anew", sources=count)

    def _end_children(self) -> None:
        for child in (self._check, self._digest):
            if child is not None:
                end_child(child)
