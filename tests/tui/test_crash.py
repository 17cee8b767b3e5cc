"""A failure nobody foresaw: a log file, one line, status 1."""

from __future__ import annotations

import inspect
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from textual.app import App

from cartsim.i18n import Speaker
from cartsim.session.session import Session
from cartsim.store.worldfile import open_world
from cartsim.tui.app import CartsimApp
from cartsim.tui.crash import write_report


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path / "logs")
    return tmp_path / "logs"


def failure() -> ZeroDivisionError:
    secret = "a value nobody should read"
    try:
        len(secret) / 0
    except ZeroDivisionError as error:
        return error
    raise AssertionError


def test_the_report_holds_the_trace_and_no_values(logs: Path) -> None:
    path = write_report(failure())
    assert path.parent == logs
    told = path.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in told
    assert "in failure" in told
    assert told.count("a value nobody should read") == 0


def test_a_log_folder_that_cannot_be_written_is_no_second_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: blocked / "logs")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert write_report(failure()).parent == tmp_path


async def test_an_unforeseen_failure_leaves_one_line_and_status_1(
    session: Session, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = CartsimApp(session, Speaker("zh"))
    terminal = StringIO()
    monkeypatch.setattr(app, "error_console", Console(file=terminal, width=400))

    def fails() -> None:
        raise failure()

    monkeypatch.setattr(app.session, "pulse", fails)

    async def lives() -> None:
        async with app.run_test() as pilot:
            app.call_later(app.pulse)
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await lives()
    (report,) = logs.iterdir()
    assert terminal.getvalue().strip().count("\n") == 0
    assert str(report) in terminal.getvalue()
    assert app.return_code == 1


async def test_an_unforeseen_failure_of_the_clock_is_one_of_the_app(
    session: Session, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock runs in a thread of its own: without a word the world would stand for ever."""
    app = CartsimApp(session, Speaker("en"))
    monkeypatch.setattr(app, "error_console", Console(file=StringIO(), width=400))
    with closing(open_world(session.path)) as connection:
        connection.execute(
            "CREATE TRIGGER broken BEFORE UPDATE OF tick ON world BEGIN SELECT RAISE(ABORT, 'nobody foresaw it'); END"
        )
    session.pause(False)

    async def lives() -> None:
        async with app.run_test() as pilot:
            for _ in range(600):
                if app.return_code is not None:
                    break
                await pilot.pause(0.05)

    with pytest.raises(sqlite3.IntegrityError, match="nobody foresaw it"):
        await lives()
    (report,) = logs.iterdir()
    assert "driver.py" in report.read_text(encoding="utf-8")
    assert app.return_code == 1


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("_handle_exception", "self._exception = error"),
        ("_handle_exception", "self._return_code = 1"),
        ("_handle_exception", "self._fatal_error()"),
        ("_fatal_error", "self._exit_renderables.append("),
        ("_fatal_error", "self._close_messages_no_wait()"),
        ("_print_error_renderables", "self.error_console.print(self._exit_renderables[0])"),
    ],
)
def test_textual_still_ends_an_unhandled_error_the_way_the_app_takes_over(method: str, said: str) -> None:
    """What the app overrides is private to Textual, and may go with any version."""
    assert said in inspect.getsource(getattr(App, method))
