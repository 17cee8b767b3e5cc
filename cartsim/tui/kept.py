"""Widgets that keep the lines they have drawn from one frame to the next."""

from __future__ import annotations

from typing import Self

from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


class KeptLines(Widget):
    """Draws only what was refreshed since. Whatever part of the screen a frame paints, it asks every widget
    there for all of its lines, so that these have to be at hand."""

    _kept: list[Strip]
    _kept_size: Size | None = None
    _stale: tuple[Region, ...] = ()

    def draw_lines(self, area: Region) -> list[Strip]:
        """The lines of `area`, as wide as the widget and styled to the last cell."""
        raise NotImplementedError

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw these regions again with the next frame; everything where none is given."""
        if repaint:
            self._stale += regions
            if not regions:
                self._kept_size = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_line(self, y: int) -> Strip:
        """One line of the widget."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of the widget in `crop`."""
        size = self.outer_size
        if size != self._kept_size:
            self._kept_size, self._kept, self._stale = size, self.draw_lines(size.region), ()
        for region in self._stale:
            area = Region(0, region.y, size.width, region.height).intersection(size.region)
            self._kept[area.y : area.bottom] = self.draw_lines(area)
        self._stale = ()
        lines = self._kept[crop.y : crop.bottom]
        if crop.x or crop.width != size.width:
            return [line.crop(crop.x, crop.right) for line in lines]
        return lines

    def notify_style_update(self) -> None:
        """Theme or stylesheet changed: what was drawn holds no more."""
        self._kept_size = None
        super().notify_style_update()
