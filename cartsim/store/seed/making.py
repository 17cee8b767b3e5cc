"""A new world: its catalogue made from a seed, written into a file that nobody else sees yet."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from sqlalchemy.exc import DatabaseError

from cartsim.store.accounts import SHOPPER
from cartsim.store.newfile import put_in_place
from cartsim.store.seed.campaigns import CampaignMaker
from cartsim.store.seed.deals import DealMaker
from cartsim.store.seed.geography import Geography
from cartsim.store.seed.goods import GoodsMaker, Rows, Shelf
from cartsim.store.seed.platform import freight_row, platform_rows
from cartsim.store.seed.provider import CatalogueProvider, seeded_provider
from cartsim.store.seed.register import Register
from cartsim.store.seed.shops import ShopPlan, shop_plans
from cartsim.store.seed.sizes import Size, size_of
from cartsim.store.seed.vocabulary import load_vocabulary
from cartsim.store.seed.writer import BulkWriter
from cartsim.store.worldfile import create_schema

STARTS_AT = int(datetime(2026, 6, 18, 12, tzinfo=UTC).timestamp())
"""World time of tick 0: 20:00 in Shanghai on the evening of the mid-year sale."""

_HOME = "shanghai"
_DEALS = 7_919
"""Added to the seed for the stream that deals and freight are drawn from."""
_BATCH_SKUS = 20_000
"""SKUs made before their rows are written: what bounds memory."""

_WORLD = """
    INSERT INTO world (id, seed, size, scenario, starts_at, tick, step, tick_s, liveliness, speed, paused,
        frozen, lease_holder, lease_until, checksum, policy, first_policy, scenario_text, life,
        login)
    VALUES (1, ?, ?, '', ?, 0, 0, 1, 1, 1, FALSE, FALSE, '', 0, ?, '{}', '{}', '', 0, ?)
"""
_ACCOUNT = "INSERT INTO account (owner, city_id, audiences) SELECT ?, id, '[]' FROM city WHERE code = ?"

Progress = Callable[[int, int], None]
"""Called with the SKUs made so far and in all."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made, and what it took."""

    path: Path
    size: Size
    seed: int
    rows: int
    checksum: str
    generating_seconds: float
    inserting_seconds: float


def seed_world(
    path: Path,
    size: str = "demo",
    seed: int = 42,
    *,
    progress: Progress | None = None,
    starts_at: int = STARTS_AT,
) -> Seeded:
    """Make a world at `path`. It appears there complete or not at all.

    The same seed, size and start give the same catalogue, whose logical checksum the world keeps. Raises
    WorldError where `path` exists or cannot be written, WorldBusy where another process makes it just now,
    DataError for an unknown size or a vocabulary that cannot be read.
    """
    with put_in_place(path) as part:
        made = write_world(part, size, seed, progress=progress, starts_at=starts_at)
    return replace(made, path=path)


def write_world(
    part: Path,
    size: str = "demo",
    seed: int = 42,
    *,
    progress: Progress | None = None,
    starts_at: int = STARTS_AT,
) -> Seeded:
    """The same, into the file `part` that `put_in_place` gave: its caller has more to write there."""
    wanted = size_of(size)
    vocabulary = load_vocabulary()
    started = perf_counter()
    create_schema(part)
    with _sql_errors():
        writer = BulkWriter(part)
        try:
            streams = seeded_provider(seed, vocabulary), seeded_provider(seed + _DEALS, vocabulary)
            _catalogue(writer, *streams, wanted, starts_at, progress or _silent)
            checksum = writer.checksum.digest()
            writer.execute(_WORLD, (seed, size, starts_at, checksum, SHOPPER))
            writer.execute(_ACCOUNT, (SHOPPER, _HOME))
            writer.finish()
        finally:
            writer.close()
    took = perf_counter() - started
    return Seeded(part, wanted, seed, writer.rows, checksum, took - writer.seconds, writer.seconds)


def _catalogue(
    writer: BulkWriter,
    provider: CatalogueProvider,
    more: CatalogueProvider,
    size: Size,
    starts_at: int,
    progress: Progress,
) -> None:
    """All rows; goods and first activities come from `provider`, deals and freight from `more`."""
    geography = Geography(provider.vocabulary)
    register = Register(starts_at)
    campaigns, deals = CampaignMaker(provider, register), DealMaker(more, register)
    writer.write(geography.rows())
    writer.write(campaigns.opening_rows())
    plans = list(shop_plans(provider, size.shops))
    writer.write({"shop": [plan.row for plan in plans]})
    shelf = Shelf(size.products, size.skus)
    maker = GoodsMaker(provider, geography, shelf, starts_at)
    rows: Rows = defaultdict(list)
    platform_rows(provider.vocabulary, register, rows)
    rows["freightrule"] = [row for plan in plans if (row := freight_row(plan, more)) is not None]
    progress(0, size.skus)
    for plan, count in _shares(plans, size.products):
        products = [maker.make(plan, rows) for _ in range(count)]
        for product in products:
            campaigns.for_product(product, rows)
        campaigns.for_shop(plan, products, rows)
        deals.for_shop(plan, products, rows)
        if len(rows["sku"]) >= _BATCH_SKUS:
            writer.write(rows)
            progress(shelf.next_sku - 1, size.skus)
    writer.write(rows)
    progress(size.skus, size.skus)


def _shares(plans: list[ShopPlan], products: int) -> Iterator[tuple[ShopPlan, int]]:
    """Each shop with the number of its products; early ones get the rest of an uneven division."""
    each, rest = divmod(products, len(plans))
    for place, plan in enumerate(plans):
        yield plan, each + (place < rest)


@contextmanager
def _sql_errors() -> Iterator[None]:
    """SQLAlchemy's wrapping taken off: what is left is told like every other error of a world file."""
    try:
        yield
    except DatabaseError as error:
        if isinstance(error.orig, sqlite3.DatabaseError):
            raise error.orig from error
        raise


def _silent(done: int, total: int) -> None:
    """No progress is shown."""
