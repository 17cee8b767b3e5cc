"""The app: one session, one language, the themes, and the way commands are done. Nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.screen import Screen

from cartsim.cart.commands import Command, SetPolicy
from cartsim.cart.gift_news import lost_gifts
from cartsim.cart.outcome import Outcome, Refusal
from cartsim.errors import CartsimError, WorldError
from cartsim.i18n import Speaker
from cartsim.text import clean_text
from cartsim.tui.screens.cart import CartScreen
from cartsim.tui.showing import Density
from cartsim.tui.themes import DARK, THEMES

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.command import Provider
    from textual.dom import DOMNode

    from cartsim.model.reason import Reason
    from cartsim.session.session import Session

PULSE_SECONDS = 0.2
"""How often the screen asks the session whether the world moved."""

REST_SECONDS = 3.0
"""How long it does not ask after the world could not be read or written, so that keys are not kept waiting."""


Writer = Callable[[Path], tuple[Path, int]]
"""Writes the situation of a world file into a new file; gives that and its size in bytes."""


@runtime_checkable
class Follows(Protocol):
    """A screen that shows the session: the cart, and every panel over it."""

    def follow(self) -> None:
        """Read the session again and paint what differs."""


def action_commands() -> type[Provider]:
    """The palette's actions, loaded when the palette opens."""
    from cartsim.tui.action_commands import ActionCommands

    return ActionCommands


def catalogue_commands() -> type[Provider]:
    """The palette's search of the catalogue, loaded when the palette opens."""
    from cartsim.tui.catalogue_commands import CatalogueCommands

    return CatalogueCommands


class CartsimApp(App[None]):
    """The shop in a terminal."""

    TITLE = "cartsim"
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "screens/cart.tcss"]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {action_commands, catalogue_commands}

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f12", "ids", show=False, priority=True)]

    def __init__(
        self,
        session: Session,
        speaker: Speaker,
        *,
        ascii_only: bool = False,
        theme: str = DARK.name,
        density: Density | None = None,
        writers: Mapping[str, Writer] | None = None,
    ) -> None:
        """`ascii_only` draws with ASCII signs only; `writers` write what was done as a `recording` or a `session`."""
        super().__init__()
        self.session = session
        self.speaker = speaker
        self._density = density
        self._writers = writers or {}
        self._rests_until = 0.0
        for each in THEMES:
            self.register_theme(each)
        self.theme = theme
        if ascii_only:
            self.add_class("-ascii")

    def get_default_screen(self) -> Screen[None]:
        """The cart."""
        self.cart = CartScreen(self._density)
        return self.cart

    def on_ready(self) -> None:
        """After the first frame: let the world run and follow it."""
        self.session.drive()
        self.set_interval(PULSE_SECONDS, self.pulse)

    def pulse(self) -> None:
        """Follow the world; paint where it moved."""
        if monotonic() < self._rests_until:
            self.cart.paint_time()
            return
        try:
            moved = self.session.pulse()
        except CartsimError as error:
            self._rests_until = monotonic() + REST_SECONDS
            self.withstand(error)
            moved = False
        if moved:
            self.follow()
        else:
            self.cart.paint_time()

    def follow(self) -> None:
        """Let every open screen read the session again."""
        for screen in self.screen_stack:
            if isinstance(screen, Follows):
                screen.follow()

    def act(self, command: Command) -> Outcome:
        """Do a command, paint what it changed, and say what it has to say."""
        before = self.session.view()
        outcome = self.attempt(command)
        if outcome.sequence is None:
            return outcome
        self.follow()
        lost = lost_gifts(before, self.session.view()) if outcome.ok else ()
        for notice in (*lost, *outcome.notices):
            self.tell(self.speaker.reason(notice))
        if outcome.refusal is not None:
            self._refuse(command, outcome.refusal)
        else:
            self.cart.done(command, outcome)
        return outcome

    def attempt(self, command: Command) -> Outcome:
        """Do a command; what it changed and has to say is left to the caller.

        Where it cannot be done at all, the world's file locked or full, its goods gone with the catalogue another
        window took away, the outcome is a refusal that has been said: the cart stays as it was, and the same key
        works again when there is room.
        """
        try:
            return self.session.do(command)
        except CartsimError as error:
            return Outcome(None, refusal=Refusal(self.withstand(error)))

    def switch_base(self) -> None:
        """平行式 to 渐进式 and back, saying what it does to the estimate (pricing.md, section 3)."""
        before = self.session.view().totals.net_total
        base = "parallel" if self.session.view().threshold_base == "progressive" else "progressive"
        if self.act(SetPolicy("pricing.threshold_base", base)).ok:
            speaker, after = self.speaker, self.session.view().totals.net_total
            self.tell(
                speaker.text(
                    "{base}: {after}, was {before}",
                    base=speaker.threshold_base(base), after=speaker.money(after), before=speaker.money(before),
                ),
                "soft",
            )  # fmt: skip

    def withstand(self, error: CartsimError) -> Reason:
        """Say why something cannot be done just now; what is on the screen stays. Gives the reason.

        Where it is not the file's fault, the screen may show what is no more: the world is looked at again at once.
        """
        from cartsim.session.trouble import reason_of

        reason = reason_of(error)
        self.tell(self.speaker.reason(reason), "drop")
        if not isinstance(error, WorldError):
            self.call_later(self.pulse)
        return reason

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key stands for; that it cannot be done just now is said, not died of."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except CartsimError as error:
            self.withstand(error)
            return True

    def _refuse(self, command: Command, refusal: Refusal) -> None:
        """Say why not; where a smaller quantity would do, offer it (R-STOCK-14)."""
        line = getattr(command, "line", None)
        if refusal.maximum and isinstance(line, str):
            from cartsim.tui.panels.confirm import ShortPanel

            self.push_screen(ShortPanel(line, refusal.maximum))
        self.tell(self.speaker.reason(refusal.reason), "drop")

    def tell(self, text: str, tone: str = "warn") -> None:
        """Say it in the status line for a while; over a panel, which covers that line, in a toast."""
        self.cart.say(text, tone)
        if not self.screen_is_cart:
            self.clear_notifications()  # several on top of each other would cover the panel
            self.notify(text, markup=False, severity="error" if tone == "drop" else "information", timeout=4)

    @property
    def screen_is_cart(self) -> bool:
        """Whether no panel stands over the cart; the palette does not count."""
        return all(screen is self.cart or isinstance(screen, CommandPalette) for screen in self.screen_stack)

    def speak(self, language: str) -> None:
        """Switch the language of everything on the screen."""
        self.speaker = Speaker(language)
        self.follow()

    def next_theme(self) -> None:
        """Dark, light, high contrast."""
        names = [each.name for each in THEMES]
        at = names.index(self.theme) + 1 if self.theme in names else 0
        self.use_theme(names[at % len(names)])

    def use_theme(self, name: str) -> None:
        """Draw in the colours of this theme."""
        self.theme = name
        self.call_after_refresh(self.follow)

    def action_ids(self) -> None:
        """Draw the names of rows, parts and buttons over every screen, or take them away."""
        from cartsim.tui.legend import hide_ids, show_ids

        shown = not self.has_class("-ids")
        self.set_class(shown, "-ids")
        for screen in self.screen_stack:
            (show_ids if shown else hide_ids)(screen)
            for widget in screen.query("Board, RowList, Button"):
                widget.notify_style_update()
                widget.refresh(layout=True)

    def can_write(self, what: str) -> bool:
        """Whether this window writes files of the kind."""
        return what in self._writers

    def write_down(self, what: str) -> None:
        """Write what was done into a file, beside what goes on, and say where it is."""
        writer = self._writers.get(what)
        if writer is None:
            self.tell(self.speaker.text("This window writes no files"))
            return

        def write() -> None:
            try:
                path, size = writer(self.session.path)
            except (CartsimError, OSError) as error:
                self.call_from_thread(self.tell, str(error), "drop")
                return
            told = self.speaker.text("Written: {path} ({size} bytes)", path=path, size=size)
            self.call_from_thread(self.tell, told, "good")

        self.run_worker(write, thread=True, group=what, exclusive=True)

    def action_command_palette(self) -> None:
        """Everything the cart can do, by name."""
        from cartsim.tui.action_commands import CartPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CartPalette(self.speaker))

    # Textual 8.2.8 has no public place for this: for an unhandled error it calls `_fatal_error`, with the error in
    # `_exception` and the status in `_return_code`, prints the first of `_exit_renderables` once the terminal is
    # restored, and ends at `_close_messages_no_wait`. (`panic` would break the line at the width of the screen.)
    # A test reads all five in its source, should another version lack one.
    def _fatal_error(self) -> None:
        """What the app cannot live with: a world gone bad is named, with status 2; the trace of an error nobody
        foresaw goes to a log file. Either way one line to the terminal, once it is restored."""
        from cartsim.tui.crash import one_line, write_report

        error = self._exception
        if error is not None and not self._exit_renderables:
            foreseen = isinstance(error, CartsimError)
            self._return_code = 2 if foreseen else 1
            told = f"cartsim: {clean_text(str(error))}" if foreseen else one_line(error, write_report(error))
            self._exit_renderables.append(Text(told, overflow="fold"))
        self._close_messages_no_wait()
