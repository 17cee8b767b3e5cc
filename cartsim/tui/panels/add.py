"""Adding any SKU of the catalogue by its title or code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType

from cartsim.cart.commands import AddToCart
from cartsim.cart.panels import Found
from cartsim.i18n.marks import N_
from cartsim.model.policy import Policy
from cartsim.tui import draw
from cartsim.tui.draw import Line
from cartsim.tui.panels.chooser import Chooser
from cartsim.tui.panels.drawn import Drawn
from cartsim.tui.panels.item import Item, PanelList, sentence
from cartsim.tui.panels.pen import Pen
from cartsim.tui.panels.stock_words import stock_word
from cartsim.tui.rows import Row
from cartsim.tui.search_box import SearchBox

MOST = 50
"""Hits that are shown."""


class Hit(NamedTuple):
    """A hit of the search, and the rules its stock word follows."""

    found: Found
    policy: Policy


def paint_found(pen: Pen, width: int, hit: Hit) -> tuple[Line, ...]:
    """A hit in two lines: title and price, specification, code and stock; part `add`."""
    found = hit.found
    blocked = found.refusal is not None
    tone = "dim" if blocked else "text"
    right = (
        *pen.column(pen.speaker.money(found.price), 12, tone, bold=not blocked),
        draw.blank(1),
        pen.button(pen.text("Add"), "add", enabled=not blocked),
    )
    state = (
        pen.span(pen.reason(found.refusal), "drop")
        if found.refusal is not None
        else pen.span(*stock_word(pen, found.available, hit.policy))
    )
    below = (pen.span(pen.speaker.spec(found.spec), "dim"), draw.blank(2), pen.span(found.sku, "dim"))
    return (
        draw.spread((pen.span(pen.speaker.words(found.title), tone, "title", bold=not blocked),), right, width),
        draw.spread(below, (state,), width),
    )


class AddPanel(Chooser[None]):
    """A search over the whole catalogue; Enter adds an exact code at once, or the row under the cursor.

    The panel stays open for more.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = ["overlay.tcss", "add.tcss"]
    AUTO_FOCUS = "#search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "into_list", N_("to the list"), key_display="↓"),
        Binding("slash", "search", N_("search"), key_display="/"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._found: tuple[Found, ...] = ()
        self._added: str = ""

    def compose_sheet(self) -> ComposeResult:
        """Head, search box, hits, note."""
        yield Drawn(id="head")
        yield SearchBox(80)
        yield PanelList(id="choices")
        yield Drawn(id="note")

    def repaint(self) -> None:
        """The hits of the words of now."""
        self.query_one(SearchBox).placeholder = self.text("title or code")
        super().repaint()

    def title_text(self) -> str:
        """What is done."""
        return self.text("Add to cart")

    def rows(self) -> Sequence[Row]:
        """The hits."""
        self._found = self.session.find(self._words, MOST) if self._words else ()
        if self._found:
            hits = [Hit(found, self.session.policy) for found in self._found]
            return [Item(f"sku:{hit.found.sku}", hit, paint_found, self.speaker, height=2) for hit in hits]
        words = (
            self.text("Nothing found for “{search}”.", search=self._words)
            if self._words
            else self.text("Type a word of a title, in either language, or a code.")
        )
        return [sentence("nothing", words, self.speaker)]

    def note(self, width: int) -> list[Line]:
        """What was added last."""
        return self.pen.wrapped(self._added, width, "good") if self._added else []

    def choose(self, row_id: str) -> None:
        """Add one piece."""
        found = next((one for one in self._found if f"sku:{one.sku}" == row_id), None)
        if found is None:
            return
        if found.refusal is not None:
            self._added = self.speaker.reason(found.refusal)
        elif self.shop.act(AddToCart(found.sku, 1)).ok:
            self._added = self.text("Added: {title}", title=self.speaker.words(found.title))
        self.follow()

    def action_into_list(self) -> None:
        """From the search box to the hits."""
        self.query_one("#choices").focus()

    def action_search(self) -> None:
        """Back to the search box."""
        self.query_one("#search").focus()

    @on(SearchBox.Asked)
    def _asked(self, event: SearchBox.Asked) -> None:
        event.stop()
        self._words = event.words
        self._added = ""
        self.repaint()

    @on(SearchBox.Entered)
    def _entered(self, event: SearchBox.Entered) -> None:
        event.stop()
        exact = next((found.sku for found in self._found if found.sku.casefold() == self._words.casefold()), None)
        if exact is not None:
            self.choose(f"sku:{exact}")
        elif self._found:
            self.action_into_list()
