"""Random small baskets: tight numbers, so that thresholds, ties and full lines come up often."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from cartsim.model.cart import NO_PROMOTION
from cartsim.model.checkout import Allowance, FreightRule, FreightStep
from cartsim.model.goods import Gift
from cartsim.model.policy import Pricing
from cartsim.model.promotion import (
    AddOn,
    AddOnOffer,
    AmountOff,
    Base,
    Bundle,
    BuyGet,
    Coupon,
    Every,
    FreightOff,
    GiftGive,
    Give,
    Layer,
    Part,
    PercentOff,
    Pick,
    Promotion,
    Scope,
    SetPrice,
    Tier,
    UnitAmountOff,
    UnitPrice,
    When,
)
from cartsim.model.words import EMPTY
from cartsim.pricing.basket import Basket, BasketLine

SHOPS = ("S1", "S2")
CATEGORIES = ("shoes", "books")
AMOUNTS = (0, 20, 50, 100, 150, 200, 300)
CUTS = (1, 5, 10, 20, 30, 50, 80, 120)
COUPON_LAYERS = (Layer.SHOP_COUPON, Layer.CATEGORY_COUPON, Layer.PLATFORM_COUPON)


def random_basket(seed: int, lines: int = 4, promotions: int = 4, coupons: int = 3) -> Basket:
    """At most so many of each; the same seed gives the same basket."""
    chance = Random(seed)
    return Basket(
        lines=tuple(random_line(chance, number) for number in range(chance.randint(1, lines))),
        promotions=tuple(random_promotion(chance, number) for number in range(chance.randint(0, promotions))),
        coupons=tuple(random_coupon(chance, number) for number in range(chance.randint(0, coupons))),
        now=chance.choice((None, 50, 100)),
        shopper=chance.choice((frozenset(), frozenset({"member"}))),
        settings=Pricing(threshold_base=chance.choice(("parallel", "parallel", "progressive", "list"))),
    )


def varied_basket(seed: int, choose: str = "best", lines: int = 5, promotions: int = 5, coupons: int = 4) -> Basket:
    """A random basket with all that `random_basket` leaves at its usual value: rounding of cuts, thresholds read on
    other lines than those that benefit, lines kept out of every shop activity, 满N件 item prices."""
    chance = Random(-1 - seed)
    basket = random_basket(seed, lines, promotions, coupons)

    def varied(promotion: Promotion) -> Promotion:
        if promotion.layer is Layer.ITEM:
            when = chance.choice((When(), When(pieces=2), When(amount=60)))
            return replace(promotion, tiers=(replace(promotion.tiers[0], when=when),))
        return replace(
            promotion, measures=chance.choice((None,) * 5 + (Scope(), Scope(categories=frozenset({"books"}))))
        )

    return replace(
        basket,
        lines=tuple(replace(line, promotion=NO_PROMOTION) if chance.random() < 0.15 else line for line in basket.lines),
        promotions=tuple(varied(promotion) for promotion in basket.promotions),
        coupons=tuple(replace(coupon, promotion=varied(coupon.promotion)) for coupon in basket.coupons),
        settings=replace(
            basket.settings, choose=choose, rounding=chance.choice(("half_up", "half_up", "floor", "ceil"))
        ),
    )


def checkout_basket(seed: int) -> Basket:
    """A varied basket with 换购, freight of every sort, and what is taken off at checkout."""
    chance = Random(-(10**9) - seed)
    basket = varied_basket(seed, lines=4, promotions=3, coupons=2)
    offers = tuple(AddOnOffer(f"a{n}", chance.choice((5, 40, 90))) for n in range(chance.randint(1, 3)))
    swap = Promotion(
        "swap",
        chance.choice((Layer.SHOP, Layer.PLATFORM)),
        tuple(
            Tier(When(amount), AddOn(offers[: n + 1], chance.randint(1, 2)))
            for n, amount in enumerate(sorted(chance.sample(AMOUNTS, 2)))
        ),
        shop=chance.choice((None, *SHOPS)),
        repeat=chance.choice((1, 1, 2)),
        piece_limit=chance.choice((None, None, 1)),
        ends_at=chance.choice((None, 90)),
    )
    taken = tuple(
        BasketLine(
            f"a{n}",
            chance.choice((33, 80)),
            chance.choice((1, 2)),
            shop=chance.choice(SHOPS),
            checked=chance.random() < 0.9,
            add_on="swap" if chance.random() < 0.9 else "none",
            weight=chance.choice((0, 300)),
        )
        for n in range(chance.randint(0, 3))
    )
    lines = tuple(replace(line, weight=chance.choice((0, 250, 1_000))) for line in basket.lines)
    freight_offers = tuple(_freight_offer(chance, f"f{n}", Layer.PLATFORM) for n in range(chance.randint(0, 2)))
    freight_coupons = tuple(
        Coupon(
            _freight_offer(chance, f"q{n}", chance.choice(COUPON_LAYERS)),
            claimed=chance.choice((0, 1, 1)),
            stack=chance.random() < 0.5,
        )
        for n in range(chance.randint(0, 3))
    )
    return replace(
        basket,
        lines=(*lines, *taken),
        promotions=(*basket.promotions, swap, *freight_offers),
        coupons=(*basket.coupons, *freight_coupons),
        freight=_freight_rules(chance),
        red_packets=tuple(Allowance(f"r{n}", chance.choice((5, 60, 400))) for n in range(chance.randint(0, 2))),
        points=chance.choice((0, 0, 33)),
        pay_discounts=chance.choice(((), (Allowance("d", 21),))),
        settings=replace(
            basket.settings,
            freight_base=chance.choice(("item", "after_shop", "net")),
            round_order=chance.choice(("none", "jiao", "yuan")),
            min_payable=chance.choice((0, 0, 1, 150)),
        ),
    )


def _freight_offer(chance: Random, code: str, layer: Layer) -> Promotion:
    give = chance.choice((FreightOff(10_000), FreightOff(3_333), FreightOff(amount=70), FreightOff(amount=300)))
    more = Tier(When(amount=300), FreightOff(10_000))
    return Promotion(
        code,
        layer,
        (Tier(When(chance.choice((0, 50, 100))), give), *((more,) if chance.random() < 0.3 else ())),
        shop=chance.choice((None, None, *SHOPS)),
        scope=chance.choice((Scope(), Scope(categories=frozenset({"shoes"})))),
        max_off=chance.choice((None, None, 50, 200)),
        priority=chance.choice((0, 1)),
        ends_at=chance.choice((None, 90)),
    )


def _freight_rules(chance: Random) -> tuple[FreightRule, ...]:
    rules = [_freight_rule(chance, shop) for shop in (*SHOPS, None) if chance.random() < 0.6]
    return tuple(rules)


def _freight_rule(chance: Random, shop: str | None) -> FreightRule:
    free_over = chance.choice((None, 50, 200, 300))
    match chance.randrange(3):
        case 0:
            return FreightRule(shop, fee=chance.choice((0, 100, 333)), free_over=free_over)
        case 1:
            following = chance.choice((None, FreightStep(50, pieces=2)))
            return FreightRule(shop, first=FreightStep(200, pieces=1), next=following, free_over=free_over)
        case _:
            following = chance.choice((None, FreightStep(60, grams=300)))
            return FreightRule(shop, first=FreightStep(250, grams=500), next=following, free_over=free_over)


def random_line(chance: Random, number: int) -> BasketLine:
    """A line of a few yuan at most."""
    price = chance.choice((1, 7, 20, 33, 50, 99, 100, 150))
    return BasketLine(
        id=f"l{number}",
        price=price,
        quantity=chance.choice((1, 1, 2, 3)),
        list_price=chance.choice((None, price + 20)),
        shop=chance.choice(SHOPS),
        category=chance.choice(CATEGORIES),
        checked=chance.random() < 0.9,
        promotion=chance.choice((None, None, None, "p0", "p1")),
    )


def random_promotion(chance: Random, number: int) -> Promotion:
    """Of any activity layer, mostly of the shop layer."""
    layer = chance.choice((Layer.ITEM, Layer.SHOP, Layer.SHOP, Layer.SHOP, Layer.CROSS_SHOP, Layer.PLATFORM))
    return _promotion(chance, f"p{number}", layer)


def random_coupon(chance: Random, number: int) -> Coupon:
    """Of any coupon layer, mostly held."""
    return Coupon(
        promotion=_promotion(chance, f"c{number}", chance.choice(COUPON_LAYERS)),
        left=chance.choice((0, 5)),
        claimed=chance.choice((0, 1, 1, 1)),
        stack=chance.random() < 0.4,
        picked=chance.choice((None, None, None, True, False)),
    )


def _promotion(chance: Random, code: str, layer: Layer) -> Promotion:
    repeat = chance.choice((1, 1, 2, None))
    tiers = _tiers(chance, layer) if repeat == 1 else _tiers(chance, layer)[:1]
    layers = (Layer.SHOP, Layer.SHOP_COUPON, Layer.CROSS_SHOP, Layer.PLATFORM_COUPON)
    return Promotion(
        id=code,
        layer=layer,
        tiers=tiers,
        shop=chance.choice((None, *SHOPS)),
        scope=chance.choice((Scope(), Scope(), Scope(categories=frozenset({"shoes"})))),
        repeat=repeat,
        max_off=None if layer is Layer.ITEM else chance.choice((None, None, 25)),
        priority=chance.choice((0, 0, 1)),
        threshold_base=chance.choice((None, None, None, Base.PROGRESSIVE)),
        excess_drops=chance.random() < 0.2,
        group=chance.choice((None, None, None, None, "g")),
        piece_limit=chance.choice((None, None, None, 1, 2)),
        excludes=frozenset({chance.choice(layers)}) if chance.random() < 0.15 else frozenset(),
        audience=chance.choice((None, None, None, "member")),
        starts_at=chance.choice((None, None, 60)),
        ends_at=chance.choice((None, None, 90)),
    )


def _tiers(chance: Random, layer: Layer) -> tuple[Tier, ...]:
    amounts = sorted(chance.sample(AMOUNTS, chance.randint(1, 2)))
    if layer is Layer.ITEM:
        give: Give = chance.choice((UnitPrice(30), UnitAmountOff(9), PercentOff(1500)))
        return (Tier(When(), give),)
    if chance.random() < 0.2:
        return (Tier(When(pieces=chance.randint(1, 4)), _give(chance)),)
    return tuple(Tier(When(amount=amount), _give(chance)) for amount in amounts)


def _give(chance: Random) -> Give:
    gift = Gift("gift", EMPTY, 15, chance.choice((0, 1, 9)))
    return chance.choice(
        (
            AmountOff(chance.choice(CUTS)),
            AmountOff(chance.choice(CUTS)),
            AmountOff(chance.choice(CUTS)),
            PercentOff(chance.choice((500, 1000, 3333))),
            UnitPrice(40),
            UnitAmountOff(11),
            GiftGive(gift, 1),
            random_pieces_give(chance),
            random_pieces_give(chance),
        )
    )


def random_pieces_give(chance: Random) -> Give:
    """A benefit that picks single pieces, of every kind and school."""
    size = chance.randint(1, 3)
    most = chance.choice((None, None, 1, 2))
    rate = chance.choice((5_000, 10_000, 3_333))
    match chance.randrange(4):
        case 0:
            pick = chance.choice((Pick.CHEAPEST, Pick.CHEAPEST_OVERALL))
            return Every(size + 1, chance.randint(1, size), rate, pick, most)
        case 1:
            return SetPrice(size, chance.choice((1, 60, 120)), chance.choice((Pick.DEAREST, Pick.CHEAPEST)), most)
        case 2:
            return BuyGet(_part(chance), _part(chance), rate)
        case _:
            parts = tuple(_part(chance) for _ in range(chance.randint(1, 2)))
            kind = chance.choice(("total", "rate", "amount"))
            return Bundle(parts, **{kind: chance.choice((40, 90, 150)) if kind != "rate" else rate})


def _part(chance: Random) -> Part:
    scopes = (Scope(), Scope(categories=frozenset({"shoes"})), Scope(categories=frozenset({"books"})))
    return Part(chance.choice(scopes), chance.randint(1, 2))


def without_pieces(basket: Basket) -> Basket:
    """The basket without what looks at single pieces, by its kind or by a limit of pieces."""
    return replace(
        basket,
        promotions=tuple(promotion for promotion in basket.promotions if not _picks_pieces(promotion)),
        coupons=tuple(coupon for coupon in basket.coupons if not _picks_pieces(coupon.promotion)),
    )


def scaled(basket: Basket, factor: int) -> Basket:
    """Every amount times `factor`, over the parallel base and without item prices in percent."""

    def of(promotion: Promotion) -> Promotion:
        return replace(
            promotion,
            tiers=tuple(
                Tier(When(tier.when.amount * factor, tier.when.pieces), _scaled_give(tier.give, factor))
                for tier in promotion.tiers
            ),
            max_off=None if promotion.max_off is None else promotion.max_off * factor,
            threshold_base=Base.LIST if promotion.threshold_base is Base.LIST else Base.PARALLEL,
        )

    return replace(
        basket,
        lines=tuple(
            replace(
                line,
                price=line.price * factor,
                list_price=None if line.list_price is None else line.list_price * factor,
            )
            for line in basket.lines
        ),
        promotions=tuple(
            of(promotion)
            for promotion in basket.promotions
            if promotion.layer is not Layer.ITEM or not isinstance(promotion.tiers[0].give, PercentOff)
        ),
        coupons=tuple(replace(coupon, promotion=of(coupon.promotion)) for coupon in basket.coupons),
    )


def _scaled_give(give: Give, factor: int) -> Give:
    match give:
        case AmountOff(amount):
            return AmountOff(amount * factor)
        case UnitAmountOff(amount):
            return UnitAmountOff(amount * factor)
        case UnitPrice(price):
            return UnitPrice(price * factor)
        case SetPrice():
            return replace(give, total=give.total * factor)
        case Bundle():
            total, amount = (None if fen is None else fen * factor for fen in (give.total, give.amount))
            return replace(give, total=total, amount=amount)
        case _:
            return give


def without_clashes(basket: Basket) -> Basket:
    """The basket where nothing shuts anything else out."""

    def alone(promotion: Promotion) -> Promotion:
        return replace(promotion, excludes=frozenset(), group=None)

    return replace(
        basket,
        promotions=tuple(alone(promotion) for promotion in basket.promotions),
        coupons=tuple(replace(coupon, promotion=alone(coupon.promotion)) for coupon in basket.coupons),
    )


def dropping_basket(seed: int) -> Basket:
    """Cuts over all shops that drop what finds no room, on lines of which the shops' own activities leave little."""
    chance = Random(seed)
    basket = without_clashes(random_basket(seed, lines=5, promotions=5, coupons=1))
    deep = (Every(2, 1, 10_000), UnitPrice(1), UnitAmountOff(60), AmountOff(150))

    def with_little_left(promotion: Promotion) -> Promotion:
        promotion = replace(promotion, threshold_base=chance.choice((None, None, None, Base.LIST)))
        if promotion.layer in (Layer.CROSS_SHOP, Layer.PLATFORM):
            return replace(promotion, excess_drops=chance.random() < 0.8, shop=None)
        if promotion.layer is Layer.ITEM or chance.random() < 0.5:
            return promotion
        return replace(promotion, shop=chance.choice(SHOPS), tiers=(Tier(When(), chance.choice(deep)),), repeat=1)

    return replace(
        basket,
        promotions=tuple(with_little_left(promotion) for promotion in basket.promotions),
        coupons=tuple(replace(coupon, promotion=with_little_left(coupon.promotion)) for coupon in basket.coupons),
        settings=replace(basket.settings, threshold_base="parallel"),
    )


def _picks_pieces(promotion: Promotion) -> bool:
    kinds = (Every, SetPrice, BuyGet, Bundle)
    return promotion.piece_limit is not None or any(isinstance(tier.give, kinds) for tier in promotion.tiers)
