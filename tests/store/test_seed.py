"""Seeding: the same catalogue everywhere, complete or not at all."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from faker.generator import Generator

from cartsim.errors import DataError, WorldBusy, WorldError
from cartsim.model.goods import ShopKind
from cartsim.store.seed import making
from cartsim.store.seed.making import seed_world
from cartsim.store.seed.vocabulary import TITLE_CELLS, load_vocabulary
from cartsim.store.seed.writer import stored_checksum
from cartsim.store.worldfile import open_world
from cartsim.text import cell_width

DEMO_42 = "982bedaf6cf17434"


def test_demo_of_seed_42_is_the_same_on_every_machine(demo: Path) -> None:
    with closing(open_world(demo)) as world:
        assert stored_checksum(world) == DEMO_42
        assert world.execute("SELECT checksum, seed, size, tick FROM world").fetchone() == (DEMO_42, 42, "demo", 0)


def test_another_process_with_other_hashing_makes_the_same(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from cartsim.store.seed.making import seed_world\n"
    script += "print(seed_world(Path(sys.argv[1])).checksum)"
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "b.world")],
        env={**os.environ, "PYTHONHASHSEED": "777"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == DEMO_42


def test_another_seed_makes_another_catalogue(tmp_path: Path) -> None:
    assert seed_world(tmp_path / "b.world", "demo", 43).checksum != DEMO_42


def test_faker_gives_its_chance_as_python_guarantees_it() -> None:
    generator = Generator()
    generator.seed_instance(42)
    assert [generator.random.random() for _ in range(9)] == [
        value.random() for value in [random.Random(42)] for _ in range(9)
    ]


def test_the_demo_has_its_size_and_holds_together(world: sqlite3.Connection) -> None:
    counts = [
        world.execute(f"SELECT COUNT(*), MAX(id) FROM {table}").fetchone() for table in ("shop", "product", "sku")
    ]
    assert counts == [(40, 40), (300, 300), (2000, 2000)]
    assert world.execute("PRAGMA foreign_key_check").fetchall() == []
    assert world.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert {kind for (kind,) in world.execute("SELECT kind FROM shop")} == set(ShopKind)


def test_titles_are_in_both_languages_and_fit_a_row(world: sqlite3.Connection) -> None:
    for zh, en in world.execute("SELECT zh, en FROM product"):
        assert zh
        assert en.isascii() or "’" in en
        assert cell_width(zh) <= TITLE_CELLS


def test_codes_are_readable_ascii(world: sqlite3.Connection) -> None:
    for (code,) in world.execute(
        "SELECT code FROM sku UNION ALL SELECT code FROM shop UNION ALL SELECT code FROM promotion"
    ):
        assert set(code) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/")


def test_prices_have_natural_endings(world: sqlite3.Connection) -> None:
    small = world.execute("SELECT DISTINCT price % 100 FROM sku WHERE price < 10000 AND price > 1700").fetchall()
    large = world.execute("SELECT DISTINCT price % 1000 FROM sku WHERE price >= 10000").fetchall()
    assert {ending for (ending,) in small} <= {90, 80, 0, 50}
    assert {ending for (ending,) in large} <= {900, 800, 0}


def test_every_noun_has_a_picture_and_room_for_its_specifications() -> None:
    words = load_vocabulary()
    for category in words.categories:
        for noun in category.nouns:
            first, *others = category.dimensions_of(noun)
            assert noun.en in words.sprites
            assert min(len(first.values) * len(other.values) for other in others) >= 9, noun


def test_every_kind_of_shop_activity_and_every_coupon_state_is_there(world: sqlite3.Connection) -> None:
    terms = [row[0] for row in world.execute("SELECT terms FROM promotion WHERE layer = 'shop'")]
    assert any('"repeat":null' in text for text in terms)
    marks = (
        '"amount_off"', '"percent_off"', '"gift"', '"pieces":2', '"every":{"pieces":2,"discounted":1,"rate":5000',
        '"rate":10000', '"set_price"', '"bundle"', '"buy_get"',
    )  # fmt: skip
    for mark in marks:
        assert any(mark in text for text in terms), mark
    now = making.STARTS_AT
    for condition in (
        "stock = 0",
        f"claim_from > {now}",
        f"use_from > {now}",
        f"claim_until < {now} + 900",
        "NOT whole_shop",
    ):
        assert world.execute(f"SELECT COUNT(*) FROM coupon WHERE {condition}").fetchone()[0] > 0, condition


def test_the_platform_has_its_campaigns_and_coupons_and_every_shop_its_freight(world: sqlite3.Connection) -> None:
    kinds = set(
        world.execute("SELECT layer, shop_id IS NULL FROM promotion UNION SELECT layer, shop_id IS NULL FROM coupon")
    )
    assert kinds == {
        ("item", 0), ("shop", 0), ("platform", 0), ("shop_coupon", 0), ("cross_shop", 1), ("category_coupon", 1),
        ("platform_coupon", 1),
    }  # fmt: skip
    for mark, table in (
        ('"funder":"platform"', "promotion"), ('"funder":"creator"', "coupon"), ('"add_on"', "promotion"),
        ('"freight_off"', "promotion"), ('"freight_off"', "coupon"), ('"max_off"', "coupon"),
    ):  # fmt: skip
        assert world.execute(f"SELECT COUNT(*) FROM {table} WHERE terms LIKE ?", (f"%{mark}%",)).fetchone()[0], mark
    for condition in (
        "fee IS NOT NULL AND free_over IS NOT NULL",
        "fee IS NOT NULL AND free_over IS NULL",
        "first_pieces > 0",
        "first_grams > 0",
    ):
        assert world.execute(f"SELECT COUNT(*) FROM freightrule WHERE {condition}").fetchone()[0], condition
    assert world.execute("SELECT COUNT(*) FROM freightrule").fetchone()[0] < 40


@pytest.mark.parametrize(
    "values",
    ["1, NULL, NULL, 0, 0, NULL, 0, 0, NULL", "1, 600, 800, 1, 0, NULL, 0, 0, NULL", "1, -1, NULL, 0, 0, NULL, 0, 0, 1",
     "1, NULL, 800, 1, 1000, NULL, 0, 0, NULL", "1, NULL, 800, 1, 0, 200, 0, 1000, NULL"],
)  # fmt: skip
def test_a_freight_rule_that_says_nothing_or_two_things_is_refused(world: sqlite3.Connection, values: str) -> None:
    world.execute("DELETE FROM freightrule")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        world.execute(f"INSERT INTO freightrule VALUES ({values})")


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("dear")
    with pytest.raises(WorldError, match="exists already"):
        seed_world(path)
    assert path.read_text() == "dear"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_and_an_unknown_size_are_named(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="no folder"):
        seed_world(tmp_path / "no" / "a.world")
    with pytest.raises(DataError, match="demo, large, huge"):
        seed_world(tmp_path / "a.world", "tiny")


def test_an_interrupted_run_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed_world(tmp_path / "a.world", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_progress_runs_from_nothing_to_all(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    seed_world(tmp_path / "a.world", progress=lambda done, total: seen.append((done, total)))
    assert (seen[0], seen[-1]) == ((0, 2000), (2000, 2000))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_killed_run_leaves_no_world_and_the_next_one_clears_up(tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    script = (
        "import sys, time; from pathlib import Path; from cartsim.store.seed.making import seed_world\n"
        "def hold(done, total):\n"
        "    if done: print('half', flush=True); time.sleep(60)\n"
        "seed_world(Path(sys.argv[1]), 'large', progress=hold)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "half\n"
        assert not path.exists()
        with pytest.raises(WorldBusy, match="just now"):
            seed_world(path)
        run.kill()
    assert not path.exists()
    assert seed_world(path).checksum == DEMO_42
    assert list(tmp_path.iterdir()) == [path]


def test_time_is_a_parameter(tmp_path: Path) -> None:
    started = time.time()
    made = seed_world(tmp_path / "a.world", starts_at=1_000_000_000)
    with closing(open_world(made.path)) as world:
        assert world.execute("SELECT MAX(ends_at) FROM promotion").fetchone()[0] < 1_000_000_000 + 10 * 86_400 < started
