"""What a person asked to open, and the session that comes of it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cartsim.errors import CartsimError, PolicyError, WorldError, WorldMissing
from cartsim.files import temporary_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from cartsim.model.policy import Value
    from cartsim.session.session import Session

FIRST_SIZE = "demo"
FIRST_SEED = 42
FIRST_SCENARIO = "full-cart"


@dataclass(frozen=True, slots=True)
class Opening:
    """The options of a command that opens a world, as they were typed."""

    world: Path | None = None
    demo: bool = False
    scenario: str | None = None
    size: str | None = None
    seed: int | None = None
    policy: Path | None = None
    settings: tuple[str, ...] = ()
    lang: str | None = None
    session: Path | None = None

    def over(self, inner: Opening) -> Opening:
        """Both together; what was typed nearer to the command wins, settings add up."""
        nearer: dict[str, Any] = {
            item.name: getattr(inner, item.name) or getattr(self, item.name) for item in fields(self)
        }
        nearer["seed"] = self.seed if inner.seed is None else inner.seed
        nearer["settings"] = self.settings + inner.settings
        return Opening(**nearer)

    def overrides(self) -> dict[str, Value]:
        """Policy fields of `--policy` and, over them, of `--set`; PolicyError where one does not fit, or not to the
        others."""
        from cartsim.model.policy import STANDARD
        from cartsim.model.policy_fields import override, parse_setting

        values: dict[str, Value] = {}
        if self.policy:
            from cartsim.session.policyfile import load_policy  # loads pydantic and yaml

            values |= load_policy(self.policy)
        values |= dict(parse_setting(text) for text in self.settings)
        try:
            override(STANDARD, values)
        except PolicyError as wrong:
            if self.policy is None:
                raise
            from cartsim.session.policyfile import placed

            raise placed(wrong, self.policy) from None
        return values

    def wants_new(self) -> str | None:
        """The first option that only a new world can follow; None where there is none."""
        asked = {"--scenario": self.scenario, "--size": self.size, "--seed": self.seed}
        return next((option for option, value in asked.items() if value is not None), None)


@contextmanager
def opened(
    opening: Opening, *, read_now: bool = False, check: Callable[[Session], None] | None = None
) -> Iterator[Session]:
    """The session asked for, its cart entered; closed, and a temporary world taken away, at the end.

    One from a session file is as it was left, or with `read_now` entered as well. `check` looks at it before anything
    is done in it, and raises where nothing should be.
    The default world is made at its first use. Raises CartsimError with what a person can do about it.
    """
    from cartsim.cart.commands import Enter
    from cartsim.session.session import Session

    overrides = opening.overrides()
    with ExitStack() as after:
        if opening.session is not None:
            from cartsim.cli.sharing import reopened

            yield after.enter_context(reopened(opening, opening.session, read_now=read_now))
            return
        path = after.enter_context(_temporary_world(opening)) if opening.demo else _kept_world(opening)
        session = after.enter_context(Session(path, overrides=overrides))
        if check is not None:
            check(session)
        session.do(Enter())
        yield session


@contextmanager
def _temporary_world(opening: Opening) -> Iterator[Path]:
    """A new world in a temporary folder."""
    if opening.world:
        raise CartsimError("--demo makes its own world; leave out --demo or --world")
    with temporary_folder("demo") as folder:
        path = folder / "demo.world"
        make_world(opening, path)
        yield path


def _kept_world(opening: Opening) -> Path:
    """The world file asked for, or the user's own, which is made where there is none yet."""
    from cartsim.paths import default_world_path

    path = opening.world or default_world_path()
    if opening.world is None and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            make_world(opening, path)
        except WorldError:
            if not path.exists():  # another first start was quicker: its world is as good
                raise
        return path
    if not path.exists():
        raise WorldMissing(f"there is no world at {path}; to make one: cartsim world new {path}")
    if opening.wants_new():
        raise CartsimError(
            f"{opening.wants_new()} is for a new world, and {path} exists already; add --demo, or make another with "
            "cartsim world new FILE"
        )
    return path


def make_world(opening: Opening, path: Path) -> None:
    """Make the new world asked for at `path`."""
    gc.enable()  # making a large one would otherwise keep its garbage
    from cartsim.session.founding import found_world

    with seeding_bar() as progress:
        found_world(
            path,
            size=opening.size or FIRST_SIZE,
            seed=FIRST_SEED if opening.seed is None else opening.seed,
            scenario=opening.scenario or default_scenario(opening.size, opening.seed),
            progress=progress,
        )


def default_scenario(size: str | None, seed: int | None) -> str:
    """The scenario of a new world where none is named: the full cart on the world it is written for."""
    fits = (size or FIRST_SIZE, FIRST_SEED if seed is None else seed) == (FIRST_SIZE, FIRST_SEED)
    return FIRST_SCENARIO if fits else "none"


@contextmanager
def seeding_bar() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, where that is a terminal; call it with (done, whole)."""
    with click.progressbar(
        length=1000, label="Seeding", file=sys.stderr, hidden=not sys.stderr.isatty(), show_pos=False
    ) as bar:

        def progress(done: int, whole: int) -> None:
            bar.update(max(0, done * 1000 // max(1, whole) - bar.pos))

        yield progress
