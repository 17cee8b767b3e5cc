"""What each command of the vocabulary does: one sentence for each."""

from __future__ import annotations

from collections.abc import Mapping

from cartsim.i18n.marks import N_

COMMANDS: Mapping[str, str] = {
    "enter": N_("Open the cart: rows are placed and sorted anew, lines gone invalid go to their section."),
    "refresh": N_("Read prices and stock again; the rules may switch the ways interval, pull and on_enter off."),
    "add_to_cart": N_("Add pieces of an SKU."),
    "add_together": N_("Add a combination of goods as one step, such as one that reaches a threshold."),
    "set_quantity": N_("Set the pieces of a line."),
    "set_to_maximum": N_("Set a line to the most that can be bought now, such as one above the stock."),
    "check": N_("Tick or untick lines."),
    "check_shop": N_("The shop's box: tick or untick its lines, or those of among."),
    "check_all": N_("The cart's box: tick or untick every line, or those of among."),
    "remove": N_("Take lines out."),
    "clear_invalid": N_("Take out every line that can no longer be bought."),
    "switch_sku": N_("Replace the SKU of a line by another of the same product; without a quantity it stays."),
    "switch_promotion": N_("Choose the shop's deal for a line; none lets the cheapest combination decide again."),
    "claim_coupon": N_("Claim a coupon."),
    "pick_coupon": N_("Insist on a coupon (true), put it away (false), or let the cheapest combination decide (none)."),
    "pick_gift": N_("Choose among the gifts of a promotion."),
    "take_add_on": N_("Take so many pieces of an add-on offer; 0 drops it."),
    "set_address": N_("Deliver to another city, by its code."),
    "set_policy": N_("Change one rule of the world; cartsim policy lists them with what they take."),
    "undo": N_("Take back the newest step, or the one of this number in the journal."),
    "redo": N_("Do again what was taken back last, or by the undo of this number."),
    "sell_out": N_("The market: nothing is left of an SKU."),
    "restock": N_("The market: each warehouse of an SKU holds so many pieces; without a number its usual stock."),
    "set_price": N_("The market: an SKU costs so many yuan from now on."),
    "scale_price": N_("The market: the price of an SKU times rate, in hundredths of a percent: 8000 is 80 %."),
    "delist": N_("The market: the product of an SKU is taken off the shelf."),
    "relist": N_("The market: the product of an SKU is back on the shelf."),
    "restrict": N_("The market: the product of an SKU is not sold in the shopper's city."),
    "permit": N_("The market: the product of an SKU is sold in the shopper's city again."),
    "set_trouble": N_("A neighbour of the cart answers late, nothing, or what it once answered; none makes it well."),
    "set_pace": N_("How the world runs: speed in ticks a real second, liveliness in market steps a tick."),
    "mark": N_("A moment worth keeping: nothing changes, a recording notes what was shown."),
}
