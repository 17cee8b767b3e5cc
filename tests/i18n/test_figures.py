"""Amounts, rates and times against Babel's data and against each other."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_datetime
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from cartsim.i18n import Speaker, figures

FEN = st.integers(-(10**12), 10**12)
WORLD_TIME = st.integers(946_684_800, 4_102_444_800)
LOCALES = {"zh": "zh_Hans_CN", "en": "en_US"}


@given(FEN, st.sampled_from(sorted(LOCALES)))
def test_x_9_money_is_grouped_as_babel_groups_it(fen: int, language: str) -> None:
    expected = format_decimal(Decimal(abs(fen)) / 100, format="#,##0.00", locale=LOCALES[language])
    assert figures.money(fen) == ("\u2212" if fen < 0 else "") + "\u00a5" + expected


@given(FEN)
def test_x_10_the_currency_sign_is_narrow_everywhere(fen: int) -> None:
    for text in (figures.money(fen), figures.signed(fen)):
        assert "\u00a5" in text
        assert "\uffe5" not in text


@given(FEN, st.sampled_from(sorted(LOCALES)))
def test_the_short_form_keeps_every_fen(fen: int, language: str) -> None:
    short = Speaker(language).yuan(fen)
    assert Decimal(short.replace("\u2212", "-").replace(",", "")) * 100 == fen
    assert not short.endswith(".")


@given(FEN)
def test_both_forms_of_an_amount_are_written_alike(fen: int) -> None:
    assert figures.money(fen).replace(figures.YEN, "").removesuffix(".00") == figures.yuan(fen)


@pytest.mark.parametrize(
    ("fen", "money", "signed", "chinese", "english"),
    [
        (0, "¥0.00", "¥0.00", "0", "0"),
        (5, "¥0.05", "+¥0.05", "0.05", "0.05"),
        (990, "¥9.90", "+¥9.90", "9.90", "9.90"),
        (5_000, "¥50.00", "+¥50.00", "50", "50"),
        (123_450, "¥1,234.50", "+¥1,234.50", "1,234.50", "1,234.50"),
        (-2_445, "−¥24.45", "−¥24.45", "−24.45", "−24.45"),
    ],
)
def test_forms_of_an_amount(fen: int, money: str, signed: str, chinese: str, english: str) -> None:
    for language, short in (("zh", chinese), ("en", english)):
        speaker = Speaker(language)
        assert (speaker.money(fen), speaker.signed(fen), speaker.yuan(fen)) == (money, signed, short)


@pytest.mark.parametrize(
    ("rate", "fold", "percent"),
    [
        (1_500, "8.5", "15%"),
        (1_000, "9", "10%"),
        (2_250, "7.75", "22.5%"),
        (5_000, "5", "50%"),
        (9_999, "0.001", "99.99%"),
    ],
)
def test_a_rate_as_each_language_counts_it(rate: int, fold: str, percent: str) -> None:
    assert (figures.fold(rate), figures.percent(rate)) == (fold, percent)
    assert Speaker("zh").discount(rate) == f"{fold}折"
    assert Speaker("en").discount(rate) == f"{percent} off"


@given(WORLD_TIME)
def test_x_8_world_time_is_shown_in_shanghai(seconds: int) -> None:
    there = datetime.fromtimestamp(seconds, ZoneInfo("Asia/Shanghai"))
    assert figures.clock_time(seconds) == format_datetime(there, "HH:mm:ss", locale="en_US")
    assert figures.date(seconds) == format_datetime(there, "MM-dd", locale="en_US")
    assert figures.moment(seconds) == format_datetime(there, "MM-dd HH:mm", locale="en_US")


def test_a_full_date_as_each_language_writes_it() -> None:
    assert Speaker("zh").day(1_781_784_040) == "2026年6月18日星期四"
    assert Speaker("en").day(1_781_784_040) == "Thursday, June 18, 2026"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "00:00:00"), (14_352, "03:59:12"), (176_400, "49:00:00"), (-5, "00:00:00")]
)
def test_a_countdown_runs_beyond_a_day_and_never_below_zero(seconds: int, text: str) -> None:
    assert Speaker("en").countdown(seconds) == text


def test_what_lies_beyond_a_calendar_is_its_first_or_last_moment() -> None:
    assert (figures.moment(10**15), figures.moment(-(10**15))) == ("12-31 23:59", "01-01 00:00")
