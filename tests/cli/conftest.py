"""cartsim as a person starts it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PINNED
from tests.forked import Forks

ROOT = Path(__file__).resolve().parents[2]

Run = Callable[..., "subprocess.CompletedProcess[str]"]


LIMIT = 120
"""Seconds any command may take."""


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """Where processes come from that need no interpreter of their own."""
    with Forks(tmp_path_factory.mktemp("forks"), {**os.environ, **PINNED, "PYTHONPATH": str(ROOT)}) as forks:
        yield forks


@pytest.fixture
def run(tmp_path: Path, forks: Forks) -> Run:
    """Runs `cartsim ARGUMENTS`, with variables of the environment as keywords (None takes one away).

    With such changes the interpreter is a fresh one: it reads some of them while it starts.
    """

    def start(*arguments: str | Path, **changes: Any) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        if not changes:
            return forks.run(list(map(str, arguments)), tmp_path, environment, LIMIT)
        environment.pop("PYTHONUTF8", None)
        for name, value in changes.items():
            environment.pop(name, None)
            if value is not None:
                environment[name] = value
        return subprocess.run(
            [sys.executable, "-m", "cartsim", *map(str, arguments)],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=LIMIT,
            check=False,
        )

    return start
