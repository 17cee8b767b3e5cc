"""`quote(basket)`: the price of a basket to the fen."""

from __future__ import annotations

from cartsim.pricing.basket import Basket, LostAddOn, Quote
from cartsim.pricing.by_shop import Memo, shops_apart
from cartsim.pricing.checkout import checkout_rows
from cartsim.pricing.decide import decide
from cartsim.pricing.freight import freight_of
from cartsim.pricing.reckon import Account, account_of


def quote(basket: Basket, memo: Memo | None = None) -> Quote:
    """The cheapest legal price of the counted lines.

    Pure: the same basket gives the same quote, whatever `memo` holds. A memo handed from quote to quote lets shops
    that nothing changed for be taken over from the last one. Lines keep their order in the answer, gaps that of the
    promotions. Nothing raises for what a promotion or a price says; ids are taken to be unique.
    """
    account = _account(basket, memo)
    net_total = account.worth - account.off
    freight_parts = () if account.ledger is None else freight_of(basket, account.ledger, account.lines)
    freight = sum([part.net for part in freight_parts])
    checkout = checkout_rows(basket, net_total, account.goods, freight)
    return Quote(
        list_total=account.listed,
        goods=account.goods,
        saved=account.goods - net_total,
        net_total=net_total,
        lines=account.lines,
        applied=account.applied,
        gifts=account.gifts,
        gaps=account.gaps,
        optimal=account.optimal,
        bound=None if account.optimal else account.worth - account.ceiling,
        freight=freight,
        payable=net_total + freight - sum([row.amount for row in checkout]),
        freight_parts=freight_parts,
        checkout=checkout,
        lost_add_ons=_lost_add_ons(basket, account),
    )


def _lost_add_ons(basket: Basket, account: Account) -> tuple[LostAddOn, ...]:
    asked = [line for line in basket.lines if line.add_on is not None and line.checked]
    if not asked:
        return ()
    counted = {line.id for line in account.lines}
    return tuple([LostAddOn(line.id, line.add_on or "") for line in asked if line.id not in counted])


def net_total(basket: Basket, memo: Memo | None = None) -> int:
    """What `quote` says of the basket as `net_total`, and nothing else: for what-if questions."""
    apart = shops_apart(basket, memo)
    if apart is not None:
        return apart.worth - apart.off
    decision = decide(basket)
    return sum(decision.ledger.worths) - decision.choice.off


def _account(basket: Basket, memo: Memo | None) -> Account:
    apart = shops_apart(basket, memo)
    return account_of(decide(basket)) if apart is None or memo is None else apart.account(memo)
