"""Several goods as one step: all of them or none, taken back and done again together (R-ADD-7)."""

from __future__ import annotations

from cartsim.cart.commands import AddTogether, Check, from_json, to_json
from cartsim.cart.history import UNDOABLE
from cartsim.cart.undo import image_of
from cartsim.cart.view import Tick
from tests.cart.shopping import Shopper, done, goods, refused, scene_of


def shopper() -> Shopper:
    """A pen in the cart, ticked, and a cup that is not; ink and rare goods on the shelf."""
    shelf = (goods("pen"), goods("cup"), goods("ink"), goods("rare", stock=1), goods("gone", stock=0))
    one = Shopper(scene_of(*shelf)).add("cup", "pen").enter()
    one.do(Check((one.line("cup").id,), False))
    return one


def quantities(one: Shopper) -> dict[str, tuple[int, bool]]:
    return {row.sku: (row.quantity, row.tick is Tick.ON) for row in one.view.lines}


def test_r_add_7_new_goods_come_in_those_in_the_cart_grow_where_they_stand_and_lines_are_ticked() -> None:
    one = shopper()
    order = one.order
    cup = one.line("cup").id
    done(one.do(AddTogether(("ink", "pen", "ink"), (cup,))))
    assert quantities(one) == {"pen": (2, True), "cup": (1, True), "ink": (2, True)}
    assert [sku for sku in one.order if sku != "ink"] == order


def test_r_add_7_more_of_a_line_without_a_tick_ticks_it() -> None:
    one = shopper()
    done(one.do(AddTogether(("cup",))))
    assert quantities(one)["cup"] == (2, True)


def test_r_add_7_where_one_part_is_refused_nothing_comes() -> None:
    for wrong in (("ink", "gone"), ("ink", "rare", "rare"), ("ink", "nothing")):
        one = shopper()
        before = one.cart
        refused(one.do(AddTogether(wrong)))
        assert one.cart == before
    one = shopper()
    before = one.cart
    assert refused(one.do(AddTogether(("ink",), ("l99",)))).reason.code == "no_such_line"
    assert one.cart == before


def test_r_cap_1_all_of_it_must_find_room() -> None:
    one = shopper().policy(cap__total=3)
    before = one.cart
    assert refused(one.do(AddTogether(("ink", "rare")))).reason.code == "cart_full"
    assert one.cart == before
    done(one.do(AddTogether(("ink", "pen"))))


def test_nothing_to_add_is_said() -> None:
    one = shopper()
    assert refused(one.do(AddTogether())).reason.code == "nothing_to_add"
    assert refused(one.do(AddTogether((), (one.line("pen").id,)))).reason.code == "nothing_to_add"


def test_r_edit_3_it_is_taken_back_and_done_again_as_one() -> None:
    one = shopper()
    before = one.cart
    done(one.do(AddTogether(("ink", "pen"), (one.line("cup").id,))))
    after = one.cart
    done(one.undo(image_of(before, after)))
    assert (one.cart.lines, one.cart.placement) == (before.lines, before.placement)
    back = one.cart
    done(one.undo(image_of(after, back)))
    assert (one.cart.lines, one.cart.placement) == (after.lines, after.placement)


def test_the_journal_keeps_it_as_one_command() -> None:
    command = AddTogether(("ink", "ink"), ("l1",))
    assert from_json(to_json(command)) == command
    assert AddTogether.__name__ in UNDOABLE
