"""The legend of F12: what the letters over the parts of a screen stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cartsim.tui.draw import Ink, Line, Span, blank, chip, width_of
from cartsim.tui.id_table import TABLE, letters_of
from cartsim.tui.palette import Palette, palette_of
from cartsim.tui.panels.drawn import Drawn

if TYPE_CHECKING:
    from textual.screen import Screen

LEGEND = "ids"
"""Id of the legend."""


class Legend(Drawn):
    """What the letters stand for on this screen."""

    DEFAULT_CSS = """
    Legend { dock: bottom; height: auto; width: 100%; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__(id=LEGEND, band="chip")

    def _line(self, y: int, width: int) -> Line:
        """The line as it is."""
        return self.lines[y] if y < len(self.lines) else ()

    def on_mount(self) -> None:
        """Say it."""
        self.say()

    def on_resize(self) -> None:
        """Say it in another width."""
        self.say()

    def say(self) -> None:
        """Every letter with its name, then what has a name and no letter."""
        self.show(legend(type(self.screen).__name__, self.app.size.width, palette_of(self.app)))


def legend(screen: str, width: int, palette: Palette) -> list[Line]:
    """The letters of a screen in lines of this width."""
    entries: list[Line] = [(chip("F12", palette.on_tag, palette.link, bold=True), blank(1))]
    entries += [
        (Span(letter, Ink(palette.on_tag, palette.warn, bold=True)), Span(f" {name}  ", Ink(palette.text)))
        for name, letter in letters_of(screen).items()
    ]
    typed = [entry.id for entry in TABLE if entry.screen == screen and entry.kind == "input"]
    entries += [(Span(f"[{name}]  ", Ink(palette.link)),) for name in typed]
    lines: list[list[Span]] = [[]]
    for entry in entries:
        if width_of(lines[-1]) + width_of(entry) > width:
            lines.append([])
        lines[-1] += entry
    return [tuple(line) for line in lines]


def show_ids(screen: Screen[Any]) -> None:
    """Give the screen its legend, once."""
    if not screen.query(f"#{LEGEND}"):
        screen.mount(Legend())


def hide_ids(screen: Screen[Any]) -> None:
    """Take the legend away."""
    for found in screen.query(Legend):
        found.remove()
