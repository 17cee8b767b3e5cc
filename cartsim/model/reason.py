"""Why something is as it is: a rule id, the live numbers, the policy field that would change it."""

from __future__ import annotations

from dataclasses import dataclass

from cartsim.model.words import Words

ValueOfReason = int | str | bool | Words
"""What a parameter of a reason may be."""


@dataclass(frozen=True, slots=True)
class Reason:
    """The cause of a figure, a place, a grey state or a refusal, free of language.

    `code` names the sentence that screens and printouts translate. Parameters are named by what
    they are: a name ending in `_fen` is money, in `_at` world time, in `_seconds` a duration, in
    `_rate` hundredths of a percent; every other whole number is a count.
    """

    code: str
    rule: str
    """Rule id of the rule book, such as `R-STOCK-3`."""
    values: tuple[tuple[str, ValueOfReason], ...] = ()
    policy: str | None = None
    """The policy field that would change it, such as `stock.hint_at`."""

    def __getitem__(self, name: str) -> ValueOfReason:
        """The parameter `name`; KeyError if the reason has none of that name."""
        for key, value in self.values:
            if key == name:
                return value
        raise KeyError(name)


def because(code: str, rule: str, policy: str | None = None, **values: ValueOfReason) -> Reason:
    """A reason with its parameters in the order given."""
    return Reason(code, rule, tuple(values.items()), policy)
