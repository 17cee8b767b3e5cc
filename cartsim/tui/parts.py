"""Names by which rows and their parts are addressed: mouse, keys, scripts and tests alike.

Row ids of the cart, each stable for as long as the thing it shows is in the cart:

| row id              | what it is                                  | parts |
|---------------------|---------------------------------------------|-------|
| `shop:CODE`         | header of a shop                            | `check` `fold` `coupons` `freight` |
| `bar:SHOP/PROMOTION`| promotion bar                               | `kind` `state` `terms` `topup` |
| `line:ID`           | a line; ID is its line id                   | `check` `title` `sku` `promotion` `price` `drop` |
|                     |                                             | `stock` `minus` `quantity` `plus` `mend` `net` |
|                     |                                             | `why` `remove` |
| `gift:ID`           | a gift row                                  | `gift` `price` |
| `ribbon:PROMOTION`  | cross-shop promotion above the shops        | `kind` `state` `terms` `topup` |
| `addon:ID`          | a trade-up offer; ID: `PROMOTION/GOODS`     | `check` `addon` `price` `minus` `quantity` |
|                     |                                             | `plus` |
| `invalid`           | header of the invalid section               | `fold` `clear` |
| `empty`             | the sentence of an empty cart or filter     | |
| `gap:ID`            | air between things                          | |

Parts outside the list, found with the row id of the widget they stand on:

| on         | parts |
|------------|-------|
| `header`   | `name` `profile` `cart` `city` `time` `pause` `step` `speed` |
| `filters`  | `filter_all` `filter_drop` `filter_low` `filter_promotion` `filter_invalid` `refresh` |
| `pay`      | `check` `remove` `platform_coupons` `detail` `settle` `undo` |
| `side`     | `detail` `base` `freight` `topup` `tick1` `tick2` `why` `market` |
| `keys`     | `key:ACTION` for each action shown |
"""

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
