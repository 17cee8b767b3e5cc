"""R-ID-1: whose cart a world opens is who its scenario says is logged in."""

from __future__ import annotations

from pathlib import Path

import pytest

from cartsim.cart.commands import AddToCart, Enter, SetQuantity
from cartsim.errors import DataError
from cartsim.session.founding import found_world
from cartsim.session.replay import first_difference, read_chronicle, replay
from cartsim.session.session import Session

SHOES = "hiking-shoes-001/sand-37"
SCENARIO = f"""\
frozen: true
shopper: {{login: lin, address: beijing, tier: [member, key_account]}}
cart:
  - {{sku: {SHOES}}}
"""


def world(folder: Path, text: str) -> Path:
    path = folder / "login.yaml"
    path.write_text(text, encoding="utf-8")
    made = folder / "login.world"
    found_world(made, scenario=str(path))
    return made


def test_r_id_1_the_world_opens_the_cart_of_the_account_that_is_logged_in(tmp_path: Path) -> None:
    with Session(world(tmp_path, SCENARIO)) as session:
        view = session.view()
        assert (view.owner, view.city_code) == ("lin", "beijing")
        assert [line.sku for line in view.lines] == [SHOES]


def test_r_id_1_another_account_of_the_world_has_its_own_cart_and_address(tmp_path: Path) -> None:
    made = world(tmp_path, SCENARIO)
    with Session(made) as lin, Session(made, owner="shopper") as other:
        other.do(AddToCart(SHOES, 2))
        assert (other.view().owner, other.view().city_code) == ("shopper", "shanghai")
        assert [line.quantity for line in other.view().lines] == [2]
        lin.pulse()
        assert [line.quantity for line in lin.view().lines] == [1]


def test_r_id_1_without_a_login_the_seeded_account_shops(tmp_path: Path) -> None:
    with Session(world(tmp_path, "shopper: {address: beijing}")) as session:
        assert (session.view().owner, session.view().city_code) == ("shopper", "beijing")


def test_a_world_begun_anew_is_logged_in_as_its_scenario_says_in_every_window(tmp_path: Path) -> None:
    made = world(tmp_path, SCENARIO)
    with Session(made) as one, Session(made) as other, Session(made) as third:
        one.open_scenario("moving-house")
        assert one.view().owner == "shopper"
        assert other.do(Enter()).ok
        assert other.view().owner == "shopper"
        assert third.pulse()
        assert third.view().owner == "shopper"


def test_the_journal_of_another_login_is_played_again(tmp_path: Path) -> None:
    made, again = world(tmp_path, SCENARIO), tmp_path / "again.world"
    with Session(made) as session:
        session.do(Enter())
        session.do(SetQuantity("l1", 3))
    session_again = replay(read_chronicle(made), again)
    assert session_again is not None
    with session_again:
        assert session_again.view().owner == "lin"
    assert first_difference(made, again) == ""


@pytest.mark.parametrize(
    ("shopper", "field", "told"),
    [
        ("{log_in: lin}", "shopper.log_in", "no such field; did you mean 'login'?"),
        ("{login: account/lin}", "shopper.login", "takes text like"),
        ("{login: lin, address: beijin}", "shopper.address", "did you mean 'beijing'?"),
        ("{tier: membr}", "shopper.tier", "'member'"),
        ("{tier: 3}", "shopper.tier", "takes a list"),
    ],
)
def test_a_shopper_that_does_not_fit_names_file_line_and_field(
    shopper: str, field: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as refused:
        world(tmp_path, f"frozen: true\nshopper: {shopper}\n")
    assert str(refused.value).startswith(f"{tmp_path / 'login.yaml'}:2: {field}")
    assert told in str(refused.value)
