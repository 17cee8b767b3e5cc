"""Taking lines out of the cart, asked first; taking back and doing again any step."""

from __future__ import annotations

from cartsim.cart import commands
from cartsim.cart.view import LineView, Tick
from cartsim.tui.screens.subject import CartSubject
from cartsim.tui.showing import shown_lines


class RemovalActions(CartSubject):
    """Actions after which there is less in the cart."""

    def action_remove(self) -> None:
        """Take the line out, after a question (R-EDIT-3)."""
        line = self._line_or_say()
        if line is not None:
            self.ask_to_remove(line)

    def ask_to_remove(self, line: LineView) -> None:
        """One line goes after a yes (R-EDIT-2, R-EDIT-3)."""
        speaker = self.shop.speaker
        question, title = speaker.text("Remove this item?"), speaker.words(line.title)
        remove = commands.Remove((line.id,))
        self.ask(question, speaker.text("Remove"), speaker.text("Cancel"), title, lambda: self.shop.act(remove))

    def action_remove_ticked(self) -> None:
        """Take out every ticked line; under a filter those of them it shows (R-EDIT-7)."""
        view, speaker = self.view, self.shop.speaker
        shown = shown_lines(view, self.showing)
        ticked = tuple(line.id for line in view.lines if line.tick is Tick.ON and (shown is None or line.id in shown))
        if not ticked:
            self.shop.tell(speaker.text("Tick something first"))
            return
        question = speaker.count("Remove {n} ticked item?", "Remove {n} ticked items?", len(ticked))
        detail = speaker.text("Only lines this filter shows") if shown is not None else ""
        remove = commands.Remove(ticked)
        self.ask(question, speaker.text("Remove"), speaker.text("Cancel"), detail, lambda: self.shop.act(remove))

    def action_clear_invalid(self) -> None:
        """清空失效宝贝, after a question where the policy wants one (R-INV-6)."""
        count, speaker = self.view.counts.invalid, self.shop.speaker
        clear = commands.ClearInvalid()
        if not count:
            self.shop.tell(speaker.text("No invalid items to clear"))
        elif not self.shop.session.policy.invalid.confirm_clear:
            self.shop.act(clear)
        else:
            question = speaker.count("Clear {n} invalid item?", "Clear {n} invalid items?", count)
            self.ask(question, speaker.text("Clear"), speaker.text("Keep"), "", lambda: self.shop.act(clear))

    def action_undo(self) -> None:
        """Take back the removal the payment line offers to, else the last step; also one from before a restart."""
        removal = self.undoable()
        self.forget_undo()
        self.shop.act(commands.Undo(None if removal is None else removal.sequence))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.shop.act(commands.Redo())
