"""A script as a show: on a real terminal with captions and keys, and as a cast that gives the same last frame."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pyte
import pytest

from cartsim.i18n import Speaker
from cartsim.script import cast
from cartsim.script.cast import Recorder, driver_for
from cartsim.script.look import Look
from cartsim.script.performance import performance, temporary_worlds
from cartsim.script.result import Ending
from cartsim.script.show import ShowApp, ShowPlayer
from cartsim.testing import settle, text_of
from tests.pty import Terminal

STORY = """\
scenario: full-cart
steps:
  - {say: {zh: 看这双鞋, en: Look at these shoes}}
  - {click: "line:hiking-shoes-001/sand-37", part: plus}
  - {wait: 30s}
  - {press: c}
  - {say: {zh: 领券, en: The coupons}}
  - expect: {screen: CouponPanel, text: The coupons}
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.cart.yaml"
    path.write_text(STORY, encoding="utf-8")
    return path


def drawn(text: str) -> list[str]:
    """The last frame of a cast, as a terminal emulator draws it."""
    head, *events = (json.loads(line) for line in text.splitlines())
    screen = pyte.Screen(head["width"], head["height"])
    stream = pyte.Stream(screen)
    for _, kind, data in events:
        assert kind == "o"
        stream.feed(data)
    return [line.rstrip() for line in screen.display]


@pytest.mark.parametrize(("language", "caption"), [("zh", "领券"), ("en", "The coupons")])
def test_the_last_frame_of_a_cast_is_the_screen(language: str, caption: str, story: Path) -> None:
    recorder, look = Recorder(), Look(size=(120, 40))

    async def show() -> str:
        app = ShowApp(under_way.session, under_way.speaker, look)
        app.driver_class = driver_for(recorder)
        async with app.run_test(headless=False, size=look.size) as pilot:
            await settle(pilot)
            await ShowPlayer(under_way, pilot, app, look, recorder.beat).play()
            await settle(pilot)
            recorder.events = list(recorder.events)
            seen, kept = text_of(app), list(recorder.events)
        recorder.events = kept
        return seen

    with temporary_worlds() as worlds, performance(story, worlds, Speaker(language), keep_going=True) as under_way:
        seen = asyncio.run(show())
    frame = drawn(cast.as_text(recorder.events, look.size, "", 1.0))
    assert caption in "\n".join(frame)
    assert frame == [line.rstrip() for line in seen.splitlines()] + [""] * (40 - len(seen.splitlines()))


def test_a_cast_is_a_file_of_version_2_with_rising_times(story: Path, tmp_path: Path) -> None:
    with temporary_worlds() as worlds:
        played = cast.play(story, tmp_path / "out.cast", worlds, Speaker("en"), Look(), speed=2.0)
    assert played.ending is Ending.PASSED
    head, *events = (json.loads(line) for line in (tmp_path / "out.cast").read_text(encoding="utf-8").splitlines())
    assert (head["version"], head["width"], head["height"]) == (2, 120, 40)
    times = [at for at, _, _ in events]
    assert times == sorted(times)
    assert 2 < times[-1] < 20


def test_a_show_is_seen_held_and_stepped_on_a_real_terminal(story: Path) -> None:
    options = ("--screen", "visible", "--lang", "en", "--speed", "2")
    f9, f10 = "\x1b[20~", "\x1b[21~"
    with Terminal([sys.executable, "-m", "cartsim", "run", str(story), *options]) as terminal:
        terminal.wait_for("Look at these shoes")
        terminal.press(f9)
        terminal.wait_for("Held: F9 goes on, F10 does one step")
        terminal.press(f10)
        terminal.wait_for("Sport socks ×2")
        assert "Held" in terminal.text
        terminal.press(f10)
        terminal.wait_for("20:00:30")
        assert "The coupons" not in terminal.text
        terminal.press(f10)
        terminal.wait_for("To claim")
        terminal.press(f9)
        terminal.wait_for("The coupons")
        assert terminal.wait_for_end() == 0
        assert b"1 passed" in bytes(terminal.raw)


def test_a_show_that_is_left_says_so_and_fails(story: Path) -> None:
    with Terminal(
        [sys.executable, "-m", "cartsim", "run", str(story), "--screen", "visible", "--lang", "en"]
    ) as terminal:
        terminal.wait_for("Look at these shoes")
        terminal.press("\x11")  # ctrl+q
        assert terminal.wait_for_end() == 1
    assert b"the app was left before this step" in bytes(terminal.raw)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_caption_covers_neither_the_totals_nor_what_is_clicked(size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "far.cart.yaml"
    path.write_text(
        "scenario: full-cart\nsteps:\n"
        + "".join(
            f"- {{say: a caption of some length over the lines of the cart that takes two rows on a narrow screen}}\n"
            f"- {{click: 'line:{sku}', part: plus}}\n- expect: {{line: {sku}, quantity: 2}}\n"
            for sku in (
                "snow-boots-003/black-white-38",
                "short-stories-003/paperback-single",
                "journal-001/paperback-single",
            )
        ),
        encoding="utf-8",
    )

    async def show() -> str:
        app, look = ShowApp(under_way.session, under_way.speaker, Look(size=size)), Look(size=size)
        async with app.run_test(size=size) as pilot:
            await ShowPlayer(under_way, pilot, app, look, Recorder().beat).play()
            await app.caption("over the lines")
            await settle(pilot)
            return text_of(app)

    with temporary_worlds() as worlds, performance(path, worlds, Speaker("en"), keep_going=True) as under_way:
        seen = asyncio.run(show())
        assert not under_way.played(0).failures
    assert seen.rindex("over the lines") < seen.rindex("Estimate") < seen.rindex("Space Tick")
