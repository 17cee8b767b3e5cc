"""Codes and names in the steps of a script, looked up before the first step is played."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cartsim.cart.vocabulary import MARKET_EDITS
from cartsim.errors import DataError, PolicyError
from cartsim.i18n.reasons import SENTENCES
from cartsim.model.nearest import nearest
from cartsim.model.policy_fields import documented, parse
from cartsim.script.expectations import BarFacts, CartFacts, CouponFacts, Facts, GiftFacts, LineFacts, ShopFacts
from cartsim.script.scriptfile import Script
from cartsim.script.steps import Click, Do, Expect, Step
from cartsim.session.datafile import DataFile
from cartsim.session.session import Session

ARGUMENT_KINDS = {
    "sku": "sku", "shop": "shop", "promotion": "promotion", "coupon": "coupon", "gift": "gift", "city": "city",
}  # fmt: skip
"""What an argument or a fact of this name is the code of."""

_LINE_ID = re.compile(r"l\d{1,18}")
_CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+")


def must_be_known(session: Session, script: Script, file: DataFile) -> None:
    """DataError with file, line, field and the nearest name for the first code that is not in the catalogue."""
    for at, step in enumerate(script.steps):
        for field, kind, code in _codes(step):
            with file.at("steps", at, *field):
                _must_be_known(session, kind, code)
        if isinstance(step, Do) and step.do == "set_policy":
            with file.at("steps", at):
                _must_be_a_field(step.arguments())


def arguments_must_be_known(session: Session, command: str, arguments: Mapping[str, object]) -> None:
    """UnknownCodeError with the nearest name for the first code of a command that is not in the catalogue; DataError
    for a policy field that is none, or a value it does not take."""
    for _, kind, code in _codes_of_command(command, arguments):
        _must_be_known(session, kind, code)
    if command == "set_policy":
        _must_be_a_field(arguments)


def _must_be_known(session: Session, kind: str, code: str) -> None:
    if kind == "reason":
        _must_be_a_reason(code)
    elif kind != "line":
        session.must_know(kind, code)
    elif not _LINE_ID.fullmatch(code):
        session.must_know("sku", code)


Named = tuple[tuple[str, ...], str, str]
"""Field in the step, kind, code."""


def _codes(step: Step) -> Iterable[Named]:
    if isinstance(step, Do):
        yield from _codes_of_command(step.do, step.arguments())
    elif isinstance(step, Click):
        kind, _, code = step.click.partition(":")
        if kind in ("line", "shop"):
            yield ("click",), kind, code
    elif isinstance(step, Expect):
        for field, kind, code in _codes_of_facts(step.expect):
            yield ("expect", *field), kind, code


def _codes_of_command(command: str, arguments: Mapping[str, object]) -> Iterable[Named]:
    for name, value in arguments.items():
        if name == "line":
            yield (name,), "line", str(value)
        elif name in ("lines", "among") and isinstance(value, tuple):
            yield from (((name,), "line", code) for code in value)
        elif name == "skus" and isinstance(value, tuple):
            yield from (((name,), "sku", code) for code in value)
        elif name in ARGUMENT_KINDS and isinstance(value, str) and (name == "sku" or command not in MARKET_EDITS):
            yield (name,), ARGUMENT_KINDS[name], value


def _codes_of_facts(facts: Facts) -> Iterable[Named]:
    said = {name: getattr(facts, name) for name in facts.model_fields_set}
    match facts:
        case LineFacts():
            kinds = {"line": "line", "group": "promotion", "promotion": "promotion", "shop": "shop", "sku": "sku",
                     "gifts": "gift"}  # fmt: skip
        case BarFacts():
            kinds = {"bar": "promotion", "lines": "line", "tickable": "line"}
        case ShopFacts():
            kinds = {"shop": "shop", "groups": "promotion", "lines": "line"}
        case CouponFacts():
            kinds = {"coupon": "coupon"}
        case GiftFacts():
            kinds = {"gift": "gift"}
        case CartFacts():
            kinds = {"order": "line", "shops": "shop", "invalid": "line", "city": "city", "blocked": "reason",
                     "troubles": "reason"}  # fmt: skip
        case _:
            return
    reasons = {"hint", "invalid", "locked", "blocks", "limit", "more", "less", "refused", "notice"}
    for name, value in said.items():
        kind = kinds.get(name, "reason" if name in reasons else None)
        if kind is not None and value is not None:
            yield from (((name,), kind, code) for code in ((value,) if isinstance(value, str) else value))


def _must_be_a_reason(text: str) -> None:
    """What looks like a reason's code must be one; any other text is a part of a sentence."""
    if _CODE.fullmatch(text) and text not in SENTENCES:
        raise DataError(f"no reason {text!r}{nearest(text, SENTENCES)}")


def _must_be_a_field(said: Mapping[str, object]) -> None:
    try:
        parse(documented(str(said["name"])), str(said["value"]))
    except PolicyError as wrong:
        raise DataError(str(wrong)) from None
