"""`cartsim schema script`: what a scenario or script file may say."""

from __future__ import annotations

import click

from cartsim.cli.jsonform import to_json


def print_schema() -> None:
    """Print the schema as JSON."""
    from cartsim.script.scriptfile import schema

    click.echo(to_json(dict(schema())))
