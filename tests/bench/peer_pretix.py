"""A percentage off the positions of each promotion once they are worth enough, layer by layer, first come first served.

pretix knows percentages only: a fixed amount is given as the percentage it is of its threshold, and 每满, ceilings and
the split of a cut cannot be said. Every tier is a discount, the highest first. A position, which is one piece, is in
one discount; so that a line can be in one promotion of each layer, as ours is, its discounts run once for each layer,
on the prices the layer before left. Only `Discount.apply` is pretix's, on plain objects; the loop over the discounts is
that of its `apply_discounts` without the query.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from cartsim.model.policy import Pricing
from cartsim.model.promotion import AmountOff, PercentOff, Promotion, Tier
from cartsim.pricing import Basket
from cartsim.pricing.scope import takes_part


def pricer(basket: Basket) -> Callable[[], Decimal]:
    """Prices the basket; gives the total in yuan."""
    module = _discount_module()
    lines = [line for line in basket.lines for _ in range(line.quantity)]
    numbers = {line.id: number for number, line in enumerate(basket.lines)}
    positions = [
        module.PositionInfo(numbers[line.id], None, None, Decimal(line.price) / 100, None, None) for line in lines
    ]
    promotions = [*basket.promotions, *[coupon.promotion for coupon in basket.coupons]]
    layers: dict[str, list[Any]] = {layer: [] for layer in Pricing().layers}
    for one in promotions:
        members = _members(one, basket)
        layers[one.layer] += [_discount(module, one.id, tier, members) for tier in reversed(one.tiers)]
    of_layers = [discounts for discounts in layers.values() if discounts]

    def price() -> Decimal:
        left = positions
        for discounts in of_layers:
            found: dict[int, Decimal] = {}
            for discount in discounts:
                found.update(discount.apply({number: one for number, one in enumerate(left) if number not in found}))
            left = [
                one._replace(line_price_gross=found[number]) if number in found else one
                for number, one in enumerate(left)
            ]
        return sum((one.line_price_gross for one in left), Decimal(0))

    return price


def _members(promotion: Promotion, basket: Basket) -> list[int]:
    return [number for number, line in enumerate(basket.lines) if takes_part(promotion, line)]


def _discount(module: ModuleType, name: str, tier: Tier, members: Iterable[int]) -> Any:
    match tier.give:
        case PercentOff(rate):
            percent = Decimal(rate) / 100
        case AmountOff(amount):
            percent = (Decimal(100 * amount) / tier.when.amount).quantize(Decimal("0.01"))
        case _:
            raise ValueError(f"{name}: pretix has no such benefit")
    discount = module.Discount()
    for attribute, value in {
        "active": True,
        "event": SimpleNamespace(currency="CNY"),
        "condition_all_products": False,
        "condition_limit_products": _Products(members),
        "condition_apply_to_addons": True,
        "condition_ignore_voucher_discounted": False,
        "condition_min_count": tier.when.pieces,
        "condition_min_value": Decimal(tier.when.amount) / 100,
        "benefit_same_products": True,
        "benefit_only_apply_to_cheapest_n_matches": None,
        "benefit_discount_matching_percent": percent,
        "subevent_mode": module.Discount.SUBEVENT_MODE_MIXED,
        "subevent_date_from": None,
        "subevent_date_until": None,
    }.items():
        setattr(discount, attribute, value)
    return discount


class _Products:
    """Stands for a prefetched relation."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._rows = [SimpleNamespace(pk=number) for number in numbers]

    def all(self) -> list[SimpleNamespace]:
        """The products."""
        return self._rows


def _discount_module() -> ModuleType:
    """pretix's module of the discount model, with a plain class in the place of its base model."""
    from django.conf import settings

    settings.configure(USE_I18N=False, CURRENCY_PLACES={})
    package = find_spec("pretix")
    assert package is not None
    assert package.submodule_search_locations
    root = Path(next(iter(package.submodule_search_locations)))
    for name in ("pretix.base", "pretix.base.models"):
        parent = ModuleType(name)
        parent.__path__ = [str(root.parent.joinpath(*name.split(".")))]
        sys.modules[name] = parent
    base = ModuleType("pretix.base.models.base")
    base.LoggedModel = type("LoggedModel", (), {"__str__": object.__str__})  # type: ignore[attr-defined]
    sys.modules["pretix.base.models.base"] = base
    spec = spec_from_file_location("pretix.base.models.discount", root / "base" / "models" / "discount.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
