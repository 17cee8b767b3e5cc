"""Every command of the README does what it is there for."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pty import Terminal

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CTRL_Q = "\x11"

pytestmark = pytest.mark.xdist_group("readme")


def blocks() -> list[list[str]]:
    """The commands of each console block, without their comments."""
    found = re.findall(r"^```console\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)
    return [[line.split("  #")[0].strip() for line in block.splitlines() if line.strip()] for block in found]


COMMANDS = [command for block in blocks() for command in block]
USAGE = [command for command in COMMANDS if command.split()[0] == "cartsim"]
SET_UPS = [command for command in COMMANDS if command.startswith("python3 -m venv")]
MEASURES = [command for command in COMMANDS if "tests/bench/run.py" in command]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One home and folder for the commands, which build on each other, with the files the README shows."""
    folder = tmp_path_factory.mktemp("readme")
    for name, content in re.findall(r"^```yaml\n# (\S+)\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE):
        (folder / name).write_text(content, encoding="utf-8")
    binaries = folder / "bin"
    binaries.mkdir()
    program = binaries / "cartsim"
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m cartsim "$@"\n'
    )
    program.chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "LC_ALL": "C.UTF-8",
        "PWD": str(folder),
    }


def test_no_command_stands_there_unread() -> None:
    assert sorted(USAGE + SET_UPS + MEASURES) == sorted(COMMANDS)
    assert len(SET_UPS) == 2
    assert USAGE


@pytest.mark.parametrize("command", USAGE)
def test_a_command_of_the_readme_works_as_it_stands(command: str, scratch: dict[str, str]) -> None:
    words = shlex.split(command)
    folder = Path(scratch["PWD"])
    if len(words) == 1 or words[1].startswith("--"):
        with Terminal(["sh", "-c", f"cd {shlex.quote(str(folder))} && {command}"], environment=scratch) as terminal:
            terminal.wait_for(lambda seen: "FootprintPost" in seen.text or "脚印邮局" in seen.text)
            terminal.press(CTRL_Q)
            assert terminal.wait_for_end() == 0
        return
    done = subprocess.run(words, cwd=folder, env=scratch, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("command", MEASURES)
def test_a_measurement_of_the_readme_exists(command: str) -> None:
    words = shlex.split(command)
    name = words[words.index("tests/bench/run.py") + 1]
    done = subprocess.run(
        [sys.executable, "tests/bench/run.py", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert name in done.stdout
    assert (ROOT / "tests" / "bench" / f"{name}.py").is_file() or name == "all"


def test_the_set_up_command_installs_and_its_last_word_is_the_program(tmp_path: Path) -> None:
    """Run in a copy of the tree up to the program itself, which is asked for its version there."""
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("cartsim", "data", "pyproject.toml", "README.md"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, clone / name)
    command = next(command for command in SET_UPS if command.endswith("cartsim"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        ["sh", "-c", f"{command} --version"],
        cwd=clone, env=environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("cartsim ")


def test_the_test_command_is_the_one_the_pipeline_runs() -> None:
    pattern = re.search(r"grep -m1 -o '([^']+)' README\.md", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    assert pattern is not None
    found = re.search(pattern[1], README)
    assert found is not None
    assert found[0] == next(command for command in SET_UPS if command.endswith("pytest"))
    assert all(words in README for words in ("uv run cartsim", "uv run pytest"))


def test_the_script_and_the_python_test_it_shows_pass_where_pytest_runs_them(tmp_path: Path) -> None:
    shown = re.findall(r"^```(?:yaml|python)\n# (\S+)\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)
    shown = [(name, text) for name, text in shown if name != "basket.yaml"]  # priced by a test of its own
    assert [name for name, _ in shown] == ["drop.cart.yaml", "test_coupons.py"]
    for name, text in shown:
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_every_picture_and_file_it_names_is_there() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", README)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
