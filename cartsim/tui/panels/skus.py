"""Choosing another SKU of the same product for a line (R-SKU)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.types import CSSPathType

from cartsim.cart.commands import SwitchSku
from cartsim.cart.panels import SkuCell, SkuMatrix
from cartsim.cart.validity import hint_at
from cartsim.i18n.marks import N_
from cartsim.tui import draw
from cartsim.tui.board import Board
from cartsim.tui.panels import sku_lines
from cartsim.tui.panels.dialog import Dialog
from cartsim.tui.panels.drawn import Button, Drawn
from cartsim.tui.panels.stock_words import limit_words


class Choices(VerticalScroll, can_focus=True):
    """The matrix; arrows choose."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "screen.choose(-1, 0)", show=False),
        Binding("down", "screen.choose(1, 0)", show=False),
        Binding("left", "screen.choose(0, -1)", show=False),
        Binding("right", "screen.choose(0, 1)", show=False),
    ]


class SkuPanel(Dialog[bool]):
    """All SKUs of the line's product, those that cannot be had dimmed with their reason.

    The answer is True where the line was switched.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = ["overlay.tcss", "skus.tcss"]
    AUTO_FOCUS = "#choices"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "confirm", N_("switch")),
        Binding("plus,equals_sign", "step(1)", N_("more"), key_display="+"),
        Binding("minus", "step(-1)", N_("less"), key_display="−"),
    ]

    def __init__(self, line: str) -> None:
        super().__init__()
        self.line = line
        self._chosen = ""
        self._quantity = 0
        self._matrix: SkuMatrix | None = None

    def compose_sheet(self) -> ComposeResult:
        """What is switched, the matrix, the quantity, what would happen, the answers."""
        yield Drawn(id="about")
        with Choices(id="choices"):
            yield Drawn(id="matrix")
        yield Drawn(id="quantity")
        yield Drawn(id="consequences")
        with Horizontal(id="buttons"):
            yield Button("leave", id="cancel")
            yield Button("confirm", id="confirm", primary=True)

    def repaint(self) -> None:
        """The matrix as the stock is now; the choice stays."""
        line = self.session.view().line(self.line)
        if line is None:
            self.close(False)
            return
        matrix = self._matrix = self.session.skus(self.line)
        if not self._chosen:
            self._chosen = next((cell.sku for cell in matrix.cells if cell.current), matrix.cells[0].sku)
            self._quantity = matrix.quantity
        chosen = self._cell(matrix)
        pen, width, policy = self.pen, self.sheet_width, self.session.policy
        art = pen.picture(matrix.sprite, chosen.colour, dim=chosen.unavailable is not None)
        words = (
            (pen.span(self.speaker.words(matrix.title), "text", bold=True),),
            (pen.span(self.speaker.spec(chosen.spec), "soft"),),
            (pen.span(self.speaker.money(chosen.price), "total", bold=True),),
        )
        about = [draw.fit((*pixels, draw.blank(2), *text), width) for pixels, text in zip(art, words, strict=True)]
        self.query_one("#about", Drawn).show([*about, (), pen.rule(width)])
        paint = sku_lines.table if sku_lines.as_table(matrix) else sku_lines.listing
        self.query_one("#matrix", Drawn).show(paint(pen, width - 1, matrix, self._chosen, policy))
        stepper = pen.stepper(self._quantity, less=self._quantity > 1, more=self._quantity < chosen.maximum)
        limit = pen.span(self._limit(chosen), "dim")
        self.query_one("#quantity", Drawn).show(
            [
                pen.rule(width),
                (pen.span(self.text("Quantity"), "soft"), draw.blank(2), *stepper, draw.blank(2), limit),
                (),
            ]
        )
        told = sku_lines.consequences(pen, width, matrix, chosen, self._quantity, line, policy)
        self.query_one("#consequences", Drawn).show([*told, ()])
        self.query_one("#cancel", Button).say(self.text("Cancel"))
        self.query_one("#confirm", Button).say(self.text("Switch"))

    def action_choose(self, down: int, across: int) -> None:
        """Move the choice through the matrix; SKUs that cannot be had may be looked at."""
        matrix = self._matrix
        if matrix is None:
            return
        if sku_lines.as_table(matrix):
            self._choose_in_table(matrix, down, across)
        else:
            at = next(index for index, cell in enumerate(matrix.cells) if cell.sku == self._chosen)
            self._choose(matrix.cells[(at + down + across) % len(matrix.cells)].sku)

    def _choose_in_table(self, matrix: SkuMatrix, down: int, across: int) -> None:
        rows, columns = matrix.dimensions
        cells = sku_lines.by_spec(matrix)
        row, column = self._cell(matrix).spec
        at = rows.index(row), columns.index(column)
        for _ in range(max(len(rows), len(columns))):
            at = (at[0] + down) % len(rows), (at[1] + across) % len(columns)
            cell = cells.get((rows[at[0]], columns[at[1]]))
            if cell is not None:
                self._choose(cell.sku)
                return

    def _choose(self, sku: str) -> None:
        self._chosen = sku
        self.repaint()
        place = self.query_one("#matrix", Drawn).place(f"sku:{sku}")
        scroll = self.query_one("#choices", Choices)
        if place and not scroll.scroll_offset.y <= place.y < scroll.scroll_offset.y + scroll.size.height - 1:
            scroll.scroll_to(y=max(0, place.y - 1), animate=False)

    def action_step(self, by: int) -> None:
        """One piece more or less."""
        if self._matrix is not None:
            most = max(1, self._cell(self._matrix).maximum)
            self._quantity = max(1, min(self._quantity + by, most))
            self.repaint()

    def action_confirm(self) -> None:
        """Switch; what cannot be had is refused with its reason, the same SKU only sets the quantity."""
        matrix = self._matrix
        if matrix is None:
            return
        chosen = self._cell(matrix)
        if chosen.unavailable is not None:
            self.notify(self.speaker.reason(chosen.unavailable), severity="warning", markup=False)
            return
        if chosen.current and self._quantity == matrix.quantity:
            self.close(False)
            return
        quantity = None if self._quantity == matrix.quantity else self._quantity
        if self.shop.act(SwitchSku(self.line, chosen.sku, quantity)).ok:
            self.close(True)
        else:
            self.repaint()

    def action_leave(self) -> None:
        """Keep what it was."""
        self.close(False)

    def _limit(self, chosen: SkuCell) -> str:
        """What binds the quantity; the stock only where its number may show or nothing more can be taken."""
        shows = chosen.available <= hint_at(self.session.policy)[0] or self._quantity >= chosen.maximum
        return limit_words(self.pen, chosen.limit) if shows or chosen.limit.code != "maximum_stock" else ""

    def _cell(self, matrix: SkuMatrix) -> SkuCell:
        return next((cell for cell in matrix.cells if cell.sku == self._chosen), matrix.cells[0])

    @on(Board.Pressed)
    def _pressed(self, event: Board.Pressed) -> None:
        event.stop()
        if event.part.startswith("sku:"):
            self._choose(event.part.removeprefix("sku:"))
        elif event.part in {"plus", "minus"}:
            self.action_step(1 if event.part == "plus" else -1)
