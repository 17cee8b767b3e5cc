"""Pictures of the screen: double-width text in its place, blocks without seams, nothing fetched."""

from __future__ import annotations

import re
import shutil
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from cartsim.errors import DataError
from cartsim.script.blocks import BOXES
from cartsim.script.picture import CELL_HEIGHT, CELL_WIDTH, picture, png, relay
from cartsim.tui.sprites import sprite_rows

SVG = "{http://www.w3.org/2000/svg}"
LETTERS = st.text(st.sampled_from("ab9 <&>\"'¥满减还差件，×▾✓→é▀▄█━│"), min_size=1, max_size=30)


def _screenshot(*lines: Text, width: int = 40) -> str:
    """An SVG as Rich exports it, of these lines."""
    with Path("/dev/null").open("w") as nowhere:
        console = Console(width=width, record=True, file=nowhere, force_terminal=True, color_system="truecolor")
        for line in lines:
            console.print(line, no_wrap=True, overflow="crop")
        return console.export_svg(title="cartsim")


def _texts(svg: str) -> list[tuple[str, float]]:
    """(text, first column) of every text in the terminal; the room of each text is checked on the way."""
    found = []
    for text in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        places = [float(place) for place in text.attrib["x"].split()]
        said = text.text or ""
        if "wide" in text.attrib["class"]:
            assert len(places) == len(said)
            assert [place - places[0] for place in places] == [2 * CELL_WIDTH * number for number in range(len(said))]
            found.append((said, places[0] // CELL_WIDTH))
        elif "narrow" in text.attrib["class"]:
            assert float(text.attrib["textLength"]) == cell_len(said) * CELL_WIDTH
            found.append((said, places[0] / CELL_WIDTH))
    return found


def _rects(svg: str, fill: str) -> list[tuple[float, ...]]:
    return [
        tuple(float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        for rect in ElementTree.fromstring(svg).iter(f"{SVG}rect")
        if rect.attrib.get("fill") == fill
    ]


@given(st.integers(1, 15))
def test_a_letter_after_wide_ones_stands_two_cells_further_for_each(wide: int) -> None:
    assert _texts(relay(_screenshot(Text("减" * wide + "A")))) == [("减" * wide, 0), ("A", 2 * wide)]


@given(LETTERS)
def test_every_character_stands_in_its_own_cells(line: str) -> None:
    said = {}
    for text, column in _texts(relay(_screenshot(Text(line), width=60))):
        for char in text:
            said[column] = char
            column += cell_len(char)
    expected = {cell_len(line[:place]): char for place, char in enumerate(line) if char not in BOXES}
    assert {column: char for column, char in said.items() if char not in " \u00a0"} == {
        column: char for column, char in expected.items() if char != " "
    }


@pytest.mark.parametrize("emoji", ["👟", "❤️", "👨‍👩‍👧"])
def test_a_character_of_several_codes_stays_whole(emoji: str) -> None:
    assert [text for text, _ in _texts(relay(_screenshot(Text(f"减{emoji}{emoji}减"))))] == ["减", emoji, emoji, "减"]


@given(LETTERS)
def test_every_picture_is_well_formed_and_has_no_block_as_text(line: str) -> None:
    root = ElementTree.fromstring(relay(_screenshot(Text(line, "bold red on blue"), Text(line))))
    shown = "".join(root.itertext())
    assert not any(char in shown for char in "▀▄█━│")


def test_half_blocks_of_one_colour_become_one_rectangle() -> None:
    svg = relay(_screenshot(Text("▀" * 6, "#ff0000 on #0000ff"), Text("█" * 6, "#ff0000")))
    assert _rects(svg, "#0000ff") == [(0, 0, 6 * CELL_WIDTH, CELL_HEIGHT)]
    assert sorted(_rects(svg, "#ff0000")) == [
        (0, 0, 6 * CELL_WIDTH, CELL_HEIGHT / 2),
        (0, CELL_HEIGHT, 6 * CELL_WIDTH, CELL_HEIGHT),
    ]


def test_grounds_of_one_colour_merge_down_the_column() -> None:
    svg = relay(_screenshot(*[Text("ab", "white on #0000ff")] * 3))
    assert _rects(svg, "#0000ff") == [(0, 0, 2 * CELL_WIDTH, 3 * CELL_HEIGHT)]


@pytest.mark.parametrize(
    ("char", "boxes"),
    [
        ("▀", [(0, 0, 12, 12)]),
        ("▄", [(0, 12, 12, 12)]),
        ("▌", [(0, 0, 6, 24)]),
        ("▁", [(0, 21, 12, 3)]),
        ("▔", [(0, 0, 12, 3)]),
        ("━", [(0, 10, 12, 4)]),
        ("│", [(5, 0, 2, 24)]),
    ],
)
def test_a_block_is_drawn_where_it_stands(char: str, boxes: list[tuple[float, ...]]) -> None:
    drawn = _rects(relay(_screenshot(Text(char, "#ff0000"))), "#ff0000")
    left, top = min(x for x, *_ in drawn), min(y for _, y, *_ in drawn)
    right, bottom = max(x + width for x, _, width, _ in drawn), max(y + height for _, y, _, height in drawn)
    assert [(left, top, right - left, bottom - top)] == [pytest.approx(box) for box in boxes]


@pytest.mark.parametrize("char", sorted(BOXES))
def test_the_rectangles_of_a_block_stay_in_its_cell(char: str) -> None:
    for left, top, right, bottom, opacity in BOXES[char]:
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
        assert 0 < opacity <= 1


def test_nothing_is_fetched_from_the_network() -> None:
    svg = relay(_screenshot(Text("还差¥42.00")))
    assert "@font-face" not in svg
    assert re.findall(r"https?://[^\"']+", svg) == ["http://www.w3.org/2000/svg"]


def test_markup_signs_in_texts_stay_texts() -> None:
    root = ElementTree.fromstring(relay(_screenshot(Text("<b>&amp; ]]>"))))
    assert "<b>&amp;" in "".join(root.itertext()).replace("\u00a0", " ")


@pytest.mark.parametrize("svg", ["", "no xml", "<svg xmlns='http://www.w3.org/2000/svg'/>", "<html/>"])
def test_something_else_is_refused(svg: str) -> None:
    with pytest.raises(DataError, match="not a picture of a screen"):
        relay(svg)


class _Cart(App[None]):
    def compose(self) -> ComposeResult:
        for row in sprite_rows("mug", "#7fb7a3", "#23272f"):
            yield Static(Content.assemble(*((char, f"{front} on {back}") for char, front, back in row)))
        yield Static("满300减40，还差50元 ▾", markup=False)


async def test_two_pictures_of_one_screen_are_the_same_bytes() -> None:
    pictures = []
    for _ in range(2):
        app = _Cart()
        async with app.run_test(size=(40, 8)) as pilot:
            await pilot.pause()
            pictures.append(picture(app))
    assert pictures[0] == pictures[1]
    assert 'viewBox="0 0 498 241"' in pictures[0]


async def test_a_sprite_is_drawn_pixel_by_pixel() -> None:
    app = _Cart()
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        svg = picture(app)
    covered = sum(width * height for _, _, width, height in _rects(svg, "#7fb7a3"))
    assert covered > 0
    assert all(value % (CELL_WIDTH / 2) == 0 for rect in _rects(svg, "#7fb7a3") for value in rect)


def test_without_a_renderer_there_is_no_png(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "cart.svg"
    path.write_text(relay(_screenshot(Text("a"))), encoding="utf-8")
    assert png(path) is None


@pytest.mark.skipif(
    not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "rsvg-convert")),
    reason="needs Chromium or rsvg-convert",
)
def test_a_png_has_the_size_of_its_svg(tmp_path: Path) -> None:
    path = tmp_path / "cart.svg"
    path.write_text(relay(_screenshot(Text("满300减40"), width=20)), encoding="utf-8")
    made = png(path)
    assert made == path.with_suffix(".png")
    head = made.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    size = ElementTree.parse(path).getroot().attrib
    assert struct.unpack(">II", head[16:]) == (int(size["width"]), int(size["height"]))
