"""The fixed lines of the cart screen: header, tabs, payment, keys. Pure: values in, lines out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.geometry import Size

from cartsim.cart.moment import Clock
from cartsim.cart.view import CartView, Tick
from cartsim.i18n import Speaker
from cartsim.i18n.marks import N_
from cartsim.model.trouble import Neighbour
from cartsim.tui import glyphs, parts
from cartsim.tui.actions import Action
from cartsim.tui.draw import Ink, Line, Span, blank, cells, chip, fit, rule, spread, width_of
from cartsim.tui.line_row import box
from cartsim.tui.palette import Palette
from cartsim.tui.showing import Filter, Showing, shown_tick

PROFILES: Mapping[str, str] = {
    "standard": N_("Standard"),
    "standard_changed": N_("Standard, changed"),
    "showcase": N_("Showcase"),
    "showcase_changed": N_("Showcase, changed"),
}
"""Names of the rules in force, as `Session.profile` gives them."""


NEIGHBOURS: Mapping[Neighbour, str] = {
    Neighbour.GOODS: N_("Prices"),
    Neighbour.STOCK: N_("Stock"),
    Neighbour.PROMOTIONS: N_("Deals"),
    Neighbour.COUPONS: N_("Coupon data"),
}
"""Names of what the neighbours of the cart answer."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """A removal that can still be taken back."""

    sequence: int
    lines: int
    seconds: int
    """Real seconds left"""


def header(
    view: CartView, clock: Clock, profile: str, width: int, speaker: Speaker, palette: Palette, *, stands: bool = False
) -> Line:
    """Name, profile, cart with its number, city, world time, speed, pause and step.

    `stands` where time should run and cannot: the world file cannot be written.
    """
    ink, strong = Ink(palette.on_brand), Ink(palette.on_brand, bold=True)
    count = f"{speaker.text('Cart')} {view.used}/{view.cap}"
    left = [blank(1), Span("cartsim", strong, "name"), blank(2)]
    if width >= 100:
        name = speaker.text(PROFILES[profile])
        left += [Span(f"{name} {glyphs.CHEVRON_DOWN}", ink, "profile"), blank(2)]
    left += [chip(count, palette.brand, palette.on_brand, "cart", bold=True), blank(2)]
    left.append(Span(f"{speaker.words(view.city)} {glyphs.CHEVRON_DOWN}", ink, "city"))
    moment = speaker.time(clock.now) if width < 90 else f"{speaker.date(clock.now)} {speaker.time(clock.now)}"
    running = glyphs.PLAY if clock.paused else glyphs.PAUSE * 2
    said = speaker.text("Run") if clock.paused else speaker.text("Pause")
    state = Span(f"{glyphs.TIMES}{clock.speed}", strong, "speed")
    run = Span(f"{running} {said}", strong, "pause")
    if stands and not clock.paused:
        run = chip(speaker.text("time stands"), palette.on_tag, palette.warn, "pause", bold=True)
    right = [Span(moment, ink, "time"), blank(2), state, blank(2), run, blank(2)]
    right += [Span(f"{glyphs.PLAY}{glyphs.VERTICAL} {speaker.text('Step')}", ink, "step"), blank(1)]
    return spread(left, right, width)


def tabs(
    view: CartView, showing: Showing, age: int, every: int | None, width: int, speaker: Speaker, palette: Palette
) -> Line:
    """The filters with their counts, and how old the reading is; `every` is the refresh interval in seconds.

    A neighbour in trouble says its own age (R-QRY-2): of several the one that has been so longest.
    """
    counts = view.counts
    items = (
        (Filter.ALL, speaker.text("All"), counts.all),
        (Filter.DROP, speaker.text("Price drops"), counts.drop),
        (Filter.LOW, speaker.text("Low stock"), counts.low_stock),
        (Filter.PROMOTION, speaker.text("Deals"), counts.promotion),
        (Filter.INVALID, speaker.text("Invalid"), counts.invalid),
    )
    left: list[Span] = []
    for tab, name, count in items:
        here = tab is showing.filter
        ink = Ink(palette.text, palette.chip, bold=True) if here else Ink(palette.dim)
        number = ink if here or not count else Ink(palette.soft)
        part = f"filter_{tab.value}"
        left += [Span(f" {name} ", ink, part), Span(f"{count} ", number, part)]
    said = speaker.text("read {age} ago", age=speaker.duration(max(0, age)))
    if every is not None and width >= 100:
        said += f" {glyphs.DOT} {speaker.text('every {n} s', n=every)}"
    read = Span(said, Ink(palette.dim), "refresh")
    if not view.troubles:
        return spread(left, (read, blank(1)), width)
    oldest = view.troubles[0]
    ago = speaker.duration(max(0, view.read_at + age - oldest.since))
    old = speaker.text("{what}: {age} old", what=speaker.text(NEIGHBOURS[oldest.neighbour]), age=ago)
    told = Span(old, Ink(palette.warn), "refresh")
    return spread(left, (told, blank(2), read, blank(1)) if width >= 100 else (told, blank(1)), width)


def payment(
    view: CartView, showing: Showing, undo: Undoable | None, width: int, speaker: Speaker, palette: Palette
) -> Line:
    """Select-all, estimate, saved, and the button that settles."""
    totals = view.totals
    label = speaker.text("Select all") if showing.filter is Filter.ALL else speaker.text("Select these")
    tick = shown_tick(view, showing)
    left = [blank(1), box(tick, palette), blank(1), Span(label, Ink(palette.text), parts.CHECK), blank(2)]
    remove = Span(f"{speaker.text('Remove ticked')}  ", Ink(palette.soft), parts.REMOVE)
    removed = blank(0)
    claimable, has_coupons = view.platform_coupons
    told = speaker.text("Platform coupons {n}", n=claimable) if claimable else speaker.text("Platform coupons")
    coupons = Span(f"{told} >  " if has_coupons else "", Ink(palette.link), parts.PLATFORM_COUPONS)
    left.append(coupons)
    if tick in (Tick.ON, Tick.SOME):
        left.append(remove)
    if undo is not None:
        removed = Span(f"{speaker.count('{n} removed', '{n} removed', undo.lines)} ", Ink(palette.soft), "undo")
        undoing = f"z {speaker.text('Undo')} {undo.seconds}"
        left += [removed, chip(undoing, palette.on_tag, palette.warn, "undo", bold=True)]
    ready = bool(totals.lines) and not view.blocked
    button = f" {speaker.text('Check out ({n})', n=totals.pieces)} "
    ink, ground = (palette.on_brand, palette.brand) if ready else (palette.on_chip, palette.chip)
    freight = Span(f"{_freight(view, speaker)}  " if width >= 100 else "", Ink(palette.dim), "detail")
    saved = blank(0)
    if totals.shown_saved:
        told = speaker.text("saved {money}", money=speaker.money(totals.shown_saved))
        saved = chip(f"{told} {glyphs.CHEVRON_UP}", palette.good, palette.saved, "detail")
    right = [
        freight,
        Span(f"{speaker.text('Estimate')} ", Ink(palette.soft), "detail"),
        Span(speaker.money(totals.net_total), Ink(palette.total, bold=True), "detail"),
        blank(2),
        saved,
        blank(2 if saved.text else 0),
        chip(button, ink, ground, "settle", bold=True),
        blank(1),
    ]
    for least_needed in (freight, remove, removed, coupons, saved):
        if width_of(left) + width_of(right) + 1 > width:
            left = [span for span in left if span is not least_needed]
            right = [span for span in right if span is not least_needed]
    return spread(left, right, width)


def _freight(view: CartView, speaker: Speaker) -> str:
    """不含运费, and what is estimated beside it (R-PRICE-2)."""
    if not view.freight_shown or not view.quote.freight_parts:
        return speaker.text("without freight")
    if not view.quote.freight:
        return speaker.text("free freight")
    return speaker.text("without freight ¥{amount}", amount=speaker.yuan(view.quote.freight))


def status(said: str, tone: str, view: CartView, width: int, speaker: Speaker, palette: Palette) -> Line:
    """The last notice, kept on screen; without one, what stands in the way of settlement or a neighbour in trouble."""
    troubles = tuple(trouble.reason for trouble in view.troubles)
    standing = (*view.blocked, *troubles)
    if not said and standing:
        said, tone = speaker.reason(standing[0]), "warn"
        if standing[0] in troubles:
            said += f" {glyphs.DOT} {standing[0].rule}"
    if not said:
        return rule(width, palette)
    colour: str = getattr(palette, tone)
    return fit((blank(1), Span(said, Ink(colour))), width)


def key_line(shown: tuple[Action, ...], width: int, speaker: Speaker, palette: Palette) -> Line:
    """The footer's keys: as many as fit, the palette last and always."""
    last = (
        Span(" ^P ", Ink(palette.text, bold=True), "key:palette"),
        Span(speaker.text("Commands"), Ink(palette.dim), "key:palette"),
    )
    room = width - width_of(last) - 2
    spans: list[Span] = []
    for action in shown:
        key, label = speaker.text(action.shown), speaker.text(action.label)
        size = cells(key) + cells(label) + 4
        if size > room:
            break
        room -= size
        part = f"key:{action.name}"
        spans += [
            Span(f" {key} ", Ink(palette.text, bold=True), part),
            Span(f"{label}  ", Ink(palette.dim), part),
        ]
    return (*spans, *last)


@dataclass(frozen=True, slots=True)
class Found:
    """How far the search in the cart has come."""

    asked: bool
    """Whether anything was typed."""
    at: int
    """Number of the match the cursor is on, from 1; 0 where it is on none."""
    of: int


def find_line(found: Found, width: int, speaker: Speaker, palette: Palette) -> Line:
    """The footer while one types what to find: the keys that are no letters then, and what came of it."""
    spans: list[Span] = []
    for key, label in (("Enter", speaker.text("Next match")), ("Esc", speaker.text("Back to the list"))):
        spans += [Span(f" {key} ", Ink(palette.text, bold=True)), Span(f"{label}  ", Ink(palette.dim))]
    if found.of:
        told = Span(speaker.text("{at} of {of} found", at=found.at, of=found.of), Ink(palette.good))
    else:
        told = Span(speaker.text("Nothing found") if found.asked else "", Ink(palette.drop, bold=True))
    return spread(spans, (told, blank(1)), width)


def tick_target(tick: Tick) -> bool:
    """What pressing a box makes of it: all, unless all are ticked already (R-SEL-4)."""
    return tick is not Tick.ON


def indented(lines: Sequence[Line], by: int) -> tuple[Line, ...]:
    """Every line moved to the right."""
    return tuple((blank(by), *line) for line in lines)


def too_small(size: Size, least: tuple[int, int], speaker: Speaker, palette: Palette) -> tuple[Line, ...]:
    """What a window without room for the cart shows."""
    said = speaker.text("The cart needs {width} x {height} cells", width=least[0], height=least[1])
    now = speaker.text("this window has {width} x {height}", width=size.width, height=size.height)
    return ((Span(said, Ink(palette.text, bold=True)),), (Span(now, Ink(palette.dim)),))
