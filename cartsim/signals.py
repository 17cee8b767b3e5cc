"""When Ctrl+C, or being told to stop, may fall into the work."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Handler = Callable[[int, Any], Any]
Result = TypeVar("Result")


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl+C in the block takes effect at its end."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Ctrl+C reaches the main thread alone
        return
    came = False

    def note(_: int, __: object) -> None:
        nonlocal came
        came = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler if before is None else before)
        if came:
            signal.raise_signal(signal.SIGINT)


@contextmanager
def leaving_first(leave: Callable[[], object]) -> Iterator[None]:
    """Ctrl+C, and being told to stop, call `leave` in the event loop that runs then, and take effect at the end of the
    block; the second time at once."""
    came: list[int] = []

    def told(number: int, frame: object) -> None:
        from asyncio import get_running_loop

        came.append(number)
        try:
            loop = get_running_loop()
        except RuntimeError:
            loop = None
        if loop is None or len(came) > 1:
            before[number](number, frame)
        else:
            loop.call_soon_threadsafe(leave)

    before = _handlers() if threading.current_thread() is threading.main_thread() else {}
    for number in before:
        signal.signal(number, told)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


def run_loop(main: Coroutine[Any, Any, Result]) -> Result:
    """What the coroutine gives, in an event loop of its own; Ctrl+C cancels it first, so that it can put away what it
    has begun."""
    import asyncio

    tasks: list[asyncio.Task[Any]] = []

    async def begun() -> Result:
        tasks.extend(filter(None, [asyncio.current_task()]))
        return await main

    with leaving_first(lambda: [task.cancel() for task in tasks]):
        return asyncio.run(begun())


def _handlers() -> dict[int, Handler]:
    """What is called for each way of being told to stop; those that nobody listens to are left out."""
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    found = {number: signal.getsignal(number) for number in numbers}
    return {number: handler for number, handler in found.items() if callable(handler)}
