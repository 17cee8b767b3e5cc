"""Why a row of the cart is as it is, part by part."""

from __future__ import annotations

from cartsim.cart.scene import Scene
from cartsim.cart.validity import hint_at
from cartsim.cart.view import CartView, GroupView, LineView, StockState, Tick
from cartsim.model.cart import NO_PROMOTION, OUT_OF_STOCK
from cartsim.model.policy_fields import documented
from cartsim.model.promotion import Layer
from cartsim.model.reason import Reason, because


def why_line(view: CartView, scene: Scene, line: LineView, part: str) -> tuple[Reason, ...]:
    """Reasons behind a part of the row; without a part, what matters most about it."""
    match part:
        case "check":
            return _why_tick(line)
        case "price" | "net":
            return _why_price(view, scene, line)
        case "drop":
            return _why_drop(line, scene)
        case "stock" if line.invalid is None:
            return _why_stock(line, scene)
        case "plus":
            return (line.more,) if line.more is not None else _limit(line)
        case "minus":
            if line.less is not None:
                return (line.less,)
            return (because("minus_way", "R-EDIT-2", "edit.minus_at_one", way=scene.policy.edit.minus_at_one),)
        case "quantity" | "mend":
            if line.stock.state is StockState.ZERO:
                return (line.stock.reason,)
            return ((line.blocks,) if line.blocks is not None else ()) + _limit(line)
        case "sku":
            return (line.switch or because("switch_free", "R-SKU-1", "sku_switch.enabled"),)
        case "promotion":
            return _why_group(view, line)
        case "tags":
            return tuple(tag.reason for tag in line.tags)
        case _:
            return _what_matters(view, scene, line)


def _what_matters(view: CartView, scene: Scene, line: LineView) -> tuple[Reason, ...]:
    if line.invalid is not None:
        return (line.invalid, because("invalid_priority", "R-INV"))
    reasons = [line.blocks] if line.blocks is not None else []
    if line.recovered:
        reasons.append(because("recovered_line", "R-INV"))
    reasons.extend(_why_stock(line, scene))
    reasons.extend(_why_drop(line, scene))
    reasons.extend(_why_group(view, line))
    return tuple(dict.fromkeys(reasons))


def _limit(line: LineView) -> tuple[Reason, ...]:
    return (line.limit,) if line.limit is not None else ()


def _why_tick(line: LineView) -> tuple[Reason, ...]:
    if line.locked is not None:
        return (line.locked, because("lock_unticks", "R-SEL-5"))
    if line.tick is Tick.ON:
        return (because("tick_on", "R-SEL-2", "select.new_checked"),)
    return (because("tick_off", "R-SEL-1", "select.remember"),)


def _why_price(view: CartView, scene: Scene, line: LineView) -> tuple[Reason, ...]:
    """From the list price over the current one and the item layer to what the line pays, in the order of the cuts."""
    reasons: list[Reason] = []
    offer = scene.offers.get(line.sku)
    current = line.price if offer is None else offer.price
    if offer is not None and offer.list_price > current:
        reasons.append(because("price_struck", "R-PRICE-1", None, list_fen=offer.list_price, price_fen=current))
    priced = next((priced for priced in view.quote.lines if priced.id == line.id), None)
    if priced is None:
        return (*reasons, because("price_not_counted", "R-PRICE-1", None, price_fen=line.price))
    for of_items in (True, False):
        reasons.extend(
            because(f"cut_{cut.layer.value}", "R-PRICE-1", "pricing.layers", by=cut.by, amount_fen=cut.amount)
            for cut in priced.cuts
            if (cut.layer is Layer.ITEM) is of_items
        )
        if of_items and line.price != current:
            reasons.append(because("price_after_item", "R-PRICE-1", None, price_fen=line.price))
    reasons.append(because("price_net", "R-PRICE-1", None, amount_fen=priced.amount, net_fen=priced.net))
    return tuple(reasons)


def _why_drop(line: LineView, scene: Scene) -> tuple[Reason, ...]:
    if line.drop is None:
        return ()
    if line.drop.code != "drop":
        return (line.drop,)
    amount = line.drop["amount_fen"]
    least = amount + 1 if isinstance(amount, int) else scene.policy.drop.min_abs
    return (line.drop, *_in_range(because("if_drop_hidden", "R-DROP", "drop.min_abs", value_fen=least), least))


def _why_stock(line: LineView, scene: Scene) -> tuple[Reason, ...]:
    """The stock word, and the settings at which it would change: worked out from the same number."""
    hint, left = line.stock, line.stock.available
    _, field = hint_at(scene.policy)
    if hint.state is StockState.FEW and hint.reason.code == "stock_few":
        return (
            hint.reason,
            *_if("if_still_shown", "R-STOCK-3", field, left),
            *_if("if_number_hidden", "R-STOCK-3", field, left - 1),
        )
    if hint.state is StockState.TIGHT:
        return (
            hint.reason,
            *_if("if_number_shown", "R-STOCK-3", field, left),
            *_if("if_plenty", "R-STOCK-2", "stock.hide_above", left - 1),
        )
    if hint.state is StockState.PLENTY and hint.reason.code == "stock_plenty":
        return (hint.reason, *_if("if_tight", "R-STOCK-4", "stock.hide_above", left))
    return (hint.reason,)


def _in_range(reason: Reason, value: int) -> tuple[Reason, ...]:
    """The counterfactual, unless its field does not take the value."""
    known = documented(reason.policy or "")
    return (reason,) if (known.low or 0) <= value and (known.high is None or value <= known.high) else ()


def _if(code: str, rule: str, field: str, value: int) -> tuple[Reason, ...]:
    """What the field at that value would say."""
    return _in_range(because(code, rule, field, field=field, value=value), value)


def _why_group(view: CartView, line: LineView) -> tuple[Reason, ...]:
    """Where the row stands and by what it is priced."""
    group = next(
        (group for shop in view.shops for group in shop.groups if any(row.id == line.id for row in group.lines)), None
    )
    if group is None:
        return (because("placed_invalid", "R-INV-2", None, lines=view.counts.invalid),)
    promotion = group.id.partition("/")[2]
    reasons: list[Reason] = []
    if promotion == OUT_OF_STOCK:
        reasons.append(because("placed_out_of_stock", "R-STOCK-6", "stock.zero_place"))
    elif promotion == NO_PROMOTION:
        reasons.append(because("placed_none", "R-SORT", "sort.none_group"))
    elif any(choice.chosen for choice in line.choices):
        reasons.append(because("placed_chosen", "R-GRP-2", "features.switch_promotion", promotion=promotion))
    else:
        reasons.append(because(_placed(group, line), "R-GRP-2", "group.by_promotion", promotion=promotion))
    if line.off_group and line.promotion is not None:
        reasons.append(because("priced_elsewhere", "R-SORT-5", "features.switch_promotion", promotion=line.promotion))
    reasons.extend(because("counts_across", "R-GRP", None, promotion=across) for across in line.across)
    reasons.append(because("placed_line", "R-SORT-4", "sort.live"))
    return tuple(reasons)


def _placed(group: GroupView, line: LineView) -> str:
    """Why a row stands under a promotion it was not put under by hand: it is called cheapest only where it takes
    something off."""
    bar = group.bar
    if line.off_group or bar is None:
        return "placed_before"
    return "placed_best" if bar.granted or any(gift.quantity for gift in bar.gifts) else "placed_open"
