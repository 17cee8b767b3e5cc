"""Why something on the screen is as it is: the reasons of a row's part, with what would change them.

The reasons are those the view was made of; beside them stand only counterfactuals that follow from the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable

from cartsim.cart.bars import entry_reason
from cartsim.cart.scene import Scene
from cartsim.cart.tags import shop_tag
from cartsim.cart.view import CartView, GiftRow, GroupView, PromotionBar, ShopView, Tick
from cartsim.cart.why_line import why_line
from cartsim.model.reason import Reason, because
from cartsim.pricing import Explanation


def why(
    view: CartView, scene: Scene, target: str, part: str = "", *, explain: Callable[[], Explanation]
) -> tuple[Reason, ...]:
    """Reasons behind `part` of the row `target`, the nearest cause first; empty where there is nothing to explain.

    Targets are the row ids of the screen: `line:ID`, `shop:CODE`, `bar:SHOP/PROMOTION`, `gift:ID`, `coupon:CODE`,
    `ribbon:PROMOTION`, `addon:ID`, `invalid` and `pay`; a bare line id will do. `explain` gives the explanation of the
    price; it is asked only where the answer needs it.
    """
    kind, _, code = target.partition(":")
    match kind:
        case "shop":
            shop = next((shop for shop in view.shops if shop.code == code), None)
            return () if shop is None else _why_shop(shop, scene, part)
        case "bar":
            group = next((group for shop in view.shops for group in shop.groups if group.id == code), None)
            return () if group is None or group.bar is None else _why_bar(group, group.bar, scene, part)
        case "ribbon":
            ribbon = next((ribbon for ribbon in view.ribbons if ribbon.promotion.id == code), None)
            return () if ribbon is None else _why_ribbon(ribbon, scene, part)
        case "addon":
            rows = (row for line in view.lines for row in line.add_ons)
            add_on = next((row for row in rows if row.id == code), None)
            return () if add_on is None else (add_on.reason,)
        case "gift":
            gift = _gift(view, code)
            return () if gift is None else (gift.reason,)
        case "coupon":
            return _why_coupon(view, code, explain)
        case "invalid":
            return _why_invalid(view, scene, part)
        case "pay" | "":
            return _why_total(view, part, explain)
        case _:
            line = view.line(code or target)
            return () if line is None else why_line(view, scene, line, part)


def _why_shop(shop: ShopView, scene: Scene, part: str) -> tuple[Reason, ...]:
    if part == "coupons":
        return (because("coupons_shown", "R-CPN-2", "coupon.preview_h", claimable=shop.coupons),)
    ticks = [line.tick for line in shop.lines if line.tick is not Tick.NONE]
    box = because("tick_shop", "R-SEL-4", None, checked=ticks.count(Tick.ON), checkable=len(ticks))
    if part == "check":
        return (box,)
    known = scene.shops.get(shop.code)
    badge = () if known is None else (shop_tag(known).reason,)
    return (*badge, because("placed_shop", "R-SORT-2", "sort.live"), box)


def _measured(bar: PromotionBar, scene: Scene) -> tuple[Reason, ...]:
    """What the bar's threshold was read on; empty where nothing of it is ticked."""
    if not bar.gap.lines:
        return ()
    mode = str(bar.promotion.threshold_base or scene.policy.pricing.threshold_base)
    values = {"base_fen": bar.gap.base, "lines": len(bar.gap.lines)}
    return (because("bar_base", "R-ADD-5", "pricing.threshold_base", mode=mode, **values),)


def _why_ribbon(ribbon: PromotionBar, scene: Scene, part: str) -> tuple[Reason, ...]:
    entry = entry_reason(ribbon)
    if part == "topup":
        return tuple(dict.fromkeys((entry, ribbon.reason)))
    placed = because("ribbon_placed", "R-GRP", "group.by_promotion")
    return tuple(dict.fromkeys((ribbon.reason, *_measured(ribbon, scene), placed, entry)))


def _why_bar(group: GroupView, bar: PromotionBar, scene: Scene, part: str) -> tuple[Reason, ...]:
    entry = entry_reason(bar)
    if part == "topup":
        return tuple(dict.fromkeys((entry, bar.reason)))
    reasons = [bar.reason, *_measured(bar, scene)]
    if bar.tickable:
        reasons.append(because("bar_tickable", "R-ADD-4", None, lines=len(bar.tickable)))
    strangers = sum(line.off_group for line in group.lines)
    if strangers:
        reasons.append(because("bar_off_group", "R-GRP-2", "features.switch_promotion", lines=strangers))
    return tuple(dict.fromkeys((*reasons, entry)))


def _gift(view: CartView, gift_id: str) -> GiftRow | None:
    below_lines = (gift for line in view.lines for gift in line.gifts)
    below_bars = (
        gift for shop in view.shops for group in shop.groups if group.bar is not None for gift in group.bar.gifts
    )
    return next((gift for rows in (below_lines, below_bars) for gift in rows if gift.id == gift_id), None)


def _why_coupon(view: CartView, code: str, explain: Callable[[], Explanation]) -> tuple[Reason, ...]:
    for applied in view.quote.applied:
        if applied.id == code:
            return (
                because(
                    "applied",
                    "R-PRICE-1",
                    "coupon.estimate",
                    by=code,
                    granted_fen=applied.granted,
                    base_fen=applied.base,
                ),
            )
    # A coupon gives no gift: what is out of stock is the coupon itself.
    words = {"out_of_stock": "coupon_gone"}
    return tuple(
        because(
            words.get(refused.reason, f"refused_{refused.reason}"),
            "R-CPN-5",
            "coupon.estimate",
            by=code,
            short_fen=refused.short,
            pieces=refused.short_pieces,
            winner=refused.winner or "",
            opens_at=refused.at or 0,
        )
        for refused in explain().refused
        if refused.id == code
    )


def _why_invalid(view: CartView, scene: Scene, part: str) -> tuple[Reason, ...]:
    if part == "clear":
        return (because("clear_asks", "R-INV-6", "invalid.confirm_clear", lines=view.counts.invalid),)
    fold = scene.policy.invalid.fold_above
    return (
        because("placed_invalid", "R-INV-2", None, lines=view.counts.invalid),
        because("folded_above", "R-INV", "invalid.fold_above", lines=len(view.invalid), fold_above=fold),
    )


def _why_total(view: CartView, part: str, explain: Callable[[], Explanation]) -> tuple[Reason, ...]:
    if part == "settle" and view.blocked:
        return view.blocked
    totals, quote = view.totals, view.quote
    if part == "check":
        ticks = [line.tick for line in view.lines if line.tick is not Tick.NONE]
        return (because("tick_cart", "R-SEL-4", None, checked=ticks.count(Tick.ON), checkable=len(ticks)),)
    reasons = [
        because(
            "total_sum",
            "R-PRICE-1",
            None,
            list_fen=totals.list_total,
            saved_fen=totals.shown_saved,
            net_fen=totals.net_total,
        ),
        because("total_estimate", "R-PRICE-2", "coupon.estimate"),
    ]
    if not quote.optimal and quote.bound is not None:
        reasons.append(because("total_bound", "R-PRICE-1", "pricing.work_limit", bound_fen=quote.bound))
        return tuple(reasons)
    explanation = explain()
    free, runner_up = explanation.without_choice, explanation.runner_up
    if free is not None and free < quote.net_total:
        cost = quote.net_total - free
        reasons.append(because("total_chosen", "R-PRICE-1", None, cheapest_fen=free, difference_fen=cost))
    elif runner_up is not None and runner_up > quote.net_total:
        reasons.append(
            because(
                "total_best",
                "R-PRICE-1",
                None,
                runner_up_fen=runner_up,
                difference_fen=runner_up - quote.net_total,
            )
        )
    return tuple(reasons)
