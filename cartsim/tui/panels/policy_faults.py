"""Why a value does not fit a policy field, in the reader's language. Pure."""

from __future__ import annotations

import re

from cartsim.errors import PolicyError
from cartsim.i18n import Speaker
from cartsim.i18n.marks import N_

FORMS = (
    (
        re.compile(r"(?P<name>\S+) takes true or false, not (?P<given>.+)"),
        N_("{name} takes true or false, not {given}"),
    ),
    (
        re.compile(r"(?P<name>\S+) takes a whole number, not (?P<given>.+)"),
        N_("{name} takes a whole number, not {given}"),
    ),
    (
        re.compile(r"(?P<name>\S+) takes (?P<low>-?\d+) to (?P<high>-?\d+)(?P<unit>.*), not (?P<given>-?\d+)"),
        N_("{name} takes {low} to {high}, not {given}"),
    ),
    (re.compile(r"(?P<name>\S+) takes (?P<choices>.+), not (?P<given>.+)"), N_("{name} takes {choices}, not {given}")),
    (re.compile(r"(?P<name>\S+) needs a value"), N_("{name} needs a value")),
    (
        re.compile(r"(?P<name>\S+) names (?P<given>.+): each may stand once"),
        N_("{name} names {given}: each may stand once"),
    ),
    (
        re.compile(r"(?P<name>\S+) \((?P<given>\d+)\) must not be above (?P<other>\S+) \((?P<high>\d+)\).*"),
        N_("{name} ({given}) must not be above {other} ({high})"),
    ),
)
"""The sentences of `model.policy_fields`, most particular first, and the msgid each is said with."""


def fault_text(speaker: Speaker, fault: PolicyError) -> str:
    """`Cannot be set: ...`; a sentence without a translation is shown as it is."""
    told = str(fault)
    for form, msgid in FORMS:
        found = form.fullmatch(told)
        if found is not None:
            told = speaker.text(msgid, **found.groupdict())
            break
    return speaker.text("Cannot be set: {fault}", fault=told)
