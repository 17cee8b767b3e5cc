"""Names of the parts of rows that code speaks of; `cartsim.tui.id_table` tables every name there is."""

from __future__ import annotations

from typing import Final

CHECK: Final = "check"
FOLD: Final = "fold"
COUPONS: Final = "coupons"
KIND: Final = "kind"
TOPUP: Final = "topup"
TITLE: Final = "title"
SKU: Final = "sku"
PROMOTION: Final = "promotion"
PRICE: Final = "price"
DROP: Final = "drop"
STOCK: Final = "stock"
MINUS: Final = "minus"
QUANTITY: Final = "quantity"
PLUS: Final = "plus"
MEND: Final = "mend"
WHY: Final = "why"
GIFT: Final = "gift"
ADD_ON: Final = "addon"
FREIGHT: Final = "freight"
PLATFORM_COUPONS: Final = "platform_coupons"
BASE: Final = "base"
TICKS: Final = ("tick1", "tick2")
"""The lines the advice beside the list names: a click ticks them."""
CLEAR: Final = "clear"
REMOVE: Final = "remove"
NET: Final = "net"
STATE: Final = "state"
TERMS: Final = "terms"
