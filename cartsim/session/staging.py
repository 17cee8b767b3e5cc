"""A scenario put on a freshly seeded world: facts first, then the cart.

The cart is filled by the reducer that a shopper's adds go through, so its ranks and groups are real ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cartsim.cart.add_ons import offers_of
from cartsim.cart.commands import AddToCart
from cartsim.cart.outcome import Refusal
from cartsim.cart.place import take_out
from cartsim.cart.reduce import apply
from cartsim.cart.scene import Scene
from cartsim.errors import DataError
from cartsim.i18n.figures import world_time
from cartsim.market.reading import Shopper, read_scene
from cartsim.model.cart import Cart, Line
from cartsim.model.checkout import FreightRule
from cartsim.model.goods import Activity, Gift, ItemGift, Offer
from cartsim.model.policy import Policy
from cartsim.model.promotion import (
    AddOn,
    AddOnOffer,
    AmountOff,
    Coupon,
    Every,
    FreightOff,
    GiftGive,
    Give,
    Layer,
    PercentOff,
    Promotion,
    Scope,
    SetPrice,
    Tier,
    UnitAmountOff,
    UnitPrice,
    When,
)
from cartsim.model.trouble import NO_TROUBLE
from cartsim.model.words import EMPTY, Words
from cartsim.session.datafile import DataFile
from cartsim.session.scenario import (
    LATER_OF_SKU,
    CartLine,
    CouponFacts,
    ProductFacts,
    PromotionFacts,
    Scenario,
    Text,
    TierFacts,
)
from cartsim.session.scenariofile import known_as
from cartsim.store import accounts, carts, goods, plan, staging
from cartsim.store.carts import CartKey, OwnerKind
from cartsim.store.state import Connection

PLENTY = 1_000_000
"""Pieces in sight while the cart is filled; what is really there is judged when it is entered."""


def apply_scenario(connection: Connection, scenario: Scenario, file: DataFile, policy: Policy) -> None:
    """Put the scenario on the world, inside the caller's unit of work; the cart is that of the account logged in.

    DataError names file, line and field of a code that is not in the catalogue or does not fit.
    """
    start = world_time(scenario.starts_at)
    told = scenario.shopper
    key = CartKey(OwnerKind.ACCOUNT, told.login)
    with file.at("shopper", "address"):
        accounts.log_in(connection, told.login, told.address)
    if told.tier:
        accounts.set_audiences(connection, told.login, told.tier)
    beginning = staging.Beginning(known_as(file.path), start, scenario.liveliness, scenario.frozen)
    staging.set_beginning(connection, beginning)
    with file.at("quiet_shops"):
        for shop in scenario.quiet_shops:
            goods.must_be_known(connection, "shop", shop)
        staging.clear_promotions(connection, scenario.quiet_shops)
    if scenario.quiet_platform:
        staging.clear_platform(connection)
    _put_goods(connection, scenario, file, start)
    _put_promotions(connection, scenario, file, start, key.owner)
    _plan(connection, scenario, file, start)
    _fill_cart(connection, scenario, file, start, key, policy)


def _put_goods(connection: Connection, scenario: Scenario, file: DataFile, start: int) -> None:
    for gift in scenario.gifts:
        staging.put_gift(connection, Gift(gift.code, _words(gift.title), gift.list_price, gift.stock))
    for activity in scenario.activities:
        window = (start + activity.opens, start + activity.ends)
        staging.put_activity(connection, Activity(activity.code, _words(activity.title), *window))
    for index, product in enumerate(scenario.products):
        with file.at("products", index):
            _put_product(connection, product, scenario.shopper.address)
    for index, sku in enumerate(scenario.skus):
        with file.at("skus", index):
            staging.set_sku(connection, sku.sku, sku.model_dump(include=_SKU_FACTS, exclude_none=True))
            if sku.stock is not None:
                staging.set_stock(connection, sku.sku, scenario.shopper.address, sku.stock)


_SKU_FACTS = {"price", "list_price", "listed"}
_PRODUCT_FACTS = {"listed", "deleted", "purchase_limit", "min_quantity", "step"}


def _put_product(connection: Connection, facts: ProductFacts, city: str) -> None:
    staging.set_product(connection, facts.product, facts.model_dump(include=_PRODUCT_FACTS, exclude_none=True))
    prices = facts.model_dump(include={"price", "list_price"}, exclude_none=True)
    if prices:
        staging.set_skus_of(connection, facts.product, prices)
    if facts.stock is not None:
        staging.set_stock_of(connection, facts.product, city, facts.stock)
    if facts.restricted is not None:
        staging.restrict_product(connection, facts.product, city, _words(facts.restricted))
    if facts.gifts is not None:
        hung = [ItemGift(_only_code(part.gift), part.per, part.give, part.max_per_order) for part in facts.gifts]
        staging.hang_gifts(connection, facts.product, hung)
    if facts.activities is not None:
        staging.enrol_in_activities(connection, facts.product, facts.activities)


def _put_promotions(connection: Connection, scenario: Scenario, file: DataFile, start: int, owner: str) -> None:
    for index, terms in enumerate(scenario.promotions):
        with file.at("promotions", index):
            _must_be_known(connection, terms)
            staging.put_promotion(connection, _promotion(terms, start), terms.products)
    for index, coupon in enumerate(scenario.coupons):
        with file.at("coupons", index):
            _must_be_known(connection, coupon)
            staging.put_coupon(connection, _coupon(coupon, start), coupon.products, owner)
    for index, rule in enumerate(scenario.freight):
        with file.at("freight", index):
            staging.put_freight(connection, FreightRule(rule.shop, fee=rule.fee, free_over=rule.free_over))


def _must_be_known(connection: Connection, terms: PromotionFacts) -> None:
    """UnknownCodeError for a category, gift or 换购 goods that the catalogue has not."""
    for category in terms.categories:
        goods.must_be_known(connection, "category", category)
    for tier in terms.tiers:
        for gift in filter(None, (tier.gift, *tier.pick_from)):
            goods.must_be_known(connection, "gift", gift)
        for offer in tier.add_on or ():
            goods.must_be_known(connection, "add-on", offer.goods)


def _plan(connection: Connection, scenario: Scenario, file: DataFile, start: int) -> None:
    """What happens later, for the ticks to do when its time has come."""
    for index, fact in enumerate(scenario.later):
        with file.at("later", index):
            if fact.sku is not None:
                facts = fact.model_dump(include=set(LATER_OF_SKU), exclude_none=True)
                plan.plan_for_sku(connection, start + fact.at, fact.sku, scenario.shopper.address, facts)
            elif fact.coupon is not None:
                plan.plan_for_coupon(connection, start + fact.at, fact.coupon, fact.left or 0)
            elif fact.neighbour is not None:
                plan.plan_trouble(connection, start + fact.at, fact.neighbour, fact.trouble or NO_TROUBLE)


def _promotion(terms: PromotionFacts, start: int) -> Promotion:
    return Promotion(
        id=terms.code,
        layer=terms.layer,
        tiers=tuple(Tier(When(tier.amount, tier.pieces), _give(tier)) for tier in terms.tiers),
        shop=terms.shop,
        repeat=None if terms.repeat == "unlimited" else terms.repeat,
        max_off=terms.max_off,
        starts_at=_after(start, terms.opens),
        ends_at=_after(start, terms.ends),
        title=EMPTY if terms.title is None else _words(terms.title),
        scope=Scope(categories=frozenset(terms.categories)) if terms.categories else Scope(),
        excess_drops=terms.layer is Layer.CROSS_SHOP,
        funder=terms.funder,
    )


def _give(tier: TierFacts) -> Give:
    if tier.off is not None:
        return AmountOff(tier.off)
    if tier.fold is not None:
        return PercentOff(_rate(tier.fold))
    if tier.unit_off is not None:
        return UnitAmountOff(tier.unit_off)
    if tier.unit_price is not None:
        return UnitPrice(tier.unit_price)
    if tier.every is not None:
        return Every(tier.every.pieces, tier.every.discounted, _rate(tier.every.fold))
    if tier.set_price is not None:
        return SetPrice(tier.set_price.pieces, tier.set_price.total)
    if tier.add_on is not None:
        offers = tuple(AddOnOffer(offer.goods, offer.price, offer.list_price) for offer in tier.add_on)
        return AddOn(offers, tier.pick)
    if tier.freight_off is not None:
        return FreightOff(rate=10_000) if tier.freight_off == "all" else FreightOff(amount=tier.freight_off)
    return GiftGive(_only_code(tier.gift or ""), tier.quantity, tuple(_only_code(code) for code in tier.pick_from))


def _rate(fold: float) -> int:
    """Hundredths of a percent off, of what 折 leaves."""
    return 10_000 - round(fold * 1000)


def _coupon(facts: CouponFacts, start: int) -> Coupon:
    held = facts.claimed + facts.used > 0
    return Coupon(
        _promotion(facts, start),
        claim_from=_after(start, facts.claim_opens),
        claim_until=_after(start, facts.claim_ends),
        left=facts.left,
        per_user=facts.per_user,
        claimed=facts.claimed,
        used=facts.used,
        claimed_at=start if held else None,
        stack=facts.stack,
    )


def _fill_cart(
    connection: Connection, scenario: Scenario, file: DataFile, start: int, key: CartKey, policy: Policy
) -> None:
    """Every line added by the reducer itself, oldest first, then given its past.

    Ranks are journal sequence numbers; these adds came before the journal, so theirs are below 1.
    """
    account = accounts.shopper(connection, key.owner)
    shopper = Shopper(account.owner, account.city_code, account.city, account.audiences)
    store = carts.CartStore(connection)
    cart, version = store.load(key)
    scene = read_scene(connection, cart, shopper, policy, start, [line.sku for line in scenario.cart])
    generous = replace(scene, offers={sku: _sellable(offer) for sku, offer in scene.offers.items()})
    past: dict[str, CartLine] = {}
    for sequence, index in enumerate(reversed(range(len(scenario.cart))), 1 - len(scenario.cart)):
        told = scenario.cart[index]
        with file.at("cart", index):
            if told.sku not in scene.offers:
                raise goods.unknown(connection, "sku", told.sku)
            if told.promotion:
                goods.must_be_known(connection, "promotion", told.promotion)
            cart = _added(cart, told, generous, sequence)
        past[cart.lines[-1].id] = told
    cart = replace(_with_past(cart, past, start), add_ons=_taken(scenario, file, scene))
    store.save(key, cart, version)


def _taken(scenario: Scenario, file: DataFile, scene: Scene) -> tuple[tuple[tuple[str, str], int], ...]:
    """The 换购 offers that lie in the cart, whether their threshold is reached or not."""
    known = {promotion.id: offers_of(promotion.tiers) for promotion in scene.promotions}
    for index, told in enumerate(scenario.taken):
        with file.at("taken", index):
            if told.goods not in known.get(told.promotion, {}):
                raise DataError(f"no promotion {told.promotion!r} for this cart offers {told.goods!r}")
    return tuple(sorted(((told.promotion, told.goods), told.quantity) for told in scenario.taken))


def _added(cart: Cart, told: CartLine, scene: Scene, sequence: int) -> Cart:
    """The cart with the line on top; DataError where the shop would refuse it."""
    answer = apply(cart, AddToCart(told.sku, told.quantity), scene, sequence)
    if isinstance(answer, Refusal):
        raise DataError(f"{told.sku} cannot be added: {answer.reason.code}")
    return answer.cart


def _sellable(offer: Offer) -> Offer:
    return replace(
        offer, available=PLENTY, listed=True, deleted=False, spec_listed=True, restricted=None, purchase_limit=None,
        sold_until=None,
    )  # fmt: skip


def _with_past(cart: Cart, past: Mapping[str, CartLine], start: int) -> Cart:
    """The cart as its lines were left: ticks, ages, prices then, and those that lie among the invalid."""
    changed = {line.id: _aged(line, past[line.id], start) for line in cart.lines}
    away = frozenset(line for line, told in past.items() if told.recovers)
    placement = take_out(cart.placement, away)
    return replace(cart.with_lines(changed), placement=replace(placement, invalid=tuple(sorted(away))))


def _aged(line: Line, told: CartLine, start: int) -> Line:
    return replace(
        line,
        checked=told.checked,
        added_at=start - abs(told.added),
        added_price=told.price_then or line.added_price,
        promotion=told.promotion,
    )


def _only_code(code: str) -> Gift:
    """A gift that is looked up by its code when it is read."""
    return Gift(code, EMPTY, 0, 0)


def _words(text: Text) -> Words:
    return Words(text.zh, text.en)


def _after(start: int, span: int | None) -> int | None:
    return None if span is None else start + span
