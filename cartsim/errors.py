"""What can go wrong, as one tree.

CartsimError                a message a person can act on; commands print it and end with status 2
├── PolicyError             a policy field, value or file that does not fit
├── DataError               a file of ours or of the user that cannot be read as what it should be
├── UnknownCodeError        a shop, product, SKU, promotion or coupon that is not in the catalogue
└── WorldError              a world file that cannot be used
    ├── WorldMissing        there is no such file
    ├── NotAWorld           the file is something else; it was not touched
    │   └── WorldDamaged    the file was a world and can no longer be read
    ├── WrongSchema         the file was made by another version; it was not touched
    ├── WorldBusy           another process keeps the file locked; it can be tried again
    └── WorldFull           the disk has no room left; it can be tried again

A command the shop refuses is no error: it is an Outcome with a reason.
"""

from __future__ import annotations


class CartsimError(Exception):
    """A message a person can act on."""

    title = "cartsim"


class PolicyError(CartsimError):
    """A policy field, value or file that does not fit."""

    title = "policy"


class DataError(CartsimError):
    """A file that cannot be read as what it should be; names file, line and field."""

    title = "file"


class UnknownCodeError(CartsimError):
    """A code that is not in the catalogue; names the nearest one."""

    title = "code"


class WorldError(CartsimError):
    """A world file that cannot be used."""

    title = "world"


class WorldMissing(WorldError):
    """There is no such world file."""


class NotAWorld(WorldError):
    """The file is not a world; it was left untouched."""


class WorldDamaged(NotAWorld):
    """The file was a world and can no longer be read as one."""


class WrongSchema(WorldError):
    """The world was made by another version; it was left untouched."""


class WorldBusy(WorldError):
    """Another process keeps the world file locked."""


class WorldFull(WorldError):
    """There is no room on the disk of the world file; nothing was written."""
