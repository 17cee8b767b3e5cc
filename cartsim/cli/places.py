"""`cartsim paths`: where things are."""

from __future__ import annotations

import click

from cartsim.paths import data_folder, default_world_path


def print_places() -> None:
    """Print each place, and whether the world exists yet."""
    world = default_world_path()
    click.echo(f"world      {world}{'' if world.exists() else '  (made at the first start)'}")
    click.echo(f"data       {data_folder()}")
    click.echo(f"scenarios  {data_folder() / 'scenarios'}")
