"""Which language is spoken."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cartsim.errors import CartsimError
from cartsim.i18n import choose_language


@pytest.mark.parametrize(
    ("option", "environ", "language"),
    [
        ("zh", {"LANG": "en_US.UTF-8"}, "zh"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("zh-Hans", {}, "zh"),
        ("EN_gb", {}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "zh_TW.UTF-8"}, "zh"),
        (None, {"LANG": "zh_HK"}, "zh"),
        (None, {"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LANG": "ja_JP.UTF-8"}, "en"),
        (None, {}, "en"),
        ("", {"LANG": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_the_option_then_the_locale_then_english(option: str | None, environ: dict[str, str], language: str) -> None:
    assert choose_language(option, environ) == language


def test_an_unknown_option_names_the_known_ones() -> None:
    with pytest.raises(CartsimError, match="en, zh"):
        choose_language("fr", {})


def test_speaking_loads_no_babel() -> None:
    code = (
        "import sys; from cartsim.i18n import Speaker; s = Speaker('zh'); s.money(1); s.moment(1); s.text('Ended');"
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=30).returncode == 0
