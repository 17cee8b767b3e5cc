"""What a Speaker says: amounts, moments, promotions, bars and reasons in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartsim.cart.view import Entry, GiftRow, PromotionBar
from cartsim.i18n import Speaker
from cartsim.model.goods import Gift, ShopKind
from cartsim.model.promotion import (
    AddOn,
    AddOnOffer,
    AmountOff,
    Bundle,
    BuyGet,
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
from cartsim.model.reason import because
from cartsim.model.words import Words
from cartsim.pricing.basket import Gap
from cartsim.pricing.kinds import kind_of

ZH, EN = Speaker("zh"), Speaker("en")
EVENING = 1_781_784_040
"""2026-06-18 20:00:40 in Shanghai."""
TOTE = Gift("tote", Words("帆布袋", "Canvas tote"), 1990, 8)


def _promotion(*tiers: Tier, layer: Layer = Layer.SHOP, **more: object) -> Promotion:
    return replace(Promotion("p", layer, tiers), **more)


@pytest.mark.parametrize(
    ("promotion", "zh", "en"),
    [
        (_promotion(Tier(When(30_000), AmountOff(4_000))), "满300减40", "¥40 off ¥300"),
        (
            _promotion(Tier(When(30_000), AmountOff(4_000)), Tier(When(60_000), AmountOff(10_000))),
            "满300减40，满600减100",
            "¥40 off ¥300, ¥100 off ¥600",
        ),
        (
            _promotion(Tier(When(30_000), AmountOff(5_000)), repeat=None),
            "每满300减50，上不封顶",
            "¥50 off every ¥300, no cap",
        ),
        (
            _promotion(Tier(When(30_000), AmountOff(5_000)), repeat=3),
            "每满300减50封顶150",
            "¥50 off every ¥300, max ¥150",
        ),
        (
            _promotion(Tier(When(30_000), AmountOff(5_000)), repeat=None, max_off=12_000),
            "每满300减50封顶120",
            "¥50 off every ¥300, max ¥120",
        ),
        (_promotion(Tier(When(0, 2), PercentOff(1_500))), "2件8.5折", "15% off 2+"),
        (_promotion(Tier(When(0, 2), PercentOff(1_000))), "2件9折", "10% off 2+"),
        (_promotion(Tier(When(20_000), PercentOff(2_250))), "满200打7.75折", "22.5% off ¥200"),
        (_promotion(Tier(When(0, 3), AmountOff(2_000))), "满3件减20", "¥20 off 3+"),
        (_promotion(Tier(When(9_900), GiftGive(TOTE))), "满99赠帆布袋", "Free Canvas tote over ¥99"),
        (_promotion(Tier(When(0, 2), GiftGive(TOTE, 2))), "满2件赠帆布袋 ×2", "Free Canvas tote ×2 for 2+"),
        (_promotion(Tier(When(), UnitAmountOff(3_000)), layer=Layer.ITEM), "直降30", "Cut ¥30"),
        (_promotion(Tier(When(), UnitPrice(12_900)), layer=Layer.ITEM), "秒杀价 129", "Flash ¥129"),
        (
            _promotion(Tier(When(), UnitPrice(12_900)), layer=Layer.ITEM, piece_limit=2),
            "秒杀价 129，限2件",
            "Flash ¥129, first 2 only",
        ),
        (_promotion(Tier(When(20_000), AmountOff(1_500)), layer=Layer.SHOP_COUPON), "满200减15", "¥15 off ¥200"),
        (
            _promotion(Tier(When(), PercentOff(2_000)), layer=Layer.SHOP_COUPON, max_off=3_000),
            "8折封顶30",
            "20% off, max ¥30",
        ),
        (
            _promotion(Tier(When(), AmountOff(500)), layer=Layer.PLATFORM_COUPON),
            "无门槛减5",
            "¥5 off, no minimum",
        ),
        (_promotion(Tier(When(), Every(2, 1, 5_000))), "第2件半价", "2nd half price"),
        (_promotion(Tier(When(), Every(3, 1, 4_000))), "第3件6折", "1 of 3 at 40% off"),
        (_promotion(Tier(When(), Every(3, 1, 10_000, groups=2))), "买2送1，限2组", "Buy 2 get 1 free, at most 2 sets"),
        (_promotion(Tier(When(), SetPrice(3, 9_900))), "99元3件", "3 for ¥99"),
        (
            _promotion(Tier(When(), BuyGet(Part(Scope(), 2), Part(Scope(), 1), 10_000))),
            "买2件，另送1件",
            "Buy 2, get 1 free",
        ),
        (_promotion(Tier(When(), Bundle((Part(Scope(), 1),) * 2, 38_500))), "2件套装价¥385", "Set of 2 ¥385"),
        (_promotion(Tier(When(), AddOn((AddOnOffer("x", 990),)))), "加¥9.90换购", "Add-on for ¥9.90"),
        (
            _promotion(Tier(When(9_900), AddOn((AddOnOffer("x", 990), AddOnOffer("y", 1_990))))),
            "满99加¥9.90起换购",
            "Add-ons from ¥9.90 over ¥99",
        ),
        (_promotion(Tier(When(9_900), FreightOff(10_000)), layer=Layer.PLATFORM), "满99包邮", "Free freight with ¥99"),
        (_promotion(Tier(When(0, 2), FreightOff(amount=500))), "满2件运费减5", "¥5 off freight with 2+"),
        (
            _promotion(Tier(When(30_000), AmountOff(5_000)), layer=Layer.CROSS_SHOP, repeat=None, max_off=15_000),
            "每满300减50封顶150",
            "¥50 off every ¥300, max ¥150",
        ),
    ],
)
def test_a_promotion_says_its_terms(promotion: Promotion, zh: str, en: str) -> None:
    assert (ZH.promotion(promotion), EN.promotion(promotion)) == (zh, en)


CONDITIONS = (When(), When(5_000), When(0, 2), When(5_000, 2))
_RATES = st.integers(1, 10_000)
_FEN = st.integers(1, 1_000_000)
_PIECES = st.integers(1, 9)
_TIMES = st.none() | st.integers(1, 9)
_PARTS = st.builds(Part, st.just(Scope()), _PIECES)
_OFFERS = st.builds(AddOnOffer, st.just("x"), _FEN, st.none() | _FEN)
GIVES: tuple[st.SearchStrategy[Give], ...] = (
    st.builds(AmountOff, _FEN),
    st.builds(PercentOff, _RATES),
    st.builds(UnitAmountOff, _FEN),
    st.builds(UnitPrice, _FEN),
    st.builds(GiftGive, st.just(TOTE), _PIECES),
    st.builds(SetPrice, _PIECES, _FEN, st.sampled_from((Pick.DEAREST, Pick.CHEAPEST)), _TIMES),
    st.builds(Every, _PIECES, _PIECES, _RATES, st.sampled_from((Pick.CHEAPEST, Pick.CHEAPEST_OVERALL)), _TIMES),
    st.builds(BuyGet, _PARTS, _PARTS, _RATES),
    st.builds(Bundle, st.tuples(_PARTS, _PARTS), _FEN),
    st.builds(Bundle, st.tuples(_PARTS, _PARTS), rate=_RATES),
    st.builds(Bundle, st.tuples(_PARTS, _PARTS), amount=_FEN),
    st.builds(AddOn, st.lists(_OFFERS, min_size=1, max_size=3).map(tuple), _PIECES),
    st.builds(FreightOff, rate=_RATES),
    st.builds(FreightOff, amount=_FEN),
)


@given(
    give=st.one_of(GIVES),
    when=st.sampled_from(CONDITIONS),
    layer=st.sampled_from(Layer),
    repeat=st.sampled_from((1, 3, None)),
    max_off=st.none() | _FEN,
    piece_limit=st.none() | _PIECES,
    ends_at=st.none() | st.just(EVENING),
)
def test_every_benefit_under_every_condition_in_every_layer_has_its_words(
    give: Give, when: When, layer: Layer, **more: object
) -> None:
    promotion = _promotion(Tier(when, give), layer=layer, **more)
    for speaker in (ZH, EN):
        told = (speaker.promotion(promotion), speaker.kind(kind_of(promotion)), *speaker.coupon_face(promotion))
        assert all(told)
        assert not any("{" in text or "_" in text for text in told)


def test_no_two_benefits_say_the_same() -> None:
    gives = (
        AmountOff(500), PercentOff(1_000), UnitAmountOff(300), UnitPrice(900), GiftGive(TOTE), SetPrice(3, 900),
        Every(2, 1, 5_000), Every(3, 1, 5_000), Every(3, 2, 5_000), Every(3, 1, 10_000), FreightOff(amount=300),
        BuyGet(Part(Scope(), 1), Part(Scope(), 1), 10_000), BuyGet(Part(Scope(), 1), Part(Scope(), 1), 5_000),
        Bundle((Part(Scope(), 3),), 900), Bundle((Part(Scope(), 3),), rate=500),
        Bundle((Part(Scope(), 3),), amount=900), AddOn((AddOnOffer("x", 900),)), FreightOff(10_000), FreightOff(5_000),
    )  # fmt: skip
    for speaker in (ZH, EN):
        said = {speaker.promotion(_promotion(Tier(when, give))) for when in CONDITIONS for give in gives}
        assert len(said) == len(CONDITIONS) * len(gives)


def test_a_coupon_card_says_worth_and_condition() -> None:
    coupon = _promotion(Tier(When(20_000), AmountOff(1_500)), layer=Layer.SHOP_COUPON)
    free = _promotion(Tier(When(), PercentOff(2_000)), layer=Layer.SHOP_COUPON, max_off=3_000)
    assert ZH.coupon_face(coupon) == ("¥15", "满200可用")
    assert EN.coupon_face(coupon) == ("¥15", "Over ¥200")
    assert ZH.coupon_face(free) == ("8折封顶30", "无门槛")


def _bar(state: str, *, granted: int = 0, gifts: tuple[GiftRow, ...] = (), **gap: int) -> PromotionBar:
    figures = {
        "base": 0, "pieces": 0, "reached": 0, "off": granted, "needed": 0, "needed_pieces": 0,
        "threshold": 0, "threshold_pieces": 0, "next_off": 0, **gap,
    }  # fmt: skip
    return PromotionBar(
        promotion=_promotion(Tier(When(10_000), AmountOff(2_000)), starts_at=EVENING),
        kind="full_reduction",
        gap=Gap(promotion="p", lines=(), **figures),
        granted=granted,
        state=state,
        entry=Entry.GO,
        tickable=(),
        gifts=gifts,
        reason=because("bar_gap", "R-ADD-5"),
    )


@pytest.mark.parametrize(
    ("bar", "zh", "en"),
    [
        (_bar("gap", needed=5_000, threshold=10_000, next_off=2_000), "还差50元", "¥50 to go"),
        (_bar("gap", needed=2_445), "还差24.45元", "¥24.45 to go"),
        (_bar("gap", needed_pieces=1), "还差1件", "1 more piece"),
        (_bar("gap", needed_pieces=2), "还差2件", "2 more pieces"),
        (_bar("gap", needed=500, needed_pieces=2), "还差5元和2件", "¥5 and 2 more pieces to go"),
        (
            _bar("met", granted=2_000, reached=1, needed=3_000, next_off=5_000),
            "已减20元，再买30元可减50元",
            "¥20 off; ¥30 more for ¥50 off",
        ),
        (_bar("top", granted=2_000, reached=1, threshold=10_000), "已满100元，已减20元", "Over ¥100, ¥20 off"),
        (_bar("none_checked", needed=10_000), "", ""),
        (_bar("not_started"), "06-18 20:00 开始", "From 06-18 20:00"),
        (_bar("ended"), "已结束", "Ended"),
    ],
)
def test_r_add_5_a_bar_says_how_far_it_is(bar: PromotionBar, zh: str, en: str) -> None:
    assert ZH.bar(bar) == ("满100减20", zh)
    assert EN.bar(bar) == ("¥20 off ¥100", en)


@pytest.mark.parametrize(("state", "quantity", "zh"), [("full", 2, "已得2件赠品"), ("gone", 0, "已赠完")])
def test_r_gift_a_met_bar_says_what_it_gives(state: str, quantity: int, zh: str) -> None:
    row = GiftRow("g", TOTE, quantity, 2, state, (), because("gift_gone", "R-GIFT-3"))
    assert ZH.bar(_bar("top", reached=1, gifts=(row,)))[1] == zh


def test_r_drop_2_the_drop_is_said_in_yuan() -> None:
    drop = because("drop", "R-DROP-2", "drop.show", amount_fen=2_000, before_fen=14_900, now_fen=12_900)
    assert ZH.reason(drop) == "比加入时降20元"
    assert EN.reason(drop) == "¥20 down since added"


def test_r_cap_1_a_full_cart_says_its_numbers() -> None:
    full = because("cart_full", "R-CAP-1", "cap.total", used=120, cap=120)
    assert ZH.reason(full) == "购物车已满（120/120），请先清理"


def test_r_edit_3_a_counted_reason_has_a_singular_and_a_plural() -> None:
    assert EN.reason(because("removed", "R-EDIT-3", None, lines=1)) == "1 item removed"
    assert EN.reason(because("removed", "R-EDIT-3", None, lines=3)) == "3 items removed"
    assert ZH.reason(because("removed", "R-EDIT-3", None, lines=3)) == "已删除3件商品"


def test_r_stock_3_the_row_has_a_word_and_why_has_the_numbers() -> None:
    few = because("stock_few", "R-STOCK-3", "stock.hint_at", left=3, hint=5)
    assert (ZH.reason(few), ZH.explain(few)) == ("仅剩3件", "仅剩3件：3 ≤ 5")
    assert (EN.reason(few), EN.explain(few)) == ("Only 3 left", "Only 3 left: 3 ≤ 5")


def test_what_has_one_sentence_is_explained_by_it() -> None:
    full = because("cart_full", "R-CAP-1", "cap.total", used=120, cap=120)
    assert EN.explain(full) == EN.reason(full)


def test_words_in_a_reason_follow_the_language() -> None:
    region = because("invalid_region", "R-INV-1", cause=Words("生鲜冷链暂不支持该地区", "Cold chain does not reach"))
    assert ZH.reason(region) == "所在地区不可售：生鲜冷链暂不支持该地区"
    assert EN.reason(region) == "Not sold in your area: Cold chain does not reach"


def test_braces_in_data_are_no_placeholders() -> None:
    gone = because("gift_gone", "R-GIFT-3", None, gift=Words("{0}{used}", "{cap}"))
    assert ZH.reason(gone) == "{0}{used}已赠完"


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("needed_fen", 4_200, "¥42.00", "¥42.00"),
        ("opens_at", EVENING, "06-18 20:00", "06-18 20:00"),
        ("age_seconds", 4, "4秒", "4 s"),
        ("age_seconds", 180, "3分钟", "3 min"),
        ("age_seconds", 86_400, "24小时", "24 h"),
        ("age_seconds", 3 * 86_400, "3天", "3 days"),
        ("off_rate", 2_250, "22.5%", "22.5%"),
        ("lines", 7, "7", "7"),
        ("live", True, "开", "on"),
    ],
)
def test_a_parameter_is_said_by_what_its_name_says_it_is(name: str, value: int, zh: str, en: str) -> None:
    assert (ZH.parameter(name, value), EN.parameter(name, value)) == (zh, en)


def test_an_unknown_reason_is_shown_not_hidden() -> None:
    assert ZH.reason(because("brand_new_code", "R-X")) == "brand_new_code"


def test_labels_of_kinds_and_shops() -> None:
    assert [ZH.kind(code) for code in ("full_reduction", "pieces_discount", "flash")] == ["满减", "多件折", "秒杀"]
    assert EN.kind("full_reduction") == "Full reduction"
    assert [ZH.shop_kind(kind) for kind in ShopKind] == ["C店", "天猫", "自营", "POP", "超市"]
    assert ZH.layer(Layer.SHOP) == "店铺优惠"


def test_a_specification_is_its_values() -> None:
    values = (Words("雾蓝", "Mist Blue"), Words("42", "42"))
    assert (ZH.spec(values), EN.spec(values)) == ("雾蓝 / 42", "Mist Blue / 42")


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        EN.text("{n} left", m=1)


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        Speaker("fr")


def test_r_add_5_a_rate_ahead_is_told_as_a_rate_not_as_fen_of_the_pieces_that_are_there() -> None:
    two_tiers = _promotion(Tier(When(pieces=2), PercentOff(1_000)), Tier(When(pieces=3), PercentOff(2_500)))
    bar = _bar("met", granted=1_880, reached=1, needed_pieces=1, threshold_pieces=3, next_off=4_700)
    bar = bar._replace(promotion=two_tiers)
    assert ZH.bar(bar)[1] == "已减18.80元，再买1件享7.5折"
    assert EN.bar(bar)[1] == "¥18.80 off; 1 more piece for 25% off"
