"""Which player a script needs: the plain one, unless a step can only be done on a screen."""

from __future__ import annotations

from pathlib import Path

from cartsim.errors import DataError
from cartsim.i18n import Speaker
from cartsim.script import plain_player
from cartsim.script.look import Look
from cartsim.script.performance import Worlds
from cartsim.script.result import Played
from cartsim.script.scriptfile import read_script
from cartsim.script.steps import Shot, needs_screen


def play(path: Path, worlds: Worlds, speaker: Speaker, look: Look, *, keep_going: bool = False) -> Played:
    """Plays the script in the file without a screen where none of its steps looks at one."""
    if not wants_screen(path, pictures=look.shots is not None):
        return plain_player.play(path, worlds, speaker, keep_going=keep_going)
    from cartsim.script import screen_player  # Textual is loaded where it is used

    return screen_player.play(path, worlds, speaker, look, keep_going=keep_going)


def wants_screen(path: Path, *, pictures: bool) -> bool:
    """Whether a step needs a screen, or takes a picture that is wanted. A file that does not fit needs none."""
    try:
        script, _ = read_script(path)
    except DataError:
        return False  # the player says what does not fit
    return any(needs_screen(step) or (pictures and isinstance(step, Shot)) for step in script.steps)
