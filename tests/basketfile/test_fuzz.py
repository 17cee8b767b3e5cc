"""Whatever a basket file holds, it ends in an answer or in a message: never in a traceback."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.basketfile.conftest import Price

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = tuple(
    json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
    for path in sorted(GOLDEN.glob("*.yaml"))
)
KEYS = sorted({key for document in DOCUMENTS for key in json.dumps(document).split('"')[1::2]})

fuzz = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([100, 9_999, 10_000, 100_000_000, 10**30, -1, 0.5, 12.345, float("nan"), float("inf"), 1e300]),
    st.sampled_from(["", "A", "unlimited", "all", "2026-06-18T20:00:00", "0001-01-01", "9999-12-31T23:59:59+14:00"]),
    st.text(max_size=5),
    st.sampled_from(KEYS),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner),
    max_leaves=8,
)


def places(value: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place inside a document."""
    found = [place] if place else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += places(inner, (*place, key))
    return found


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A golden document with one to three of its parts replaced, taken away, doubled or put elsewhere."""
    document = deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(1, 3))):
        known = places(document)
        if not known:
            break
        *around, last = draw(st.sampled_from(known))
        holder: Any = document
        for part in around:
            holder = holder[part]
        match draw(st.sampled_from(("replace", "remove", "double", "graft"))):
            case "replace":
                holder[last] = draw(values)
            case "remove":
                del holder[last]
            case "double" if isinstance(holder, list):
                holder.append(deepcopy(holder[last]))
            case _:
                holder[last] = deepcopy(_at(document, draw(st.sampled_from(known))))
    return document


def _at(document: Any, place: tuple[str | int, ...]) -> Any:
    for part in place:
        document = document[part]
    return document


def assert_answered(cartsim: Price, path: Path, *options: str) -> None:
    done = cartsim("price", path, *options)
    assert "Traceback" not in done.err
    if done.status == 0:
        assert done.out.strip()
    else:
        assert done.status == 2
        assert done.out == ""
        assert str(path) in done.err


@fuzz
@given(document=mutated())
def test_a_golden_basket_with_parts_changed_is_priced_or_refused(
    document: Any, cartsim: Price, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "mutated.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert_answered(cartsim, path, "--json", "--explain")


@fuzz
@given(document=mutated())
def test_the_receipt_of_a_changed_basket_is_printed_or_refused(
    document: Any, cartsim: Price, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "mutated.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    assert_answered(cartsim, path, "--explain", "--lang", "zh")


@fuzz
@given(document=mutated())
def test_what_is_priced_keeps_its_sums(document: Any, cartsim: Price, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "summed.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    done = cartsim("price", path, "--json")
    if done.status == 0:
        told = json.loads(done.out)
        assert sum(line["net"] for line in told["lines"]) == told["net_total"] == told["goods"] - told["saved"]
        assert all(
            0 <= line["net"] == line["amount"] - sum(cut["amount"] for cut in line["cuts"]) for line in told["lines"]
        )


@fuzz
@given(content=st.one_of(st.binary(max_size=200), values.map(lambda value: yaml.safe_dump(value).encode())))
def test_any_content_at_all_is_refused_in_words(
    content: bytes, cartsim: Price, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "random.yaml"
    path.write_bytes(content)
    assert_answered(cartsim, path, "--json")


@fuzz
@given(data=st.data())
def test_a_golden_file_with_bytes_changed_is_priced_or_refused(
    data: st.DataObject, cartsim: Price, tmp_path_factory: pytest.TempPathFactory
) -> None:
    raw = bytearray(data.draw(st.sampled_from(sorted(GOLDEN.glob("*.yaml")))).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.sampled_from([b"", b"[", b"}", b":", b"\t", b"\n", b"&a", b"*a", b"!!", b"'", b"-", b"9", b"\xff", b"~"])
        )
    path = tmp_path_factory.getbasetemp() / "bytes.yaml"
    path.write_bytes(raw)
    assert_answered(cartsim, path, "--json")
