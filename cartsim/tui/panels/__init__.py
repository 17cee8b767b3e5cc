"""Panels over the cart: drawers and dialogs. Each follows the session while it is open.

Names of rows and parts, for mouse, keys, scripts and tests; `leave` closes wherever it stands:

| panel           | list      | row id              | parts of a row | parts beside the list |
|-----------------|-----------|---------------------|----------------|-----------------------|
| TopUpPanel      | `goods`   | `good:SKU`          | those of a line, `extra` | `band-all` `band-CODE` `sort` |
| CouponPanel     | `cards`   | `coupon:CODE`       | `face` `pick` `claim` `note` | |
| SkuPanel        |           |                     |                | `sku:SKU` `minus` `quantity` `plus` |
| DetailPanel     |           |                     |                | promotion codes, `copy` `write` |
| SettlementPanel |           |                     |                | `again` |
| PromotionPanel  | `choices` | `promotion:CODE`    | `choose` `extra` | |
| GiftPanel       | `choices` | `gift:CODE`         | `choose` | |
| CityPanel       | `choices` | `city:CODE`         | `choose` | |
| MarketPanel     | `choices` | `edit:CODE`         | `choose` | |
| TroublePanel    | `choices` | `neighbour:NAME`    | `choose` | |
| AddPanel        | `choices` | `sku:SKU`           | `title` `add` | |
| PolicyPanel     | `fields`  | `field:NAME`        | `name` `value` | `differing` |
| WhyPanel        |           |                     |                | `policy:NAME` |
| HelpPanel       |           |                     |                | `action:NAME` |

Dialogs have their buttons by widget id: `yes` `no`, `accept` `maximum` `cancel`, `confirm` `cancel`. The line
of keys is `keys`; each of its parts is the action it runs.
"""
