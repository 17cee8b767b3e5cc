"""What every panel is: a modal screen over the cart that acts through the app and follows the session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.types import CSSPathType

from cartsim.errors import CartsimError, WorldError
from cartsim.i18n.marks import N_
from cartsim.tui.palette import palette_of
from cartsim.tui.panels.drawn import Key, KeyLine
from cartsim.tui.panels.pen import Pen

if TYPE_CHECKING:
    from cartsim.cart.commands import Command
    from cartsim.cart.outcome import Outcome
    from cartsim.i18n import Speaker
    from cartsim.session.session import Session
    from cartsim.tui.app import CartsimApp

Answer = TypeVar("Answer")

KEY_NAMES = {
    "escape": "Esc", "enter": "Enter", "space": N_("Space"), "slash": "/", "plus": "+", "minus": "−", "tab": "Tab",
    "question_mark": "?", "up": "↑", "down": "↓", "left": "←", "right": "→", "dollar_sign": "$",
}  # fmt: skip


class Overlay(ModalScreen[Answer], Generic[Answer]):
    """A panel. Escape and a click beside it close it; Tab stays inside; the focus goes back where it was.

    The panel reads its value from the session when it opens and again in `follow`, which the app calls
    when the view changed. It changes nothing itself: commands go through `act`.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = "overlay.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide"), (180, "-vast")]  # noqa: RUF012 - Textual declares a list
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - Textual declares a list
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Close")),
        Binding("ctrl+q", "app.quit", show=False, priority=True),
    ]

    margin: ClassVar[int] = 0
    """Cells the stylesheet keeps free beside lines."""

    def __init__(self, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._answered = False
        self._late: list[Answer | None] = []
        self._pen: tuple[tuple[str, bool, Speaker], Pen] | None = None

    def compose(self) -> ComposeResult:
        """The sheet with what the panel composes, and the line of keys."""
        with Vertical(id="sheet"):
            yield from self.compose_sheet()
        yield KeyLine()

    def compose_sheet(self) -> ComposeResult:
        """Widgets of the panel, top to bottom."""
        yield from ()

    def on_mount(self) -> None:
        """Name the keys; the panel is filled by the first resize, which knows its width."""
        self._show_keys()
        if self.app.has_class("-ids"):
            from cartsim.tui.legend import show_ids

            show_ids(self)

    def on_resize(self) -> None:
        """Fill the panel again for another width."""
        self.call_after_refresh(self.follow)

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the sheet."""
        if event.widget is self:
            self.action_leave()

    def close(self, answer: Answer | None = None) -> None:
        """Close with an answer, once; below another screen as soon as that one is gone."""
        if self._answered:
            return
        if self.is_current:
            self._answered = True
            self.dismiss(answer)
        else:
            self._late.append(answer)

    def on_screen_suspend(self) -> None:
        """Show no buttons below another panel: they cannot be pressed."""
        self.add_class("-covered")

    def on_screen_resume(self) -> None:
        """Show the buttons again; close where that was asked for meanwhile."""
        self.remove_class("-covered")
        if self._late:
            self.close(self._late[0])

    def action_leave(self) -> None:
        """Close without an answer."""
        self.close(None)

    def follow(self) -> None:
        """Read the session again and paint what changed; also after a switch of language or theme.

        A panel whose goods went with the catalogue that another window took away says so and closes.
        """
        if not self.is_mounted:
            return
        try:
            with self.app.batch_update():
                self.repaint()
                self._show_keys()
        except CartsimError as error:
            self.shop.withstand(error)
            if not isinstance(error, WorldError):
                self.close(None)

    def repaint(self) -> None:
        """Paint the panel from what the session says now."""

    def act(self, command: Command) -> Outcome:
        """Do a command through the app, which lets every open screen follow."""
        return self.shop.act(command)

    @property
    def shop(self) -> CartsimApp:
        """The app, by its own type."""
        return cast("CartsimApp", self.app)

    @property
    def session(self) -> Session:
        """The session of the app."""
        return self.shop.session

    @property
    def speaker(self) -> Speaker:
        """The language of the app."""
        return self.shop.speaker

    @property
    def sheet_width(self) -> int:
        """Cells a line of the panel may fill; 0 before the panel is laid out."""
        return self.query_one("#sheet").scrollable_content_region.width - self.margin

    @property
    def pen(self) -> Pen:
        """What the lines of the panel are written with."""
        look = self.app.theme, self.app.has_class("-ascii"), self.speaker
        if self._pen is None or self._pen[0] != look:
            self._pen = look, Pen(palette_of(self.app), self.speaker)
        return self._pen[1]

    def text(self, msgid: str, **values: object) -> str:
        """The sentence in the language of the app."""
        return self.speaker.text(msgid, **values)

    def _show_keys(self) -> None:
        self.query_one(KeyLine).show_keys(self.keys())

    def keys(self) -> Iterator[Key]:
        """The line at the bottom: what the panel's bindings show, closing last."""
        shown = {binding.action: binding for _, binding in self._bindings if binding.show and binding.description}
        for binding in sorted(shown.values(), key=lambda one: one.action == "leave"):
            name = self.text(binding.key_display or KEY_NAMES.get(binding.key, binding.key))
            yield Key(name, self.text(binding.description), binding.action)
