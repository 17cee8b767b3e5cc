"""Scripts played: every kind of step, every kind of fact, and what a failure tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cartsim.i18n import Speaker
from cartsim.script import plain_player, report, screen_player
from cartsim.script.look import Look
from cartsim.script.performance import Worlds, temporary_worlds
from cartsim.script.result import Ending, Played

EN = Speaker("en")
HIKING = "hiking-shoes-001/sand-37"


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    with temporary_worlds() as made:
        yield made


def written(folder: Path, steps: str, start: str = "scenario: full-cart\n") -> Path:
    path = folder / "told.cart.yaml"
    path.write_text(start + ("steps:\n" + steps if steps else ""), encoding="utf-8")
    return path


def plain(path: Path, worlds: Worlds, *, keep_going: bool = False) -> Played:
    return plain_player.play(path, worlds, EN, keep_going=keep_going)


def test_facts_that_hold_pass(worlds: Worlds, tmp_path: Path) -> None:
    steps = """\
  - expect: {bar: footprintpost-300-40, state: met, kind: full_reduction, granted: 40.00}
  - expect: {bar: sanmu-100-20, state: gap, gap: 50.00, text: 还差50元, entry: go}
  - expect: {bar: sanmu-100-20, text: to go, tickable: picture-book-002/paperback-single}
  - expect: {line: hiking-shoes-001/sand-37, price: 289.00, drop: 30.00, struck: 359.00, stock: plenty, tags: []}
  - expect: {line: canvas-shoes-001/ice-blue-38, hint: 仅剩4件, left: 4, stock: few, drop: null}
  - expect: {line: canvas-shoes-001/ice-blue-38, hint: Only 4 left}
  - expect: {line: desk-lamp-001/sage-unit-only, checked: false, group: null}
  - expect: {coupon: footprintpost-coupon-gone, state: gone, refused: coupon_gone}
  - expect: {gift: bookmark-tin, state: gone}
  - expect: {shop: sanmu-shop, groups: [sanmu-100-20, sanmu-99-bookmark], coupons: 1}
  - expect: {order: [hiking-shoes-001/sand-37, history-001/paperback-full-set], lines: 32, city: shanghai}
  - expect: {fact: shops.0.code, value: footprintpost-flagship}
"""
    played = plain(written(tmp_path, steps), worlds, keep_going=True)
    assert [str(each) for step in played.failures for each in step.mismatches] == []
    assert played.ending is Ending.PASSED


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("{net_total: 1.00}", "net_total: expected 1.00, found "),
        ("{line: hiking-shoes-001/sand-37, quantity: 9}", "quantity: expected 9, found 1"),
        ("{line: hiking-shoes-001/sand-37, drop: null}", "drop: expected none, found 30.00"),
        ("{line: hiking-shoes-001/sand-37, hint: few left}", "expected few left, found stock_plenty"),
        ("{line: hiking-shoes-001/sand-38, quantity: 1}", "expected to be there, found none of it"),
        ("{line: hiking-shoes-001/sand-37, there: false}", "expected not to be there"),
        ("{order: [history-001/paperback-full-set, hiking-shoes-001/sand-37]}", "order: expected ["),
        ("{bar: sanmu-100-20, text: 还差51元}", "还差50元"),
        ("{refused: cart_full}", "refused: expected cart_full, found none"),
        ("{fact: totals.nothing, value: 1}", "nothing at 'nothing'"),
        ("{invalid: []}", "invalid: expected [], found ["),
    ],
)
def test_facts_that_do_not_hold_tell_what_was_found_and_the_view_around(
    fact: str, told: str, worlds: Worlds, tmp_path: Path
) -> None:
    played = plain(written(tmp_path, f"  - expect: {fact}\n"), worlds)
    (failed,) = played.failures
    assert told in " ".join(str(each) for each in failed.mismatches)
    assert failed.line == 3
    assert failed.around
    assert report.status([played]) == 1


STORY = f"""\
  - {{do: set_quantity, line: {HIKING}, quantity: 3}}
  - expect: {{line: {HIKING}, quantity: 3, price: 289.00}}
  - {{do: set_price, sku: {HIKING}, price: 99.50}}
  - expect: {{line: {HIKING}, price: 289.00}}
  - {{wait: 10s}}
  - expect: {{line: {HIKING}, price: 99.50, drop: 219.50}}
  - {{do: set_quantity, line: {HIKING}, quantity: 100}}
  - expect: {{refused: maximum_stock}}
  - {{do: remove, lines: {HIKING}}}
  - expect: {{line: {HIKING}, there: false}}
  - expect: {{event: removed, refused: null}}
  - {{note: the end}}
"""


def test_a_story_is_the_same_with_and_without_a_screen(worlds: Worlds, tmp_path: Path) -> None:
    path = written(tmp_path, STORY)
    alone = plain(path, worlds)
    on_screen = screen_player.play(path, worlds, EN, Look())
    assert [str(each) for step in alone.failures for each in step.mismatches] == []
    assert alone.ending is on_screen.ending is Ending.PASSED
    assert alone.steps == on_screen.steps


def test_keys_clicks_focus_text_and_pictures_on_the_real_screen(worlds: Worlds, tmp_path: Path) -> None:
    steps = f"""\
  - {{click: "line:{HIKING}", part: plus}}
  - expect: {{line: {HIKING}, quantity: 2}}
  - expect: {{focus: "line:{HIKING}", screen: CartScreen, text: ¥289.00, absent: ¥99.50}}
  - {{press: c}}
  - expect: {{screen: CouponPanel}}
  - {{shot: coupons}}
  - {{press: escape}}
  - {{click: filters, part: filter_drop}}
"""
    played = screen_player.play(written(tmp_path, steps), worlds, EN, Look(shots=tmp_path / "shots"))
    assert played.ending is Ending.PASSED
    assert [shot.name for shot in played.shots] == ["told.coupons.svg"]
    ElementTree.parse(played.shots[0])


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (f'{{click: "line:{HIKING}", part: puls}}', "shows no part 'puls'; it has"),
        ('{click: "bar:nowhere"}', "no row 'bar:nowhere'"),
        ("{press: ctrl+q}", "the app was left"),
    ],
)
def test_what_cannot_be_done_on_the_screen_fails(step: str, told: str, worlds: Worlds, tmp_path: Path) -> None:
    played = screen_player.play(written(tmp_path, f"  - {step}\n  - {{note: after}}\n"), worlds, EN, Look())
    assert told in played.failures[0].remark


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("{do: add_to_cart, sku: hiking-shoes-001/sand-73}", "steps.0.sku: no sku"),
        ("{do: check_shop, shop: sanmu-shpo, checked: true}", "did you mean 'sanmu-shop'?"),
        ("{do: set_policy, name: cap.totl, value: 3}", "did you mean 'cap.total'?"),
        ("{do: set_policy, name: cap.total, value: many}", "cap.total"),
        ("{do: set_address, city: shangai}", "did you mean 'shanghai'?"),
        ("{do: remove, lines: [l1, hiking-shoe-001/sand-37]}", "steps.0.lines: no sku"),
        ("expect: {bar: sanmu-100-02}", "did you mean 'sanmu-100-20'?"),
        ("expect: {refused: cart_ful}", "did you mean 'cart_full'?"),
        ("{wait: 99d}", "takes a time from 0s to 31d"),
        ("{press: a}", "needs a screen"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_before_anything_happens(
    step: str, told: str, worlds: Worlds, tmp_path: Path
) -> None:
    path = written(tmp_path, f"  - {step}\n")
    played = plain(path, worlds)
    assert played.ending is Ending.REFUSED
    assert played.complaint.startswith(f"{path}:3: steps.0")
    assert told in played.complaint
    assert report.status([played]) == 2


def test_a_script_that_is_refused_leaves_no_world(tmp_path: Path) -> None:
    folder = tmp_path / "worlds"
    folder.mkdir()
    worlds = Worlds(folder)
    good = written(tmp_path, "- do: enter\n")
    assert plain(good, worlds).ending is Ending.PASSED
    seeded = list(folder.iterdir())
    wrong = written(tmp_path, "- {do: add_to_cart, sku: no-such-sku}\n")
    assert plain(wrong, worlds).ending is Ending.REFUSED
    assert list(folder.iterdir()) == seeded


def test_a_key_there_is_not_is_refused(worlds: Worlds, tmp_path: Path) -> None:
    played = screen_player.play(written(tmp_path, "  - {press: [a, escap]}\n"), worlds, EN, Look())
    assert "no key 'escap'; did you mean 'escape'?" in played.complaint


def test_it_stops_at_the_first_failure_unless_it_is_to_keep_going(worlds: Worlds, tmp_path: Path) -> None:
    path = written(tmp_path, "  - expect: {lines: 1}\n  - {do: enter}\n  - expect: {lines: 2}\n")
    assert len(plain(path, worlds).steps) == 1
    assert [step.ending for step in plain(path, worlds, keep_going=True).steps] == ["failed", "passed", "failed"]


def test_the_junit_file_has_a_case_for_each_script(worlds: Worlds, tmp_path: Path) -> None:
    good = plain(written(tmp_path, "  - {do: enter}\n"), worlds)
    bad = plain(written(tmp_path, "  - expect: {lines: 1}\n"), worlds)
    wrong = plain(written(tmp_path, "  - {dont: enter}\n"), worlds)
    suite = ElementTree.fromstring(report.junit([good, bad, wrong])).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "1")
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == "lines: expected 1, found 32"
