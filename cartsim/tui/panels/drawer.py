"""A panel that slides in from the bottom of the screen."""

from __future__ import annotations

from typing import TypeVar

from cartsim.tui.panels.overlay import Overlay

Answer = TypeVar("Answer")


class Drawer(Overlay[Answer]):
    """A bottom drawer of the full width; the whole screen where the terminal is small."""

    margin = 2

    def on_mount(self) -> None:
        """Open at once where animations are off, else slide in after the first paint."""
        super().on_mount()
        if self.app.animation_level == "none":
            self.add_class("-open")
        else:
            self.call_after_refresh(self.add_class, "-open")
