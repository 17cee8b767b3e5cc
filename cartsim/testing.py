"""For tests of the screen: find things by their names, click, type, wait for quiet, read the view and the screen.

Names are those of `cartsim ids` (F12 shows them on the screen); no test needs a coordinate or a text to find what it
presses. All of it works with Textual's own Pilot:

    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await click(pilot, "line:l3", "plus")
        await click(pilot, "line:l3", "quantity")
        await type_in(pilot, "4", into="number")
        await click(pilot, "accept")
        assert view_of(app).line("l3").quantity == 4
        assert "仅剩 3 件" in text_of(app)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import TYPE_CHECKING, NoReturn, cast

from rich.cells import cell_len
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from cartsim.errors import UnknownCodeError
from cartsim.tui.board import Board
from cartsim.tui.panels.drawn import Button
from cartsim.tui.row import Row
from cartsim.tui.rows import RowList

if TYPE_CHECKING:
    from cartsim.cart.view import CartView
    from cartsim.tui.app import CartsimApp


def row(app: CartsimApp, row_id: str) -> Row:
    """The row with this id in the topmost screen; UnknownCodeError, naming the rows there are, if none has it."""
    return _list_with(app, row_id).row(row_id) or _missing(app, row_id)


def parts(app: CartsimApp, row_id: str) -> tuple[str, ...]:
    """Names of the parts a row shows; those of a board where `row_id` names one."""
    board = _board(app, row_id)
    if board is not None:
        return tuple(dict.fromkeys(board.parts))
    return _list_with(app, row_id).parts_of(row_id)


def cursor_of(app: CartsimApp) -> str | None:
    """Id of the row under the cursor of the topmost screen's list, or of the widget that has the focus there."""
    rows = next(iter(app.screen.query(RowList)), None)
    if rows is not None:
        return rows.cursor
    return None if app.screen.focused is None else app.screen.focused.id


async def click(pilot: Pilot[None], row_id: str, part: str | None = None, *, times: int = 1) -> None:
    """Clicks a part of a row, or the row; `row_id` may name a board (`header`, `pay` ...), button or input as well.

    The row is brought into view first. Raises UnknownCodeError where there is no such row or part.
    """
    offset = await _offset(pilot, row_id, part)
    await pilot.click(offset=offset, times=times)
    await settle(pilot)


async def find(pilot: Pilot[None], row_id: str, part: str | None = None) -> Offset:
    """The middle cell of a row, part, button or input on the screen, brought into view first.

    Raises UnknownCodeError where there is none.
    """
    return await _offset(pilot, row_id, part)


async def type_in(pilot: Pilot[None], text: str, into: str | None = None, *, enter: bool = False) -> None:
    """Types a text where the focus is, or instead of what stands in the input of this name; then Enter where asked."""
    if into is not None:
        field = _input(cast("CartsimApp", pilot.app), into)
        field.focus()
        await pilot.pause()
        field.value = ""
    for character in text:
        await pilot.press(character)
    if enter:
        await pilot.press("enter")
    await settle(pilot)


def view_of(app: CartsimApp) -> CartView:
    """The cart as the session last read it: what the screen draws."""
    return app.session.view()


async def settle(pilot: Pilot[None]) -> None:
    """Waits until every message is handled and the panel beside the list has followed."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    follow_now = getattr(pilot.app.screen_stack[0], "follow_now", None)
    if follow_now is not None:
        follow_now()
    await pilot.pause()


def text_of(app: CartsimApp) -> str:
    """The characters on the screen, line by line, without trailing blanks."""
    lines: dict[int, str] = {}
    for x, line, body in _RUN.findall(app.export_screenshot()):
        so_far = lines.get(int(line), "")
        start = round(float(x) / _CELL)
        lines[int(line)] = so_far + " " * (start - cell_len(so_far)) + unescape(body).replace("\xa0", " ")
    return "\n".join(lines.get(y, "").rstrip() for y in range(app.size.height))


_RUN = re.compile(
    r'<text class="[^"]+" x="([\d.]+)" y="[\d.]+" textLength="[\d.]+" clip-path="url\(#[^)]*-line-(\d+)\)">([^<]*)'
)
"""A run of text in a screenshot: x, line, characters."""
_CELL = 12.2
"""Width of a cell in a screenshot."""


async def _offset(pilot: Pilot[None], row_id: str, part: str | None) -> Offset:
    """The middle of the part on the screen."""
    app = cast("CartsimApp", pilot.app)
    board = _board(app, row_id)
    if board is not None:
        found = board.screen_offset_of(part or "")
        if found is None:
            raise UnknownCodeError(f"{row_id!r} shows no part {part!r}; it has {', '.join(parts(app, row_id))}")
        return found
    widget = _widget(app, row_id)
    if widget is not None:
        return widget.region.offset + Offset(widget.region.width // 2, widget.region.height // 2)
    rows = _list_with(app, row_id)
    rows.scroll_to_row(row_id)
    await pilot.pause()
    found = rows.screen_offset_of(row_id, part)
    if found is None:
        raise UnknownCodeError(f"{row_id!r} shows no part {part!r}; it has {', '.join(rows.parts_of(row_id))}")
    return found


def _board(app: CartsimApp, name: str) -> Board | None:
    """The board of this name on the topmost screen."""
    return next((board for board in app.screen.query(Board) if board.id == name), None)


def _widget(app: CartsimApp, name: str) -> Widget | None:
    """The button or input of this name on the topmost screen, where it shows."""
    found: Iterable[Widget] = (*app.screen.query(Button), *app.screen.query(Input))
    return next((widget for widget in found if widget.id == name and widget.region), None)


def _input(app: CartsimApp, name: str) -> Input:
    there = {field.id: field for field in app.screen.query(Input)}
    if name not in there:
        raise UnknownCodeError(f"no input {name!r} on this screen; there are {', '.join(map(str, there))}")
    return there[name]


def _list_with(app: CartsimApp, row_id: str) -> RowList:
    """The list of the topmost screen that has the row."""
    for rows in app.screen.query(RowList):
        if rows.row(row_id) is not None:
            return rows
    return _missing(app, row_id)


def _missing(app: CartsimApp, row_id: str) -> NoReturn:
    there = [each.id for rows in app.screen.query(RowList) for each in rows.rows]
    raise UnknownCodeError(f"no row {row_id!r} on this screen; there are {', '.join(there[:40]) or 'none'}")
