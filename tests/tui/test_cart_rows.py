"""From a view to rows and lines, without an app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from cartsim.cart.view import CartView, Tick
from cartsim.i18n import Speaker
from cartsim.model.policy_fields import Likeness
from cartsim.model.reason import because
from cartsim.tui import bars, parts
from cartsim.tui.actions import footer
from cartsim.tui.attached_rows import GiftLine
from cartsim.tui.cart_rows import CartRows
from cartsim.tui.draw import cells, places, width_of
from cartsim.tui.line_row import LineRow
from cartsim.tui.palette import Palette, from_variables
from cartsim.tui.row import Row, Sections, Stack, owner_of
from cartsim.tui.showing import Density, Filter, Showing, matching, revealing, shown_lines
from cartsim.tui.side import Pen, folded, nearest_gap, side_lines, spoken
from cartsim.tui.themes import DARK
from tests.tui.views import NOW, ShownSession, feed, full_view, long_view

PALETTE: Palette = from_variables({**DARK.to_color_system().generate(), **DARK.variables})
WIDTHS = (57, 77, 78, 108, 150)


def rows(showing: Showing | None = None, language: str = "zh", view: CartView | None = None) -> Sequence[Row]:
    return CartRows(Speaker(language)).of(view or full_view(), showing or Showing())


def ids(made: Sequence[Row], *kinds: str) -> list[str]:
    return [row.id for row in made if row.id.partition(":")[0] in kinds]


def text(row_id: str, width: int = 78, language: str = "zh", showing: Showing | None = None) -> str:
    row = next(row for row in rows(showing, language) if row.id == row_id)
    return "\n".join("".join(span.text for span in line) for line in row.draw(width, PALETTE))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("density", list(Density))
@pytest.mark.parametrize("width", WIDTHS)
def test_every_row_fits_its_width_and_height(language: str, density: Density, width: int) -> None:
    for row in rows(Showing(density=density, invalid_open=True), language):
        drawn = row.draw(width, PALETTE)
        assert len(drawn) <= row.height
        assert all(width_of(line) <= width for line in drawn), row.id


@pytest.mark.parametrize("density", list(Density))
def test_row_ids_are_unique(density: Density) -> None:
    made = [row.id for row in rows(Showing(density=density, invalid_open=True))]
    assert len(made) == len(set(made))


def test_r_sort_6_invalid_lines_stand_last_below_their_head() -> None:
    made = ids(rows(Showing(invalid_open=True)), "line", "invalid")
    assert made[made.index("invalid") + 1 :] == ["line:l20", "line:l21", "line:l22", "line:l23"]


def test_the_invalid_section_is_folded_after_three() -> None:
    assert ids(rows(), "line")[-3:] == ["line:l20", "line:l21", "line:l22"]
    assert "展开其余1件" in text("invalid").replace(" ", "")


def test_a_folded_shop_keeps_its_header_and_says_how_many() -> None:
    made = rows(Showing(folded=frozenset({"yundi"})))
    assert "shop:yundi" in ids(made, "shop")
    assert "line:l1" not in ids(made, "line")
    assert "3" in text("shop:yundi", showing=Showing(folded=frozenset({"yundi"})))


def test_r_add_2_every_promotion_group_has_one_entry_on_its_bar() -> None:
    bars = [row for row in rows() if row.id.startswith("bar:")]
    assert (
        len(bars)
        == len({row.id for row in bars})
        == sum(group.bar is not None for shop in full_view().shops for group in shop.groups)
    )
    entries = [[place.part for place in places(row.draw(78, PALETTE))].count(parts.TOPUP) for row in bars]
    assert set(entries) == {0, 1}


def test_r_gift_1_gifts_hang_below_their_line_without_box_or_stepper() -> None:
    made = rows()
    gifts = [at for at, row in enumerate(made) if isinstance(row, GiftLine)]
    assert gifts
    for at in gifts:
        drawn = {place.part for place in places(made[at].draw(78, PALETTE))}
        assert not drawn & {parts.CHECK, parts.PLUS, parts.MINUS}
        assert owner_of(made[at]) in {row.id for row in made[:at]}
        assert "赠品" in "".join(span.text for line in made[at].draw(78, PALETTE) for span in line)


def test_r_add_4_a_gap_says_go_and_a_met_one_says_browse() -> None:
    assert "去凑单" in text("bar:yundi/yundi-300-40")
    assert "再逛逛" in text("bar:ali/kiln-100-20")


def test_r_add_3_a_bar_without_an_entry_has_no_such_part() -> None:
    row = next(row for row in rows() if row.id == "bar:orchard/orchard-2-85")
    assert parts.TOPUP not in {place.part for place in places(row.draw(78, PALETTE))}


def test_r_add_5_the_bar_says_what_is_missing() -> None:
    assert "还差42元" in text("bar:yundi/yundi-300-40")


def test_r_stock_3_few_shows_the_number() -> None:
    assert "仅剩3件" in text("line:l1").replace(" ", "")


def test_r_stock_14_a_short_line_offers_the_maximum() -> None:
    row = next(row for row in rows() if row.id == "line:l6")
    assert parts.MEND in {place.part for place in places(row.draw(78, PALETTE))}
    assert "改为4" in text("line:l6").replace(" ", "")


@pytest.mark.parametrize("density", list(Density))
def test_r_stock_14_a_short_line_says_how_many_count_and_promises_no_deal(density: Density) -> None:
    said = text("line:l6", 78, "en", Showing(density=density))
    assert "after deals" not in said
    if density is Density.COMFORTABLE:
        assert "4 of 9 count ¥" in said


def test_the_words_of_a_row_are_whole_beside_the_panel_in_english() -> None:
    dropped = because("drop", "R-DROP-2", amount_fen=9000, before_fen=32900, now_fen=23900)
    line = next(line for line in full_view().lines if line.id == "l6")
    look = next(row for row in rows(language="en") if isinstance(row, LineRow)).look
    drawn = LineRow(line._replace(drop=dropped), look).draw(78, PALETTE)
    assert "¥90 down since added  Short: 4 left" in "".join(span.text for span in drawn[2])


def test_r_stock_14_the_amount_of_a_short_line_is_that_of_the_pieces_that_count() -> None:
    line = next(line for line in full_view().lines if line.id == "l6")
    said = text("line:l6", 150, "en")
    assert Speaker("en").money(line.price * 4) in said
    assert "4 of 9 count" in said


def test_r_drop_3_the_drop_stands_below_the_title_in_red() -> None:
    row = next(row for row in rows() if row.id == "line:l1")
    below = row.draw(78, PALETTE)[2]
    drop = next(span for span in below if span.part == parts.DROP)
    assert drop.ink.colour == PALETTE.drop
    assert "20" in drop.text


def test_r_inv_4_5_the_title_of_an_invalid_line_is_grey_and_its_reason_is_said() -> None:
    row = next(row for row in rows() if row.id == "line:l21")
    title = next(span for line in row.draw(78, PALETTE) for span in line if span.part == parts.TITLE)
    assert title.ink.colour == PALETTE.dim
    assert "下架" in text("line:l21")


def test_r_inv_3_an_invalid_line_carries_its_label_instead_of_a_box() -> None:
    assert text("line:l20").startswith("失效")


def test_state_is_never_colour_alone() -> None:
    assert text("line:l1").startswith("[✓]")
    assert text("line:l2").startswith("[ ]")
    assert text("shop:yundi").startswith("[-]")


def test_prices_end_at_one_edge() -> None:
    for row in rows():
        if isinstance(row, LineRow):
            first = "".join(span.text for span in row.draw(78, PALETTE)[0])
            assert first[-3:] in (".00", ".90"), first
            assert cells(first) == 78


def test_a_shop_that_did_not_change_keeps_its_rows() -> None:
    maker, view = CartRows(Speaker("zh")), full_view()
    before = maker.of(view, Showing())
    shops = (replace(view.shops[0], coupons=9), *view.shops[1:])
    after = maker.of(replace(view, shops=shops), Showing())
    changed = [
        row.id for row, old in zip(after, before, strict=True) if row is not old and not row.id.startswith("invalid")
    ]
    assert [each for each in changed if each.startswith(("line:l1", "shop:"))] == ["shop:yundi"]


def test_rows_made_from_parts_equal_rows_made_anew() -> None:
    maker, view = CartRows(Speaker("zh")), long_view(60)
    maker.of(view, Showing())
    shop = view.shops[1]
    lines = tuple(
        line._replace(price=1, tick=Tick.OFF) if at == 3 else line for at, line in enumerate(shop.groups[0].lines)
    )
    shop = replace(shop, tick=Tick.SOME, groups=(shop.groups[0]._replace(lines=lines),))
    view = replace(view, shops=(view.shops[0], shop, *view.shops[2:]))
    patched, anew = maker.of(view, Showing()), CartRows(Speaker("zh")).of(view, Showing())
    assert [(row.id, row.key) for row in patched] == [(row.id, row.key) for row in anew]


def _first_group(view: CartView, **changes: Any) -> CartView:
    shop = view.shops[0]
    return replace(
        view, shops=(replace(shop, groups=(shop.groups[0]._replace(**changes), *shop.groups[1:])), *view.shops[1:])
    )


def _another_price(view: CartView) -> CartView:
    first, *others = view.shops[0].groups[0].lines
    return _first_group(view, lines=(first._replace(price=1), *others))


def _another_gap(view: CartView) -> CartView:
    bar = view.shops[0].groups[0].bar
    assert bar is not None
    return _first_group(view, bar=bar._replace(granted=bar.granted + 1))


def _a_gift_less(view: CartView) -> CartView:
    first, *others = view.shops[0].groups[0].lines
    return _first_group(view, lines=(first._replace(gifts=()), *others))


def _a_gift_more_below_the_bar(view: CartView) -> CartView:
    bar, tote = view.shops[0].groups[0].bar, view.shops[3].groups[0].bar
    assert bar is not None
    assert tote is not None
    return _first_group(view, bar=bar._replace(gifts=tote.gifts))


CHANGES: tuple[Callable[[CartView], CartView], ...] = (
    _another_price,
    _another_gap,
    _a_gift_less,
    _a_gift_more_below_the_bar,
    lambda view: _first_group(view, bar=None),
    lambda view: _first_group(view, lines=view.shops[0].groups[0].lines[::-1]),
    lambda view: _first_group(view, lines=view.shops[0].groups[0].lines[1:]),
    lambda view: _first_group(view, lines=()),
    lambda view: replace(view, shops=view.shops[::-1]),
    lambda view: replace(view, shops=view.shops[1:]),
    lambda view: replace(view, shops=()),
    lambda view: replace(view, shops=(replace(view.shops[0], tick=Tick.OFF, coupons=0), *view.shops[1:])),
    lambda view: replace(view, invalid=view.invalid[1:]),
    lambda view: replace(view, invalid=()),
)
SHOWN = (Showing(), Showing(folded=frozenset({"yundi"})), Showing(filter=Filter.DROP), Showing(invalid_open=True))


@pytest.mark.parametrize("showing", SHOWN)
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_the_rows_are_those_of_the_new_view(
    change: Callable[[CartView], CartView], showing: Showing
) -> None:
    view = full_view()
    for before, after in ((view, change(view)), (change(view), view)):
        maker = CartRows(Speaker("zh"))
        stack, anew = Stack(maker.of(before, showing)), CartRows(Speaker("zh")).of(after, showing)
        taken = stack.replaced(maker.of(after, showing))
        assert [(row.id, row.height, row.key) for row in maker.of(after, showing)] == [
            (row.id, row.height, row.key) for row in anew
        ]
        assert taken == ([row.id for row in CartRows(Speaker("zh")).of(before, showing)] == [row.id for row in anew])


def test_rows_out_of_sight_are_not_made() -> None:
    maker, view = CartRows(Speaker("zh")), long_view(60)
    first = maker.of(view, Showing())
    shops = tuple(replace(shop, coupons=9) for shop in view.shops)
    rows = maker.of(replace(view, shops=shops), Showing())
    assert isinstance(first, Sections)
    assert isinstance(rows, Sections)
    assert rows.starts is first.starts
    assert rows[rows.starts[1]].figures == (("coupons", 9),)
    assert rows.made == {1}  # section 0 is what spans shops


def test_an_empty_cart_says_so() -> None:
    made = rows(view=replace(full_view(), shops=(), invalid=()))
    assert [row.id for row in made] == ["empty"]


@pytest.mark.parametrize(
    ("tab", "lines"),
    [
        (Filter.DROP, ["line:l1"]),
        (Filter.LOW, ["line:l1", "line:l3", "line:l4", "line:l6"]),
        (Filter.INVALID, ["line:l20", "line:l21", "line:l22", "line:l23"]),
    ],
)
def test_a_tab_shows_its_lines_only(tab: Filter, lines: list[str]) -> None:
    assert ids(rows(Showing(filter=tab)), "line") == lines


def test_without_a_filter_select_all_means_everything() -> None:
    assert shown_lines(full_view(), Showing()) is None
    assert shown_lines(full_view(), Showing(filter=Filter.DROP)) == ("l1",)


def test_find_reads_both_languages_codes_and_shops() -> None:
    view = full_view()
    assert matching(view, "马克杯") == ("l4",)
    assert matching(view, "STONEWARE") == ("l4",)
    assert matching(view, "goods-009") == ("l9",)
    assert matching(view, "阿栗") == ("l8", "l7")
    assert matching(view, "  ") == ()


def test_what_was_found_is_revealed() -> None:
    view = full_view()
    hidden = Showing(folded=frozenset({"orchard"}), filter=Filter.DROP)
    assert revealing(view, hidden, "l4") == Showing()
    assert revealing(view, Showing(), "l23").invalid_open


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_the_fixed_lines_fit_every_width(language: str, width: int) -> None:
    view, speaker, session = full_view(), Speaker(language), ShownSession(full_view())
    undo = bars.Undoable(1, 3, 5)
    lines = (
        bars.header(view, session.clock(), Likeness("showcase", {"cap.total": 9}), width, speaker, PALETTE),
        bars.tabs(view, Showing(), 4, 10, width, speaker, PALETTE),
        bars.payment(view, Showing(), undo, width, speaker, PALETTE),
        bars.key_line(footer(), width, speaker, PALETTE),
        bars.status("", "soft", view, width, speaker, PALETTE),
    )
    assert [width_of(line) <= width for line in lines] == [True] * len(lines)
    for line, wanted in zip(lines[:3], ("pause", "filter_invalid", "settle"), strict=True):
        assert wanted in {place.part for place in places((line,))}


def test_the_footer_names_at_most_eight_keys() -> None:
    assert len(footer()) + 1 <= 8


@pytest.mark.parametrize("height", [8, 20, 36, 46])
def test_the_side_panel_fits_its_height_and_width(height: int) -> None:
    view, session = full_view(), ShownSession(full_view())
    pen = Pen(Speaker("en"), PALETTE, 38)
    lines = side_lines(view, session.clock(), feed(), "Wool cardigan", session.why("line:l1"), pen, height)
    assert len(lines) <= height
    assert all(width_of(line) <= 38 for line in lines)


def test_the_advice_speaks_of_the_smallest_gap() -> None:
    assert nearest_gap(full_view())[0] == "bar:yundi/yundi-300-40"


def test_the_advice_passes_over_a_promotion_whose_ticked_lines_are_all_priced_by_others() -> None:
    view = full_view()
    group = view.shops[0].groups[0]
    assert group.bar is not None
    bare = group._replace(bar=group.bar._replace(gap=group.bar.gap._replace(base=0, pieces=0, needed=300)))
    shops = tuple(
        replace(shop, groups=tuple(bare if each is group else each for each in shop.groups)) for shop in view.shops
    )
    assert nearest_gap(replace(view, shops=shops))[0] != f"bar:{group.id}"
    unticked = tuple(line._replace(tick=Tick.OFF) for line in bare.lines)
    shops = tuple(
        replace(shop, groups=tuple(bare._replace(lines=unticked) if each is bare else each for each in shop.groups))
        for shop in shops
    )
    assert nearest_gap(replace(view, shops=shops))[0] == f"bar:{group.id}"


def test_the_advice_promises_only_what_the_next_tier_adds() -> None:
    view = full_view()
    group = view.shops[0].groups[0]
    assert group.bar is not None
    gap = group.bar.gap._replace(needed=300, off=4000, next_off=8000)
    nearer = group._replace(bar=group.bar._replace(gap=gap))
    shops = tuple(
        replace(shop, groups=tuple(nearer if each is group else each for each in shop.groups)) for shop in view.shops
    )
    pen = Pen(Speaker("zh"), PALETTE, 38)
    lines = side_lines(replace(view, shops=shops), ShownSession(view).clock(), (), "", (), pen, 40)
    said = "\n".join("".join(span.text for span in line) for line in lines)
    assert "再选 ¥3.00 多减 ¥40.00" in said


def test_the_sum_of_other_cuts_hides_no_larger_one() -> None:
    cuts = [("a", 100), ("b", 9000), ("c", 200), ("d", 5000)]
    assert folded(cuts, 3, "others") == [("b", 9000), ("d", 5000), ("others", 300)]


def test_a_reason_names_a_promotion_by_its_terms() -> None:
    view, speaker = full_view(), Speaker("zh")
    promotion = view.promotions[0]
    told = spoken(because("grouped", "R-GROUP-1", None, promotion=promotion.id, lines=2), view, speaker)
    assert told["promotion"] == speaker.promotion(promotion)
    assert told["lines"] == 2


def test_the_age_of_the_reading_is_told() -> None:
    view = full_view()
    line = bars.tabs(view, Showing(), NOW - view.read_at, 10, 120, Speaker("en"), PALETTE)
    assert "read 4 s ago · every 10 s" in "".join(span.text for span in line)
