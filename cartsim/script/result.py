"""What came of playing a script."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from cartsim.script.checking import Mismatch


class Ending(StrEnum):
    """How a step or a whole script ended."""

    PASSED = "passed"
    FAILED = "failed"
    """An expectation did not hold, or there was nothing to click"""
    REFUSED = "refused"
    """The file does not fit: nothing was played, or not to its end"""


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step that was played."""

    line: int
    """In the file, from 1."""
    step: object
    """As the file has it."""
    ending: Ending = Ending.PASSED
    mismatches: tuple[Mismatch, ...] = ()
    around: str = ""
    """The view around what was not as expected."""
    remark: str = ""
    """Why a command was refused by the shop, or what could not be clicked."""

    @property
    def told(self) -> str:
        """The step in one line, as a person would write it."""
        if not isinstance(self.step, dict):
            return str(self.step)
        line = yaml.safe_dump(self.step, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False)
        return line.strip()[1:-1]


@dataclass(frozen=True, slots=True)
class Played:
    """One script that was played."""

    path: Path
    title: str
    ending: Ending
    steps: tuple[StepResult, ...] = ()
    complaint: str = ""
    """What does not fit, where it was refused."""
    seconds: float = 0.0
    shots: tuple[Path, ...] = ()

    @property
    def failures(self) -> tuple[StepResult, ...]:
        """The steps that failed."""
        return tuple(step for step in self.steps if step.ending is Ending.FAILED)
