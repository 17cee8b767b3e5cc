"""Figures that stand out for a moment after they changed. The time is given, so that tests need not wait."""

from __future__ import annotations

from cartsim.tui.row import Row

FLASH_SECONDS = 1.2
"""How long a changed figure stands out, in real time."""


class Flashes:
    """Which parts of which rows stand out, and until when."""

    def __init__(self) -> None:
        self._until: dict[str, dict[str, float]] = {}

    def __bool__(self) -> bool:
        return bool(self._until)

    def start(self, before: Row, after: Row, now: float) -> bool:
        """Lets every figure that differs stand out; whether there was one. `now` is monotonic seconds."""
        if before.figures == after.figures:
            return False
        was = dict(before.figures)
        parts = [part for part, number in after.figures if was.get(part, number) != number]
        if parts:
            self._until.setdefault(after.id, {}).update(dict.fromkeys(parts, now + FLASH_SECONDS))
        return bool(parts)

    def expire(self, now: float) -> list[str]:
        """Puts out what has shone long enough; ids of the rows that look different now."""
        changed = []
        for row_id, parts in list(self._until.items()):
            left = {part: until for part, until in parts.items() if until > now}
            if left != parts:
                changed.append(row_id)
                self._until[row_id] = left
            if not left:
                del self._until[row_id]
        return changed

    def of(self, row_id: str) -> tuple[str, ...]:
        """Parts of a row that stand out."""
        parts = self._until.get(row_id)
        return tuple(parts) if parts else ()

    def rows(self) -> tuple[str, ...]:
        """Ids of the rows with something that stands out."""
        return tuple(self._until)
