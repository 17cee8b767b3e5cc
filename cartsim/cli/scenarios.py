"""`cartsim scenarios`: the stories that come with cartsim."""

from __future__ import annotations

import os

import click

from cartsim.cli.jsonform import to_json
from cartsim.i18n import Speaker, choose_language
from cartsim.text import cell_width


def print_scenarios(lang: str | None, as_json: bool) -> None:
    """List them by name, each with what it shows."""
    from cartsim.session.scenariofile import library

    language = Speaker(choose_language(lang, os.environ)).language
    stories = library()
    if as_json:
        click.echo(to_json({"schema": 1, "scenarios": stories}))
        return
    widest = max((cell_width(story.name) for story in stories), default=0)
    for story in stories:
        click.echo(f"{story.name:<{widest}}  {story.title.say(language)}")
        click.echo(f"{'':<{widest}}  {story.doc.say(language)}")
