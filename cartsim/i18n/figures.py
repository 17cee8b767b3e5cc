"""Amounts, rates, dates and durations as text, the same in both languages where they can be.

Built without Babel, because the first frame shows them; tests hold them to what Babel's data say.
The world lives in Asia/Shanghai (X-8), which keeps UTC+8 all year.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

YEN = "\u00a5"
"""The narrow currency sign (X-10); the full-width one would take two cells."""
MINUS = "\u2212"

_SHANGHAI = 8 * 3600
_DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = ((end.replace(tzinfo=UTC) - _EPOCH) // timedelta(seconds=1) for end in (datetime.min, datetime.max))


def money(fen: int) -> str:
    """`¥1,234.50`; below zero `−¥24.45`."""
    yuan, cents = divmod(abs(fen), 100)
    return f"{MINUS if fen < 0 else ''}{YEN}{yuan:,}.{cents:02d}"


def signed(fen: int) -> str:
    """`+¥3.00`, `−¥24.45`; zero bears no sign."""
    return money(fen) if fen <= 0 else f"+{money(fen)}"


def yuan(fen: int) -> str:
    """The short form of sentences, without sign of currency: `50`, `24.45`, `1,200`."""
    whole, cents = divmod(abs(fen), 100)
    return f"{MINUS if fen < 0 else ''}{whole:,}{f'.{cents:02d}' if cents else ''}"


def percent(rate: int) -> str:
    """A rate in hundredths of a percent as `15%` or `22.5%`."""
    return f"{_plain(rate, 2)}%"


def fold(rate: int) -> str:
    """What is left after `rate` (hundredths of a percent) off, in tenths as 折 counts: 1500 gives `8.5`."""
    return _plain(10_000 - rate, 3)


def clock_time(seconds: int) -> str:
    """World time as `20:00:40`."""
    minutes, second = divmod((seconds + _SHANGHAI) % _DAY, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"


def date(seconds: int) -> str:
    """World time as `06-18`."""
    return f"{local(seconds):%m-%d}"


def moment(seconds: int) -> str:
    """World time as `06-18 20:00`."""
    return f"{local(seconds):%m-%d %H:%M}"


def countdown(seconds: int) -> str:
    """Time left as `03:59:12`; hours run on beyond a day, and nothing is left below zero."""
    minutes, second = divmod(max(0, seconds), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"


def local(seconds: int) -> datetime:
    """World time as the wall clock of Shanghai shows it; the value carries no other zone.

    What lies beyond the years of a calendar is its first or last moment.
    """
    return _EPOCH + timedelta(seconds=min(max(seconds + _SHANGHAI, _FIRST), _LAST))


def world_time(moment: datetime) -> int:
    """World time, seconds, of a moment; one without a zone is a clock on the wall in Shanghai."""
    if moment.tzinfo is None:
        return int((moment.replace(tzinfo=UTC) - _EPOCH).total_seconds() // 1) - _SHANGHAI
    return int((moment - _EPOCH).total_seconds() // 1)


def _plain(value: int, decimals: int) -> str:
    """A number of `decimals` decimal places without trailing zeros."""
    whole, rest = divmod(value, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}".rstrip("0") if rest else str(whole)
