"""The cart as the shopper sees it: one value built in one pass from the cart, the scene and the quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cartsim.cart.add_ons import add_on_rows
from cartsim.cart.bars import promotion_bar
from cartsim.cart.basket import chosen_coupons
from cartsim.cart.blocks import blocked
from cartsim.cart.coupons import count_coupons, platform_coupons
from cartsim.cart.gifts import GiftStock, promotion_gifts
from cartsim.cart.lines import LOW_STOCK, RowMaker
from cartsim.cart.memo import Memo
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.view import AddOnRow, CartView, Counts, GroupView, LineView, PromotionBar, ShopView, Tick, Totals
from cartsim.model.cart import Cart, PlacedGroup, PlacedShop
from cartsim.model.goods import Shop, ShopKind
from cartsim.model.policy import Policy
from cartsim.model.policy_fields import policy_hash
from cartsim.model.promotion import Coupon, Promotion
from cartsim.model.words import Words
from cartsim.pricing import Quote
from cartsim.pricing.basket import BasketLine, EarnedGift, FreightPart, Gap
from cartsim.pricing.scope import takes_part


def view_of(cart: Cart, scene: Scene, priced: Quote | None = None, memo: Memo | None = None) -> CartView:
    """The view of the cart at one reading; rows stand where the cart's placement says.

    `priced` is the quote of `basket_of(cart, scene)` where the caller has it already. `memo` is handed from view to
    view of one cart: parts that nothing changed for are taken over from the last one, and the view is the same as
    without.
    """
    kept = Memo() if memo is None else memo
    kept.begin(scene)
    read = kept.standings(cart, scene)
    paid = kept.quote(cart, scene, read) if priced is None else priced
    add_ons = add_on_rows(cart, scene, read, paid, kept)
    builder = _Builder.over(cart, scene, read, paid, kept, add_ons)
    shops = tuple(builder.shop(placed) for placed in cart.placement.shops)
    invalid = tuple(builder.rows.row(read[line], None) for line in cart.placement.invalid)
    rows = tuple(line for shop in shops for group in shop.groups for line in group.lines) + invalid
    kept.end(shops, rows)
    return CartView(
        owner=cart.owner,
        business=cart.business,
        city=scene.city,
        city_code=scene.city_code,
        ribbons=tuple(builder.ribbons(rows)),
        shops=shops,
        invalid=invalid,
        tick=tick_of(line.tick for line in rows),
        totals=_totals(paid, read, add_ons),
        counts=_counts(rows),
        quote=paid,
        freight_shown=scene.policy.cart.freight == "estimate",
        threshold_base=scene.policy.pricing.threshold_base,
        promotions=scene.promotions,
        coupons=chosen_coupons(cart, scene),
        platform_coupons=count_coupons(
            platform_coupons(scene.coupons), [one.goods for one in read.values() if one.invalid is None], scene
        ),
        used=_used(rows, cart, scene.policy),
        cap=scene.policy.cap.total,
        blocked=blocked(rows, scene.policy, scene.troubles),
        read_at=scene.read_at,
        troubles=scene.troubles,
        policy=policy_hash(scene.policy),
    )


def tick_of(ticks: Iterable[Tick]) -> Tick:
    """The box over some boxes: those that cannot be ticked do not count (R-SEL-4)."""
    found = set(ticks) - {Tick.NONE}
    if not found:
        return Tick.NONE
    return found.pop() if len(found) == 1 else Tick.SOME


@dataclass(frozen=True, slots=True)
class _Builder:
    scene: Scene
    read: Mapping[str, Standing]
    memo: Memo
    rows: RowMaker
    gaps: Mapping[str, Gap]
    granted: Mapping[str, int]
    earned: Mapping[str, Sequence[EarnedGift]]
    picks: Mapping[str, str]
    add_ons: Mapping[str, tuple[AddOnRow, ...]]
    """换购 rows by the line they hang on."""
    coupons: Mapping[str, Sequence[Coupon]]
    """Shop coupons by shop."""
    freight: Mapping[str | None, FreightPart]
    """By shop; empty where the policy only notes that freight is excluded."""

    @classmethod
    def over(
        cls,
        cart: Cart,
        scene: Scene,
        read: Mapping[str, Standing],
        paid: Quote,
        memo: Memo,
        add_ons: Mapping[str, tuple[AddOnRow, ...]],
    ) -> _Builder:
        earned: dict[str, list[EarnedGift]] = {}
        for gift in paid.gifts:
            earned.setdefault(gift.promotion, []).append(gift)
        priced = {line.id: line for line in paid.lines}
        return cls(
            scene=scene,
            read=read,
            memo=memo,
            rows=RowMaker(scene, memo, memo.terms(scene), priced, GiftStock()),
            gaps={gap.promotion: gap for gap in paid.gaps},
            granted={applied.id: applied.granted for applied in paid.applied},
            earned=earned,
            picks=dict(cart.gift_choices),
            add_ons=add_ons,
            coupons=memo.shop_coupons(scene),
            freight={part.shop: part for part in paid.freight_parts} if scene.policy.cart.freight == "estimate" else {},
        )

    def ribbons(self, rows: Sequence[LineView]) -> Iterator[PromotionBar]:
        """Cross-shop promotions that are open and that some line counts for, ticked or not."""
        for promotion in self.rows.terms.across:
            gap = self.gaps.get(promotion.id)
            if gap is not None:
                unticked = [
                    (goods, row.price)
                    for row in rows
                    if row.tick is Tick.OFF and takes_part(promotion, goods := self.read[row.id].goods)
                ]
                granted = self.granted.get(promotion.id, 0)
                yield promotion_bar(promotion, gap, granted, unticked, (), self.scene)

    def shop(self, placed: PlacedShop) -> ShopView:
        shop = self.scene.shops.get(placed.shop) or _unknown_shop(placed.shop)
        coupons = self.coupons.get(shop.code, ())
        return self.memo.shops.part(
            placed.shop, self._made_of(placed, shop, coupons), lambda: self._shop(placed, shop, coupons)
        )

    def _made_of(self, placed: PlacedShop, shop: Shop, coupons: Sequence[Coupon]) -> object:
        """All the shop's view depends on. None where gifts show: they are handed out of one stock from row to row, so
        that it depends on all the shops above."""
        read, priced = self.read, self.rows.priced
        facts: list[object] = [self.memo.era, placed, shop, coupons, self.freight.get(shop.code)]
        for group in placed.groups:
            if group.promotion in self.earned:
                return None
            facts += (self.gaps.get(group.promotion), self.granted.get(group.promotion))
            for line in group.lines:
                standing = read[line]
                if standing.offer.gifts:
                    return None
                facts += (standing, priced.get(line), self.add_ons.get(line))
        return facts

    def _shop(self, placed: PlacedShop, shop: Shop, coupons: Sequence[Coupon]) -> ShopView:
        groups = tuple(self._group(placed.shop, group) for group in placed.groups)
        goods = [self.read[line.id].goods for group in groups for line in group.lines if line.invalid is None]
        claimable, shown = self.memo.coupons.part(
            shop.code, (self.memo.era, coupons, goods), lambda: count_coupons(coupons, goods, self.scene)
        )
        return ShopView(
            code=shop.code,
            title=shop.title,
            kind=shop.kind,
            business=shop.business,
            tick=tick_of(line.tick for group in groups for line in group.lines),
            coupons=claimable,
            has_coupons=shown,
            freight=self.freight.get(shop.code),
            groups=groups,
        )

    def _group(self, shop: str, placed: PlacedGroup) -> GroupView:
        rows = tuple(
            [self.rows.row(self.read[line], placed.promotion, self.add_ons.get(line, ())) for line in placed.lines]
        )
        promotion = self.rows.terms.promotions.get(placed.promotion)
        group_id = f"{shop}/{placed.promotion}"
        bar = None if promotion is None else self._bar(group_id, shop, promotion, rows)
        return self.memo.groups.part(group_id, None, lambda: GroupView(group_id, bar, rows))

    def _bar(self, group_id: str, shop: str, promotion: Promotion, rows: Sequence[LineView]) -> PromotionBar:
        unticked: list[tuple[BasketLine, int]] = [
            (self.read[row.id].goods, row.price) for row in rows if row.tick is Tick.OFF
        ]
        earned = self.earned.get(promotion.id, ())
        gap, granted = self.gaps.get(promotion.id), self.granted.get(promotion.id, 0)

        def made() -> PromotionBar:
            gifts = promotion_gifts(shop, promotion, earned, self.picks, self.scene, self.rows.gift_stock)
            return promotion_bar(promotion, gap, granted, unticked, gifts, self.scene)

        return self.memo.bars.part(group_id, None if earned else (self.memo.era, gap, granted, unticked), made)


def _unknown_shop(code: str) -> Shop:
    return Shop(code, ShopKind.POP, "main", Words(code, code))


def _totals(paid: Quote, read: Mapping[str, Standing], add_ons: Mapping[str, tuple[AddOnRow, ...]]) -> Totals:
    """The footer's figures; a 换购 offer that was taken is paid, so it counts (R-SWAP b)."""
    pieces = {row.id: row.quantity for rows in add_ons.values() for row in rows}
    return Totals(
        list_total=paid.list_total,
        goods=paid.goods,
        saved=paid.saved,
        net_total=paid.net_total,
        shown_saved=paid.shown_saved,
        lines=len(paid.lines),
        pieces=sum(pieces[line.id] if line.id in pieces else read[line.id].counted for line in paid.lines),
    )


def _counts(rows: Sequence[LineView]) -> Counts:
    """How many rows each tab shows; a row of the invalid section that recovered is no longer one of the invalid."""
    return Counts(
        all=len(rows),
        drop=sum(row.drop is not None and row.drop.code == "drop" for row in rows),
        low_stock=sum(row.invalid is None and row.stock.state in LOW_STOCK for row in rows),
        promotion=sum(row.in_deal for row in rows),
        invalid=sum(row.invalid is not None for row in rows),
    )


def _used(rows: Iterable[LineView], cart: Cart, policy: Policy) -> int:
    """Places taken of the cap, those of 换购 among them (R-CAP-1, R-SWAP b)."""
    by_lines = policy.cap.unit == "lines"
    return sum(1 if by_lines else pieces for _, pieces in cart.add_ons) + sum(
        1 if by_lines else row.quantity for row in rows if policy.cap.counts_invalid or row.invalid is None
    )
