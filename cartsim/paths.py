"""Where cartsim's own data and the user's world stand. Nothing here creates a folder."""

from __future__ import annotations

from pathlib import Path

from cartsim.errors import DataError

WORLD_NAME = "cartsim.world"


def data_folder() -> Path:
    """The folder of vocabulary, policies, scenarios and sprites: inside the installed package, or beside
    it in a checkout. DataError if it is in neither place."""
    package = Path(__file__).resolve().parent
    for folder in (package / "data", package.parent / "data"):
        if folder.is_dir():
            return folder
    raise DataError(f"cartsim's data folder is missing from {package}; install cartsim again")


def data_file(*parts: str) -> Path:
    """A file of the data folder. DataError if it is not there."""
    path = data_folder().joinpath(*parts)
    if not path.is_file():
        raise DataError(f"{'/'.join(parts)} is missing from cartsim's data folder; install cartsim again")
    return path


def default_world_path() -> Path:
    """The user's own world in the platform's data folder, whether it exists or not."""
    from platformdirs import user_data_path  # not on the path of --help

    return user_data_path("cartsim", appauthor=False) / WORLD_NAME
