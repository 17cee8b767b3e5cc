"""换购 rows: the offers of a trade-up below the first line that leads to it (R-SWAP)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cartsim.cart.basket import add_on_line, most_of_one
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.view import AddOnRow
from cartsim.model.cart import Cart
from cartsim.model.goods import AddOnGood
from cartsim.model.promotion import AddOn, AddOnOffer, Promotion
from cartsim.model.reason import Reason, because
from cartsim.pricing import Quote
from cartsim.pricing.basket import Gap
from cartsim.pricing.gap import gap_of
from cartsim.pricing.scope import is_usable, takes_part


def is_add_on(promotion: Promotion) -> bool:
    """Whether it is a 换购."""
    return any(isinstance(tier.give, AddOn) for tier in promotion.tiers)


def offers_of(promotion: Promotion) -> Mapping[str, AddOnOffer]:
    """The goods it offers, by code; of several tiers that offer the same the first."""
    found: dict[str, AddOnOffer] = {}
    for tier in promotion.tiers:
        if isinstance(tier.give, AddOn):
            for offer in tier.give.offers:
                found.setdefault(offer.sku, offer)
    return found


def pieces_allowed(promotion: Promotion, gap: Gap) -> int:
    """Pieces that may be taken in all at what is reached (R-SWAP-5)."""
    if not gap.is_met:
        return 0
    times = max(1, gap.reached) if promotion.repeat != 1 else 1
    reached = promotion.tiers[:1] if promotion.repeat != 1 else promotion.tiers[: gap.reached]
    picks = [tier.give.pick for tier in reached if isinstance(tier.give, AddOn)]
    most = max(picks, default=0) * times
    return most if promotion.piece_limit is None else min(most, promotion.piece_limit)


def add_on_rows(
    cart: Cart, scene: Scene, read: Mapping[str, Standing], paid: Quote
) -> Mapping[str, tuple[AddOnRow, ...]]:
    """The rows by the line they hang on: the first valid one, as the cart stands, that counts for the promotion.

    An offer that was taken hangs on also while its promotion is closed, so that nothing taken goes unseen.
    """
    gaps = {gap.promotion: gap for gap in paid.gaps}
    taken, lost_since = dict(cart.add_ons), dict(cart.add_ons_lost)
    rows: dict[str, tuple[AddOnRow, ...]] = {}
    for promotion in scene.promotions:
        if not is_add_on(promotion):
            continue
        if not is_usable(promotion, scene.now, scene.audiences) and not _is_taken(promotion, cart):
            continue
        host = host_of(promotion, cart, read)
        if host is not None:
            gap = gaps.get(promotion.id) or gap_of(promotion, 0, 0, ())
            priced = {line.id for line in paid.lines}
            made = tuple(_rows(promotion, gap, taken, lost_since, scene, priced))
            rows[host] = (*rows.get(host, ()), *made)
    return rows


def _is_taken(promotion: Promotion, cart: Cart) -> bool:
    return any(code == promotion.id for (code, _), _ in cart.add_ons)


def host_of(promotion: Promotion, cart: Cart, read: Mapping[str, Standing]) -> str | None:
    """The line the offers hang on: the first valid one that counts for the promotion; where there is none, the first
    of its shop for what was taken. None where nothing of the shop is left."""
    others: list[str] = []
    for placed in cart.placement.shops:
        if promotion.shop in (None, placed.shop):
            for group in placed.groups:
                for line in group.lines:
                    if read[line].invalid is None and takes_part(promotion, read[line].goods):
                        return line
                    others.append(line)
    return others[0] if others and _is_taken(promotion, cart) else None


def _rows(
    promotion: Promotion,
    gap: Gap,
    taken: Mapping[tuple[str, str], int],
    lost_since: Mapping[tuple[str, str], int],
    scene: Scene,
    priced: set[str],
) -> Iterator[AddOnRow]:
    """What was taken and what may be; of a promotion that is not reached its cheapest offer stands for all."""
    offers = sorted(offers_of(promotion).values(), key=lambda offer: offer.price)
    allowed = pieces_allowed(promotion, gap) if is_usable(promotion, scene.now, scene.audiences) else 0
    spent = sum(taken.get((promotion.id, offer.sku), 0) for offer in offers)
    told = False
    for offer in offers:
        goods = scene.add_ons.get(offer.sku)
        pieces = taken.get((promotion.id, offer.sku), 0)
        if goods is None or (not pieces and not allowed and told):
            continue
        told = told or not pieces
        most = max(0, min(goods.stock, allowed - spent + pieces, most_of_one(scene)))
        counts = add_on_line(promotion.id, offer.sku) in priced
        until = lost_since.get((promotion.id, offer.sku), scene.now) + scene.policy.swap.grace
        state, reason = _state(goods, gap, pieces, most, allowed, until, counts=counts)
        yield AddOnRow(
            add_on_line(promotion.id, offer.sku), promotion, goods, offer.price, pieces, most, state, gap, reason
        )


def _state(
    goods: AddOnGood, gap: Gap, pieces: int, most: int, allowed: int, until: int, *, counts: bool
) -> tuple[str, Reason]:
    """State and reason of an offer; one whose condition is lost goes at the world time `until` (R-SWAP a)."""
    if goods.stock <= 0:
        return "gone", because("add_on_gone", "R-SWAP")
    if pieces and counts:
        return "taken", because("add_on_taken", "R-SWAP-5", None, base_fen=gap.base, pieces=pieces)
    if pieces:
        return "lost", because("add_on_lost", "R-SWAP", "swap.grace", until_at=until)
    if not allowed:
        if gap.needed_pieces and not gap.needed:
            return "locked", because("add_on_locked_pieces", "R-SWAP-6", None, needed_pieces=gap.needed_pieces)
        return "locked", because("add_on_locked", "R-SWAP-6", "pricing.threshold_base", needed_fen=gap.needed)
    if not most:
        return "full", because("add_on_full", "R-SWAP-5", None, limit=allowed)
    return "open", because("add_on_open", "R-SWAP-1", None, base_fen=gap.base, limit=allowed)
