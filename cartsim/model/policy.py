"""The policy: every number and switch of the rule book, documented where it stands.

One frozen value. The metadata of its fields (unit, range, doc, source, rule) is the one source for
`--set`, policy files, the settings screen and the explanations.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, cast

from cartsim.errors import PolicyError

Value = bool | int | str | tuple[str, ...] | None
"""What a policy field may hold."""


def setting(
    default: Value,
    *,
    doc: str,
    rule: str,
    source: str = "article",
    unit: str = "",
    low: int | None = None,
    high: int | None = None,
    choices: tuple[str, ...] = (),
) -> Any:
    """A documented policy field; `low` and `high` are inclusive."""
    return field(
        default=default,
        metadata={
            "doc": doc,
            "rule": rule,
            "source": source,
            "unit": unit,
            "low": low,
            "high": high,
            "choices": choices,
        },
    )


@dataclass(frozen=True, slots=True)
class Cap:
    """Quantity caps (R-CAP)."""

    total: int = setting(120, unit="lines", low=1, high=2000, rule="R-CAP-1", doc="Lines a cart holds at most.")
    unit: str = setting(
        "lines", choices=("lines", "pieces"), rule="R-CAP-1", source="S19", doc="What the total cap counts."
    )
    counts_invalid: bool = setting(True, rule="R-CAP-1", source="assumption", doc="Invalid lines count in the cap.")
    per_sku: int = setting(
        99, unit="pieces", low=1, high=9999, rule="R-CAP-2", source="S16", doc="Pieces of one SKU at most."
    )
    per_user: int | None = setting(
        None, unit="pieces", low=1, high=9999, rule="R-CAP-2", doc="限购 of a product where it sets none itself."
    )
    overflow: str = setting(
        "clamp", choices=("clamp", "refuse"), rule="R-CAP-2", doc="An add above the cap is cut down, or refused."
    )


@dataclass(frozen=True, slots=True)
class Stock:
    """Stock hints and refresh of stock (R-STOCK)."""

    hide_above: int = setting(10, unit="pieces", low=0, high=999, rule="R-STOCK-2", doc="Above this no number shows.")
    hint_at: int = setting(
        5, unit="pieces", low=0, high=999, rule="R-STOCK-3", doc="At or under this the number shows."
    )
    band_mode: str = setting(
        "tight_label",
        choices=("tight_label", "quiet", "exact"),
        rule="R-STOCK-4",
        source="assumption",
        doc="Between the two: 库存紧张, nothing, or the number.",
    )
    scene: str = setting("consumer", choices=("consumer", "enterprise"), rule="R-STOCK-5", doc="Buying scene.")
    enterprise_hint_at: int = setting(
        49, unit="pieces", low=0, high=999, rule="R-STOCK-5", doc="`hint_at` of the enterprise scene."
    )
    zero_place: str = setting(
        "in_place",
        choices=("in_place", "shop_bottom", "invalid"),
        rule="R-STOCK-6",
        source="assumption",
        doc="Where a line without stock stands after the next entry.",
    )
    show: bool = setting(True, rule="R-STOCK-7", doc="Show stock hints at all.")
    on_short: str = setting(
        "block",
        choices=("block", "clamp", "uncheck"),
        rule="R-STOCK-14",
        source="S1",
        doc="A checked line above the stock blocks settlement, is cut down, or is unchecked.",
    )
    warehouse_match: str = setting(
        "any_serving",
        choices=("any_serving", "nearest"),
        rule="R-STOCK-1",
        doc="Which warehouses count for an address.",
    )


@dataclass(frozen=True, slots=True)
class Refresh:
    """When the cart reads again (R-STOCK-8)."""

    modes: tuple[str, ...] = setting(
        ("on_enter", "pull"),
        choices=("interval", "pull", "on_enter"),
        rule="R-STOCK-8",
        doc="What makes the cart read again; any combination.",
    )
    interval_s: int = setting(
        10, unit="s of world time", low=1, high=3600, rule="R-STOCK-8", doc="Between two timed refreshes."
    )


@dataclass(frozen=True, slots=True)
class Select:
    """Ticks (R-SEL)."""

    new_checked: bool = setting(True, rule="R-SEL-2", doc="A new line is checked.")
    remember: bool = setting(True, rule="R-SEL-1", doc="Ticks survive leaving the cart.")
    max_lines: int = setting(
        120, unit="lines", low=1, high=2000, rule="R-SEL-4", source="assumption", doc="Lines of one settlement at most."
    )


@dataclass(frozen=True, slots=True)
class Edit:
    """Adding and removing (R-EDIT)."""

    minus_at_one: str = setting(
        "confirm_delete",
        choices=("confirm_delete", "disabled", "delete"),
        rule="R-EDIT-2",
        doc="What − does at the least quantity.",
    )
    undo_s: int = setting(
        5, unit="s of real time", low=0, high=60, rule="R-EDIT-3", source="assumption", doc="Undo after a removal."
    )


@dataclass(frozen=True, slots=True)
class Readd:
    """Adding an SKU that is in the cart already (R-EDIT-6)."""

    sort: str = setting("bump", choices=("bump", "keep"), rule="R-EDIT-6", source="assumption", doc="Goes to the top.")
    check: bool = setting(True, rule="R-EDIT-6", source="S3", doc="Becomes checked.")
    snapshot: str = setting(
        "latest",
        choices=("latest", "first", "max"),
        rule="R-EDIT-6",
        source="assumption",
        doc="Baseline of the price drop.",
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Display and grouping (R-GRP)."""

    by_promotion: bool = setting(True, rule="R-GRP-2", doc="Lines of one promotion stand together.")


@dataclass(frozen=True, slots=True)
class Sort:
    """Order of shops, groups and lines (R-SORT)."""

    live: bool = setting(
        False, rule="R-SORT", source="assumption", doc="An add re-sorts at once, not at the next entry."
    )
    none_group: str = setting(
        "by_rank",
        choices=("by_rank", "last"),
        rule="R-SORT",
        source="assumption",
        doc="Where the lines without promotion stand in their shop.",
    )


@dataclass(frozen=True, slots=True)
class SkuSwitch:
    """Changing the SKU of a line (R-SKU)."""

    enabled: bool = setting(True, rule="R-SKU-3", doc="The specification is a control.")
    sort: str = setting("keep", choices=("keep", "bump"), rule="R-SKU", source="S4", doc="Place after a switch.")
    merge: str = setting(
        "sum", choices=("sum", "overwrite"), rule="R-SKU", source="S4", doc="Quantity where the SKU is in the cart."
    )


@dataclass(frozen=True, slots=True)
class Invalid:
    """Invalid lines (R-INV)."""

    fold_above: int = setting(
        3, unit="lines", low=0, high=999, rule="R-INV", source="assumption", doc="Folded above so many."
    )
    confirm_clear: bool = setting(True, rule="R-INV-6", doc="清空失效宝贝 asks first.")


@dataclass(frozen=True, slots=True)
class Gifts:
    """Gifts (R-GIFT)."""

    when_unchecked: str = setting(
        "dim", choices=("dim", "hide"), rule="R-GIFT", source="assumption", doc="Gift of an unchecked item."
    )
    on_short: str = setting(
        "partial",
        choices=("partial", "none", "block_main"),
        rule="R-GIFT",
        source="S17",
        doc="Fewer gifts than earned: give what is left, none, or block the item.",
    )


@dataclass(frozen=True, slots=True)
class Addon:
    """凑单 (R-ADD)."""

    types: tuple[str, ...] = setting(
        ("full_reduction", "every_full"),
        choices=("full_reduction", "every_full", "full_discount", "pieces_discount", "full_gift"),
        rule="R-ADD-3",
        doc="Kinds of promotion with an entry to 凑单.",
    )
    search: bool = setting(True, rule="R-ADD-6", doc="A search box in the panel.")
    rank: str = setting(
        "cost", choices=("cost", "closest_gap", "price"), rule="R-ADD-6", source="S40", doc="Order of the goods."
    )


@dataclass(frozen=True, slots=True)
class Coupons:
    """Coupons in the cart (R-CPN)."""

    preview_h: int = setting(
        48, unit="h", low=0, high=720, rule="R-CPN-4", source="assumption", doc="A coupon opening within this shows."
    )
    estimate: str = setting(
        "claimed_best",
        choices=("off", "claimed_best", "claimable_best"),
        rule="R-PRICE-2",
        source="assumption",
        doc="Coupons counted in the estimate of the cart.",
    )


@dataclass(frozen=True, slots=True)
class Drop:
    """Price-drop reminder (R-DROP)."""

    show: bool = setting(True, rule="R-DROP-2", doc="Show 比加入时降X元.")
    basis: str = setting(
        "item_promo", choices=("item_promo", "list"), rule="R-DROP", source="assumption", doc="Which unit price counts."
    )
    min_abs: int = setting(1, unit="fen", low=1, high=1_000_000, rule="R-DROP", source="assumption", doc="Least drop.")
    min_rate: int = setting(
        0,
        unit="1/100 %",
        low=0,
        high=10_000,
        rule="R-DROP",
        source="assumption",
        doc="Least drop against the baseline.",
    )
    rise: bool = setting(False, rule="X-3", source="assumption", doc="Say 已涨价 when the price rose.")


@dataclass(frozen=True, slots=True)
class Tags:
    """Labels (R-TAG)."""

    max_per_line: int = setting(
        3, unit="tags", low=0, high=9, rule="R-TAG-5", source="assumption", doc="Labels a line."
    )


@dataclass(frozen=True, slots=True)
class Pricing:
    """Layers, thresholds and rounding (pricing.md)."""

    layers: tuple[str, ...] = setting(
        ("item", "shop", "shop_coupon", "cross_shop", "platform", "category_coupon", "platform_coupon"),
        choices=("item", "shop", "shop_coupon", "cross_shop", "platform", "category_coupon", "platform_coupon"),
        rule="R-PRICE-1",
        source="S33",
        doc="Layers in the order they apply.",
    )
    threshold_base: str = setting(
        "parallel",
        choices=("parallel", "progressive", "list"),
        rule="R-ADD-5",
        source="S10",
        doc="What thresholds and split weights read.",
    )
    rounding: str = setting(
        "half_up", choices=("half_up", "floor", "ceil"), rule="X-9", source="assumption", doc="Rounding of a whole cut."
    )
    work_limit: int = setting(
        200_000,
        unit="states",
        low=1,
        high=100_000_000,
        rule="R-PRICE-1",
        source="assumption",
        doc="States the search for the cheapest combination may visit.",
    )


@dataclass(frozen=True, slots=True)
class Features:
    """Switches of whole features."""

    switch_promotion: bool = setting(False, rule="R-SORT", source="S6", doc="换促销 on a line.")


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules that can be tuned, by section of the rule book."""

    cap: Cap = field(default=Cap())
    stock: Stock = field(default=Stock())
    refresh: Refresh = field(default=Refresh())
    select: Select = field(default=Select())
    edit: Edit = field(default=Edit())
    readd: Readd = field(default=Readd())
    group: Group = field(default=Group())
    sort: Sort = field(default=Sort())
    sku_switch: SkuSwitch = field(default=SkuSwitch())
    invalid: Invalid = field(default=Invalid())
    gift: Gifts = field(default=Gifts())
    addon: Addon = field(default=Addon())
    coupon: Coupons = field(default=Coupons())
    drop: Drop = field(default=Drop())
    tags: Tags = field(default=Tags())
    pricing: Pricing = field(default=Pricing())
    features: Features = field(default=Features())


STANDARD = Policy()
"""The article's recipe."""

SHOWCASE: Mapping[str, Value] = {
    "refresh.modes": ("interval", "pull", "on_enter"),
    "features.switch_promotion": True,
    "addon.types": ("full_reduction", "every_full", "full_discount"),
}
"""Overlay of the first run (decisions.md, Policy)."""


@dataclass(frozen=True, slots=True)
class PolicyField:
    """One field of the policy with its documentation."""

    name: str
    """Dotted, such as `cap.total`."""
    kind: str
    """`bool`, `int`, `str` or `list`."""
    optional: bool
    default: Value
    doc: str
    rule: str
    source: str
    unit: str
    low: int | None
    high: int | None
    choices: tuple[str, ...]


def policy_fields() -> tuple[PolicyField, ...]:
    """Every field in the order of the sections."""
    return tuple(_walk())


def get(policy: Policy, name: str) -> Value:
    """The value of the dotted field; PolicyError names the nearest field if there is none."""
    documented(name)
    section, field_name = name.split(".")
    return cast(Value, getattr(getattr(policy, section), field_name))


def documented(name: str) -> PolicyField:
    """The field called `name`; PolicyError with the nearest name if there is none."""
    found = _INDEX.get(name)
    if found is None:
        from difflib import get_close_matches  # only on the way to an error

        near = get_close_matches(name, list(_INDEX), n=1, cutoff=0.5)
        raise PolicyError(f"no policy field {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    return found


def override(policy: Policy, changes: Mapping[str, Value]) -> Policy:
    """`policy` with dotted fields replaced and checked; PolicyError names the field and what it takes."""
    by_section: dict[str, dict[str, Value]] = {}
    for name, value in changes.items():
        checked = check(documented(name), value)
        section, field_name = name.split(".")
        by_section.setdefault(section, {})[field_name] = checked
    made = replace(
        policy,
        **{section: replace(getattr(policy, section), **values) for section, values in by_section.items()},
    )
    _check_together(made)
    return made


def parse_setting(text: str) -> tuple[str, Value]:
    """`cap.total=5` as (name, value) of the field's own type; PolicyError where it does not fit."""
    name, equals, raw = text.partition("=")
    name, raw = name.strip(), raw.strip()
    if not equals:
        raise PolicyError(f"{text!r} is not NAME=VALUE, such as cap.total=5")
    return name, parse(documented(name), raw)


def parse(known: PolicyField, raw: str) -> Value:
    """The words of a person as a checked value of the field; PolicyError where they do not fit."""
    if known.optional and raw.lower() in {"none", "null", "-"}:
        return None
    if known.kind == "bool":
        words = {
            "true": True,
            "yes": True,
            "on": True,
            "1": True,
            "false": False,
            "no": False,
            "off": False,
            "0": False,
        }
        if raw.lower() not in words:
            raise PolicyError(f"{known.name} takes true or false, not {raw!r}")
        return words[raw.lower()]
    if known.kind == "int":
        try:
            return check(known, int(raw))
        except ValueError:
            raise PolicyError(f"{known.name} takes a whole number, not {raw!r}") from None
    if known.kind == "list":
        return check(known, tuple(part.strip() for part in raw.strip("[]").split(",") if part.strip()))
    return check(known, raw)


def check(known: PolicyField, value: Value) -> Value:
    """`value` if the field may hold it (lists become tuples); PolicyError otherwise."""
    if value is None:
        if known.optional:
            return None
        raise PolicyError(f"{known.name} needs a value")
    if known.kind == "list":
        if isinstance(value, str) or not isinstance(value, (tuple, list)):
            raise PolicyError(f"{known.name} takes a list of {', '.join(known.choices)}")
        parts = tuple(value)
        for part in parts:
            if part not in known.choices:
                raise PolicyError(f"{known.name} takes {', '.join(known.choices)}, not {part!r}")
        if len(set(parts)) != len(parts):
            raise PolicyError(f"{known.name} names {', '.join(parts)}: each may stand once")
        return parts
    expected: dict[str, type] = {"bool": bool, "int": int, "str": str}
    if type(value) is not expected[known.kind]:
        wanted = {"bool": "true or false", "int": "a whole number", "str": "a word"}[known.kind]
        raise PolicyError(f"{known.name} takes {wanted}, not {value!r}")
    if known.choices and value not in known.choices:
        raise PolicyError(f"{known.name} takes {', '.join(known.choices)}, not {value!r}")
    if isinstance(value, int) and not isinstance(value, bool):
        low, high = known.low, known.high
        if (low is not None and value < low) or (high is not None and value > high):
            raise PolicyError(f"{known.name} takes {low} to {high} {known.unit}, not {value}".replace("  ", " "))
    return value


def differences(policy: Policy, other: Policy = STANDARD) -> dict[str, Value]:
    """Fields of `policy` that differ from `other`, by dotted name."""
    return {
        known.name: get(policy, known.name)
        for known in policy_fields()
        if get(policy, known.name) != get(other, known.name)
    }


@lru_cache(maxsize=16)
def policy_hash(policy: Policy) -> str:
    """Twelve hexadecimal digits that change with any field."""
    values = {known.name: get(policy, known.name) for known in policy_fields()}
    text = json.dumps(values, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _check_together(policy: Policy) -> None:
    hint = policy.stock.enterprise_hint_at if policy.stock.scene == "enterprise" else policy.stock.hint_at
    if policy.stock.scene == "consumer" and hint > policy.stock.hide_above:
        raise PolicyError(
            f"stock.hint_at ({hint}) must not be above stock.hide_above ({policy.stock.hide_above}) (R-STOCK-4)"
        )


def _walk() -> Iterator[PolicyField]:
    for section in fields(Policy):
        holder = section.default
        if not is_dataclass(holder):
            continue
        for item in fields(holder):
            yield _describe(section.name, item)


def _describe(section: str, item: Field[Any]) -> PolicyField:
    annotation = str(item.type)
    bare = annotation.replace("| None", "").strip()
    kind = "list" if bare.startswith("tuple") else bare
    return PolicyField(
        f"{section}.{item.name}",
        kind,
        "None" in annotation,
        cast(Value, item.default),
        item.metadata["doc"],
        item.metadata["rule"],
        item.metadata["source"],
        item.metadata["unit"],
        item.metadata["low"],
        item.metadata["high"],
        item.metadata["choices"],
    )


_INDEX = {known.name: known for known in _walk()}
