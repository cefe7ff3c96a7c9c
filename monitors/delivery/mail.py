"""Our own mail: text and HTML in one message, with the same Message-ID however often it is sent."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from apprise.plugins.email import NotifyEmail

from monitors.delivery.attempts import Attempt
from monitors.digests.days import long_day
from monitors.digests.html import render_html
from monitors.digests.passages import clean_text
from monitors.digests.records import Digest
from monitors.digests.text import render_text
from monitors.languages.speaking import _, spoken
from monitors.reading.orphans import finish_first

_PATIENCE = 30.0
"""Seconds that a mail server may take to answer."""

_WIDTH = 76
"""Columns of the text part: what readers of plain mail show without wrapping (RFC 5322, 2.1.1)."""


def write_mail(digest: Digest, account: NotifyEmail, *, subject: str, review_url: str | None = None) -> EmailMessage:
    """The digest as a mail from an account to its targets.

    The Message-ID is made of the day and the account, so that a mail sent twice is one mail to its readers.
    No header holds scraped text: the subject is of counts, or of names from the watch list, on one line.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = clean_text(subject)
    message["From"] = _address(account.from_addr[0], _sender(account))
    message["To"] = [_address(name, mail) for name, mail in account.targets]
    message["Date"] = digest.made_at
    message["Message-ID"] = _message_id(digest, account)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(render_text(digest, width=_WIDTH, review_url=review_url), cte="quoted-printable")
    message.add_alternative(
        render_html(digest, review_url=review_url, mail=True), subtype="html", cte="quoted-printable"
    )
    message["Content-Language"] = spoken()  # after its parts: what is said of the content before goes to the first one
    message["Content-Description"] = _("Digest of %(day)s", day=long_day(digest.date))
    return message


def _address(name: object, mail: str) -> Address:
    return Address(display_name=clean_text(name) if isinstance(name, str) else "", addr_spec=mail)


def _sender(account: NotifyEmail) -> str:
    return str(account.from_addr[1])


def _message_id(digest: Digest, account: NotifyEmail) -> str:
    sender = _sender(account)
    named = hashlib.sha256(f"{digest.date} {sender}".encode()).hexdigest()[:20]
    return f"<digest.{digest.date.isoformat()}.{named}@{sender.rpartition('@')[2]}>"


def send_mail(account: NotifyEmail, message: EmailMessage, attempt: Attempt) -> str | None:
    """Why the mail was not handed over to every recipient, without addresses and secrets; None where it was.

    Who has it from an earlier attempt does not get it again. That the server took it is noted before another word is
    said to it, so that only SIGKILL, or the end of the machine, in that very moment comes between.
    """
    if not attempt.lacking(list_recipients(account)):
        attempt.end(done=True)
        return None
    try:
        with _connect(account) as server:
            return _hand_over(server, account, message, attempt)
    except (OSError, smtplib.SMTPException) as error:  # also a bad goodbye after it was taken
        return None if attempt.is_done else f"the mail server could not be used ({type(error).__name__})"


def _hand_over(server: smtplib.SMTP, account: NotifyEmail, message: EmailMessage, attempt: Attempt) -> str | None:
    recipients = attempt.lacking(list_recipients(account))
    with finish_first():
        attempt.begin()
        try:
            refused = server.send_message(message, from_addr=_sender(account), to_addrs=recipients)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
            attempt.end(done=False)  # it said no; where it says nothing, nobody knows
            raise
        attempt.note_reached(each for each in recipients if each not in refused)
        attempt.end(done=not refused)
    return f"the mail server refused {len(refused)} of the recipients" if refused else None


def _connect(account: NotifyEmail) -> smtplib.SMTP:
    """A session with the account's server, encrypted and logged in as the account's URL says."""
    context = ssl.create_default_context()
    if not account.verify_certificate:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    port = int(account.port or 0)
    server: smtplib.SMTP
    if account.secure_mode == "ssl":
        server = smtplib.SMTP_SSL(account.smtp_host, port, timeout=_PATIENCE, context=context)
    else:
        server = smtplib.SMTP(account.smtp_host, port, timeout=_PATIENCE)
    try:
        if account.secure_mode == "starttls":
            server.starttls(context=context)
        if account.user and account.password:
            server.login(account.user, account.password)
    except BaseException:
        server.close()
        raise
    return server


def list_recipients(account: NotifyEmail) -> list[str]:
    """Whom the account's URL names, each once."""
    return sorted({mail for _, mail in account.targets} | set(account.cc) | set(account.bcc))
