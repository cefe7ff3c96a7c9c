"""The sending of a digest: once, whole, and without telling secrets."""

from __future__ import annotations

import email
import email.policy
import logging
import os
import signal
import socketserver
import stat
import threading
from contextlib import ExitStack
from datetime import date

import pytest

from monitors.checking.locking import Locked, hold_lock
from monitors.delivery.sending import mask_address, send_digest
from monitors.digests.files import write_file
from monitors.digests.gathering import gather_digest
from monitors.languages.speaking import speaking

DAY = date(2026, 11, 24)


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server that takes everything and keeps it; `broken`: it refuses whoever comes; `rude`: no goodbye."""

    daemon_threads = True
    broken = rude = False

    @staticmethod
    def at_data() -> None:
        """What happens while a mail is on its way."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[bytes] = []


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"421 closed\r\n" if self.server.broken else b"220 test\r\n")
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.server.at_data()
            goodbye = b"554 what?\r\n" if self.server.rude else b"221 bye\r\n"
            self.wfile.write(b"250 test\r\n" if verb != b"QUIT" else goodbye)
            if verb == b"QUIT":
                return


@pytest.fixture
def server():
    with MailServer() as mail_server:
        thread = threading.Thread(target=mail_server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield mail_server
        mail_server.shutdown()
        thread.join(5)


@pytest.fixture
def address(server):
    return f"mailto://sender:s3cret@127.0.0.1:{server.server_address[1]}/reader@example.org?from=desk@example.org&mode=insecure"


@pytest.fixture
def digest(day, full_store):
    return gather_digest(full_store, day.CONFIGURATION, DAY, now=day.NOON)


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def test_the_mail_has_text_and_html_and_no_name_in_its_head(day, digest, full_store, server, monkeypatch, address):
    monkeypatch.setattr("smtplib.SMTP.login", lambda *_: None)
    (delivery,) = send_digest(digest, [address], store=full_store, now=day.NOON)
    assert delivery.sent, delivery
    mail = read(server.mails[0])
    assert mail["Subject"] == "defenderwatch: 1 vanished, 1 status change, 1 more (24 Nov)"
    assert mail["Message-ID"].startswith("<digest.2026-11-24.") and mail["To"] == "reader@example.org"
    assert "Маржан Кошербай приговорили" in " ".join(
        mail.get_body(("plain",)).get_content().replace("[", "").replace("]", "").split()
    )
    assert 'style="' in mail.get_body(("html",)).get_content()
    assert "Qosherbai" not in "".join(f"{name}: {value}" for name, value in mail.items())


def test_a_mail_says_its_language_and_speaks_it_from_its_head_to_its_end(
    day, digest, full_store, server, monkeypatch, address
):
    monkeypatch.setattr("smtplib.SMTP.login", lambda *_: None)
    with speaking("ru"):
        send_digest(digest, [address], store=full_store, now=day.NOON)
    mail = read(server.mails[0])
    assert mail["Subject"] == "defenderwatch: 1 исчезновение, 1 смена статуса, ещё 1 (24 нояб.)"
    assert mail["Content-Language"] == "ru"
    assert mail["Content-Description"] == "Дайджест за вторник, 24 ноября 2026\u202fг."
    assert '<html lang="ru"' in mail.get_body(("html",)).get_content()
    assert "больше не упоминается" in mail.get_body(("plain",)).get_content()


def test_a_digest_goes_to_each_address_once_however_often_it_is_sent(
    day, digest, full_store, server, monkeypatch, address
):
    monkeypatch.setattr("smtplib.SMTP.login", lambda *_: None)
    assert len(send_digest(digest, [address], store=full_store, now=day.NOON)) == 1
    assert send_digest(digest, [address], store=full_store, now=day.NOON) == []
    assert len(server.mails) == 1 and full_store.digest_sent("2026-11-24")


def test_an_address_that_failed_is_tried_again_and_the_other_is_spared(
    day, digest, full_store, server, monkeypatch, address
):
    monkeypatch.setattr("smtplib.SMTP.login", lambda *_: None)
    other = address.replace("reader@", "second@")
    server.broken = True
    assert [each.sent for each in send_digest(digest, [other], store=full_store, now=day.NOON)] == [False]
    server.broken = False
    assert [each.sent for each in send_digest(digest, [address, other], store=full_store, now=day.NOON)] == [True, True]
    assert send_digest(digest, [address, other], store=full_store, now=day.NOON) == [] and len(server.mails) == 2


def test_a_mail_that_was_taken_is_sent_whatever_the_server_says_afterwards(
    day, digest, full_store, server, monkeypatch, address
):
    monkeypatch.setattr("smtplib.SMTP.login", lambda *_: None)
    server.rude = True
    (delivery,) = send_digest(digest, [address], store=full_store, now=day.NOON)
    assert delivery.sent and len(server.mails) == 1
    assert send_digest(digest, [address], store=full_store, now=day.NOON) == []


def test_who_is_told_to_end_while_a_mail_is_on_its_way_notes_it_first(
    day, digest, full_store, server, monkeypatch, address
):
    monkeypatch.setattr("smtplib.SMTP.login", lambda *_: None)
    ended = []
    former = signal.signal(signal.SIGTERM, lambda *_: ended.append(dict(full_store.facts)))
    server.at_data = lambda: os.kill(os.getpid(), signal.SIGTERM)
    try:
        send_digest(digest, [address], store=full_store, now=day.NOON)
    finally:
        signal.signal(signal.SIGTERM, former)
    (known,) = ended
    assert day.NOON.isoformat() in known.values(), "the sending was noted when the signal was answered"


class Killed(BaseException):
    """What SIGKILL would do here."""


def test_killed_in_the_very_moment_of_handing_over_it_is_sent_again_and_says_so(
    day, digest, full_store, server, monkeypatch, address
):
    monkeypatch.setattr("smtplib.SMTP.login", lambda *_: None)
    with monkeypatch.context() as patch:
        patch.setattr("monitors.delivery.attempts.Attempt.note_reached", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            send_digest(digest, [address], store=full_store, now=day.NOON)
    (delivery,) = send_digest(digest, [address], store=full_store, now=day.NOON)
    assert delivery.sent and "perhaps for the second time" in delivery.detail
    assert len(server.mails) == 2 and len({read(each)["Message-ID"] for each in server.mails}) == 1
    assert send_digest(digest, [address], store=full_store, now=day.NOON) == []


def test_who_sends_waits_for_another_that_ends(tmp_path):
    lock = tmp_path / "digest.lock"
    with hold_lock(lock), pytest.raises(Locked), hold_lock(lock, patience=0.01):
        raise AssertionError
    with ExitStack() as first:
        first.enter_context(hold_lock(lock))
        threading.Timer(0.1, first.close).start()
        with hold_lock(lock, patience=10.0):
            pass


def test_the_same_day_has_the_same_message_id(day, digest, full_store, server, monkeypatch, address):
    monkeypatch.setattr("smtplib.SMTP.login", lambda *_: None)
    for store in (full_store, day.FakeStore()):
        send_digest(digest, [address], store=store, now=day.NOON)
    assert len({read(each)["Message-ID"] for each in server.mails}) == 1 and len(server.mails) == 2


@pytest.mark.parametrize(
    "url", ["mailto://u:s3cret@host/a@example.org", "slack://s3cret/s3cret", "s3cret", "s3 cret://x"]
)
def test_an_address_is_shown_masked(url):
    assert "s3" not in mask_address(url)


def test_what_cannot_be_sent_is_told_without_its_secret(day, digest, full_store, caplog):
    urls = [
        "nosuchthing://s3cret@host",
        "mailto://u:s3cret@127.0.0.1:9/reader@example.org?from=d@example.org&mode=insecure",
    ]
    with caplog.at_level(logging.DEBUG):
        deliveries = send_digest(digest, urls, store=full_store, now=day.NOON)
    assert [each.sent for each in deliveries] == [False, False] and not full_store.digest_sent("2026-11-24")
    assert "s3cret" not in repr(deliveries) + caplog.text + repr(full_store.facts)


def test_what_apprise_answers_is_read_as_an_account_of_attempts(day, digest, full_store, monkeypatch):
    monkeypatch.setattr("apprise.plugins.custom_json.NotifyJSON.send", lambda *_, **__: False)
    (delivery,) = send_digest(digest, ["json://127.0.0.1:9/"], store=full_store, now=day.NOON)
    assert not delivery.sent and "failure" in delivery.detail


def test_a_subject_line_with_a_line_break_stays_one_line(day, digest, full_store, server, monkeypatch, address):
    monkeypatch.setattr("smtplib.SMTP.login", lambda *_: None)
    monkeypatch.setattr(
        "monitors.delivery.sending.subject_line", lambda *_, **__: "defenderwatch\r\nBcc: evil@example.org"
    )
    send_digest(digest, [address], store=full_store, now=day.NOON)
    mail = read(server.mails[0])
    assert mail["Bcc"] is None and mail["Subject"] == "defenderwatch Bcc: evil@example.org"


def test_a_file_is_whole_and_its_owners_alone(tmp_path):
    path = write_file("дайджест", tmp_path / "digests" / "2026-11-24.txt")
    assert path.read_text(encoding="utf-8") == "дайджест"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and list(path.parent.iterdir()) == [path]
