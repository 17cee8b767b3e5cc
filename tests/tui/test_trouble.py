"""A world that cannot be written just now: the command is refused with its reason, the screen stays, time goes on
when there is room again (R-DEG-2)."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from textual.pilot import Pilot

from cartsim.cli.app import WRITERS
from cartsim.errors import NotAWorld
from cartsim.i18n import Speaker
from cartsim.session.session import Session
from cartsim.store.worldfile import open_world, wait_at_most
from cartsim.tui.app import CartsimApp
from cartsim.tui.board import Board

BEAT_S = 0.05


def _shown(app: CartsimApp, board: str) -> str:
    return "\n".join("".join(span.text for span in line) for line in app.cart.query_one(f"#{board}", Board).lines)


async def _until_shown(pilot: Pilot[None], app: CartsimApp, board: str, words: str, *, there: bool = True) -> None:
    """Wait for the driver's thread and the screen's pulse to come to it; an end of the app ends it too."""
    for _ in range(600):
        if (words in _shown(app, board)) is there:
            return
        await pilot.pause(BEAT_S)
    raise AssertionError(f"{words!r} in {_shown(app, board)!r}")


@contextmanager
def _no_writing() -> Iterator[None]:
    """No file of this process can be written to, as on a disk without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_r_deg_2_a_locked_file_refuses_the_key_and_keeps_the_cart_and_the_key_works_again(
    session: Session,
) -> None:
    app = CartsimApp(session, Speaker("en"))
    async with app.run_test(size=(120, 40)) as pilot:
        wait_at_most(session._connection, 0)
        await pilot.pause()
        code = str(app.cart.list.cursor).partition(":")[2]
        before = session.view().line(code)
        assert before is not None
        with closing(open_world(session.path)) as blocker:
            blocker.execute("BEGIN IMMEDIATE")
            await pilot.press("plus")
            assert "Another program keeps the world file locked" in _shown(app, "pay")
            assert session.view().line(code) == before
            blocker.execute("ROLLBACK")
        await pilot.press("plus")
        after = session.view().line(code)
        assert after is not None
        assert after.quantity == before.quantity + 1
    assert app.return_code is None


async def test_r_deg_2_world_keys_on_a_locked_file_are_refused_too(session: Session) -> None:
    app = CartsimApp(session, Speaker("zh"))
    async with app.run_test(size=(120, 40)):
        wait_at_most(session._connection, 0)
        with closing(open_world(session.path)) as blocker:
            blocker.execute("BEGIN IMMEDIATE")
            for name in ("pause", "speed", "step", "freeze"):
                app.cart.say("")
                app.cart.perform(name)
                assert "世界文件正被另一程序锁定" in _shown(app, "pay"), name
            blocker.execute("ROLLBACK")
    assert app.return_code is None


async def test_r_deg_2_a_full_disk_refuses_the_key_and_says_so(session: Session) -> None:
    app = CartsimApp(session, Speaker("en"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        before = session.view()
        with _no_writing():
            await pilot.press("plus")
            await pilot.pause()
        assert "The world file cannot be used now" in _shown(app, "pay")
        assert session.view() == before
        await pilot.press("plus")
        await pilot.pause()
        assert session.view() != before
    assert app.return_code is None


async def test_r_deg_2_the_clock_says_that_it_stands_and_goes_on_when_there_is_room_again(full_cart: Path) -> None:
    with Session(full_cart) as session:
        session.pace(60)
        app = CartsimApp(session, Speaker("en"))
        async with app.run_test(size=(120, 40)) as pilot:
            await _until_shown(pilot, app, "header", "Pause")
            with _no_writing():
                await _until_shown(pilot, app, "header", "time stands")
                assert "The world file cannot be used now" in _shown(app, "pay")
                stood = session.clock().tick
            await _until_shown(pilot, app, "header", "time stands", there=False)
            for _ in range(600):
                if session.clock().tick > stood:
                    break
                await pilot.pause(BEAT_S)
            assert session.clock().tick > stood
    assert app.return_code is None


async def test_a_world_gone_bad_under_the_app_is_named_with_status_2(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = CartsimApp(session, Speaker("en"))

    terminal = StringIO()
    monkeypatch.setattr(app, "error_console", Console(file=terminal, width=400))

    def gone() -> None:
        raise NotAWorld(f"{session.path} is damaged")

    async def lives() -> None:
        async with app.run_test(size=(120, 40)) as pilot:
            app.cart.call_later(gone)
            await pilot.pause()

    with pytest.raises(NotAWorld):
        await lives()
    assert app.return_code == 2
    assert terminal.getvalue().strip() == f"cartsim: {session.path} is damaged"


@pytest.mark.parametrize(("action", "name"), [("record", "recorded-1.cart.yaml"), ("export", "session-1.cartsim")])
async def test_a_folder_that_cannot_be_written_is_said_and_the_app_goes_on(
    action: str, name: str, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    app = CartsimApp(session, Speaker("en"), writers=WRITERS)
    async with app.run_test(size=(160, 40)) as pilot:
        app.cart.perform(action)
        await _until_shown(pilot, app, "pay", f"{name} cannot be written: no such file or directory")
    assert app.return_code is None
