"""cartsim in pytest: `*.cart.yaml` files are tests, and Python tests get a world, a session or the app.

    def test_a_cart(cart_session):
        assert cart_session.do(CheckAll(True)).ok

    @pytest.mark.cart("coupon-hunt")
    async def test_the_screen(cart_app):
        async with cart_app.run_test() as pilot: ...

Loaded with every pytest run of an environment that has cartsim, so nothing of cartsim is imported before a cart file
or a fixture asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cartsim.script.performance import Worlds
    from cartsim.script.result import Played
    from cartsim.session.session import Session
    from cartsim.tui.app import CartsimApp

SUFFIXES = (".cart.yaml", ".cart.yml")
DEFAULT_SCENARIO = "full-cart"

_WORLDS = pytest.StashKey["Worlds"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--cart-lang`, in which failures are told, and `--cart-shots`, where pictures go."""
    group = parser.getgroup("cartsim")
    group.addoption("--cart-lang", choices=("zh", "en"), default="en", help="language of the carts in reports")
    group.addoption("--cart-shots", type=Path, default=None, help="folder for the pictures of `shot` steps")


def pytest_configure(config: pytest.Config) -> None:
    """Tell of the marker."""
    config.addinivalue_line("markers", "cart(scenario): the scenario, a name or a file, that cart fixtures start from")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Scripts are tests."""
    if file_path.name.endswith(SUFFIXES):
        collector: pytest.Collector = ScriptFile.from_parent(parent, path=file_path)
        return collector
    return None


class ScriptFile(pytest.File):
    """A file with one script."""

    def collect(self) -> Iterator[pytest.Item]:
        """The script as one test."""
        yield ScriptItem.from_parent(self, name=self.path.name.split(".cart.")[0])


class ScriptFailed(Exception):
    """The script did not pass."""

    def __init__(self, played: Played) -> None:
        super().__init__(str(played.path))
        self.played = played


class ScriptItem(pytest.Item):
    """A script played in a world of its own: on the unseen screen where its steps need one."""

    def runtest(self) -> None:
        """Play it; ScriptFailed unless it passes."""
        from cartsim.i18n import Speaker
        from cartsim.script.choosing import play
        from cartsim.script.look import Look
        from cartsim.script.result import Ending

        look = Look(shots=self.config.getoption("--cart-shots"))
        speaker = Speaker(self.config.getoption("--cart-lang"))
        played = play(self.path, _worlds(self.config), speaker, look)
        self.add_report_section("call", "cart steps", "\n".join(_trace(played)))
        if played.ending is not Ending.PASSED:
            raise ScriptFailed(played)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Expected, found, and the cart around it; the steps stand in their own section."""
        if isinstance(excinfo.value, ScriptFailed):
            from cartsim.script.report import lines

            return "\n".join(lines(excinfo.value.played))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands."""
        return self.path, 0, f"cart script {self.name}"


def _trace(played: Played) -> Iterator[str]:
    from cartsim.script.report import trace

    return trace(played)


def _worlds(config: pytest.Config) -> Worlds:
    """The worlds of this run, in a folder that goes with it."""
    from tempfile import TemporaryDirectory

    from cartsim.script.performance import Worlds

    if _WORLDS not in config.stash:
        folder = TemporaryDirectory(prefix="cartsim-pytest-")
        config.add_cleanup(folder.cleanup)
        config.stash[_WORLDS] = Worlds(Path(folder.name))
    return config.stash[_WORLDS]


@pytest.fixture
def cart_world(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A world file of the test's own, as the scenario of `@pytest.mark.cart` begins (full-cart by default)."""
    from cartsim.errors import CartsimError

    marker = request.node.get_closest_marker("cart")
    scenario = str(marker.args[0]) if marker is not None and marker.args else DEFAULT_SCENARIO
    beside = request.path.parent / scenario
    try:
        return _worlds(request.config).found(tmp_path / "cart.world", str(beside) if beside.is_file() else scenario)
    except CartsimError as wrong:
        pytest.fail(f"the world of @pytest.mark.cart({scenario!r}): {wrong}", pytrace=False)


@pytest.fixture
def cart_session(cart_world: Path) -> Iterator[Session]:
    """A shopper in that world, whose time stands still; the cart is entered."""
    from cartsim.cart.commands import Enter
    from cartsim.session.session import Session

    with Session(cart_world) as session:
        session.pause(True)
        session.do(Enter())
        yield session


@pytest.fixture
def cart_app(cart_session: Session, request: pytest.FixtureRequest) -> CartsimApp:
    """The app over that session: `async with cart_app.run_test() as pilot`, and `cartsim.testing` to find things."""
    from cartsim.i18n import Speaker
    from cartsim.tui.app import CartsimApp

    return CartsimApp(cart_session, Speaker(request.config.getoption("--cart-lang")))
