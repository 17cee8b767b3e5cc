"""Policy files: what they may say, and how a wrong one is answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cartsim.cli.opening import Opening
from cartsim.errors import PolicyError
from cartsim.model.policy import SHOWCASE, STANDARD, Value
from cartsim.model.policy_fields import check, differences, documented, get, policy_fields
from cartsim.session.policyfile import load_policy, merge_policy


@pytest.fixture
def policy_file(tmp_path: Path) -> Path:
    return tmp_path / "rules.yaml"


def test_a_file_changes_only_the_fields_it_names(policy_file: Path) -> None:
    policy_file.write_text("cap:\n  total: 200\nrefresh:\n  modes: [pull, interval]\nselect:\n  remember: false\n")
    assert load_policy(policy_file) == {
        "cap.total": 200,
        "refresh.modes": ("pull", "interval"),
        "select.remember": False,
    }


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "cap:\n"])
def test_a_file_that_says_nothing_changes_nothing(policy_file: Path, text: str) -> None:
    policy_file.write_text(text)
    assert load_policy(policy_file) == {}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("cap:\n  totl: 5\n", ":2: cap.totl: no such field; did you mean 'total'?"),
        ("stok:\n  show: true\n", ":1: stok: no such field; did you mean 'stock'?"),
        ("stock:\n  show: true\ncap:\n  total: many\n", ":4: cap.total: takes a whole number, not 'many'"),
        ("cap:\n  total: 0\n", ":2: cap.total: takes 1 or more, not 0"),
        ("cap:\n  total: 2001\n", ":2: cap.total: takes 2000 or less, not 2001"),
        ("cap:\n  total: true\n", ":2: cap.total: takes a whole number, not True"),
        ("cap:\n  total: 1.0\n", ":2: cap.total: takes a whole number, not 1.0"),
        ("cap:\n  total:\n", ":2: cap.total: takes a whole number"),
        ("cap:\n  unit: boxes\n", ":2: cap.unit: takes 'lines' or 'pieces', not 'boxes'"),
        ("refresh:\n  modes:\n    - pull\n    - push\n", ":4: refresh.modes.1: takes 'interval', 'pull' or 'on_enter'"),
        ("refresh:\n  modes: [pull, pull]\n", ":2: refresh.modes names pull, pull: each may stand once"),
        ("cap: 5\n", ":1: cap: takes fields, one a line, not 5"),
        ("- cap\n", ":1: expected `name: value` pairs"),
        ("cap:\n  total: 1\n  total: 2\n", ":3: cap.total: 'total' stands here twice"),
        ("cap:\n\ttotal: 1\n", ":2: found character '\\t' that cannot start any token"),
        ("cap: !!python/object/apply:os.getcwd []\n", ":1: cap: tag:yaml.org,2002:python/object/apply"),
        ("select:\n  remember: no\n", ":2: select.remember: takes true or false, not 'no'"),
        ("cap: &again\n  total: *again\n", ":1: cap.total: an alias contains itself"),
        ("cap:\n  total: \x1b[31m5\n", ":2: a control character has no place in text"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_answered_with_file_line_field_and_what_it_takes(
    policy_file: Path, text: str, complaint: str
) -> None:
    policy_file.write_text(text)
    with pytest.raises(PolicyError) as answer:
        load_policy(policy_file)
    assert str(answer.value).startswith(f"{policy_file}{complaint}")
    assert "\n" not in str(answer.value)


def test_bytes_that_are_no_text_are_refused_with_their_line(policy_file: Path) -> None:
    policy_file.write_bytes(b"cap:\n  total: \xff\n")
    with pytest.raises(PolicyError, match=r"rules\.yaml:2: not UTF-8 text"):
        load_policy(policy_file)


def test_aliases_that_multiply_are_stopped(policy_file: Path) -> None:
    doubled = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    policy_file.write_text("a0: &a0 [1, 1]\n" + doubled)
    with pytest.raises(PolicyError, match="too many values"):
        load_policy(policy_file)


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="this is a folder"):
        load_policy(tmp_path)
    with pytest.raises(PolicyError, match="no such file"):
        load_policy(tmp_path / "nowhere.yaml")


def test_later_layers_win_over_earlier_ones() -> None:
    policy = merge_policy(SHOWCASE, {"cap.total": 7, "refresh.modes": ("pull",)}, {"cap.total": 5})
    assert (policy.cap.total, policy.refresh.modes, policy.features.switch_promotion) == (5, ("pull",), True)


def test_layers_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(PolicyError, match="R-STOCK-4"):
        merge_policy({"stock.hide_above": 3})


def test_a_setting_may_mend_what_the_file_alone_would_contradict(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("stock:\n  hint_at: 50\n")
    with pytest.raises(PolicyError, match=r"rules\.yaml:2: stock\.hint_at \(50\)"):
        Opening(policy=path).overrides()
    mended = Opening(policy=path, settings=("stock.hide_above=60",)).overrides()
    assert mended == {"stock.hint_at": 50, "stock.hide_above": 60}


def values_of(name: str) -> some.SearchStrategy[Value]:
    """Every value the field may hold."""
    known = documented(name)
    made: some.SearchStrategy[Value]
    if known.kind == "list":
        made = some.permutations(known.choices).flatmap(
            lambda order: some.integers(0, len(order)).map(lambda count: tuple(order[:count]))
        )
    elif known.choices:
        made = some.sampled_from(known.choices)
    elif known.kind == "bool":
        made = some.booleans()
    else:
        made = some.integers(known.low, known.high)
    return made | some.none() if known.optional else made


@given(chosen=some.sampled_from([known.name for known in policy_fields()]).flatmap(
    lambda name: some.tuples(some.just(name), values_of(name))
))  # fmt: skip
def test_every_value_a_field_may_hold_can_be_written_in_a_file(
    tmp_path_factory: pytest.TempPathFactory, chosen: tuple[str, Value]
) -> None:
    name, value = chosen
    section, field = name.split(".")
    written = "null" if value is None else str(list(value) if isinstance(value, tuple) else value).lower()
    path = tmp_path_factory.mktemp("policy") / "one.yaml"
    path.write_text(f"{section}:\n  {field}: {written}\n")
    assert load_policy(path) == {name: check(documented(name), value)}


def test_the_showcase_is_made_of_fields_that_exist_and_differ() -> None:
    shown = merge_policy(SHOWCASE)
    assert differences(shown) == dict(SHOWCASE)
    assert all(get(shown, name) != get(STANDARD, name) for name in SHOWCASE)
