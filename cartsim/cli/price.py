"""`cartsim price`: baskets of files, priced by the engine of the cart."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

import click

from cartsim.basketfile.reading import STDIN, BasketFile, read_basket
from cartsim.basketfile.result import result
from cartsim.basketfile.values import world_moment
from cartsim.cli.jsonform import to_json
from cartsim.cli.pricetext import price_text
from cartsim.errors import CartsimError, DataError
from cartsim.i18n import Speaker, choose_language
from cartsim.pricing import Basket, explain, quote
from cartsim.session.datafile import nearest
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


def print_prices(asked: Asked, lang: str | None) -> None:
    """Print the price of every file; DataError before anything is printed where one cannot be read."""
    speaker = Speaker(choose_language(lang, os.environ))
    if asked.files.count(STDIN) > 1:
        raise CartsimError("standard input can be read once: give `-` once")
    read = [read_basket(name, speaker.reason) for name in asked.files]
    baskets = _as_asked([file.basket for file in read], asked)
    for file in read:
        _warn(file)
    if asked.as_json:
        for basket in baskets:
            click.echo(to_json(result(basket, quote(basket), explain(basket)), indent=None))
        return
    receipts = [price_text(basket, quote(basket), explain(basket), speaker, asked.explain) for basket in baskets]
    if len(receipts) > 1:
        receipts = [f"== {clean_text(name)}\n{told}" for name, told in zip(asked.files, receipts, strict=True)]
    click.echo("\n\n".join(receipts))


def _warn(file: BasketFile) -> None:
    for warning in file.warnings:
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
