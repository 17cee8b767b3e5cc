"""cartsim: a terminal shop with a complete shopping cart in it."""

__version__ = "0.1.0"
