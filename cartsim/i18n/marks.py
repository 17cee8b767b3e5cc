"""The mark of a text that is translated later, where a table of texts is written down."""

from __future__ import annotations


def N_(msgid: str) -> str:  # noqa: N802 - the name gettext tools look for
    """The msgid itself; the extraction finds it by this mark."""
    return msgid
