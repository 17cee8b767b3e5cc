"""Whatever a script says, it passes, fails or is refused, and the world stays whole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartsim.cart.vocabulary import VOCABULARY, Argument
from cartsim.i18n import Speaker
from cartsim.paths import data_folder
from cartsim.script import plain_player
from cartsim.script.performance import Worlds, performance, temporary_worlds
from cartsim.script.report import junit, lines
from cartsim.script.result import Ending
from cartsim.session.session import Session
from cartsim.store.worldfile import open_world

EN = Speaker("en")
STORY = (data_folder() / "scenarios" / "sold-out-under-your-hands.yaml").read_text(encoding="utf-8")
CODES = st.sampled_from(
    (
        "hiking-shoes-001/sand-37", "canvas-shoes-001/ice-blue-38", "sandals-001/black-white-38", "l1", "l32", "l99",
        "footprintpost-flagship", "footprintpost-300-40", "footprintpost-coupon-300-15", "beijing", "sport-socks",
        "cap.total", "none", "3",
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    with temporary_worlds() as made:
        yield made


def must_be_whole(session: Session) -> None:
    """Every invariant SQLite keeps, and a view that can be made."""
    with closing(open_world(session.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    view = session.view()
    assert len({line.id for line in view.lines}) == len(view.lines) == len(session.cart.lines)
    assert view.totals.net_total >= 0


def value_of(argument: Argument) -> st.SearchStrategy[object]:
    numbers = st.integers(-3, 10**7)
    of_kind: dict[str, st.SearchStrategy[object]] = {
        "int": numbers, "bool": st.booleans(), "str": CODES, "list": st.lists(CODES, max_size=3), "fen": numbers,
    }  # fmt: skip
    return st.one_of(of_kind[argument.kind], st.none()) if argument.nullable else of_kind[argument.kind]


def doing(name: str) -> st.SearchStrategy[dict[str, object]]:
    arguments = {each.name: value_of(each) for each in VOCABULARY[name].arguments}
    return st.fixed_dictionaries({"do": st.just(name)}, optional=arguments)


STEPS = st.lists(
    st.one_of(
        st.sampled_from(sorted(VOCABULARY)).flatmap(doing),
        st.fixed_dictionaries({"wait": st.sampled_from(("0s", "1s", "25s", "-5s", "1m", "x"))}),
        st.fixed_dictionaries({"expect": st.dictionaries(st.sampled_from(("line", "lines", "saved", "order")), CODES)}),
    ),
    max_size=8,
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_random_steps_pass_fail_or_are_refused_and_leave_the_world_whole(
    steps: list[dict[str, object]], worlds: Worlds, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "random.cart.yaml"
    path.write_text(yaml.safe_dump({"scenario": "full-cart", "steps": steps}, allow_unicode=True), encoding="utf-8")
    played = plain_player.play(path, worlds, EN, keep_going=True)
    assert played.ending in set(Ending)
    assert "\n".join(lines(played))
    assert junit([played])


@pytest.mark.parametrize("seed", range(12))
def test_accepted_steps_one_after_the_other_leave_the_world_whole(seed: int, worlds: Worlds, tmp_path: Path) -> None:
    chance = random.Random(seed)
    skus = ["hiking-shoes-001/sand-37", "canvas-shoes-001/ice-blue-38", "sandals-001/black-white-38", "l5", "l99"]
    steps: list[dict[str, object]] = []
    for _ in range(60):
        sku = chance.choice(skus)
        steps.append(
            chance.choice(
                (
                    {"do": "set_quantity", "line": sku, "quantity": chance.randrange(0, 300)},
                    {"do": "check", "lines": [sku], "checked": chance.random() < 0.5},
                    {"do": "remove", "lines": chance.sample(skus, 2)},
                    {"do": "undo"},
                    {"do": "redo"},
                    {"do": "add_to_cart", "sku": skus[chance.randrange(3)], "quantity": chance.randrange(0, 50)},
                    {"do": "sell_out", "sku": skus[chance.randrange(3)]},
                    {"do": "restock", "sku": skus[chance.randrange(3)]},
                    {"do": "delist", "sku": skus[chance.randrange(3)]},
                    {"do": "relist", "sku": skus[chance.randrange(3)]},
                    {"do": "enter"},
                    {"do": "set_policy", "name": "cap.total", "value": chance.randrange(1, 40)},
                    {"wait": f"{chance.randrange(0, 30)}s"},
                )
            )
        )
    path = tmp_path / "many.cart.yaml"
    path.write_text(yaml.safe_dump({"scenario": "full-cart", "steps": steps}), encoding="utf-8")
    with performance(path, worlds, EN, keep_going=True) as under_way:
        plain_player.play_steps(under_way)
        assert len(under_way.done) == len(steps)
        must_be_whole(under_way.session)


@pytest.mark.parametrize("seed", range(150))
def test_a_mutated_file_passes_fails_or_is_refused_with_its_name(seed: int, worlds: Worlds, tmp_path: Path) -> None:
    chance = random.Random(seed)
    text = list(STORY)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(text))
        match chance.randrange(4):
            case 0:
                del text[at : at + chance.randrange(1, 30)]
            case 1:
                text[at:at] = chance.choice(
                    ("\t", "{", "]", ":", "&a ", "*a", "!!python/object:os.system ", "\x1b[2J", "-")
                )
            case 2:
                text[at] = chance.choice("0123456789{}[]:,'\"#|>%@ \nxé龘")
            case _:
                text[at:at] = text[at : at + 40]
    path = tmp_path / "mutated.cart.yaml"
    path.write_text("".join(text), encoding="utf-8")
    played = plain_player.play(path, worlds, EN, keep_going=True)
    assert played.ending in set(Ending)
    if played.ending is Ending.REFUSED:
        assert str(path) in played.complaint or "no scenario" in played.complaint
    assert "\x1b" not in "\n".join(lines(played))
