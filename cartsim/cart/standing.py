"""Each line of a cart beside what was last read of its goods: judged once, used by commands and view alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cartsim.cart.scene import Scene
from cartsim.cart.validity import Ceiling, ceiling, fitting, invalid_reason, out_of_stock
from cartsim.model.cart import Cart, Line
from cartsim.model.goods import Offer
from cartsim.model.reason import Reason, because
from cartsim.model.words import Words
from cartsim.pricing.basket import BasketLine


@dataclass(frozen=True, slots=True)
class Standing:
    """One line as judged against the scene."""

    line: Line
    offer: Offer
    """A nameless offer at price 0 where the goods are unknown."""
    invalid: Reason | None
    ceiling: Ceiling
    locked: Reason | None
    """Why it cannot be ticked; None where it can."""
    short: Reason | None
    """Why it blocks settlement while checked; None where it does not."""
    counted: int
    """Pieces that are priced while it is checked: what the stock has of those asked for."""
    goods: BasketLine
    """The line as it is priced; unchecked where it does not count."""
    elsewhere: int
    """Pieces of the product in other lines."""
    in_section: bool
    """Whether it stands among the invalid."""

    @property
    def counts(self) -> bool:
        """Whether it is priced: checked, valid, in stock."""
        return self.goods.checked


_NOTHING_KNOWN: Mapping[str, Standing] = {}


def standings(cart: Cart, scene: Scene, known: Mapping[str, Standing] = _NOTHING_KNOWN) -> Mapping[str, Standing]:
    """Every line of the cart by id, in the order they came to the cart.

    `known` are lines judged before by the same policy, with no window opened or closed since: what nothing changed
    for is taken from there.
    """
    stale = _stale(cart, scene, known)
    if stale is not None and not stale:
        return known
    offers = scene.offers
    pairs = [(line, offers.get(line.sku) or unknown_goods(line.sku)) for line in (stale or cart.lines)]
    pieces: dict[str, int] = {}
    for line, offer in pairs:
        pieces[offer.product] = pieces.get(offer.product, 0) + line.quantity
    in_section = frozenset(cart.placement.invalid)
    judged = dict(known) if stale else {}
    for line, offer in pairs:
        elsewhere, is_in_section = pieces[offer.product] - line.quantity, line.id in in_section
        was = known.get(line.id)
        if (
            was is not None
            and (was.line is line or was.line == line)
            and (was.offer is offer or was.offer == offer)
            and was.elsewhere == elsewhere
            and was.in_section is is_in_section
        ):
            judged[line.id] = was
        else:
            judged[line.id] = _judge(line, offer, scene, elsewhere, is_in_section)
    return judged


def _stale(cart: Cart, scene: Scene, known: Mapping[str, Standing]) -> Sequence[Line] | None:
    """The lines to judge again where the known are the same lines; None where lines came, went or changed places.

    Lines of one product share its limits, so where one is another value than was judged they all are stale.
    """
    if len(known) != len(cart.lines):
        return None
    offer_of, in_section = scene.offers.get, frozenset(cart.placement.invalid)
    products: set[str] = set()
    for line, was in zip(cart.lines, known.values(), strict=True):
        offer = offer_of(line.sku)
        if was.line is line and was.offer is offer and was.in_section is (line.id in in_section):
            continue
        if was.line.id != line.id:
            return None
        products.update((was.offer.product, line.sku if offer is None else offer.product))
    if not products:
        return ()
    return [line for line, was in zip(cart.lines, known.values(), strict=True) if was.offer.product in products]


def _judge(line: Line, offer: Offer, scene: Scene, elsewhere: int, in_section: bool) -> Standing:
    policy = scene.policy
    invalid = invalid_reason(offer, policy, scene.now)
    most = ceiling(offer, policy, elsewhere)
    short = None
    if line.quantity > offer.available > 0:
        short = because("stock_short", "R-STOCK-14", "stock.on_short", asked=line.quantity, left=offer.available)
    elif offer.available > 0 and line.quantity > most.maximum:
        short = most.limit
    locked = _lock(offer, invalid, short, scene, in_section)
    counted = fitting(offer, min(line.quantity, offer.available))
    counts = line.checked and locked is None and counted > 0
    goods = BasketLine(
        line.id,
        offer.price,
        counted if counts else line.quantity,
        offer.list_price,
        offer.shop,
        offer.category,
        offer.tags,
        offer.weight,
        counts,
        line.promotion,
    )
    return Standing(line, offer, invalid, most, locked, short, counted, goods, elsewhere, in_section)


def _lock(offer: Offer, invalid: Reason | None, short: Reason | None, scene: Scene, in_section: bool) -> Reason | None:
    if invalid is not None:
        return invalid
    if offer.available <= 0:
        return out_of_stock(offer)
    if in_section:
        return because("locked_until_entry", "R-INV")
    if offer.available < offer.min_quantity:
        return because("minimum_above_stock", "R-CAP-3", None, minimum=offer.min_quantity, left=offer.available)
    if short is not None and scene.policy.stock.on_short == "uncheck":
        return short
    return None


def unknown_goods(sku: str) -> Offer:
    """Stands for goods that are no longer in the catalogue at all; the SKU code is their title."""
    return Offer(
        sku=sku,
        product=sku,
        shop="",
        title=Words(sku, sku),
        spec=(),
        category="",
        sprite="",
        colour="",
        list_price=0,
        price=0,
        available=0,
        listed=False,
        deleted=True,
    )
