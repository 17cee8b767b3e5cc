"""The plain values of a basket file: fen, counts, percentages, moments."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from cartsim.i18n.figures import world_time
from cartsim.model.bounds import AMOUNT
from cartsim.session.datafile import moment_of

MOST_FEN = AMOUNT.high
"""The most a single amount may be."""

MOST_PIECES = 9_999


class Part(BaseModel):
    """A part of the file: nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


def _rate(value: object) -> int:
    """`15` as 1500 hundredths of a percent."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"takes a percentage such as 15 or 12.5, not {value!r}")
    if not 0 <= value <= 100:  # false of NaN as well
        raise ValueError(f"takes a percentage from 0 to 100, not {value!r}")
    exact = Decimal(repr(value)) * 100
    if exact != exact.to_integral_value():
        raise ValueError(f"takes a percentage with at most two decimals, not {value!r}")
    return int(exact)


def world_moment(value: object) -> int:
    """An ISO 8601 moment as world time, seconds; one without a zone is a clock on the wall in Shanghai.

    A date alone is its first second. ValueError says what is wrong.
    """
    return world_time(moment_of(value))


def _repetitions(value: object) -> object:
    """`unlimited` as None; null is no number of repetitions."""
    if value == "unlimited":
        return None
    if value is None or isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"takes a whole number or `unlimited`, not {value!r}")
    return value


Name = Annotated[str, Field(min_length=1, max_length=200)]
"""An id, a code, a shop, a category: compared letter by letter."""

Fen = Annotated[int, Field(ge=0, le=MOST_FEN)]
Pieces = Annotated[int, Field(ge=1, le=MOST_PIECES)]
Grams = Annotated[int, Field(ge=0, le=MOST_FEN)]

Rate = Annotated[
    int,
    BeforeValidator(_rate),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100, "description": "Percent, at most two decimals."}),
]
Moment = Annotated[
    int,
    BeforeValidator(world_moment),
    WithJsonSchema({"type": "string", "description": "ISO 8601; without a zone it is Shanghai's."}),
]
Repetitions = Annotated[
    Annotated[int, Field(ge=1, le=MOST_FEN)] | None,
    BeforeValidator(_repetitions),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"const": "unlimited"}]}),
]

Audience = Literal["member", "new_customer", "key_account"]


def one_of(part: BaseModel, *names: str) -> None:
    """ValueError unless exactly one of the fields is given."""
    given = [name for name in names if getattr(part, name) is not None]
    if len(given) != 1:
        said = f", not {' and '.join(given)}" if given else ""
        raise ValueError(f"give exactly one of {', '.join(names)}{said}")
