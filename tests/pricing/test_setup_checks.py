"""Set-ups nobody could explain are told when promotions are loaded."""

from __future__ import annotations

import pytest

from cartsim.model.promotion import AmountOff, Layer, PercentOff, Promotion, Tier, When
from cartsim.pricing.checks import warnings_of


def activity(*steps: tuple[int, int], **limits: object) -> Promotion:
    return Promotion("P", Layer.SHOP, tuple(Tier(When(amount), AmountOff(off)) for amount, off in steps), **limits)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("promotion", "code"),
    [
        (activity(), "setup_no_tiers"),
        (activity((100, 20), (200, 10)), "setup_higher_gives_less"),
        (activity((100, 10), (200, 20), repeat=None), "setup_unlimited_tiers"),
        (activity((100, 100)), "setup_cut_reaches_threshold"),
        (activity((200, 10), (100, 20)), "setup_tiers_unsorted"),
        (activity((100, 10), starts_at=5, ends_at=5), "setup_window_empty"),
        (activity((100, 0)), "setup_gives_nothing"),
        (Promotion("P", Layer.SHOP, (Tier(When(), PercentOff(10_001)),)), "setup_rate_out_of_range"),
    ],
)
def test_an_odd_set_up_is_told(promotion: Promotion, code: str) -> None:
    assert [reason.code for reason in warnings_of(promotion)] == [code]


def test_a_sound_set_up_has_no_warning() -> None:
    assert warnings_of(activity((10000, 1000), (20000, 3000))) == ()
