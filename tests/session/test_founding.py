"""A new world with its scenario: whole in its place or not there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from cartsim.errors import DataError, WorldError
from cartsim.session.founding import found_world


def test_a_world_is_not_made_over_a_file_that_came_meanwhile_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.world"

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    def come_first(done: int, total: int) -> None:
        path.write_text("made meanwhile")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(WorldError, match="exists already"):
        found_world(path, progress=come_first)
    assert path.read_text() == "made meanwhile"
    assert list(tmp_path.iterdir()) == [path]


def test_a_scenario_that_does_not_fit_leaves_nothing(tmp_path: Path, seeded_world: Path) -> None:
    scenario = tmp_path / "wrong.yaml"
    scenario.write_text("cart:\n  - {sku: no-such-sku}\n")
    with pytest.raises(DataError, match="no-such-sku"):
        found_world(tmp_path / "a.world", scenario=str(scenario), seeded=seeded_world)
    assert list(tmp_path.iterdir()) == [scenario]
