"""What happened, in words: one sentence for each kind of event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cartsim.i18n.marks import N_

if TYPE_CHECKING:
    from cartsim.cart.outcome import Event
    from cartsim.i18n.voice import Voice

EVENTS: Mapping[str, str] = {
    "added": N_("Added to the cart"),
    "bumped": N_("Added to the cart, on top"),
    "quantity_set": N_("Quantity set"),
    "checked": N_("Ticked"),
    "unchecked": N_("Unticked"),
    "removed": N_("Removed"),
    "invalid_cleared": N_("Invalid items cleared"),
    "sku_switched": N_("Specification switched"),
    "merged": N_("Merged with the same goods"),
    "promotion_switched": N_("Promotion switched"),
    "coupon_claimed": N_("Coupon claimed"),
    "coupon_picked": N_("Coupon chosen"),
    "gift_picked": N_("Gift chosen"),
    "add_on_taken": N_("Add-on offer taken"),
    "add_on_dropped": N_("Add-on offer dropped"),
    "placed": N_("Rows placed anew"),
    "recovered": N_("For sale again"),
    "restored": N_("Taken back"),
    "redone": N_("Done again"),
    "address_set": N_("Address set"),
    "policy_set": N_("Rule changed"),
    "market_edited": N_("Market changed"),
    "trouble_set": N_("Neighbour changed"),
    "pace_set": N_("Pace set"),
    "marked": N_("Moment marked"),
}
"""Sentence by `Event.kind`."""


def event_text(event: Event, voice: Voice) -> str:
    """What happened, and to which lines."""
    told = voice.text(EVENTS[event.kind])
    return voice.text(N_("{what}: {which}"), what=told, which=voice.join(event.lines)) if event.lines else told
