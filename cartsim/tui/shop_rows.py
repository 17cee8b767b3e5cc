"""Rows that hold the lines together: shop header, promotion bar, head of the invalid section."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from cartsim.cart.view import Entry, LineView, PromotionBar, ShopView
from cartsim.i18n import Speaker
from cartsim.model.goods import ShopKind
from cartsim.pricing.basket import FreightPart
from cartsim.tui import glyphs, parts
from cartsim.tui.draw import EMPTY, Ink, Line, Span, blank, cells, chip, fit, progress, spread, width_of
from cartsim.tui.line_row import BOX, Look, box_column, kind_colour
from cartsim.tui.palette import Palette

TRACK = 14
"""Cells of a progress bar."""
TERMS_LEAST = 8
"""Cells below which there is no point in the beginning of a deal's terms."""


@dataclass(frozen=True, slots=True)
class ShopRow:
    """Header of a shop: tri-state box, badge, name, 领券."""

    shop: ShopView
    folded: bool
    look: Look

    @property
    def id(self) -> str:
        """`shop:CODE`"""
        return f"shop:{self.shop.code}"

    @property
    def height(self) -> int:
        """One cell."""
        return 1

    @property
    def key(self) -> Hashable:
        """What the header says."""
        shop = self.shop
        lines = len(shop.lines) if self.folded else 0
        return (
            shop.title,
            shop.kind,
            shop.tick,
            shop.coupons,
            shop.has_coupons,
            shop.freight,
            self.folded,
            lines,
            self.look,
        )

    @property
    def focusable(self) -> bool:
        """Always."""
        return True

    @property
    def band(self) -> str:
        """The shop's band."""
        return "band"

    @property
    def figures(self) -> tuple[tuple[str, int], ...]:
        """Coupons to claim."""
        return ((parts.COUPONS, self.shop.coupons),)

    def draw(self, width: int, palette: Palette) -> tuple[Line, ...]:
        """The row's line."""
        shop, speaker = self.shop, self.look.speaker
        badge = chip(speaker.shop_kind(shop.kind), palette.on_badge, badge_colour(shop.kind, palette), bold=True)
        sign = ">" if self.folded else glyphs.CHEVRON_DOWN
        left = [
            *box_column(shop.tick, palette),
            badge,
            blank(1),
            Span(f"{speaker.words(shop.title)} {sign}", Ink(palette.text, bold=True), parts.FOLD),
        ]
        if shop.freight is not None:
            left.append(Span(f"  {freight_said(shop.freight, speaker)}", self._freight_ink(palette), parts.FREIGHT))
        if self.folded:
            count = len(shop.lines)
            left.append(Span(speaker.count("  {n} item", "  {n} items", count), Ink(palette.dim), parts.FOLD))
        right: Line = ()
        if shop.has_coupons:
            told = speaker.text("Coupons {n}", n=shop.coupons) if shop.coupons else speaker.text("Coupons")
            colour = palette.link if shop.coupons else palette.dim
            right = (Span(f"{told} >", Ink(colour, bold=bool(shop.coupons)), parts.COUPONS),)
        return (spread(left, right, width, gap=2),)

    def _freight_ink(self, palette: Palette) -> Ink:
        freight = self.shop.freight
        return Ink(palette.good if freight is not None and not freight.net else palette.dim)


def freight_said(part: FreightPart, speaker: Speaker) -> str:
    """免运费, 运费¥6, 还差¥20免运费."""
    if not part.net:
        return speaker.text("free freight")
    fee = speaker.text("freight ¥{amount}", amount=speaker.yuan(part.net))
    if not part.short:
        return fee
    return f"{fee} {glyphs.DOT} {speaker.text('¥{amount} to free freight', amount=speaker.yuan(part.short))}"


def badge_colour(kind: ShopKind, palette: Palette) -> str:
    """The ground of a shop's badge (R-TAG-2, R-TAG-4)."""
    return {
        ShopKind.FLAGSHIP: palette.badge_flagship,
        ShopKind.SELF_OPERATED: palette.badge_self,
        ShopKind.SUPERMARKET: palette.badge_market,
    }.get(kind, palette.badge_shop)


@dataclass(frozen=True, slots=True)
class BarRow:
    """Promotion bar: terms, state, progress, and the way to 凑单 (R-ADD-2, 4, 5)."""

    group: str
    bar: PromotionBar
    look: Look

    @property
    def id(self) -> str:
        """`bar:SHOP/PROMOTION`"""
        return f"bar:{self.group}"

    @property
    def height(self) -> int:
        """One cell."""
        return 1

    @property
    def key(self) -> Hashable:
        """Bar and look."""
        return self.bar, self.look

    @property
    def focusable(self) -> bool:
        """Always: its entry and its explanation are pressed from here."""
        return True

    @property
    def band(self) -> str:
        """The surface of bars."""
        return "surface"

    @property
    def figures(self) -> tuple[tuple[str, int], ...]:
        """What is missing, and what was granted."""
        return (("state", self.bar.gap.needed - self.bar.granted),)

    def draw(self, width: int, palette: Palette) -> tuple[Line, ...]:
        """The row's line."""
        bar, speaker = self.bar, self.look.speaker
        terms, state = speaker.bar(bar)
        colour = kind_colour(bar.kind, palette)
        met = bar.state in ("met", "top")
        tone = palette.good if met else palette.accent if bar.state == "gap" else palette.dim
        left: Line = (
            *self.lead(palette),
            chip(speaker.kind(bar.kind), palette.on_tag, colour, parts.KIND, bold=True),
            blank(1),
            *((Span(state, Ink(tone, bold=met or bar.state == "gap"), "state"), blank(2)) if state else ()),
        )
        end = self._end(width - width_of(left) - 2, tone, palette)
        # Tracks stand in one column and are of one length: it is the terms that give way.
        room = width - width_of(left) - width_of(end) - 2
        if room >= TERMS_LEAST or cells(terms) <= room:
            left += (*fit((Span(terms, Ink(palette.soft), "terms"),), room),)
        return (spread(left, end, width, gap=2),)

    def lead(self, palette: Palette) -> Line:
        """What stands before the kind."""
        return (blank(BOX),)

    def _end(self, room: int, tone: str, palette: Palette) -> Line:
        """Progress, as far as there is room, and entry, each in its column."""
        gap, speaker = self.bar.gap, self.look.speaker
        said = {Entry.GO: speaker.text("Add items"), Entry.BROWSE: speaker.text("Browse more"), Entry.NONE: ""}
        text = f"{said[self.bar.entry]} >" if said[self.bar.entry] else ""
        column = max(cells(speaker.text(each)) for each in ("Add items", "Browse more")) + 2
        entry = (
            blank(column - cells(text)),
            Span(text, Ink(palette.accent, bold=self.bar.entry is Entry.GO), parts.TOPUP if text else ""),
        )
        track = TRACK
        if track > room - column - 1 or self.bar.state in ("not_started", "ended"):
            return entry
        by_pieces = gap.threshold_pieces and not gap.threshold
        done, whole = (gap.pieces, gap.threshold_pieces) if by_pieces else (gap.base, gap.threshold)
        if gap.is_top:
            done = whole
        bar = (span._replace(part=parts.TERMS) for span in progress(done, whole, track, tone, palette.faint))
        return (*bar, blank(1), *entry)


@dataclass(frozen=True, slots=True)
class RibbonRow(BarRow):
    """A cross-shop promotion above the shops (R-GRP a), drawn as their bars are; it begins at the very edge."""

    @property
    def id(self) -> str:
        """`ribbon:PROMOTION`"""
        return f"ribbon:{self.bar.promotion.id}"

    @property
    def band(self) -> str:
        """The shops' band: it stands over all of them."""
        return "band"

    def lead(self, palette: Palette) -> Line:
        """Nothing: it is above all shops."""
        return ()


@dataclass(frozen=True, slots=True)
class InvalidHead:
    """Head of the invalid section: its number, 清空失效宝贝, and what is folded away (R-INV-2, 6)."""

    lines: tuple[LineView, ...]
    hidden: int
    open: bool
    look: Look

    @property
    def number(self) -> int:
        """Lines that cannot be bought; one that recovered stands here until the next entry and does not count."""
        return sum(line.invalid is not None for line in self.lines)

    @property
    def id(self) -> str:
        """`invalid`"""
        return "invalid"

    @property
    def height(self) -> int:
        """One cell."""
        return 1

    @property
    def key(self) -> Hashable:
        """What the head says."""
        return self.number, self.hidden, self.open, self.look

    @property
    def focusable(self) -> bool:
        """Always."""
        return True

    @property
    def band(self) -> str:
        """The shops' band."""
        return "band"

    @property
    def figures(self) -> tuple[tuple[str, int], ...]:
        """None."""
        return ()

    def draw(self, width: int, palette: Palette) -> tuple[Line, ...]:
        """The row's line."""
        speaker = self.look.speaker
        left = [
            blank(BOX),
            Span(speaker.text("Invalid items {n}", n=self.number), Ink(palette.soft, bold=True), parts.FOLD),
        ]
        if self.hidden:
            text = speaker.count("   show {n} more", "   show {n} more", self.hidden) + f" {glyphs.CHEVRON_DOWN}"
            left.append(Span(text, Ink(palette.dim), parts.FOLD))
        elif self.open:
            left.append(Span(f"   {speaker.text('show fewer')} {glyphs.CHEVRON_UP}", Ink(palette.dim), parts.FOLD))
        clear = Span(f"{speaker.text('Clear them all')} >", Ink(palette.accent), parts.CLEAR)
        return (spread(left, (clear,), width, gap=2),)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What stands in an empty list: what is the matter, and what to do."""

    id: str
    said: str
    advice: str
    height: int = 5
    focusable: bool = False
    band: str = "ground"
    figures: tuple[tuple[str, int], ...] = ()

    @property
    def key(self) -> Hashable:
        """Both texts."""
        return self.said, self.advice

    def draw(self, width: int, palette: Palette) -> tuple[Line, ...]:
        """The texts in the middle of the list."""
        lines: list[Line] = [EMPTY, EMPTY]
        for text, ink in ((self.said, Ink(palette.text, bold=True)), (self.advice, Ink(palette.dim))):
            lines.append((blank(max(0, (width - cells(text)) // 2)), Span(text, ink)))
        return tuple(lines)
