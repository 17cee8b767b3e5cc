"""The cart: header, tabs, the list with the panel beside it, payment, keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from cartsim.cart.commands import Command
from cartsim.cart.outcome import Outcome
from cartsim.cart.view import CartView
from cartsim.tui import bars
from cartsim.tui.actions import Action, footer
from cartsim.tui.board import Board
from cartsim.tui.cart_rows import CartRows
from cartsim.tui.draw import Line
from cartsim.tui.palette import Palette
from cartsim.tui.rows import RowList
from cartsim.tui.screens.cart_actions import CartActions
from cartsim.tui.showing import Density, Showing, shown_tick
from cartsim.tui.side import Pen, advised, side_lines, subject_of

if TYPE_CHECKING:
    from cartsim.tui.app import CartsimApp

COMFORTABLE_FROM = 30
"""Lines of the window from which rows are comfortable where nobody asked for a density."""
LEAST = (60, 16)
"""Cells below which the cart says that it needs more room."""
SAID_SECONDS = 6.0
"""Real time for which a notice stands in the status line."""
SIDE_DELAY = 0.08
"""Real seconds by which the side panel follows the list, so that it slows neither a key nor a tick."""
FEED = 40


class Body(Horizontal):
    """The list with the panel beside it."""

    BLANK = True
    """Nothing of its own shows, so that a frame need not ask for its lines one by one."""


class CartScreen(CartActions):
    """The whole cart. Keys and parts are in `CartActions`; this part paints."""

    BLANK = True
    """As for `Body`: boards and list leave no cell free."""
    AUTO_FOCUS = "#cart"
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 - Textual declares it for instances
        (0, "-narrow"), (120, "-wide"), (150, "-huge"), (180, "-vast"),
    ]  # fmt: skip

    def __init__(self, density: Density | None) -> None:
        """Without a density the height of the window decides, until one is asked for."""
        super().__init__()
        self._asked = density
        self.showing = Showing(density=density or Density.COMFORTABLE)
        self._said = ("", "soft")
        self._said_until = 0.0
        self._undo: tuple[int, int, float] | None = None
        self._composed = False
        self._painted: dict[str, tuple[object, ...]] = {}

    def compose(self) -> ComposeResult:
        """Boards above and below, the list and its panel between."""
        yield Board(id="header", band="brand")
        yield Board(id="filters")
        with Body(id="body"):
            yield RowList(id="cart")
            yield Board(id="side")
        yield Board(id="pay")
        yield Board(id="keys", band="ground")
        yield Board(id="tiny", band="ground")

    def on_mount(self) -> None:
        """Find the widgets once and paint."""
        self.list = self.query_one("#cart", RowList)
        self._boards = {board.id: board for board in self.query(Board)}
        self._make_rows = CartRows(self.shop.speaker)
        self._composed = True
        self.follow()
        first = next((row.id for row in self.list.rows if row.id.startswith("line:")), None)
        if first is not None:
            self.list.move_cursor(first)

    @property
    def shop(self) -> CartsimApp:
        """The app, by its own type."""
        return cast("CartsimApp", self.app)

    @property
    def palette(self) -> Palette:
        """The colours in use."""
        return self.list.palette

    # Painting

    def follow(self) -> None:
        """Paint the session's view; only what differs is drawn."""
        if not self._composed:
            return
        if self._make_rows.speaker != self.shop.speaker:
            self._make_rows = CartRows(self.shop.speaker)
        view = self.view
        self.list.set_rows(self._make_rows.of(view, self.showing))
        self._paint_bars(view)
        self._side_later()

    def _board(self, name: str) -> Board:
        return self._boards[name]

    def _paint_board(self, name: str, depends_on: tuple[object, ...], make: Callable[[], Sequence[Line]]) -> None:
        """Give a board its lines, where what they depend on is not as it was."""
        depends_on = (self.size, self.shop.speaker.language, self.shop.theme, *depends_on)
        if self._painted.get(name) != depends_on:
            self._painted[name] = depends_on
            self._board(name).set_lines(make())

    def _paint_bars(self, view: CartView) -> None:
        """The lines around the list."""
        speaker, palette, width = self.shop.speaker, self.palette, self.size.width
        self.paint_time()
        found = None if self.finding is None else self._found(self.finding)
        self._paint_board(
            "keys",
            (found,),
            lambda: (
                bars.key_line(footer(), width, speaker, palette)
                if found is None
                else bars.find_line(found, width, speaker, palette),
            ),
        )
        if self.has_class("-tiny"):
            self._paint_board("tiny", (), lambda: bars.too_small(self.size, LEAST, speaker, palette))

    def paint_time(self) -> None:
        """The lines that show time: header, age of the reading, and what can still be undone."""
        if not self._composed:
            return
        view, clock, width, showing = self.view, self.shop.session.clock(), self.size.width, self.showing
        speaker, palette, undo, said = self.shop.speaker, self.palette, self.undoable(), self._saying()
        rules = self.shop.session.likeness
        refresh = self.shop.session.policy.refresh
        every = refresh.interval_s if "interval" in refresh.modes else None
        age = clock.now - view.read_at
        trouble = self.shop.session.trouble
        if trouble is not None and not said[0]:
            said = (speaker.reason(trouble), "drop")
        self._paint_board(
            "header",
            (clock, view.used, view.cap, view.city, rules, trouble),
            lambda: (bars.header(view, clock, rules, width, speaker, palette, stands=trouble is not None),),
        )
        self._paint_board(
            "filters",
            (view.counts, showing.filter, age, every, view.troubles),
            lambda: (bars.tabs(view, showing, age, every, width, speaker, palette),),
        )
        self._paint_board(
            "pay",
            (
                view.totals,
                view.platform_coupons,
                view.freight_shown,
                view.quote.freight,
                view.tick,
                view.counts,
                view.blocked,
                view.troubles,
                shown_tick(view, showing),
                showing.filter,
                undo,
                said,
            ),
            lambda: (
                bars.status(*said, view, width, speaker, palette),
                bars.payment(view, showing, undo, width, speaker, palette),
            ),
        )

    def _paint_side(self) -> None:
        """Price, advice, why and market, for the row under the cursor."""
        self._side_timer = None
        board = self._board("side")
        if not board.display or not board.size.width:
            return
        session, view, speaker = self.shop.session, self.view, self.shop.speaker
        row_id = self.list.cursor
        reasons = session.why(row_id, self.list.part) if row_id else ()
        pen = Pen(speaker, self.palette, board.size.width - 3)
        subject = subject_of(view, row_id, speaker)
        extra = session.ticked_extra(advised(view))
        lines = side_lines(view, session.clock(), session.feed(FEED), subject, reasons, pen, board.size.height, extra)
        board.set_lines(bars.indented(lines, 2))

    @on(RowList.CursorMoved)
    def _cursor_moved(self, event: RowList.CursorMoved) -> None:
        """Let the panel speak of the row the cursor rests on."""
        event.stop()
        self._side_later()

    def _side_later(self) -> None:
        """Paint the panel once what moves has come to rest, at the latest after the delay."""
        if self._side_timer is None:
            self._side_timer = self.set_timer(SIDE_DELAY, self._paint_side)

    def follow_now(self) -> None:
        """Paint the panel without waiting."""
        if self._side_timer is not None:
            self._side_timer.stop()
        self._paint_side()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new size."""
        self.set_class(event.size.width < LEAST[0] or event.size.height < LEAST[1], "-tiny")
        if self._asked is None:
            fitting = Density.COMFORTABLE if event.size.height >= COMFORTABLE_FROM else Density.COMPACT
            self.showing = replace(self.showing, density=fitting)
        self.follow()
        self.call_after_refresh(self._paint_side)

    # What was said and done

    def say(self, text: str, tone: str = "warn") -> None:
        """Show a notice in the status line for a while."""
        self._said = (text, tone)
        self._said_until = monotonic() + SAID_SECONDS
        self._paint_bars(self.view)

    def _saying(self) -> tuple[str, str]:
        """The notice and its tone, as long as it stands."""
        if monotonic() >= self._said_until:
            self._said = ("", "soft")
        return self._said

    def done(self, command: Command, outcome: Outcome) -> None:
        """After a command: offer to take a removal back, for as long as the policy says (R-EDIT-3)."""
        seconds = self.shop.session.policy.edit.undo_s
        removed = [line for event in outcome.events if event.kind == "removed" for line in event.lines]
        if removed and seconds and outcome.sequence is not None:
            self._undo = (outcome.sequence, len(removed), monotonic() + seconds)
            self._paint_bars(self.view)

    def undoable(self) -> bars.Undoable | None:
        """The removal that can still be taken back, or None."""
        if self._undo is None:
            return None
        sequence, lines, until = self._undo
        left = until - monotonic()
        if left <= 0:
            self._undo = None
            return None
        return bars.Undoable(sequence, lines, int(left) + 1)

    def forget_undo(self) -> None:
        """The removal was taken back."""
        self._undo = None

    def doing(self, action: Action) -> Callable[[], None]:
        """The action as something the palette can call."""
        return partial(self.perform, action.name)
