"""The schema of a world file, as SQLModel tables.

Integers only: fen, pieces, grams, world seconds, hundredths of a percent. `SQLModel(table=True)` does
not validate, so every bound is a CHECK of the table itself, with the ranges commands and files are held
to. Ids are dense and start at 1: a tick finds its SKUs by arithmetic on them, without an index.
"""

from __future__ import annotations

from sqlmodel import CheckConstraint, Field, SQLModel, false

from cartsim.model.bounds import AMOUNT, LIVELINESS, PRICE, SPEED, STOCK, Range


def _away() -> bool:
    """A column: the market took it off the shelf for a while, and puts back nothing that was taken off otherwise."""
    away: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    return away


def names() -> tuple[str, ...]:
    """Names of the tables of a world, as SQLite knows them."""
    mapped = [kind.__tablename__ for kind in SQLModel.__subclasses__() if kind.__module__ == __name__]
    return tuple(str(name) for name in mapped)


def _within(bounds: Range, *columns: str) -> CheckConstraint:
    """Each of the columns holds a number of this range."""
    return CheckConstraint(" AND ".join(f"{column} BETWEEN {bounds.low} AND {bounds.high}" for column in columns))


class World(SQLModel, table=True):
    """The one row of the world's state."""

    __table_args__ = (
        CheckConstraint("id = 1"),
        CheckConstraint("tick >= 0 AND step >= 0"),
        CheckConstraint("tick_s > 0"),
        _within(LIVELINESS, "liveliness"),
        _within(SPEED, "speed"),
    )
    id: int = Field(default=1, primary_key=True)
    seed: int
    size: str
    scenario: str = ""
    starts_at: int
    """World time of tick 0, seconds since 1970."""
    login: str
    """Owner of the account a window opens where it names none."""
    tick: int = 0
    step: int = 0
    """Market steps taken: `liveliness` of them a tick, none while frozen."""
    tick_s: int = 1
    liveliness: int = 1
    speed: int = 1
    """Ticks a real second."""
    paused: bool = False
    frozen: bool = False
    """The clock runs but the market stands still."""
    lease_holder: str = ""
    lease_until: float = 0.0
    """Real time (time.time) at which the driver's lease ends."""
    checksum: str = ""
    """Logical checksum of the catalogue as seeded."""
    policy: str = "{}"
    """JSON of the policy fields that differ from the standard."""
    first_policy: str = "{}"
    """The same as it was when the world was made."""
    life: int = 0
    """How often it was put back to its beginning."""
    scenario_text: str = ""
    """The scenario's file as it was then; empty for one that comes with cartsim."""


class Region(SQLModel, table=True):
    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    zh: str
    en: str


class City(SQLModel, table=True):
    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    region_id: int = Field(foreign_key="region.id")
    zh: str
    en: str


class Warehouse(SQLModel, table=True):
    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    zh: str
    en: str
    special: bool = False


class WarehouseRegion(SQLModel, table=True):
    """Regions a warehouse serves."""

    region_id: int = Field(foreign_key="region.id", primary_key=True)
    warehouse_id: int = Field(foreign_key="warehouse.id", primary_key=True)
    rank: int
    """Nearness: the lowest rank of a region is its nearest warehouse."""


class Shop(SQLModel, table=True):
    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    kind: str
    business: str
    zh: str
    en: str


class FreightRuleRow(SQLModel, table=True):
    """What a shop takes for sending: flat, or a first and a next stretch of pieces or of grams; no row is free."""

    __tablename__ = "freightrule"
    __table_args__ = (
        CheckConstraint("(fee IS NULL) <> (first_fee IS NULL)"),
        CheckConstraint("fee >= 0 AND first_fee >= 0 AND next_fee >= 0 AND free_over > 0"),
        CheckConstraint("first_fee IS NULL OR (first_pieces > 0) <> (first_grams > 0)"),
        CheckConstraint("next_fee IS NULL OR (next_pieces > 0) <> (next_grams > 0)"),
        CheckConstraint("next_fee IS NULL OR (first_pieces > 0) = (next_pieces > 0)"),
        CheckConstraint("first_pieces >= 0 AND first_grams >= 0 AND next_pieces >= 0 AND next_grams >= 0"),
    )
    shop_id: int = Field(primary_key=True, foreign_key="shop.id")
    fee: int | None = None
    """fen"""
    first_fee: int | None = None
    first_pieces: int = 0
    first_grams: int = 0
    next_fee: int | None = None
    next_pieces: int = 0
    next_grams: int = 0
    free_over: int | None = None
    """Free from this many fen on."""


class Product(SQLModel, table=True):
    """SPU."""

    __table_args__ = (
        CheckConstraint("purchase_limit IS NULL OR purchase_limit > 0"),
        CheckConstraint("NOT (away AND listed)"),
    )
    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    zh: str
    en: str
    category: str
    sprite: str
    listed: bool = True
    away: bool = _away()
    deleted: bool = False
    purchase_limit: int | None = None
    min_quantity: int = 1
    step: int = 1
    sold_until: int | None = None
    """World time at which the goods of an activity stop being sold."""


class Sku(SQLModel, table=True):
    __table_args__ = (
        _within(PRICE, "price", "base_price"),
        _within(AMOUNT, "list_price"),
        CheckConstraint("weight >= 0 AND volatility >= 0"),
        CheckConstraint("NOT (away AND listed)"),
    )
    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    spec_zh: str
    """JSON list of the specification values, in the product's order."""
    spec_en: str
    colour: str
    list_price: int
    """0 where none is given."""
    base_price: int
    """What the price reverts to."""
    price: int
    volatility: int
    """Hundredths of a percent a price move may take it from its base."""
    weight: int
    listed: bool = True
    away: bool = _away()


class Stock(SQLModel, table=True):
    """Pieces of one SKU in one warehouse."""

    __table_args__ = (_within(STOCK, "quantity", "par"), {"sqlite_with_rowid": False})
    sku_id: int = Field(foreign_key="sku.id", primary_key=True)
    warehouse_id: int = Field(foreign_key="warehouse.id", primary_key=True)
    quantity: int
    par: int
    """Level a restock fills up to."""


class Restriction(SQLModel, table=True):
    """A product that is not sold in a city."""

    product_id: int = Field(foreign_key="product.id", primary_key=True)
    city_id: int = Field(foreign_key="city.id", primary_key=True)
    zh: str
    en: str


class Activity(SQLModel, table=True):
    """A campaign with a window."""

    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    zh: str
    en: str
    starts_at: int = Field(index=True)
    ends_at: int = Field(index=True)


class ActivityProduct(SQLModel, table=True):
    """Enrolment of products in a campaign (R-TAG-5)."""

    product_id: int = Field(foreign_key="product.id", primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", primary_key=True)


class GiftGood(SQLModel, table=True):
    __table_args__ = (_within(STOCK, "stock"), _within(AMOUNT, "list_price"))
    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    zh: str
    en: str
    list_price: int
    stock: int


class ProductGift(SQLModel, table=True):
    """A gift hung on one product."""

    __table_args__ = (CheckConstraint("per > 0 AND give > 0"),)
    product_id: int = Field(foreign_key="product.id", primary_key=True)
    gift_id: int = Field(foreign_key="giftgood.id", primary_key=True)
    per: int = 1
    give: int = 1
    max_per_order: int | None = None


class AddOnGood(SQLModel, table=True):
    """换购 goods: what they cost without a main item; with one, the promotion says."""

    __table_args__ = (_within(PRICE, "price"), _within(STOCK, "stock"), CheckConstraint("weight >= 0"))
    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    shop_id: int | None = Field(default=None, foreign_key="shop.id")
    zh: str
    en: str
    price: int
    stock: int
    weight: int = 0
    """Grams; it is sent with the rest (R-SWAP b)."""


class PromotionRow(SQLModel, table=True):
    """A promotion; `terms` is the JSON of its tiers, limits and exclusions."""

    __tablename__ = "promotion"
    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    shop_id: int | None = Field(default=None, foreign_key="shop.id", index=True)
    layer: str
    whole_shop: bool = False
    """Every product of the shop takes part; otherwise those enrolled."""
    starts_at: int | None = Field(default=None, index=True)
    ends_at: int | None = Field(default=None, index=True)
    terms: str


class PromotionProduct(SQLModel, table=True):
    """Enrolment of products in a promotion."""

    product_id: int = Field(foreign_key="product.id", primary_key=True)
    promotion_id: int = Field(foreign_key="promotion.id", primary_key=True, index=True)


class CouponRow(SQLModel, table=True):
    """A coupon: a promotion's terms with a claim window and a stock."""

    __tablename__ = "coupon"
    __table_args__ = (_within(STOCK, "stock"), CheckConstraint("per_user > 0"))
    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    shop_id: int | None = Field(default=None, foreign_key="shop.id", index=True)
    layer: str
    whole_shop: bool = False
    claim_from: int | None = Field(default=None, index=True)
    claim_until: int | None = Field(default=None, index=True)
    use_from: int | None = Field(default=None, index=True)
    use_until: int | None = Field(default=None, index=True)
    stock: int
    per_user: int = 1
    stack: bool = False
    terms: str


class CouponProduct(SQLModel, table=True):
    """Products a coupon is for; none where it is for the whole shop."""

    product_id: int = Field(foreign_key="product.id", primary_key=True)
    coupon_id: int = Field(foreign_key="coupon.id", primary_key=True, index=True)


class CouponClaim(SQLModel, table=True):
    """What an owner holds of a coupon."""

    __table_args__ = (CheckConstraint("claimed >= 0 AND used >= 0 AND used <= claimed"),)
    owner: str = Field(primary_key=True)
    coupon_id: int = Field(foreign_key="coupon.id", primary_key=True)
    claimed: int
    used: int = 0
    claimed_at: int


class Account(SQLModel, table=True):
    """A shopper and where goods are delivered."""

    owner: str = Field(primary_key=True)
    city_id: int = Field(foreign_key="city.id")
    audiences: str = "[]"


class CartRow(SQLModel, table=True):
    """A cart, stored whole; no join leads from here to the catalogue."""

    __tablename__ = "cart"
    __table_args__ = (CheckConstraint("owner_kind IN ('account', 'guest')"),)
    owner_kind: str = Field(primary_key=True)
    owner: str = Field(primary_key=True)
    business: str = Field(primary_key=True)
    version: int
    body: str


class JournalEntry(SQLModel, table=True):
    """One command with its outcome; the sequence is what ranks lines."""

    __tablename__ = "journal"
    sequence: int = Field(primary_key=True)
    tick: int
    actor: str
    operation: str | None = Field(unique=True)
    """Id of the operation; none of an entry that followed the one before it by itself."""
    kind: str
    """Name of the command."""
    command: str
    """JSON of the command."""
    outcome: str
    policy: str
    cart: str
    """Cart key."""
    version: int
    """Of the cart, after the command."""
    before: str = ""
    """JSON of the touched lines before it, for undo."""
    window: str = ""
    """Id of the window it was done in."""


class JournalWindow(SQLModel, table=True):
    """A window that did something, and what it had read when it was opened."""

    id: str = Field(primary_key=True)
    actor: str
    cart: str
    """Cart key."""
    overrides: str
    """JSON of its own policy fields."""
    after: int
    """Number of the newest journal entry it had read, 0 where there was none."""
    tick: int


class PlannedFact(SQLModel, table=True):
    """What the world does by itself at a later moment; the tick that reaches it does it and strikes it out."""

    id: int | None = Field(default=None, primary_key=True)
    at: int = Field(index=True)
    """World time, seconds since 1970."""
    subject: str
    """Code of the SKU or coupon, or name of the neighbour."""
    city: str
    facts: str
    """JSON: `price` (fen), `stock`, `listed`, `restricted`; of a coupon `left`; of a neighbour `trouble`, `answer`."""


class TroubleRow(SQLModel, table=True):
    """A neighbour of the cart that answers stale, late or not at all."""

    __tablename__ = "trouble"
    neighbour: str = Field(primary_key=True)
    """`goods`, `stock`, `promotions`, `coupons`"""
    kind: str
    """`stale`, `slow`, `down`"""
    since: int
    """World time of what it answers, seconds since 1970."""


class LastAnswer(SQLModel, table=True):
    """What a neighbour in trouble answered last."""

    neighbour: str = Field(primary_key=True, foreign_key="trouble.neighbour")
    subject: str = Field(primary_key=True)
    """Code of the SKU, promotion or coupon."""
    asker: str = Field(primary_key=True)
    """City or owner it was answered for; empty where it is the same for all."""
    body: str
    """JSON"""


class MarketEvent(SQLModel, table=True):
    """What the market did, newest last; kept bounded."""

    id: int = Field(primary_key=True)
    tick: int = Field(index=True)
    at: int
    kind: str
    """`price`, `stock`, `restock`, `delist`, `relist`, `restrict`, `permit`, `opens`, `ends`."""
    subject: str
    """Code of the SKU, product, promotion, coupon or activity."""
    before: int = 0
    after: int = 0
