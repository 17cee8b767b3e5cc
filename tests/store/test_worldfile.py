"""Opening world files: what is refused is left untouched, what fails says what to do."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cartsim.errors import NotAWorld, WorldBusy, WorldError, WorldMissing, WrongSchema
from cartsim.store.worldfile import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    copy_world,
    open_to_read,
    open_world,
    snapshot,
    unit_of_work,
)
from cartsim.world.clock import read_world
from cartsim.world.ticks import advance
from tests.nobody import as_nobody


def refused_untouched(path: Path, error: type[WorldError]) -> str:
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(error) as raised:
        open_world(path)
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside
    return str(raised.value)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def fill(world: sqlite3.Connection) -> None:
    with unit_of_work(world):
        world.execute("UPDATE world SET speed = 60")
        world.execute("UPDATE product SET zh = zh || ?", ("x" * 9000,))


def stop_half_way(world: sqlite3.Connection) -> None:
    with unit_of_work(world):
        world.execute("UPDATE world SET speed = 60")
        raise KeyError("half-way")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorldMissing, match=r"nowhere\.world"):
        open_world(tmp_path / "nowhere.world")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00", b"\x00\xff" * 3000])
def test_what_is_no_database_is_left_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    assert "not a world file" in refused_untouched(path, NotAWorld)


def test_a_database_of_another_program_is_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "mail.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE letters (id INTEGER)")
    assert "another program" in refused_untouched(path, NotAWorld)


@pytest.mark.parametrize("version", [0, SCHEMA_VERSION + 1, 2**31 - 1])
def test_a_world_of_another_version_is_byte_identical_after_the_refusal(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute(f"PRAGMA user_version = {version}")
    assert f"version {version}," in refused_untouched(path, WrongSchema)


def test_a_folder_is_not_a_world(tmp_path: Path) -> None:
    with pytest.raises(NotAWorld, match="folder"):
        open_world(tmp_path)


def test_a_damaged_world_is_refused_with_a_reason(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 60_000)
    with pytest.raises(NotAWorld, match="damaged"):
        open_world(path)


def test_a_world_without_its_tables_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.world"
    with closing(sqlite3.connect(path)) as made:
        made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        made.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    with pytest.raises(NotAWorld, match="lacks a table"):
        open_world(path)


@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_file_without_permission_is_a_clear_error(demo: Path, public_folder: Path, mode: int) -> None:
    path = public_folder / "mine.world"
    path.write_bytes(demo.read_bytes())
    path.chmod(mode)
    public_folder.chmod(0o777)
    with as_nobody(), pytest.raises(WorldError, match="cannot be"):
        open_world(path)


def test_a_folder_without_permission_is_a_clear_error(demo: Path, public_folder: Path) -> None:
    path = public_folder / "mine.world"
    path.write_bytes(demo.read_bytes())
    path.chmod(0o666)
    public_folder.chmod(0o555)
    with as_nobody(), pytest.raises(WorldError, match="cannot be written"):
        open_world(path)


def test_a_world_is_read_where_neither_file_nor_folder_can_be_written(demo: Path, public_folder: Path) -> None:
    path = public_folder / "mine.world"
    path.write_bytes(demo.read_bytes())
    path.chmod(0o444)
    public_folder.chmod(0o555)
    with as_nobody(), closing(open_to_read(path)) as world:
        assert world.execute("SELECT tick FROM world").fetchone() == (0,)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            world.execute("UPDATE world SET speed = 60")
    assert [each.name for each in public_folder.iterdir()] == ["mine.world"]


def test_a_locked_world_is_busy_and_nothing_is_done(path: Path) -> None:
    with closing(open_world(path)) as one, closing(open_world(path, busy_seconds=0)) as other:
        with unit_of_work(one), pytest.raises(WorldBusy, match="locked"), unit_of_work(other):
            other.execute("UPDATE world SET speed = 60")
        assert other.execute("SELECT speed FROM world").fetchone() == (1,)


def test_a_full_disk_rolls_back_and_says_so(path: Path) -> None:
    with closing(open_world(path)) as world:
        pages = world.execute("PRAGMA page_count").fetchone()[0]
        world.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(WorldError, match=r"disk .* is full"):
            fill(world)
        assert world.execute("SELECT speed FROM world").fetchone() == (1,)
        assert not world.in_transaction


def test_an_exception_undoes_the_whole_unit_of_work(world: sqlite3.Connection) -> None:
    with pytest.raises(KeyError):
        stop_half_way(world)
    assert world.execute("SELECT speed FROM world").fetchone() == (1,)


def test_a_snapshot_sees_one_state_while_another_writes(path: Path) -> None:
    with closing(open_world(path)) as reader, closing(open_world(path)) as writer:
        with snapshot(reader):
            before = reader.execute("SELECT speed FROM world").fetchone()
            with unit_of_work(writer):
                writer.execute("UPDATE world SET speed = 60")
            assert reader.execute("SELECT speed FROM world").fetchone() == before
        assert reader.execute("SELECT speed FROM world").fetchone() == (60,)


def test_connections_check_keys_and_write_ahead(world: sqlite3.Connection) -> None:
    pragmas = {
        name: world.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "journal_mode", "synchronous")
    }
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 1}


def test_reading_a_cart_loads_no_orm_and_no_faker(demo: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from cartsim.store import accounts, carts, finding, goods, journal, news, promotions, state\n"
        "from cartsim.store import ticks, worldfile\n"
        "world = worldfile.open_world(Path(sys.argv[1]))\n"
        "skus = [row[0] for row in world.execute('SELECT code FROM sku LIMIT 30')]\n"
        "found = goods.offers(world, skus, 'shanghai', 0)\n"
        "sight = goods.sight_of(world, {offer.product for offer in found.values()})\n"
        "promotions.promotions_for(world, sight)\n"
        "news.market_events(world, 5, ()); world.close(); assert len(found) == 30\n"
        "print([name for name in ('sqlmodel', 'sqlalchemy', 'faker', 'yaml', 'textual') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(demo)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_a_copy_is_the_world_as_it_stands_while_somebody_goes_on_with_it(world_path: Path) -> None:
    copy = world_path.with_name("copy.world")
    with closing(open_world(world_path)) as world:
        advance(world, 3)
        copy_world(world_path, copy)
        advance(world, 2)
    with closing(open_world(copy)) as copied:
        assert read_world(copied).tick == 3
