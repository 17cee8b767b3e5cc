"""Everything the shopper can do in the cart, once: keys, footer, help panel and palette read this table.

A label or help text is a msgid; `name` is the command's name for scripts and the id of its binding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from textual.binding import Binding

from cartsim.i18n.marks import N_

PALETTE: Final = "^P"
"""Shown for an action without a key of its own: it is done from the palette."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do."""

    name: str
    """Stable, such as `line.check`; also the binding's id."""
    keys: tuple[str, ...]
    """Textual key names; empty where the palette alone does it"""
    shown: str
    """The key as people write it."""
    label: str
    """msgid, a word or two"""
    help: str
    """msgid, a sentence"""
    where: str
    """`line`, `shop`, `bar`, `cart`, `list`, `world`, `window`: what it acts on, and its place in the help."""
    footer: int = 0
    """Place among the keys of the footer; 0 where it has none."""

    @property
    def method(self) -> str:
        """Textual action of the cart screen that does it."""
        return self.name.replace(".", "_")


ACTIONS: Final[tuple[Action, ...]] = (
    Action(
        "check",
        ("space",),
        N_("Space"),
        N_("Tick"),
        N_("Tick or untick the line, the shop, or the whole cart"),
        "line",
        1,
    ),
    Action("more", ("plus", "equals_sign"), "+", N_("More"), N_("One piece more"), "line"),
    Action("less", ("minus", "underscore"), "-", N_("Fewer"), N_("One piece fewer"), "line"),
    Action("quantity", ("n",), "n", N_("Quantity"), N_("Type the quantity"), "line"),
    Action("sku", ("s",), "s", N_("Options"), N_("Choose another colour, size or set"), "line", 6),
    Action("mend", ("m",), "m", N_("Set to maximum"), N_("Lower the quantity to what can be bought"), "line"),
    Action("promotion", ("p",), "p", N_("Switch deal"), N_("Choose among the deals this line may belong to"), "line"),
    Action(
        "remove",
        ("d", "delete"),
        "d",
        N_("Remove"),
        N_("Take the line out, after a question; z brings it back"),
        "line",
    ),
    Action("market", ("M",), "M", N_("Market"), N_("The trainer's hand: price, stock, listing of this item"), "line"),
    Action("sell_out", (), PALETTE, N_("Sell this out"), N_("Trainer: no piece of this item is left"), "line"),
    Action(
        "lower_price", (), PALETTE, N_("Drop price 10 %"), N_("Trainer: this item gets ten percent cheaper"), "line"
    ),
    Action(
        "raise_price", (), PALETTE, N_("Raise price 10 %"), N_("Trainer: this item gets ten percent dearer"), "line"
    ),
    Action("delist", (), PALETTE, N_("Delist this"), N_("Trainer: this item is taken off the shelves"), "line"),
    Action(
        "restrict", (), PALETTE, N_("Restrict in my region"), N_("Trainer: this item is not sold in this city"), "line"
    ),
    Action(
        "topup", ("a",), "a", N_("Top up"), N_("What is missing to the next tier, and what would fill it"), "bar", 2
    ),
    Action("trade_up", ("u",), "u", N_("Trade-up"), N_("Everything that can be traded up here, and for what"), "bar"),
    Action("coupons", ("c",), "c", N_("Coupons"), N_("Coupons of the shop"), "shop", 3),
    Action("fold", ("o",), "o", N_("Fold"), N_("Fold or unfold the shop, or the invalid section"), "shop"),
    Action("previous_shop", ("left_square_bracket",), "[", N_("Previous shop"), N_("Go to the shop above"), "shop"),
    Action("next_shop", ("right_square_bracket",), "]", N_("Next shop"), N_("Go to the shop below"), "shop"),
    Action("check_all", ("A",), "A", N_("Tick all"), N_("Tick or untick everything that is shown"), "cart"),
    Action(
        "detail", ("dollar_sign",), "$", N_("Price detail"), N_("Every layer of the price, line by line"), "cart", 7
    ),
    Action(
        "platform_coupons", ("C",), "C", N_("Platform coupons"), N_("Coupons of the platform and of categories"), "cart"
    ),
    Action("settle", ("S",), "S", N_("Check out"), N_("Read everything ticked again and preview the order"), "cart", 4),
    Action(
        "remove_ticked", ("ctrl+d",), "^D", N_("Remove ticked"), N_("Take out every ticked line that is shown"), "cart"
    ),
    Action("clear_invalid", ("X",), "X", N_("Clear invalid"), N_("Remove every invalid item"), "cart"),
    Action("undo", ("z",), "z", N_("Undo"), N_("Take back the last step; again for the one before it"), "cart"),
    Action("redo", ("Z",), "Z", N_("Redo"), N_("Do again what was taken back"), "cart"),
    Action(
        "threshold_base",
        ("B",),
        "B",
        N_("Parallel or progressive"),
        N_("Whether thresholds read the item price or what earlier layers left"),
        "cart",
    ),
    Action("refresh", ("r",), "r", N_("Refresh"), N_("Read prices and stock now"), "cart"),
    Action("add", ("i",), "i", N_("Add"), N_("Add anything from the catalogue by title or code"), "cart"),
    Action("city", ("v",), "v", N_("Deliver to"), N_("Deliver to another city"), "cart"),
    Action(
        "why", ("question_mark",), "?", N_("Why"), N_("Why this is as it is: rule, numbers, policy field"), "list", 5
    ),
    Action("find", ("slash",), "/", N_("Find"), N_("Find a line in the cart"), "list"),
    Action("show_all", ("1",), "1", N_("All"), N_("Show every line"), "list"),
    Action("show_drop", ("2",), "2", N_("Price drops"), N_("Show only lines that got cheaper"), "list"),
    Action("show_low", ("3",), "3", N_("Low stock"), N_("Show only lines about to run out"), "list"),
    Action("show_promotion", ("4",), "4", N_("Deals"), N_("Show only lines with a deal"), "list"),
    Action("show_invalid", ("5",), "5", N_("Invalid"), N_("Show only invalid items"), "list"),
    Action("pause", ("P",), "P", N_("Pause"), N_("Stop or start the world's time"), "world"),
    Action("speed", ("greater_than_sign",), ">", N_("Speed"), N_("x1, x10 or x60"), "world"),
    Action("step", ("full_stop",), ".", N_("Step"), N_("Let one tick pass"), "world"),
    Action(
        "trouble",
        (),
        PALETTE,
        N_("Neighbours"),
        N_("Trainer: prices, stock, deals, coupons answer late or not"),
        "world",
    ),
    Action("freeze", (), PALETTE, N_("Freeze market"), N_("Let time run over a market that stands still"), "world"),
    Action(
        "restart", (), PALETTE, N_("Start over"), N_("Put the world back to the beginning of its scenario"), "world"
    ),
    Action("mark", ("E",), "E", N_("Mark"), N_("Keep this moment: a recording expects what is shown now"), "world"),
    Action("record", ("R",), "R", N_("Record"), N_("Write all that was done as a script that can be played"), "world"),
    Action(
        "export", (), PALETTE, N_("Export session"), N_("Write the whole situation into one file to hand on"), "world"
    ),
    Action("scenarios", ("O",), "O", N_("Scenarios"), N_("Begin one of the stories that come with cartsim"), "world"),
    Action("policy", ("f2",), "F2", N_("Rules"), N_("Change the rules of the cart"), "world"),
    Action("theme", ("t",), "t", N_("Theme"), N_("Dark, light, high contrast"), "window"),
    Action("language", ("L",), "L", N_("Language"), N_("Switch between Chinese and English"), "window"),
    Action("density", ("D",), "D", N_("Density"), N_("Comfortable or compact rows"), "window"),
    Action("ids", ("f12",), "F12", N_("Names"), N_("Show by which name scripts and tests find everything"), "window"),
    Action("help", ("f1", "h"), "F1", N_("Help"), N_("All keys"), "window"),
    Action("quit_shop", ("ctrl+q",), "^Q", N_("Quit"), N_("Leave; the cart is kept"), "window"),
)
"""In the order the help panel lists them."""

BY_NAME: Final = {action.name: action for action in ACTIONS}


def bindings() -> list[Binding]:
    """Textual bindings of the cart screen, each with its stable id."""
    return [
        Binding(",".join(action.keys), action.method, action.label, show=False, id=action.name)
        for action in ACTIONS
        if action.keys
    ]


def footer() -> tuple[Action, ...]:
    """The few actions the footer names, in order (at most eight with the palette)."""
    return tuple(sorted((action for action in ACTIONS if action.footer), key=lambda action: action.footer))
