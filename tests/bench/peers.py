"""The standard basket of the pricing bench in two open-source shops, each timed beside cartsim in one process.

    pip install -e '.[bench]'       # in an environment of its own: these are whole shops
    python tests/bench/peers.py

Neither can express the basket. Both get every promotion and coupon as far as they can, tier by tier; what each computes
of them is said in its module. In both, promotions apply one after the other in a fixed order and nothing is chosen,
where the quote finds the cheapest combination, and gives each line its cuts and each promotion its gap. Neither asks a
database here. Ratios are the peer's time by cartsim's.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PEERS = {"pretix": "pretix", "oscar": "django-oscar"}
"""Name here, and name of the distribution."""
AIMS = {"pretix": 3, "oscar": 200}
"""Times as fast as the peer that cartsim means to be."""
ROUNDS = 30


def main(arguments: Sequence[str]) -> int:
    """Print the rows; 1 where a peer is not installed or failed."""
    parser = argparse.ArgumentParser(prog="peers.py", description="Measure cartsim's pricing beside other shops'.")
    parser.add_argument("peer", nargs="?", choices=tuple(PEERS), help="measure this one and print JSON")
    options = parser.parse_args(arguments)
    if options.peer is not None:
        print(json.dumps(_measured(options.peer)))
        return 0
    failed = False
    for name, package in PEERS.items():
        try:
            told = version(package)
        except PackageNotFoundError:
            print(f"{package} is not installed: it comes with the extra `bench`, pip install -e '.[bench]'")
            failed = True
            continue
        # each in a process of its own: Django is configured once
        done = subprocess.run(
            [sys.executable, __file__, name], capture_output=True, text=True, timeout=300, check=False
        )
        if done.returncode:
            print(f"{package} {told} could not be measured:\n{done.stderr.strip()}")
            failed = True
            continue
        _show(f"{package} {told}", AIMS[name], json.loads(done.stdout.splitlines()[-1]))
    return 1 if failed else 0


def _measured(name: str) -> dict[str, Any]:
    """Milliseconds of the peer and of cartsim over the same lines, alternately; the best of the rounds of each."""
    sys.path.insert(0, str(ROOT))
    basket = importlib.import_module("tests.bench.pricing").standard(120)
    quoting = importlib.import_module("cartsim.pricing.quote")
    peer = importlib.import_module(f"tests.bench.peer_{name}")
    price = peer.pricer(basket)
    works: dict[str, Callable[[], object]] = {
        "peer": price,
        "quote": lambda: quoting.quote(basket),
        "net_total": lambda: quoting.net_total(basket),
    }
    gc.collect()
    gc.freeze()  # what the shop loaded is nobody's garbage
    best = dict.fromkeys(works, float("inf"))
    for _ in range(ROUNDS):
        for key, work in works.items():
            started = time.perf_counter()
            work()
            best[key] = min(best[key], (time.perf_counter() - started) * 1e3)
    answer = quoting.quote(basket)
    return {
        **best,
        "says": peer.__doc__.strip().splitlines()[0],
        "peer_total": str(price()),
        "cartsim_total": answer.net_total,
        "is_exact": answer.optimal,
        "lines": len(basket.lines),
        "offers": len(basket.promotions) + len(basket.coupons),
    }


def _show(name: str, aim: int, row: dict[str, Any]) -> None:
    exact = "proven" if row["is_exact"] else "not proven"
    print(f"{name}: {row['says']}")
    print(f"  {row['peer']:9.3f} ms, total {float(row['peer_total']):,.2f}")
    print(f"cartsim: {row['lines']} lines, {row['offers']} promotions and coupons, the cheapest combination, {exact}")
    for work in ("quote", "net_total"):
        ratio = row["peer"] / row[work]
        print(f"  {row[work]:9.3f} ms, total {row['cartsim_total'] / 100:,.2f} ({work}): {ratio:.1f} times as fast")
    print(f"  aimed at: the quote {aim} times as fast\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
