"""Every picture of the README and of `screenshots/`, made from scenarios; never by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cartsim.cart.commands import Enter
from cartsim.cart.view import CartView, Entry
from cartsim.errors import DataError
from cartsim.files import temporary_folder, write_over
from cartsim.i18n import Speaker
from cartsim.script.picture import relay
from cartsim.session.founding import found_world
from cartsim.session.session import Session
from cartsim.signals import run_loop
from cartsim.testing import settle
from cartsim.tui.app import CartsimApp
from cartsim.tui.showing import Density

LANGUAGES = ("zh", "en")

SECONDS_SINCE_READ = 4
"""World time between the reading a picture shows and the picture."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the cart of a scenario, the row gone to and the keys pressed before it is taken."""

    name: str
    keys: tuple[str, ...] = ()
    row: Callable[[CartView], str] | None = None
    """Id of the row the cursor is put on; the first one where none is given."""
    size: tuple[int, int] = (120, 40)
    """Columns and rows."""
    theme: str = "cartsim-dark"
    density: Density | None = None
    ticks: int = 36
    """World time that passes between opening the cart and the keys."""


def _with_a_gap(view: CartView) -> str:
    """The bar of a promotion that something ticked has not reached yet."""
    return next(
        f"bar:{group.id}"
        for shop in view.shops
        for group in shop.groups
        if group.bar is not None and group.bar.state == "gap" and group.bar.entry is Entry.GO
    )


def _with_choices(view: CartView) -> str:
    """A line that may belong to several promotions."""
    return next(f"line:{line.id}" for line in view.lines if len(line.choices) > 1)


def _with_sizes(view: CartView) -> str:
    """A line whose specification says two things."""
    return next(f"line:{line.id}" for line in view.lines if len(line.spec) > 1)


def _with_a_trade_up(view: CartView) -> str:
    """An offer of a 换购 that can be taken now."""
    return next(f"addon:{offer.id}" for line in view.lines for offer in line.add_ons if offer.state == "open")


SHOTS = (
    Shot("cart"),
    Shot("cart-wide", size=(160, 50)),
    Shot("cart-small", size=(80, 24)),
    Shot("cart-compact", density=Density.COMPACT),
    Shot("cart-light", theme="cartsim-light"),
    Shot("cart-contrast", theme="cartsim-contrast"),
    Shot("top-up", ("a",), _with_a_gap),
    Shot("coupons", ("c",)),
    Shot("platform-coupons", ("C",)),
    Shot("trade-up", ("u",), _with_a_trade_up),
    Shot("sku", ("s",), _with_sizes),
    Shot("detail", ("dollar_sign",)),
    Shot("promotion", ("p",), _with_choices),
    Shot("settlement", ("S",)),
    Shot("invalid", ("end",)),
    Shot("why", ("question_mark",)),
    Shot("rules", ("f2",)),
    Shot("help", ("f1",)),
)


def take_shots(
    folder: Path, *, names: Iterable[str] = (), tell: Callable[[Path], None] = lambda path: None
) -> tuple[Path, ...]:
    """Writes the pictures as SVG into `folder`, one for each shot and language; the files written.

    `names` limits which; `tell` hears of each file. WorldError where a world cannot be made.
    """
    wanted = set(names)
    if folder.exists() and not folder.is_dir():
        raise DataError(f"{folder} takes no pictures: it is no folder")
    folder.mkdir(parents=True, exist_ok=True)
    with temporary_folder("shots") as work:
        seeded = work / "seeded.world"
        found_world(seeded, scenario="full-cart")
        return tuple(run_loop(_take_all(folder, seeded, wanted, tell)))


async def _take_all(folder: Path, seeded: Path, wanted: set[str], tell: Callable[[Path], None]) -> list[Path]:
    written = []
    for shot in _chosen(wanted):
        for language in LANGUAGES:
            path = folder / f"{shot.name}.{language}.svg"
            write_over(path, await _take(shot, language, seeded))
            tell(path)
            written.append(path)
    return written


def _chosen(wanted: set[str]) -> Iterator[Shot]:
    known = {shot.name for shot in SHOTS}
    if unknown := sorted(wanted - known):
        raise DataError(f"no picture {unknown[0]!r}; there are {', '.join(sorted(known))}")
    return (shot for shot in SHOTS if not wanted or shot.name in wanted)


async def _take(shot: Shot, language: str, seeded: Path) -> str:
    world = seeded.with_name(f"{shot.name}.{language}.world")
    shutil.copy(seeded, world)
    with Session(world) as session:
        session.do(Enter())
        session.step(shot.ticks)
        session.pulse()
        session.step(SECONDS_SINCE_READ)
        app = CartsimApp(session, Speaker(language), theme=shot.theme, density=shot.density)
        async with app.run_test(size=shot.size) as pilot:
            await settle(pilot)
            if shot.row is not None:
                app.cart.list.move_cursor(shot.row(session.view()))
            await pilot.press(*shot.keys)
            await settle(pilot)
            return relay(app.export_screenshot(title="cartsim"))
