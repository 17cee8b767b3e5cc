"""The price of a basket as a receipt a person can read; asked to explain itself, with every share and every no."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cartsim.cart.gift_choice import gift_choices
from cartsim.cli.columns import columns
from cartsim.i18n import N_, Speaker
from cartsim.model.promotion import Funder, Promotion
from cartsim.model.reason import because
from cartsim.pricing import Basket, Explanation, Quote
from cartsim.pricing.basket import Applied, CheckoutRow, EarnedGift, FreightPart, PricedLine
from cartsim.pricing.kinds import is_add_on
from cartsim.pricing.swap import why_lost
from cartsim.pricing.waterfall import Fall, freight_cuts, freight_funding, funding, waterfall, worked_on
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
LOST: Mapping[str, str] = {
    "unknown": N_("{line} does not count: there is no trade-up {promotion}"),
    "closed": N_("{line} does not count: its trade-up {promotion} is not open to this shopper now"),
    "not_offered": N_("{line} does not count: its trade-up {promotion} does not offer it"),
    "not_reached": N_("{line} does not count: its trade-up {promotion} is not reached"),
    "used_up": N_("{line} does not count: its trade-up {promotion} allows no more pieces"),
}
"""Why a 换购 line does not count."""


def price_text(basket: Basket, quote: Quote, explanation: Explanation, speaker: Speaker, explain: bool) -> str:
    """Lines, sums, what was applied; with `explain` the shares, who pays, why the rest was not, and the second best."""
    promotions = {promotion.id: promotion for promotion in basket.promotions}
    promotions |= {coupon.id: coupon.promotion for coupon in basket.coupons}
    blocks = [
        _lines(basket, quote, speaker),
        _left_out(basket, quote, speaker),
        _sums(quote, speaker),
        _applied(basket, quote, promotions, speaker),
        _gifts(quote.gifts, promotions, speaker),
        _freight(basket, quote.freight_parts, speaker),
    ]
    if explain:
        blocks += [
            _shares(quote, speaker),
            _payers(quote, promotions, speaker),
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
                name_text(line.id),
                "" if line.shop == "-" else name_text(line.shop),
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
        speaker.text(LOST[why_lost(basket, lost)], line=name_text(lost.line), promotion=name_text(lost.promotion))
        for lost in quote.lost_add_ons
    ]
    idle = [name_text(line.id) for line in basket.lines if not line.checked]
    if idle:
        told.append(speaker.text("Not ticked: {lines}", lines=speaker.join(idle)))
    return told


def _sums(quote: Quote, speaker: Speaker) -> list[str]:
    """From the list total down to what is payable."""
    rows = [(speaker.price_row("list_total"), speaker.money(quote.list_total))]
    if quote.list_total != quote.goods:
        rows.append((speaker.price_row("markdown"), speaker.money(quote.goods - quote.list_total)))
    rows += [(speaker.layer(fall.layer), speaker.money(-fall.granted)) for fall in waterfall(quote)]
    rows.append((speaker.price_row("net_total"), speaker.money(quote.net_total)))
    if quote.freight_parts:
        rows.append((speaker.price_row("freight"), speaker.money(quote.freight)))
    rows += [(_checkout(row, speaker), speaker.money(-row.amount)) for row in quote.checkout]
    rows.append((speaker.price_row("payable"), speaker.money(quote.payable)))
    return columns(rows)


def _checkout(row: CheckoutRow, speaker: Speaker) -> str:
    name = speaker.price_row(row.kind)
    return f"{name} {name_text(row.id)}" if row.id else name


def _applied(basket: Basket, quote: Quote, promotions: Mapping[str, Promotion], speaker: Speaker) -> list[str]:
    taking = [applied for applied in quote.applied if applied.granted]
    rows = [_application(applied, promotions[applied.id], basket, quote, speaker) for applied in taking]
    rows += [
        (
            name_text(code),
            speaker.layer(promotions[code].layer),
            _terms(promotions[code], speaker),
            speaker.text("off freight"),
            speaker.money(-off),
            "",
        )
        for code, off in freight_cuts(quote).items()
    ]
    if not rows:
        return []
    return [speaker.text("Applied"), *indented(columns(rows, {0, 1, 2, 5}))]


def _application(
    applied: Applied, promotion: Promotion, basket: Basket, quote: Quote, speaker: Speaker
) -> tuple[str, ...]:
    nominal = ""
    if applied.granted != applied.off:
        nominal = speaker.text(
            "{nominal} promised; its lines have no room for more", nominal=speaker.money(applied.off)
        )
    return (
        name_text(applied.id),
        speaker.layer(applied.layer),
        _terms(promotion, speaker),
        _worked_on(applied, promotion, basket, quote, speaker),
        speaker.money(-applied.granted),
        nominal,
    )


def _worked_on(applied: Applied, promotion: Promotion, basket: Basket, quote: Quote, speaker: Speaker) -> str:
    """The amount the cut is of; beside it what its threshold reads, where that is another."""
    if is_add_on(promotion):
        return speaker.text("for {lines}", lines=speaker.join(map(name_text, applied.lines)))
    amount = worked_on(applied, promotion, basket, quote)
    if amount == applied.base:
        return speaker.text("on {base}", base=speaker.money(amount))
    return speaker.text(
        "on {base}, with {measured} towards it", base=speaker.money(amount), measured=speaker.money(applied.base)
    )


def _gifts(gifts: tuple[EarnedGift, ...], promotions: Mapping[str, Promotion], speaker: Speaker) -> list[str]:
    if not gifts:
        return []
    rows = []
    for row in gifts:
        told = []
        if row.granted != row.earned:
            told.append(speaker.text("{n} earned, {stock} in stock", n=row.earned, stock=row.gift.stock))
        choices = gift_choices(promotions[row.promotion], row.gift.code)
        other = [name_text(gift.code) for gift in choices if gift.code != row.gift.code]
        if other:
            told.append(speaker.text("or instead {gifts}", gifts=speaker.join(other)))
        rows.append((name_text(row.gift.code), f"×{row.granted}", name_text(row.promotion), speaker.join(told)))
    return [speaker.text("Gifts"), *indented(columns(rows, {0, 1, 2, 3}))]


def _freight(basket: Basket, parts: tuple[FreightPart, ...], speaker: Speaker) -> list[str]:
    if not parts:
        return []
    rows = []
    is_one_fee = all(rule.shop is None for rule in basket.freight)
    rest = speaker.text("whole basket") if is_one_fee else speaker.text("other shops")
    for part in parts:
        shop = rest if part.shop is None else name_text(part.shop)
        cuts = speaker.join(f"{name_text(code)} {speaker.money(-off)}" for code, off in part.cuts)
        fee = speaker.money(part.fee) if cuts else ""
        base = speaker.text("on {base}", base=speaker.money(part.base))
        rows.append((shop, base, fee, cuts, speaker.money(part.net), _threshold(part, speaker)))
    return [speaker.text("Freight"), *indented(columns(rows, {0, 5}))]


def _threshold(part: FreightPart, speaker: Speaker) -> str:
    """How far free freight is, or where it begins."""
    if part.free_over is None:
        return ""
    if part.short:
        return speaker.text("¥{amount} to free freight", amount=speaker.yuan(part.short))
    return speaker.text("free from ¥{amount}", amount=speaker.yuan(part.free_over))


def _shares(quote: Quote, speaker: Speaker) -> list[str]:
    """The waterfall: each line with what each layer takes off it, and the sums; what was promised, where it differs."""
    falls = waterfall(quote)
    if not falls:
        return []
    rows = [
        ("", speaker.text("amount"), *(speaker.layer(fall.layer) for fall in falls), speaker.text("pays")),
        *(_share(line, falls, speaker) for line in quote.lines),
        (
            speaker.text("sum"),
            speaker.money(quote.goods),
            *(speaker.money(-fall.granted) for fall in falls),
            speaker.money(quote.net_total),
        ),
        (speaker.text("left"), speaker.money(quote.goods), *(speaker.money(fall.left) for fall in falls), ""),
    ]
    if any(fall.nominal != fall.granted for fall in falls):
        rows.append((speaker.text("promised"), "", *(speaker.money(-fall.nominal) for fall in falls), ""))
    return [speaker.text("Waterfall"), *indented(columns(rows))]


def _share(line: PricedLine, falls: tuple[Fall, ...], speaker: Speaker) -> tuple[str, ...]:
    offs = (fall.by_line.get(line.id, 0) for fall in falls)
    cells = (speaker.money(-off) if off else DOT for off in offs)
    return (name_text(line.id), speaker.money(line.amount), *cells, speaker.money(line.net))


def _payers(quote: Quote, promotions: Mapping[str, Promotion], speaker: Speaker) -> list[str]:
    told = []
    if paid := funding(quote):
        told.append(speaker.text("Paid for by {payers}", payers=_named(paid, speaker)))
    if paid := freight_funding(quote, promotions):
        told.append(speaker.text("Freight paid for by {payers}", payers=_named(paid, speaker)))
    return told


def _named(paid: Mapping[Funder, int], speaker: Speaker) -> str:
    return speaker.join(f"{speaker.text(FUNDERS[funder])} {speaker.money(fen)}" for funder, fen in paid.items())


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
        rows.append((name_text(refused.id), speaker.layer(promotion.layer), _terms(promotion, speaker), why))
    return [speaker.text("In sight, but taking nothing off"), *indented(columns(rows, {0, 1, 2, 3}))]


def _second(quote: Quote, explanation: Explanation, speaker: Speaker) -> list[str]:
    """How sure the total is, and what came second."""
    if not quote.optimal and quote.bound is not None:
        return [speaker.reason(because("total_bound", "R-PRICE-1", "pricing.work_limit", bound_fen=quote.bound))]
    free = explanation.without_choice
    if free is not None and free < quote.net_total:
        cost = speaker.money(quote.net_total - free)
        return [speaker.text("Your own choice costs {amount} more than the cheapest", amount=cost)]
    second = explanation.runner_up
    if second is None:
        return []
    difference = second - quote.net_total
    if difference > 0:
        reason = because("total_best", "R-PRICE-1", None, runner_up_fen=second, difference_fen=difference)
        return [speaker.reason(reason)]
    return [speaker.text("Another combination costs the same")]


def _unsaid(number: int, speaker: Speaker) -> str:
    return speaker.count(
        "{n} more in sight takes nothing off: --explain says why",
        "{n} more in sight take nothing off: --explain says why",
        number,
    )


def _terms(promotion: Promotion | None, speaker: Speaker) -> str:
    return "" if promotion is None else clean_text(speaker.promotion(promotion), TERMS_CELLS)


def name_text(text: str) -> str:
    """An id or a code as it may be drawn."""
    return clean_text(text, NAME_CELLS)


def indented(lines: list[str]) -> Iterator[str]:
    return (INDENT + line for line in lines)
