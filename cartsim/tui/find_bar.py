"""The line in which to type what to find in the cart."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widgets import Input

if TYPE_CHECKING:
    from cartsim.tui.screens.cart_actions import CartActions


class FindBar(Input):
    """Follows every letter to the first match; Enter goes to the next one, Escape back to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "again", show=False),
    ]

    @classmethod
    def open(cls, screen: CartActions, placeholder: str) -> None:
        """Show the bar above the keys with the focus in it."""
        bar = next(iter(screen.query(FindBar)), None)
        if bar is None:
            bar = cls(id="find", placeholder=placeholder, compact=True)
            screen.mount(bar, before="#keys")
        bar.placeholder = placeholder
        bar.focus()

    @property
    def cart(self) -> CartActions:
        """The screen it searches."""
        return cast("CartActions", self.screen)

    @on(Input.Changed)
    def _follow(self) -> None:
        """Go to the first match."""
        self.set_class(bool(self.value.strip()) and not self.cart.find(self.value), "-nothing")
        self._tell(self.has_focus)

    @on(events.Focus)
    def _begin(self) -> None:
        self._tell(True)

    @on(events.Blur)
    def _end(self) -> None:
        self._tell(False)

    def _tell(self, typing: bool) -> None:
        """Let the line of keys say what the keys do now: while one types here, they are letters."""
        self.cart.finding = self.value if typing else None
        self.cart.follow()

    @on(Input.Submitted)
    def action_again(self) -> None:
        """Go to the next match."""
        self.cart.find(self.value, again=True)
        self._tell(True)

    def action_leave(self) -> None:
        """Back to the list; the cursor stays on what was found."""
        self.cart.list.focus()
        self.remove()
