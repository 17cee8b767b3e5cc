"""换购: everything a trade-up offers, what it costs with and without, and what leads to it (R-SWAP-3, R-SWAP-4)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType

from cartsim.cart.commands import TakeAddOn
from cartsim.cart.view import AddOnList, AddOnRow, Tick
from cartsim.i18n.marks import N_
from cartsim.model.promotion import When
from cartsim.pricing.kinds import kind_of
from cartsim.tui import draw, parts
from cartsim.tui.draw import Line
from cartsim.tui.line_row import box
from cartsim.tui.panels.chooser import Chooser
from cartsim.tui.panels.item import Item, heading, sentence
from cartsim.tui.panels.pen import Pen
from cartsim.tui.rows import Row, RowList

OWN_COLUMN, PRICE_COLUMN = 10, 10
STEPPER = 11
TRACK = 24
TONES = {"taken": "good", "open": "good", "lost": "warn", "gone": "warn"}
"""Colours of the words by state; the others are dim."""
TICKS = {"taken": Tick.ON, "open": Tick.OFF}
"""Boxes by state; the others have nothing to tick."""


class Offered(NamedTuple):
    """An offer as it stands in the list."""

    row: AddOnRow
    stepped: bool
    """Whether any of the list may be taken more than once, so that there is a column for it."""


def paint_offer(pen: Pen, width: int, offered: Offered) -> tuple[Line, ...]:
    """Box, goods and state; its own price, the 换购 price, and a stepper, each in its column."""
    row = offered.row
    live = row.state in TICKS
    left = (
        box(TICKS.get(row.state, Tick.NONE), pen.palette), draw.blank(1),
        pen.span(pen.speaker.words(row.goods.title), "text" if live else "dim", parts.ADD_ON, bold=live), draw.blank(2),
        pen.span(pen.reason(row.reason), TONES.get(row.state, "dim"), parts.WHY),
    )  # fmt: skip
    own = draw.right((pen.span(pen.speaker.money(row.goods.price), "dim", strike=True),), OWN_COLUMN)
    price = pen.column(
        pen.speaker.money(row.price), PRICE_COLUMN, "accent" if live else "dim", bold=live, part=parts.PRICE
    )
    steps: Line = ()
    if offered.stepped:
        steps = (draw.blank(2), draw.blank(STEPPER))
        if row.quantity or row.most:
            steps = (draw.blank(2), *pen.stepper(row.quantity, less=row.quantity > 0, more=row.quantity < row.most))
    return (draw.spread(left, (*own, *price, *steps), width, gap=2),)


class TradeUpPanel(Chooser[None]):
    """Space or Enter takes an offer or drops it; the list stays open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose_here", N_("take or drop"), key_display="Space"),
        Binding("enter", "choose_here", show=False),
        Binding("plus,equals_sign", "step(1)", N_("more"), key_display="+"),
        Binding("minus,underscore", "step(-1)", N_("fewer"), key_display="-"),
        Binding("question_mark", "why", N_("why"), key_display="?"),
    ]

    def __init__(self, promotion: str) -> None:
        super().__init__()
        self.promotion = promotion

    def title_text(self) -> str:
        """换购"""
        return self.text("Trade-up goods")

    def about(self, width: int) -> list[Line]:
        """The promotion, how far it is reached, and how much of it is taken."""
        known, pen, speaker = self._list(), self.pen, self.speaker
        if known is None:
            return []
        terms = draw.fit(
            (pen.kind(kind_of(known.promotion)), draw.blank(1), pen.span(speaker.promotion(known.promotion), "text")),
            width,
        )
        gap = known.gap
        by_pieces = gap.threshold_pieces and not gap.threshold
        done, whole = (gap.pieces, gap.threshold_pieces) if by_pieces else (gap.base, gap.threshold)
        tone = "good" if known.allowed else "accent"
        track = draw.progress(
            whole if gap.is_top else done, whole, min(TRACK, width // 3), getattr(pen.palette, tone), pen.palette.faint
        )
        if known.allowed:
            words = pen.count(
                "{taken} of {n} piece taken", "{taken} of {n} pieces taken", known.allowed, taken=known.taken
            )
        elif by_pieces:
            words = pen.count("{n} more piece", "{n} more pieces", gap.needed_pieces)
        else:
            words = pen.text("¥{amount} to go", amount=speaker.yuan(gap.needed))
        return [terms, (*track, draw.blank(2), pen.span(words, tone, bold=True))]

    def rows(self) -> Sequence[Row]:
        """The offers, those of each threshold together where there are several."""
        known = self._list()
        if known is None or not known.offers:
            return [sentence("nothing", self.text("This trade-up is not open now"), self.speaker)]
        stepped = known.allowed > 1 or any(row.quantity > 1 for row in known.offers)
        tiers = [(when, list(rows)) for when, rows in groupby(known.offers, key=lambda row: row.when)]
        found: list[Row] = []
        for number, (when, rows) in enumerate(tiers):
            if len(tiers) > 1:
                found.append(heading(f"tier:{number}", self._from(when), self.speaker))
            found += [
                Item(
                    f"addon:{row.id}", Offered(row, stepped), paint_offer, self.speaker,
                    figures=((parts.QUANTITY, row.quantity),),
                )
                for row in rows
            ]  # fmt: skip
        return found

    def _from(self, when: When) -> str:
        """The threshold of some offers."""
        if when.pieces and not when.amount:
            return self.pen.count("From {n} piece", "From {n} pieces", when.pieces)
        return self.text("From ¥{amount}", amount=self.speaker.yuan(when.amount))

    def note(self, width: int) -> list[Line]:
        """How a trade-up counts."""
        text = self.text("A trade-up stands beside other deals")
        if self.session.policy.swap.counts_for_threshold:
            text = self.text("A trade-up stands beside other deals and counts for their thresholds")
        return self.pen.wrapped(text, width, "dim")

    def choose(self, row_id: str) -> None:
        """Take one piece, or drop what was taken."""
        row = self._row(row_id)
        if row is not None:
            self._take(row, 0 if row.quantity else 1)

    def action_step(self, by: int) -> None:
        """One piece more or fewer of the offer under the cursor."""
        cursor = self.query_one("#choices", RowList).cursor
        row = self._row(cursor) if cursor else None
        if row is not None and (by > 0 or row.quantity):
            self._take(row, row.quantity + by)

    def action_why(self) -> None:
        """Why the offer stands as it stands."""
        from cartsim.tui.panels.why import WhyPanel

        cursor = self.query_one("#choices", RowList).cursor
        row = self._row(cursor) if cursor else None
        if row is not None:
            self.app.push_screen(WhyPanel(f"addon:{row.id}", parts.ADD_ON, (row.reason,)))

    def _take(self, row: AddOnRow, pieces: int) -> None:
        self.act(TakeAddOn(self.promotion, row.goods.code, pieces))

    def _list(self) -> AddOnList | None:
        return self.session.add_ons(self.promotion)

    def _row(self, row_id: str) -> AddOnRow | None:
        known = self._list()
        code = row_id.removeprefix("addon:")
        return next((row for row in known.offers if row.id == code), None) if known is not None else None

    @on(RowList.PartPressed, "#choices")
    def _part(self, event: RowList.PartPressed) -> None:
        event.stop()
        event.prevent_default()
        if event.part in {parts.PLUS, parts.MINUS}:
            self.action_step(1 if event.part == parts.PLUS else -1)
        elif event.part == parts.WHY:
            self.action_why()
        else:
            self.choose(event.row_id)
