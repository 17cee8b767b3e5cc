"""The 凑单 panel: goods that bring a promotion further, each with its real cost (R-ADD-5..7, pricing.md section 9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from cartsim.cart.adding import cart_full
from cartsim.cart.basket import basket_of, if_checked, within_shop
from cartsim.cart.lines import more_refusal
from cartsim.cart.panels import Band, TopUp, TopUpGood
from cartsim.cart.prices import line_of
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.taking_part import Activities, activities
from cartsim.cart.turn import Turn, begin, places_used
from cartsim.cart.validity import invalid_reason, stock_hint
from cartsim.cart.view import CartView
from cartsim.errors import UnknownCodeError
from cartsim.model.cart import Cart
from cartsim.model.goods import Offer
from cartsim.model.promotion import Base, Promotion
from cartsim.model.reason import Reason
from cartsim.model.words import EMPTY
from cartsim.pricing.basket import Basket, BasketLine, Gap
from cartsim.pricing.gap import gap_of
from cartsim.pricing.quote import net_total

QUOTED_GOODS = 24
"""Goods at the head of the list whose real cost is quoted: more than a screen shows."""

_FALLBACK = (2_000, 5_000, 10_000)
"""Bounds of the bands in fen where no amount is missing (pricing.md, section 9)."""

_CODES = ("low", "middle", "just", "above")


def top_up_of(
    cart: Cart,
    scene: Scene,
    view: CartView,
    promotion: str,
    goods: Iterable[Offer],
    *,
    search: str = "",
    band: str | None = None,
    sort: str | None = None,
) -> TopUp:
    """The panel for `promotion` over `goods`, its candidates in any order; the caller has searched.

    Its gap is the one the cart's bar shows. Raises UnknownCodeError for a promotion the cart does not see.
    """
    known = next((other for other in scene.promotions if other.id == promotion), None)
    if known is None:
        raise UnknownCodeError(f"no promotion {promotion!r} in sight of the cart")
    gap = next((other for other in view.quote.gaps if other.promotion == promotion), None)
    panel = _Panel.over(begin(cart, scene, 0), known, gap or gap_of(known, 0, 0, ()))
    in_cart = panel.unticked()
    ready = {good.sku for good in in_cart}
    candidates, hidden = panel.candidates(offer for offer in goods if offer.sku not in ready)
    bands = _bands(panel.gap, [candidate.good.price for candidate in candidates])
    chosen = next((known_band for known_band in bands if known_band.code == band), None)
    shown = [candidate for candidate in candidates if chosen is None or _within(chosen, candidate.good.price)]
    order = sort or scene.policy.addon.rank
    shop = scene.shops.get(known.shop or "")
    return TopUp(
        promotion=known,
        shop=EMPTY if shop is None else shop.title,
        gap=panel.gap,
        now=scene.now,
        subtotal=panel.gap.base,
        pieces=panel.gap.pieces,
        bands=bands,
        band=None if chosen is None else chosen.code,
        search=search,
        sort=order,
        in_cart=in_cart,
        goods=panel.ranked(shown, order),
        total=len(candidates),
        hidden=hidden,
    )


class _Candidate(NamedTuple):
    """A good, and the line it would be in the basket once it counts."""

    good: TopUpGood
    ticked: BasketLine


@dataclass(frozen=True, slots=True)
class _Panel:
    """What every good of one panel is judged against."""

    turn: Turn
    promotion: Promotion
    gap: Gap
    prices: Activities
    basket: Basket
    """Of the promotion's shop, or of all."""
    total: int
    """`net_total` of `basket`, fen."""
    by_sku: Mapping[str, Standing]
    full: Reason | None
    """Why no new line fits in the cart."""

    @classmethod
    def over(cls, turn: Turn, promotion: Promotion, gap: Gap) -> _Panel:
        basket = basket_of(turn.cart, turn.scene, turn.read)
        if promotion.shop is not None:
            basket = within_shop(basket, promotion.shop)
        is_full = places_used(turn) >= turn.scene.policy.cap.total
        return cls(
            turn=turn,
            promotion=promotion,
            gap=gap,
            prices=activities(turn.scene),
            basket=basket,
            total=net_total(basket),
            by_sku={standing.line.sku: standing for standing in turn.read.values()},
            full=cart_full(turn) if is_full else None,
        )

    def candidates(self, goods: Iterable[Offer]) -> tuple[list[_Candidate], int]:
        """Goods that can be delivered and are in stock, and how many were left out (R-ADD i)."""
        policy, now = self.turn.scene.policy, self.turn.scene.now
        fitting: list[_Candidate] = []
        hidden = 0
        for offer in goods:
            if offer.available <= 0 or invalid_reason(offer, policy, now) is not None:
                hidden += 1
            else:
                fitting.append(self._one_more(offer, self.by_sku.get(offer.sku)))
        return fitting, hidden

    def unticked(self) -> tuple[TopUpGood, ...]:
        """Lines of the cart that only need a tick: those that close the gap, then the least extra (R-ADD f)."""
        group = [
            self.turn.read[line]
            for shop in self.turn.cart.placement.shops
            for placed in shop.groups
            if placed.promotion == self.promotion.id
            for line in placed.lines
        ]
        offered = [
            self._quoted(self._weighed(standing.offer, standing, if_checked(standing), None))
            for standing in group
            if standing.locked is None and not standing.line.checked
        ]
        return tuple(sorted(offered, key=_key("cost", self.gap)))

    def ranked(self, candidates: Sequence[_Candidate], order: str) -> tuple[TopUpGood, ...]:
        """The goods in order, the real cost of those at the head quoted."""
        key = _key(order, self.gap)
        ordered = sorted(candidates, key=lambda candidate: key(candidate.good))
        head = [self._quoted(candidate) for candidate in ordered[:QUOTED_GOODS]]
        if order == "cost":
            head.sort(key=key)
        return (*head, *(candidate.good for candidate in ordered[QUOTED_GOODS:]))

    def _one_more(self, offer: Offer, standing: Standing | None) -> _Candidate:
        """The good with its next step counted: a new line, or more of one in the cart."""
        if standing is None or standing.invalid is not None:
            return self._weighed(offer, None, line_of(offer, offer.min_quantity), self.full)
        line = replace(
            if_checked(standing),
            price=offer.price,
            quantity=standing.counted + offer.step,
            checked=True,
        )
        return self._weighed(offer, standing, line, more_refusal(standing))

    def _weighed(
        self, offer: Offer, standing: Standing | None, ticked: BasketLine, refusal: Reason | None
    ) -> _Candidate:
        """The good with the gap once `ticked` counts, and what it costs as far as this promotion goes."""
        unit = self.prices.item_price(ticked)
        counts = standing is not None and standing.counts
        more = ticked.quantity - (standing.counted if standing is not None and counts else 0)
        base = self.promotion.threshold_base or Base(self.turn.scene.policy.pricing.threshold_base)
        worth = (offer.list_price if base is Base.LIST else unit) * more
        lines = self.gap.lines if ticked.id in self.gap.lines else (*self.gap.lines, ticked.id)
        after = gap_of(self.promotion, self.gap.base + worth, self.gap.pieces + more, lines)
        good = TopUpGood(
            sku=offer.sku,
            line=None if standing is None else standing.line.id,
            title=offer.title,
            spec=offer.spec,
            sprite=offer.sprite,
            colour=offer.colour,
            price=unit,
            quantity=0 if standing is None else standing.line.quantity,
            checked=counts,
            stock=stock_hint(offer, 1, self.turn.scene.policy).reason,
            gap_after=after,
            extra=unit * more - (after.off - self.gap.off),
            refusal=refusal,
            is_exact=False,
        )
        return _Candidate(good, ticked)

    def _quoted(self, candidate: _Candidate) -> TopUpGood:
        """The good with its cost on the total: what the basket comes to with it, less what it comes to now."""
        good, ticked = candidate
        lines = self.basket.lines
        if any(line.id == ticked.id for line in lines):
            lines = tuple(ticked if line.id == ticked.id else line for line in lines)
        else:
            lines = (*lines, ticked)
        return replace(good, extra=net_total(replace(self.basket, lines=lines)) - self.total, is_exact=True)


def _key(order: str, gap: Gap) -> Callable[[TopUpGood], tuple[int, int, str]]:
    if order == "price":
        return lambda good: (good.price, 0, good.sku)
    if order == "closest_gap":
        return lambda good: (int(good.price < gap.needed), abs(good.price - gap.needed), good.sku)
    return lambda good: (int(not _closes(good, gap)), good.extra, good.sku)


def _closes(good: TopUpGood, gap: Gap) -> bool:
    """Whether a tier more is reached once the good counts."""
    return good.gap_after.reached > gap.reached


def _bands(gap: Gap, prices: Sequence[int]) -> tuple[Band, ...]:
    """Four price bands around the gap: to half of it, short of all of it, all of it up to 1.3 times, and above."""
    missing = gap.needed
    bounds = (missing // 2, missing, missing * 13 // 10) if missing > 1 else _FALLBACK
    edges = (None, *bounds, None)
    bands = (Band(code, low, high, 0) for code, low, high in zip(_CODES, edges, edges[1:], strict=False))
    return tuple(replace(band, count=sum(_within(band, price) for price in prices)) for band in bands)


def _within(band: Band, price: int) -> bool:
    """The gap itself closes it: its own price belongs to `just`, not to the band that ends there."""
    above = band.low is None or (price >= band.low if band.code == "just" else price > band.low)
    below = band.high is None or (price < band.high if band.code == "middle" else price <= band.high)
    return above and below
