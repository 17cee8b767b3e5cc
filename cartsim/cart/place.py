"""Where rows stand. Entering places all of them anew; an add, an explicit switch or an undo moves one row.

Nothing else ever moves a row (decisions.md, Placement). Every function gives a new value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.model.cart import NO_PROMOTION, OUT_OF_STOCK, Cart, Line, PlacedGroup, PlacedShop, Placement

_Tree = dict[str, dict[str, list[str]]]
_Node = TypeVar("_Node")


def arrange(cart: Cart, scene: Scene, read: Mapping[str, Standing], groups: Mapping[str, str]) -> Placement:
    """All rows by their ranks, latest first: shops, groups, lines; the invalid last (R-SORT-1..6).

    `groups` names the promotion group of each valid line, `NO_PROMOTION` where it belongs to none. A tie goes to the
    line, group or shop that came first.
    """
    tree: _Tree = {}
    invalid: list[Line] = []
    to_bottom = scene.policy.stock.zero_place == "shop_bottom"
    for standing in read.values():
        line, offer = standing.line, standing.offer
        if standing.invalid is not None:
            invalid.append(line)
            continue
        group = OUT_OF_STOCK if to_bottom and offer.available <= 0 else groups.get(line.id, NO_PROMOTION)
        tree.setdefault(offer.shop, {}).setdefault(group, []).append(line.id)
    ranks = {line.id: line.rank for line in cart.lines}
    shop_ranks, group_ranks = dict(cart.shop_ranks), dict(cart.group_ranks)

    def placed(shop: str) -> PlacedShop:
        groups = tree[shop]
        order = sorted(groups, key=lambda group: (_floor(group, scene), -group_ranks.get((shop, group), 0)))
        lines = {group: tuple(sorted(groups[group], key=lambda line: -ranks[line])) for group in order}
        return PlacedShop(shop, tuple(PlacedGroup(group, lines[group]) for group in order))

    shops = sorted(tree, key=lambda shop: -shop_ranks.get(shop, 0))
    return Placement(
        tuple(placed(shop) for shop in shops), tuple(line.id for line in sorted(invalid, key=lambda line: -line.rank))
    )


def _floor(group: str, scene: Scene) -> int:
    """Level of a group in its shop: 0 by rank, 1 and 2 below all of those."""
    if group == OUT_OF_STOCK:
        return 2
    return 1 if group == NO_PROMOTION and scene.policy.sort.none_group == "last" else 0


def raise_ranks(cart: Cart, shop: str, group: str, sequence: int) -> Cart:
    """The cart with shop and group ranked by this add (R-SORT-2, R-SORT-3)."""
    shop_ranks, group_ranks = dict(cart.shop_ranks), dict(cart.group_ranks)
    shop_ranks[shop] = sequence
    group_ranks[shop, group] = sequence
    return replace(cart, shop_ranks=tuple(shop_ranks.items()), group_ranks=tuple(group_ranks.items()))


def drop_empty_ranks(cart: Cart) -> Cart:
    """The cart without ranks of shops and groups that hold no row any more.

    As long as a line is invalid nothing is dropped: it goes back to where it stood when it recovers (R-INV a).
    """
    if cart.placement.invalid:
        return cart
    shops = {placed.shop for placed in cart.placement.shops}
    groups = {(placed.shop, group.promotion) for placed in cart.placement.shops for group in placed.groups}
    return replace(
        cart,
        shop_ranks=tuple(item for item in cart.shop_ranks if item[0] in shops),
        group_ranks=tuple(item for item in cart.group_ranks if item[0] in groups),
    )


def put_on_top(placement: Placement, line: str, shop: str, group: str, scene: Scene) -> Placement:
    """A new row: on top of its group, a new group on top of its shop, a new shop on top of the cart.

    With `sort.live` the shop and the group move to the top as well.
    """
    tree = _tree(placement)
    live = scene.policy.sort.live
    if shop not in tree:
        tree = {shop: {}, **tree}
    elif live:
        tree = {shop: tree.pop(shop), **tree}
    groups = tree[shop]
    if group not in groups:
        groups = {group: [], **groups}
    elif live:
        groups = {group: groups.pop(group), **groups}
    tree[shop] = dict(sorted(groups.items(), key=lambda item: _floor(item[0], scene)))
    tree[shop][group].insert(0, line)
    return _frozen(tree, placement.invalid)


def put_by_rank(cart: Cart, line: Line, shop: str, group: str, scene: Scene) -> Placement:
    """A row that keeps its rank and comes to another group: above the first row ranked lower there (R-SORT c).

    A group or shop that does not stand yet is set among its neighbours by its own rank, or by the line's.
    """
    placement = cart.placement
    tree = _tree(placement)
    shop_ranks, group_ranks = dict(cart.shop_ranks), dict(cart.group_ranks)
    if shop not in tree:
        own = shop_ranks.get(shop, line.rank)
        tree = _inserted(tree, shop, {}, lambda other: shop_ranks.get(other, 0) < own)
    if group not in tree[shop]:
        own_key = (_floor(group, scene), -group_ranks.get((shop, group), line.rank))
        tree[shop] = _inserted(
            tree[shop], group, [], lambda other: (_floor(other, scene), -group_ranks.get((shop, other), 0)) > own_key
        )
    ranks = {other.id: other.rank for other in cart.lines}
    rows = tree[shop][group]
    at = next((index for index, other in enumerate(rows) if ranks[other] < line.rank), len(rows))
    rows.insert(at, line.id)
    return _frozen(tree, placement.invalid)


def put_back(placement: Placement, before: Placement, lines: frozenset[str]) -> Placement:
    """The placement with `lines` where they stood `before`: each below the nearest row that stood above it."""
    tree = _tree(placement)
    for shop_index, shop in enumerate(before.shops):
        if not any(line in lines for group in shop.groups for line in group.lines):
            continue
        if shop.shop not in tree:
            tree = _below(tree, shop.shop, {}, [other.shop for other in before.shops[:shop_index]])
        groups = tree[shop.shop]
        for group_index, group in enumerate(shop.groups):
            if not lines.intersection(group.lines):
                continue
            if group.promotion not in groups:
                above = [other.promotion for other in shop.groups[:group_index]]
                groups = tree[shop.shop] = _below(groups, group.promotion, [], above)
            _weave(groups[group.promotion], group.lines, lines)
    invalid = list(placement.invalid)
    _weave(invalid, before.invalid, lines)
    return _frozen(tree, tuple(invalid))


def _weave(rows: list[str], before: tuple[str, ...], lines: frozenset[str]) -> None:
    places = {line: index for index, line in enumerate(rows)}
    at = 0
    for line in before:
        if line in places:
            at = rows.index(line) + 1
        elif line in lines:
            rows.insert(at, line)
            at += 1


def take_out(placement: Placement, lines: frozenset[str]) -> Placement:
    """The placement without these rows; groups and shops left empty go."""
    return _frozen(
        {
            shop.shop: {group.promotion: [line for line in group.lines if line not in lines] for group in shop.groups}
            for shop in placement.shops
        },
        tuple(line for line in placement.invalid if line not in lines),
    )


def stands_at(placement: Placement, line: str) -> tuple[str, str] | None:
    """(shop, group) of a row, None where it stands among the invalid or nowhere."""
    for shop in placement.shops:
        for group in shop.groups:
            if line in group.lines:
                return shop.shop, group.promotion
    return None


def _tree(placement: Placement) -> _Tree:
    return {shop.shop: {group.promotion: list(group.lines) for group in shop.groups} for shop in placement.shops}


def _frozen(tree: _Tree, invalid: tuple[str, ...]) -> Placement:
    shops = (
        PlacedShop(shop, tuple(PlacedGroup(group, tuple(lines)) for group, lines in groups.items() if lines))
        for shop, groups in tree.items()
    )
    return Placement(tuple(shop for shop in shops if shop.groups), invalid)


def _inserted(
    tree: Mapping[str, _Node], name: str, node: _Node, ranks_below: Callable[[str], bool]
) -> dict[str, _Node]:
    """The nodes with a new one above the first that ranks below it."""
    names = list(tree)
    at = next((index for index, other in enumerate(names) if ranks_below(other)), len(names))
    return _at(tree, at, name, node)


def _below(tree: Mapping[str, _Node], name: str, node: _Node, above: Sequence[str]) -> dict[str, _Node]:
    """The nodes with a new one right under the last of `above` that still stands, else on top."""
    names = list(tree)
    at = next((names.index(other) + 1 for other in reversed(above) if other in tree), 0)
    return _at(tree, at, name, node)


def _at(tree: Mapping[str, _Node], at: int, name: str, node: _Node) -> dict[str, _Node]:
    items = list(tree.items())
    return dict([*items[:at], (name, node), *items[at:]])
