"""What makes the cart read again is the policy's choice (R-STOCK-8)."""

from __future__ import annotations

from pathlib import Path

import pytest

from cartsim.cart.commands import Enter, Refresh
from cartsim.session.session import Session


def _age_after(session: Session, command: Enter | Refresh) -> tuple[bool, int]:
    session.step(20)
    answer = session.do(command)
    return answer.ok, session.clock().now - session.view().read_at


@pytest.mark.parametrize(
    ("modes", "by_key", "by_entry"),
    [
        (("on_enter", "pull"), (True, 0), (True, 0)),
        (("pull",), (True, 0), (True, 20)),
        (("on_enter",), (False, 20), (True, 0)),
        (("interval",), (False, 20), (True, 40)),
    ],
)
def test_r_stock_8_only_the_modes_of_the_policy_read_again(
    full_cart: Path, modes: tuple[str, ...], by_key: tuple[bool, int], by_entry: tuple[bool, int]
) -> None:
    with Session(full_cart, overrides={"refresh.modes": modes}) as session:
        session.pause(True)
        assert _age_after(session, Refresh("pull")) == by_key
        assert _age_after(session, Enter()) == by_entry


def test_r_stock_8_a_way_that_is_switched_off_is_refused_with_its_field(full_cart: Path) -> None:
    with Session(full_cart, overrides={"refresh.modes": ("interval",)}) as session:
        refusal = session.do(Refresh("pull")).refusal
    assert refusal is not None
    assert (refusal.reason.code, refusal.reason.policy) == ("refresh_off", "refresh.modes")


def test_x_4_settlement_reads_again_whatever_the_modes_are(full_cart: Path) -> None:
    with Session(full_cart, overrides={"refresh.modes": ("interval",)}) as session:
        session.pause(True)
        assert _age_after(session, Refresh("recheck")) == (True, 0)
