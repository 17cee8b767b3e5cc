"""`cartsim do`: one command of the vocabulary, from the shell."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from cartsim.cart.vocabulary import VOCABULARY, Word, word
from cartsim.cli.jsonform import to_json
from cartsim.cli.opening import Opening, opened
from cartsim.errors import DataError
from cartsim.i18n.commands import COMMANDS

if TYPE_CHECKING:
    from cartsim.cart.outcome import Outcome
    from cartsim.i18n import Speaker
    from cartsim.session.session import Session


def do(opening: Opening, name: str, arguments: Sequence[str], as_json: bool) -> int:
    """Do the command and tell its outcome; gives 1 where the shop refuses it."""
    from cartsim.i18n import Speaker, choose_language
    from cartsim.script.codes import arguments_must_be_known
    from cartsim.script.steps import with_line_ids

    values = values_of(word(name), arguments)
    command = word(name).command(values)
    speaker = Speaker(choose_language(opening.lang, os.environ))

    def check(session: Session) -> None:
        arguments_must_be_known(session, name, values)

    with opened(opening, check=check) as session:
        outcome = session.do(with_line_ids(command, session.cart))
    click.echo(to_json({"schema": 1, "outcome": outcome}) if as_json else "\n".join(told(outcome, speaker)))
    return int(not outcome.ok)


def values_of(meant: Word, arguments: Sequence[str]) -> dict[str, object]:
    """The values of `NAME=VALUE` arguments; DataError names the argument and what it takes."""
    values: dict[str, object] = {}
    for text in arguments:
        name, equals, raw = text.partition("=")
        if not equals:
            raise DataError(f"{text!r} is not NAME=VALUE, such as quantity=2")
        argument = meant.argument(name.strip())
        if argument.name in values:
            raise DataError(f"{argument.name} stands here twice")
        try:
            values[argument.name] = argument.parse(raw)
        except ValueError as wrong:
            raise DataError(f"{argument.name} {wrong}") from None
    return values


def told(outcome: Outcome, speaker: Speaker) -> list[str]:
    """What happened, or why not, line by line."""
    if outcome.refusal is not None:
        reason = outcome.refusal.reason
        return [speaker.text("Refused: {why} ({code})", why=speaker.reason(reason), code=reason.code)]
    notices = [speaker.reason(notice) for notice in outcome.notices]
    events = [speaker.event(event) for event in outcome.events]
    return [*events, *notices] or [speaker.text("Done, nothing changed")]


def list_commands(lang: str | None) -> None:
    """Every command with its arguments and what it does, in the language asked for or the locale's."""
    from cartsim.i18n import Speaker, choose_language

    speaker = Speaker(choose_language(lang, os.environ))
    for each in VOCABULARY.values():
        click.echo(" ".join((each.name, *(part.pattern for part in each.arguments))))
        click.echo(f"    {speaker.text(COMMANDS[each.name])}")
