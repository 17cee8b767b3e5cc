"""`cartsim policy`: the rules that can be tuned, as a list."""

from __future__ import annotations

import json

import click

from cartsim.cli.opening import Opening
from cartsim.model.policy import Value
from cartsim.model.policy_fields import PolicyField, get, policy_fields, spelled
from cartsim.session.policyfile import merge_policy


def print_policy(opening: Opening, as_json: bool) -> None:
    """Print all fields under the opening's policy file and settings; PolicyError where those do not fit."""
    policy = merge_policy(opening.overrides())
    rows = [(known, get(policy, known.name)) for known in policy_fields()]
    if as_json:
        click.echo(json.dumps([as_data(known, value) for known, value in rows], ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(line for known, value in rows for line in _lines(known, value)))


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


def _lines(known: PolicyField, value: Value) -> tuple[str, str]:
    changed = "" if value == known.default else f"  (default {spelled(known.default)})"
    head = f"{known.name} = {spelled(value)}{changed}"
    return f"{head:<46} {_takes(known)}", f"    {known.doc}  [{known.rule}, {known.source}]"


def _takes(known: PolicyField) -> str:
    """What the field may hold, in words."""
    if known.choices:
        taken = ("any of " if known.kind == "list" else "") + " | ".join(known.choices)
    elif known.kind == "int":
        taken = f"{known.low} to {known.high} {known.unit}".rstrip()
    else:
        taken = "true | false" if known.kind == "bool" else known.kind
    return taken + (" | none" if known.optional else "")
