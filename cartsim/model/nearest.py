"""The word somebody may have meant who wrote one that is not there."""

from __future__ import annotations

from collections.abc import Iterable

LIKE = 0.55
"""How much alike two words are of which one may be meant for the other, from 0 to 1."""
LEAST_BEGINNING = 3
"""Letters that stand for the word they begin."""


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` with the known word most like `word`; empty where none is like it.

    Capitals make no difference; what `word` begins is like it where nothing else is.
    """
    from difflib import get_close_matches  # only on the way to an error

    spelled = {name.casefold(): name for name in known}
    asked = word.casefold()
    near = get_close_matches(asked, list(spelled), n=1, cutoff=LIKE)
    if not near and len(asked) >= LEAST_BEGINNING:
        near = [name for name in spelled if name.startswith(asked)][:1]
    return f"; did you mean {spelled[near[0]]!r}?" if near else ""
