"""A SOCKS5 server (RFC 1928) on loopback that resolves names itself, from a table."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass, field

_NAME, _NO_AUTHENTICATION, _PASSWORD = 3, b"\x05\x00", b"\x05\x02"


@dataclass
class SocksServer:
    """`places`: where the connections to HOST:PORT really go; what is not in it is refused. `asked` tells all."""

    places: dict[str, tuple[str, int]]
    user: tuple[str, str] | None = None
    asked: list[tuple[int, str]] = field(default_factory=list)  # kind of address (3 is a name), HOST:PORT
    users: list[tuple[str, str]] = field(default_factory=list)

    def __enter__(self) -> SocksServer:
        self._socket = socket.create_server(("127.0.0.74", 0))
        self.address = f"127.0.0.74:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, EOFError), connection:
            self._greet(connection)
            _, _, _, kind = _take(connection, 4)
            length = _take(connection, 1)[0] if kind == _NAME else 4
            raw = _take(connection, length)
            host = raw.decode() if kind == _NAME else socket.inet_ntoa(raw)
            name = f"{host}:{int.from_bytes(_take(connection, 2))}"
            self.asked.append((kind, name))
            place = self.places.get(name)
            connection.sendall(bytes([5, 0 if place else 4, 0, 1, *bytes(6)]))
            if place:
                with socket.create_connection(place) as server:
                    threading.Thread(target=_pass_on, args=(server, connection), daemon=True).start()
                    _pass_on(connection, server)

    def _greet(self, connection: socket.socket) -> None:
        _take(connection, _take(connection, 2)[1])
        connection.sendall(_PASSWORD if self.user else _NO_AUTHENTICATION)
        if self.user:
            name = _take(connection, _take(connection, 2)[1]).decode()
            word = _take(connection, _take(connection, 1)[0]).decode()
            self.users.append((name, word))
            connection.sendall(b"\x01\x00" if (name, word) == self.user else b"\x01\x01")


def _take(connection: socket.socket, length: int) -> bytes:
    taken = b""
    while len(taken) < length:
        more = connection.recv(length - len(taken))
        if not more:
            raise EOFError
        taken += more
    return taken


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
