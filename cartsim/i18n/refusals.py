"""Why a promotion or coupon took no part, in one short sentence with the number that would change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cartsim.i18n.bars import missing_text
from cartsim.i18n.figures import local, moment
from cartsim.i18n.marks import N_
from cartsim.i18n.reasons import SENTENCES

if TYPE_CHECKING:
    from cartsim.i18n.voice import Voice
    from cartsim.pricing.basket import Refused


AUDIENCES: Mapping[str | None, str] = {
    "member": N_("For members only"),
    "new_customer": N_("For new customers only"),
    "key_account": N_("For key accounts only"),
}
"""Whom a promotion is for, by the audience it names."""


def refusal_text(refused: Refused, now: int | None, voice: Voice) -> str:
    """`¥5.10 to go`, `Lost to P2 by ¥5`, `Opens 20:00`; of another day than `now` with its date."""
    match refused.reason:
        case "below_threshold":
            return missing_text(refused.short, refused.short_pieces, voice) or _plain(refused, voice)
        case "not_yet" if refused.at is not None:
            return voice.text(N_("Opens {opens_at}"), opens_at=_time_of_day(refused.at, now))
        case "excluded_by" if refused.winner is not None:
            told = voice.text(N_("Shut out by {winner}"), winner=refused.winner)
            return told + _cost(refused, voice)
        case "not_best" if refused.winner is not None:
            winner = " + ".join((refused.winner, *refused.beside))
            if not refused.short:
                return voice.text(N_("Lost to {winner}"), winner=winner)
            return voice.text(N_("Lost to {winner} by ¥{amount}"), winner=winner, amount=voice.yuan(refused.short))
        case "not_best" if refused.short:
            return voice.text(N_("Another choice is cheaper by ¥{short_yuan}"), short_yuan=voice.yuan(refused.short))
        case "not_best":
            return voice.text(N_("It would lower nothing"))
        case "not_for_shopper" if refused.winner in AUDIENCES:
            return voice.text(AUDIENCES[refused.winner])
        case "own_choice" | "put_away" if refused.short:
            return _plain(refused, voice) + voice.text(
                N_("; it would save ¥{amount}"), amount=voice.yuan(refused.short)
            )
        case _:
            return _plain(refused, voice)


def _cost(refused: Refused, voice: Voice) -> str:
    if not refused.short:
        return ""
    return voice.text(N_("; choosing it costs ¥{amount} more"), amount=voice.yuan(refused.short))


def _plain(refused: Refused, voice: Voice) -> str:
    """The bare sentence of a reason without a number."""
    sentence = SENTENCES.get(f"refused_{refused.reason}")
    return voice.text(sentence) if isinstance(sentence, str) else refused.reason


def _time_of_day(at: int, now: int | None) -> str:
    """A moment, without its date where that is today's."""
    told = moment(at)
    return told.partition(" ")[2] if now is not None and local(at).date() == local(now).date() else told
