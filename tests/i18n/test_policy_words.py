"""Rules are read in words: every section and every choice has a name, codes stand only where they are typed."""

from __future__ import annotations

import pytest

from cartsim.i18n import Speaker
from cartsim.i18n.policy_words import SECTIONS, VALUES, name_of_value
from cartsim.model.policy_fields import policy_fields
from cartsim.model.reason import because


def test_every_section_and_every_choice_of_the_policy_has_a_name() -> None:
    assert set(SECTIONS) == {field.name.partition(".")[0] for field in policy_fields()}
    choices = [(field.name, choice) for field in policy_fields() for choice in field.choices]
    assert [choice for field, choice in choices if name_of_value(field, choice) is None] == []


def test_no_name_is_for_a_value_no_field_takes_or_a_kind_or_layer() -> None:
    taken = {choice for field in policy_fields() for choice in field.choices}
    taken |= {f"{field.name}={choice}" for field in policy_fields() for choice in field.choices}
    from cartsim.i18n.promotions import KINDS, LAYERS

    assert set(VALUES) - taken - set(KINDS) - {layer.value for layer in LAYERS} == set()


@pytest.mark.parametrize(
    ("field", "value", "zh", "en"),
    [
        ("cap.per_user", None, "不限", "no limit"),
        ("cap.unit", "lines", "按商品种数", "different items"),
        ("stock.show", True, "开", "on"),
        ("addon.types", ("full_reduction", "full_discount"), "满减、满折", "Full reduction, Full-%"),
        ("pricing.threshold_base", "parallel", "平行式", "Parallel"),
        ("pricing.threshold_base", "progressive", "渐进式", "Progressive"),
        ("pricing.round_order", "none", "不抹零", "not rounded"),
    ],
)
def test_a_value_is_said_in_words(field: str, value: object, zh: str, en: str) -> None:
    assert (Speaker("zh").value(field, value), Speaker("en").value(field, value)) == (zh, en)  # type: ignore[arg-type]


def test_r_add_3_a_reason_names_the_kind_of_deal_and_not_its_code() -> None:
    reason = because("entry_none", "R-ADD-3", "addon.types", kind="pieces_discount")
    assert Speaker("zh").reason(reason).endswith("多件折")
    assert "parallel" not in Speaker("zh").reason(
        because("bar_base", "R-ADD-5", None, base_fen=100, lines=1, mode="parallel")
    )
