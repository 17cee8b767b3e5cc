"""`cartsim world`: files made, looked at and advanced without a screen."""

from __future__ import annotations

import json
from pathlib import Path

from cartsim.cart.commands import CheckAll, Enter, SetPolicy
from cartsim.session.session import Session
from tests.cli.conftest import ROOT, Run


def test_a_new_world_is_what_was_asked_for(run: Run, tmp_path: Path) -> None:
    done = run("world", "new", "spring.world", "--seed", "7")
    assert (done.returncode, done.stderr) == (0, "")
    facts = json.loads(run("world", "info", "spring.world", "--json").stdout)
    assert (facts["seed"], facts["size"], facts["scenario"], facts["tick"]) == (7, "demo", "none", 0)
    assert (facts["products"], facts["skus"]) == (300, 2000)
    assert [path.name for path in tmp_path.iterdir()] == ["spring.world"]


def test_a_new_world_may_carry_a_scenario(run: Run) -> None:
    run("world", "new", "full.world", "--scenario", "full-cart")
    assert json.loads(run("world", "info", "full.world", "--json").stdout)["scenario"] == "full-cart"


def test_a_world_of_a_persons_own_scenario_can_start_over(run: Run, tmp_path: Path) -> None:
    shipped = (ROOT / "data" / "scenarios" / "full-cart.yaml").read_text()
    (tmp_path / "mine.yaml").write_text(shipped)
    run("world", "new", "mine.world", "--scenario", "mine.yaml")
    with Session(tmp_path / "mine.world") as session:
        session.do(Enter())
        fresh = session.view()
        session.do(CheckAll(False))
        session.restart()
        session.do(Enter())
        assert session.view().totals == fresh.totals


def test_the_same_seed_gives_the_same_checksum(run: Run, seeded_world: Path) -> None:
    run("world", "new", "again.world")
    again, first = (json.loads(run("world", "info", path, "--json").stdout) for path in ("again.world", seeded_world))
    assert again["checksum"] == first["checksum"]


def test_looking_at_a_world_changes_no_byte_of_it(run: Run, world_path: Path) -> None:
    before = world_path.read_bytes()
    assert run("world", "info", world_path).returncode == 0
    assert world_path.read_bytes() == before
    assert [path.name for path in world_path.parent.iterdir()] == [world_path.name]


def test_ticks_move_the_time_and_the_market_the_same_way_every_time(
    run: Run, seeded_world: Path, tmp_path: Path
) -> None:
    answers = []
    for name in ("one.world", "two.world"):
        path = tmp_path / name
        path.write_bytes(seeded_world.read_bytes())
        answers.append(run("world", "advance", path, "--ticks", "90").stdout.replace(name, ""))
        assert json.loads(run("world", "info", path, "--json").stdout)["time"] == "2026-06-18 20:01:30"
    assert "tick 90" in answers[0]
    assert answers[0] == answers[1]


def test_paths_say_where_the_world_will_be(run: Run, home: Path) -> None:
    told = run("paths").stdout
    assert str(home) in told
    assert "scenarios" in told


def test_a_world_goes_by_one_profile_name_wherever_it_is_told(full_cart: Path, run: Run, tmp_path: Path) -> None:
    with Session(full_cart) as session:
        assert session.profile == "showcase"
        session.do(SetPolicy("cap.total", "5"))
        assert session.profile == "showcase_changed"
    told = json.loads(run("world", "info", full_cart, "--json").stdout)
    assert (told["profile"], told["rules_changed"]) == ("showcase", 1)
    assert run("record", "told.cart.yaml", "--world", full_cart).returncode == 0
    assert "profile: showcase\n" in (tmp_path / "told.cart.yaml").read_text(encoding="utf-8")
