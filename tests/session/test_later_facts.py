"""A scenario's later facts: the world does them by itself, at their tick, whoever looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from cartsim.cart.commands import Enter
from cartsim.errors import DataError
from cartsim.session.founding import found_world
from cartsim.session.session import Session

SCENARIO = """\
frozen: true
shopper: {tier: member}
cart:
  - {sku: hiking-shoes-001/sand-37}
coupons:
  - {code: last-one, shop: footprintpost-flagship, tiers: [{amount: 1, off: 1}], left: 5}
later:
  - {at: 10s, sku: hiking-shoes-001/sand-37, price: 99.50}
  - {at: 20s, sku: hiking-shoes-001/sand-37, stock: 2}
  - {at: 20s, coupon: last-one, left: 0}
  - {at: 30s, sku: hiking-shoes-001/sand-37, listed: false}
"""


def world(folder: Path, text: str) -> Path:
    path = folder / "later.yaml"
    path.write_text(text, encoding="utf-8")
    made = folder / "later.world"
    found_world(made, scenario=str(path))
    return made


def test_later_facts_happen_at_their_tick_and_are_told_in_the_feed(tmp_path: Path) -> None:
    with Session(world(tmp_path, SCENARIO)) as session:
        session.do(Enter())
        first = session.view().lines[0].price
        session.step(9)
        assert session.refresh().lines[0].price == first
        session.step(1)
        assert session.refresh().lines[0].price == 9950
        session.step(10)
        line = session.refresh().lines[0]
        assert line.stock.available == 2
        cards = {card.coupon.id: card for card in session.drawer("footprintpost-flagship").cards}
        assert cards["last-one"].state == "gone"
        session.step(10)
        assert session.refresh().lines[0].invalid is not None
        assert [item.kind for item in session.feed()][:3] == ["delist", "stock", "price"]


def test_a_world_put_back_to_its_beginning_plans_them_again(tmp_path: Path) -> None:
    with Session(world(tmp_path, SCENARIO)) as session:
        session.step(40)
        session.restart()
        session.do(Enter())
        session.step(10)
        assert session.refresh().lines[0].price == 9950


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("{at: 10s, sku: hiking-shoes-001/sand-73, price: 99.50}", "did you mean 'hiking-shoes-001/sand-3"),
        ("{at: 10s, coupon: lastone, left: 0}", "no coupon 'lastone'"),
        ("{at: 10s, sku: hiking-shoes-001/sand-37}", "takes price, stock, listed or restricted"),
        ("{at: -10s, sku: hiking-shoes-001/sand-37, price: 1}", "after the beginning"),
    ],
)
def test_a_later_fact_that_does_not_fit_names_file_and_line(fact: str, told: str, tmp_path: Path) -> None:
    text = SCENARIO.replace("{at: 10s, sku: hiking-shoes-001/sand-37, price: 99.50}", fact)
    with pytest.raises(DataError) as refused:
        world(tmp_path, text)
    assert str(refused.value).startswith(f"{tmp_path / 'later.yaml'}:8: later.0")
    assert told in str(refused.value)
