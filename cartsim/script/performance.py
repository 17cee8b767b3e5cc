"""One script under way: its session, its steps one by one, what they came to. A player calls it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cartsim.cart.commands import Command, Enter
from cartsim.cart.outcome import Outcome
from cartsim.errors import CartsimError
from cartsim.files import temporary_folder
from cartsim.i18n import Speaker
from cartsim.script.carttext import figures_text, invalid_text, shop_text
from cartsim.script.checking import Screen, Sight, mismatches, shop_of
from cartsim.script.codes import must_be_known
from cartsim.script.expectations import LineFacts
from cartsim.script.result import Ending, Played, StepResult
from cartsim.script.scriptfile import Script, read_script
from cartsim.script.steps import Do, Expect, Step, Wait, with_line_ids
from cartsim.session.datafile import DataFile
from cartsim.session.founding import NO_SCENARIO, found_world
from cartsim.session.scenariofile import as_started, read_scenario
from cartsim.session.session import Session

SEEDED = "seeded"


class Worlds:
    """Worlds for scripts, in a folder of their own: each catalogue is seeded once and copied from then on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def make(self, path: Path) -> Path:
        """A new world as the script in the file begins; DataError where it does not fit."""
        self._made += 1
        return self.found(self._folder / f"{self._made}.world", str(path))

    def found(self, world: Path, scenario: str) -> Path:
        """A new world at `world` as the scenario, a name or a file, begins; DataError where it does not fit."""
        started, _ = as_started(*read_scenario(scenario))
        size, seed = started.made_for.size, started.made_for.seed
        seeded = self._folder / f"{SEEDED}-{size}-{seed}.world"
        if not seeded.exists():
            found_world(seeded, size=size, seed=seed, scenario=NO_SCENARIO, policy={})
        found_world(world, size=size, seed=seed, scenario=scenario, seeded=seeded)
        return world


@contextmanager
def temporary_worlds() -> Iterator[Worlds]:
    """Worlds that are gone at the end."""
    with temporary_folder("run") as folder:
        yield Worlds(folder)


@dataclass(slots=True)
class Performance:
    """The state of one script under way."""

    path: Path
    script: Script
    file: DataFile
    session: Session
    speaker: Speaker
    keep_going: bool = False
    done: list[StepResult] = field(default_factory=list)
    shots: list[Path] = field(default_factory=list)
    outcome: Outcome | None = None
    """Of the last command"""

    @property
    def over(self) -> bool:
        """Whether a step failed and the rest is not asked for."""
        return not self.keep_going and bool(self.done) and self.done[-1].ending is Ending.FAILED

    def command(self, step: Do) -> Command:
        """The command of a step with the line ids of this cart; a line that is not there keeps its name."""
        return with_line_ids(step.command(), self.session.cart)

    def wait(self, step: Wait) -> None:
        """Let world time pass."""
        (self.session.step if step.quiet else self.session.pass_time)(step.wait)

    def expect(self, step: Expect, at: int, screen: Screen | None = None) -> None:
        """Compare and note down; the view around it where it does not hold."""
        sight = Sight(self.session, self.outcome, screen)
        wrong = tuple(mismatches(step.expect, sight))
        if not wrong:
            self.passed(at)
            return
        self.done.append(self._result(at, Ending.FAILED, mismatches=wrong, around=self._around(step)))

    def did(self, outcome: Outcome, at: int) -> None:
        """A command was done, or refused by the shop, which only an expectation makes a failure."""
        self.outcome = outcome
        refusal = outcome.refusal
        self.passed(at, "" if refusal is None else f"refused: {self.speaker.reason(refusal.reason)}")

    def passed(self, at: int, remark: str = "") -> None:
        """The step at this place was done."""
        self.done.append(self._result(at, remark=remark))

    def failed(self, at: int, remark: str) -> None:
        """The step at this place could not be done."""
        self.done.append(self._result(at, Ending.FAILED, remark=remark))

    def played(self, seconds: float) -> Played:
        """What came of it."""
        ending = Ending.FAILED if any(step.ending is Ending.FAILED for step in self.done) else Ending.PASSED
        return Played(
            self.path, title_of(self.script, self.speaker), ending, tuple(self.done), "", seconds, tuple(self.shots)
        )

    def place(self, at: int) -> str:
        """The beginning of a complaint about the step at this place."""
        return self.file.complaint(("steps", at), "")

    def _result(self, at: int, ending: Ending = Ending.PASSED, **more: Any) -> StepResult:
        return StepResult(self.file.line_of(("steps", at)), _written_step(self.file, at), ending, **more)

    def _around(self, step: Expect) -> str:
        view = self.session.view()
        shop = shop_of(step.expect, view)
        if shop is not None:
            return shop_text(view, shop, self.speaker)
        if isinstance(step.expect, LineFacts) and any(step.expect.line in (row.id, row.sku) for row in view.invalid):
            return invalid_text(view, self.speaker)
        return figures_text(view, self.speaker)


@contextmanager
def performance(path: Path, worlds: Worlds, speaker: Speaker, *, keep_going: bool = False) -> Iterator[Performance]:
    """The script in the file, about to begin: its world stands still, its cart is entered.

    DataError names file, line and field of what does not fit.
    """
    script, file = read_script(path)
    world = worlds.make(path)
    try:
        with Session(world) as session:
            must_be_known(session, script, file)
            session.pause(True)
            session.do(Enter())
            yield Performance(path, script, file, session, speaker, keep_going)
    finally:
        for leftover in world.parent.glob(f"{world.name}*"):
            leftover.unlink()


def refused(path: Path, error: CartsimError, seconds: float = 0.0) -> Played:
    """A script that does not fit."""
    return Played(path, path.name, Ending.REFUSED, complaint=str(error), seconds=seconds)


def title_of(script: Script, speaker: Speaker) -> str:
    """The script's title in the speaker's language; empty where it has none."""
    title = script.title
    return "" if title is None else getattr(title, speaker.language)


def _written_step(file: DataFile, at: int) -> Any:
    """The step as the file has it."""
    value: Any = file.value
    return value["steps"][at]


def describe(step: Step) -> str:
    """What kind of step it is, for a message."""
    return type(step).__name__.lower()
