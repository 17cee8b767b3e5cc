"""A cart under any sequence of commands and readings: what must hold after each."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cartsim.cart import Applied, Image, image_of, reconcile_of, view_of
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
from cartsim.cart.memo import Memo
from cartsim.cart.standing import standings
from cartsim.cart.view import Tick
from cartsim.model.cart import Cart
from tests.cart.shopping import NOON, Gift, ItemGift, Scope, Shopper, Words, coupon, goods, off, scene_of

SHOPS = ("a", "b")
SPECS = ("red", "blue")
SKUS = tuple(f"{shop}{product}/{spec}" for shop in SHOPS for product in "xy" for spec in SPECS)
CAP = 6
TOTE = Gift("tote", Words("包", "Tote"), 900, 5)
"""Hung on every second SKU, and fewer than a full cart would earn."""
MOVERS = (AddToCart, SwitchSku, SwitchPromotion, Enter)
"""Commands that may move a row; an undo is told apart by its own rule."""

POLICIES = (
    {},
    {"sort.live": True, "readd.sort": "keep", "stock.on_short": "clamp"},
    {"sort.none_group": "last", "stock.zero_place": "shop_bottom", "sku_switch.merge": "overwrite"},
    {"stock.zero_place": "invalid", "stock.on_short": "uncheck", "edit.minus_at_one": "delete"},
)


def _offer(sku: str, price: int, stock: int, **more: object) -> object:
    return goods(
        f"{sku[0]}:{sku}",
        price,
        stock=stock,
        siblings=3,
        tags=frozenset({f"{sku[0]}1", f"{sku[0]}2"}),
        gifts=(ItemGift(TOTE, 1, 1),) if sku.endswith("red") else (),
        **more,
    )


def _columns(cart: Cart) -> list[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]]:
    return [
        (shop.shop, tuple((group.promotion, group.lines) for group in shop.groups)) for shop in cart.placement.shops
    ]


class CartMachine(RuleBasedStateMachine):
    """Commands at random, the market changing under them."""

    shopper: Shopper
    image: Image | None = None
    memo: Memo

    @initialize(policy=st.sampled_from(POLICIES))
    def open(self, policy: dict[str, object]) -> None:
        promotions = [
            off(f"{shop}{number}", (3000 * number, 300 * number * number), shop=shop)
            for shop in SHOPS
            for number in (1, 2)
        ]
        scene = scene_of(
            *(_offer(sku, 700 + 400 * number, 9) for number, sku in enumerate(SKUS)),  # type: ignore[arg-type]
            promotions=[
                *promotions,
                off("over", (8000, 500), shop="b", scope=Scope(), ends_at=1),
                off("soon", (900, 400), shop="b", scope=Scope(), starts_at=NOON + 2, ends_at=NOON + 5),
            ],
            coupons=[
                coupon("ca", 2500, 250, "a"),
                coupon("cb", 2500, 250, "b"),
                coupon("cc", 100, 20, "a", claimed=0, claim_from=NOON + 3, claim_until=NOON + 7),
            ],
            policy={"cap.total": CAP, "cap.per_sku": 7, "features.switch_promotion": True, **policy},
        )
        self.shopper = Shopper(scene)
        self.memo = Memo()

    def _do(self, command: CartCommand) -> None:
        before = self.shopper.cart
        answer = self.shopper.do(command)
        if not isinstance(answer, Applied):
            assert self.shopper.cart == before
            return
        ticked = {line.id for line in answer.cart.lines if line.checked} - {
            line.id for line in before.lines if line.checked
        }
        assert not any(row.locked for row in self.shopper.view.lines if row.id in ticked)
        if not isinstance(command, MOVERS):
            self._nothing_moved(before, self.shopper.cart)
        self.image = image_of(before, self.shopper.cart)

    @staticmethod
    def _nothing_moved(before: Cart, after: Cart) -> None:
        left = {line.id for line in after.lines}
        still = [
            (shop, tuple((group, kept) for group, lines in groups if (kept := tuple(x for x in lines if x in left))))
            for shop, groups in _columns(before)
        ]
        assert [(shop, groups) for shop, groups in still if groups] == _columns(after)
        assert tuple(line for line in before.placement.invalid if line in left) == after.placement.invalid

    def _line(self, number: int) -> str:
        lines = self.shopper.cart.lines
        return lines[number % len(lines)].id if lines else "l0"

    @rule(sku=st.sampled_from(SKUS), quantity=st.integers(-1, 9))
    def add(self, sku: str, quantity: int) -> None:
        self._do(AddToCart(sku, quantity))

    @rule(number=st.integers(0, 9), quantity=st.integers(-1, 9))
    def set_quantity(self, number: int, quantity: int) -> None:
        self._do(SetQuantity(self._line(number), quantity))

    @rule(number=st.integers(0, 9))
    def set_to_maximum(self, number: int) -> None:
        self._do(SetToMaximum(self._line(number)))

    @rule(number=st.integers(0, 9), checked=st.booleans())
    def check(self, number: int, checked: bool) -> None:
        self._do(Check((self._line(number), self._line(number + 1)), checked))

    @rule(shop=st.sampled_from(SHOPS), checked=st.booleans())
    def check_shop(self, shop: str, checked: bool) -> None:
        self._do(CheckShop(shop, checked))

    @rule(checked=st.booleans(), within=st.booleans())
    def check_all(self, checked: bool, within: bool) -> None:
        self._do(CheckAll(checked, tuple(line.id for line in self.shopper.cart.lines[:2]) if within else None))

    @rule(number=st.integers(0, 9))
    def remove(self, number: int) -> None:
        self._do(Remove((self._line(number),)))

    @rule()
    def clear_invalid(self) -> None:
        self._do(ClearInvalid())

    @rule(number=st.integers(0, 9), sku=st.sampled_from(SKUS))
    def switch_sku(self, number: int, sku: str) -> None:
        self._do(SwitchSku(self._line(number), sku))

    @rule(number=st.integers(0, 9), promotion=st.sampled_from(("a1", "a2", "b1", None)))
    def switch_promotion(self, number: int, promotion: str | None) -> None:
        self._do(SwitchPromotion(self._line(number), promotion))

    @rule(code=st.sampled_from(("ca", "cb")), picked=st.sampled_from((True, False, None)))
    def pick_coupon(self, code: str, picked: bool | None) -> None:
        self._do(PickCoupon(code, picked))

    @rule()
    def enter(self) -> None:
        self._do(Enter())

    @rule()
    def undo(self) -> None:
        if self.image is not None:
            self.shopper.undo(self.image)
            self.image = None

    @rule(seconds=st.sampled_from((0, 1, 1, 1, 4, -20)))
    def time_passes(self, seconds: int) -> None:
        self.shopper.read(now=self.shopper.scene.now + seconds)

    @rule(left=st.integers(0, 9))
    def coupons_are_taken_by_others(self, left: int) -> None:
        coupons = tuple(replace(known, left=left) for known in self.shopper.scene.coupons)
        self.shopper.read(coupons=coupons)

    @rule(settings=st.sampled_from(POLICIES))
    def the_policy_changes(self, settings: dict[str, object]) -> None:
        self.shopper.policy(**{name.replace(".", "__"): value for name, value in settings.items()})  # type: ignore[arg-type]

    @rule(
        sku=st.sampled_from(SKUS),
        price=st.integers(1, 9000),
        stock=st.integers(0, 9),
        state=st.sampled_from(("on", "on", "on", "off", "gone", "banned")),
    )
    def market_moves(self, sku: str, price: int, stock: int, state: str) -> None:
        placement = self.shopper.cart.placement
        banned = Words("限售", "not here") if state == "banned" else None
        offer = _offer(sku, price, stock, listed=state != "off", deleted=state == "gone", restricted=banned)
        self.shopper.read(offer)  # type: ignore[arg-type]
        due = reconcile_of(self.shopper.cart, self.shopper.scene)
        if due is not None:
            self.shopper.do(due)
        assert self.shopper.cart.placement == placement

    @invariant()
    def every_line_stands_exactly_once(self) -> None:
        cart = self.shopper.cart
        assert sorted(cart.placement.in_order()) == sorted(line.id for line in cart.lines)
        assert all(group.lines for shop in cart.placement.shops for group in shop.groups)
        assert len({line.sku for line in cart.lines}) == len(cart.lines)
        assert sorted(row.id for row in self.shopper.view.lines) == sorted(line.id for line in cart.lines)

    @invariant()
    def a_view_made_from_the_last_one_is_the_view(self) -> None:
        cart, scene = self.shopper.cart, self.shopper.scene
        known = self.memo.standings(cart, scene)
        assert known == standings(cart, scene)
        assert view_of(cart, scene, memo=self.memo) == view_of(cart, scene)

    @invariant()
    def the_boxes_are_the_and_of_what_can_be_ticked(self) -> None:
        view = self.shopper.view
        for box, rows in [(view.tick, view.lines), *((shop.tick, shop.lines) for shop in view.shops)]:
            ticks = {row.tick for row in rows} - {Tick.NONE}
            assert box is (Tick.NONE if not ticks else Tick.SOME if len(ticks) == 2 else next(iter(ticks)))

    @invariant()
    def caps_hold_and_no_quantity_is_below_one(self) -> None:
        assert len(self.shopper.cart.lines) <= CAP
        assert all(1 <= line.quantity <= 7 for line in self.shopper.cart.lines)

    @invariant()
    def the_nets_sum_to_the_total(self) -> None:
        view = self.shopper.view
        nets = [row.net for row in view.lines if row.net is not None]
        assert sum(nets) == view.totals.net_total == view.totals.goods - view.totals.saved
        assert all(net >= 0 for net in nets)
        assert {row.id for row in view.lines if row.net is not None} == {
            row.id for row in view.lines if row.tick is Tick.ON
        }

    @invariant()
    def after_a_reconcile_only_what_can_be_ticked_is(self) -> None:
        due = reconcile_of(self.shopper.cart, self.shopper.scene)
        if due is not None:
            self.shopper.do(due)
        assert reconcile_of(self.shopper.cart, self.shopper.scene) is None
        locked = {row.id for row in self.shopper.view.lines if row.locked is not None}
        assert not any(line.checked and line.id in locked for line in self.shopper.cart.lines)


TestCartMachine = CartMachine.TestCase
TestCartMachine.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
