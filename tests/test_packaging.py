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
