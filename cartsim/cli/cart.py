"""`cartsim cart`: the view the screen draws, without a screen."""

from __future__ import annotations

import os

import click

from cartsim.cli.jsonform import to_json
from cartsim.cli.opening import Opening, opened
from cartsim.model.plain import plain


def print_cart(opening: Opening, as_json: bool) -> None:
    """Print the cart as JSON or as text, as read now: rows placed as on entering it, which the journal records."""
    from cartsim.i18n import Speaker, choose_language

    speaker = Speaker(choose_language(opening.lang, os.environ))
    with opened(opening, read_now=True) as session:
        view, clock = session.view(), session.clock()
    if as_json:
        click.echo(to_json({"schema": 1, "clock": plain(clock), "cart": plain(view)}))
        return
    from cartsim.script.carttext import cart_text

    click.echo(cart_text(view, clock, speaker))
