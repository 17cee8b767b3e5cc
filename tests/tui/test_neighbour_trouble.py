"""How the screen says that a neighbour of the cart is in trouble (R-QRY-2, R-SYS-1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cartsim.cart.view import CartView
from cartsim.i18n import Speaker
from cartsim.model.trouble import Neighbour, Trouble, TroubleKind
from cartsim.tui import bars
from cartsim.tui.draw import Line, width_of
from cartsim.tui.palette import Palette, from_variables
from cartsim.tui.showing import Showing
from cartsim.tui.themes import DARK
from tests.tui.views import NOW, full_view

PALETTE: Palette = from_variables({**DARK.to_color_system().generate(), **DARK.variables})


def text(line: Line) -> str:
    return "".join(span.text for span in line)


def troubled(*troubles: Trouble) -> CartView:
    causes = tuple(trouble.reason for trouble in troubles if trouble.blocks)
    return replace(full_view(), troubles=troubles, blocked=causes)


STOCK_DOWN = Trouble(Neighbour.STOCK, TroubleKind.DOWN, NOW - 90)
STOCK_SLOW = Trouble(Neighbour.STOCK, TroubleKind.SLOW, NOW - 20)
PRICES_OLD = Trouble(Neighbour.GOODS, TroubleKind.STALE, NOW - 30)


@pytest.mark.parametrize(("language", "told"), [("zh", "库存为"), ("en", "Stock: ")])
@pytest.mark.parametrize("width", [80, 120])
def test_r_qry_2_the_age_line_says_how_old_the_last_answer_is(language: str, told: str, width: int) -> None:
    view, speaker = troubled(STOCK_DOWN, PRICES_OLD), Speaker(language)
    line = bars.tabs(view, Showing(), NOW - view.read_at, 10, width, speaker, PALETTE)
    assert told + speaker.duration(90) in text(line)
    assert width_of(line) <= width


@pytest.mark.parametrize(
    ("language", "trouble", "told", "rule"),
    [
        ("zh", STOCK_DOWN, "库存系统无应答", "R-QRY-2"),
        ("en", STOCK_DOWN, "Stock service down", "R-QRY-2"),
        ("zh", STOCK_SLOW, "库存系统响应慢", "R-QRY-2"),
        ("en", STOCK_SLOW, "Stock service slow", "R-QRY-2"),
        ("zh", PRICES_OLD, "商品系统数据滞后", "R-SYS-1"),
        ("en", PRICES_OLD, "Goods service behind", "R-SYS-1"),
    ],
)
def test_r_sys_1_the_status_line_says_it_in_words_with_its_rule(
    language: str, trouble: Trouble, told: str, rule: str
) -> None:
    line = text(bars.status("", "soft", troubled(trouble), 80, Speaker(language), PALETTE))
    assert told in line
    assert line.rstrip().endswith(rule)


def test_r_qry_2_a_must_that_is_down_makes_the_button_grey_a_stale_or_slow_one_does_not() -> None:
    def ground(view: CartView) -> str:
        line = bars.payment(view, Showing(), None, 120, Speaker("en"), PALETTE)
        return next(span.ink.ground for span in line if span.part == "settle")

    assert ground(troubled(STOCK_DOWN)) == PALETTE.chip
    assert ground(troubled(PRICES_OLD)) == ground(troubled(STOCK_SLOW)) == PALETTE.brand
