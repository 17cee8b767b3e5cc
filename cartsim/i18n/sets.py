"""What benefits that pick, combine or send pieces give, in words: 第2件半价, 买2送1, 99元3件, 加¥9.9换购, 包邮."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from cartsim.i18n.marks import N_
from cartsim.model.promotion import AddOn, Bundle, BuyGet, Every, FreightOff, Give, Pick, SetPrice
from cartsim.pricing.kinds import HALF, WHOLE

if TYPE_CHECKING:
    from cartsim.i18n.voice import Voice

SetDeal = SetPrice | Every | BuyGet | Bundle


def is_set_deal(give: Give) -> TypeGuard[SetDeal]:
    """Whether the benefit picks or combines pieces, so that a set of them is its condition."""
    return isinstance(give, SetPrice | Every | BuyGet | Bundle)


def deal(give: SetDeal | AddOn | FreightOff, voice: Voice) -> str:
    """The benefit alone, without threshold or limit."""
    match give:
        case SetPrice(pieces, total):
            return voice.text(N_("{pieces} for ¥{total}"), pieces=pieces, total=voice.yuan(total))
        case Every():
            return _every(give, voice)
        case BuyGet(buy, get, rate):
            sentence = N_("Buy {bought}, get {got} free") if rate >= WHOLE else N_("Buy {bought}, {got} at {discount}")
            values = {"bought": buy.pieces, "got": get.pieces, "discount": voice.discount(rate)}
            return voice.text(sentence, **values)
        case Bundle():
            return _bundle(give, voice)
        case AddOn(offers):
            sentence = N_("Add-on for ¥{price}") if len(offers) == 1 else N_("Add-ons from ¥{price}")
            return voice.text(sentence, price=voice.yuan(min((offer.price for offer in offers), default=0)))
        case FreightOff(rate, amount):
            if amount is not None:
                return voice.text(N_("¥{amount} off freight"), amount=voice.yuan(amount))
            if rate is None or rate >= WHOLE:
                return voice.text(N_("Free freight"))
            return voice.text(N_("Freight {discount}"), discount=voice.discount(rate))


def limited(give: Give, told: str, voice: Voice) -> str:
    """`told` with how often the benefit applies, and which pieces it picks where that is not the usual."""
    match give:
        case SetPrice(sets=int(times)) | Every(groups=int(times)):
            told = voice.text(N_("{deal}, at most {n} sets"), deal=told, n=times)
        case _:
            pass
    match give:
        case Every(pick=Pick.CHEAPEST_OVERALL) | SetPrice(pick=Pick.CHEAPEST):
            return voice.text(N_("{deal}, cheapest first"), deal=told)
        case _:
            return told


def _every(give: Every, voice: Voice) -> str:
    if give.rate >= WHOLE:
        bought = give.pieces - give.discounted
        return voice.text(N_("Buy {bought} get {free} free"), bought=bought, free=give.discounted)
    if give.discounted == 1:
        if give.pieces == 2 and give.rate == HALF:
            return voice.text(N_("2nd half price"))
        return voice.text(N_("1 of {pieces} at {discount}"), pieces=give.pieces, discount=voice.discount(give.rate))
    return voice.text(
        N_("{some} of {pieces} at {discount}"),
        some=give.discounted,
        pieces=give.pieces,
        discount=voice.discount(give.rate),
    )


def _bundle(give: Bundle, voice: Voice) -> str:
    pieces = sum(part.pieces for part in give.parts)
    if give.total is not None:
        return voice.text(N_("Set of {pieces} ¥{total}"), pieces=pieces, total=voice.yuan(give.total))
    if give.rate is not None:
        return voice.text(N_("Set of {pieces} {discount}"), pieces=pieces, discount=voice.discount(give.rate))
    return voice.text(N_("Set of {pieces} ¥{amount} off"), pieces=pieces, amount=voice.yuan(give.amount or 0))
