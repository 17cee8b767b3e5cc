"""`cartsim policy`: the rules that can be tuned, as a list."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from cartsim.cli.opening import Opening
from cartsim.model.policy import Value
from cartsim.model.policy_fields import PolicyField, get, policy_fields, spelled
from cartsim.session.policyfile import merge_policy
from cartsim.text import flush_left

if TYPE_CHECKING:
    from cartsim.i18n import Speaker


def print_policy(opening: Opening, as_json: bool) -> None:
    """Print all fields under the opening's policy file and settings; PolicyError where those do not fit."""
    policy = merge_policy(opening.overrides())
    rows = [(known, get(policy, known.name)) for known in policy_fields()]
    if as_json:
        click.echo(json.dumps([as_data(known, value) for known, value in rows], ensure_ascii=False, indent=2))
        return
    from cartsim.i18n import Speaker, choose_language

    speaker = Speaker(choose_language(opening.lang, os.environ))
    click.echo("\n".join(line for known, value in rows for line in _lines(known, value, speaker)))


def as_data(known: PolicyField, value: Value) -> dict[str, object]:
    """The field with its documentation and current value, ready for JSON."""
    return {
        "name": known.name,
        "value": value,
        "default": known.default,
        "kind": known.kind,
        "optional": known.optional,
        "unit": known.unit,
        "low": known.low,
        "high": known.high,
        "choices": list(known.choices),
        "doc": known.doc,
        "rule": known.rule,
        "source": known.source,
    }


def _lines(known: PolicyField, value: Value, speaker: Speaker) -> tuple[str, str]:
    changed = ""
    if value != known.default:
        changed = "  " + speaker.text("(default {value})", value=spelled(known.default))
    head = flush_left(f"{known.name} = {spelled(value)}{changed}", 46)
    return f"{head} {_takes(known, speaker)}", f"    {speaker.text(known.doc)}  [{known.rule}, {known.source}]"


def _takes(known: PolicyField, speaker: Speaker) -> str:
    """What the field may hold, in words."""
    if known.choices:
        taken = " | ".join(known.choices)
        if known.kind == "list":
            taken = speaker.text("any of {choices}", choices=taken)
    elif known.kind == "int":
        taken = speaker.text("{low} to {high}", low=known.low, high=known.high)
        taken += f" {speaker.text(known.unit)}" if known.unit else ""
    else:
        taken = "true | false" if known.kind == "bool" else known.kind
    return taken + (" | none" if known.optional else "")
