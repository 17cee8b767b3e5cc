"""The world's time, and the trainer's hand on it and on the goods under the cursor."""

from __future__ import annotations

from pathlib import Path

from cartsim.cart.commands import EditMarket, Enter, Mark, SetPace
from cartsim.tui.screens.subject import CartSubject

SPEEDS = (1, 10, 60)
"""Ticks a real second."""
LOWER, HIGHER = 9000, 11_000
"""Ten percent down and up, in hundredths of a percent."""


class WorldActions(CartSubject):
    """Actions that change the world, not the cart."""

    def action_pause(self) -> None:
        """Stop or start the world's time."""
        self.shop.act(SetPace(paused=not self.shop.session.clock().paused))

    def action_speed(self) -> None:
        """x1, x10, x60."""
        speed = self.shop.session.clock().speed
        self.shop.act(SetPace(speed=next((each for each in SPEEDS if each > speed), SPEEDS[0])))

    def action_step(self) -> None:
        """One tick."""
        self.shop.session.step(1)
        self.shop.pulse()

    def action_policy(self) -> None:
        """The rules of the cart."""
        from cartsim.tui.panels.policy import PolicyPanel

        self.shop.push_screen(PolicyPanel())

    def action_freeze(self) -> None:
        """Let time run over a market that stands still, or let the market move again."""
        frozen, speaker = not self.shop.session.clock().frozen, self.shop.speaker
        if self.shop.act(SetPace(frozen=frozen)).ok:
            said = speaker.text("The market stands still") if frozen else speaker.text("The market moves again")
            self.shop.tell(said)

    def action_restart(self) -> None:
        """Put the world back to the beginning of its scenario, after a question."""
        speaker = self.shop.speaker
        question = speaker.text("Start the scenario over?")
        detail = speaker.text("Cart, prices and stock go back to the beginning, in every window of this world.")
        self.ask(question, speaker.text("Start over"), speaker.text("Cancel"), detail, self._restart)

    def _restart(self) -> None:
        self.forget_undo()
        self.shop.session.restart()
        self.shop.follow()
        self.shop.tell(self.shop.speaker.text("The scenario starts over"))

    def action_mark(self) -> None:
        """Keep this moment for the recording."""
        if self.shop.act(Mark()).ok:
            self.shop.tell(self.shop.speaker.text("Marked: a recording expects what is shown now"), "good")

    def action_record(self) -> None:
        """Write all that was done as a script, after a question: it leaves a file in the folder."""
        self._write("recording", self.shop.speaker.text("Write a recording of all that was done?"))

    def action_export(self) -> None:
        """Write the whole situation into one small file, after a question."""
        self._write("session", self.shop.speaker.text("Write the whole situation into a file?"))

    def _write(self, what: str, question: str) -> None:
        folder = _current_folder()
        if folder is None or not self.shop.can_write(what):
            self.shop.write_down(what)
            return
        speaker = self.shop.speaker
        detail = speaker.text("A new file in {folder}; nothing there is written over.", folder=folder)
        self.ask(question, speaker.text("Write"), speaker.text("Cancel"), detail, lambda: self.shop.write_down(what))

    def action_scenarios(self) -> None:
        """The stories that come with cartsim."""
        from cartsim.tui.panels.scenarios import ScenarioPanel

        self.shop.push_screen(ScenarioPanel(), self._open_scenario)

    def _open_scenario(self, name: str | None) -> None:
        """Begin the story chosen, after a question where there is a cart to lose."""
        if name is None:
            return
        if not self.view.lines:
            self._begin(name)
            return
        speaker = self.shop.speaker
        question = speaker.text("Begin this scenario?")
        detail = speaker.text("It takes the place of this cart and its world, in every window of this world.")
        self.ask(question, speaker.text("Begin"), speaker.text("Cancel"), detail, lambda: self._begin(name))

    def _begin(self, name: str) -> None:
        self.forget_undo()
        self.shop.session.open_scenario(name)
        self.shop.act(Enter())
        self.shop.tell(self.shop.speaker.text("The scenario begins"))

    def action_market(self) -> None:
        """The trainer's hand, with all it can do."""
        line = self._line_or_say()
        if line is not None:
            from cartsim.tui.panels.market import MarketPanel

            self.shop.push_screen(MarketPanel(line.id))

    def action_trouble(self) -> None:
        """How the neighbours of the cart answer."""
        from cartsim.tui.panels.trouble import TroublePanel

        self.shop.push_screen(TroublePanel())

    def action_sell_out(self) -> None:
        """No piece left of what the line is."""
        self._edit("sell_out")

    def action_lower_price(self) -> None:
        """Ten percent off the price of what the line is."""
        self._edit("scale_price", LOWER)

    def action_raise_price(self) -> None:
        """Ten percent onto the price of what the line is."""
        self._edit("scale_price", HIGHER)

    def action_delist(self) -> None:
        """Take what the line is off the shelves."""
        self._edit("delist")

    def action_restrict(self) -> None:
        """Sell what the line is no longer in this city."""
        self._edit("restrict")

    def _edit(self, action: str, value: int = 0) -> None:
        line, speaker = self._line_or_say(), self.shop.speaker
        if line is not None and self.shop.act(EditMarket(action, line.sku, value)).ok:
            self.shop.tell(speaker.text("Done in the market; the cart shows it at its next reading"), "good")


def _current_folder() -> Path | None:
    """Where new files go; None where that folder is there no more."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return None
