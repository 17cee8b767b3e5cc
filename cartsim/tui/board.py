"""A fixed plate of drawn lines with parts to press: header, tabs, footer, side panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from cartsim.tui.draw import EMPTY, Line, Place, places, strip
from cartsim.tui.kept import KeptLines
from cartsim.tui.palette import Palette, palette_of


class Board(KeptLines):
    """Shows lines as they are given, from its top left cell; only lines that changed are drawn again."""

    ALLOW_SELECT = False

    @dataclass
    class Pressed(Message):
        """A part was clicked."""

        board: Board
        part: str

        @property
        def control(self) -> Board:
            """The board."""
            return self.board

    def __init__(self, *, id: str, band: str = "surface") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._band = band
        self._lines: tuple[Line, ...] = ()
        self._palette: Palette | None = None

    @property
    def palette(self) -> Palette:
        """The colours in use."""
        if self._palette is None:
            self._palette = palette_of(self.app)
        return self._palette

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        old, self._lines = self._lines, tuple(lines)
        longest = max(len(old), len(self._lines))
        for y in range(longest):
            before = old[y] if y < len(old) else None
            after = self._lines[y] if y < len(self._lines) else None
            if before != after and y < self.outer_size.height:
                self.refresh(Region(0, y, self.outer_size.width, 1))

    def draw_lines(self, area: Region) -> list[Strip]:
        """The lines in `area`."""
        ground: str = getattr(self.palette, self._band)
        shown = [self._line(y, area.width) for y in range(area.y, area.bottom)]
        strips = [strip(line, area.width, ground, ascii_only=self.palette.ascii) for line in shown]
        if self.app.no_color:
            for each in self.get_line_filters():
                strips = [line.apply_filter(each, self.background_colors[1]) for line in strips]
        return strips

    def _line(self, y: int, width: int) -> Line:
        """The line at `y`, with its names where those are shown."""
        line = self._lines[y] if y < len(self._lines) else EMPTY
        if not self.app.has_class("-ids") or not line:
            return line
        from cartsim.tui.ids import named

        name = (self.id or "") if y == 0 else ""
        return named((line,), name, type(self.screen).__name__, width, self.palette)[0]

    def notify_style_update(self) -> None:
        """Theme or stylesheet changed: the colours may be others."""
        self._palette = None
        super().notify_style_update()

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the parts shown."""
        return tuple(place.part for place in places(self._lines))

    def place(self, part: str) -> Place | None:
        """Where a part stands, or None."""
        return next((place for place in places(self._lines) if place.part == part), None)

    def screen_offset_of(self, part: str) -> Offset | None:
        """The middle cell of a part on the screen; None where it does not show."""
        place = self.place(part)
        if place is None or place.y >= self.size.height or place.x >= self.size.width:
            return None
        return self.content_region.offset + Offset(place.x + place.width // 2, place.y)

    def on_click(self, event: events.Click) -> None:
        """Press the part under the mouse."""
        for place in places(self._lines):
            if place.y == event.y and place.x <= event.x < place.x + place.width:
                event.stop()
                self.post_message(self.Pressed(self, place.part))
                return
