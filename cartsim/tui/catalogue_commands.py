"""The command palette's search of the catalogue: any SKU can be added by title or code."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import Hit, Hits, Provider
from textual.content import Content

from cartsim.cart.commands import AddToCart
from cartsim.text import clean_text

if TYPE_CHECKING:
    from cartsim.tui.app import CartsimApp

HITS = 8
SCORE = 0.3
"""Below the commands of the cart that match as well."""


class CatalogueCommands(Provider):
    """Goods as commands: choosing one adds it."""

    async def search(self, query: str) -> Hits:
        """Goods whose title or code holds the query."""
        shop = cast("CartsimApp", self.app)
        if not query.strip():
            return
        speaker = shop.speaker
        for found in shop.session.find(query, HITS):
            name = f"{speaker.text('Add')}: {speaker.words(found.title)} {speaker.spec(found.spec)}"
            detail = speaker.reason(found.refusal) if found.refusal is not None else found.sku
            yield Hit(
                SCORE,
                Content(f"{name}  {speaker.money(found.price)}"),
                partial(self._add, found.sku),
                text=name,
                help=clean_text(detail),
            )

    def _add(self, sku: str) -> None:
        """Put one piece into the cart."""
        cast("CartsimApp", self.app).act(AddToCart(sku, 1))
