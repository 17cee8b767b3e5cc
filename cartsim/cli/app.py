"""`cartsim` without a command: the cart on the screen."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import click

from cartsim.cli.opening import Opening, make_world, opened
from cartsim.errors import CartsimError, WorldDamaged, WrongSchema
from cartsim.i18n.language import choose_language
from cartsim.paths import default_world_path
from cartsim.signals import leaving_first


@dataclass(frozen=True, slots=True)
class Look:
    """How the screen is drawn, as asked for."""

    language: str
    theme: str
    density: str | None
    ascii_only: bool


POOR_TERMINALS = frozenset({"dumb", "unknown", "emacs"})


def show(opening: Opening, *, theme: str, density: str | None, ascii_only: bool) -> int:
    """Run the app until it is left; gives its status. CartsimError where there is no screen to draw on."""
    require_screen()
    look = Look(choose_language(opening.lang, os.environ), theme, density, ascii_only or not speaks_unicode())
    try:
        return _run(opening, look)
    except (WrongSchema, WorldDamaged) as wrong:
        beside = _beside(opening.world or default_world_path())
        click.echo(f"cartsim: {wrong}", err=True)
        if not click.confirm(f"Open a new world beside it, {beside}?", err=True, default=True):
            return 2
    make_world(opening, beside)
    return _run(replace(opening, world=beside), look)


def _beside(path: Path) -> Path:
    """The first free name after `path`: cartsim-2.world."""
    names = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, 1000))
    return next(name for name in names if not name.exists())


def require_screen(instead: str = "to print the cart: cartsim cart --text") -> None:
    """Raise CartsimError, with what can be done `instead`, unless there is a terminal that can be drawn on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CartsimError(f"the cart needs a terminal to be drawn on; {instead}")
    if os.environ.get("TERM", "") in POOR_TERMINALS:
        raise CartsimError(f"a terminal of TERM={os.environ['TERM']} cannot be drawn on; {instead}")


def speaks_unicode() -> bool:
    """Whether the locale's characters are Unicode; where they are not, signs are drawn in ASCII."""
    if os.name == "nt":
        return True
    for variable in ("LC_ALL", "LC_CTYPE", "LANG"):
        name = os.environ.get(variable)
        if name:
            return "utf" in name.lower()
    return False


def _record(world: Path) -> tuple[Path, int]:
    """Write the journal as a script into the folder the program was started in."""
    from cartsim.script.recorder import write_recording

    path = free_name("recorded", ".cart.yaml")
    return path, len(write_recording(world, path).text.encode())


def _export(world: Path) -> tuple[Path, int]:
    """Write the situation into the folder the program was started in."""
    from cartsim.script.sessionfile import write_session

    path = free_name("session", ".cartsim")
    return path, write_session(world, path)


WRITERS: Mapping[str, Callable[[Path], tuple[Path, int]]] = {"recording": _record, "session": _export}
"""What the screen writes at a key, by name: each gives the file and its size in bytes."""


def free_name(stem: str, suffix: str) -> Path:
    """The first name in this folder that no file has: recorded-1.cart.yaml."""
    names = (Path(f"{stem}-{number}{suffix}") for number in count(1))
    return next(name for name in names if not name.exists())


def _run(opening: Opening, look: Look) -> int:
    with opened(opening) as session:
        if opening.session is not None and not session.clock().paused:
            session.pause(True)  # nothing moves before whoever opened it has seen it
        from cartsim.i18n import Speaker
        from cartsim.tui.app import CartsimApp
        from cartsim.tui.showing import Density

        app = CartsimApp(
            session,
            Speaker(look.language),
            ascii_only=look.ascii_only,
            theme=f"cartsim-{look.theme}",
            density=None if look.density is None else Density(look.density),
            writers=WRITERS,
        )
        gc.freeze()  # what is loaded stays for good and need not be looked through again
        gc.enable()
        with leaving_first(app.exit):
            app.run()
        return app.return_code or 0
