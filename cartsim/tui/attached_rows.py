"""Rows that hang on another one and are lit up with it: gifts and offers of a 换购 (R-GIFT-1, R-SWAP-5)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass

from cartsim.cart.view import AddOnRow, GiftRow, Tick
from cartsim.tui import glyphs, parts
from cartsim.tui.draw import Ink, Line, Span, blank, chip, spread
from cartsim.tui.line_row import BOX, PICTURE, PICTURE_FROM, Look, box, prices, stepper
from cartsim.tui.palette import Palette
from cartsim.tui.showing import Density


@dataclass(frozen=True, slots=True)
class AttachedRow(ABC):
    """A branch below its owner: tag, goods, what is to be said of them, and their prices flush right."""

    look: Look
    owner: str
    """Id of the row it hangs on."""

    @property
    def height(self) -> int:
        """One cell."""
        return 1

    @property
    def band(self) -> str:
        """The list's own."""
        return "ground"

    @property
    @abstractmethod
    def live(self) -> bool:
        """Whether it can be had now; what cannot is grey."""

    @abstractmethod
    def tag(self) -> str:
        """The word for what it is."""

    @abstractmethod
    def named(self, palette: Palette) -> Span:
        """The goods, as the part that is pressed."""

    @abstractmethod
    def said(self, palette: Palette) -> Line:
        """What stands after the goods."""

    @abstractmethod
    def money(self, palette: Palette) -> Line:
        """What it costs."""

    @property
    def tag_part(self) -> str:
        """The part its tag is, where it can be pressed."""
        return ""

    def box(self, palette: Palette) -> Line:
        """What stands before the tag; nothing where there is nothing to tick."""
        return ()

    def draw(self, width: int, palette: Palette) -> tuple[Line, ...]:
        """The row's line."""
        pictured = width >= PICTURE_FROM and self.look.density is Density.COMFORTABLE
        left = (
            blank(BOX + (PICTURE + 2 if pictured else 0)),
            Span(f"{glyphs.BRANCH} ", Ink(palette.faint)),
            *self.box(palette),
            chip(self.tag(), palette.tag_gift if self.live else palette.dim, palette.band, self.tag_part),
            self.named(palette),
            blank(2),
            *self.said(palette),
        )
        return (spread(left, self.money(palette), width, gap=2),)


@dataclass(frozen=True, slots=True)
class AddOnLine(AttachedRow):
    """An offer of a 换购 below the item that leads to it (R-SWAP-5): box, tag, goods, prices, stepper."""

    offer: AddOnRow

    @property
    def id(self) -> str:
        """`addon:PROMOTION/GOODS`"""
        return f"addon:{self.offer.id}"

    @property
    def key(self) -> Hashable:
        """Offer and look."""
        return self.offer, self.look

    @property
    def focusable(self) -> bool:
        """Always: it is taken, dropped and explained from here."""
        return True

    @property
    def figures(self) -> tuple[tuple[str, int], ...]:
        """Pieces taken."""
        return ((parts.QUANTITY, self.offer.quantity),)

    @property
    def live(self) -> bool:
        """Whether it is taken or can be."""
        return self.offer.state in ("open", "taken")

    @property
    def tag_part(self) -> str:
        """Opens the list of all that is offered (R-SWAP-3)."""
        return parts.TRADE_UP

    def box(self, palette: Palette) -> Line:
        """Ticked where it is taken."""
        state = self.offer.state
        tick = Tick.ON if state == "taken" else Tick.OFF if state == "open" else Tick.NONE
        return box(tick, palette), blank(1)

    def tag(self) -> str:
        """换购"""
        return self.look.speaker.text("Trade-up")

    def named(self, palette: Palette) -> Span:
        """Its title."""
        title = self.look.speaker.words(self.offer.goods.title)
        return Span(f" {title}", Ink(palette.text if self.live else palette.dim), parts.ADD_ON)

    def said(self, palette: Palette) -> Line:
        """Why it cannot be had, or what it takes; nothing once it is taken."""
        offer = self.offer
        tones = {"lost": palette.warn, "gone": palette.warn, "open": palette.good}
        reason = self.look.speaker.reason(offer.reason) if offer.state != "taken" else ""
        return (Span(reason, Ink(tones.get(offer.state, palette.dim)), parts.ADD_ON),)

    def money(self, palette: Palette) -> Line:
        """Its own price, the 换购 price, and a stepper where there may be more of it than one (R-SWAP-4)."""
        offer = self.offer
        ink = Ink(palette.text if self.live else palette.dim, bold=self.live)
        steps: Line = ()
        if offer.quantity and (offer.most > 1 or offer.quantity > 1):
            steps = (blank(1), *stepper(offer.quantity, True, offer.quantity < offer.most, palette))
        return (*prices(offer.price, offer.goods.price, ink, self.look, palette), *steps)


@dataclass(frozen=True, slots=True)
class GiftLine(AttachedRow):
    """A gift below its item or its promotion bar (R-GIFT)."""

    gift: GiftRow

    @property
    def id(self) -> str:
        """`gift:ID`"""
        return f"gift:{self.gift.id}"

    @property
    def key(self) -> Hashable:
        """Gift and look."""
        return self.gift, self.look

    @property
    def focusable(self) -> bool:
        """Where there is a choice to make."""
        return bool(self.gift.choices)

    @property
    def figures(self) -> tuple[tuple[str, int], ...]:
        """Pieces given."""
        return ((parts.GIFT, self.gift.quantity),)

    @property
    def live(self) -> bool:
        """Whether any is given."""
        return self.gift.quantity > 0

    def tag(self) -> str:
        """赠品"""
        return self.look.speaker.text("Gift")

    def named(self, palette: Palette) -> Span:
        """Its title and the pieces given."""
        gift = self.gift
        text = f" {self.look.speaker.words(gift.gift.title)} {glyphs.TIMES}{gift.quantity}"
        return Span(text, Ink(palette.soft if self.live else palette.dim), parts.GIFT)

    def said(self, palette: Palette) -> Line:
        """Its state, and the way to another one where there is a choice."""
        gift = self.gift
        state = Span(self._state(), Ink(palette.warn if gift.state in ("gone", "partial") else palette.dim))
        if not gift.choices:
            return (state,)
        text = f"  {self.look.speaker.text('Pick another')} {glyphs.CHEVRON_DOWN}"
        return state, Span(text, Ink(palette.accent), parts.GIFT)

    def _state(self) -> str:
        """State of the gift in words."""
        speaker = self.look.speaker
        match self.gift.state:
            case "gone":
                return speaker.text("All given away")
            case "partial":
                return speaker.text("Only {n} left to give", n=self.gift.quantity)
            case "unchecked":
                return speaker.text("Tick the item to get it")
            case "full":
                return speaker.text("While stocks last")
        return speaker.reason(self.gift.reason)

    def money(self, palette: Palette) -> Line:
        """What it is worth, and that it costs nothing."""
        worth = self.gift.gift.list_price or None
        return prices(0, worth, Ink(palette.soft if self.live else palette.dim), self.look, palette)
