"""What is not needed is not loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = {"textual", "rich", "sqlmodel", "sqlalchemy", "sqlite3", "faker", "yaml", "pydantic", "babel"}

LIST_MODULES = """
import sys, contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    exec(sys.argv[1])
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "arguments", ["--version", "--help", "cart --help", "price --help", "world --help", "world new --help", "paths"]
)
def test_what_is_said_without_a_world_loads_nothing_heavy(arguments: str) -> None:
    loaded = loaded_by(f"from cartsim.cli.guard import run; assert run({arguments.split()!r}) == 0")
    assert "click" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(
    "room", ["cartsim.model.policy", "cartsim.cart.reduce", "cartsim.cart.viewing", "cartsim.pricing"]
)
def test_the_pure_rooms_load_the_standard_library_only(room: str) -> None:
    loaded = loaded_by(f"import {room}")
    assert "cartsim" in loaded
    assert loaded & (HEAVY | {"click", "platformdirs"}) == set()


@pytest.mark.parametrize("arguments", ["--json", "--explain"])
def test_pricing_a_file_loads_no_screen_no_store_and_no_session(arguments: str) -> None:
    golden = str(ROOT / "tests" / "basketfile" / "golden" / "golden-parallel.yaml")
    code = f"from cartsim.cli.guard import run; assert run(['price', {golden!r}, {arguments!r}]) == 0"
    assert loaded_by(code) & {"textual", "rich", "sqlmodel", "sqlalchemy", "sqlite3", "faker", "babel"} == set()


def test_opening_a_session_on_a_world_waits_for_no_orm_and_no_yaml(seeded_world: Path) -> None:
    loaded = loaded_by(
        "from pathlib import Path; from cartsim.session.session import Session; "
        f"Session(Path({str(seeded_world)!r})).close()"
    )
    assert "sqlite3" in loaded
    assert loaded & {"sqlmodel", "sqlalchemy", "pydantic", "yaml", "faker", "babel", "textual"} == set()


def test_the_pytest_plugin_loads_nothing_before_a_cart_is_asked_for() -> None:
    loaded = loaded_by("import cartsim.script.pytest_plugin")
    assert "pytest" in loaded
    plain = loaded_by("import pytest")
    assert loaded - plain == {"cartsim"}
