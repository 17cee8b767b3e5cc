"""The scenarios that come with cartsim: each tells one thing, holds what it expects, and is there in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cartsim.i18n import Speaker
from cartsim.paths import data_folder
from cartsim.script import plain_player, screen_player
from cartsim.script.look import Look
from cartsim.script.performance import Worlds, temporary_worlds
from cartsim.script.report import lines
from cartsim.script.result import Ending
from cartsim.script.scriptfile import read_script
from cartsim.script.steps import Expect
from cartsim.session.scenariofile import library, scenario_names

STORIES = sorted((data_folder() / "scenarios").glob("*.yaml"))


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    with temporary_worlds() as made:
        yield made


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_scenario_holds_what_it_expects(path: Path, worlds: Worlds) -> None:
    played = plain_player.play(path, worlds, Speaker("en"), keep_going=True)
    assert played.ending is Ending.PASSED, "\n".join(lines(played))
    script, _ = read_script(path)
    assert len(played.steps) == len(script.steps)
    assert sum(isinstance(step, Expect) for step in script.steps) >= 3


@pytest.mark.parametrize("name", ["coupon-hunt", "sold-out-under-your-hands", "flash-sale-opens"])
def test_a_scenario_holds_it_on_the_screen_as_well(name: str, worlds: Worlds) -> None:
    path = data_folder() / "scenarios" / f"{name}.yaml"
    played = screen_player.play(path, worlds, Speaker("zh"), Look())
    assert played.ending is Ending.PASSED, "\n".join(lines(played))


def test_there_are_at_least_a_dozen_each_titled_in_both_languages() -> None:
    stories = library()
    assert tuple(story.name for story in stories) == scenario_names()
    assert len(stories) >= 12
    for story in stories:
        assert all(text for pair in (story.title, story.doc) for text in pair)
    assert len({story.title for story in stories}) == len(stories)
