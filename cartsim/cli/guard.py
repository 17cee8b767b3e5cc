"""The edge of the program: every ending is a status, every failure one clear line."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from cartsim.cli.command import cartsim
from cartsim.cli.interrupt import INTERRUPTED
from cartsim.errors import CartsimError
from cartsim.text import clean_text

WRONG_INPUT = 2
PIPE_CLOSED = 141
"""128 + SIGPIPE"""


def run(arguments: Sequence[str]) -> int:
    """Run the command line; gives the exit status. A message goes to stderr, never a traceback of wrong input."""
    _open_closed_streams()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without the glyph gets `?`, not a crash
    try:
        with cartsim.make_context("cartsim", list(arguments)) as context:
            cartsim.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except CartsimError as wrong:
        return _complain(str(wrong))
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    except OSError as problem:
        _drop_output()
        where = f"{os.fsdecode(problem.filename)}: " if problem.filename else ""
        return _complain(where + (problem.strerror or str(problem)).lower())
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    return 0


def _open_closed_streams() -> None:
    """What was started with a stream closed reads nothing from it, and writes to nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - it stays open to the end


def _complain(message: str) -> int:
    lines = [clean_text(line) for line in message.splitlines()] or [""]
    click.echo("cartsim: " + "\n  ".join(lines), err=True)
    return WRONG_INPUT


def _drop_output() -> None:
    """Send what is still buffered nowhere, so that leaving does not fail on it again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
