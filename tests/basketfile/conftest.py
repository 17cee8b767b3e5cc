"""`cartsim price` inside this process: the very edge of the program, its streams and its status."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cartsim.cli.guard import run


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


Price = Callable[..., Ended]


@pytest.fixture
def cartsim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Price:
    """Runs `cartsim ARGUMENTS` in English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def start(*arguments: str | Path) -> Ended:
        status = run([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Ended(status, told.out, told.err)

    return start


@pytest.fixture
def basket(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes a basket file."""

    def write(content: str | bytes, name: str = "basket.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
