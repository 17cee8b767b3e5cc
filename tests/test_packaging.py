"""The wheel carries everything, and works where the tree is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from cartsim import __version__

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.xdist_group("installs")


def call(*command: str | Path, cwd: Path, **changes: str) -> str:
    """What the command prints; fails with all it said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, **changes},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `cartsim` of a new environment in which nothing else of the project is."""
    folder = tmp_path_factory.mktemp("away") / "venv"
    venv.create(folder, with_pip=True)
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    call(binaries / "python", "-m", "pip", "install", "-q", wheel, cwd=folder)
    return binaries / "cartsim"


def test_the_wheel_holds_the_data_and_the_texts_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*") if path.is_file()}
    assert {f"cartsim/{name}" for name in shipped} <= names
    styles = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "cartsim").rglob("*") if path.suffix in {".tcss", ".mo"}
    }
    assert styles <= names
    assert not [name for name in names if name.startswith(("tests/", "screenshots/"))]


def test_the_installed_program_knows_its_version(installed: Path, tmp_path: Path) -> None:
    assert call(installed, "--version", cwd=tmp_path).strip() == f"cartsim {__version__}"


def test_the_installed_program_makes_its_world_and_prints_the_cart(installed: Path, tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    printed = json.loads(call(installed, "cart", "--json", cwd=tmp_path, **home))
    assert len(printed["cart"]["shops"]) >= 6
    assert printed["cart"]["totals"]["net_total"] > 0
    assert str(ROOT) not in call(installed, "paths", cwd=tmp_path, **home)


SCRIPT = """\
scenario: full-cart
steps:
  - {do: set_quantity, line: hiking-shoes-001/sand-37, quantity: 2}
  - expect: {line: hiking-shoes-001/sand-37, quantity: 2}
  - {click: "line:hiking-shoes-001/sand-37", part: plus}
  - expect: {line: hiking-shoes-001/sand-37, quantity: QUANTITY}
"""
PYTHON = """\
import asyncio
import pytest
from cartsim.cart.commands import CheckAll
from cartsim.testing import settle, text_of

def test_every_line_is_ticked(cart_session):
    assert cart_session.do(CheckAll(True)).ok

@pytest.mark.cart("coupon-hunt")
def test_a_scenario_by_name(cart_world, cart_session):
    assert cart_world.exists()
    assert [line.quantity for line in cart_session.view().lines] == [1]

def test_the_screen(cart_app):
    async def look():
        async with cart_app.run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            return text_of(cart_app)
    assert "FootprintPost" in asyncio.run(look())
"""


def test_scripts_and_fixtures_are_tests_wherever_the_wheel_is_installed(installed: Path, tmp_path: Path) -> None:
    python = installed.parent / ("python.exe" if os.name == "nt" else "python")
    call(python, "-m", "pip", "install", "-q", "pytest>=8.3", cwd=tmp_path)
    (tmp_path / "good.cart.yaml").write_text(SCRIPT.replace("QUANTITY", "3"), encoding="utf-8")
    (tmp_path / "test_cart.py").write_text(PYTHON, encoding="utf-8")
    home = {"HOME": str(tmp_path), "LANG": "C.UTF-8"}
    assert "4 passed" in call(python, "-m", "pytest", "-q", "-W", "error", cwd=tmp_path, **home)
    (tmp_path / "bad.cart.yaml").write_text(SCRIPT.replace("QUANTITY", "9"), encoding="utf-8")
    told = subprocess.run(
        [python, "-m", "pytest", "-q", "bad.cart.yaml"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert told.returncode == 1
    assert "bad.cart.yaml:6" in told.stdout
    assert "quantity: expected 9, found 3" in told.stdout
    assert "cart steps" in told.stdout
