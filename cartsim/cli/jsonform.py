"""Values as JSON: the plain data of `cartsim.model.plain`, indented."""

from __future__ import annotations

import json
import sys

from cartsim.model.plain import plain


def to_json(value: object, *, indent: int | None = 2) -> str:
    """`value` as JSON, in one line where `indent` is None; escaped to ASCII where the output carries nothing else."""
    encoding = (sys.stdout.encoding or "ascii").lower() if sys.stdout else "ascii"
    return json.dumps(plain(value), ensure_ascii=not encoding.startswith("utf"), indent=indent)
