"""`cartsim run`: scripts played, and what came of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cartsim.cli.jsonform import to_json
from cartsim.errors import DataError
from cartsim.files import write_over
from cartsim.i18n import Speaker, choose_language

if TYPE_CHECKING:
    from cartsim.script.performance import Worlds
    from cartsim.script.result import Played


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `cartsim run`, as they were typed."""

    screen: str | None
    speed: float
    junit: Path | None
    shots: Path | None
    png: bool
    cast: Path | None
    as_json: bool
    keep_going: bool
    lang: str | None


def run(files: Sequence[Path], asked: Asked) -> int:
    """Play every file and tell what came of each; gives the exit status."""
    from cartsim.script import report
    from cartsim.script.look import stems_of
    from cartsim.script.performance import temporary_worlds

    speaker = Speaker(choose_language(asked.lang, os.environ))
    _must_fit(files, asked)
    paths = tuple(_found(files))
    stems = stems_of(paths)
    results: list[Played] = []
    with temporary_worlds() as worlds:
        for path in paths:
            played = _play(path, worlds, speaker, asked, stems[path])
            results.append(played)
            if not asked.as_json:
                click.echo("\n".join(report.lines(played)))
    if asked.junit is not None:
        write_over(asked.junit, report.junit(results))
    click.echo(to_json(report.as_data(results)) if asked.as_json else report.summary(results))
    return report.status(results)


def _must_fit(files: Sequence[Path], asked: Asked) -> None:
    """Say what cannot be had together, before anything is played."""
    if asked.cast is not None and asked.screen in ("none", "visible"):
        raise click.UsageError("--cast records a screen that is not seen; leave out --screen, or say headless")
    if asked.cast is not None and len(files) != 1:
        raise click.UsageError("--cast records one script; name one file")
    if isnan(asked.speed):
        raise click.UsageError("--speed takes a number from 0.1 to 100, not nan")
    for file, kind, mark in ((asked.junit, "JUnit file", b"<testsuite"), (asked.cast, "cast", b'{"version"')):
        if file is None:
            continue
        problem = _problem_of(file)
        if problem:
            raise DataError(f"{file} cannot be written: {problem}")
        if _is_another(file, mark):
            raise DataError(f"{file} is there already and is no {kind}; it was left as it is, name another file")
    if asked.shots is not None and asked.shots.exists() and not asked.shots.is_dir():
        raise DataError(f"{asked.shots} takes no pictures: it is no folder")
    if asked.screen == "visible":
        from cartsim.cli.app import require_screen

        require_screen("to play without one: --screen headless")


def _problem_of(path: Path) -> str:
    """Why no file can be written there, for all that can be told without writing it; empty where nothing is known."""
    if path.is_dir():
        return "a folder"
    if not path.parent.is_dir():
        return "no such folder"
    return "" if os.access(path if path.exists() else path.parent, os.W_OK) else "permission denied"


def _is_another(path: Path, mark: bytes) -> bool:
    """Whether a file is there that holds something, and is not what a run before wrote there."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        head = stream.read(500)
    return bool(head) and mark not in head


def _found(files: Sequence[Path]) -> Iterator[Path]:
    """The files as named; a bare name is one of the scenarios that come with cartsim."""
    from cartsim.session.scenariofile import scenario_file

    for path in files:
        yield scenario_file(str(path))


def _play(path: Path, worlds: Worlds, speaker: Speaker, asked: Asked, stem: str) -> Played:
    from cartsim.script import choosing, plain_player
    from cartsim.script.look import Look

    look = Look(shots=asked.shots, png=asked.png, stem=stem)
    if asked.screen == "none":
        return plain_player.play(path, worlds, speaker, keep_going=asked.keep_going)
    if asked.screen is None and asked.cast is None:
        return choosing.play(path, worlds, speaker, look, keep_going=asked.keep_going)
    if asked.cast is not None:
        from cartsim.script import cast

        return cast.play(path, asked.cast, worlds, speaker, look, speed=asked.speed, keep_going=asked.keep_going)
    if asked.screen == "visible":
        from cartsim.script import show

        return show.play(path, worlds, speaker, look, speed=asked.speed, keep_going=asked.keep_going)
    from cartsim.script import screen_player

    return screen_player.play(path, worlds, speaker, look, keep_going=asked.keep_going)
