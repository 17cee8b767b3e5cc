"""The pixel pictures: every noun has one, they are well formed, recoloured, bounded."""

from __future__ import annotations

import colorsys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cartsim.errors import DataError
from cartsim.paths import data_file
from cartsim.tui import sprites
from cartsim.tui.sprites import HEIGHT, PLACEHOLDER, WIDTH, ascii_rows, read_shapes, shapes, sprite_rows

GROUND = "#23272f"
COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def _nouns() -> dict[str, str]:
    return yaml.safe_load(data_file("sprites", "nouns.yaml").read_text(encoding="utf-8"))


def test_every_noun_of_the_vocabulary_has_a_picture() -> None:
    vocabulary = yaml.safe_load(data_file("vocabulary.yaml").read_text(encoding="utf-8"))
    nouns = {noun["en"] for category in vocabulary["categories"] for noun in category["nouns"]}
    extras = {item["en"] for kind in ("gifts", "fillers") for item in vocabulary[kind]}
    assert nouns | extras <= _nouns().keys()
    assert set(_nouns().values()) <= shapes().keys()


def test_every_picture_is_used() -> None:
    assert shapes().keys() - set(_nouns().values()) == {PLACEHOLDER}


@pytest.mark.parametrize("name", sorted(shapes()))
def test_a_picture_fills_its_three_rows_of_ten_cells(name: str) -> None:
    rows = sprite_rows(name, "", GROUND)
    assert [len(row) for row in rows] == [WIDTH] * (HEIGHT // 2)
    assert {char for row in rows for char, _, _ in row} <= {"▀", " "}
    assert any(colour != GROUND for row in rows for _, *pair in row for colour in pair)


def test_no_two_pictures_are_alike() -> None:
    assert len({shape.pixels for shape in shapes().values()}) == len(shapes())


def test_a_half_block_shows_the_upper_pixel_in_front() -> None:
    """The first cell of the mug's second column: ground above its rim is none, so the pixel pair is main over main."""
    top = sprite_rows("mug", "#7fb7a3", GROUND)[0]
    assert top[0] == (" ", GROUND, GROUND)
    assert top[7] == ("▀", GROUND, "#7fb7a3")


def test_the_goods_colour_replaces_the_picture_s_own() -> None:
    own = {colour for row in sprite_rows("shoe", "", GROUND) for _, *pair in row for colour in pair}
    red = {colour for row in sprite_rows("shoe", "#c8324a", GROUND) for _, *pair in row for colour in pair}
    assert shapes()["shoe"].colour in own
    assert "#c8324a" in red
    assert shapes()["shoe"].colour not in red


@given(
    st.sampled_from(sorted(shapes())), COLOURS, st.sampled_from([GROUND, "#15171c", "#f4f1ea", "#ffffff", "#000000"])
)
def test_goods_of_any_colour_stand_out_from_the_ground(name: str, colour: str, ground: str) -> None:
    drawn = {tone for row in sprite_rows(name, colour, ground) for _, *pair in row for tone in pair}
    below = _lightness(ground)
    assert max(abs(_lightness(tone) - below) for tone in drawn) >= 0.11


def test_dim_takes_the_colour_out() -> None:
    for _, *pair in sprite_rows("apple", "", "#222222", dim=True)[1]:
        for colour in pair:
            red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
            assert max(red, green, blue) - min(red, green, blue) <= 1


def test_an_unknown_name_gets_the_placeholder() -> None:
    assert sprite_rows("no-such-thing", "", GROUND) == sprite_rows(PLACEHOLDER, "", GROUND)


def test_drawn_pictures_are_kept_and_bounded() -> None:
    assert sprite_rows("mug", "#112233", GROUND) is sprite_rows("mug", "#112233", GROUND)
    for shade in range(2_000):
        sprite_rows("mug", f"#{shade:06x}", GROUND)
    assert sprites._drawn.cache_info().currsize <= 1_024


@pytest.mark.parametrize("name", sorted(shapes()))
def test_the_twin_for_plain_terminals_is_ascii(name: str) -> None:
    rows = ascii_rows(name)
    assert [len(row) for row in rows] == [WIDTH] * (HEIGHT // 2)
    assert all(row.isascii() and row.isprintable() for row in rows)
    assert any(row.strip() for row in rows)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("mug #7fb7a3\n" + "aaaaaaaaaa\n" * 5, "5 rows"),
        ("mug #7fb7a3\n" + "aaaaaaaaa\n" * 6, "9 pixels wide"),
        ("mug #7fb7a3\n" + "aaaaaaaaaz\n" * 6, "unknown letter 'z'"),
        ("mug green\n" + "aaaaaaaaaa\n" * 6, "needs a colour"),
        (("mug #7fb7a3\n" + "aaaaaaaaaa\n" * 6) * 2, "there twice"),
        ("mug #7fb7a3\n" + "aaaaaaaaaa\n" * 6, "no picture named 'placeholder'"),
    ],
)
def test_a_faulty_file_is_refused_naming_the_fault(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "shapes.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=fault):
        read_shapes(path)


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)[1]
