"""A cart view made by hand that holds every state a row can be in, and a session that only shows it."""

from __future__ import annotations

from dataclasses import replace

from cartsim.cart.commands import Command
from cartsim.cart.moment import Clock, FeedItem
from cartsim.cart.outcome import Outcome
from cartsim.cart.view import (
    AddOnRow,
    CartView,
    Counts,
    Entry,
    GiftRow,
    GroupView,
    LineView,
    PromotionBar,
    PromotionChoice,
    ShopView,
    StockHint,
    StockState,
    Tag,
    TagKind,
    Tick,
    Totals,
)
from cartsim.model.goods import AddOnGood, Gift, ShopKind
from cartsim.model.policy import STANDARD, Policy
from cartsim.model.policy_fields import Likeness
from cartsim.model.promotion import (
    AddOn,
    AddOnOffer,
    AmountOff,
    Coupon,
    Funder,
    GiftGive,
    Layer,
    PercentOff,
    Promotion,
    Tier,
    When,
)
from cartsim.model.reason import Reason, because
from cartsim.model.words import Words
from cartsim.pricing.basket import Applied, FreightPart, Gap, Quote

NOW = 1781784040
"""2026-06-18 20:00:40 in Shanghai"""
PLENTY = StockHint(StockState.PLENTY, None, 80, because("stock_plenty", "R-STOCK-2", left=80, hide_above=10))


def few(left: int) -> StockHint:
    """仅剩N件"""
    return StockHint(StockState.FEW, left, left, because("stock_few", "R-STOCK-3", "stock.hint_at", left=left, hint=5))


def promotion_tag(code: str) -> Tag:
    """A promotion's tag."""
    return Tag(TagKind.PROMOTION, code, Words("", ""), because("tag_promotion", "R-TAG-3"))


ACTIVITY = Tag(TagKind.ACTIVITY, "618", Words("618大促", "618 Sale"), because("tag_activity", "R-TAG-5"))


def line(
    number: int,
    zh: str,
    en: str,
    spec: tuple[tuple[str, str], ...],
    sprite: str,
    colour: str,
    price: int,
    *,
    quantity: int = 1,
    tick: Tick = Tick.ON,
    struck: int | None = None,
    net: int | None = None,
    drop: int = 0,
    stock: StockHint = PLENTY,
    tags: tuple[Tag, ...] = (),
    invalid: Reason | None = None,
    **others: object,
) -> LineView:
    """A line; what is not said is as plain as can be."""
    made = LineView(
        id=f"l{number}",
        sku=f"goods-{number:03d}/one",
        product=f"goods-{number:03d}",
        shop="",
        title=Words(zh, en),
        spec=tuple(Words(*each) for each in spec),
        sprite=sprite,
        colour=colour,
        quantity=quantity,
        counted=min(quantity, stock.available),
        tick=tick,
        locked=None,
        price=price,
        struck=struck,
        net=net if net is not None else (price * min(quantity, stock.available) if tick is Tick.ON else None),
        drop=because("drop", "R-DROP-2", amount_fen=drop, before_fen=price + drop, now_fen=price) if drop else None,
        stock=stock,
        tags=tags,
        more=None,
        less=because("at_minimum", "R-EDIT") if quantity == 1 else None,
        maximum=99,
        limit=None,
        switch=None,
        promotion=None,
        off_group=False,
        across=(),
        in_deal=bool(tags),
        choices=(),
        gifts=(),
        add_ons=(),
        invalid=invalid,
        recovered=False,
        blocks=None,
        weight=300,
        added_at=NOW - 3600,
        added_price=price + drop,
    )
    return made._replace(**others)  # type: ignore[arg-type]


def promotion(code: str, *tiers: tuple[int, int], percent: bool = False) -> Promotion:
    """满X减Y, or N件M折 where `percent`."""
    made = tuple(
        Tier(When(pieces=when), PercentOff(give)) if percent else Tier(When(amount=when), AmountOff(give))
        for when, give in tiers
    )
    return Promotion(code, Layer.SHOP, made, shop=code.partition("-")[0])


def bar(made: Promotion, kind: str, state: str, entry: Entry, gap: Gap, granted: int, **others: object) -> PromotionBar:
    """A promotion bar."""
    reason = because("gap", "R-ADD-5", "addon.types", base_fen=gap.base, needed_fen=gap.needed)
    plain = PromotionBar(made, kind, gap, granted, state, entry, (), (), reason)
    return plain._replace(**others)  # type: ignore[arg-type]


def gap(
    code: str,
    base: int,
    pieces: int,
    *,
    reached: int = 0,
    off: int = 0,
    needed: int = 0,
    needed_pieces: int = 0,
    threshold: int = 0,
    threshold_pieces: int = 0,
    next_off: int = 0,
) -> Gap:
    """How far a promotion is."""
    return Gap(code, base, pieces, (), reached, off, needed, needed_pieces, threshold, threshold_pieces, next_off)


SOCKS = Gift("socks", Words("中筒袜一双", "Crew socks"), 1990, 40)
BAG = Gift("bag", Words("帆布袋", "Canvas bag"), 2900, 0)


def gift(row_id: str, given: Gift, quantity: int, state: str, choices: tuple[Gift, ...] = ()) -> GiftRow:
    """A gift row."""
    return GiftRow(row_id, given, quantity, max(quantity, 1), state, choices, because("gift", "R-GIFT-2"))


FREE = FreightPart("yundi", 25700, 0, 9900, 0, (), 0)
SHORT = FreightPart("orchard", 16300, 600, 19900, 3600, (), 600)
UMBRELLA = AddOnGood("folding-umbrella", Words("折叠雨伞", "Folding umbrella"), 5900, 40)
CUP = AddOnGood("glass-cup", Words("玻璃杯", "Glass cup"), 2500, 0)
HAND_CREAM = AddOnGood("hand-cream", Words("护手霜", "Hand cream"), 3200, 60)
SWAP = Promotion(
    "orchard-add-on-99",
    Layer.PLATFORM,
    (
        Tier(
            When(9900),
            AddOn(
                (AddOnOffer("folding-umbrella", 1990), AddOnOffer("glass-cup", 590), AddOnOffer("hand-cream", 880)), 2
            ),
        ),
    ),
    shop="orchard",
)


def ribbon() -> PromotionBar:
    """A cross-shop promotion with a gap."""
    every = Promotion("platform-every-300-50", Layer.CROSS_SHOP, (Tier(When(30000), AmountOff(5000)),), repeat=None)
    missing = gap("platform-every-300-50", 25000, 4, needed=5000, threshold=30000, next_off=5000)
    return bar(every, "cross_shop", "gap", Entry.GO, missing, 0)


def add_on(goods: AddOnGood, price: int, quantity: int, state: str, reason: Reason) -> AddOnRow:
    """A 换购 row."""
    missing = gap(SWAP.id, 16300, 3, reached=1, threshold=9900)
    return AddOnRow(
        f"{SWAP.id}/{goods.code}", SWAP, goods, price, SWAP.tiers[0].when, quantity, 2, state, missing, reason
    )


def add_ons() -> tuple[AddOnRow, ...]:
    """Offers in three states."""
    return (
        add_on(HAND_CREAM, 880, 0, "open", because("add_on_open", "R-SWAP-1", base_fen=16300, limit=2)),
        add_on(UMBRELLA, 1990, 1, "taken", because("add_on_taken", "R-SWAP-5", base_fen=16300, pieces=1)),
        add_on(CUP, 590, 0, "gone", because("add_on_gone", "R-SWAP")),
    )


def full_view() -> CartView:
    """Six shops and an invalid section with every state at once."""
    yundi, orchard, kiln = (
        promotion("yundi-300-40", (30000, 4000)),
        promotion("orchard-2-85", (2, 1500), percent=True),
        promotion("kiln-100-20", (10000, 2000), (20000, 5000)),
    )
    tote = Promotion("market-gift", Layer.SHOP, (Tier(When(amount=9900), GiftGive(BAG)),), shop="market")
    coupon = Coupon(
        Promotion("orchard-c", Layer.SHOP_COUPON, (Tier(When(amount=13000), AmountOff(1000)),), shop="orchard"),
        claimed=1,
        left=3,
    )
    knit = line(
        1,
        "云底社 慵懒羊毛针织开衫 秋冬宽松外套",
        "Yundi relaxed wool cardigan, loose autumn coat",
        (("米白", "Cream"), ("M", "M")),
        "knit",
        "#e9dfc9",
        12900,
        quantity=2,
        struck=15900,
        drop=2000,
        stock=few(3),
        tags=(ACTIVITY,),
        gifts=(gift("l1/socks", SOCKS, 2, "full"),),
    )
    shoe = line(
        2,
        "跃豆 缓震透气跑步鞋 男女同款",
        "Yuedou cushioned running shoes, unisex",
        (("雾蓝", "Mist blue"), ("42", "42")),
        "shoe",
        "#4a6fa5",
        28900,
        tick=Tick.OFF,
        choices=(PromotionChoice(yundi, True, False, 0), PromotionChoice(kiln, False, False, 800)),
    )
    slipper = line(
        3,
        "云底社 防滑浴室拖鞋",
        "Yundi non-slip bath slippers",
        (("米灰", "Oat"), ("42", "42")),
        "slipper",
        "#b9ada0",
        3900,
        tick=Tick.OFF,
        stock=StockHint(StockState.TIGHT, None, 8, because("stock_tight", "R-STOCK-4", left=8)),
    )
    mug = line(
        4,
        "一壶春分 手作粗陶马克杯 带盖勺",
        "Spring Pot hand-made stoneware mug with lid and spoon",
        (("青瓷", "Celadon"), ("400ml", "400 ml")),
        "mug",
        "#7fb7a3",
        5900,
        quantity=2,
        net=10030,
        stock=few(5),
    )
    book = line(
        5,
        "旧钟楼出版 城市漫步手册",
        "City walks, a handbook (Old Belfry Press)",
        (("平装", "Paperback"),),
        "book",
        "#c0563e",
        4500,
        struck=5800,
        net=3825,
        add_ons=add_ons(),
    )
    lamp = line(
        6,
        "山后园 可调光护眼台灯 学习阅读",
        "Backhill dimmable desk lamp for reading",
        (("珍珠白", "Pearl"),),
        "lamp",
        "#e8e2d0",
        23900,
        quantity=9,
        tags=(promotion_tag("flash"),),
        stock=StockHint(StockState.SHORT, 4, 4, because("stock_short", "R-STOCK-14", asked=9, left=4)),
        maximum=4,
        blocks=because("short_blocks", "R-STOCK-14"),
        more=because("at_stock", "R-STOCK-14", maximum=4),
        net=95600,
    )
    poems = line(
        7,
        "灯下社 插图本诗集 精装典藏",
        "Illustrated poems, clothbound edition",
        (("精装", "Hardback"),),
        "book",
        "#5b6fa8",
        4800,
        tick=Tick.NONE,
        stock=StockHint(StockState.ZERO, None, 0, because("stock_zero", "R-STOCK-6", siblings=3)),
        more=because("zero", "R-STOCK-6"),
        less=because("zero", "R-STOCK-6"),
    )
    story = line(
        8,
        "纸鲸文库 双语短篇集",
        "Paper Whale bilingual stories",
        (("平装", "Paperback"),),
        "book",
        "#3f8f8a",
        2500,
        quantity=2,
        recovered=True,
    )
    milk = line(
        9,
        "晨光牧场 全脂鲜牛奶 整箱",
        "Morning Pasture whole milk, case",
        (("12盒", "12 packs"),),
        "milk",
        "#8fb7e8",
        6990,
        quantity=2,
        tags=(promotion_tag("item_cut"),),
    )
    cat = line(
        10,
        "喵呜合作社 无谷鸡肉猫粮",
        "Meow Co-op grain-free chicken cat food",
        (("5kg", "5 kg"),),
        "petfood",
        "#c58b3d",
        15900,
        tick=Tick.OFF,
    )
    shops = (
        ShopView(
            "yundi",
            Words("云底社官方旗舰店", "Yundi Flagship Store"),
            ShopKind.FLAGSHIP,
            "main",
            Tick.SOME,
            3,
            True,
            FREE,
            (
                GroupView(
                    "yundi/yundi-300-40",
                    bar(
                        yundi,
                        "full_reduction",
                        "gap",
                        Entry.GO,
                        gap("yundi-300-40", 25800, 2, needed=4200, threshold=30000, next_off=4000),
                        0,
                        tickable=("l3",),
                    ),
                    tuple(one._replace(in_deal=True) for one in (knit, shoe)),
                ),
                GroupView("yundi/", None, (slipper,)),
            ),
        ),
        ShopView(
            "orchard",
            Words("山后园生活馆", "Backhill Living"),
            ShopKind.SELF_OPERATED,
            "main",
            Tick.ON,
            1,
            True,
            SHORT,
            (
                GroupView(
                    "orchard/orchard-2-85",
                    bar(
                        orchard,
                        "pieces_discount",
                        "top",
                        Entry.NONE,
                        gap("orchard-2-85", 16300, 3, reached=1, off=2445, threshold_pieces=2),
                        2445,
                    ),
                    tuple(one._replace(in_deal=True) for one in (mug, book)),
                ),
                GroupView("orchard/", None, (lamp,)),
            ),
        ),
        ShopView(
            "ali",
            Words("阿栗的小铺", "Ali's Corner"),
            ShopKind.PERSONAL,
            "main",
            Tick.ON,
            0,
            False,
            None,
            (
                GroupView(
                    "ali/kiln-100-20",
                    bar(
                        kiln,
                        "full_reduction",
                        "met",
                        Entry.BROWSE,
                        gap("kiln-100-20", 15000, 2, reached=1, off=2000, needed=5000, threshold=20000, next_off=5000),
                        2000,
                    ),
                    (story, poems),
                ),
            ),
        ),
        ShopView(
            "market",
            Words("云上超市", "Cloud Market"),
            ShopKind.SUPERMARKET,
            "main",
            Tick.SOME,
            0,
            True,
            None,
            (
                GroupView(
                    "market/market-gift",
                    bar(
                        tote,
                        "full_gift",
                        "met",
                        Entry.NONE,
                        gap("market-gift", 13980, 2, reached=1, threshold=9900),
                        0,
                        gifts=(gift("market-gift/bag", BAG, 0, "gone", (SOCKS,)),),
                    ),
                    (milk, cat),
                ),
            ),
        ),
    )
    invalid = (
        line(
            20,
            "量子芥 旗舰款直板手机",
            "Quantum Mustard flagship phone",
            (("曜石黑", "Obsidian"), ("12+512GB", "12+512 GB")),
            "phone",
            "#565b66",
            269900,
            tick=Tick.NONE,
            invalid=because("invalid_region", "R-INV-1", cause=Words("所在地区不可售", "Not sold in your region")),
            switch=because("no", "R-SKU"),
        ),
        line(
            21,
            "半亩棠 法式碎花连衣裙",
            "Half-acre floral dress",
            (("杏色", "Apricot"), ("M", "M")),
            "dress",
            "#e0a890",
            25900,
            tick=Tick.NONE,
            invalid=because("invalid_off_shelf", "R-INV-1"),
        ),
        line(
            22,
            "早潮鲜 冷链三文鱼",
            "Early Tide chilled salmon",
            (("500g", "500 g"),),
            "fish",
            "#f08a6a",
            8900,
            tick=Tick.NONE,
            invalid=because("invalid_sold_out", "R-INV-1"),
            switch=because("no", "R-SKU"),
        ),
        line(
            23,
            "跃豆 轻便徒步鞋",
            "Yuedou light hiking shoes",
            (("冰蓝", "Ice blue"), ("40", "40")),
            "shoe",
            "#9cc8dd",
            19900,
            tick=Tick.NONE,
            invalid=because("invalid_activity_over", "R-INV-1", ended_at=NOW),
        ),
    )
    quote = Quote(
        160000,
        154680,
        5445,
        149235,
        (),
        (
            Applied("orchard-2-85", Layer.SHOP, 16300, 1, 2445, 2445, (), (), Funder.SHOP),
            Applied("kiln-100-20", Layer.SHOP, 15000, 1, 2000, 2000, (), (), Funder.SHOP),
            Applied("orchard-c", Layer.SHOP_COUPON, 13855, 1, 1000, 1000, (), (), Funder.SHOP),
        ),
        (),
        (),
        freight=600,
        freight_parts=(FREE, SHORT),
    )
    return CartView(
        owner="shopper",
        business="main",
        city=Words("上海 徐汇", "Shanghai Xuhui"),
        city_code="shanghai",
        ribbons=(ribbon(),),
        shops=shops,
        invalid=invalid,
        tick=Tick.SOME,
        totals=Totals(160000, 154680, 5445, 149235, 10765, 6, 18),
        counts=Counts(14, 1, 4, 7, 4),
        quote=quote,
        freight_shown=True,
        threshold_base="parallel",
        promotions=(yundi, orchard, kiln, tote),
        coupons=(coupon,),
        platform_coupons=(2, True),
        used=14,
        cap=120,
        blocked=(because("short_blocks", "R-STOCK-14"),),
        read_at=NOW - 4,
        troubles=(),
        policy="",
    )


def feed() -> tuple[FeedItem, ...]:
    """A market's last movements."""
    knit, phone = Words("慵懒羊毛针织开衫", "Wool cardigan"), Words("旗舰款直板手机", "Flagship phone")
    return tuple(
        FeedItem(NOW - 4 * n, kind, "x", title, (Words("米白", "Cream"), Words("M", "M")), before, after)
        for n, (kind, title, before, after) in enumerate(
            [
                ("price", knit, 14900, 12900),
                ("stock", phone, 7, 5),
                ("restrict", phone, 0, 0),
                ("stock", knit, 31, 28),
                ("opens", phone, 0, 0),
                ("price", phone, 259900, 269900),
                ("restock", knit, 0, 12),
            ]
            * 5
        )
    )


class ShownSession:
    """Shows one view and notes the commands it is told; nothing is priced or stored."""

    def __init__(self, view: CartView) -> None:
        self.shown = view
        self.done: list[Command] = []
        self.policy: Policy = STANDARD
        self.likeness = Likeness("standard", {})
        self.now = Clock(40, NOW, 10, False, False, True, 3, 12)

    def view(self) -> CartView:
        """The view."""
        return self.shown

    @property
    def trouble(self) -> Reason | None:
        """Every neighbour answers."""
        return None

    def clock(self) -> Clock:
        """World time."""
        return self.now

    def feed(self, count: int = 20) -> tuple[FeedItem, ...]:
        """The market's last movements."""
        return feed()[:count]

    def why(self, target: str, part: str = "") -> tuple[Reason, ...]:
        """The stock reason of a line, nothing else."""
        line_view = self.shown.line(target.partition(":")[2])
        return (line_view.stock.reason,) if line_view is not None else ()

    def ticked_extra(self, lines: tuple[str, ...]) -> dict[str, int]:
        """Every line costs three yuan more."""
        return dict.fromkeys(lines, 300)

    def do(self, command: Command, operation: str | None = None) -> Outcome:
        """Notes the command."""
        self.done.append(command)
        return Outcome(len(self.done))

    def pulse(self) -> bool:
        """Nothing moves."""
        return False

    def drive(self) -> None:
        """Nothing to drive."""

    def pace(self, speed: int) -> None:
        """Sets the speed."""
        self.now = replace(self.now, speed=speed)

    def pause(self, paused: bool) -> None:
        """Stops the time."""
        self.now = replace(self.now, paused=paused)

    def step(self, ticks: int = 1) -> None:
        """Lets time pass."""
        self.now = replace(self.now, now=self.now.now + ticks)


def long_view(lines: int, per_shop: int = 10) -> CartView:
    """A cart of many plain lines, every shop with a promotion bar."""
    view = full_view()
    first = view.shops[0].groups[0]
    shops = []
    for start in range(0, lines, per_shop):
        code = f"shop-{start:05d}"
        made = tuple(
            line(
                n,
                f"云底社 缓震透气跑步鞋 第{n}款",
                f"Yundi running shoes {n}",
                (("雾蓝", "Mist blue"), (str(36 + n % 10), str(36 + n % 10))),
                "shoe",
                "#4a6fa5",
                10000 + n * 10,
                stock=few(3) if n % 7 == 0 else PLENTY,
                struck=20000 if n % 3 == 0 else None,
            )
            for n in range(start, min(start + per_shop, lines))
        )
        title = Words(f"云底社第{start}店", f"Yundi Store {start}")
        groups = (GroupView(f"{code}/{code}-300-40", first.bar, made),)
        shops.append(ShopView(code, title, ShopKind.FLAGSHIP, "main", Tick.ON, 1, True, None, groups))
    return replace(view, shops=tuple(shops), invalid=(), used=lines, counts=Counts(lines, 0, 0, lines, 0), blocked=())
