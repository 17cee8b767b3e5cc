"""`cartsim price`: baskets of files, priced by the engine of the cart."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Any

import click

from cartsim.basketfile.form import GoodPart
from cartsim.basketfile.reading import STDIN, BasketFile, read_basket, read_goods
from cartsim.basketfile.result import compared, explained, refunded, result
from cartsim.basketfile.topup import Ahead, advise, advised
from cartsim.basketfile.values import world_moment
from cartsim.cli.jsonform import to_json
from cartsim.cli.pricetext import price_text
from cartsim.cli.pricetopup import top_up_text
from cartsim.cli.pricewhatif import diff_text, refund_text
from cartsim.errors import CartsimError, DataError
from cartsim.i18n import Speaker, choose_language
from cartsim.model.nearest import nearest
from cartsim.pricing import Basket, Explanation, Quote, explain, quote
from cartsim.pricing.diff import QuoteDiff, quote_diff
from cartsim.pricing.refund import POLICIES, JointRefund, refund_together, share_of
from cartsim.text import clean_text


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command, as they were typed."""

    files: tuple[str, ...]
    as_json: bool = False
    explain: bool = False
    at: str | None = None
    without: tuple[str, ...] = ()
    choose: str | None = None
    refund: tuple[str, ...] = ()
    compare: str | None = None
    top_up: str | None = None


@dataclass(frozen=True, slots=True)
class Priced:
    """A basket with everything that was asked about it."""

    name: str
    basket: Basket
    quote: Quote
    explanation: Explanation
    refund: JointRefund | None
    diff: QuoteDiff | None
    ahead: tuple[Ahead, ...] | None


def print_prices(asked: Asked, lang: str | None) -> None:
    """Print the price of every file; CartsimError before anything is printed where one of them does not fit."""
    speaker = Speaker(choose_language(lang, os.environ))
    if [*asked.files, asked.compare, asked.top_up].count(STDIN) > 1:
        raise CartsimError("standard input can be read once: give `-` once")
    if asked.compare is not None and len(asked.files) > 1:
        raise CartsimError("--compare goes with one FILE")
    read = [read_basket(name, speaker.reason) for name in asked.files]
    other = None if asked.compare is None else read_basket(asked.compare, speaker.reason)
    goods = None if asked.top_up is None else read_goods(asked.top_up)
    baskets = _as_asked([file.basket for file in read], asked)
    priced = [_priced(name, basket, asked, other, goods) for name, basket in zip(asked.files, baskets, strict=True)]
    for file in (*read, other):
        _warn(file)
    if asked.as_json:
        for one in priced:
            click.echo(to_json(_told(one, asked), indent=None))
        return
    texts = [_text(one, asked, speaker) for one in priced]
    if len(texts) > 1:
        texts = [f"== {clean_text(one.name)}\n{text}" for one, text in zip(priced, texts, strict=True)]
    click.echo("\n\n".join(texts))


def _priced(
    name: str, basket: Basket, asked: Asked, other: BasketFile | None, goods: tuple[GoodPart, ...] | None
) -> Priced:
    priced = quote(basket)
    return Priced(
        name,
        basket,
        priced,
        explain(basket),
        _refund(name, basket, priced, asked.refund) if asked.refund else None,
        None if other is None else quote_diff(priced, quote(other.basket)),
        None if goods is None else advise(basket, priced, goods),
    )


def _told(one: Priced, asked: Asked) -> dict[str, Any]:
    """The answer for programs."""
    told = result(one.basket, one.quote, one.explanation)
    if asked.explain:
        told |= explained(one.basket, one.quote, one.explanation)
    if one.refund is not None:
        told |= refunded(one.refund)
    if one.diff is not None:
        told |= compared(one.diff)
    if one.ahead is not None:
        told |= advised(one.ahead)
    return told


def _text(one: Priced, asked: Asked, speaker: Speaker) -> str:
    """The answer for a person."""
    texts = [price_text(one.basket, one.quote, one.explanation, speaker, asked.explain)]
    if one.refund is not None:
        by_other = next(policy for policy in POLICIES if policy != one.refund.policy)
        pieces = {returned.line: returned.pieces for returned in one.refund.lines}
        other = refund_together(one.basket, pieces, by_other)
        texts.append(refund_text(one.refund, other, speaker))
    if one.diff is not None:
        texts.append(diff_text(one.diff, (clean_text(one.name), clean_text(asked.compare or "")), speaker))
    if one.ahead is not None:
        texts.append(top_up_text(one.ahead, speaker))
    return "\n\n".join(texts)


def _warn(file: BasketFile | None) -> None:
    for warning in file.warnings if file else ():
        click.echo(clean_text(warning), err=True)


def _as_asked(baskets: list[Basket], asked: Asked) -> list[Basket]:
    """The baskets with what the options change."""
    known = {promotion.id for basket in baskets for promotion in basket.promotions}
    known |= {coupon.id for basket in baskets for coupon in basket.coupons}
    for code in asked.without:
        if code not in known:
            raise CartsimError(f"--without {code}: no such promotion or coupon{nearest(code, known)}")
    now = None if asked.at is None else _moment(asked.at)
    return [_changed(basket, asked, now) for basket in baskets]


def _moment(text: str) -> int:
    try:
        return world_moment(text)
    except ValueError as wrong:
        raise DataError(f"--at {wrong}") from None


def _changed(basket: Basket, asked: Asked, now: int | None) -> Basket:
    away = frozenset(asked.without)
    settings = basket.settings if asked.choose is None else replace(basket.settings, choose=asked.choose)
    return replace(
        basket,
        promotions=tuple(promotion for promotion in basket.promotions if promotion.id not in away),
        coupons=tuple(coupon for coupon in basket.coupons if coupon.id not in away),
        now=basket.now if now is None else now,
        settings=settings,
    )


def _refund(name: str, basket: Basket, priced: Quote, texts: tuple[str, ...]) -> JointRefund:
    """`B=1` as the refund of one piece of line B; several together."""
    asked: dict[str, str] = {}
    pieces: dict[str, int] = {}
    for text in texts:
        line, count = _returned(text)
        if line in asked:
            raise CartsimError(f"--refund {text}: line {line!r} is returned by {asked[line]} already; give it once")
        asked[line], pieces[line] = text, count
        try:
            share_of(priced, basket, line, count)
        except KeyError:
            raise CartsimError(f"--refund {text}: {_uncounted(name, basket, line)}") from None
        except ValueError as wrong:
            raise CartsimError(f"--refund {text}: {wrong}") from None
    return refund_together(basket, pieces)


def _uncounted(name: str, basket: Basket, line: str) -> str:
    """Why there is nothing to return of a line."""
    known = {each.id: each for each in basket.lines}
    if line not in known:
        return f"{name} has no line {line!r}{nearest(line, known)}"
    return f"line {line!r} does not count: {'its trade-up is lost' if known[line].checked else 'it is not ticked'}"


def _returned(text: str) -> tuple[str, int]:
    """A line and how many of its pieces go back; CartsimError for what says no such thing."""
    line, _, pieces = text.rpartition("=")
    if not line or not (pieces.isascii() and pieces.isdigit() and len(pieces) < 8):
        raise CartsimError(f"--refund {text}: this is not LINE=QTY, such as B=1")
    return line, int(pieces)
