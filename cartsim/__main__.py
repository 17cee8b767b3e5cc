"""What `cartsim` and `python -m cartsim` start."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and leave with its status.

    Imports make hardly any garbage, yet collecting while they run costs a sixth of the start: whoever has
    loaded what it needs turns the collector on.
    """
    gc.disable()
    from cartsim.cli.interrupt import INTERRUPTED, listen, stop_listening

    try:
        listen()
        from cartsim.cli.guard import run

        status = run(sys.argv[1:])
        stop_listening()
    except KeyboardInterrupt:
        stop_listening()
        status = INTERRUPTED
    sys.exit(status)


if __name__ == "__main__":
    main()
