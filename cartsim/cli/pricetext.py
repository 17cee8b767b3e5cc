"""The price of a basket as a receipt a person can read; asked to explain itself, with every share and every no."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cartsim.cli.columns import columns
from cartsim.i18n import N_, Speaker
from cartsim.model.promotion import Funder, Layer, Promotion
from cartsim.model.reason import because
from cartsim.pricing import Basket, Explanation, Quote
from cartsim.pricing.basket import Applied, CheckoutRow, EarnedGift, FreightPart, PricedLine
from cartsim.text import clean_text

NAME_CELLS = 24
TERMS_CELLS = 48
INDENT = "  "
DOT = "·"
"""A cut of nothing."""

FUNDERS: Mapping[Funder, str] = {
    Funder.SHOP: N_("the shop"),
    Funder.PLATFORM: N_("the platform"),
    Funder.CREATOR: N_("the creator"),
}
CHECKOUT: Mapping[str, str] = {
    "red_packet": N_("Red packet"),
    "points": N_("Points"),
    "pay_discount": N_("Pay discount"),
    "round_order": N_("Rounded off"),
    "min_payable": N_("Least payable"),
}


def price_text(basket: Basket, quote: Quote, explanation: Explanation, speaker: Speaker, explain: bool) -> str:
    """Lines, sums, what was applied; with `explain` the shares, who pays, why the rest was not, and the second best."""
    promotions = {promotion.id: promotion for promotion in basket.promotions}
    promotions |= {coupon.id: coupon.promotion for coupon in basket.coupons}
    blocks = [
        _lines(basket, quote, speaker),
        _left_out(basket, quote, speaker),
        _sums(quote, speaker),
        _applied(quote, promotions, speaker),
        _gifts(quote.gifts, speaker),
        _freight(quote.freight_parts, speaker),
    ]
    if explain:
        blocks += [
            _shares(quote, speaker),
            _payers(quote, speaker),
            _refused(basket, explanation, promotions, speaker),
            _second(quote, explanation, speaker),
        ]
    elif explanation.refused:
        blocks.append([_unsaid(len(explanation.refused), speaker)])
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _lines(basket: Basket, quote: Quote, speaker: Speaker) -> list[str]:
    """One row for each priced line: what it costs, what comes off, what is paid."""
    if not quote.lines:
        return [speaker.text("Nothing is ticked")]
    known = {line.id: line for line in basket.lines}
    head = (
        speaker.text("line"), speaker.text("shop"), speaker.text("price"), speaker.text("pieces"),
        speaker.text("amount"), speaker.text("cuts"), speaker.text("pays"),
    )  # fmt: skip
    rows = [head]
    for priced in quote.lines:
        line = known[priced.id]
        rows.append(
            (
                _name(line.id),
                "" if line.shop == "-" else _name(line.shop),
                speaker.money(line.price),
                f"×{line.quantity}",
                speaker.money(priced.amount),
                speaker.money(priced.net - priced.amount) if priced.net != priced.amount else DOT,
                speaker.money(priced.net),
            )
        )
    if all(not row[1] for row in rows[1:]):
        rows = [(row[0], "", *row[2:]) for row in rows]
    return columns(rows, {0, 1})


def _left_out(basket: Basket, quote: Quote, speaker: Speaker) -> list[str]:
    """Lines that do not count, and why."""
    told = [
        speaker.text(
            "{line} does not count: its trade-up {promotion} is not reached or does not offer it",
            line=_name(lost.line),
            promotion=_name(lost.promotion),
        )
        for lost in quote.lost_add_ons
    ]
    idle = [_name(line.id) for line in basket.lines if not line.checked]
    if idle:
        told.append(speaker.text("Not ticked: {lines}", lines=speaker.join(idle)))
    return told


def _sums(quote: Quote, speaker: Speaker) -> list[str]:
    """From the list total down to what is payable."""
    rows = [(speaker.text("List total"), speaker.money(quote.list_total))]
    if quote.list_total != quote.goods:
        rows.append((speaker.text("list price cut"), speaker.money(quote.goods - quote.list_total)))
    for layer, taken in _by_layer(quote):
        rows.append((speaker.layer(layer), speaker.money(-taken)))
    rows.append((speaker.text("Estimated total"), speaker.money(quote.net_total)))
    if quote.freight_parts:
        rows.append((speaker.text("Freight"), speaker.money(quote.freight)))
    rows += [(_checkout(row, speaker), speaker.money(-row.amount)) for row in quote.checkout]
    rows.append((speaker.text("Payable"), speaker.money(quote.payable)))
    return columns(rows)


def _checkout(row: CheckoutRow, speaker: Speaker) -> str:
    name = speaker.text(CHECKOUT[row.kind])
    return f"{name} {_name(row.id)}" if row.id else name


def _by_layer(quote: Quote) -> list[tuple[Layer, int]]:
    """(layer, fen) of every layer that took something off, in their order."""
    sums = dict.fromkeys(Layer, 0)
    for line in quote.lines:
        for cut in line.cuts:
            sums[cut.layer] += cut.amount
    return [(layer, taken) for layer, taken in sums.items() if taken]


def _applied(quote: Quote, promotions: Mapping[str, Promotion], speaker: Speaker) -> list[str]:
    taking = [applied for applied in quote.applied if applied.granted]
    if not taking:
        return []
    rows = [_application(applied, promotions.get(applied.id), speaker) for applied in taking]
    return [speaker.text("Applied"), *_indented(columns(rows, {0, 1, 2, 5}))]


def _application(applied: Applied, promotion: Promotion | None, speaker: Speaker) -> tuple[str, ...]:
    nominal = ""
    if applied.granted != applied.off:
        nominal = speaker.text("of {nominal} its lines had room for this", nominal=speaker.money(applied.off))
    return (
        _name(applied.id),
        speaker.layer(applied.layer),
        _terms(promotion, speaker),
        speaker.text("on {base}", base=speaker.money(applied.base)),
        speaker.money(-applied.granted),
        nominal,
    )


def _gifts(gifts: tuple[EarnedGift, ...], speaker: Speaker) -> list[str]:
    if not gifts:
        return []
    rows = []
    for row in gifts:
        short = "" if row.granted == row.earned else speaker.text("{n} earned", n=row.earned)
        rows.append((_name(row.gift.code), f"×{row.granted}", _name(row.promotion), short))
    return [speaker.text("Gifts"), *_indented(columns(rows, {0, 1, 2, 3}))]


def _freight(parts: tuple[FreightPart, ...], speaker: Speaker) -> list[str]:
    if not parts:
        return []
    rows = []
    for part in parts:
        shop = speaker.text("all shops") if part.shop is None else _name(part.shop)
        cuts = speaker.join(f"{_name(code)} {speaker.money(-off)}" for code, off in part.cuts)
        short = speaker.text("¥{amount} to free freight", amount=speaker.yuan(part.short)) if part.short else ""
        on = speaker.text("on {base}", base=speaker.money(part.base))
        rows.append((shop, on, speaker.money(part.fee), cuts, speaker.money(part.net), short))
    return [speaker.text("Freight"), *_indented(columns(rows, {0, 5}))]


def _shares(quote: Quote, speaker: Speaker) -> list[str]:
    """The waterfall: every line with what each layer takes off it, the sums, and what is left after each layer."""
    layers = _by_layer(quote)
    if not layers:
        return []
    left = quote.goods
    lefts = []
    for _, taken in layers:
        left -= taken
        lefts.append(speaker.money(left))
    rows = [
        ("", speaker.text("amount"), *(speaker.layer(layer) for layer, _ in layers), speaker.text("pays")),
        *(_share(line, [layer for layer, _ in layers], speaker) for line in quote.lines),
        (
            speaker.text("sum"),
            speaker.money(quote.goods),
            *(speaker.money(-taken) for _, taken in layers),
            speaker.money(quote.net_total),
        ),
        (speaker.text("left"), speaker.money(quote.goods), *lefts, ""),
    ]
    return [speaker.text("Waterfall"), *_indented(columns(rows))]


def _share(line: PricedLine, layers: list[Layer], speaker: Speaker) -> tuple[str, ...]:
    offs = [sum(cut.amount for cut in line.cuts if cut.layer is layer) for layer in layers]
    cells = (speaker.money(-off) if off else DOT for off in offs)
    return (_name(line.id), speaker.money(line.amount), *cells, speaker.money(line.net))


def _payers(quote: Quote, speaker: Speaker) -> list[str]:
    sums = dict.fromkeys(Funder, 0)
    for applied in quote.applied:
        sums[applied.funder] += applied.granted
    parts = [f"{speaker.text(FUNDERS[funder])} {speaker.money(fen)}" for funder, fen in sums.items() if fen]
    return [speaker.text("Paid for by {payers}", payers=speaker.join(parts))] if parts else []


def _refused(
    basket: Basket, explanation: Explanation, promotions: Mapping[str, Promotion], speaker: Speaker
) -> list[str]:
    """Everything in sight that took nothing off, with the number that would change it."""
    if not explanation.refused:
        return []
    rows = []
    for refused in explanation.refused:
        promotion = promotions[refused.id]
        why = clean_text(speaker.refusal(refused, basket.now))
        rows.append((_name(refused.id), speaker.layer(promotion.layer), _terms(promotion, speaker), why))
    return [speaker.text("In sight, but taking nothing off"), *_indented(columns(rows, {0, 1, 2, 3}))]


def _second(quote: Quote, explanation: Explanation, speaker: Speaker) -> list[str]:
    """How sure the total is, and what came second."""
    if not quote.optimal and quote.bound is not None:
        return [speaker.reason(because("total_bound", "R-PRICE-1", "pricing.work_limit", bound_fen=quote.bound))]
    second = explanation.runner_up
    if second is None:
        return []
    difference = second - quote.net_total
    if difference > 0:
        reason = because("total_best", "R-PRICE-1", None, runner_up_fen=second, difference_fen=difference)
        return [speaker.reason(reason)]
    if difference == 0:
        return [speaker.text("Another combination costs the same")]
    return [speaker.text("Your own choice costs {amount} more than the cheapest", amount=speaker.money(-difference))]


def _unsaid(number: int, speaker: Speaker) -> str:
    return speaker.count(
        "{n} more in sight takes nothing off: --explain says why",
        "{n} more in sight take nothing off: --explain says why",
        number,
    )


def _terms(promotion: Promotion | None, speaker: Speaker) -> str:
    return "" if promotion is None else clean_text(speaker.promotion(promotion), TERMS_CELLS)


def _name(text: str) -> str:
    """An id or a code as it may be drawn."""
    return clean_text(text, NAME_CELLS)


def _indented(lines: list[str]) -> Iterator[str]:
    return (INDENT + line for line in lines)
