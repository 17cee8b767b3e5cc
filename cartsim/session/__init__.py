"""One shopper in one world: do(command) -> outcome, view(), refresh(), and the panels' values.

The files of a person (policies, scenarios, baskets) are read here too, without a session being loaded.
"""
