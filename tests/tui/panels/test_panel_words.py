"""Words of the panels that follow a rule: stock, limits, refused values, coupons, the next tier."""

from __future__ import annotations

from typing import Any

import pytest

from cartsim.errors import PolicyError
from cartsim.i18n import Speaker
from cartsim.model.policy import STANDARD, Value
from cartsim.model.policy_fields import documented, override, parse
from cartsim.model.reason import because
from cartsim.tui.palette import from_variables
from cartsim.tui.panels import naming
from cartsim.tui.panels.coupons import CouponPanel
from cartsim.tui.panels.pen import Pen
from cartsim.tui.panels.policy_faults import fault_text
from cartsim.tui.panels.stock_words import limit_words, stock_word
from cartsim.tui.panels.topup import TopUpPanel

ZH = Pen(from_variables({}), Speaker("zh"))


@pytest.mark.parametrize(
    ("available", "settings", "word"),
    [
        (4, {}, "仅剩4件"),
        (5, {}, "仅剩5件"),
        (6, {"stock.band_mode": "tight_label"}, "紧张"),
        (6, {"stock.band_mode": "exact"}, "仅剩6件"),
        (6, {"stock.band_mode": "quiet"}, "有货"),
        (11, {}, "有货"),
        (4, {"stock.show": False}, ""),
        (0, {"stock.show": False}, "无货"),
    ],
)
def test_r_stock_2_to_7_a_panel_shows_a_number_only_where_the_cart_would(
    available: int, settings: dict[str, Value], word: str
) -> None:
    assert stock_word(ZH, available, override(STANDARD, settings))[0] == word


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("maximum_stock", "库存最多3件"),
        ("maximum_sku", "单个商品最多3件"),
        ("maximum_user", "每人限购5件，此处最多3件"),
    ],
)
def test_r_cap_2_the_limit_that_binds_is_named(code: str, words: str) -> None:
    assert limit_words(ZH, because(code, "R-CAP-2", None, maximum=3, limit=5, elsewhere=2)) == words


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("cap.total", "many"), ("cap.total", "0"), ("stock.show", "perhaps"), ("sku_switch.merge", "mix"),
        ("addon.types", "full_reduction,full_reduction"), ("addon.types", "nonsense"), ("stock.hint_at", "50"),
    ],
)  # fmt: skip
def test_every_refused_value_is_explained_in_chinese(field: str, typed: str) -> None:
    with pytest.raises(PolicyError) as fault:
        override(STANDARD, {field: parse(documented(field), typed)})
    told = fault_text(ZH.speaker, fault.value)
    assert told.startswith("不能这样设：")
    assert str(fault.value) not in told
    assert field in told


async def test_a_reason_names_the_terms_of_a_promotion_instead_of_its_code(hands: Any) -> None:
    names = naming.deals(hands.app.session.view(), ZH.speaker)
    code, terms = next(iter(names.items()))
    reason = naming.told_by_name(because("placed_best", "R-GRP-2", None, promotion=code), names)
    assert terms in ZH.speaker.explain(reason)
    assert code not in ZH.speaker.explain(reason)


async def test_why_in_the_top_up_panel_explains_its_bar(hands: Any) -> None:
    await hands.open(TopUpPanel("footprintpost-300-40"))
    await hands.press("question_mark")
    assert "R-ADD" in hands.shown("lines")
    assert hands.app.speaker.promotion(hands.app.session.top_up("footprintpost-300-40").promotion) in hands.shown(
        "head"
    )


async def test_r_add_5_the_head_says_what_the_next_tier_takes_off_on_top(hands: Any) -> None:
    gap = hands.app.session.top_up("footprintpost-300-40").gap
    assert gap.is_met
    await hands.open(TopUpPanel("footprintpost-300-40"))
    assert f"¥{(gap.next_off - gap.off) // 100} more off" in hands.shown("head")


async def test_r_cpn_5_the_head_counts_the_coupons_in_use(hands: Any) -> None:
    shop = "footprintpost-flagship"
    applied = [card.applied for card in hands.app.session.drawer(shop).cards if card.applied]
    await hands.open(CouponPanel(shop))
    assert f"{len(applied)} coupon" in hands.shown("head")
    assert hands.app.speaker.money(sum(applied)) in hands.shown("head")
