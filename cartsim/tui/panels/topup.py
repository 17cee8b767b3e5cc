"""凑单: what else to take so that a promotion is reached, by what it really adds to the total (R-ADD)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.types import CSSPathType

from cartsim.cart.commands import AddToCart, AddTogether, Check, Remove, SetQuantity
from cartsim.cart.panels import TopUp, TopUpCombination, TopUpGood
from cartsim.errors import CartsimError
from cartsim.i18n.marks import N_
from cartsim.tui.board import Board
from cartsim.tui.panels import topup_foot, topup_lines, topup_rows
from cartsim.tui.panels.confirm import ConfirmPanel
from cartsim.tui.panels.drawer import Drawer
from cartsim.tui.panels.drawn import Drawn
from cartsim.tui.panels.item import Item, PanelList, heading, sentence
from cartsim.tui.panels.topup_rows import Combined, Good
from cartsim.tui.rows import Row, RowList
from cartsim.tui.search_box import SearchBox

if TYPE_CHECKING:
    from cartsim.session.topup import TopUpQuestion

AROUND_ROWS = 4
"""Lines of the two headings among the goods."""


class TopUpPanel(Drawer[None]):
    """The goods of one promotion, the same gap as in the cart (R-ADD-7), a stepper on every row.

    Rows keep their places while the panel is open: an add changes figures, never the order. Another band,
    sort or search places them anew.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = ["overlay.tcss", "topup.tcss"]
    AUTO_FOCUS = "#goods"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "step(1)", N_("more"), key_display="+"),
        Binding("minus", "step(-1)", N_("less"), key_display="−"),
        Binding("space", "tick", N_("tick"), key_display="Space"),
        Binding("b", "band(1)", N_("price band")),
        Binding("B", "band(-1)", show=False),
        Binding("slash", "search", N_("search"), key_display="/"),
        Binding("o", "sort", N_("sort")),
        Binding("question_mark", "why", N_("why"), key_display="?"),
    ]

    @dataclass
    class Answered(Message):
        """A question was worked out on another thread."""

        question: TopUpQuestion
        top_up: TopUp | CartsimError
        """The answer, or why the world could not be read."""

    def __init__(self, promotion: str) -> None:
        super().__init__()
        self.promotion = promotion
        self._band: str | None = None
        self._sort: str | None = None
        self._search = ""
        self._placed: list[tuple[str, bool]] = []
        self._goods: dict[str, TopUpGood] = {}
        self._combined: list[Combined] = []
        self._air = 0
        self._aired: tuple[int, int] | None = None
        """Width and height for which the air was given."""
        self._top_up: TopUp | None = None
        self._question: TopUpQuestion | None = None
        """What was asked last, where the answer takes longer than a frame."""
        self._is_working = False
        self._is_guess = False
        """Whether the rows stand as they were estimated, to be placed once they are quoted."""

    def compose_sheet(self) -> ComposeResult:
        """Head, filters with the search box, column names, the list, the footer."""
        yield Drawn(id="head")
        with Horizontal(id="filters"):
            yield Drawn(id="bands")
            yield SearchBox(40, select_on_focus=False)
            yield Drawn(id="sort")
        yield Drawn(id="columns")
        yield PanelList(id="goods")
        yield Drawn(id="foot")

    def on_mount(self) -> None:
        """No search box where the policy has none (addon.search)."""
        self.query_one("#search").display = self.session.policy.addon.search
        super().on_mount()

    def repaint(self) -> None:
        """The panel as the session sees it now; what takes longer than a frame is worked out beside it."""
        question = self.session.asks_top_up(self.promotion, self._search, self._band, self._sort)
        if not question.is_heavy:
            self._show(self.session.top_up(self.promotion, self._search, self._band, self._sort))
        elif question == self._question and self._top_up is not None:
            self._show(self._top_up)
        else:
            self._question = question
            self._is_guess = self._is_guess or not self._placed
            self._show(self.session.glance(question))
            self._work_out()

    def _work_out(self) -> None:
        """Answer the question that was asked last, one at a time."""
        question = self._question
        if question is not None and not self._is_working:
            self._is_working = True
            self.run_worker(lambda: self.post_message(self._told(question)), thread=True)

    def _told(self, question: TopUpQuestion) -> Answered:
        try:
            return self.Answered(question, question.answer())
        except CartsimError as error:
            return self.Answered(question, error)

    def _show(self, top_up: TopUp) -> None:
        self._top_up = top_up
        pen, width = self.pen, self.sheet_width
        self.query_one("#head", Drawn).show(topup_lines.head(pen, width, top_up))
        self.query_one("#bands", Drawn).show(topup_lines.bands(pen, width, top_up))
        self.query_one("#sort", Drawn).show(topup_lines.sort_line(pen, top_up.sort))
        self.query_one("#columns", Drawn).show(topup_lines.columns(pen, width - 1))
        self.query_one(SearchBox).placeholder = self.text("/ search")
        self.query_one("#goods", RowList).set_rows(self._rows(top_up))
        self._show_foot()

    def _show_foot(self) -> None:
        if self._top_up is not None:
            foot = topup_foot.foot(self.pen, self.sheet_width, self._top_up, self._chosen())
            self.query_one("#foot", Drawn).show(foot)

    def _rows(self, top_up: TopUp) -> Sequence[Row]:
        self._goods = {good.sku: good for good in (*top_up.in_cart, *top_up.goods)}
        self._place(top_up)
        self._give_air(len(self._placed) + len(self._combined))
        ticks = [(sku, tick) for sku, tick in self._placed if tick]
        others = [(sku, tick) for sku, tick in self._placed if not tick]
        rows: list[Row] = []
        if ticks:
            rows.append(heading("in-cart", self.text("In your cart already: tick it"), self.speaker))
            rows += [self._row(sku, tick) for sku, tick in ticks]
        if others or self._combined:
            rows.append(heading("others", self._others(top_up), self.speaker))
            rows += [self._combined_row(place) for place in range(len(self._combined))]
            rows += [self._row(sku, tick) for sku, tick in others]
        return rows or [sentence("nothing", self._nothing(top_up), self.speaker)]

    def _give_air(self, count: int) -> None:
        """A line of air below each row as long as all of them fit so; a list keeps what it was given."""
        if self._aired != (self.sheet_width, self.size.height):
            self._aired = (self.sheet_width, self.size.height)
            room = self.query_one("#goods").size.height - AROUND_ROWS
            self._air = int(count * (topup_rows.height(self.sheet_width) + 1) <= room)

    def _others(self, top_up: TopUp) -> str:
        if top_up.sort != "cost":
            name = self.text("Goods of the same activity")
        else:
            name = self.text("Goods of the same activity, by what they really add to the total")
        if top_up.sold > top_up.total:
            name += "   " + self.text("the {n} nearest of {sold}", n=top_up.total, sold=top_up.sold)
        if self._combined and top_up.among < top_up.of:
            name += "   " + self.text("combinations among {among} of {of} goods", among=top_up.among, of=top_up.of)
        return name

    def _place(self, top_up: TopUp) -> None:
        """Keep every row where it stands; what is new comes last, what is gone leaves.

        A combination has a place, not a name: the best one stands first, and a place that has none any more keeps
        what it showed.
        """
        kept = [(sku, tick) for sku, tick in self._placed if sku in self._goods]
        known = {sku for sku, _ in kept}
        new = [(good.sku, True) for good in top_up.in_cart if good.sku not in known]
        new += [(good.sku, False) for good in top_up.goods if good.sku not in known and (good.sku, True) not in new]
        self._placed = kept + new
        advised = [Combined(combination, True) for combination in top_up.combinations]
        gone = [combined._replace(is_needed=False) for combined in self._combined[len(advised) :]]
        self._combined = advised + gone

    def _row(self, sku: str, tick: bool) -> Row:
        good = self._goods[sku]
        return Item(
            f"good:{sku}",
            Good(good, tick),
            topup_rows.paint_good,
            self.speaker,
            height=topup_rows.height(self.sheet_width) + self._air,
            figures=(("quantity", good.quantity), ("extra", good.extra)),
        )

    def _combined_row(self, place: int) -> Row:
        combined = self._combined[place]
        return Item(
            f"combined:{place}",
            combined,
            topup_rows.paint_combination,
            self.speaker,
            height=topup_rows.height(self.sheet_width) + self._air,
        )

    def _nothing(self, top_up: TopUp) -> str:
        if self._is_working:
            return self.text("Looking for goods")
        if self._search:
            return self.text("Nothing found for “{search}”. Escape clears the search.", search=self._search)
        if top_up.total:
            return self.text("No goods in this band. b shows the next one.")
        return self.text("All goods of this activity are sold out or not sold in your area.")

    # What can be done

    def action_step(self, by: int) -> None:
        """One piece more or less of the row under the cursor; all goods of a combination."""
        chosen = self._chosen()
        if isinstance(chosen, Combined):
            if by > 0 and chosen.is_needed:
                self._add_all(chosen.combination)
            return
        if chosen is None:
            return
        good = chosen.good
        if by > 0:
            self._more(good)
        elif good.line is not None and good.quantity > 0:
            self._less(good, good.line)

    def _more(self, good: TopUpGood) -> None:
        if good.line is None:
            self.act(AddToCart(good.sku, 1))
        else:
            self.act(SetQuantity(good.line, good.quantity + 1))

    def _add_all(self, combination: TopUpCombination) -> None:
        """Tick, add or step every part as one step; where one is refused nothing comes."""
        cart = self.session.view()
        skus: list[str] = []
        ticks: list[str] = []
        for part in combination.parts:
            line = None if part.line is None else cart.line(part.line)
            if part.ticks and part.line is not None:
                ticks.append(part.line)
            else:
                skus += [part.sku] * (part.pieces if line is None else part.quantity - line.quantity)
        self.act(AddTogether(tuple(skus), tuple(ticks)))

    def _less(self, good: TopUpGood, line: str) -> None:
        if good.quantity > 1:
            self.act(SetQuantity(line, good.quantity - 1))
            return
        way = self.session.policy.edit.minus_at_one
        if way == "delete":
            self.act(Remove((line,)))
        elif way == "confirm_delete":
            question = self.text("Remove this item?")
            self.app.push_screen(
                ConfirmPanel(question, self.text("Remove"), self.text("Cancel"), self.speaker.words(good.title)),
                lambda yes: self._remove(line) if yes else None,
            )

    def _remove(self, line: str) -> None:
        self.act(Remove((line,)))

    def action_tick(self) -> None:
        """Tick or untick the line of the row; goods that are not in the cart are added."""
        chosen = self._chosen()
        if isinstance(chosen, Combined):
            self.action_step(1)
            return
        if chosen is None:
            return
        good = chosen.good
        if good.line is None:
            self._more(good)
        else:
            self.act(Check((good.line,), not good.checked))

    def action_band(self, by: int) -> None:
        """The next or previous band of prices, all goods between the last and the first."""
        if self._top_up is None:
            return
        codes = [None, *(band.code for band in self._top_up.bands)]
        at = codes.index(self._band) if self._band in codes else 0
        self._show_band(codes[(at + by) % len(codes)])

    def _show_band(self, band: str | None) -> None:
        self._band = band
        self._place_anew()

    def action_sort(self) -> None:
        """The next way to sort."""
        ways = list(topup_lines.SORTS)
        now = self._sort or self.session.policy.addon.rank
        self._sort = ways[(ways.index(now) + 1) % len(ways)] if now in ways else ways[0]
        self._place_anew()

    def action_search(self) -> None:
        """Type into the search box."""
        search = self.query_one(SearchBox)
        if search.display:
            search.focus()

    def action_why(self) -> None:
        """Why the gap is what it is."""
        from cartsim.tui.panels.why import WhyPanel

        groups = (group.id for shop in self.session.view().shops for group in shop.groups)
        bar = next((group for group in groups if group.rpartition("/")[2] == self.promotion), self.promotion)
        self.app.push_screen(WhyPanel(f"bar:{bar}", "topup"))

    def action_leave(self) -> None:
        """Out of the search box first, then out of the panel."""
        search = self.query_one(SearchBox)
        if self.focused is search or self._search:
            search.value = ""
            search.ask()
            self.query_one("#goods").focus()
        else:
            super().action_leave()

    def _place_anew(self) -> None:
        self._aired = None
        self._placed = []
        self._combined = []
        self.repaint()

    def _chosen(self) -> Good | Combined | None:
        """What the row under the cursor shows."""
        goods = self.query_one("#goods", RowList)
        row = goods.row(goods.cursor) if goods.cursor else None
        value = row.value if isinstance(row, Item) else None
        return value if isinstance(value, Good | Combined) else None

    # Messages

    @on(Answered)
    def _worked_out(self, event: Answered) -> None:
        event.stop()
        self._is_working = False
        if event.question != self._question:
            self._work_out()
            return
        if isinstance(event.top_up, CartsimError):
            self._question = None  # asked again as soon as the panel is painted again
            self.shop.withstand(event.top_up)
            return
        if self._is_guess:
            self._placed, self._combined, self._aired = [], [], None
        self._is_guess = False
        self._show(event.top_up)

    @on(SearchBox.Asked)
    def _asked(self, event: SearchBox.Asked) -> None:
        event.stop()
        self._search = event.words
        self._place_anew()

    @on(SearchBox.Entered)
    def _entered(self, event: SearchBox.Entered) -> None:
        event.stop()
        self.query_one("#goods").focus()

    @on(RowList.CursorMoved, "#goods")
    def _moved(self, event: RowList.CursorMoved) -> None:
        event.stop()
        self._show_foot()

    @on(RowList.PartPressed, "#goods")
    def _part(self, event: RowList.PartPressed) -> None:
        event.stop()
        if event.part in {"plus", "minus"}:
            self.action_step(1 if event.part == "plus" else -1)
        elif event.part == "check":
            self.action_tick()

    @on(RowList.RowOpened, "#goods")
    def _opened(self, event: RowList.RowOpened) -> None:
        event.stop()
        self.action_tick()

    @on(Board.Pressed)
    def _pressed(self, event: Board.Pressed) -> None:
        event.stop()
        if event.part == "leave":
            self.close(None)
        elif event.part == "sort":
            self.action_sort()
        elif event.part.startswith("band-"):
            code = event.part.removeprefix("band-")
            self._show_band(None if code == "all" else code)
