"""What a list shows: rows as values, and where they stand above one another. Nothing here knows Textual."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress
from operator import is_not
from typing import Protocol, overload

from cartsim.tui.draw import EMPTY, Line
from cartsim.tui.palette import Palette


class Row(Protocol):
    """What a list shows. `height` is in cells; lines that are drawn beyond it are not shown."""

    @property
    def id(self) -> str:
        """Stable name; unique in its list."""

    @property
    def height(self) -> int:
        """Cells."""

    @property
    def key(self) -> Hashable:
        """Everything the picture depends on besides width and palette; compared, never hashed."""

    @property
    def focusable(self) -> bool:
        """Whether the cursor may rest on it."""

    @property
    def band(self) -> str:
        """Name of the palette colour behind it, such as `ground` or `band`."""

    @property
    def figures(self) -> tuple[tuple[str, int], ...]:
        """(part, number) of the figures that flash when they change."""

    def draw(self, width: int, palette: Palette) -> tuple[Line, ...]:
        """The row in lines of at most `width` cells."""


@dataclass(frozen=True, slots=True)
class Inert:
    """Lines that nobody acts on: air, a sentence, a heading."""

    id: str
    lines: tuple[Line, ...] = (EMPTY,)
    band: str = "ground"
    focusable: bool = False
    figures: tuple[tuple[str, int], ...] = ()

    @property
    def height(self) -> int:
        """Cells."""
        return len(self.lines)

    @property
    def key(self) -> Hashable:
        """The lines themselves."""
        return self.lines

    def draw(self, width: int, palette: Palette) -> tuple[Line, ...]:
        """The lines as they are."""
        return self.lines


def owner_of(row: Row) -> str | None:
    """Id of the row this one hangs on and is lit up with, where its kind has such a thing."""
    owner: str | None = getattr(row, "owner", None)
    return owner


class Sections(Sequence[Row]):
    """Rows in sections, of which each is made when one of its rows is asked for."""

    def __init__(self, starts: Sequence[int], make: Callable[[int], Sequence[Row]]) -> None:
        """`starts` holds the place of each section's first row, then the number of all rows. Those that are given
        the same `starts`, not only an equal one, have rows of the same ids and heights."""
        self.starts = starts
        self._make = make
        self._made: dict[int, Sequence[Row]] = {}

    def section(self, number: int) -> Sequence[Row]:
        """The rows of one section."""
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = self._make(number)
        return made

    @property
    def made(self) -> frozenset[int]:
        """Which sections were asked for."""
        return frozenset(self._made)

    def __len__(self) -> int:
        return self.starts[-1]

    def __iter__(self) -> Iterator[Row]:
        return chain.from_iterable(map(self.section, range(len(self.starts) - 1)))

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return tuple(self)[at]
        number = bisect_right(self.starts, at) - 1
        return self.section(number)[at - self.starts[number]]


class Stack:
    """Rows one below the other: which line of cells belongs to which row."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self.rows = rows
        self.tops = [0, *accumulate(row.height for row in rows)]
        """First line of each row, then the height of all."""
        self._index = {row.id: at for at, row in enumerate(rows)}

    def replaced(self, rows: Sequence[Row]) -> bool:
        """Takes other rows where they stand as these do, with the same ids and heights; whether they do."""
        if not self._alike(rows):
            return False
        self.rows = rows
        return True

    def _alike(self, rows: Sequence[Row]) -> bool:
        """Whether these rows have the ids and heights of those that are here."""
        old = self.rows
        if isinstance(old, Sections) and isinstance(rows, Sections) and old.starts is rows.starts:
            return True
        if len(old) != len(rows):
            return False
        others = compress(zip(old, rows, strict=True), map(is_not, old, rows))
        return all(before.id == after.id and before.height == after.height for before, after in others)

    @property
    def height(self) -> int:
        """Lines of all rows."""
        return self.tops[-1]

    def index(self, row_id: str | None) -> int | None:
        """Place of a row, or None."""
        return None if row_id is None else self._index.get(row_id)

    def row(self, row_id: str | None) -> Row | None:
        """The row with this id, or None."""
        at = self.index(row_id)
        return None if at is None else self.rows[at]

    def with_attached(self, at: int) -> range:
        """The place of a row and of those below that hang on it."""
        end = at + 1
        while end < len(self.rows) and owner_of(self.rows[end]) == self.rows[at].id:
            end += 1
        return range(at, end)

    def at_line(self, line: int) -> int:
        """Place of the row that holds a line; -1 above the first, the number of rows below the last."""
        return bisect_right(self.tops, line) - 1

    def step(self, at: int, direction: int) -> str | None:
        """The next focusable row from this place, or None at the end."""
        at += direction
        while 0 <= at < len(self.rows):
            if self.rows[at].focusable:
                return self.rows[at].id
            at += direction
        return None

    def nearest(self, at: int) -> str | None:
        """The focusable row at this place, or the nearest one below, or above."""
        at = max(0, min(at, len(self.rows) - 1))
        return self.step(at - 1, 1) or self.step(at, -1)

    def offset_showing(self, at: int, offset: int, height: int) -> int:
        """The scroll offset nearest to `offset` at which the row shows in a view of `height` lines, with
        what stands inert above the first and below the last row to rest on."""
        top = self.tops[at] if self.step(at, -1) is not None else 0
        bottom = self.tops[at + 1] if self.step(at, 1) is not None else self.height
        offset = max(offset, bottom - height)
        return min(offset, self.tops[at] if bottom - top > height else top)
