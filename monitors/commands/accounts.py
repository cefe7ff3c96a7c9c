"""`account`: who may come to the review desk, and as what."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.table import Table

from monitors.commands.options import (
    FINE,
    CannotRun,
    console,
    folder_option,
    json_option,
    load_or_tell,
    print_json,
)
from monitors.commands.people import check_name, note, now, open_people
from monitors.commands.tokens import ROLES, token
from monitors.terminal import add_row
from storage.people import Account, Role
from storage.store import Store


@click.group()
def account() -> None:
    """Say who may come to the review desk: add, list and remove accounts, change roles and passwords, make tokens.

    \b
    reader      reads everything
    reviewer    judges, too
    archivist   reads, verifies the archive and exports cases
    operator    does all of it, edits the watch list and sees the log
    """


@account.command()
@click.argument("name")
@click.option("--role", type=ROLES, default=Role.REVIEWER.value, show_default=True, help="What they may do.")
@click.option("--password-stdin", is_flag=True, help="Read a password from standard input instead of making a link.")
@folder_option
def add(name: str, role: str, password_stdin: bool, folder: Path | None) -> int:
    """Make an account for NAME and print a link by which they choose their password, once, within three days."""
    check_name(name)
    password = _read_password() if password_stdin else None
    with open_people(folder) as (place, store):
        made = store.add_account(name=name, role=Role(role), at=now())
        note(store, "account added", f"{made.name}, {role}")
        if password:
            store.set_password(name=name, password=password, at=now())
        else:
            _print_link(place, store, made)
    return FINE


@account.command("list")
@folder_option
@json_option
def list_(folder: Path | None, as_json: bool) -> int:
    """List the accounts: name, role, since when, and whether a password was chosen."""
    with open_people(folder) as (_, store):
        accounts = store.accounts()
    if as_json:
        for each in accounts:
            print_json(
                {
                    "name": each.name,
                    "role": each.role.value,
                    "created_at": each.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "password": each.password is not None,
                }
            )
        return FINE
    table = Table(box=None, pad_edge=False)
    for heading in ("name", "role", "since", "password"):
        table.add_column(heading)
    for each in accounts:
        chosen = "chosen" if each.password else "not chosen yet"
        add_row(table, each.name, each.role.value, each.created_at.strftime("%d %b %Y"), chosen)
    console().print(table if accounts else "no account yet; `defenderwatch review` prints a link that makes the first")
    return FINE


@account.command()
@click.argument("name")
@folder_option
def remove(name: str, folder: Path | None) -> int:
    """Close the account of NAME: nobody logs in by it, and its sessions end now. Its verdicts stay."""
    with open_people(folder) as (_, store):
        store.close_account(name=name, at=now())
        note(store, "account closed", name)
    return FINE


@account.command("role")
@click.argument("name")
@click.argument("role", type=ROLES)
@folder_option
def set_role(name: str, role: str, folder: Path | None) -> int:
    """Give NAME another role, from their next click on."""
    with open_people(folder) as (_, store):
        store.set_role(name=name, role=Role(role))
        note(store, "role changed", f"{name}, {role}")
    return FINE


@account.command()
@click.argument("name")
@folder_option
def password(name: str, folder: Path | None) -> int:
    """Set a password for NAME, typed twice or read from standard input. Every session of theirs ends."""
    hashed = _read_password()
    with open_people(folder) as (_, store):
        store.set_password(name=name, password=hashed, at=now())
        note(store, "password set", name)
    return FINE


@account.command()
@click.argument("name")
@folder_option
def link(name: str, folder: Path | None) -> int:
    """Print a link by which NAME chooses a new password, once, within three days. The present one holds until then."""
    with open_people(folder) as (place, store):
        known = store.account(name)
        if known is None:
            raise CannotRun(f"there is no account {name}")
        note(store, "link made", name)
        _print_link(place, store, known)
    return FINE


@account.command()
@click.argument("name")
@folder_option
def logout(name: str, folder: Path | None) -> int:
    """End every session and unused link of NAME."""
    with open_people(folder) as (_, store):
        ended = store.end_visits(name=name, at=now())
        note(store, "sessions ended", name)
    console().print(f"ended {ended}", markup=False)
    return FINE


account.add_command(token)


def _print_link(place: Path, store: Store, known: Account) -> None:
    from monitors.review.serving import make_link
    from monitors.review.sessions import invite

    listen = load_or_tell(place).service.review.listen
    click.echo(make_link(listen, invite(store, known, now())))


def _read_password() -> str:
    """The hash of a password typed twice on a terminal, or of the first line of standard input."""
    from monitors.review.sessions import WeakPassword, hash_password

    if sys.stdin.isatty():
        typed = str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    try:
        return hash_password(typed)
    except WeakPassword as problem:
        raise CannotRun(str(problem)) from None
