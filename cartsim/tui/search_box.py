"""A search box that does not ask with every letter."""

from __future__ import annotations

from textual import on
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from cartsim.text import clean_text

PAUSE = 0.2
"""Seconds of real time without a key before what was typed is looked for; an input method commits in one burst."""


class SearchBox(Input):
    """Asks for what was typed once the typing pauses, and at once on Enter; never twice in a row for the same."""

    class Asked(Message):
        """Words to look for, cleaned; empty to look for nothing."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Entered(Message):
        """Enter was pressed, and what was typed has been asked for."""

    def __init__(self, max_length: int, *, select_on_focus: bool = True) -> None:
        super().__init__(id="search", compact=True, max_length=max_length, select_on_focus=select_on_focus)
        self._waiting: Timer | None = None
        self._asked = ""

    def ask(self) -> None:
        """Ask now, where something else stands there than what was asked for last."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        words = clean_text(self.value).strip()
        if words != self._asked:
            self._asked = words
            self.post_message(self.Asked(words))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(PAUSE, self.ask)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.ask()
        self.post_message(self.Entered())
