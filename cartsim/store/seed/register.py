"""Where every promotion and coupon of a new world gets its code and its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cartsim.model.promotion import Promotion
from cartsim.store.seed.codes import Codes
from cartsim.store.seed.goods import Rows
from cartsim.store.terms import terms_to_text

Window = tuple[int, int]
"""(opens, ends), seconds from the start of the world."""


class Register:
    """Hands out ids and codes, so that makers of different promotions do not meet."""

    def __init__(self, starts_at: int) -> None:
        self.starts_at = starts_at
        self._codes = Codes()
        self._promotions = 0
        self._coupons = 0

    def code(self, wanted: str) -> str:
        """`wanted`, or what is free beside it."""
        return self._codes.unique(wanted)

    def within(self, promotion: Promotion, window: Window) -> Promotion:
        """The promotion with its window in world time."""
        return replace(promotion, starts_at=self.starts_at + window[0], ends_at=self.starts_at + window[1])

    def promotion(self, promotion: Promotion, shop: int | None, enrolled: Sequence[int], rows: Rows) -> None:
        """Its row; it is for the products of these ids, for all of the shop, or of all shops where there is none."""
        self._promotions += 1
        rows["promotion"].append((
            self._promotions, promotion.id, shop, promotion.layer.value, int(not enrolled), promotion.starts_at,
            promotion.ends_at, terms_to_text(promotion),
        ))  # fmt: skip
        rows["promotionproduct"].extend((product, self._promotions) for product in enrolled)

    def coupon(
        self,
        promotion: Promotion,
        shop: int | None,
        chosen: Sequence[int],
        rows: Rows,
        *,
        claim: Window,
        use: Window,
        stock: int,
        per_user: int,
        stack: bool = False,
    ) -> None:
        """Its row, with the windows in which it can be claimed and used; for whom as with `promotion`."""
        self._coupons += 1
        start = self.starts_at
        rows["coupon"].append((
            self._coupons, promotion.id, shop, promotion.layer.value, int(not chosen), start + claim[0],
            start + claim[1], start + use[0], start + use[1], stock, per_user, int(stack), terms_to_text(promotion),
        ))  # fmt: skip
        rows["couponproduct"].extend((product, self._coupons) for product in chosen)
