"""The command palette: every action by its words in both languages, the three themes, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from rich.align import Align
from rich.text import Text
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.widgets.option_list import Option

from cartsim.i18n import Speaker
from cartsim.i18n.marks import N_
from cartsim.tui.actions import ACTIONS, Action
from cartsim.tui.themes import CONTRAST, DARK, LIGHT

if TYPE_CHECKING:
    from cartsim.tui.app import CartsimApp

LANGUAGES = ("zh", "en")
THEME_NAMES = ((DARK.name, N_("Dark theme")), (LIGHT.name, N_("Light theme")), (CONTRAST.name, N_("High contrast")))
ANYWHERE = frozenset({"theme", "language", "ids", "quit_shop"})
"""Actions that make sense over a panel too."""


class Offer(NamedTuple):
    """One entry of the palette."""

    label: str
    help: str
    sought: tuple[str, ...]
    """What it is found by: label and help in every language."""
    do: Callable[[], None]


def offers(shop: CartsimApp) -> Iterator[Offer]:
    """Everything the palette offers over the topmost screen."""
    for action in ACTIONS:
        if shop.screen_is_cart or action.name in ANYWHERE:
            yield _offer(shop, action.label, action.help, shop.cart.doing(action), _key(action))
    for name, label in THEME_NAMES:
        yield _offer(shop, label, N_("Dark, light, high contrast"), partial(shop.use_theme, name))


def _key(action: Action) -> str:
    """The key behind the label, where there is one."""
    return f"  ({action.shown})" if action.keys else ""


def _offer(shop: CartsimApp, label: str, told: str, do: Callable[[], None], key: str = "") -> Offer:
    sought = tuple(Speaker(language).text(text) for language in LANGUAGES for text in (label, told))
    return Offer(f"{shop.speaker.text(label)}{key}", shop.speaker.text(told), sought, do)


class ActionCommands(Provider):
    """The actions as commands, in the order of the help."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for offer in offers(self._shop):
            yield DiscoveryHit(offer.label, offer.do, help=offer.help)

    async def search(self, query: str) -> Hits:
        """Those whose words match in either language; a match in the label counts most."""
        matcher = self.matcher(query)
        for offer in offers(self._shop):
            shown = matcher.match(offer.label)
            score = max(shown, *(matcher.match(text) for text in offer.sought))
            if score > 0:
                label = matcher.highlight(offer.label) if shown else offer.label
                yield Hit(score, label, offer.do, text=offer.label, help=offer.help)

    @property
    def _shop(self) -> CartsimApp:
        return cast("CartsimApp", self.app)


class CartPalette(CommandPalette):
    """Textual's palette, speaking the language of the cart."""

    def __init__(self, speaker: Speaker) -> None:
        super().__init__(id="--command-palette", placeholder=speaker.text("What do you want to do?"))
        self._speaker = speaker

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Say that nothing was found, where something was sought; Textual's own says it in English."""
        self._stop_no_matches_countdown()
        told = self._speaker.text("Nothing found")

        def tell() -> None:
            if search_value:
                said = Align.center(Text(told, style="not bold"))
                self.query_one(CommandList).add_option(Option(said, disabled=True, id=self._NO_MATCHES))
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, tell)
