"""Text that exists in both languages at once."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """One text in both languages, so that the language can be switched while running."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """The text in `language` (`zh` or `en`)."""
        return self.zh if language.startswith("zh") else self.en


EMPTY = Words("", "")
