"""Widgets that show lines of spans: bars, heads and tables of a panel, and its buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from cartsim.tui import draw
from cartsim.tui.board import Board
from cartsim.tui.draw import Span
from cartsim.tui.palette import palette_of


class Drawn(Board):
    """A board as high as there are lines and, where its stylesheet asks for it, as wide as they are."""

    def show(self, lines: Iterable[Sequence[Span]]) -> None:
        """Show these lines; the screen is laid out again only where their number or width changes."""
        before = len(self.lines), self._widest()
        self.set_lines([tuple(line) for line in lines])
        if before != (len(self.lines), self._widest()):
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many cells as there are lines."""
        return len(self.lines)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as the widest line."""
        return self._widest()

    def _widest(self) -> int:
        return max((draw.width_of(line) for line in self.lines), default=0)


class Button(Widget, can_focus=True):
    """A flat button that runs an action of its screen; Enter and the space bar press it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", show=False)]

    def __init__(self, action: str, *, id: str, primary: bool = False) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes="-primary" if primary else "")
        self.action = action
        self.word = ""

    def say(self, word: str) -> None:
        """The word on the button."""
        self.word = word
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line."""
        return 1

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The word with three cells at each side."""
        return draw.cells(self.shown) + 6

    @property
    def shown(self) -> str:
        """The word, or the button's id where names are shown."""
        return (self.id or "") if self.app.has_class("-ids") else self.word

    def render_line(self, y: int) -> Strip:
        """The word in the middle; the focused button is marked by more than its colour."""
        palette = palette_of(self.app)
        primary = self.has_class("-primary")
        ground = palette.brand if primary else palette.chip
        colour = palette.on_brand if primary else palette.on_chip
        left, right = (" > ", " < ") if self.has_focus else ("   ", "   ")
        line = (Span(f"{left}{self.shown}{right}", draw.Ink(colour, ground, bold=primary)),)
        return draw.strip(line, self.size.width, ground, ascii_only=palette.ascii)

    def on_focus(self) -> None:
        """Show the mark."""
        self.refresh()

    def on_blur(self) -> None:
        """Take the mark away."""
        self.refresh()

    async def on_click(self, event: events.Click) -> None:
        """Run the action."""
        event.stop()
        await self.action_press()

    async def action_press(self) -> None:
        """Run the action."""
        await self.screen.run_action(self.action)


class Key(NamedTuple):
    """One key of the line at the bottom: its name, what it does, the action a click runs."""

    name: str
    word: str
    action: str


class KeyLine(Drawn):
    """The keys of a panel; each can be clicked."""

    def __init__(self) -> None:
        super().__init__(id="keys", band="ground")
        self._actions: dict[str, str] = {}

    def show_keys(self, keys: Iterable[Key]) -> None:
        """Show these keys from left to right, the part of each its action; where they do not fit the last one stays."""
        palette = palette_of(self.app)
        shown = list(keys)
        self._actions = {key.action: key.action for key in shown}
        each: list[draw.Line] = [
            (
                Span(key.name, draw.Ink(palette.text, bold=True), key.action),
                Span(f" {key.word}", draw.Ink(palette.dim), key.action),
                draw.blank(2),
            )
            for key in shown
        ]
        room = self.app.size.width - 1
        while len(each) > 1 and sum(draw.width_of(key) for key in each) > room:
            del each[-2]
        self.show([(draw.blank(1), *(span for key in each for span in key))])

    async def on_board_pressed(self, event: Board.Pressed) -> None:
        """Run the action of the key."""
        event.stop()
        await self.screen.run_action(self._actions[event.part])
