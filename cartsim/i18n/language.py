"""Which language to speak."""

from __future__ import annotations

from collections.abc import Mapping

from cartsim.errors import CartsimError

LANGUAGES = ("en", "zh")
"""Languages there are texts for; `zh` is written in simplified characters."""

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose_language(option: str | None, environ: Mapping[str, str]) -> str:
    """The language of `--lang`, else of the locale, else English.

    Traditional locales (zh_TW, zh_HK) get simplified Chinese, which their readers read with less
    effort than English. Raises CartsimError where `--lang` names a language there are no texts for.
    """
    if option:
        chosen = _language_of(option)
        if chosen is None:
            raise CartsimError(f"no texts in {option!r}; there are: {', '.join(LANGUAGES)}")
        return chosen
    for variable in _LOCALE_VARIABLES:
        value = environ.get(variable)
        if value:
            return _language_of(value) or "en"
    return "en"


def _language_of(name: str) -> str | None:
    """The language of a locale name such as `zh_CN.UTF-8`, `zh-Hans` or `en`; None where we do not speak it."""
    head = name.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return head if head in LANGUAGES else None
