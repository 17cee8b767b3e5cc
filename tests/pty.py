"""Programs in a real pseudo-terminal, with the screen a person would see."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pyte


class Terminal:
    """A child process in a pseudo-terminal whose output a terminal emulator draws.

    Use as a context manager; leaving it ends the child and closes the terminal. Waiting is for a
    condition on the drawn screen, with a generous limit, never for a time.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        """Everything the child wrote."""
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={"TERM": "xterm-256color", **(environment if environment is not None else os.environ)},
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)

    @property
    def text(self) -> str:
        """What the screen shows, one line per row; the empty cell behind a wide character is left out."""
        return "\n".join(self.row(number) for number in range(self.screen.lines))

    def row(self, number: int) -> str:
        """One row of the screen."""
        cells = self.screen.buffer[number]
        return "".join(cells[column].data for column in range(self.screen.columns)).rstrip()

    def press(self, keys: str) -> None:
        """Type `keys`; escape sequences are the caller's."""
        os.write(self._master, keys.encode())

    def wait_for(self, wanted: str | Callable[[Terminal], bool], limit: float = 30) -> str:
        """Read until the screen shows `wanted` or the condition holds; gives the text; fails after `limit` s."""
        holds = (lambda: wanted in self.text) if isinstance(wanted, str) else (lambda: wanted(self))
        deadline = time.monotonic() + limit
        while not holds():
            left = deadline - time.monotonic()
            if left <= 0 or not self._read(left):
                if holds():
                    break
                raise AssertionError(f"the screen never showed {wanted!r}:\n{self.text}")
        return self.text

    def wait_for_end(self, limit: float = 30) -> int:
        """Read until the child ends; gives its exit status."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline and self._read(deadline - time.monotonic()):
            pass
        return self.process.wait(max(0.1, deadline - time.monotonic()))

    def _read(self, limit: float) -> bool:
        """Draw the next output; False when there is none within `limit` seconds or the child closed the terminal."""
        ready, _, _ = select.select([self._master], [], [], limit)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says EIO where the other side is closed
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)
