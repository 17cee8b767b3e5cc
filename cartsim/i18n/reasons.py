"""The sentence of every reason code.

Placeholders are the reason's own parameters, written by what they are: `{x_fen}` is money (¥42.00), `{x_yuan}`
the same amount in the short form of sentences (42), `{x_at}` a moment, `{x_seconds}` a duration, `{x_rate}` a
percentage; words are in the reader's language, other numbers as they are. A sentence that counts is a `Counted`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cartsim.i18n.marks import N_


class Counted(NamedTuple):
    """A sentence with a singular and a plural; `by` is the parameter that decides."""

    singular: str
    plural: str
    by: str


SENTENCES: Mapping[str, str | Counted] = {
    "add_on_full": Counted(
        "Only {limit} piece can be traded up here", "Only {limit} pieces can be traded up here", "limit"
    ),
    "add_on_gone": N_("All trade-up pieces are gone"),
    "add_on_locked": N_("¥{needed_yuan} more to trade up"),
    "add_on_locked_pieces": Counted(
        "{needed_pieces} more piece to trade up", "{needed_pieces} more pieces to trade up", "needed_pieces"
    ),
    "add_on_lost": N_("Not eligible any more"),
    "add_on_open": N_("Can be traded up"),
    "add_on_taken": N_("Traded up"),
    "no_add_on": N_("No trade-up offers this"),
    "ribbon_placed": N_("A deal across shops stands above them"),
    "acted_on_shown": Counted("Only the {lines} line shown", "Only the {lines} lines shown", "lines"),
    "applied": N_("Takes {granted_fen} off {base_fen}"),
    "bar_base": Counted(
        "Measured on {base_fen} of {lines} line ({mode})", "Measured on {base_fen} of {lines} lines ({mode})", "lines"
    ),
    "bar_ended": N_("Ended {ended_at}"),
    "bar_gap": N_("¥{needed_yuan} to go: ¥{base_yuan} of ¥{threshold_yuan}"),
    "bar_gap_pieces": N_("{needed_pieces} more: {pieces} of {threshold_pieces}"),
    "bar_met": N_("¥{off_yuan} off; ¥{needed_yuan} more for ¥{next_off_yuan} off"),
    "bar_met_pieces": N_("¥{off_yuan} off; {needed_pieces} more for ¥{next_off_yuan} off"),
    "bar_none_checked": N_("Nothing ticked yet; ¥{threshold_yuan} to reach"),
    "bar_not_started": N_("Starts {starts_at}"),
    "bar_off_group": Counted(
        "{lines} line here is priced by another deal", "{lines} lines here are priced by another deal", "lines"
    ),
    "bar_tickable": Counted(
        "Tick {lines} more line to reach the next tier", "Tick {lines} more lines to reach the next tier", "lines"
    ),
    "bar_top": N_("¥{off_yuan} off applied"),
    "below_minimum": N_("At least {minimum}"),
    "blocked_gift": N_("{title}: its gift is out of stock"),
    "blocked_gone": N_("{title} cannot be bought now"),
    "blocked_maximum": N_("{title}: {maximum} at most, you asked for {asked}"),
    "blocked_short": N_("{title}: only {left} left, you asked for {asked}"),
    "cart_full": N_("Cart full ({used}/{cap}), remove something first"),
    "cart_full_clear": N_("Cart full ({used}/{cap}); clear {invalid} invalid first"),
    "changed_since": N_("Changed since; it cannot be undone"),
    "choice_redone": N_("Chosen again"),
    "choice_undone": N_("Choice taken back"),
    "choice_over": N_("Your chosen promotion is over; the cheapest is used again: {lines}"),
    "clear_asks": Counted(
        "Removes {lines} invalid item, asks first", "Removes {lines} invalid items, asks first", "lines"
    ),
    "confirm_delete": N_("Remove this item?"),
    "coupon_claim_over": N_("Claiming ended {ended_at}"),
    "coupon_claimed": Counted("Claimed, {limit} each", "Claimed, {limit} each", "limit"),
    "coupon_gone": N_("All gone"),
    "coupon_later": N_("Usable from {starts_at}"),
    "coupon_limit": N_("Claim limit reached"),
    "coupon_not_claimed": N_("Not claimed"),
    "coupon_not_open": N_("Can be claimed from {opens_at}"),
    "coupon_over": N_("Expired {ended_at}"),
    "coupon_replaced": Counted("Replaces {coupons} coupon", "Replaces {coupons} coupons", "coupons"),
    "coupon_saves": N_("This cart saves {saves_fen}"),
    "coupon_short": N_("¥{needed_yuan} short of the coupon"),
    "coupon_short_pieces": Counted(
        "{needed_pieces} more piece for the coupon", "{needed_pieces} more pieces for the coupon", "needed_pieces"
    ),
    "coupon_used": Counted("Used, {limit} each", "Used, {limit} each", "limit"),
    "coupons_off": N_("Coupons are not counted now"),
    "coupons_shown": Counted(
        "{claimable} coupon to claim for this cart", "{claimable} coupons to claim for this cart", "claimable"
    ),
    "cut_category_coupon": N_("Category coupon, {by}: −{amount_fen}"),
    "cut_cross_shop": N_("Cross-shop, {by}: −{amount_fen}"),
    "cut_item": N_("Item price, {by}: −{amount_fen}"),
    "cut_platform": N_("Platform, {by}: −{amount_fen}"),
    "cut_platform_coupon": N_("Platform coupon, {by}: −{amount_fen}"),
    "cut_shop": N_("Shop promotion, {by}: −{amount_fen}"),
    "cut_shop_coupon": N_("Shop coupon, {by}: −{amount_fen}"),
    "cut_to_stock": Counted("{lines} line cut to the stock", "{lines} lines cut to the stock", "lines"),
    "drop": N_("¥{amount_yuan} lower than when added"),
    "entry_browse": N_("Reached, so the entry invites to browse"),
    "entry_go": N_("¥{needed_yuan} missing, so the entry leads to more goods"),
    "entry_none": N_("No entry for this kind: {kind}"),
    "folded_above": N_("{lines} lines; folded above {fold_above}"),
    "gift_blocks": N_("Earned {earned} gifts, {quantity} left: the item waits"),
    "gift_gone": N_("{gift}: all gone"),
    "gift_gone_for_now": N_("Gift gone"),
    "gift_partial": N_("Not all gifts available ({quantity} of {earned})"),
    "gift_unchecked": N_("Tick the item to get it"),
    "gift_while_stocks_last": N_("While stocks last"),
    "if_drop_hidden": N_("Least drop {value} fen would hide it"),
    "if_number_hidden": N_("{field} = {value} hides the number"),
    "if_number_shown": N_("{field} = {value} shows the number"),
    "if_plenty": N_("{field} = {value} says In stock"),
    "if_still_shown": N_("{field} = {value} still shows it"),
    "if_tight": N_("{field} = {value} says Low stock"),
    "invalid_activity_over": N_("Activity over"),
    "invalid_cleared": Counted("{lines} invalid item cleared", "{lines} invalid items cleared", "lines"),
    "invalid_deleted": N_("No longer exists"),
    "invalid_limit_used": N_("Purchase limit used up"),
    "invalid_off_shelf": N_("Delisted"),
    "invalid_priority": N_(
        "Of several causes one shows: deleted, delisted, option gone, area, sold out, sale over, limit"
    ),
    "invalid_region": N_("Not sold in your area: {cause}"),
    "invalid_sold_out": N_("Sold out"),
    "invalid_spec_gone": N_("Option gone"),
    "invalid_zero": N_("Out of stock"),
    "lock_unticks": N_("What cannot be bought is unticked; it is not ticked again by itself"),
    "locked_until_entry": N_("Back on sale; it returns to its shop when you next enter the cart"),
    "coupons_down": N_("Coupon service down: as of {since_at}, none can be claimed"),
    "coupons_stale": N_("Coupon service behind: coupons as of {since_at}"),
    "goods_down": N_("Goods service down: as of {since_at}, no checkout till it is back"),
    "goods_stale": N_("Goods service behind: prices as of {since_at}"),
    "promotions_down": N_("Promotion service down: deals as of {since_at}"),
    "promotions_stale": N_("Promotion service behind: deals as of {since_at}"),
    "stock_down": N_("Stock service down: as of {since_at}, no checkout till it is back"),
    "stock_stale": N_("Stock service behind: stock as of {since_at}"),
    "trouble_over": N_("Answers again; the cart shows it at its next reading"),
    "trouble_set": N_("In trouble now; the cart shows it at its next reading"),
    "market_edited": N_("Market changed: {action} {sku}"),
    "maximum_sku": N_("Max {maximum}"),
    "maximum_stock": N_("Max {maximum}"),
    "maximum_user": N_("Limit {limit} each"),
    "merged": N_("Merged with the same item: {quantity}"),
    "minimum_above_stock": N_("Sold from {minimum}, only {left} left"),
    "minimum_reached": N_("At least {minimum}"),
    "minus_way": N_("At the least quantity: {way}"),
    "no_coupon": N_("No such coupon here: {coupon}"),
    "no_gift": N_("Not among the gifts: {gift}"),
    "no_line": N_("No longer in the cart"),
    "no_shop": N_("No such shop in the cart: {shop}"),
    "no_sku": N_("No such item: {sku}"),
    "nothing_checked": N_("Nothing is ticked"),
    "nothing_invalid": N_("Nothing is invalid"),
    "nothing_to_redo": N_("Nothing to redo"),
    "nothing_to_remove": N_("Nothing to remove"),
    "nothing_to_tick": N_("Nothing here can be ticked"),
    "nothing_to_undo": N_("Nothing to undo"),
    "off_step": N_("Sold in steps of {step}, from {minimum}"),
    "other_product": N_("Not an option of this item"),
    "placed_best": N_("Stands under {promotion}: the cheapest when you entered"),
    "placed_chosen": N_("Stands under {promotion}: your own choice"),
    "placed_invalid": Counted("{lines} invalid item at the bottom", "{lines} invalid items at the bottom", "lines"),
    "placed_line": N_("Latest added first; ticks, steps and refreshes never move a row"),
    "placed_none": N_("It belongs to no promotion"),
    "placed_out_of_stock": N_("Without stock it stands at the bottom of its shop"),
    "placed_shop": N_("The shop added to last stands first; nothing moves while you are here"),
    "policy_set": N_("{name} is {value} now"),
    "price_net": N_("{amount_fen} comes to {net_fen} after its shares"),
    "price_not_counted": N_("{price_fen} each; it is not ticked, so nothing is counted"),
    "price_struck": N_("List price {list_fen}, now {price_fen}"),
    "priced_elsewhere": N_("Priced by {promotion} now, which is cheaper; the row moves at the next entry"),
    "promotion_not_for_line": N_("Not for this item"),
    "promotion_switch_disabled": N_("Switching deals is off"),
    "quantity_positive": N_("At least 1, please"),
    "raised_to_step": N_("Made {quantity}: sold in steps of {step}, from {minimum}"),
    "recovered": Counted("{lines} item is back on sale", "{lines} items are back on sale", "lines"),
    "recovered_line": N_("Back on sale since you last entered; tick it to buy"),
    "refused_below_threshold": N_("Threshold not reached yet"),
    "refused_excluded_by": N_("Cannot be combined with one in use"),
    "refused_no_lines": N_("No ticked item takes part"),
    "refused_not_best": N_("Another choice is cheaper by ¥{short_yuan}"),
    "refused_not_claimed": N_("Not claimed"),
    "refused_not_yet": N_("Opens {opens_at}"),
    "refused_out_of_stock": N_("Its gift is out of stock"),
    "refused_over": N_("Its time is over"),
    "refused_put_away": N_("You have put it away"),
    "removed": Counted("{lines} item removed", "{lines} items removed", "lines"),
    "rise": N_("¥{amount_yuan} higher than when added"),
    "setup_claim_window_empty": N_("{promotion}: claiming ends at {end_at}, before it starts at {start_at}"),
    "setup_cut_reaches_threshold": N_(
        "{promotion}: tier {tier} takes {cut_fen} off {threshold_fen}, all of it or more"
    ),
    "setup_gives_nothing": N_("{promotion}: tier {tier} gives nothing"),
    "setup_higher_gives_less": N_("{promotion}: tier {tier} asks for more and gives less than the one before"),
    "setup_item_prices_alike": N_("{promotion} and {other} give line {line} the same price under different rules"),
    "setup_negative": N_("{promotion}: tier {tier} has a negative number"),
    "setup_no_tiers": N_("{promotion} has no tier and does nothing"),
    "setup_not_for_items": N_("{promotion}: tier {tier} does nothing to the price of a single item"),
    "setup_price_not_lower": N_("{promotion}: tier {tier} sets {price_fen}, which is no less than the goods cost"),
    "setup_rate_out_of_range": N_("{promotion}: tier {tier} takes {off_rate} off; a rate lies between 0 % and 100 %"),
    "setup_tiers_unsorted": N_("{promotion}: tier {tier} is not above the one before"),
    "setup_unknown_add_on": N_("Line {line} takes a trade-up offer of {promotion}, which makes none"),
    "setup_unknown_choice": N_("Line {line} chooses {promotion}, which is no shop promotion here"),
    "setup_unknown_line": N_("{promotion} names line {name}, which is not in the basket"),
    "setup_unknown_shop": N_("{promotion} names shop {name}, which has no line in the basket"),
    "setup_unlimited_tiers": N_("{promotion} repeats without limit and has {tiers} tiers: only one can be meant"),
    "setup_window_empty": N_("{promotion} ends at {end_at}, before it starts at {start_at}"),
    "single_sku": N_("The only option"),
    "sku_added_since": N_("Added again since"),
    "stock_exact": N_("Only {left} left"),
    "stock_few": N_("Only {left} left"),
    "stock_hidden": N_("Stock not shown"),
    "stock_plenty": N_("In stock"),
    "stock_quiet": N_("In stock"),
    "stock_short": N_("Not enough stock, only {left} left"),
    "stock_tight": N_("Low stock"),
    "stock_zero": N_("Out of stock"),
    "switch_disabled": N_("Switching options is off"),
    "switch_free": N_("Choose another option; place and tick stay, the price reminder starts anew"),
    "tag_activity": N_("Shown while the campaign runs, until {ends_at}"),
    "tag_business": N_("A business of its own replaces the shop badge"),
    "tag_promotion": N_("The label of promotion {promotion}"),
    "tag_shop": N_("The badge follows the kind of shop"),
    "tick_cart": N_("{checked} of {checkable} ticked"),
    "tick_off": N_("Not ticked: left as it was the last time"),
    "tick_on": N_("Ticked: a new line is, and ticks are remembered"),
    "tick_shop": N_("{checked} of {checkable} ticked in this shop"),
    "too_many_lines": N_("{lines} items ticked, {maximum} at most"),
    "total_best": N_("The cheapest combination; the next best costs {difference_fen} more ({runner_up_fen})"),
    "total_bound": N_("The search stopped at its limit; no combination is below {bound_fen}"),
    "total_estimate": N_("An estimate without freight; the final amount stands at checkout"),
    "total_sum": N_("{list_fen} − {saved_fen} saved = {net_fen}"),
    "unchecked": Counted(
        "{lines} item unticked: it cannot be bought now", "{lines} items unticked: they cannot be bought now", "lines"
    ),
    "redone": Counted("Done again: {lines} line", "Done again: {lines} lines", "lines"),
    "undone": Counted("{lines} line restored", "{lines} lines restored", "lines"),
}
"""Sentence by `Reason.code`."""

EXPLANATIONS: Mapping[str, str] = {
    "add_on_open": N_("Can be traded up now: {base_fen} counts"),
    "add_on_taken": N_("Traded up: {base_fen} counts"),
    "drop": N_("¥{amount_yuan} lower than when added ({before_fen} → {now_fen})"),
    "gift_while_stocks_last": N_("Gift ×{quantity}, while stocks last"),
    "invalid_activity_over": N_("Its sale ended {ended_at}"),
    "invalid_zero": N_("Out of stock, so it counts as unavailable here; other options have {siblings}"),
    "maximum_user": N_("Limit {limit} per customer; {elsewhere} in other lines, max {maximum} here"),
    "stock_exact": N_("Only {left} left: between {hint} and {hide_above} the number shows"),
    "stock_few": N_("Only {left} left: {left} ≤ {hint}"),
    "stock_plenty": N_("In stock: {left} is above {hide_above}, so no number"),
    "stock_quiet": N_("In stock: {left} is between {hint} and {hide_above}, which stays quiet"),
    "stock_short": N_("Not enough stock: {left} left, you asked for {asked}"),
    "stock_tight": N_("Low stock: {left} is above {hint} and not above {hide_above}"),
    "stock_zero": N_("Out of stock; other options have {siblings}"),
}
"""Sentence with the numbers behind it, for the codes that `SENTENCES` has only a word for, as a row shows it."""
