"""Taking steps back and doing them again: what comes back, in which order, and what ends it (R-EDIT-3)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cartsim.cart import Applied, Image, image_of
from cartsim.cart.commands import (
    AddToCart,
    CartCommand,
    Check,
    CheckAll,
    CheckShop,
    ClearInvalid,
    Enter,
    PickCoupon,
    Remove,
    SetQuantity,
    SetToMaximum,
    SwitchPromotion,
    SwitchSku,
)
from cartsim.cart.history import Step, to_redo, to_undo
from cartsim.cart.undo import restore
from cartsim.model.cart import Cart
from cartsim.store.mapping import image_from_text, image_to_text
from tests.cart.shopping import Shopper, coupon, done, goods, off, scene_of

SKUS = tuple(f"{shop}{product}/{spec}" for shop in "ab" for product in "xy" for spec in ("red", "blue"))
LINES = tuple(f"l{number}" for number in range(1, 9))
POLICIES = (
    {},
    {"sort__live": True},
    {"sku_switch__sort": "keep", "readd__sort": "keep", "sku_switch__merge": "overwrite"},
    {"sort__none_group": "last", "edit__minus_at_one": "delete"},
)

lines = st.sampled_from(LINES)
commands: st.SearchStrategy[CartCommand] = st.one_of(
    st.builds(AddToCart, st.sampled_from(SKUS), st.integers(1, 3)),
    st.builds(SetQuantity, lines, st.integers(0, 9)),
    st.builds(SetToMaximum, lines),
    st.builds(Check, st.tuples(lines, lines), st.booleans()),
    st.builds(CheckShop, st.sampled_from("ab"), st.booleans()),
    st.builds(CheckAll, st.booleans()),
    st.builds(Remove, st.tuples(lines, lines)),
    st.just(ClearInvalid()),
    st.builds(SwitchSku, lines, st.sampled_from(SKUS), st.none() | st.integers(1, 4)),
    st.builds(SwitchPromotion, lines, st.sampled_from(("a1", "a2", "b1", None))),
    st.builds(PickCoupon, st.sampled_from(("ca", "cb")), st.sampled_from((True, False, None))),
)


def shopper_of(policy: dict[str, object]) -> Shopper:
    """Eight SKUs of two shops, two promotions each, one coupon each."""
    scene = scene_of(
        *(
            goods(f"{sku[0]}:{sku}", 700 + 400 * number, stock=9, siblings=3, tags=frozenset({f"{sku[0]}1"}))
            for number, sku in enumerate(SKUS)
        ),
        promotions=[
            off(f"{shop}{number}", (3000 * number, 300 * number * number), shop=shop)
            for shop in "ab"
            for number in (1, 2)
        ],
        coupons=[coupon("ca", 2500, 250, "a"), coupon("cb", 2500, 250, "b")],
        policy={"features.switch_promotion": True, "cap.per_sku": 9},
    )
    return Shopper(scene).policy(**policy).add(*SKUS[:5]).enter()  # type: ignore[arg-type]


def but_numbers(cart: Cart) -> Cart:
    """The cart without what is never given twice, its ranks in one order."""
    return replace(
        cart,
        next_line=0,
        shop_ranks=tuple(sorted(cart.shop_ranks)),
        group_ranks=tuple(sorted(cart.group_ranks)),
    )


@given(policy=st.sampled_from(POLICIES), told=st.lists(commands, min_size=1, max_size=12))
def test_all_steps_taken_back_give_the_cart_before_and_done_again_the_cart_after(
    policy: dict[str, object], told: list[CartCommand]
) -> None:
    shopper = shopper_of(policy)
    states, images = [shopper.cart], []
    for command in told:
        before = shopper.cart
        if isinstance(shopper.do(command), Applied):
            image = image_of(before, shopper.cart)
            if not image.is_empty:
                states.append(shopper.cart)
                images.append(image_from_text(image_to_text(image)))
    taken: list[Image] = []
    for image, state in zip(reversed(images), reversed(states[:-1]), strict=True):
        before = shopper.cart
        done(shopper.undo(image))
        taken.append(image_of(before, shopper.cart))
        assert but_numbers(shopper.cart) == but_numbers(state)
    for image, state in zip(reversed(taken), states[1:], strict=True):
        answer = restore(shopper.cart, image, again=True)
        shopper.cart = done(answer).cart
        assert but_numbers(shopper.cart) == but_numbers(state)


@given(policy=st.sampled_from(POLICIES), told=st.lists(commands, min_size=1, max_size=8), between=commands)
def test_a_step_taken_back_later_leaves_every_line_standing_once_and_what_it_did_not_touch(
    policy: dict[str, object], told: list[CartCommand], between: CartCommand
) -> None:
    shopper = shopper_of(policy)
    for command in told:
        before = shopper.cart
        shopper.do(command)
    image = image_of(before, shopper.cart)
    shopper.do(between, Enter())
    later = shopper.cart
    if not isinstance(shopper.undo(image), Applied):
        assert shopper.cart == later
        return
    touched = {line.id for pair in image.touched for line in pair if line is not None}
    assert [line for line in shopper.cart.lines if line.id not in touched] == [
        line for line in later.lines if line.id not in touched
    ]
    assert sorted(shopper.cart.placement.in_order()) == sorted(line.id for line in shopper.cart.lines)


def newest_first(*told: Step) -> list[Step]:
    return list(reversed(told))


def test_steps_are_taken_back_from_the_newest_on_and_done_again_from_the_oldest_undone() -> None:
    one, two = Step(1, "Check"), Step(2, "AddToCart")
    assert to_undo(newest_first(one, two)) == 2
    back = newest_first(one, two, Step(3, "Undo", 2))
    assert to_undo(back) == 1
    assert to_redo(back) == 3
    both = newest_first(one, two, Step(3, "Undo", 2), Step(4, "Undo", 1))
    assert to_undo(both) is None
    assert to_redo(both) == 4
    again = newest_first(one, two, Step(3, "Undo", 2), Step(4, "Undo", 1), Step(5, "Redo", 4))
    assert to_undo(again) == 5
    assert to_redo(again) == 3


def test_a_new_step_ends_what_could_be_done_again() -> None:
    told = newest_first(Step(1, "Check"), Step(2, "Undo", 1), Step(3, "Remove"))
    assert to_redo(told) is None
    assert to_undo(told) == 3


def test_entering_and_the_automatic_uncheck_are_no_steps() -> None:
    told = newest_first(Step(1, "Check"), Step(2, "Enter"), Step(3, "Reconcile"))
    assert to_undo(told) == 1
    assert to_redo(newest_first(Step(1, "Check"), Step(2, "Undo", 1), Step(3, "Reconcile"))) == 2


def test_what_changed_since_is_passed_over_and_what_stands_in_the_way_is_looked_at_again() -> None:
    one, two = Step(1, "Check"), Step(2, "Remove")
    assert to_undo(newest_first(one, two, Step(3, "Undo", 2, "changed_since"))) == 1
    assert to_undo(newest_first(one, two, Step(3, "Undo", 2, "sku_added_since"))) == 2
    undone = (one, two, Step(3, "Undo", 2))
    assert to_redo(newest_first(*undone, Step(4, "Redo", 3, "changed_since"))) is None
    assert to_redo(newest_first(*undone, Step(4, "Redo", 3, "sku_added_since"))) == 3
