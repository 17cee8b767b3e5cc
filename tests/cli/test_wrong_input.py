"""What does not fit is answered by one clear line and status 2, and no file is touched."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run

needs_permissions = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read and write everything"
)

COMMANDS = (("cart", "--world"), ("world", "info"), ("world", "advance", "--ticks", "1"))


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """One line on stderr that holds the words, status 2, nothing on stdout, no traceback."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("cartsim: ")
    assert len(done.stderr.splitlines()) == 1
    for word in words:
        assert word in done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where only the file in question lies, so that anything written beside it is seen."""
    made = tmp_path / "worlds"
    made.mkdir()
    return made


def garbage(path: Path, world: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def empty(path: Path, world: Path) -> None:
    path.touch()


def foreign(path: Path, world: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")


def other_version(path: Path, world: Path) -> None:
    raw = bytearray(world.read_bytes())
    raw[60:64] = (99).to_bytes(4, "big")
    path.write_bytes(raw)


def cut_short(path: Path, world: Path) -> None:
    path.write_bytes(world.read_bytes()[:60_000])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (garbage, "not a world file"),
        (empty, "not a world file"),
        (foreign, "another program"),
        (other_version, "version 99"),
    ],
)
def test_a_file_that_is_no_world_is_refused_and_left_byte_for_byte(
    run: Run, folder: Path, seeded_world: Path, spoil: object, word: str, command: tuple[str, ...]
) -> None:
    assert callable(spoil)
    path = folder / "odd.world"
    spoil(path, seeded_world)
    before = contents(folder)
    assert_refused(run(*command, path), "odd.world", word)
    assert contents(folder) == before


def test_a_world_cut_short_is_refused_without_a_traceback(run: Run, folder: Path, seeded_world: Path) -> None:
    path = folder / "short.world"
    cut_short(path, seeded_world)
    assert_refused(run("cart", "--world", path), "short.world", "damaged")
    assert path.read_bytes() == seeded_world.read_bytes()[:60_000]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(("start", "length", "byte"), [(40_000, 60_000, b"\x55"), (100, 700_000, b"\xff")])
def test_a_world_written_over_in_part_is_refused_without_a_traceback(
    run: Run, folder: Path, seeded_world: Path, start: int, length: int, byte: bytes, command: tuple[str, ...]
) -> None:
    path = folder / "spoilt.world"
    whole = seeded_world.read_bytes()
    path.write_bytes(whole[:start] + byte * length + whole[start + length :])
    assert_refused(run(*command, path), "spoilt.world", "damaged")


@pytest.mark.parametrize("command", [*COMMANDS, ("do", "--world")], ids=" ".join)
def test_a_world_without_its_world_row_is_named_and_refused(
    run: Run, folder: Path, seeded_world: Path, command: tuple[str, ...]
) -> None:
    path = folder / "hollow.world"
    shutil.copy(seeded_world, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM world")
    more = ("enter",) if command[0] == "do" else ()
    assert_refused(run(*command, path, *more), "hollow.world is damaged: it holds no world")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_missing_world_and_a_folder_are_named(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    assert_refused(run(*command, "nowhere.world"), "no world at nowhere.world")
    assert_refused(run(*command, tmp_path), "is a folder")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_pipe_is_refused_and_not_waited_for(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert_refused(run(*command, "pipe"), "pipe or a device")


@needs_permissions
def test_an_unreadable_world_is_named(run: Run, world_path: Path) -> None:
    world_path.chmod(0)
    assert_refused(run("cart", "--world", world_path), "cannot be read")


@needs_permissions
def test_a_read_only_folder_is_named_and_left_empty(run: Run, folder: Path) -> None:
    folder.chmod(0o500)
    assert_refused(run("world", "new", folder / "new.world"), "new.world")
    assert contents(folder) == {}


def test_a_folder_nobody_may_write_to_is_named(run: Run) -> None:
    if not Path("/proc/version").exists():
        pytest.skip("no /proc here")
    assert_refused(run("world", "new", "/proc/new.world"), "/proc/new.world")


def test_a_world_is_never_made_over_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("letters")
    assert_refused(run("world", "new", "mine.txt"), "exists already")
    assert (tmp_path / "mine.txt").read_text() == "letters"


def test_a_folder_that_is_not_there_is_named(run: Run) -> None:
    assert_refused(run("world", "new", "nowhere/new.world"), "nowhere")


def test_options_of_a_new_world_are_refused_for_one_that_exists(run: Run, world_path: Path) -> None:
    for option in (("--seed", "7"), ("--size", "large"), ("--scenario", "full-cart")):
        assert_refused(run("cart", "--world", world_path, *option), option[0], "exists already")


def test_a_temporary_world_and_a_file_at_once_are_refused(run: Run, world_path: Path) -> None:
    assert_refused(run("cart", "--demo", "--world", world_path), "--demo")


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("cap.totl=5", ("cap.totl", "did you mean 'cap.total'?")),
        ("cap.total=many", ("cap.total", "whole number", "many")),
        ("cap.total=0", ("cap.total", "1 to 2000", "0")),
        ("cap.total", ("NAME=VALUE",)),
        ("stock.show=maybe", ("stock.show", "true or false")),
        ("refresh.modes=pull,push", ("refresh.modes", "push")),
        ("stock.hint_at=50", ("stock.hint_at", "stock.hide_above")),
        ("=5", ("no policy field",)),
        ("cap.total=\x1b[31m5", ("cap.total",)),
    ],
)
def test_a_setting_that_does_not_fit_is_named(run: Run, setting: str, words: tuple[str, ...], world_path: Path) -> None:
    done = run("cart", "--world", world_path, "--set", setting)
    assert_refused(done, *words)
    assert "\x1b" not in done.stderr


def test_a_wrong_policy_file_is_named_with_its_line(run: Run, tmp_path: Path, world_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("# mine\ncap:\n  totl: 5\n")
    done = run("cart", "--world", world_path, "--policy", "rules.yaml")
    assert_refused(done, "rules.yaml:3: cap.totl", "did you mean 'total'?")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cap:\n  total: 9\nstock:\n  hint_at: 50\n", ("odd.yaml:4:", "stock.hint_at (50) must not be above")),
        ("cap:\n  total: 9\nstock:\n  hide_above: 2\n", ("odd.yaml:4:", "stock.hide_above (2)")),
        ("# flat\ncap.total: 5\n", ("odd.yaml:2:", "write it as cap: {total: ...}")),
    ],
)
def test_a_policy_file_that_contradicts_itself_or_is_flat_is_named_with_its_line(
    run: Run, tmp_path: Path, world_path: Path, text: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "odd.yaml").write_text(text)
    assert_refused(run("cart", "--world", world_path, "--policy", "odd.yaml"), *words)


def test_a_wrong_scenario_file_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    shipped = (ROOT / "data" / "scenarios" / "full-cart.yaml").read_text()
    wrong = shipped.replace("address: shanghai", "address: shanghia")
    (tmp_path / "mine.yaml").write_text(wrong)
    line = wrong.splitlines().index("shopper: {address: shanghia}") + 1
    done = run("world", "new", "new.world", "--scenario", "mine.yaml")
    assert_refused(done, f"mine.yaml:{line}: shopper.address", "did you mean 'shanghai'?")
    assert [path.name for path in tmp_path.iterdir() if "world" in path.name] == []


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("sku: hiking-shoes-001/sand-37, added", "sku: hiking-shoes-001/sad-37, added", "did you mean 'hiking-shoes"),
        ("claimed: 1}", "clamed: 1}", "clamed: no such field; did you mean 'claimed'?"),
        ("opens: -2d", "opens: yesterday", "takes a span of time"),
        ("price: 289.00", "price: 289.005", "takes yuan with at most two decimals"),
        ("{amount: 300, off: 40}", "{amount: 300, off: 40, fold: 9}", "give exactly one of"),
        ("size: demo, seed: 42", "size: demo, seed: 43", "written for size demo, seed 43"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_scenario_is_told_apart(
    run: Run, tmp_path: Path, before: str, after: str, complaint: str
) -> None:
    shipped = (ROOT / "data" / "scenarios" / "full-cart.yaml").read_text()
    assert before in shipped
    (tmp_path / "mine.yaml").write_text(shipped.replace(before, after, 1))
    assert_refused(run("world", "new", "new.world", "--scenario", "mine.yaml"), "mine.yaml:", complaint)


def test_a_scenario_that_is_not_there_is_answered_with_the_nearest(run: Run) -> None:
    assert_refused(run("world", "new", "new.world", "--scenario", "ful-cart"), "did you mean 'full-cart'?")


def test_a_language_without_texts_is_named(run: Run, world_path: Path) -> None:
    assert_refused(run("cart", "--world", world_path, "--lang", "fr"), "'fr'", "zh")


def test_a_name_with_escape_codes_does_not_reach_the_terminal(run: Run) -> None:
    done = run("cart", "--world", "a\x1b]0;owned\x07b.world")
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert "\x07" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [["wrold"], ["world"], ["world", "new"], ["--size", "tiny"], ["cart", "--colour"]]
)
def test_wrong_usage_ends_with_status_2_and_says_how(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Usage: cartsim" in done.stderr + done.stdout


def test_without_a_terminal_the_app_says_what_to_use_instead(run: Run) -> None:
    assert_refused(run("--demo"), "needs a terminal", "cartsim cart --text")


def test_a_full_disk_under_the_output_is_a_message(world_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cartsim", "cart", "--world", str(world_path)],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "cartsim: no space left on device\n"


def test_a_reader_that_goes_away_is_no_error(full_cart: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    command = f"{sys.executable} -m cartsim cart --json --world {full_cart} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run([bash, "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 141
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("scenarios >&-", 0),
        ("price - <&-", 2),
        ("price - <&- >&-", 2),
        ("scenarios <&- >&- 2>&-", 0),
        ("nonsense <&- >&- 2>&-", 2),
        ("<&-", 2),
    ],
)
def test_a_stream_that_is_closed_reads_as_empty_and_takes_what_is_written(
    command: str, status: int, tmp_path: Path
) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{shlex.quote(sys.executable)} -m cartsim {command}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ("shots", ""),
        ("world", "new", ""),
        ("world", "info", ""),
        ("world", "new", "new.world", "--scenario", ""),
        ("cart", "--demo", "--scenario", ""),
        ("cart", "--world", ""),
        ("cart", "--session", ""),
        ("policy", "--policy", ""),
        ("run", ""),
        ("run", "full-cart", "--shots", ""),
        ("price", ""),
        ("price", "-", "--compare", ""),
        ("price", "-", "--top-up", ""),
        ("record", ""),
        ("export-session", ""),
        ("replay", ""),
    ],
)
def test_an_empty_name_is_no_file_and_not_the_folder_one_is_in(
    command: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    done = run(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("the name is empty\n")
    assert list(tmp_path.iterdir()) == []


BASKET = "version: 1\nlines: [{id: A, price: 100, quantity: 1}]\n"
GOODS = "version: 1\ngoods: [{id: A, price: 100}]\n"
SCRIPT = "scenario: full-cart\nsteps: [{do: enter}]\n"


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (("price", "goods"), "goods:2: goods: this is a file of goods, for --top-up; a basket has lines"),
        (("price", "script"), "script:2: steps: this is a script, which `cartsim run` plays; a basket has lines"),
        (("price", "basket", "--top-up", "basket"), "basket:2: lines: this is a basket; a file for --top-up has goods"),
        (("price", "basket", "--compare", "goods"), "goods:2: goods: this is a file of goods"),
        (("world", "new", "w", "--scenario", "./basket"), "basket:2: lines: this is a basket, which `cartsim price`"),
        (("shots", "basket"), "basket takes no pictures: it is no folder"),
        (("price", "two"), "two:3: expected a single document in the stream, but found another document"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(
    command: tuple[str, ...], complaint: str, run: Run, tmp_path: Path
) -> None:
    for name, text in (("basket", BASKET), ("goods", GOODS), ("script", SCRIPT), ("two", BASKET + "---\n" + GOODS)):
        (tmp_path / name).write_text(text)
    before = contents(tmp_path)
    assert_refused(run(*command), complaint)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (("do", "add"), "no command 'add'; did you mean 'add_to_cart'?"),
        (("do", "SET_QUANTITY"), "no command 'SET_QUANTITY'; did you mean 'set_quantity'?"),
        (("do", "nope"), "no command 'nope'; there are enter, "),
        (("run", "Full-Cart"), "no scenario 'Full-Cart'; did you mean 'full-cart'?"),
        (("policy", "--set", "CAP.TOTAL=3"), "no policy field 'CAP.TOTAL'; did you mean 'cap.total'?"),
    ],
)
def test_the_nearest_name_is_named_and_none_that_is_far(command: tuple[str, ...], complaint: str, run: Run) -> None:
    assert_refused(run(*command), complaint)


def test_bytes_of_a_name_that_are_no_text_are_seen_in_the_complaint(run: Run) -> None:
    assert_refused(run("price", os.fsdecode(b"\xffile.yaml")), "cartsim: \ufffdile.yaml: no such file or directory")
