"""`cartsim world`: make, look at and advance world files."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cartsim.cli.jsonform import to_json
from cartsim.cli.opening import seeding_bar
from cartsim.i18n.marks import N_
from cartsim.text import cell_width, flush_left

if TYPE_CHECKING:
    from cartsim.i18n import Speaker

FACTS: Mapping[str, str] = {
    "file": N_("File"),
    "size": N_("Size"),
    "seed": N_("Seed"),
    "scenario": N_("Scenario"),
    "profile": N_("Rules"),
    "changed": N_("Fields changed"),
    "time": N_("Time"),
    "tick": N_("World tick"),
    "speed": N_("Speed"),
    "liveliness": N_("Liveliness"),
    "paused": N_("Paused"),
    "frozen": N_("Market stands still"),
    "shops": N_("Shops"),
    "products": N_("Products"),
    "skus": N_("SKUs"),
    "promotions": N_("Promotions"),
    "coupons": N_("Coupons in all"),
    "journal": N_("Journal entries"),
    "checksum": N_("Checksum"),
}
"""What each fact of a world is called."""


def make(path: Path, size: str, seed: int, scenario: str, lang: str | None) -> None:
    """Seed a new world; WorldError where the file exists or cannot be written."""
    from cartsim.session.founding import found_world

    with seeding_bar() as progress:
        found_world(path, size=size, seed=seed, scenario=scenario, progress=progress)
    speaker = _speaker(lang)
    click.echo(speaker.text("{path}: a {size} world of seed {seed}", path=path, size=size, seed=seed))


def describe(path: Path, as_json: bool, lang: str | None) -> None:
    """Print what the world holds; WorldError where it cannot be read. The file is only read."""
    facts = world_facts(path)
    if as_json:
        click.echo(to_json(facts))
        return
    speaker = _speaker(lang)
    told = {speaker.text(FACTS[name]): _spelled(value, speaker) for name, value in facts.items()}
    width = max(map(cell_width, told))
    click.echo("\n".join(f"{flush_left(name, width)}  {value}" for name, value in told.items()))


def run_on(path: Path, ticks: int, lang: str | None) -> None:
    """Advance the world by `ticks`, each in a transaction of its own; prints how it stands then."""
    from cartsim.store import worldfile
    from cartsim.world.clock import read_world
    from cartsim.world.ticks import advance

    speaker = _speaker(lang)
    changes = 0
    with closing(worldfile.open_world(path)) as connection:
        hidden = not sys.stderr.isatty()
        with click.progressbar(
            length=ticks, label=speaker.text("Ticks of world time"), file=sys.stderr, hidden=hidden
        ) as bar:
            for _ in range(ticks):
                changes += advance(connection).changes
                bar.update(1)
        world = read_world(connection)
    said = {"path": path, "tick": world.tick, "moment": speaker.moment(world.now)}
    click.echo(
        speaker.count(
            "{path}: tick {tick}, {moment}, {n} change", "{path}: tick {tick}, {moment}, {n} changes", changes, **said
        )
    )


def world_facts(path: Path) -> dict[str, object]:
    """What the world is, how it stands and how much it holds, by name."""
    from cartsim.i18n.figures import local
    from cartsim.model.policy_fields import likeness
    from cartsim.store import census, state, worldfile
    from cartsim.world.clock import read_world

    with closing(worldfile.open_to_read(path)) as connection, worldfile.snapshot(connection):
        world = read_world(connection)
        rules = likeness(state.read_policy(connection))
        return {
            "file": str(path),
            "size": world.size,
            "seed": world.seed,
            "scenario": world.scenario or "none",
            "profile": rules.profile,
            "changed": len(rules.changes),
            "time": f"{local(world.now):%Y-%m-%d %H:%M:%S}",
            "tick": world.tick,
            "speed": world.speed,
            "liveliness": world.liveliness,
            "paused": world.paused,
            "frozen": world.frozen,
            **census.count_rows(connection),
            "checksum": census.seeded_checksum(connection),
        }


def _speaker(lang: str | None) -> Speaker:
    from cartsim.i18n import Speaker, choose_language

    return Speaker(choose_language(lang, os.environ))


def _spelled(value: object, speaker: Speaker) -> str:
    if isinstance(value, bool):
        return speaker.text("yes") if value else speaker.text("no")
    return f"{value:,}" if isinstance(value, int) else str(value)
