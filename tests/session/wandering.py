"""Sessions that do anything at random: several windows, two actors, the market moved and time passing between."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random

from cartsim.cart.commands import (
    AddToCart,
    AddTogether,
    Check,
    CheckAll,
    CheckShop,
    ClaimCoupon,
    ClearInvalid,
    Command,
    EditMarket,
    Enter,
    Mark,
    PickCoupon,
    PickGift,
    Redo,
    Refresh,
    Remove,
    SetAddress,
    SetPace,
    SetPolicy,
    SetQuantity,
    SetToMaximum,
    SetTrouble,
    SwitchPromotion,
    SwitchSku,
    TakeAddOn,
    Undo,
)
from cartsim.session.session import Session

OVERRIDES = ({}, {"sort.live": True}, {"cap.total": 40, "stock.on_short": "clamp"}, {"select.remember": False})
POLICIES = (
    ("cap.total", "30"), ("cap.total", "120"), ("stock.on_short", "uncheck"), ("stock.on_short", "block"),
    ("sort.live", "true"), ("sort.live", "false"), ("refresh.interval_s", "5"), ("select.new_checked", "false"),
    ("stock.warehouse_match", "nearest"), ("coupon.estimate", "claimed_best"),
    ("swap.grace", "0"), ("swap.grace", "20"), ("swap.max", "1"), ("swap.counts_for_threshold", "true"),
)  # fmt: skip
EDITS = (
    ("sell_out", 0), ("restock", 0), ("restock", 3), ("set_price", 4321), ("scale_price", 9000), ("delist", 0),
    ("relist", 0), ("restrict", 0), ("permit", 0),
)  # fmt: skip


class Wanderer:
    """Two actors on one world, through windows that are opened and closed as it goes; or one, `alone` in one window,
    who marks moments."""

    def __init__(self, path: Path, seed: int, *, alone: bool = False) -> None:
        self.random = Random(seed)
        self.alone = alone
        self.path = path
        self.done = 0
        self._after = ExitStack()
        self.windows = [self._open("shopper")]
        if alone:
            self.windows[0].do(Enter())
        else:
            self.windows.append(self._open("trainer"))
        self.goods = [found.sku for found in self.windows[0].find("a", 200)]
        self.cities = [code for code, _ in self.windows[0].cities()]

    def _open(self, actor: str) -> Session:
        overrides = self.random.choice(OVERRIDES) if self.done else {}
        return self._after.enter_context(Session(self.path, actor=actor, overrides=overrides))

    def wander(self, commands: int) -> None:
        """So many commands, done or refused."""
        while self.done < commands:
            at = self.random.randrange(len(self.windows))
            session = self.windows[at]
            chance = self.random.random()
            if chance < 0.02 and self.alone:
                session.do(Mark("here"))
            elif chance < 0.02:
                session.close()
                self.windows[at] = self._open(("shopper", "trainer")[at])
            elif chance < 0.2:
                self.windows[0].step(self.random.choice((1, 1, 2, 9, 30)))
            elif chance < 0.3:
                session.pulse()
            else:
                session.do(self.command(session))
                self.done += 1

    def close(self) -> None:
        """Give the file back."""
        self._after.close()

    def command(self, session: Session) -> Command:
        """Anything a person could do now, sensible or not."""
        pick, view = self.random.choice, session.view()
        lines = [line.id for line in view.lines] or ["l0"]
        skus = [line.sku for line in view.lines] or self.goods
        coupons = [coupon.id for coupon in view.coupons]
        promotions = [promotion.id for promotion in view.promotions] or ["none"]
        bars = [group.bar for shop in view.shops for group in shop.groups if group.bar is not None]
        gifts = [choice.code for bar in bars for gift in bar.gifts for choice in gift.choices] or ["none"]
        offers = [(one.promotion.id, one.goods.code) for each in view.lines for one in each.add_ons] or [("none", "x")]
        shops = [shop.code for shop in view.shops] or ["none"]
        line = pick(lines)
        some = tuple(self.random.sample(lines, min(len(lines), self.random.randint(1, 3))))
        whole: list[Callable[[], Command]] = [
            lambda: Enter(),
            lambda: Refresh(pick(("pull", "interval"))),
            lambda: AddToCart(pick(self.goods), self.random.randint(0, 3)),
            lambda: AddToCart(pick(skus), 1),
            lambda: AddTogether((pick(self.goods), pick(skus)), some),
            lambda: TakeAddOn(*pick(offers), self.random.randint(0, 2)),
            lambda: SetQuantity(line, self.random.randint(-1, 6)),
            lambda: SetToMaximum(line),
            lambda: Check(some, pick((True, False))),
            lambda: CheckShop(pick(shops), pick((True, False))),
            lambda: CheckAll(pick((True, False)), pick((None, some))),
            lambda: Remove((line,)) if self.random.random() < 0.3 else SetQuantity(line, 2),
            lambda: ClearInvalid() if self.random.random() < 0.2 else CheckAll(True),
            lambda: SwitchSku(line, self._sibling(session, line)),
            lambda: SwitchPromotion(line, pick((None, *promotions))),
            lambda: PickGift(pick(promotions), pick(gifts)),
            lambda: SetAddress(pick(self.cities)),
            lambda: SetPolicy(*pick(POLICIES)),
            lambda: self._edit(pick(skus)),
            lambda: SetTrouble(
                pick(("goods", "stock", "promotions", "coupons")), pick(("none", "none", "stale", "slow", "down"))
            ),
            lambda: SetPace(frozen=pick((True, False)), liveliness=pick((None, 1, 3))),
            lambda: Undo(),
            lambda: Undo(self.random.randint(1, 60)),
            lambda: Redo(),
        ]
        whole += [lambda: AddToCart(pick(self.goods), 1)] * 4
        if coupons:
            whole += [
                lambda: ClaimCoupon(pick(coupons)),
                lambda: PickCoupon(pick(coupons), pick((True, False, None))),
            ]
        return pick(whole)()

    def _edit(self, sku: str) -> Command:
        action, value = self.random.choice(EDITS)
        return EditMarket(action, sku, value)

    def _sibling(self, session: Session, line: str) -> str:
        if session.view().line(line) is None:
            return self.random.choice(self.goods)
        try:
            cells = [cell.sku for cell in session.skus(line).cells if cell.sku]
        except KeyError:  # its goods are no longer in the catalogue
            cells = []
        return self.random.choice(cells or self.goods)
