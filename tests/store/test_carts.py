"""Carts and the journal: kept whole, never lost to another window."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartsim.cart.outcome import Event, Outcome, Refusal
from cartsim.cart.undo import Image
from cartsim.errors import DataError, UnknownCodeError
from cartsim.model.cart import Cart, Line, PlacedGroup, PlacedShop, Placement
from cartsim.model.reason import because
from cartsim.model.words import Words
from cartsim.store import accounts, journal
from cartsim.store.carts import CartConflict, CartKey, CartStore, OwnerKind, key_from_text
from cartsim.store.mapping import cart_from_text, cart_to_text, image_from_text, image_to_text
from cartsim.store.worldfile import open_world, unit_of_work

KEY = CartKey(OwnerKind.ACCOUNT, "shopper")
NAMES = st.text(max_size=12)
NUMBERS = st.integers(-(2**62), 2**62)
LINES = st.builds(
    Line, NAMES, NAMES, NUMBERS, st.booleans(), NUMBERS, NUMBERS, NUMBERS, st.none() | NAMES, st.booleans()
)
GROUPS = st.builds(PlacedGroup, NAMES, st.lists(NAMES, max_size=3).map(tuple))
SHOPS = st.builds(PlacedShop, NAMES, st.lists(GROUPS, max_size=3).map(tuple))
CARTS = st.builds(
    Cart,
    owner=NAMES,
    business=NAMES,
    lines=st.lists(LINES, max_size=4).map(tuple),
    shop_ranks=st.lists(st.tuples(NAMES, NUMBERS), max_size=3).map(tuple),
    group_ranks=st.lists(st.tuples(st.tuples(NAMES, NAMES), NUMBERS), max_size=3).map(tuple),
    placement=st.builds(Placement, st.lists(SHOPS, max_size=3).map(tuple), st.lists(NAMES, max_size=3).map(tuple)),
    coupon_choices=st.lists(st.tuples(NAMES, st.booleans()), max_size=3).map(tuple),
    gift_choices=st.lists(st.tuples(NAMES, NAMES), max_size=3).map(tuple),
    next_line=NUMBERS,
)


@given(CARTS)
def test_a_cart_comes_back_as_it_was_kept(cart: Cart) -> None:
    assert cart_from_text(cart_to_text(cart)) == cart


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"owner": 1}'])
def test_a_text_that_is_no_cart_is_an_error(text: str) -> None:
    with pytest.raises(DataError, match="stored cart"):
        cart_from_text(text)


def test_a_cart_nobody_kept_is_empty_and_of_version_0(world: sqlite3.Connection) -> None:
    assert CartStore(world).load(KEY) == (Cart("shopper", "main"), 0)


def test_versions_count_up(world: sqlite3.Connection) -> None:
    store, cart = CartStore(world), Cart("shopper", next_line=7)
    assert store.save(KEY, cart, 0) == 1
    assert store.save(KEY, cart, 1) == 2
    assert store.load(KEY) == (cart, 2)
    assert store.version(KEY) == 2


@pytest.mark.parametrize("loaded", [0, 1])
def test_two_windows_never_lose_an_update(path: Path, loaded: int) -> None:
    with closing(open_world(path)) as one, closing(open_world(path)) as other:
        if loaded:
            CartStore(one).save(KEY, Cart("shopper"), 0)
        assert CartStore(one).load(KEY)[1] == CartStore(other).load(KEY)[1] == loaded
        with unit_of_work(one):
            CartStore(one).save(KEY, Cart("shopper", next_line=2), loaded)
        with pytest.raises(CartConflict), unit_of_work(other):
            CartStore(other).save(KEY, Cart("shopper", next_line=3), loaded)
        assert CartStore(other).load(KEY)[0].next_line == 2


def test_carts_of_other_owners_and_businesses_are_apart(world: sqlite3.Connection) -> None:
    store = CartStore(world)
    store.save(KEY, Cart("shopper", next_line=5), 0)
    assert store.load(CartKey(OwnerKind.GUEST, "shopper"))[1] == 0
    assert store.load(CartKey(OwnerKind.ACCOUNT, "shopper", "supermarket"))[1] == 0


@pytest.mark.parametrize("key", [KEY, CartKey(OwnerKind.GUEST, "a/b", "supermarket")])
def test_a_key_is_read_as_the_journal_names_it(key: CartKey) -> None:
    assert key_from_text(str(key)) == key


def test_a_kind_of_owner_there_is_not_is_named_and_kept_nowhere(world: sqlite3.Connection) -> None:
    with pytest.raises(UnknownCodeError, match="no kind of owner 'user'; there are account, guest"):
        key_from_text("user/shopper/main")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        world.execute("INSERT INTO cart VALUES ('user', 'me', 'main', 1, '')")


LINE = Line("l1", "novel-001/a", 2, True, 4, 5, 6)
OUTCOME = Outcome(
    3,
    (Event("added", ("l1",), because("added_now", "R-EDIT-1", "cap.total", count=2)),),
    (because("dropped", "R-DROP-2", None, amount_fen=5, title=Words("书", "Book"), yes=True),),
    Refusal(because("cart_full", "R-CAP-1"), 7),
)


def entry(sequence: int, operation: str) -> journal.Entry:
    image = Image(((None, LINE), (LINE, None)), Placement((PlacedShop("s", (PlacedGroup("p", ("l1",)),)),), ("l2",)))
    command = {"do": "AddToCart", "sku": "novel-001/a"}
    return journal.Entry(sequence, 9, "me", operation, command, OUTCOME, "abc", str(KEY), 1, image)


def test_a_journal_entry_comes_back_as_it_was_written(world: sqlite3.Connection) -> None:
    assert journal.last_sequence(world) == 0
    journal.append(world, entry(1, "op-1"))
    journal.append(world, entry(2, "op-2"))
    assert journal.find(world, "op-2") == entry(2, "op-2") == journal.entry(world, 2)
    assert journal.find(world, "op-3") is None
    assert journal.last_sequence(world) == 2
    assert list(journal.entries(world, after=1)) == [entry(2, "op-2")]
    assert list(journal.entries(world, count=1)) == [entry(1, "op-1")]


def test_an_image_comes_back_with_ranks_and_choices_and_without_a_placement() -> None:
    image = Image(
        ((LINE, None),),
        None,
        shop_ranks=(("s", 1, 2), ("t", None, 3)),
        group_ranks=((("s", "p"), 1, None),),
        coupon_choices=(("c", None, True),),
        gift_choices=(("p", "tote", "cup"),),
    )
    assert image_from_text(image_to_text(image)) == image


def test_x_7_an_operation_is_written_once(world: sqlite3.Connection) -> None:
    journal.append(world, entry(1, "op-1"))
    with pytest.raises(sqlite3.IntegrityError), unit_of_work(world):
        journal.append(world, entry(2, "op-1"))
    assert journal.last_sequence(world) == 1


def test_entries_that_nobody_asked_for_have_no_operation_and_may_be_many(world: sqlite3.Connection) -> None:
    for sequence in (1, 2):
        journal.append(world, entry(sequence, ""))
    assert [found.operation for found in journal.entries(world)] == ["", ""]
    assert journal.find(world, "") is None


@pytest.mark.parametrize(("mine", "other"), [("a_b", "axb"), ("a%b", "a-b"), ("me", "ME")])
def test_steps_are_those_of_the_very_cart_whatever_signs_its_owner_has(
    world: sqlite3.Connection, mine: str, other: str
) -> None:
    window = journal.Window("w", "me", str(CartKey(OwnerKind.ACCOUNT, mine)), {}, 0, 0)
    for sequence, owner in enumerate((mine, other), 1):
        key = str(CartKey(OwnerKind.ACCOUNT, owner))
        journal.append(world, replace(entry(sequence, owner), cart=key, window=window.id))
    assert [step.sequence for step in journal.steps(world, window)] == [1]


def test_the_shopper_lives_in_a_city_and_may_move(world: sqlite3.Connection) -> None:
    assert accounts.shopper(world, "shopper").city_code == "shanghai"
    assert accounts.set_city(world, "shopper", "lhasa") == Words("拉萨", "Lhasa")
    assert accounts.shopper(world, "shopper").city.en == "Lhasa"
    with pytest.raises(UnknownCodeError, match="did you mean 'lhasa'"):
        accounts.set_city(world, "shopper", "lhassa")
    accounts.open_account(world, "other", "beijing", ["member"])
    accounts.open_account(world, "other", "lhasa")
    assert accounts.shopper(world, "other") == ("other", "beijing", Words("北京", "Beijing"), frozenset({"member"}))
    with pytest.raises(UnknownCodeError, match="nobody"):
        accounts.shopper(world, "nobody")
