"""`account token`: ways in for programs, which read the desk's API."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import click
from rich.table import Table

from monitors.commands.options import FINE, console, folder_option, json_option, print_json
from monitors.commands.people import check_name, note, now, open_people
from monitors.shapes.desk import token_shape, token_use_shape
from monitors.terminal import add_row
from storage.people import Role, Token

ROLES = click.Choice([role.value for role in Role])
_USES = 500


@click.group()
def token() -> None:
    """Let programs read the API: make, list and revoke tokens, and see how each was used.

    A token reads what its role may read, and changes nothing.
    """


@token.command()
@click.argument("name")
@click.option("--role", type=ROLES, default=Role.READER.value, show_default=True, help="operator: the audit log, too.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="It opens for so long.")
@folder_option
def add(name: str, role: str, days: int, folder: Path | None) -> int:
    """Make a token for the program NAME and print it, this once: only its hash is kept."""
    from monitors.review.api.bearer import make_token

    check_name(name)
    with open_people(folder) as (_, store):
        secret = make_token(store, name=name, role=Role(role), lasts=timedelta(days=days), now=now())
        note(store, "token made", f"{name}, {role}, {days} days")
    click.echo(secret)
    return FINE


@token.command("list")
@folder_option
@json_option
def list_(folder: Path | None, as_json: bool) -> int:
    """List the tokens: name, role, when made, until when, last used, how often. None of them can be shown again."""
    with open_people(folder) as (_, store):
        tokens = store.tokens()
    if as_json:
        for each in tokens:
            print_json(token_shape(each))
    else:
        _print_tokens(tokens)
    return FINE


def _print_tokens(tokens: list[Token]) -> None:
    table, moment = Table(box=None, pad_edge=False), now()
    for heading in ("name", "role", "made", "until", "last used", "uses"):
        table.add_column(heading)
    for each in tokens:
        until = _day(each.ends_at) if each.ends_at > moment else f"ended {_day(each.ends_at)}"
        last = _day(each.last_used_at) if each.last_used_at else "never"
        add_row(table, each.name, each.role.value, _day(each.made_at), until, last, str(each.uses))
    console().print(table if tokens else "no token yet; `defenderwatch account token add NAME` makes one")


@token.command()
@click.argument("name")
@folder_option
def revoke(name: str, folder: Path | None) -> int:
    """Let the token NAME open nothing any more, from its next request on."""
    with open_people(folder) as (_, store):
        store.revoke_token(name=name, at=now())
        note(store, "token revoked", name)
    return FINE


@token.command()
@click.argument("name", required=False)
@folder_option
@json_option
def uses(name: str | None, folder: Path | None, as_json: bool) -> int:
    """Print how tokens (or those called NAME) were used: a line a day and kind of page, the newest first."""
    with open_people(folder) as (_, store):
        told = store.token_uses(name=name, limit=_USES)
    if as_json:
        for each in told:
            print_json(token_use_shape(each))
        return FINE
    table = Table(box=None, pad_edge=False)
    for heading in ("token", "day", "asked for", "times", "last"):
        table.add_column(heading)
    for each in told:
        add_row(table, each.token, each.day, each.route, str(each.uses), each.last_at.strftime("%H:%M UTC"))
    console().print(table if told else "nothing was asked with a token yet")
    return FINE


def _day(at: datetime) -> str:
    return at.strftime("%d %b %Y")
