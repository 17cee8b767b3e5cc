"""Pictures of the screen: Textual's SVG screenshot laid out again on whole pixels.

Rich measures a run of text by its characters, so browsers squeeze double-width text into half its place, and
it sets block characters as text, which leaves seams between them. Here every run is placed by its cells on a
grid of 12 x 24 pixels, blocks and box lines become rectangles, and nothing is fetched from the network. The same
screen gives the same bytes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from rich.cells import cell_len

from cartsim.errors import DataError
from cartsim.script.blocks import BOXES

if TYPE_CHECKING:
    from textual.app import App

CELL_WIDTH = 12
"""Pixels; the advance of Fira Code at 20 pixels."""
CELL_HEIGHT = 24
MARGIN = 9
TITLE_HEIGHT = 40
_BASELINE = 18.5
_WIDE_SIZE = 21
"""Pixels of a double-width character, which stands in the middle of its two cells."""

_RICH_WIDTH, _RICH_HEIGHT, _RICH_BASELINE = 12.2, 24.4, 20.0
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_CLASS = re.compile(r"\.[\w-]+-(r\d+) \{([^}]*)\}")
_BLANK = "\u00a0 "

_NARROW_FONTS = "'Fira Code','JetBrains Mono','Cascadia Mono','SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace"
_WIDE_FONTS = (
    "'Noto Sans Mono CJK SC','Sarasa Mono SC','Noto Sans CJK SC','Source Han Sans SC','PingFang SC',"
    "'Microsoft YaHei',sans-serif"
)


@dataclass(frozen=True, slots=True)
class _Rect:
    """A filled rectangle, in pixels of the terminal."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class _Run:
    """Text of one style in one row."""

    style: str
    column: int
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class _Screenshot:
    """What Rich's SVG says, on the grid of cells."""

    title: str
    columns: int
    rows: int
    window: str
    """Colour of the window around the terminal."""
    styles: dict[str, str]
    """CSS declarations by class."""
    grounds: tuple[_Rect, ...]
    runs: tuple[_Run, ...]


def picture(app: App[Any], title: str = "cartsim") -> str:
    """The app's present screen as SVG."""
    return relay(app.export_screenshot(title=title))


def relay(svg: str) -> str:
    """A screenshot as Rich exports it, laid out again; DataError where it is something else."""
    return _write(_read(svg))


def png(svg_path: Path) -> Path | None:
    """The picture as PNG beside its SVG, drawn by Chromium or rsvg-convert; None where neither is at hand."""
    target = svg_path.with_suffix(".png")
    for browser in ("chromium", "chromium-browser", "google-chrome"):
        program = shutil.which(browser)
        if program:
            return _with_chromium(program, svg_path, target)
    program = shutil.which("rsvg-convert")
    if program:
        return _made(target, [program, "--output", str(target), str(svg_path)])
    return None


def _read(svg: str) -> _Screenshot:
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise DataError(f"not a picture of a screen: {error}") from error
    window = root.find(f"{_NAMESPACE}rect")
    terminal = root.find(f".//{_NAMESPACE}clipPath/{_NAMESPACE}rect")
    style = root.findtext(f"{_NAMESPACE}style")
    if window is None or terminal is None or style is None:
        raise DataError("not a picture of a screen: Rich's window, clip path and style are missing")
    texts = [text for text in root.iter(f"{_NAMESPACE}text") if "clip-path" in text.attrib]
    return _Screenshot(
        title="".join(text.text or "" for text in root.findall(f"{_NAMESPACE}text")),
        columns=round(float(terminal.attrib["width"]) / _RICH_WIDTH),
        rows=round(float(terminal.attrib["height"]) / _RICH_HEIGHT),
        window=window.attrib["fill"],
        styles=dict(_CLASS.findall(style)),
        grounds=tuple(_ground(rect) for rect in root.iterfind(f"{_NAMESPACE}g/{_NAMESPACE}rect")),
        runs=tuple(_run(text) for text in texts),
    )


def _ground(rect: ElementTree.Element) -> _Rect:
    column = round(float(rect.attrib["x"]) / _RICH_WIDTH)
    row = round((float(rect.attrib["y"]) - 1.5) / _RICH_HEIGHT)
    width = round(float(rect.attrib["width"]) / _RICH_WIDTH)
    return _Rect(column * CELL_WIDTH, row * CELL_HEIGHT, width * CELL_WIDTH, CELL_HEIGHT, rect.attrib["fill"])


def _run(text: ElementTree.Element) -> _Run:
    return _Run(
        text.attrib["class"].rpartition("-")[2],
        round(float(text.attrib["x"]) / _RICH_WIDTH),
        round((float(text.attrib["y"]) - _RICH_BASELINE) / _RICH_HEIGHT),
        (text.text or "").rstrip("\n"),
    )


def _write(shot: _Screenshot) -> str:
    inner_width, inner_height = shot.columns * CELL_WIDTH, shot.rows * CELL_HEIGHT
    width, height = inner_width + 2 * MARGIN, inner_height + TITLE_HEIGHT + MARGIN
    parts = [part for run in shot.runs for part in _parts(run)]
    drawn = [box for part in parts for box in _boxes(part, shot.styles)]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        "<style>",
        f".narrow{{font:20px {_NARROW_FONTS};font-variant-ligatures:none;white-space:pre}}",
        f".wide{{font:{_WIDE_SIZE}px {_WIDE_FONTS};white-space:pre}}",
        ".title{font:bold 15px system-ui,'Helvetica Neue',Arial,sans-serif}",
        *(f".{name}{{{_tidy(declarations)}}}" for name, declarations in shot.styles.items()),
        "</style>",
        f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8" fill="{shot.window}" '
        'stroke="#fff" stroke-opacity="0.25"/>',
        *(
            f'<circle cx="{26 + 22 * place}" cy="20" r="6" fill="{colour}"/>'
            for place, colour in enumerate(("#ff5f57", "#febc2e", "#28c840"))
        ),
        f'<text class="title" x="{width / 2:g}" y="25" text-anchor="middle" fill="#c5c8c6">{escape(shot.title)}</text>',
        f'<clipPath id="terminal"><rect width="{inner_width}" height="{inner_height}"/></clipPath>',
        f'<g transform="translate({MARGIN} {TITLE_HEIGHT})" clip-path="url(#terminal)">',
        '<g shape-rendering="crispEdges">',
        *(_rect_element(rect) for rect in _merged(shot.grounds)),
        *(_rect_element(rect) for rect in _merged(drawn)),
        "</g>",
        *(_text_element(part) for part in parts if _is_seen(part, shot.styles)),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _parts(run: _Run) -> Iterator[_Run]:
    """The run cut where the manner of its characters changes, each part at its own column."""
    column = run.column
    for _, group in groupby(enumerate(_clusters(run.text)), key=lambda item: _manner(*item)):
        text = "".join(cluster for _, cluster in group)
        yield _Run(run.style, column, run.row, text)
        column += cell_len(text)


def _clusters(text: str) -> Iterator[str]:
    """Characters together with those that follow without taking room, as in joined emoji."""
    cluster = ""
    for char in text:
        if cluster and cell_len(char) and cell_len(cluster + char) > cell_len(cluster):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _manner(place: int, cluster: str) -> str:
    """What a character shares with neighbours it can stand in one text with.

    Letters of the narrow font run on, wide ones too; symbols, which often come from another font, and characters
    made of several codes stand alone.
    """
    if cluster in BOXES:
        return f"box {cluster}"
    if len(cluster) == 1 and cluster <= "\uffff" and cell_len(cluster) > 1:
        return "wide"
    return "narrow" if cluster.isascii() or cluster in "\u00a0\u00a5" else f"alone {place}"


def _boxes(part: _Run, styles: dict[str, str]) -> Iterator[_Rect]:
    """The rectangles of a part made of block or line characters."""
    boxes = BOXES.get(part.text[0], ())
    fill = _declared(styles.get(part.style, ""), "fill", "#fff")
    for place in range(len(part.text)) if boxes else ():
        x, y = (part.column + place) * CELL_WIDTH, part.row * CELL_HEIGHT
        for left, top, right, bottom, opacity in boxes:
            yield _Rect(
                x + left * CELL_WIDTH,
                y + top * CELL_HEIGHT,
                (right - left) * CELL_WIDTH,
                (bottom - top) * CELL_HEIGHT,
                fill,
                opacity,
            )


def _is_seen(part: _Run, styles: dict[str, str]) -> bool:
    """Whether a part leaves ink as text: not drawn already, and not blank unless it is underlined."""
    if part.text[0] in BOXES:
        return False
    return bool(part.text.strip(_BLANK)) or "underline" in styles.get(part.style, "")


def _merged(rects: Iterable[_Rect]) -> list[_Rect]:
    """Neighbours of one colour as one rectangle: first along the row, then down the column."""
    rows: list[_Rect] = []
    for rect in rects:
        last = rows[-1] if rows else None
        if last and (last.y, last.height, last.fill, last.opacity, last.x + last.width) == (
            rect.y, rect.height, rect.fill, rect.opacity, rect.x,
        ):  # fmt: skip
            rows[-1] = _Rect(last.x, last.y, last.width + rect.width, last.height, last.fill, last.opacity)
        else:
            rows.append(rect)
    merged: list[_Rect] = []
    open_below: dict[tuple[float, float, float, str, float], int] = {}
    for rect in rows:
        place = open_below.pop((rect.x, rect.width, rect.y, rect.fill, rect.opacity), None)
        if place is None:
            place = len(merged)
            merged.append(rect)
        else:
            above = merged[place]
            merged[place] = _Rect(rect.x, above.y, rect.width, above.height + rect.height, rect.fill, rect.opacity)
        open_below[rect.x, rect.width, rect.y + rect.height, rect.fill, rect.opacity] = place
    return merged


def _rect_element(rect: _Rect) -> str:
    opacity = "" if rect.opacity == 1 else f' fill-opacity="{rect.opacity:g}"'
    return (
        f'<rect x="{rect.x:g}" y="{rect.y:g}" width="{rect.width:g}" height="{rect.height:g}" '
        f'fill="{rect.fill}"{opacity}/>'
    )


def _text_element(part: _Run) -> str:
    lead = len(part.text) - len(part.text.lstrip(_BLANK)) if part.text.strip(_BLANK) else 0
    text = part.text[lead:]
    x, y = (part.column + lead) * CELL_WIDTH, part.row * CELL_HEIGHT + _BASELINE
    shown = escape(text, quote=False).replace(" ", "\u00a0")
    if _manner(0, text[0]) == "wide":
        # A place for each: browsers spread what textLength adds between the characters only, not after the last.
        places = " ".join(f"{x + (2 * place + 1) * CELL_WIDTH - _WIDE_SIZE / 2:g}" for place in range(len(text)))
        return f'<text class="wide {part.style}" x="{places}" y="{y:g}">{shown}</text>'
    width = cell_len(text) * CELL_WIDTH
    return f'<text class="narrow {part.style}" x="{x}" y="{y:g}" textLength="{width}">{shown}</text>'


def _tidy(declarations: str) -> str:
    return ";".join(item.strip() for item in declarations.split(";") if item.strip())


def _declared(declarations: str, name: str, default: str) -> str:
    for item in declarations.split(";"):
        key, _, value = item.partition(":")
        if key.strip() == name:
            return value.strip()
    return default


def _with_chromium(program: str, svg_path: Path, target: Path) -> Path | None:
    width, height = re.findall(r'(?:width|height)="(\d+)"', svg_path.read_text(encoding="utf-8"))[:2]
    with tempfile.TemporaryDirectory() as profile:
        return _made(
            target,
            [
                program, "--headless", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--default-background-color=00000000",
                *(["--no-sandbox"] if _is_root() else []),
                f"--user-data-dir={profile}", f"--window-size={width},{height}",
                f"--screenshot={target.absolute()}", svg_path.absolute().as_uri(),
            ],
        )  # fmt: skip


def _is_root() -> bool:
    """Whether this is the superuser, whom Chromium refuses to run its sandbox for."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _made(target: Path, command: list[str]) -> Path | None:
    """Run the command; the file it made, or None where it made none within a minute."""
    target.unlink(missing_ok=True)
    try:
        subprocess.run(command, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return None
    return target if target.exists() and target.stat().st_size else None
