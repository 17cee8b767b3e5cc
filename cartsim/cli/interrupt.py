"""Ctrl+C, and being told to stop: the program leaves through its `finally` blocks, with a status that says why.

Nothing is imported here that takes time: whoever starts listens at once.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from _thread import interrupt_main

INTERRUPTED = 128 + signal.SIGINT
"""130"""
AGAIN_S = 1.0
"""Real seconds in which Ctrl+C once more says nothing new: what is being put away is left in peace."""

SOON_S = 0.02
"""Real seconds until Ctrl+C is raised again that nobody could catch."""


class Interrupted(KeyboardInterrupt):
    """Ctrl+C.

    CPython ends a process by the signal instead of its status where a plain KeyboardInterrupt has passed through an
    `exec` of text, also where it was caught (`unhandled_keyboard_interrupt`); and every dataclass is made by one.
    """


def listen() -> None:
    """From now on Ctrl+C raises Interrupted, and SIGTERM and SIGHUP leave like an exit, unless they are ignored."""
    last = -AGAIN_S

    def interrupted(_: int, __: object) -> None:
        nonlocal last
        if time.monotonic() - last >= AGAIN_S:
            last = time.monotonic()
            raise Interrupted

    def stopped(number: int, _: object) -> None:
        sys.exit(128 + number)

    def lost(unraisable: sys.UnraisableHookArgs) -> None:
        """What is raised where nobody can catch it is told, but Ctrl+C, which is raised again where somebody can."""
        nonlocal last
        if issubclass(unraisable.exc_type, Interrupted):
            last = -AGAIN_S
            # Here it would be raised within this very hook.
            threading.Timer(SOON_S, _interrupt_main_thread).start()
        else:
            sys.__unraisablehook__(unraisable)

    _unless_ignored("SIGINT", interrupted)
    _unless_ignored("SIGTERM", stopped)
    _unless_ignored("SIGHUP", stopped)
    sys.unraisablehook = lost


def _interrupt_main_thread() -> None:
    """As Ctrl+C does: where the system can, what the main thread waits in is left as well."""
    if sys.platform == "win32":
        interrupt_main()
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


def stop_listening() -> None:
    """The status is certain: nothing more disturbs the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _unless_ignored(name: str, handler: signal._HANDLER) -> None:
    number = getattr(signal, name, None)  # Windows has no SIGHUP
    if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
        signal.signal(number, handler)
