"""What would be: what moved between two baskets, and what comes back for returned pieces, as a person reads it."""

from __future__ import annotations

from collections.abc import Mapping

from cartsim.cli.columns import columns
from cartsim.cli.pricetext import indented, name_text
from cartsim.i18n import N_, Speaker
from cartsim.i18n.figures import MINUS
from cartsim.pricing.diff import Moved, QuoteDiff
from cartsim.pricing.refund import JointRefund

TOTALS: Mapping[str, str] = {
    "list_total": N_("List total"),
    "goods": N_("Goods"),
    "saved": N_("Saved by promotions"),
    "net_total": N_("Estimated total"),
    "freight": N_("Freight"),
    "payable": N_("Payable"),
}
PARTS: Mapping[str, str] = {
    "totals": N_("Totals"),
    "lines": N_("What lines pay"),
    "promotions": N_("What promotions take off"),
    "gifts": N_("Gift pieces"),
    "freight": N_("Freight by parcel"),
}
ABSENT = "–"
"""A figure one of the two has not."""


def diff_text(diff: QuoteDiff, names: tuple[str, str], speaker: Speaker) -> str:
    """Every figure that differs between the two files, before, after and the step between them."""
    if diff.is_empty:
        return speaker.text("{before} and {after} come to the same in every figure", before=names[0], after=names[1])
    blocks = ["\n".join(_part(part, getattr(diff, part), speaker)) for part in PARTS if getattr(diff, part)]
    head = speaker.text("From {before} to {after}", before=names[0], after=names[1])
    return "\n".join([head, *blocks])


def _part(part: str, moved: tuple[Moved, ...], speaker: Speaker) -> list[str]:
    rows = []
    for one in moved:
        name = speaker.text(TOTALS[one.name]) if part == "totals" else name_text(one.name)
        figures = (one.before, one.after)
        if part == "gifts":
            cells = [ABSENT if figure is None else str(figure) for figure in figures]
            rows.append((name, cells[0], cells[1], _pieces(one.change)))
        else:
            cells = [ABSENT if figure is None else speaker.money(figure) for figure in figures]
            rows.append((name, cells[0], cells[1], speaker.signed(one.change)))
    return [speaker.text(PARTS[part]), *indented(columns(rows))]


def _pieces(change: int) -> str:
    """With the sign that amounts bear."""
    return str(change) if change == 0 else f"{'+' if change > 0 else MINUS}{abs(change)}"


def refund_text(refund: JointRefund, other: JointRefund, speaker: Speaker) -> str:
    """What comes back for the pieces by the basket's own rule, and beside it what the other rule would give.

    Of several lines together each is told with its share, and the sum of the shares.
    """
    amount = speaker.money(refund.amount)
    if len(refund.lines) == 1:
        (only,) = refund.lines
        told = speaker.count(
            "{n} piece of {line} returned: {amount} back",
            "{n} pieces of {line} returned: {amount} back",
            only.pieces,
            line=name_text(only.line),
            amount=amount,
        )
    else:
        told = speaker.count(
            "{n} line returned together: {amount} back",
            "{n} lines returned together: {amount} back",
            len(refund.lines),
            amount=amount,
        )
    lines = [f"{told} ({_rule(refund, speaker)})"]
    if len(refund.lines) > 1:
        lines += indented(_returned(refund, speaker))
    if refund.lost > 0:
        lost = speaker.money(refund.lost)
        lines.append("  " + speaker.text("{lost} kept back: the rest of the basket saves less", lost=lost))
    elif refund.lost < 0:
        gain = speaker.money(-refund.lost)
        lines.append(
            "  " + speaker.text("{gain} above what was paid for it: the rest of the basket is cheaper apart", gain=gain)
        )
    if refund.freight:
        lines.append("  " + _freight(refund, speaker))
    amount = speaker.money(other.amount)
    lines.append("  " + speaker.text("{amount} {rule}, the other way", rule=_rule(other, speaker), amount=amount))
    return "\n".join(lines)


def _returned(refund: JointRefund, speaker: Speaker) -> list[str]:
    """One row for each line, and their sum."""
    rows = [(speaker.text("line"), speaker.text("pieces"), speaker.text("share"))]
    rows += [(name_text(one.line), f"×{one.pieces}", speaker.money(one.share)) for one in refund.lines]
    pieces, share = (sum(figures) for figures in zip(*((one.pieces, one.share) for one in refund.lines), strict=True))
    return columns([*rows, (speaker.text("sum"), f"×{pieces}", speaker.money(share))])


def _freight(refund: JointRefund, speaker: Speaker) -> str:
    """The freight the rest owes now, which is no part of the amount, and what is left of that once it is paid."""
    freight, left = speaker.money(refund.freight), refund.amount - refund.freight
    if left >= 0:
        return speaker.text(
            "less {freight} of freight owed now: {left} in the end", freight=freight, left=speaker.money(left)
        )
    return speaker.text("{freight} of freight owed now: {due} to pay", freight=freight, due=speaker.money(-left))


def _rule(refund: JointRefund, speaker: Speaker) -> str:
    """The rule a refund goes by."""
    if refund.policy == "split":
        return speaker.count("by its share", "by their shares", len(refund.lines))
    return speaker.text("by how much less the rest costs")
