"""What benefits that pick, combine or send pieces give, in words: 第2件半价, 买2送1, 99元3件, 加¥9.9换购, 包邮."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from cartsim.i18n.marks import N_
from cartsim.model.promotion import AddOn, Bundle, BuyGet, Every, FreightOff, Give, Pick, SetPrice
from cartsim.pricing.kinds import HALF, WHOLE

if TYPE_CHECKING:
    from cartsim.i18n.speaker import Speaker

SetDeal = SetPrice | Every | BuyGet | Bundle


def is_set_deal(give: Give) -> TypeGuard[SetDeal]:
    """Whether the benefit picks or combines pieces, so that a set of them is its condition."""
    return isinstance(give, SetPrice | Every | BuyGet | Bundle)


def deal(give: SetDeal | AddOn | FreightOff, speaker: Speaker) -> str:
    """The benefit alone, without threshold or limit."""
    match give:
        case SetPrice(pieces, total):
            return speaker.text(N_("{pieces} for ¥{total}"), pieces=pieces, total=speaker.yuan(total))
        case Every():
            return _every(give, speaker)
        case BuyGet(buy, get, rate):
            sentence = N_("Buy {bought}, get {got} free") if rate >= WHOLE else N_("Buy {bought}, {got} at {discount}")
            values = {"bought": buy.pieces, "got": get.pieces, "discount": speaker.discount(rate)}
            return speaker.text(sentence, **values)
        case Bundle():
            return _bundle(give, speaker)
        case AddOn(offers):
            sentence = N_("Add-on for ¥{price}") if len(offers) == 1 else N_("Add-ons from ¥{price}")
            return speaker.text(sentence, price=speaker.yuan(min((offer.price for offer in offers), default=0)))
        case FreightOff(rate, amount):
            if amount is not None:
                return speaker.text(N_("¥{amount} off freight"), amount=speaker.yuan(amount))
            if rate is None or rate >= WHOLE:
                return speaker.text(N_("Free freight"))
            return speaker.text(N_("Freight {discount}"), discount=speaker.discount(rate))


def limited(give: Give, told: str, speaker: Speaker) -> str:
    """`told` with how often the benefit applies, and which pieces it picks where that is not the usual."""
    match give:
        case SetPrice(sets=int(times)) | Every(groups=int(times)):
            told = speaker.text(N_("{deal}, at most {n} sets"), deal=told, n=times)
        case _:
            pass
    match give:
        case Every(pick=Pick.CHEAPEST_OVERALL) | SetPrice(pick=Pick.CHEAPEST):
            return speaker.text(N_("{deal}, cheapest first"), deal=told)
        case _:
            return told


def _every(give: Every, speaker: Speaker) -> str:
    if give.rate >= WHOLE:
        bought = give.pieces - give.discounted
        return speaker.text(N_("Buy {bought} get {free} free"), bought=bought, free=give.discounted)
    if give.discounted == 1:
        if give.pieces == 2 and give.rate == HALF:
            return speaker.text(N_("2nd half price"))
        return speaker.text(N_("1 of {pieces} at {discount}"), pieces=give.pieces, discount=speaker.discount(give.rate))
    return speaker.text(
        N_("{some} of {pieces} at {discount}"),
        some=give.discounted,
        pieces=give.pieces,
        discount=speaker.discount(give.rate),
    )


def _bundle(give: Bundle, speaker: Speaker) -> str:
    pieces = sum(part.pieces for part in give.parts)
    if give.total is not None:
        return speaker.text(N_("Set of {pieces} ¥{total}"), pieces=pieces, total=speaker.yuan(give.total))
    if give.rate is not None:
        return speaker.text(N_("Set of {pieces} {discount}"), pieces=pieces, discount=speaker.discount(give.rate))
    return speaker.text(N_("Set of {pieces} ¥{amount} off"), pieces=pieces, amount=speaker.yuan(give.amount or 0))
