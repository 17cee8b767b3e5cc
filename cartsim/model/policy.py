"""The policy: every number and switch of the rule book, documented where it stands.

One frozen value. The metadata of its fields (unit, range, doc, source, rule) is the one source for
`--set`, policy files, the settings screen and the explanations; `policy_fields` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cartsim.model.bounds import AMOUNT

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
        None, unit="pieces", low=1, high=9999, rule="R-CAP-2", doc="Purchase limit of a product that sets none itself."
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
        doc="Between the two: the words low stock, nothing, or the number.",
    )
    scene: str = setting("consumer", choices=("consumer", "enterprise"), rule="R-STOCK-5", doc="Buying scene.")
    enterprise_hint_at: int = setting(
        49,
        unit="pieces",
        low=0,
        high=999,
        rule="R-STOCK-5",
        doc="At or under this the number shows in the enterprise scene.",
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
    confirm_clear: bool = setting(True, rule="R-INV-6", doc="Clearing the invalid items asks first.")


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
class Swap:
    """Trade-up, 换购 (R-SWAP)."""

    max: int | None = setting(
        None,
        unit="pieces",
        low=1,
        high=99,
        rule="R-SWAP-5",
        doc="Pieces of one trade-up offer at most, whatever its promotion allows.",
    )
    grace: int = setting(
        86_400,
        unit="s of world time",
        low=0,
        high=604_800,
        rule="R-SWAP",
        source="assumption",
        doc="How long an offer that was taken stays after its condition is lost.",
    )
    counts_for_threshold: bool = setting(
        False, rule="R-SWAP-2", doc="What a trade-up offer costs counts for the thresholds of other deals."
    )


@dataclass(frozen=True, slots=True)
class Addon:
    """Top-up, 凑单 (R-ADD)."""

    types: tuple[str, ...] = setting(
        ("full_reduction", "every_full"),
        choices=("full_reduction", "every_full", "full_discount", "pieces_discount", "full_gift"),
        rule="R-ADD-3",
        doc="Kinds of promotion with an entry to top-up.",
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

    show: bool = setting(True, rule="R-DROP-2", doc="Show how far the price fell since the line was added.")
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
    rise: bool = setting(False, rule="X-3", source="assumption", doc="Say so when the price rose.")


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
        doc="What thresholds and split weights read: prices after item deals (parallel), what the layers before left "
        "(progressive), or list prices.",
    )
    rounding: str = setting(
        "half_up", choices=("half_up", "floor", "ceil"), rule="X-9", source="assumption", doc="Rounding of a whole cut."
    )
    choose: str = setting(
        "best",
        choices=("best", "all"),
        rule="R-PRICE-1",
        source="S11",
        doc="The cheapest legal combination, or everything that applies, one after the other.",
    )
    freight_base: str = setting(
        "after_shop",
        choices=("item", "after_shop", "net"),
        rule="R-PRICE-1",
        source="S42",
        doc="What thresholds of free freight read.",
    )
    round_order: str = setting(
        "none",
        choices=("none", "jiao", "yuan"),
        rule="R-PRICE-1",
        source="S30",
        doc="What is payable is rounded down to, as a row of its own.",
    )
    min_payable: int = setting(
        0, unit="fen", low=0, high=AMOUNT.high, rule="R-PRICE-1", source="assumption", doc="Least the goods come to."
    )
    refund: str = setting(
        "split",
        choices=("split", "clawback"),
        rule="R-PRICE-1",
        source="assumption",
        doc="A refund gives back the shares of the pieces, or what the rest of the basket falls by.",
    )
    work_limit: int = setting(
        20_000,
        unit="states",
        low=1,
        high=100_000_000,
        rule="R-PRICE-1",
        source="assumption",
        doc="States one search for the cheapest combination may visit.",
    )


@dataclass(frozen=True, slots=True)
class CartWords:
    """What the cart says beside its estimate (R-PRICE)."""

    freight: str = setting(
        "note",
        choices=("note", "estimate"),
        rule="R-PRICE-2",
        source="S1",
        doc="The cart notes that freight is excluded, or estimates it beside the total.",
    )


@dataclass(frozen=True, slots=True)
class Features:
    """Switches of whole features."""

    switch_promotion: bool = setting(False, rule="R-SORT", source="S6", doc="A line can change its promotion.")


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
    swap: Swap = field(default=Swap())
    addon: Addon = field(default=Addon())
    coupon: Coupons = field(default=Coupons())
    drop: Drop = field(default=Drop())
    tags: Tags = field(default=Tags())
    pricing: Pricing = field(default=Pricing())
    cart: CartWords = field(default=CartWords())
    features: Features = field(default=Features())


STANDARD = Policy()
"""The article's recipe."""

SHOWCASE: Mapping[str, Value] = {
    "refresh.modes": ("interval", "pull", "on_enter"),
    "features.switch_promotion": True,
    "addon.types": ("full_reduction", "every_full", "full_discount"),
    "cart.freight": "estimate",
}
"""Overlay of the first run (decisions.md, Policy)."""

PROFILES: Mapping[str, Mapping[str, Value]] = {"standard": {}, "showcase": SHOWCASE}
"""Sets of rules with a name: what each changes of the standard."""
