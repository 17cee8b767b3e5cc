"""Measure: `python tests/bench/run.py NAME [--json]`, or `all`.

Each NAME is a module beside this file whose `measure()` gives rows: `name`, a figure such as `ms`, and `ratio`
against the same work done barely. Figures are of this machine and hour; the ratio is what carries over.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("start", "tick", "refresh", "pricing", "key", "seed", "worldtick", "script")

Row = Mapping[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Print what was asked for; gives the exit status (2 for an unknown NAME)."""
    parser = argparse.ArgumentParser(prog="run.py", description="Measure cartsim against bare equivalents.")
    parser.add_argument("name", choices=(*NAMES, "all"), metavar="NAME", help=", ".join((*NAMES, "all")))
    parser.add_argument("--json", action="store_true", help="for programs")
    options = parser.parse_args(arguments)
    measured = {name: measure(name) for name in (NAMES if options.name == "all" else (options.name,))}
    if options.json:
        print(json.dumps({"machine": machine(), "measured": measured}, indent=2))
        return 0
    print(machine())
    for name, rows in measured.items():
        print(f"\n{name}")
        print("\n".join(line(row) for row in rows))
    return 0


def measure(name: str) -> list[Row]:
    """The rows of one module."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))  # run by hand, the tree need not be installed
    return list(importlib.import_module(f"tests.bench.{name}").measure())


def machine() -> str:
    """What the figures were taken on."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def line(row: Row) -> str:
    """One row for a person: name, ratio, then the figures."""
    figures = ", ".join(
        f"{key} {value:,}" if not isinstance(value, str) else f"{key} {value}"
        for key, value in row.items()
        if key not in {"name", "ratio"}
    )
    ratio = f"{row['ratio']:6.2f} x" if row.get("ratio") is not None else " " * 8
    return f"  {row.get('name', ''):<44} {ratio}   {figures}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
