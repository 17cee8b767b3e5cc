"""An amount or a percentage off the lines of each promotion once they are worth enough, by priority.

django-oscar's own applicator, offers, conditions, benefits and basket lines, as objects that were never saved; any
query ends the run. Offers are not exclusive, so those of several layers meet on a line, and thresholds read the price
before all of them, as ours do. A higher tier is an offer of its own, of what it gives more than the one below; 每满,
ceilings and "one of a layer" cannot be said, and a line's share is rounded with the rest on the last line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from cartsim.model.policy import Pricing
from cartsim.model.promotion import AmountOff, PercentOff, Promotion
from cartsim.pricing import Basket
from cartsim.pricing.scope import takes_part

APPS = {
    "address": "Address",
    "analytics": "Analytics",
    "basket": "Basket",
    "catalogue": "Catalogue",
    "catalogue.reviews": "CatalogueReviews",
    "checkout": "Checkout",
    "communication": "Communication",
    "customer": "Customer",
    "dashboard": "Dashboard",
    "dashboard.catalogue": "CatalogueDashboard",
    "dashboard.communications": "CommunicationsDashboard",
    "dashboard.offers": "OffersDashboard",
    "dashboard.orders": "OrdersDashboard",
    "dashboard.pages": "PagesDashboard",
    "dashboard.partners": "PartnersDashboard",
    "dashboard.ranges": "RangesDashboard",
    "dashboard.reports": "ReportsDashboard",
    "dashboard.reviews": "ReviewsDashboard",
    "dashboard.shipping": "ShippingDashboard",
    "dashboard.users": "UsersDashboard",
    "dashboard.vouchers": "VouchersDashboard",
    "offer": "Offer",
    "order": "Order",
    "partner": "Partner",
    "payment": "Payment",
    "search": "Search",
    "shipping": "Shipping",
    "voucher": "Voucher",
    "wishlists": "Wishlists",
}
"""Its applications import each other: all of them have to be there."""


def pricer(basket: Basket) -> Callable[[], Decimal]:
    """Prices the basket; gives the total in yuan."""
    _set_up()
    from django.db import connection
    from oscar.apps.offer.applicator import Applicator

    lines = _lines(basket)
    cart = SimpleNamespace(owner=None, currency="CNY", all_lines=lambda: lines, offer_applications=None)
    layers = Pricing().layers
    promotions = _by_tier([*basket.promotions, *[coupon.promotion for coupon in basket.coupons]])
    promotions.sort(key=lambda promotion: layers.index(promotion.layer))
    members = [
        {number for number, line in enumerate(basket.lines) if takes_part(promotion, line)} for promotion in promotions
    ]
    offers = _offers(promotions, members)

    def refuse(*query: object) -> None:
        raise AssertionError(f"a query: {query[1]}")

    def price() -> Decimal:
        with connection.execute_wrapper(refuse):
            for line in lines:
                line.clear_discount()
            Applicator().apply_offers(cart, offers)
        return sum((line.line_price_incl_tax_incl_discounts for line in lines), Decimal(0))

    return price


def _by_tier(promotions: Iterable[Promotion]) -> list[Promotion]:
    """The promotions with one of one tier for each tier, which gives what it adds to the tier below."""
    single = []
    for promotion in promotions:
        below = 0
        for tier in promotion.tiers:
            more = tier
            if isinstance(tier.give, AmountOff):
                more = replace(tier, give=AmountOff(tier.give.amount - below))
                below = tier.give.amount
            single.append(replace(promotion, tiers=(more,)))
    return single


def _set_up() -> None:
    import django
    from django.conf import settings
    from oscar import defaults

    options = {name: getattr(defaults, name) for name in dir(defaults) if name.startswith("OSCAR")}
    settings.configure(
        **options | {"OSCAR_OFFERS_INCL_TAX": True},
        INSTALLED_APPS=[
            *(
                f"django.contrib.{name}"
                for name in ("auth", "contenttypes", "sessions", "messages", "sites", "flatpages")
            ),
            "oscar.config.Shop",
            *(f"oscar.apps.{path}.apps.{name}Config" for path, name in APPS.items()),
            *("widget_tweaks", "haystack", "treebeard", "sorl.thumbnail", "django_tables2"),
        ],
        SITE_ID=1,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
        USE_TZ=True,
        SECRET_KEY="a bench keeps no secrets",
    )
    django.setup()


def _lines(basket: Basket) -> list[Any]:
    from oscar.apps.basket.models import Line
    from oscar.apps.catalogue.models import Product
    from oscar.apps.partner.models import StockRecord
    from oscar.apps.partner.prices import FixedPrice

    lines = []
    for number, one in enumerate(basket.lines):
        line = Line(id=number + 1, quantity=one.quantity)
        line.stockrecord = StockRecord(id=number + 1)
        line.product = Product(id=number, structure=Product.STANDALONE, is_discountable=True)
        price = FixedPrice("CNY", Decimal(one.price) / 100, tax=Decimal(0))
        line._info = SimpleNamespace(price=price)
        lines.append(line)
    return lines


def _offers(promotions: Sequence[Promotion], members: Sequence[set[int]]) -> list[Any]:
    from oscar.apps.offer.models import ConditionalOffer, Range

    class Offer(ConditionalOffer):  # type: ignore[misc, valid-type, unused-ignore]
        """An offer without restricted combinations, which a saved one looks up."""

        combinations = SimpleNamespace(count=lambda: 0)

        class Meta:
            app_label = "offer"
            proxy = True

    class Products(Range):  # type: ignore[misc, valid-type, unused-ignore]
        """A range that knows its products."""

        class Meta:
            app_label = "offer"
            proxy = True

        def contains_product(self, product: Any) -> bool:
            return product.id in self.numbers

    offers = []
    for number, promotion in enumerate(promotions, start=1):
        products = Products(id=number, name=promotion.id)
        products.numbers = members[number - 1]
        offer = Offer(id=number, name=promotion.id, exclusive=False, priority=-number)
        offer.condition = _condition(promotion, number, products)
        offer.benefit = _benefit(promotion, number, products)
        offers.append(offer)
    return offers


def _condition(promotion: Promotion, number: int, products: Any) -> Any:
    from oscar.apps.offer.conditions import CountCondition, ValueCondition

    when = promotion.tiers[0].when
    if when.amount:
        return ValueCondition(id=number, type="Value", range=products, value=Decimal(when.amount) / 100)
    return CountCondition(id=number, type="Count", range=products, value=Decimal(max(1, when.pieces)))


def _benefit(promotion: Promotion, number: int, products: Any) -> Any:
    from oscar.apps.offer.benefits import AbsoluteDiscountBenefit, PercentageDiscountBenefit

    match promotion.tiers[0].give:
        case PercentOff(rate):
            return PercentageDiscountBenefit(id=number, type="Percentage", range=products, value=Decimal(rate) / 100)
        case AmountOff(amount):
            return AbsoluteDiscountBenefit(id=number, type="Absolute", range=products, value=Decimal(amount) / 100)
        case _:
            raise ValueError(f"{promotion.id}: no such benefit here")
