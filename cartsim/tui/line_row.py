"""The row of one cart line: picture, title, SKU, tags, words, price, stepper."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from cartsim.cart.view import LineView, StockState, Tag, TagKind, Tick
from cartsim.i18n import Speaker
from cartsim.model.reason import Reason
from cartsim.tui import glyphs, parts
from cartsim.tui.draw import Ink, Line, Span, blank, cells, chip, cut, right, spread
from cartsim.tui.palette import Palette
from cartsim.tui.showing import Density
from cartsim.tui.sprites import ascii_rows, sprite_rows

BOX = 5
"""Cells of the tick box column."""
BOX_SIGN = 3
"""Cells of a tick box."""
PICTURE = 10
"""Cells of a picture, three lines high."""
PICTURE_FROM = 60
"""Row width from which pictures are drawn."""
WIDE_FROM = 96
"""Row width from which price, quantity and amount stand in columns of their own."""
PRICE_COLUMN, STEPPER_COLUMN, AMOUNT_COLUMN = 12, 15, 14


@dataclass(frozen=True, slots=True)
class Look:
    """What every row of a cart is drawn with besides its own value."""

    speaker: Speaker
    density: Density


BOXES: Mapping[Tick, tuple[str, str, bool]] = {
    Tick.ON: (f"[{glyphs.CHECK}]", "accent", True),
    Tick.OFF: ("[ ]", "soft", False),
    Tick.SOME: ("[-]", "accent", True),
    Tick.NONE: ("[ ]", "faint", False),
}
"""(sign, palette colour, bold) of each tick box"""
STOCK_TONES: Mapping[StockState, str] = {StockState.PLENTY: "dim", StockState.ZERO: "drop", StockState.SHORT: "drop"}
"""Palette colours of the stock word; the others are warnings."""


def box(tick: Tick, palette: Palette, part: str = parts.CHECK) -> Span:
    """A tick box: on, off, some, or nothing to tick."""
    sign, tone, bold = BOXES[tick]
    return Span(sign, Ink(getattr(palette, tone), bold=bold), part)


def box_column(tick: Tick, palette: Palette) -> Line:
    """A tick box and the air after it."""
    return box(tick, palette), blank(BOX - BOX_SIGN)


def kind_colour(code: str, palette: Palette) -> str:
    """The colour of a promotion kind's tag."""
    if code in ("full_discount", "pieces_discount", "second_half", "nth_discount", "set_price", "bundle"):
        return palette.tag_discount
    if code in ("full_gift", "swap", "buy_give", "buy_get"):
        return palette.tag_gift
    if code.startswith("item") or code == "flash":
        return palette.tag_item
    return palette.tag_reduction


def tag_chip(tag: Tag, look: Look, palette: Palette) -> Span:
    """A label on a line: a promotion by the name of its kind, an activity by its own."""
    if tag.kind is TagKind.PROMOTION:
        return chip(look.speaker.kind(tag.code), kind_colour(tag.code, palette), palette.band)
    return chip(look.speaker.words(tag.title), palette.tag_activity, palette.band)


def stock_word(line: LineView, look: Look, palette: Palette) -> Span | None:
    """有货, 库存紧张, 仅剩N件, 无货, 库存不足 (R-STOCK-2..6, 14); None where the policy hides it."""
    state = line.stock.state
    if state is StockState.HIDDEN:
        return None
    colour: str = getattr(palette, STOCK_TONES.get(state, "warn"))
    loud = state in (StockState.FEW, StockState.SHORT)
    return Span(look.speaker.reason(line.stock.reason), Ink(colour, bold=loud), parts.STOCK)


@lru_cache(maxsize=1024)
def picture(sprite: str, colour: str, ground: str, dim: bool) -> tuple[Line, ...]:
    """A pixel picture as lines of spans, alike cells in one."""
    lines = []
    for row in sprite_rows(sprite, colour, ground, dim):
        runs = groupby(Span(sign, Ink(ink, behind)) for sign, ink, behind in row)
        lines.append(tuple(span._replace(text=span.text * len(list(run))) for span, run in runs))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the cart as a row."""

    line: LineView
    look: Look

    @property
    def id(self) -> str:
        """`line:ID`"""
        return f"line:{self.line.id}"

    @property
    def height(self) -> int:
        """Three cells, two when compact."""
        return 2 if self.look.density is Density.COMPACT else 3

    @property
    def key(self) -> Hashable:
        """Line and look."""
        return self.line, self.look

    @property
    def focusable(self) -> bool:
        """Always."""
        return True

    @property
    def band(self) -> str:
        """The list's own."""
        return "ground"

    @property
    def figures(self) -> tuple[tuple[str, int], ...]:
        """Price, stock as shown, and quantity."""
        line = self.line
        return (
            (parts.PRICE, line.price),
            (parts.STOCK, line.stock.shown if line.stock.shown is not None else -1),
            (parts.QUANTITY, line.quantity),
        )

    def draw(self, width: int, palette: Palette) -> tuple[Line, ...]:
        """The row's lines."""
        if self.look.density is Density.COMPACT:
            return self._compact(width, palette)
        return self._comfortable(width, palette)

    def _comfortable(self, width: int, palette: Palette) -> tuple[Line, ...]:
        pictured = width >= PICTURE_FROM
        picture = self._picture(palette) if pictured else ((), (), ())
        lead = BOX + (PICTURE + 2 if pictured else 0)
        room = width - lead
        heads = (self._box(palette), (blank(BOX),), (blank(BOX),))
        ends = self._columns(palette) if width >= WIDE_FROM else self._stack(palette)
        lefts = ((self._title(palette),), self._chips(palette), self._words(palette))
        bodies = tuple(spread(left, end, room, gap=2) for left, end in zip(lefts, ends, strict=True))
        air = (blank(2),) if pictured else ()
        return tuple((*head, *pixels, *air, *body) for head, pixels, body in zip(heads, picture, bodies, strict=True))

    def _compact(self, width: int, palette: Palette) -> tuple[Line, ...]:
        room = width - BOX
        first = spread((self._title(palette), blank(1), *self._tags(palette)), self._price(palette), room, gap=2)
        words = (*self._sku(palette), blank(2), *self._words(palette))
        return (
            (*self._box(palette), *first),
            (blank(BOX), *spread(words, self._last(palette), room, gap=2)),
        )

    # Left

    def _box(self, palette: Palette) -> Line:
        """The tick box, or the word that stands for it, in its column."""
        if self.line.invalid is None:
            return box_column(self.line.tick, palette)
        void = Span(cut(self.look.speaker.text("Inv."), BOX - 1), Ink(palette.dim), parts.WHY)
        return (void, blank(BOX - cells(void.text)))

    def _picture(self, palette: Palette) -> tuple[Line, ...]:
        line = self.line
        if palette.ascii:
            ink = Ink(line.colour or palette.soft, palette.picture)
            return tuple((Span(row, ink),) for row in ascii_rows(line.sprite))
        return picture(line.sprite, line.colour, palette.picture, line.invalid is not None)

    # Body

    def _title(self, palette: Palette) -> Span:
        grey = self.line.invalid is not None or self.line.stock.state is StockState.ZERO
        ink = Ink(palette.dim if grey else palette.text, bold=not grey)
        return Span(self.look.speaker.words(self.line.title), ink, parts.TITLE)

    def _sku(self, palette: Palette) -> Line:
        spec = self.look.speaker.spec(self.line.spec)
        if not spec:
            return ()
        if self.line.switch is None:
            return (chip(f"{spec} {glyphs.CHEVRON_DOWN}", palette.on_chip, palette.chip, parts.SKU),)
        return (chip(spec, palette.dim, palette.chip, parts.SKU),)

    def _tags(self, palette: Palette) -> Line:
        spans: list[Span] = []
        for tag in self.line.tags:
            if tag.kind in (TagKind.ACTIVITY, TagKind.PROMOTION):
                spans += [tag_chip(tag, self.look, palette), blank(1)]
        return tuple(spans)

    def _chips(self, palette: Palette) -> Line:
        spans = [*self._sku(palette), blank(1), *self._tags(palette)]
        if len(self.line.choices) > 1 and self.line.invalid is None:
            text = f"{self.look.speaker.text('Switch deal')} {glyphs.CHEVRON_DOWN}"
            spans.append(Span(text, Ink(palette.accent), parts.PROMOTION))
        return tuple(spans)

    def _words(self, palette: Palette) -> Line:
        """The row of words: why it is invalid, or drop, stock and limits."""
        line, speaker = self.line, self.look.speaker
        if line.invalid is not None:
            return (Span(speaker.reason(line.invalid), Ink(palette.warn), parts.WHY),)
        spans: list[Span] = []
        if line.recovered:
            spans.append(Span(speaker.text("Back on sale"), Ink(palette.good, bold=True), parts.WHY))
        if line.drop is not None:
            spans.append(self._drop(palette))
        word = stock_word(line, self.look, palette)
        if word is not None:
            spans.append(word)
        if line.limit is not None and line.quantity >= line.maximum and not self._stock_says_it(line.limit):
            spans.append(Span(speaker.reason(line.limit), Ink(palette.dim), parts.WHY))
        return tuple(span for each in spans for span in (each, blank(2)))[:-1]

    def _stock_says_it(self, limit: Reason) -> bool:
        """Whether the stock word names the same bound already."""
        state = self.line.stock.state
        counted = state is StockState.FEW and limit.code == "maximum_stock"
        return counted or state in (StockState.SHORT, StockState.ZERO)

    def _drop(self, palette: Palette) -> Span:
        """比加入时降X元 in red below the title (R-DROP-3), or what the policy says of a rise."""
        drop = self.line.drop
        assert drop is not None
        rose = drop.code == "rise"
        sign = glyphs.RISE if rose else glyphs.FALL
        text = f"{sign} {self.look.speaker.reason(drop)}"
        return Span(text, Ink(palette.dim if rose else palette.drop, bold=not rose), parts.DROP)

    # Right: money flush right

    def _stack(self, palette: Palette) -> tuple[Line, ...]:
        """One column: price, what it comes to, stepper."""
        return self._price(palette), self._second(palette), self._last(palette)

    def _columns(self, palette: Palette) -> tuple[Line, ...]:
        """Three columns: unit price, stepper, amount; below each what belongs to it."""
        line, speaker = self.line, self.look.speaker
        *struck, price = self._price(palette)
        ticked = line.tick is Tick.ON
        ink = Ink(palette.text if ticked else palette.dim, bold=ticked)
        priced = line.invalid is None and line.stock.state is not StockState.ZERO
        amount = (Span(speaker.money(line.price * line.counted), ink, parts.NET),) if priced else ()
        end = self._end(palette)
        return (
            _in_columns((price,), end if line.invalid is None else (), amount),
            _in_columns(struck[:1], self._mend(palette), self._below_amount(palette)),
            end if line.invalid is not None else (),
        )

    def _price(self, palette: Palette) -> Line:
        line = self.line
        grey = line.invalid is not None
        ink = Ink(palette.dim if grey else palette.text, bold=not grey)
        return prices(line.price, line.struck, ink, self.look, palette)

    def _second(self, palette: Palette) -> Line:
        """What the line comes to: after all cuts where there are any, and of how many pieces where it is short."""
        line, speaker = self.line, self.look.speaker
        if line.net is None or not (self._is_cut or self._is_short):
            return ()
        words = [self._pieces_counted()] if self._is_short else []
        if self._is_cut and line.counted > 1 and not self._is_short:
            words.append(speaker.text("all {n} after deals", n=line.counted))
        elif self._is_cut:
            words.append(speaker.text("after deals"))
        return (
            Span(f"{' '.join(words)} ", Ink(palette.dim), parts.NET),
            Span(speaker.money(line.net), Ink(palette.good if self._is_cut else palette.text), parts.NET),
        )

    def _below_amount(self, palette: Palette) -> Line:
        """The same below the amount of a wide row, which is the sum without cuts: the rest of it."""
        if self.line.net is not None and self._is_short and not self._is_cut:
            return (Span(self._pieces_counted(), Ink(palette.dim), parts.NET),)
        return self._second(palette)[-1:]

    @property
    def _is_cut(self) -> bool:
        return self.line.net != self.line.price * self.line.counted

    @property
    def _is_short(self) -> bool:
        return self.line.counted < self.line.quantity

    def _pieces_counted(self) -> str:
        return self.look.speaker.text("{n} of {asked} count", n=self.line.counted, asked=self.line.quantity)

    def _end(self, palette: Palette) -> Line:
        """Stepper; or what can be done where there is none."""
        line, speaker = self.line, self.look.speaker
        if line.invalid is not None:
            if line.switch is None:
                return (Span(f"{speaker.text('Choose another')} >", Ink(palette.accent), parts.SKU),)
            return (Span(speaker.text("Remove"), Ink(palette.accent), parts.REMOVE),)
        return stepper(line.quantity, line.less is None, line.more is None, palette)

    def _mend(self, palette: Palette) -> Line:
        """修改为最大可购买数量, where fewer are left than asked for (R-STOCK-14)."""
        line = self.line
        if line.stock.state is not StockState.SHORT or line.invalid is not None:
            return ()
        text = self.look.speaker.text("set to {n}", n=line.maximum)
        return (chip(text, palette.on_tag, palette.warn, parts.MEND, bold=True),)

    def _last(self, palette: Palette) -> Line:
        """What mends the quantity, and the stepper."""
        mend = self._mend(palette)
        return (*mend, *((blank(1),) if mend else ()), *self._end(palette))


def prices(price: int, struck: int | None, ink: Ink, look: Look, palette: Palette) -> Line:
    """A price in fen, and before it the one that is struck out, where there is one."""
    now = Span(look.speaker.money(price), ink, parts.PRICE)
    if struck is None:
        return (now,)
    return Span(look.speaker.money(struck), Ink(palette.dim, strike=True)), blank(1), now


def _in_columns(price: Sequence[Span], middle: Sequence[Span], amount: Sequence[Span]) -> Line:
    """The right block of a wide row: three columns, each flush right."""
    return (*right(price, PRICE_COLUMN), *right(middle, STEPPER_COLUMN), *right(amount, AMOUNT_COLUMN))


def stepper(quantity: int, can_fall: bool, can_rise: bool, palette: Palette) -> Line:
    """`- 2 +`; a sign that does nothing is faint. The number is a part of its own, to type it."""
    return (
        chip(glyphs.MINUS, palette.on_chip if can_fall else palette.dim, palette.chip, parts.MINUS, bold=can_fall),
        Span(f"{quantity:^5}", Ink(palette.text, bold=True), parts.QUANTITY),
        chip("+", palette.on_chip if can_rise else palette.dim, palette.chip, parts.PLUS, bold=can_rise),
    )
