"""One virtual list for the cart and its panels, in Textual's Line API.

Rows are values: a stable id, a height, a key that says everything their picture depends on, and a
function that draws it. Only rows in view are drawn, and a picture is kept until its key changes, so
that a change costs what is visible of it, whatever the length of the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.timer import Timer

from cartsim.tui.draw import strip
from cartsim.tui.flash import FLASH_SECONDS, Flashes
from cartsim.tui.kept import KeptLines
from cartsim.tui.list_bar import ListBar, PlainListBar
from cartsim.tui.palette import Palette, palette_of
from cartsim.tui.row import Row, Stack, owner_of
from cartsim.tui.row_picture import MARGIN, Picture, Pictures, RowState, draw_row

__all__ = ["Row", "RowList"]


class RowList(ScrollView, KeptLines, can_focus=True):
    """A list of rows with a cursor, parts to press, and figures that flash."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    RowList { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor(1)", "Down", show=False),
        Binding("up,k", "cursor(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home", "edge(-1)", "First", show=False),
        Binding("end", "edge(1)", "Last", show=False),
        Binding("right", "part(1)", "Next part", show=False),
        Binding("left", "part(-1)", "Previous part", show=False),
        Binding("enter", "open", "Open", show=False),
    ]

    @dataclass
    class CursorMoved(Message):
        """The cursor rests on another row; None in a list without one to rest on."""

        list: RowList
        row_id: str | None

        can_replace_others: ClassVar[bool] = True

        @property
        def control(self) -> RowList:
            """The list."""
            return self.list

        def can_replace(self, message: Message) -> bool:
            """Only the last of a burst counts."""
            return isinstance(message, RowList.CursorMoved) and message.list is self.list

    @dataclass
    class PartPressed(Message):
        """A part was clicked, or pressed with Enter while it had the focus."""

        list: RowList
        row_id: str
        part: str

        @property
        def control(self) -> RowList:
            """The list."""
            return self.list

    @dataclass
    class RowOpened(Message):
        """Enter or a double click on a row without a part in focus."""

        list: RowList
        row_id: str

        @property
        def control(self) -> RowList:
            """The list."""
            return self.list

    def __init__(self, rows: Sequence[Row] = (), *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._stack = Stack()
        self._pictures = Pictures()
        self._palette: Palette | None = None
        self._cursor: str | None = None
        self._part = ""
        self._hovered: str | None = None
        self._flashes = Flashes()
        self._flash_timer: Timer | None = None
        if rows:
            self.set_rows(rows)

    # What is shown

    @property
    def rows(self) -> Sequence[Row]:
        """The rows, top to bottom."""
        return self._stack.rows

    @property
    def palette(self) -> Palette:
        """The colours in use."""
        if self._palette is None:
            self._palette = palette_of(self.app)
        return self._palette

    def row(self, row_id: str) -> Row | None:
        """The row with this id, or None."""
        return self._stack.row(row_id)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows. Only what changed and is visible is drawn again; the cursor stays on its
        row, and that row stays where it is on the screen."""
        old = self._stack.rows
        if not self._stack.replaced(rows):
            self._replace(rows)
        elif old is not rows:
            for at in self._in_view():
                before, after = old[at], rows[at]
                if before is not after and before.key != after.key:
                    self._start_flash(before, after)
                    self._refresh_row(at)

    def _replace(self, rows: Sequence[Row]) -> None:
        """Other ids or heights: lay out again, with the cursor's row (or the topmost one) held in place."""
        old, anchor = self._stack, self._anchor()
        self._stack = stack = Stack(rows)
        for row in rows:
            before = old.row(row.id)
            if before is not None and before is not row:
                self._start_flash(before, row)
        here = stack.row(self._cursor)
        if here is None or not here.focusable:
            self._move_to(stack.nearest(old.index(self._cursor) or 0), scroll=False)
        self.virtual_size = Size(0, stack.height)
        if anchor is not None:
            at = stack.index(anchor[0])
            if at is not None:
                self.scroll_to(y=stack.tops[at] - anchor[1], animate=False, force=True)
        self.refresh()

    def _anchor(self) -> tuple[str, int] | None:
        """(row id, lines from the top of the view) of the row that must not move."""
        stack = self._stack
        if not self.is_mounted or not stack.rows:
            return None
        seen = self._in_view()
        at = stack.index(self._cursor)
        if at is None or at not in seen:
            at = min(seen.start, len(stack.rows) - 1)
        return stack.rows[at].id, stack.tops[at] - self.scroll_offset.y

    def _in_view(self) -> range:
        """Places of the rows of which something shows."""
        top = self.scroll_offset.y
        last = self._stack.at_line(top + max(1, self.outer_size.height) - 1)
        return range(self._stack.at_line(top), min(last + 1, len(self.rows)))

    def _refresh_row(self, at: int) -> None:
        """Draw the row at this place again where it is in view."""
        tops, size = self._stack.tops, self.outer_size
        area = Region(0, tops[at] - self.scroll_offset.y, size.width, tops[at + 1] - tops[at])
        seen = area.intersection(size.region)
        if seen:
            self.refresh(seen)

    def _refresh_id(self, row_id: str | None) -> None:
        """Draw this row again, with what hangs on it."""
        at = self._stack.index(row_id)
        for each in self._stack.with_attached(at) if at is not None else ():
            self._refresh_row(each)

    # Drawing

    def draw_lines(self, area: Region) -> list[Strip]:
        """The lines of the view in `area`."""
        rows, tops = self._stack.rows, self._stack.tops
        out: list[Strip] = []
        line = self.scroll_offset.y + area.y
        bottom = line + area.height
        at = self._stack.at_line(line)
        while line < bottom and at < len(rows):
            strips = self._picture(at, area.width).strips
            skipped = line - tops[at]
            taken = strips[skipped : skipped + bottom - line]
            out += taken
            line += len(taken)
            at += 1
        if line < bottom:
            out += [self._filtered(strip((), area.width, self.palette.ground))] * (bottom - line)
        return out

    def _filtered(self, line: Strip) -> Strip:
        """The strip without its colours where the user wants none; other filters have nothing to do on ours."""
        if self.app.no_color:
            for each in self.get_line_filters():
                line = line.apply_filter(each, self.background_colors[1])
        return line

    def _state(self, row: Row, row_id: str, width: int) -> RowState:
        """What the picture of this row depends on now."""
        on_cursor = row_id == self._cursor
        return RowState(
            width,
            on_cursor and self.has_focus,
            on_cursor or (self._cursor is not None and owner_of(row) == self._cursor),
            row_id == self._hovered and row.focusable,
            self._part if on_cursor else "",
            self._flashes.of(row_id),
        )

    def _picture(self, at: int, width: int | None = None) -> Picture:
        """The row at this index, drawn or kept; `width` is that of the view."""
        row = self._stack.rows[at]
        row_id = row.id
        state = self._state(row, row_id, self.size.width if width is None else width)
        return self._pictures.of(row, row_id, state, self._draw)

    def _draw(self, row: Row, state: RowState) -> Picture:
        """The row drawn in this state."""
        named, width, palette = None, self.row_width, self.palette
        if self.app.has_class("-ids"):
            from cartsim.tui.ids import named as with_names

            named = partial(with_names, screen=type(self.screen).__name__, width=width, palette=palette)
        return draw_row(row, state, width, palette, named=named, filtered=self._filtered)

    @property
    def row_width(self) -> int:
        """Cells a row may fill: the view without margins and scroll bar."""
        return max(1, self.scrollable_content_region.width - 2 * MARGIN)

    def notify_style_update(self) -> None:
        """Theme or stylesheet changed: forget every picture."""
        self.forget_pictures()
        super().notify_style_update()

    def forget_pictures(self) -> None:
        """Draw everything anew at the next paint."""
        self._palette = None
        self._pictures.forget()

    # Cursor

    @property
    def cursor(self) -> str | None:
        """Id of the row under the cursor."""
        return self._cursor

    @property
    def part(self) -> str:
        """Part of the cursor's row that has the focus; empty where the row as a whole has it."""
        return self._part

    def move_cursor(self, row_id: str) -> None:
        """Put the cursor on this row and bring it into view; nothing where it cannot rest there."""
        row = self.row(row_id)
        if row is not None and row.focusable:
            self._move_to(row_id)

    def _move_to(self, row_id: str | None, *, scroll: bool = True) -> None:
        """Put the cursor there."""
        if row_id != self._cursor:
            before, self._cursor, self._part = self._cursor, row_id, ""
            self._refresh_id(before)
            self._refresh_id(row_id)
            self.post_message(self.CursorMoved(self, row_id))
        if scroll and row_id is not None:
            self.scroll_to_row(row_id)

    def scroll_to_row(self, row_id: str) -> None:
        """Bring a row into view, with what stands inert above the first one."""
        at = self._stack.index(row_id)
        if at is None or not self.size.height:
            return
        offset = self._stack.offset_showing(at, self.scroll_offset.y, self.size.height)
        if offset != self.scroll_offset.y:
            self.scroll_to(y=offset, animate=False, force=True)

    def action_cursor(self, direction: int) -> None:
        """Up or down one row."""
        at = self._stack.index(self._cursor)
        if at is None:
            at = -1 if direction > 0 else len(self.rows)
        target = self._stack.step(at, direction)
        if target is not None:
            self._move_to(target)

    def action_page(self, direction: int) -> None:
        """Up or down one view."""
        stack = self._stack
        line = stack.tops[stack.index(self._cursor) or 0] + direction * max(1, self.size.height - 2)
        self._move_to(stack.nearest(stack.at_line(max(0, line))))

    def action_edge(self, direction: int) -> None:
        """First or last row."""
        target = self._stack.step(len(self.rows), -1) if direction > 0 else self._stack.step(-1, 1)
        if target is not None:
            self._move_to(target)

    def action_part(self, direction: int) -> None:
        """Focus the next part of the row, left or right; past the ends the row itself."""
        at = self._stack.index(self._cursor)
        if at is None:
            return
        names = ["", *dict.fromkeys(place.part for place in self._picture(at).places)]
        here = names.index(self._part) if self._part in names else 0
        self._part = names[(here + direction) % len(names)]
        self._refresh_row(at)

    def action_open(self) -> None:
        """Press the part in focus, or open the row."""
        if self._cursor is None:
            return
        if self._part:
            self.post_message(self.PartPressed(self, self._cursor, self._part))
        else:
            self.post_message(self.RowOpened(self, self._cursor))

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar, made as Textual makes it, but of the kind that keeps its lines."""
        if self._vertical_scrollbar is None:
            kind = PlainListBar if self.app.has_class("-ascii") else ListBar
            self._vertical_scrollbar = bar = kind(name="vertical", thickness=self.scrollbar_size_vertical)
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def on_focus(self) -> None:
        """Show the cursor's mark; a list that never had a cursor gets one."""
        if self._cursor is None:
            self._move_to(self._stack.nearest(0), scroll=False)
        self._refresh_id(self._cursor)

    def on_blur(self) -> None:
        """Hide the cursor's mark."""
        self._refresh_id(self._cursor)

    # Mouse

    def at(self, x: int, y: int) -> tuple[str | None, str]:
        """(row id, part) at a cell of the view; None and empty where there is none."""
        line = y + self.scroll_offset.y
        index = self._stack.at_line(line)
        if not 0 <= index < len(self.rows):
            return None, ""
        within = line - self._stack.tops[index]
        for place in self._picture(index).places:
            if place.y == within and place.x <= x < place.x + place.width:
                return self.rows[index].id, place.part
        return self.rows[index].id, ""

    def where(self, row_id: str, part: str | None = None) -> Region | None:
        """Cells of a row or part in the view (its top left is 0, 0); None where it is not in view."""
        index = self._stack.index(row_id)
        if index is None:
            return None
        top = self._stack.tops[index] - self.scroll_offset.y
        area = Region(0, top, self.size.width, self.rows[index].height)
        if part is not None:
            place = next((place for place in self._picture(index).places if place.part == part), None)
            if place is None:
                return None
            area = Region(place.x, top + place.y, place.width, 1)
        seen = area.intersection(self.size.region)
        return seen or None

    def parts_of(self, row_id: str) -> tuple[str, ...]:
        """Names of the parts a row shows."""
        index = self._stack.index(row_id)
        return () if index is None else tuple(dict.fromkeys(place.part for place in self._picture(index).places))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; press the part, or open the row on a double click."""
        row_id, part = self.at(event.x, event.y)
        if row_id is None:
            return
        event.stop()
        row = self.row(row_id)
        if row is not None and row.focusable:
            self._move_to(row_id)
        if part:
            self.post_message(self.PartPressed(self, row_id, part))
        elif event.chain == 2 and row is not None and row.focusable:
            self.post_message(self.RowOpened(self, row_id))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the row under the mouse."""
        self._hover(self.at(event.x, event.y)[0])

    def on_leave(self) -> None:
        """The mouse is elsewhere."""
        self._hover(None)

    def _hover(self, row_id: str | None) -> None:
        """Light up this row instead of the last one."""
        if row_id != self._hovered:
            before, self._hovered = self._hovered, row_id
            self._refresh_id(before)
            self._refresh_id(row_id)

    # Flashes

    def _start_flash(self, before: Row, after: Row) -> None:
        """Let every figure that differs stand out for a moment, unless animations are off."""
        if not self.is_mounted or self.app.animation_level == "none":
            return
        if self._flashes.start(before, after, monotonic()) and self._flash_timer is None:
            self._flash_timer = self.set_interval(FLASH_SECONDS / 4, self._end_flashes)

    def _end_flashes(self) -> None:
        """Put out what has shone long enough."""
        for row_id in self._flashes.expire(monotonic()):
            self._refresh_id(row_id)
        if not self._flashes and self._flash_timer is not None:
            self._flash_timer.stop()
            self._flash_timer = None

    @property
    def flashing(self) -> dict[str, tuple[str, ...]]:
        """Parts that stand out now, by row id."""
        return {row_id: self._flashes.of(row_id) for row_id in self._flashes.rows()}

    def screen_offset_of(self, row_id: str, part: str | None = None) -> Offset | None:
        """The middle cell of a row or part on the screen; None where it is not in view."""
        area = self.where(row_id, part)
        if area is None:
            return None
        return self.content_region.offset + Offset(area.x + area.width // 2, area.y + area.height // 2)
