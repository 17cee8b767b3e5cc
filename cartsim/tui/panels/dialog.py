"""A panel in the middle of the screen."""

from __future__ import annotations

from typing import TypeVar

from cartsim.tui.panels.overlay import Overlay

Answer = TypeVar("Answer")


class Dialog(Overlay[Answer]):
    """A centred dialog as high as what it holds; the whole screen where the terminal is small."""
