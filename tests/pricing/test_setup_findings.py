"""What is odd about a basket from outside is told with its place, and refused where it has no meaning."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cartsim.model.checkout import FreightRule, FreightStep
from cartsim.model.promotion import (
    AddOn,
    AddOnOffer,
    AmountOff,
    Bundle,
    Coupon,
    Every,
    Give,
    Layer,
    Part,
    Promotion,
    Scope,
    SetPrice,
    Tier,
    UnitPrice,
    When,
)
from cartsim.pricing import Basket, BasketLine
from cartsim.pricing.findings import findings_of

LINES = (BasketLine("A", 5000, 1, shop="S1"), BasketLine("B", 3000, 1, shop="S1"))


def promotion(code: str, give: Give, layer: Layer = Layer.SHOP, **more: object) -> Promotion:
    return Promotion(code, layer, (Tier(When(), give),), **more)  # type: ignore[arg-type]


def told(*promotions: Promotion, lines: tuple[BasketLine, ...] = LINES) -> list[tuple[str, str, str]]:
    findings = findings_of(Basket(lines, promotions))
    return [(finding.id, finding.field, finding.reason.code) for finding in findings]


@pytest.mark.parametrize(
    ("odd", "field", "code"),
    [
        (promotion("P", AmountOff(5), shop="S9"), "shop", "setup_unknown_shop"),
        (promotion("P", AmountOff(5), scope=Scope(lines=frozenset({"A", "Z"}))), "scope", "setup_unknown_line"),
        (promotion("P", AmountOff(5), scope=Scope(shops=frozenset({"S9"}))), "scope", "setup_unknown_shop"),
        (promotion("P", AmountOff(5), measures=Scope(lines=frozenset({"Z"}))), "of", "setup_unknown_line"),
        (promotion("P", UnitPrice(5000)), "give", "setup_price_not_lower"),
        (promotion("P", SetPrice(2, 8000)), "give", "setup_price_not_lower"),
        (promotion("P", Bundle((Part(Scope(), 1),), total=5000)), "give", "setup_price_not_lower"),
        (
            promotion("P", Bundle((Part(Scope(lines=frozenset({"Z"})), 1),), total=5000)),
            "give",
            "setup_unknown_line",
        ),
        (promotion("P", Every(2, 1, 5000), Layer.ITEM), "give", "setup_not_for_items"),
        (promotion("P", Every(2, 1, 0)), "give", "setup_gives_nothing"),
        (promotion("P", Every(2, 1, 10_001)), "give", "setup_rate_out_of_range"),
    ],
)
def test_what_a_promotion_of_the_basket_says_oddly_is_told_with_its_field(
    odd: Promotion, field: str, code: str
) -> None:
    assert told(odd) == [("P", field, code)]


@pytest.mark.parametrize("sound", [UnitPrice(4999), SetPrice(2, 7999), SetPrice(3, 99_999), AmountOff(5)])
def test_a_price_that_can_lower_something_or_has_too_few_pieces_is_sound(sound: Give) -> None:
    assert told(promotion("P", sound)) == []


def test_two_equal_item_prices_with_different_rules_are_told_once() -> None:
    flash, member = (
        promotion("F", UnitPrice(2900), Layer.ITEM, piece_limit=1),
        promotion("M", UnitPrice(2900), Layer.ITEM, audience="member"),
    )
    assert told(flash, member) == [("M", "give", "setup_item_prices_alike")]


def test_two_equal_item_prices_with_the_same_rules_are_sound() -> None:
    assert told(promotion("F", UnitPrice(2900), Layer.ITEM), promotion("G", UnitPrice(2900), Layer.ITEM)) == []


def test_choices_that_nothing_answers_to_are_told() -> None:
    lines = (
        BasketLine("A", 5000, 1, promotion="X"),
        BasketLine("B", 3000, 1, promotion="P", add_on="P"),
        BasketLine("C", 3000, 1, promotion="", add_on="W"),
    )
    offer = promotion("W", AddOn((AddOnOffer("C", 990),)))
    assert told(promotion("P", AmountOff(5)), offer, lines=lines) == [
        ("A", "promotion", "setup_unknown_choice"),
        ("B", "add_on", "setup_unknown_add_on"),
    ]


def test_only_what_has_no_meaning_is_refused() -> None:
    empty = Coupon(promotion("C", AmountOff(5), Layer.SHOP_COUPON), claim_from=9, claim_until=9)
    unlimited = Promotion("P", Layer.SHOP, tuple(Tier(When(amount), AmountOff(5)) for amount in (10, 20)), repeat=None)
    odd = promotion("Q", AmountOff(5), shop="S9")
    findings = findings_of(Basket(LINES, (unlimited, odd), (empty,)))
    assert [(finding.id, finding.tier, finding.is_refused) for finding in findings] == [
        ("P", 0, True),
        ("Q", 0, False),
        ("C", 0, True),
    ]


def test_lines_sent_by_grams_without_a_weight_are_told() -> None:
    by_grams = FreightRule("S1", first=FreightStep(800, grams=1_000))
    lines = (replace(LINES[0], weight=500), LINES[1], replace(LINES[1], id="C", checked=False))
    told = findings_of(Basket(lines, freight=(by_grams,)))
    assert [(one.owner, one.id, one.field, one.reason.code, one.is_refused) for one in told] == [
        ("line", "B", "weight", "setup_no_weight", False)
    ]
    assert findings_of(Basket(lines, freight=(FreightRule("S1", first=FreightStep(800, pieces=1)),))) == ()
    assert findings_of(Basket(lines, freight=(by_grams, FreightRule(None, fee=600)))) == told
