"""What is left of a failure nobody foresaw: a log file with the trace, and one line that says where it is."""

from __future__ import annotations

import platform
import tempfile
import traceback
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def write_report(error: BaseException) -> Path:
    """Write the error's trace to a new file of the user's log folder and give its path.

    Where that folder cannot be written, the file stands in the system's temporary folder.
    """
    from platformdirs import user_log_path  # not on the path of a start

    report = _report(error)
    try:
        return _written(user_log_path("cartsim", appauthor=False), report)
    except OSError:
        return _written(Path(tempfile.gettempdir()), report)


def one_line(error: BaseException, path: Path) -> str:
    """What the terminal shows of it."""
    return f"cartsim: stopped by an error in the program: {type(error).__name__}. The details are in {path}"


def _written(folder: Path, report: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.log"
    path.write_text(report, encoding="utf-8")
    return path


def _report(error: BaseException) -> str:
    """Versions and the trace, without the values of variables."""
    try:
        ours = version("cartsim")
    except PackageNotFoundError:
        ours = "not installed"
    about = f"cartsim {ours}, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    return "\n".join([about, "", *(part.rstrip("\n") for part in traceback.format_exception(error)), ""])
