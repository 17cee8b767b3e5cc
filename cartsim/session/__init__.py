"""One shopper in one world: do(command) -> outcome, view(), refresh(), and the panels' values."""

from cartsim.session.session import OWNER, Session

__all__ = ["OWNER", "Session"]
