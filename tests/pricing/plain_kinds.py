"""What the kinds that pick pieces give, counted piece by piece: the plain twin of the engine's benefits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from cartsim.model.promotion import Bundle, BuyGet, Every, Part, Pick, Promotion, SetPrice, UnitAmountOff, UnitPrice

Piece = tuple[int, int]
"""Price and number of the line."""
Fits = Callable[[Part, int], bool]
"""Whether a line is in the scope of a part."""


def whole(amount: Fraction, rounding: str) -> int:
    """Whole fen of an exact amount, as the policy rounds a cut."""
    match rounding:
        case "half_up":
            return floor(amount + Fraction(1, 2))
        case "floor":
            return floor(amount)
        case "ceil":
            return ceil(amount)
    raise AssertionError(rounding)


def piece_cut(
    deal: Promotion, give: object, pieces: Sequence[Piece], fits: Fits, rounding: str
) -> tuple[int, Mapping[int, int]]:
    """(fen off, weight by line) of a benefit over single pieces."""
    ordered = sorted(pieces, key=lambda piece: (-piece[0], piece[1]))
    limit = len(ordered) if deal.piece_limit is None else deal.piece_limit
    match give:
        case UnitPrice(price):
            return _plain([(max(0, unit - price), line) for unit, line in ordered[:limit]])
        case UnitAmountOff(amount):
            return _plain([(min(amount, unit), line) for unit, line in ordered[:limit]])
        case Every():
            return _share(_every(give, ordered)[:limit], give.rate, rounding)
        case SetPrice():
            return _set_price(give, ordered, limit)
        case BuyGet():
            return _share(_got(give, ordered, deal.repeat, fits)[:limit], give.rate, rounding)
        case Bundle():
            return _bundle(give, ordered, deal.repeat, limit, fits, rounding)
    raise AssertionError(give)


def _plain(cuts: Sequence[Piece]) -> tuple[int, Mapping[int, int]]:
    return sum(off for off, _ in cuts), _weights(cuts)


def _share(pieces: Sequence[Piece], rate: int, rounding: str) -> tuple[int, Mapping[int, int]]:
    amount = sum(price for price, _ in pieces)
    return whole(Fraction(amount * rate, 10_000), rounding), _weights(pieces)


def _weights(pieces: Sequence[Piece]) -> Mapping[int, int]:
    weights: dict[int, int] = {}
    for price, line in pieces:
        weights[line] = weights.get(line, 0) + price
    return weights


def _every(give: Every, ordered: Sequence[Piece]) -> list[Piece]:
    full = [ordered[at : at + give.pieces] for at in range(0, len(ordered) - give.pieces + 1, give.pieces)]
    full = full[: give.groups]
    if give.pick is Pick.CHEAPEST_OVERALL:
        return list(reversed(ordered))[: len(full) * give.discounted]
    return [piece for group in full for piece in group[give.pieces - give.discounted :]]


def _set_price(give: SetPrice, ordered: Sequence[Piece], limit: int) -> tuple[int, Mapping[int, int]]:
    order = list(ordered) if give.pick is Pick.DEAREST else list(reversed(ordered))
    full = [order[at : at + give.pieces] for at in range(0, len(order) - give.pieces + 1, give.pieces)]
    full = full[: limit // give.pieces][: give.sets]
    cheaper = [group for group in full if sum(price for price, _ in group) > give.total]
    off = sum(sum(price for price, _ in group) - give.total for group in cheaper)
    return off, _weights([piece for group in cheaper for piece in group])


def _got(give: BuyGet, ordered: Sequence[Piece], repeat: int | None, fits: Fits) -> list[Piece]:
    left = list(ordered)
    got: list[Piece] = []
    sets = 0
    while repeat is None or sets < repeat:
        buyable = [piece for piece in left if fits(give.buy, piece[1])]
        buyable.sort(key=lambda piece: fits(give.get, piece[1]))
        bought = buyable[: give.buy.pieces]
        rest = left.copy()
        for piece in bought:
            rest.remove(piece)
        gotten = [piece for piece in rest if fits(give.get, piece[1])][: give.get.pieces]
        if len(bought) < give.buy.pieces or len(gotten) < give.get.pieces:
            break
        for piece in gotten:
            rest.remove(piece)
        left, got, sets = rest, got + gotten, sets + 1
    return got


def _bundle(
    give: Bundle, ordered: Sequence[Piece], repeat: int | None, limit: int, fits: Fits, rounding: str
) -> tuple[int, Mapping[int, int]]:
    """Every set of pieces that fills whole sets, tried one by one."""
    size = sum(part.pieces for part in give.parts)
    best: tuple[int, Mapping[int, int]] = (0, {})
    for sets in range(1, min(len(ordered), limit) // size + 1):
        if repeat is not None and sets > repeat:
            break
        slots = [part for part in give.parts for _ in range(part.pieces * sets)]
        tried = combinations(ordered, sets * size)
        fitting = [chosen for chosen in tried if _can_fill(slots, [line for _, line in chosen], fits)]
        if not fitting:
            continue
        chosen = max(fitting, key=lambda chosen: sum(price for price, _ in chosen))
        amount = sum(price for price, _ in chosen)
        if give.total is not None:
            off = max(0, amount - give.total * sets)
        elif give.rate is not None:
            off = whole(Fraction(amount * give.rate, 10_000), rounding)
        else:
            off = min(amount, (give.amount or 0) * sets)
        if off > best[0]:
            best = (off, _weights(chosen))
    return best


def _can_fill(slots: Sequence[Part], lines: Sequence[int], fits: Fits) -> bool:
    if not lines:
        return True
    return any(
        fits(slot, lines[0]) and _can_fill([*slots[:at], *slots[at + 1 :]], lines[1:], fits)
        for at, slot in enumerate(slots)
    )
