"""Processes without the wait for their imports: a server that has loaded the program forks one for each command.

What is started is a process of its own, with its own arguments, folder, environment and streams, and it ends as the
program ends. Only the start of the interpreter is shared: whoever tests that (the language of the machine, the
encoding of its streams, what is imported) starts a fresh one.

Run as a program this file is the server. It reads one request a line, as JSON, and answers with the exit status.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import NoReturn


class Forks:
    """A server of processes; a context manager that ends it. `environment` is what the server starts in."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._out, self._err = folder / "out", folder / "err"
        self._server = subprocess.Popen(
            [sys.executable, __file__],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Forks:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.kill()
        self._server.communicate()

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], limit: float
    ) -> subprocess.CompletedProcess[str]:
        """What `cartsim ARGUMENTS` does in `folder`; TimeoutExpired after `limit` s."""
        request = {
            "arguments": list(arguments),
            "folder": str(folder),
            "environment": dict(environment),
            "out": str(self._out),
            "err": str(self._err),
        }
        asked, told = self._server.stdin, self._server.stdout
        assert asked is not None
        assert told is not None
        asked.write(json.dumps(request).encode() + b"\n")
        asked.flush()
        if not select.select([told], [], [], limit)[0]:
            raise subprocess.TimeoutExpired(list(arguments), limit)
        status = int(told.readline())
        written = [path.read_text(encoding="utf-8", errors="replace") for path in (self._out, self._err)]
        return subprocess.CompletedProcess(list(arguments), status, *written)


def serve() -> None:
    """Load all of the program, then fork a process for each request."""
    import cartsim

    for module in pkgutil.walk_packages(cartsim.__path__, "cartsim."):
        if not module.name.endswith((".__main__", ".pytest_plugin")):
            import_module(module.name)
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            become(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def become(request: Mapping[str, str]) -> NoReturn:
    """Be the process asked for, and end as it does."""
    new = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, (path, mode) in enumerate([(os.devnull, os.O_RDONLY), (request["out"], new), (request["err"], new)]):
        os.dup2(os.open(path, mode), number)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    sys.argv[1:] = request["arguments"]

    from cartsim.__main__ import main

    main()
    raise AssertionError("the program always ends by its own status")


if __name__ == "__main__":
    serve()
