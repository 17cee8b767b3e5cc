"""One language's voice: everything the screen or a printout has to say, said in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import TYPE_CHECKING

from cartsim.i18n import bars, events, figures, promotions, refusals
from cartsim.i18n.catalogue import catalogue
from cartsim.i18n.language import LANGUAGES
from cartsim.i18n.marks import N_
from cartsim.i18n.reasons import EXPLANATIONS, SENTENCES, Counted
from cartsim.model.words import Words

if TYPE_CHECKING:
    from cartsim.cart.outcome import Event
    from cartsim.cart.view import PromotionBar
    from cartsim.model.goods import ShopKind
    from cartsim.model.policy import Value
    from cartsim.model.promotion import Layer, Promotion
    from cartsim.model.reason import Reason, ValueOfReason
    from cartsim.pricing.basket import Gap, Refused


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says msgids, figures and values of the model in one language.

    Msgids are the English texts with `{name}` placeholders. Raises ValueError for a language there are no
    texts for.
    """

    language: str
    """`zh` or `en`."""
    _texts: NullTranslations = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"no texts in {self.language!r}")
        object.__setattr__(self, "_texts", catalogue(self.language))

    def text(self, msgid: str, **values: object) -> str:
        """The text of `msgid` with its placeholders filled; KeyError where a value is missing."""
        told = self._texts.gettext(msgid)
        return told.format_map(values) if values else told

    def count(self, singular: str, plural: str, n: int, **values: object) -> str:
        """The text that fits `n` things; `{n}` stands for the number."""
        return self._texts.ngettext(singular, plural, n).format_map({"n": n, **values})

    def words(self, words: Words) -> str:
        """Text of the catalogue in this language."""
        return words.say(self.language)

    def money(self, fen: int) -> str:
        """`¥1,234.50`."""
        return figures.money(fen)

    def yuan(self, fen: int) -> str:
        """The short form of sentences: `50`, `24.45`, `1,200`; without decimals only where there are no fen."""
        return figures.yuan(fen)

    def signed(self, fen: int) -> str:
        """`−¥24.45`, `+¥3.00`."""
        return figures.signed(fen)

    def percent(self, rate: int) -> str:
        """Hundredths of a percent as `22.5%`."""
        return figures.percent(rate)

    def discount(self, rate: int) -> str:
        """Hundredths of a percent as each language counts a discount: `8.5折`, `15% off`."""
        return f"{figures.fold(rate)}折" if self.language == "zh" else f"{figures.percent(rate)} off"

    def time(self, seconds: int) -> str:
        """World time as `20:00:40`."""
        return figures.clock_time(seconds)

    def date(self, seconds: int) -> str:
        """World time as `06-18`."""
        return figures.date(seconds)

    def moment(self, seconds: int) -> str:
        """World time as `06-18 20:00`."""
        return figures.moment(seconds)

    def day(self, seconds: int) -> str:
        """The full date as the language writes it: `2026年6月18日星期四`, `Thursday, June 18, 2026`."""
        from babel.dates import format_date  # loads for 20 ms, and no first frame shows a full date

        return format_date(
            figures.local(seconds), format="full", locale={"zh": "zh_Hans_CN"}.get(self.language, "en_US")
        )

    def countdown(self, seconds: int) -> str:
        """Time left as `03:59:12`."""
        return figures.countdown(seconds)

    def duration(self, seconds: int) -> str:
        """A length of time in its largest unit: `4 s`, `12 min`, `3 h`, `2 days`."""
        if seconds < 60:
            return self.text(N_("{n} s"), n=seconds)
        if seconds < 3600:
            return self.text(N_("{n} min"), n=seconds // 60)
        if seconds < 48 * 3600:
            return self.text(N_("{n} h"), n=seconds // 3600)
        return self.count("{n} day", "{n} days", seconds // 86_400)

    def join(self, items: Iterable[str]) -> str:
        """Several things in a row: `a、b` or `a, b`."""
        return ("、" if self.language == "zh" else ", ").join(items)

    def spec(self, values: tuple[Words, ...]) -> str:
        """Values of a specification: `雾蓝 / 42`."""
        return " / ".join(self.words(value) for value in values)

    def kind(self, code: str) -> str:
        """The label of a promotion kind: 满减, Full reduction; a code without a name is shown as it is."""
        name = promotions.KINDS.get(code)
        return self.text(name) if name else code

    def shop_kind(self, kind: ShopKind) -> str:
        """The shop's badge: 天猫, Tmall."""
        return self.text(promotions.SHOP_KINDS[kind])

    def layer(self, layer: Layer) -> str:
        """The name of a layer: 店铺优惠, Shop deals."""
        return self.text(promotions.LAYERS[layer])

    def price_row(self, code: str) -> str:
        """The name of a row of a price: 划线价优惠, List price cut."""
        return self.text(promotions.PRICE_ROWS[code])

    def threshold_base(self, code: str) -> str:
        """What thresholds read: 平行式, Parallel."""
        return self.text(promotions.BASES[code])

    def promotion(self, promotion: Promotion) -> str:
        """Its terms: 满300减40, ¥40 off ¥300."""
        return promotions.terms(promotion, self)

    def coupon_face(self, promotion: Promotion) -> tuple[str, str]:
        """Worth and condition as a coupon card shows them: (`¥15`, `满200可用`)."""
        return promotions.coupon_face(promotion, self)

    def bar(self, bar: PromotionBar) -> tuple[str, str]:
        """Terms and state of a promotion bar: (`满300减40`, `还差42元`)."""
        return promotions.terms(bar.promotion, self), bars.state_text(bar, self)

    def gap(self, gap: Gap) -> str:
        """What is missing to the next tier: 还差42元; empty where nothing is."""
        return bars.gap_text(gap, self)

    def refusal(self, refused: Refused, now: int | None = None) -> str:
        """Why a promotion took no part, with the number that would change it: 还差5.1元. Today is that of `now`."""
        return refusals.refusal_text(refused, now, self)

    def reason(self, reason: Reason) -> str:
        """The sentence of a reason; a code without one is shown as it is, so that nothing is hidden."""
        sentence = SENTENCES.get(reason.code)
        return reason.code if sentence is None else self._said(sentence, reason)

    def event(self, event: Event) -> str:
        """What happened, and to which lines."""
        return events.event_text(event, self)

    def explain(self, reason: Reason) -> str:
        """The sentence of a reason with the numbers behind it, for those who ask why."""
        longer = EXPLANATIONS.get(reason.code)
        return self.reason(reason) if longer is None else self._said(longer, reason)

    def parameter(self, name: str, value: ValueOfReason) -> str:
        """A reason's parameter as text, by what its name says it is."""
        if isinstance(value, Words):
            return self.words(value)
        if isinstance(value, bool):
            return self.text(N_("on")) if value else self.text(N_("off"))
        if isinstance(value, str):
            return self._chosen("", value) if name in ("kind", "mode", "way") else value
        match name.rpartition("_"):
            case _, "_", "fen":
                return figures.money(value)
            case _, "_", "at":
                return figures.moment(value)
            case _, "_", "seconds":
                return self.duration(value)
            case _, "_", "rate":
                return figures.percent(value)
        return str(value)

    def value(self, field: str, value: Value) -> str:
        """What a policy field is set to, in words: 不限, 开, 先确认再删除."""
        if value is None:
            return self.text(N_("no limit"))
        if isinstance(value, bool):
            return self.text(N_("on")) if value else self.text(N_("off"))
        if isinstance(value, tuple):
            return self.join(self._chosen(field, part) for part in value) or self.text(N_("nothing"))
        return self._chosen(field, value) if isinstance(value, str) else str(value)

    def _chosen(self, field: str, word: str) -> str:
        from cartsim.i18n.policy_words import name_of_value  # no first frame names a setting

        name = name_of_value(field, word)
        return word if name is None else self.text(name)

    def _said(self, sentence: str | Counted, reason: Reason) -> str:
        if isinstance(sentence, Counted):
            number = reason[sentence.by]
            told = self._texts.ngettext(sentence.singular, sentence.plural, number if isinstance(number, int) else 2)
        else:
            told = self._texts.gettext(sentence)
        return told.format_map(_Parameters(self, reason))


class _Parameters(Mapping[str, str]):
    """The parameters of a reason, made into text when a sentence asks for them.

    `x_yuan` is the short form of `x_fen`.
    """

    def __init__(self, speaker: Speaker, reason: Reason) -> None:
        self._speaker = speaker
        self._values = dict(reason.values)

    def __getitem__(self, name: str) -> str:
        amount = self._values.get(f"{name.removesuffix('_yuan')}_fen") if name.endswith("_yuan") else None
        return (
            self._speaker.yuan(amount) if isinstance(amount, int) else self._speaker.parameter(name, self._values[name])
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)
