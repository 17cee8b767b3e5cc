"""Promotions and coupons in sight of a cart, and claims."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import pytest

from cartsim.errors import DataError, UnknownCodeError
from cartsim.model.goods import Gift
from cartsim.model.promotion import (
    AddOn,
    AmountOff,
    Base,
    Funder,
    GiftGive,
    Layer,
    PercentOff,
    Promotion,
    Scope,
    Tier,
    UnitAmountOff,
    UnitPrice,
    When,
)
from cartsim.model.words import Words
from cartsim.store.goods import sight_of
from cartsim.store.promotions import (
    Claim,
    NotOpen,
    Over,
    add_on_goods,
    claim_coupon,
    coupons_for,
    promotions_for,
)
from cartsim.store.seed.making import STARTS_AT as NOW
from cartsim.store.terms import PromotionFacts, promotion_of, terms_to_text
from cartsim.store.worldfile import open_world, unit_of_work

GIFT = Gift("mug", Words("杯", "Mug"), 1990, 3)
OTHER = Gift("pen", Words("笔", "Pen"), 250, 0)
FULL = Promotion(
    "p-1",
    Layer.SHOP,
    (
        Tier(When(amount=10000), AmountOff(2000)),
        Tier(When(pieces=3), PercentOff(1500)),
        Tier(When(), UnitAmountOff(5)),
        Tier(When(1, 1), UnitPrice(990)),
        Tier(When(50000), GiftGive(GIFT, 2, (OTHER,))),
    ),
    shop="s",
    scope=Scope(categories=frozenset({"books"}), tags=frozenset({"a"})),
    measures=Scope(shops=frozenset({"s", "t"}), lines=frozenset()),
    repeat=None,
    max_off=9,
    priority=-2,
    threshold_base=Base.LIST,
    excess_drops=True,
    group="g",
    excludes=frozenset({Layer.PLATFORM, Layer.SHOP_COUPON}),
    piece_limit=4,
    audience="member",
    funder=Funder.PLATFORM,
    starts_at=1,
    ends_at=2,
    title=Words("名", "Name"),
)


def test_terms_come_back_as_they_were_written() -> None:
    facts = PromotionFacts("p-1", "s", "shop", False, 1, 2, terms_to_text(FULL))
    assert promotion_of(facts, (GIFT, OTHER)) == FULL


def test_terms_that_cannot_be_read_name_the_promotion() -> None:
    with pytest.raises(DataError, match="'p-1'"):
        promotion_of(
            PromotionFacts("p-1", None, "shop", False, None, None, '{"tiers":[{"when":{},"give":{"x":1}}]}'), ()
        )


def test_whole_shop_promotions_have_no_tag_and_enrolled_ones_their_own(world: sqlite3.Connection) -> None:
    enrolled = dict(world.execute("SELECT code, NOT whole_shop FROM promotion").fetchall())
    products = [code for (code,) in world.execute("SELECT code FROM product")]
    found = promotions_for(world, sight_of(world, products))
    assert {promotion.id for promotion in found} == set(enrolled)
    for promotion in found:
        assert promotion.scope.tags == (frozenset({promotion.id}) if enrolled[promotion.id] else None)
        assert (promotion.shop is None) == promotion.id.startswith("platform-")


def test_r_cpn_2_promotions_and_coupons_are_found_from_the_products_alone(world: sqlite3.Connection) -> None:
    shop, product = world.execute(
        "SELECT shop.code, product.code FROM product JOIN shop ON shop.id = shop_id"
    ).fetchone()
    sight = sight_of(world, [product])
    assert {promotion.shop for promotion in promotions_for(world, sight)} == {shop, None}
    assert {coupon.promotion.shop for coupon in coupons_for(world, sight, "me")} == {shop, None}
    assert promotions_for(world, sight_of(world, [])) == ()
    assert coupons_for(world, sight_of(world, []), "me") == ()


def test_r_cpn_4_expired_coupons_are_left_out(world: sqlite3.Connection) -> None:
    products = [code for (code,) in world.execute("SELECT code FROM product")]
    last = world.execute("SELECT MAX(use_until) FROM coupon").fetchone()[0]
    assert coupons_for(world, sight_of(world, products), "me", since=last) == ()
    assert coupons_for(world, sight_of(world, products), "me", since=last - 1) != ()


def test_r_swap_4_the_goods_of_every_trade_up_in_sight_are_read_with_their_own_price(world: sqlite3.Connection) -> None:
    products = [code for (code,) in world.execute("SELECT code FROM product")]
    found = promotions_for(world, sight_of(world, products))
    known = add_on_goods(world, found)
    offers = [
        offer
        for promotion in found
        for tier in promotion.tiers
        if isinstance(tier.give, AddOn)
        for offer in tier.give.offers
    ]
    assert offers
    for offer in offers:
        assert known[offer.sku].price == offer.list_price
        assert 0 < offer.price < known[offer.sku].price
    assert add_on_goods(world, [promotion for promotion in found if promotion.layer is Layer.ITEM]) == {}


def test_gift_stock_is_read_each_time(world: sqlite3.Connection) -> None:
    products = [code for (code,) in world.execute("SELECT code FROM product")]
    for stock in (5, 0):
        world.execute("UPDATE giftgood SET stock = ?", (stock,))
        found = promotions_for(world, sight_of(world, products))
        give = next(tier.give for promotion in found for tier in promotion.tiers if isinstance(tier.give, GiftGive))
        assert give.gift.stock == stock


@pytest.fixture
def coupon(world: sqlite3.Connection) -> str:
    """A coupon open to claim, two left, one a user."""
    world.execute(
        "UPDATE coupon SET stock = 2, per_user = 1, claim_from = ?, claim_until = ? WHERE id = 1", (NOW, NOW + 10)
    )
    return str(world.execute("SELECT code FROM coupon WHERE id = 1").fetchone()[0])


def test_r_cpn_5_a_claim_takes_one_and_keeps_to_the_limit(world: sqlite3.Connection, coupon: str) -> None:
    assert [claim_coupon(world, coupon, "me", NOW) for _ in range(2)] == [Claim.DONE, Claim.LIMIT]
    assert [claim_coupon(world, coupon, who, NOW) for who in ("you", "me", "he")] == [
        Claim.DONE,
        Claim.LIMIT,
        Claim.GONE,
    ]
    assert world.execute("SELECT stock FROM coupon WHERE id = 1").fetchone() == (0,)
    products = [code for (code,) in world.execute("SELECT code FROM product")]
    mine = next(found for found in coupons_for(world, sight_of(world, products), "me") if found.id == coupon)
    assert (mine.claimed, mine.used, mine.claimed_at, mine.left) == (1, 0, NOW, 0)


@pytest.mark.parametrize(
    ("now", "answer"), [(NOW - 1, NotOpen(NOW)), (NOW, Claim.DONE), (NOW + 9, Claim.DONE), (NOW + 10, Over(NOW + 10))]
)
def test_r_cpn_5_the_claim_window_is_half_open_and_the_refusal_tells_its_end(
    world: sqlite3.Connection, coupon: str, now: int, answer: Claim | NotOpen | Over
) -> None:
    assert claim_coupon(world, coupon, "me", now) == answer


def test_an_unknown_coupon_names_the_nearest(world: sqlite3.Connection, coupon: str) -> None:
    with pytest.raises(UnknownCodeError, match=coupon):
        claim_coupon(world, coupon + "x", "me", NOW)


def test_of_many_who_want_the_last_piece_one_gets_it(path: Path) -> None:
    with closing(open_world(path)) as world:
        world.execute("UPDATE coupon SET stock = 1, claim_from = NULL, claim_until = NULL WHERE id = 1")
        code = world.execute("SELECT code FROM coupon WHERE id = 1").fetchone()[0]
    together, answers = Barrier(8), []

    def claim(owner: str) -> None:
        with closing(open_world(path)) as mine:
            together.wait(10)
            with unit_of_work(mine):
                answers.append(claim_coupon(mine, code, owner, NOW))

    threads = [Thread(target=claim, args=(f"shopper-{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(answers) == [Claim.DONE, *[Claim.GONE] * 7]
