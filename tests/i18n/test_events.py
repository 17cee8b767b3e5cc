"""Every kind of event has its sentence."""

from __future__ import annotations

import re
from pathlib import Path

import cartsim
from cartsim.cart.outcome import Event
from cartsim.i18n import Speaker
from cartsim.i18n.events import EVENTS
from tests.session.wandering import Wanderer

SOURCES = Path(cartsim.__file__).parent


def test_every_kind_the_sources_name_is_said() -> None:
    named = {kind for path in SOURCES.rglob("*.py") for kind in re.findall(r'\bEvent\("([a-z_]+)"', path.read_text())}
    assert len(named) > 15
    assert named <= EVENTS.keys()


def test_everything_that_happens_in_a_long_sitting_is_said_in_both_languages(full_cart: Path) -> None:
    wanderer = Wanderer(full_cart, 11)
    zh, en = Speaker("zh"), Speaker("en")
    happened: set[str] = set()
    for _ in range(200):
        session = wanderer.windows[0]
        for event in session.do(wanderer.command(session)).events:
            happened.add(event.kind)
            assert zh.event(event) != en.event(event)
    wanderer.close()
    assert len(happened) > 12


def test_the_lines_are_named_after_what_happened() -> None:
    assert Speaker("zh").event(Event("removed", ("l1", "l2"))) == "已删除：l1、l2"
    assert Speaker("en").event(Event("marked")) == "Moment marked"
