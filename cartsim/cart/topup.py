"""The 凑单 panel: goods that bring a promotion further, each with its real cost (R-ADD-5..7, pricing.md section 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from cartsim.cart.adding import cart_full
from cartsim.cart.basket import basket_of, if_checked, within_shop
from cartsim.cart.lines import more_refusal
from cartsim.cart.panels import Band, Refund, TopUp, TopUpCombination, TopUpGood, TopUpPart, TopUpTier
from cartsim.cart.prices import line_of
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.taking_part import Activities, activities
from cartsim.cart.turn import Turn, begin, places_used
from cartsim.cart.validity import ceiling, invalid_reason, stock_hint
from cartsim.cart.view import CartView
from cartsim.errors import UnknownCodeError
from cartsim.model.cart import Cart
from cartsim.model.goods import Offer
from cartsim.model.promotion import Layer, Promotion
from cartsim.model.reason import Reason
from cartsim.model.words import EMPTY
from cartsim.pricing.basket import BasketLine, Gap, Quote
from cartsim.pricing.gap import gap_of
from cartsim.pricing.scope import takes_part
from cartsim.pricing.topup import Addition, Effort, Filler, NextTier, TopUpAdvice, top_up

QUOTED_GOODS = 24
"""Goods at the head of the list whose real cost is quoted: more than a screen shows."""

EFFORT = Effort(head=QUOTED_GOODS, quotes=2 * QUOTED_GOODS)

GLANCE = Effort(combinations=0, quotes=0)
"""Estimates alone, off the quote of the view: what can be shown at once in a cart that takes long to quote."""

HEAVY = Effort(head=12, combinations=2, quotes=16)
"""In a cart that takes long to quote, worked out beside the screen: what a screen shows is exact."""

AT_ONCE = 40
"""Lines of a basket up to which everything is quoted between two frames."""

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
    effort: Effort = EFFORT,
    sold: int | None = None,
) -> TopUp:
    """The panel for `promotion` over `goods`, its candidates in any order; the caller has searched.

    `sold` is how many goods the activity has where these are not all. The gap is the one the cart's bar shows. Raises
    UnknownCodeError for a promotion the cart does not see.
    """
    known = next((other for other in scene.promotions if other.id == promotion), None)
    if known is None:
        raise UnknownCodeError(f"no promotion {promotion!r} in sight of the cart")
    shelf = _Shelf.over(begin(cart, scene, 0), known)
    waiting = shelf.unticked()
    ready = {candidate.offer.sku for candidate in waiting}
    candidates, hidden = shelf.candidates(offer for offer in goods if offer.sku not in ready)
    gap = next((other for other in view.quote.gaps if other.promotion == promotion), None)
    bands = _bands(gap or gap_of(known, 0, 0, ()), [candidate.price for candidate in candidates])
    chosen = next((known_band for known_band in bands if known_band.code == band), None)
    shown = [candidate for candidate in candidates if chosen is None or _within(chosen, candidate.price)]
    order = sort or scene.policy.addon.rank
    asked = replace(effort, combinations=0) if search else effort  # a search is for one good
    advice = shelf.advice((*waiting, *shown), order, asked, view.quote)
    shop = scene.shops.get(known.shop or "")
    drawn = _Drawn({candidate.filler.line.id: candidate for candidate in (*waiting, *shown)}, shelf)
    return TopUp(
        promotion=known,
        shop=EMPTY if shop is None else shop.title,
        gap=advice.gap,
        now=scene.now,
        subtotal=advice.gap.base,
        pieces=advice.gap.pieces,
        bands=bands,
        band=None if chosen is None else chosen.code,
        search=search,
        sort=order,
        in_cart=tuple(map(drawn.good, advice.unticked)),
        goods=tuple(map(drawn.good, advice.goods)),
        combinations=tuple(map(drawn.combination, _cheaper(advice))),
        among=advice.among,
        of=advice.of,
        next_tier=None if advice.next_tier is None else _tier(advice.next_tier),
        refund_policy=scene.policy.pricing.refund,
        total=len(candidates) - len(advice.aside),
        sold=max(len(candidates), sold or 0),
        hidden=hidden + len(advice.aside),
    )


def is_heavy(cart: Cart, scene: Scene, promotion: str) -> bool:
    """Whether the panel for `promotion` takes longer than a frame: it spans shops, or its lines do in a long cart."""
    known = next((other for other in scene.promotions if other.id == promotion), None)
    if known is None:
        return False
    if known.shop is None:
        return True
    return len(cart.lines) > AT_ONCE and len(within_shop(basket_of(cart, scene), known.shop).lines) > AT_ONCE


class _Candidate(NamedTuple):
    """A good, and the line it would be in the basket once it counts."""

    offer: Offer
    standing: Standing | None
    filler: Filler
    price: int
    """Unit price after the item layer, fen."""
    refusal: Reason | None


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What every good of one panel is judged against."""

    turn: Turn
    promotion: Promotion
    prices: Activities
    by_sku: Mapping[str, Standing]
    by_product: Mapping[str, int]
    """Pieces in the cart."""
    full: Reason | None
    """Why no new line fits in the cart."""

    @classmethod
    def over(cls, turn: Turn, promotion: Promotion) -> _Shelf:
        is_full = places_used(turn) >= turn.scene.policy.cap.total
        pieces: dict[str, int] = {}
        for standing in turn.read.values():
            product = standing.offer.product
            pieces[product] = pieces.get(product, 0) + standing.line.quantity
        return cls(
            turn=turn,
            promotion=promotion,
            prices=activities(turn.scene),
            by_sku={standing.line.sku: standing for standing in turn.read.values()},
            by_product=pieces,
            full=cart_full(turn) if is_full else None,
        )

    def advice(self, candidates: Iterable[_Candidate], order: str, effort: Effort, priced: Quote) -> TopUpAdvice:
        """What the goods come to, on the basket of the promotion's shop, or on all, which `priced` is the quote of."""
        whole = basket = basket_of(self.turn.cart, self.turn.scene, self.turn.read)
        if self.promotion.shop is not None:
            basket = within_shop(whole, self.promotion.shop)
        fillers = [candidate.filler for candidate in candidates]
        known = priced if basket is whole else None
        return top_up(basket, self.promotion, fillers, order=order, effort=effort, priced=known, of_cart=True)

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

    def unticked(self) -> list[_Candidate]:
        """Lines of the cart that only need a tick (R-ADD f): of the group, or all in scope where there is none."""
        placed = self._placed() if self.promotion.layer is Layer.SHOP else None
        return [
            self._ticked(standing)
            for standing in self.turn.read.values()
            if _needs_a_tick(standing)
            and (takes_part(self.promotion, standing.goods) if placed is None else standing.line.id in placed)
        ]

    def _placed(self) -> frozenset[str]:
        """Lines that stand under the promotion; those chosen for another do not count for it (R-ADD g)."""
        return frozenset(
            line
            for shop in self.turn.cart.placement.shops
            for group in shop.groups
            if group.promotion == self.promotion.id
            for line in group.lines
        )

    def _ticked(self, standing: Standing) -> _Candidate:
        line = if_checked(standing)
        filler = Filler(line, standing.offer.step, 1)
        return _Candidate(standing.offer, standing, filler, self.prices.item_price(line), None)

    def _one_more(self, offer: Offer, standing: Standing | None) -> _Candidate:
        """The good with its next step counted: a new line, a line ticked, or more of one in the cart."""
        if standing is None or standing.invalid is not None:
            line = line_of(offer, offer.min_quantity)
            return self._candidate(offer, None, line, self._adds(offer), self.full)
        if _needs_a_tick(standing):
            return self._ticked(standing)
        line = replace(standing.goods, price=offer.price, quantity=standing.counted + offer.step, checked=True)
        room = (standing.ceiling.maximum - standing.line.quantity) // offer.step
        return self._candidate(offer, standing, line, room, more_refusal(standing))

    def _adds(self, offer: Offer) -> int:
        """How often a new line could be added to."""
        most = ceiling(offer, self.turn.scene.policy, self.by_product.get(offer.product, 0)).maximum
        return 1 + (most - offer.min_quantity) // offer.step if most >= offer.min_quantity else 0

    def _candidate(
        self, offer: Offer, standing: Standing | None, line: BasketLine, adds: int, refusal: Reason | None
    ) -> _Candidate:
        filler = Filler(line, offer.step, max(0, adds) if refusal is None else 0)
        return _Candidate(offer, standing, filler, self.prices.item_price(line), refusal)


def _needs_a_tick(standing: Standing) -> bool:
    return standing.locked is None and not standing.line.checked and standing.counted > 0


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Additions as the panel shows them."""

    candidates: Mapping[str, _Candidate]
    """By line id."""
    shelf: _Shelf

    def good(self, addition: Addition) -> TopUpGood:
        """A single good."""
        candidate = self.candidates[addition.takes[0][0]]
        offer, standing = candidate.offer, candidate.standing
        return TopUpGood(
            sku=offer.sku,
            line=None if standing is None else standing.line.id,
            title=offer.title,
            spec=offer.spec,
            sprite=offer.sprite,
            colour=offer.colour,
            price=candidate.price,
            quantity=0 if standing is None else standing.line.quantity,
            checked=standing is not None and standing.counts,
            stock=stock_hint(offer, 1, self.shelf.turn.scene.policy).reason,
            gap_after=addition.gap,
            closes=addition.closes,
            over=addition.over,
            left_rate=addition.left_rate,
            extra=addition.extra,
            refund=_refund(addition),
            refusal=candidate.refusal,
        )

    def combination(self, addition: Addition) -> TopUpCombination:
        """Several goods."""
        refund = _refund(addition)
        assert refund is not None, "combinations are quoted"
        return TopUpCombination(
            parts=tuple(self._part(line) for line in addition.lines),
            price=addition.price,
            gap_after=addition.gap,
            over=addition.over,
            left_rate=addition.left_rate,
            extra=addition.extra,
            refund=refund,
        )

    def _part(self, line: BasketLine) -> TopUpPart:
        candidate = self.candidates[line.id]
        offer, standing = candidate.offer, candidate.standing
        counted = standing.counted if standing is not None and standing.counts else 0
        asked = 0 if standing is None else standing.line.quantity
        return TopUpPart(
            sku=offer.sku,
            line=None if standing is None else standing.line.id,
            title=offer.title,
            spec=offer.spec,
            sprite=offer.sprite,
            colour=offer.colour,
            price=candidate.price,
            pieces=line.quantity - counted,
            quantity=line.quantity,
            ticks=standing is not None and not standing.counts and line.quantity <= asked,
        )


def _cheaper(advice: TopUpAdvice) -> Sequence[Addition]:
    """The combinations that cost less than every single good that does."""
    singles = [addition.extra for addition in (*advice.unticked, *advice.goods) if addition.closes]
    least = min(singles, default=None)
    return [one for one in advice.combinations if least is None or one.extra < least]


def _refund(addition: Addition) -> Refund | None:
    if addition.split is None or addition.clawback is None:
        return None
    return Refund(addition.split, addition.clawback)


def _tier(tier: NextTier) -> TopUpTier:
    return TopUpTier(
        threshold=tier.threshold,
        threshold_pieces=tier.threshold_pieces,
        needed=tier.missing.amount,
        needed_pieces=tier.missing.pieces,
        off=tier.off,
        extra=None if tier.cheapest is None else tier.cheapest.extra,
    )


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
