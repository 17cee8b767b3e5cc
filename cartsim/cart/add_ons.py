"""换购 rows: the offers of a trade-up below the first line that leads to it (R-SWAP)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from cartsim.cart.basket import add_on_line, most_of_one
from cartsim.cart.memo import Memo
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.view import AddOnList, AddOnRow
from cartsim.model.cart import Cart
from cartsim.model.promotion import AddOn, AddOnOffer, Promotion, Tier, When
from cartsim.model.reason import Reason, because
from cartsim.pricing import Quote
from cartsim.pricing.basket import Gap
from cartsim.pricing.gap import gap_of
from cartsim.pricing.kinds import is_add_on
from cartsim.pricing.scope import is_usable, takes_part


def offers_of(tiers: Iterable[Tier]) -> Mapping[str, tuple[AddOnOffer, When]]:
    """The goods these tiers offer, by code, each with the threshold it is had from; of several the lowest price."""
    found: dict[str, tuple[AddOnOffer, When]] = {}
    for tier in tiers:
        for offer in tier.give.offers if isinstance(tier.give, AddOn) else ():
            known = found.get(offer.sku)
            if known is None or offer.price < known[0].price:
                found[offer.sku] = (offer, tier.when)
    return found


def tiers_reached(promotion: Promotion, gap: Gap) -> Sequence[Tier]:
    """The tiers whose offers may be taken at what is reached."""
    if not gap.is_met:
        return ()
    return promotion.tiers[:1] if promotion.repeat != 1 else promotion.tiers[: gap.reached]


def pieces_allowed(promotion: Promotion, gap: Gap) -> int:
    """Pieces that may be taken in all at what is reached (R-SWAP-5)."""
    times = max(1, gap.reached) if promotion.repeat != 1 else 1
    picks = [tier.give.pick for tier in tiers_reached(promotion, gap) if isinstance(tier.give, AddOn)]
    most = max(picks, default=0) * times
    return most if promotion.piece_limit is None else min(most, promotion.piece_limit)


def add_on_list(cart: Cart, scene: Scene, paid: Quote, promotion: str) -> AddOnList | None:
    """Every offer of a 换购, reached or not, by threshold, then price (R-SWAP-3); None for what is no 换购 in sight."""
    known = next((each for each in scene.promotions if each.id == promotion and is_add_on(each)), None)
    if known is None:
        return None
    gap = next((gap for gap in paid.gaps if gap.promotion == promotion), None) or gap_of(known, 0, 0, ())
    is_open = is_usable(known, scene.now, scene.audiences)
    return AddOnList(
        promotion=known,
        gap=gap,
        allowed=pieces_allowed(known, gap) if is_open else 0,
        taken=sum(pieces for (code, _), pieces in cart.add_ons if code == promotion),
        offers=tuple(_rows(known, gap, cart, scene, counting_of(cart, paid))),
    )


def add_on_rows(
    cart: Cart, scene: Scene, read: Mapping[str, Standing], paid: Quote, memo: Memo
) -> Mapping[str, tuple[AddOnRow, ...]]:
    """The rows by the line they hang on: the first valid one, as the cart stands, that counts for the promotion.

    An offer that was taken hangs on also while its promotion is closed, so that nothing taken goes unseen.
    """
    gaps = {gap.promotion: gap for gap in paid.gaps}
    counting = counting_of(cart, paid)
    of_cart = (cart.add_ons, cart.add_ons_lost, scene.add_ons, counting, scene.now if cart.add_ons else None)
    lines_of = lines_by_shop(cart)
    rows: dict[str, tuple[AddOnRow, ...]] = {}
    for promotion in memo.terms(scene).trade_ups:
        if not is_usable(promotion, scene.now, scene.audiences) and not _is_taken(promotion, cart):
            continue
        host = host_of(promotion, cart, read, lines_of)
        if host is not None:
            gap = gaps.get(promotion.id) or gap_of(promotion, 0, 0, ())
            made = partial(_told, promotion, gap, cart, scene, counting)
            rows[host] = (*rows.get(host, ()), *memo.add_ons.part(promotion.id, (memo.era, gap, of_cart), made))
    return rows


def counting_of(cart: Cart, paid: Quote) -> frozenset[str]:
    """The lines of taken offers that are priced."""
    return frozenset(add_on_line(*key) for key, _ in cart.add_ons) & {line.id for line in paid.lines}


def lines_by_shop(cart: Cart) -> Mapping[str | None, Sequence[str]]:
    """The lines of each shop as the cart stands, and of all of them under None."""
    lines: dict[str | None, list[str]] = {None: []}
    for placed in cart.placement.shops:
        lines[placed.shop] = [line for group in placed.groups for line in group.lines]
        lines[None] += lines[placed.shop]
    return lines


def _is_taken(promotion: Promotion, cart: Cart) -> bool:
    return any(code == promotion.id for (code, _), _ in cart.add_ons)


def host_of(
    promotion: Promotion, cart: Cart, read: Mapping[str, Standing], lines_of: Mapping[str | None, Sequence[str]]
) -> str | None:
    """The line the offers hang on: the first valid one that counts for the promotion; where there is none, the first
    of its shop for what was taken. None where nothing of the shop is left. `lines_of` are those of the cart by shop."""
    lines = lines_of.get(promotion.shop, ())
    for line in lines:
        if read[line].invalid is None and takes_part(promotion, read[line].goods):
            return line
    return lines[0] if lines and _is_taken(promotion, cart) else None


def _told(promotion: Promotion, gap: Gap, cart: Cart, scene: Scene, counting: frozenset[str]) -> tuple[AddOnRow, ...]:
    """Those that stand in the cart: what was taken and what may be; of a promotion that is not reached its cheapest
    offer stands for all."""
    known = sorted(_rows(promotion, gap, cart, scene, counting), key=lambda row: row.price)
    untaken = [row for row in known if not row.quantity]
    reached = [row for row in untaken if row.state != "locked"]
    if all(row.state == "gone" for row in reached):
        reached = untaken[:1]
    return tuple([row for row in known if row.quantity or row in reached])


def _rows(promotion: Promotion, gap: Gap, cart: Cart, scene: Scene, counting: frozenset[str]) -> Iterator[AddOnRow]:
    """Every offer there are goods for, by threshold, then price."""
    taken, lost_since = dict(cart.add_ons), dict(cart.add_ons_lost)
    is_open = is_usable(promotion, scene.now, scene.audiences)
    within = offers_of(tiers_reached(promotion, gap)) if is_open else {}
    allowed = pieces_allowed(promotion, gap) if is_open else 0
    offers = {**offers_of(promotion.tiers), **within}
    spent = sum(taken.get((promotion.id, code), 0) for code in offers)
    order = sorted(offers.values(), key=lambda known: (known[1].amount, known[1].pieces, known[0].price))
    for offer, when in order:
        goods = scene.add_ons.get(offer.sku)
        if goods is None:
            continue
        key = (promotion.id, offer.sku)
        pieces = taken.get(key, 0)
        room = allowed - spent + pieces if offer.sku in within else 0
        most = max(0, min(goods.stock, room, most_of_one(scene)))
        name = add_on_line(*key)
        if goods.stock <= 0:
            state, reason = "gone", because("add_on_gone", "R-SWAP")
        elif pieces and name in counting:
            state, reason = "taken", because("add_on_taken", "R-SWAP-5", None, base_fen=gap.base, pieces=pieces)
        elif pieces:
            until = lost_since.get(key, scene.now) + scene.policy.swap.grace
            state, reason = "lost", because("add_on_lost", "R-SWAP", "swap.grace", until_at=until)
        elif offer.sku not in within:
            state, reason = "locked", locked_reason(when, gap)
        elif not most:
            state, reason = "full", because("add_on_full", "R-SWAP-5", None, limit=allowed)
        else:
            state, reason = "open", because("add_on_open", "R-SWAP-1", None, base_fen=gap.base, limit=allowed)
        yield AddOnRow(name, promotion, goods, offer.price, when, pieces, most, state, gap, reason)


def locked_reason(when: When, gap: Gap) -> Reason:
    """What is missing to a threshold of the promotion."""
    fen, pieces = when.amount - gap.base, when.pieces - gap.pieces
    if pieces > 0 >= fen:
        return because("add_on_locked_pieces", "R-SWAP-6", None, needed_pieces=pieces)
    return because("add_on_locked", "R-SWAP-6", "pricing.threshold_base", needed_fen=max(0, fen))
