"""`cartsim world`: make, look at and advance world files."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from cartsim.cli.jsonform import to_json
from cartsim.cli.opening import seeding_bar


def make(path: Path, size: str, seed: int, scenario: str) -> None:
    """Seed a new world; WorldError where the file exists or cannot be written."""
    from cartsim.session.founding import found_world

    with seeding_bar() as progress:
        found_world(path, size=size, seed=seed, scenario=scenario, progress=progress)
    click.echo(f"{path}: a {size} world of seed {seed}")


def describe(path: Path, as_json: bool) -> None:
    """Print what the world holds; WorldError where it cannot be read. The file is only read."""
    facts = world_facts(path)
    if as_json:
        click.echo(to_json(facts))
        return
    width = max(len(name) for name in facts)
    click.echo("\n".join(f"{name:<{width}}  {_spelled(value)}" for name, value in facts.items()))


def run_on(path: Path, ticks: int) -> None:
    """Advance the world by `ticks`, each in a transaction of its own; prints how it stands then."""
    from cartsim.i18n.figures import moment
    from cartsim.store import worldfile
    from cartsim.world.clock import read_world
    from cartsim.world.ticks import advance

    changes = 0
    with closing(worldfile.open_world(path)) as connection:
        hidden = not sys.stderr.isatty()
        with click.progressbar(length=ticks, label="Ticks", file=sys.stderr, hidden=hidden) as bar:
            for _ in range(ticks):
                changes += advance(connection).changes
                bar.update(1)
        world = read_world(connection)
    click.echo(f"{path}: tick {world.tick}, {moment(world.now)}, {changes} changes")


def world_facts(path: Path) -> dict[str, object]:
    """What the world is, how it stands and how much it holds, by name."""
    from cartsim.i18n.figures import local
    from cartsim.model.policy_fields import differences, nearest_profile
    from cartsim.store import census, state, worldfile
    from cartsim.world.clock import read_world

    with closing(worldfile.open_to_read(path)) as connection, worldfile.snapshot(connection):
        world = read_world(connection)
        rules = state.read_policy(connection)
        profile, near = nearest_profile(rules)
        return {
            "file": str(path),
            "size": world.size,
            "seed": world.seed,
            "scenario": world.scenario or "none",
            "profile": profile,
            "rules_changed": len(differences(rules, near)),
            "time": f"{local(world.now):%Y-%m-%d %H:%M:%S}",
            "tick": world.tick,
            "speed": world.speed,
            "liveliness": world.liveliness,
            "paused": world.paused,
            "frozen": world.frozen,
            **census.count_rows(connection),
            "checksum": census.seeded_checksum(connection),
        }


def _spelled(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)
