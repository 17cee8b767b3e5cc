"""Where rows stand and what moves them (R-GRP, R-SORT)."""

from __future__ import annotations

from cartsim.cart.commands import AddToCart, Check, Enter, Remove, SetQuantity, SwitchPromotion
from tests.cart.shopping import Shopper, done, goods, off, refused, scene_of

P, Q = frozenset({"p"}), frozenset({"q"})


def _market(**policy: object) -> Shopper:
    offers = [
        goods("pen", tags=P),
        goods("ink", tags=Q),
        goods("pad", tags=P),
        goods("tape"),
        goods("b:cup"),
        goods("b:bowl"),
    ]
    promotions = [off("p", (5000, 500)), off("q", (5000, 600))]
    return Shopper(scene_of(*offers, promotions=promotions, policy=policy))


def _groups(shopper: Shopper) -> list[tuple[str, list[str]]]:
    return [(group.id, [row.sku for row in group.lines]) for shop in shopper.view.shops for group in shop.groups]


def test_r_grp_1_to_7_and_r_sort_1_lines_stand_by_shop_then_promotion_each_once() -> None:
    shopper = _market().add("pen", "cup", "ink", "tape", "pad", "bowl").enter()
    assert _groups(shopper) == [
        ("b/", ["bowl", "cup"]),
        ("a/p", ["pad", "pen"]),
        ("a/", ["tape"]),
        ("a/q", ["ink"]),
    ]


def test_r_sort_2_3_4_the_latest_add_leads_shop_group_and_line_at_the_next_entry() -> None:
    shopper = _market().add("pen", "ink", "cup").enter()
    assert shopper.order == ["cup", "ink", "pen"]
    shopper.add("pad")
    assert shopper.order == ["cup", "ink", "pad", "pen"]
    assert shopper.enter().order == ["pad", "pen", "ink", "cup"]


def test_r_sort_a_new_row_stands_on_top_of_its_group_a_new_group_on_top_of_its_shop_a_new_shop_on_top() -> None:
    shopper = _market().add("pen").enter()
    shopper.add("ink")
    assert _groups(shopper) == [("a/q", ["ink"]), ("a/p", ["pen"])]
    shopper.add("cup").add("pad")
    assert _groups(shopper) == [("b/", ["cup"]), ("a/q", ["ink"]), ("a/p", ["pad", "pen"])]


def test_r_sort_a_live_sorting_moves_shop_and_group_at_once() -> None:
    shopper = _market(**{"sort.live": True}).add("pen", "ink", "cup").enter()
    shopper.add("pad")
    assert _groups(shopper) == [("a/p", ["pad", "pen"]), ("a/q", ["ink"]), ("b/", ["cup"])]
    shopper.add("pen")
    assert _groups(shopper)[0] == ("a/p", ["pen", "pad"])


def test_r_sort_5_deleting_the_newest_line_of_the_top_shop_keeps_the_shop_on_top() -> None:
    shopper = _market().add("cup", "tape", "bowl").enter()
    assert [shop.code for shop in shopper.view.shops] == ["b", "a"]
    shopper.do(Remove(("l3",)))
    shopper.enter()
    assert [shop.code for shop in shopper.view.shops] == ["b", "a"]


def test_r_sort_5_ticks_steps_and_prices_move_nothing() -> None:
    shopper = _market().add("pen", "ink", "cup", "tape").enter()
    placement = shopper.cart.placement
    shopper.do(SetQuantity("l1", 5), Check(("l2",), False))
    shopper.read(goods("pen", 9000, tags=P), goods("tape", listed=False))
    assert shopper.cart.placement == placement
    shopper.enter()
    assert shopper.order == ["ink", "pen", "cup", "tape"]


def test_r_sort_6_and_r_inv_2_the_invalid_stand_last_newest_first() -> None:
    shopper = _market().add("pen", "ink", "cup").enter()
    shopper.read(goods("pen", tags=P, listed=False), goods("b:cup", deleted=True)).enter()
    assert shopper.order == ["ink", "cup", "pen"]
    assert [row.sku for row in shopper.view.invalid] == ["cup", "pen"]


def test_r_sort_b_lines_without_promotion_may_stand_last_in_their_shop() -> None:
    shopper = _market(**{"sort.none_group": "last"}).add("pen", "tape").enter()
    assert _groups(shopper) == [("a/p", ["pen"]), ("a/", ["tape"])]
    shopper = _market(**{"sort.none_group": "last"}).add("pen").enter().add("tape")
    assert _groups(shopper) == [("a/p", ["pen"]), ("a/", ["tape"])]


def test_r_sort_c_another_promotion_moves_the_line_to_where_its_rank_belongs() -> None:
    both = frozenset({"p", "q"})
    offers = [goods("old", tags=P), goods("mid", tags=both), goods("new", tags=P), goods("far", tags=Q)]
    shopper = Shopper(scene_of(*offers, promotions=[off("p", (5000, 500)), off("q", (9000, 600))]))
    shopper.policy(features__switch_promotion=True).add("old", "far", "mid", "new").enter()
    start = dict(_groups(shopper))
    other = "q" if "mid" in start["a/p"] else "p"
    done(shopper.do(SwitchPromotion("l3", other)))
    after = dict(_groups(shopper))
    assert after[f"a/{other}"] == {"q": ["mid", "far"], "p": ["new", "mid", "old"]}[other]
    assert [name for name, _ in _groups(shopper)] == list(start)
    assert shopper.stored("mid").rank == 3


def test_switching_promotion_is_a_feature_and_takes_only_open_promotions_of_the_line() -> None:
    shopper = _market().add("pen").enter()
    assert refused(shopper.do(SwitchPromotion("l1", "p"))).reason.policy == "features.switch_promotion"
    shopper.policy(features__switch_promotion=True)
    assert refused(shopper.do(SwitchPromotion("l1", "q"))).reason.code == "promotion_not_for_line"


def test_a_line_priced_by_another_promotion_stays_and_carries_that_tag_until_the_next_entry() -> None:
    both = frozenset({"p", "q"})
    offers = [goods("pen", 3000, tags=both), goods("ink", 3000, tags=P)]
    promotions = [off("p", (6000, 1000)), off("q", (3000, 100))]
    shopper = Shopper(scene_of(*offers, promotions=promotions)).add("ink", "pen").enter()
    assert _groups(shopper) == [("a/p", ["pen", "ink"])]
    shopper.do(Check(("l1",), False))
    row = shopper.line("pen")
    assert (row.promotion, row.off_group) == ("q", True)
    assert _groups(shopper) == [("a/p", ["pen", "ink"])]
    bar = shopper.group("p").bar
    assert bar is not None
    assert "l2" not in bar.gap.lines
    shopper.enter()
    assert ("a/q", ["pen"]) in _groups(shopper)


def test_a_line_waits_under_the_promotion_that_opens_next() -> None:
    soon = off("p", (5000, 500), starts_at=1_000_600)
    shopper = Shopper(scene_of(goods("pen", tags=P), promotions=[soon])).add("pen").enter()
    bar = shopper.group("p").bar
    assert bar is not None
    assert (bar.state, bar.reason["starts_at"], bar.granted) == ("not_started", 1_000_600, 0)


def test_r_cap_adding_a_known_sku_does_not_make_a_second_line() -> None:
    shopper = _market().add("pen", "pen")
    shopper.do(AddToCart("pen", 3))
    assert [(line.sku, line.quantity) for line in shopper.cart.lines] == [("pen", 5)]


def test_r_grp_b_a_choice_that_is_over_goes_back_to_the_engine_at_the_next_entry_and_says_so() -> None:
    both = frozenset({"p", "q"})
    cheap, chosen = off("p", (1000, 300)), off("q", (1000, 100))
    shopper = Shopper(scene_of(goods("pen", 2000, tags=both), promotions=[cheap, chosen]))
    shopper.policy(features__switch_promotion=True).add("pen").enter()
    done(shopper.do(SwitchPromotion("l1", "q")))
    assert (shopper.view.totals.saved, _groups(shopper)) == (100, [("a/q", ["pen"])])
    shopper.read(promotions=(cheap, off("q", (1000, 100), ends_at=1)))
    assert _groups(shopper) == [("a/q", ["pen"])]
    notices = done(shopper.do(Enter())).notices
    assert [notice.code for notice in notices] == ["choice_over"]
    assert (shopper.stored("pen").promotion, _groups(shopper)) == (None, [("a/p", ["pen"])])
