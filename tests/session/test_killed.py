"""Killing the process at any moment loses no finished command."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cartsim.cart.commands import AddToCart
from cartsim.session.session import Session

BUSY = """
import sys
from pathlib import Path
from cartsim.cart.commands import SetQuantity
from cartsim.session.session import Session

with Session(Path(sys.argv[1])) as session:
    for pieces in range(2, 10_000):
        quantity = 1 + pieces % 9
        assert session.do(SetQuantity("l1", quantity)).ok
        print(quantity, session.view().totals.net_total, flush=True)
"""


@pytest.mark.parametrize("commands", [1, 7, 23])
def test_a_killed_process_loses_no_finished_command(world_path: Path, commands: int) -> None:
    with Session(world_path) as session:
        sku = next(hit.sku for hit in session.find("shoes", 50) if hit.refusal is None and hit.available > 20)
        session.do(AddToCart(sku))
    busy = subprocess.Popen(
        [sys.executable, "-c", BUSY, str(world_path)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    try:
        assert busy.stdout is not None
        finished = [busy.stdout.readline().split() for _ in range(commands)]
        busy.send_signal(signal.SIGKILL)
        rest = busy.stdout.read()
    finally:
        busy.kill()
        busy.wait()
        if busy.stdout is not None:
            busy.stdout.close()
    told = finished + [line.split() for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    last = int(told[-1][0])
    with Session(world_path) as session:
        (line,) = session.view().lines
        unsaid = 1 + (last % 9)  # one more command may have been finished without a word of it
        assert line.quantity in {last, unsaid}
        assert len(told) >= commands
