"""The serving of the desk: on loopback, unless the operator wrote otherwise and was warned."""

from __future__ import annotations

import errno
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from config.declarations import Configuration
from monitors.health.rows import SourceState
from monitors.health.sources import look_at_health
from monitors.review.app import make_app
from monitors.review.guarding import INVITED, is_loopback, split_listen
from monitors.review.sessions import invite_first
from monitors.telling import Tell
from storage.store import Store

_WITHOUT_LINK = "Nobody has an account yet: `defenderwatch account add NAME --role operator` makes one."

_WARNING = """
WARNING: review.listen is {listen}: everyone who reaches this address sees the door of this desk.
The connection is NOT encrypted: passwords and the names you track can be read on the way.
Listen on 127.0.0.1 and come through SSH (ssh -L 8765:127.0.0.1:8765 …), unless you know better."""


def serve(configuration: Configuration, data: Path) -> None:
    """Serve the desk until SIGTERM or ctrl-c; its address goes to standard error, where no pipe reads.

    OSError where its address cannot be listened at, with what to do about it.
    """
    server = make_server(configuration, data)
    with open_listener(configuration.service.review.listen) as listener:
        tell_address(read_address(listener, configuration.service.review.listen), data)
        server.run(sockets=[listener])


@contextmanager
def serve_beside(configuration: Configuration, data: Path, tell: Tell, *, invites: bool) -> Iterator[None]:
    """Serve the desk in a thread of its own while the block runs; OSError where its address cannot be listened at.

    `invites`: a person reads what is told, and no log keeps it; else no link is told that lets somebody in.
    """
    server = make_server(configuration, data)
    with open_listener(configuration.service.review.listen) as listener:
        listen = read_address(listener, configuration.service.review.listen)
        for each in describe_address(listen, data, invites=invites):
            tell(each, event="desk")
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="review desk", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(10)


def open_listener(listen: str) -> socket.socket:
    """A socket that listens at `127.0.0.1:8765` or the like; OSError, in words, where that cannot be."""
    host, port = split_listen(listen)
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = "another program listens there" if error.errno == errno.EADDRINUSE else error.strerror
        told = f"the review desk cannot listen at {listen}: {reason}; set review.listen in defenderwatch.yaml"
        raise OSError(error.errno, told) from error


def make_server(configuration: Configuration, data: Path) -> uvicorn.Server:
    """A server for the desk, not yet running: `run()` it here or in a thread, end it with `should_exit = True`.

    Requests are not logged: their addresses say who was read about.
    """
    host, port = split_listen(configuration.service.review.listen)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = make_app(configuration, data, find_not_seen=find_not_seen)
    settings = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        log_config=None,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(settings)


def read_address(listener: socket.socket, listen: str) -> str:
    """`listen` with the port that the machine chose where it says 0."""
    return f"{listen.rpartition(':')[0]}:{listener.getsockname()[1]}"


def tell_address(listen: str, data: Path) -> None:
    """Where the desk is and how the first person comes in, on standard error; a warning where others reach it."""
    sys.stderr.write("".join(f"{each}\n" for each in describe_address(listen, data, invites=True)))


def describe_address(listen: str, data: Path, *, invites: bool) -> Iterator[str]:
    """Where the desk is, how the first person comes in (by a link, where it `invites`), who else reaches it."""
    host, _ = split_listen(listen)
    yield f"The review desk: http://{listen}/"
    with Store.open(data) as store:
        if not store.accounts():
            yield _invite(store, listen) if invites else _WITHOUT_LINK
    if not is_loopback(host):
        yield _WARNING.format(listen=listen)


def _invite(store: Store, listen: str) -> str:
    link = make_link(listen, invite_first(store, datetime.now(UTC)))
    return f"Nobody has an account yet. This link makes the first one, once, within three days:\n  {link}"


def make_link(listen: str, code: str) -> str:
    """The address at which who holds the code chooses a password."""
    return f"http://{listen}{INVITED}{code}"


def find_not_seen(store: Store, configuration: Configuration, now: datetime) -> list[tuple[str, str, str]]:
    """The sources that a person should look after, as the digest wants them."""
    rows = look_at_health(store, configuration, now=now)
    return [(row.source, row.state.value, row.detail) for row in rows if row.state is not SourceState.OK]
