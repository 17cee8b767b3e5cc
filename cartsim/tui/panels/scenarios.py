"""The stories that come with cartsim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cartsim.session.scenariofile import library
from cartsim.tui import draw
from cartsim.tui.draw import Line
from cartsim.tui.panels.chooser import Chooser
from cartsim.tui.panels.item import Item
from cartsim.tui.panels.pen import Pen
from cartsim.tui.rows import Row

HEIGHT = 3
"""Title, and two lines of what it shows."""
INDENT = 4


class Told(NamedTuple):
    """One story in one language."""

    title: str
    doc: str
    name: str
    current: bool


def paint_story(pen: Pen, width: int, story: Told) -> tuple[Line, ...]:
    """Title and name, and below them what it shows."""
    left = (pen.radio(story.current), draw.blank(1), pen.span(story.title, "text", "choose", bold=story.current))
    head = draw.spread(left, (pen.span(story.name, "dim"),), width)
    told = pen.wrapped(story.doc, width - INDENT, "dim")[: HEIGHT - 1]
    return (head, *((draw.blank(INDENT), *line) for line in told))


class ScenarioPanel(Chooser[str]):
    """Which story to begin; the answer is its name."""

    def title_text(self) -> str:
        """What is chosen."""
        return self.text("Scenarios")

    def rows(self) -> Sequence[Row]:
        """All of them."""
        current = self.session.scenario
        return [
            Item(
                f"scenario:{story.name}",
                Told(self.speaker.words(story.title), self.speaker.words(story.doc), story.name, story.name == current),
                paint_story,
                self.speaker,
                height=HEIGHT,
            )
            for story in library()
        ]

    def choose(self, row_id: str) -> None:
        """Give the answer and close."""
        self.close(row_id.removeprefix("scenario:"))
