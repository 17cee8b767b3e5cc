"""What stands in the way of settlement."""

from __future__ import annotations

from collections.abc import Iterable

from cartsim.cart.view import LineView, Tick
from cartsim.model.policy import Policy
from cartsim.model.reason import Reason, because
from cartsim.model.trouble import Trouble


def blocked(rows: Iterable[LineView], policy: Policy, troubles: Iterable[Trouble] = ()) -> tuple[Reason, ...]:
    """Every cause, the general ones first, then line by line (R-QRY-2, R-STOCK-14, R-SEL-4)."""
    checked = [row for row in rows if row.tick is Tick.ON]
    causes = [trouble.reason for trouble in troubles if trouble.blocks]
    if not checked:
        causes.append(because("nothing_checked", "R-SEL-4"))
    most = policy.select.max_lines
    if len(checked) > most:
        causes.append(because("too_many_lines", "R-SEL-4", "select.max_lines", lines=len(checked), maximum=most))
    causes.extend(line_block(row, row.blocks) for row in checked if row.blocks is not None)
    return tuple(causes)


def line_block(row: LineView, cause: Reason) -> Reason:
    """The cause said of a line by its title."""
    if cause.code == "stock_short":
        return because(
            "blocked_short",
            cause.rule,
            cause.policy,
            line=row.id,
            title=row.title,
            asked=row.quantity,
            left=row.stock.available,
        )
    if cause.code == "gift_blocks":
        return because("blocked_gift", cause.rule, cause.policy, line=row.id, title=row.title)
    return because(
        "blocked_maximum",
        cause.rule,
        cause.policy,
        line=row.id,
        title=row.title,
        asked=row.quantity,
        maximum=row.maximum,
    )
