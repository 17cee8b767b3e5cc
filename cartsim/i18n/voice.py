"""What is said in one language: texts, figures and times, whatever they speak of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from gettext import NullTranslations

from cartsim.i18n import figures
from cartsim.i18n.catalogue import catalogue
from cartsim.i18n.language import LANGUAGES
from cartsim.i18n.marks import N_
from cartsim.model.words import Words


@dataclass(frozen=True, slots=True)
class Voice:
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
