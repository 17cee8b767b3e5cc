"""`cartsim ids`: the names by which everything on the screen is addressed."""

from __future__ import annotations

import click

from cartsim.cli.jsonform import to_json
from cartsim.tui.id_table import TABLE


def print_ids(as_json: bool) -> None:
    """Print the table, screen by screen."""
    if as_json:
        click.echo(to_json(TABLE))
        return
    width = max(len(entry.id) for entry in TABLE)
    screen = ""
    for entry in TABLE:
        if entry.screen != screen:
            click.echo(f"{chr(10) if screen else ''}{entry.screen}")
            screen = entry.screen
        click.echo(f"  {entry.kind:<6} {entry.id:<{width}}  {entry.what}")
        if entry.parts:
            click.echo(f"  {'':<6} {'':<{width}}  . {' '.join(entry.parts)}")
