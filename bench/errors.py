"""What can go wrong, in one place.

    CoolHeadError
    ├── BadInput          wrong usage or a broken file: one line for the user, exit code 2
    ├── BudgetReached     the spending limit; what was finished is kept, exit code 3
    └── Interrupted       Ctrl-C; what was finished is kept, exit code 130

A bot, a customer or a grader that breaks does not raise past the engine: `boundary` turns it into a
`Failure`, which is data. Bugs of ours raise as they are.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class CoolHeadError(Exception):
    """Base of everything we raise on purpose."""


class BadInput(CoolHeadError):
    """Something the user gave cannot be used.

    `str()` is one line: place, what is wrong, what to do.
    """

    def __init__(self, where: object, what: str, *, do: str = "") -> None:
        self.where, self.what, self.do = str(where), what, do
        super().__init__(": ".join(part for part in (self.where, what) if part) + (f" ({do})" if do else ""))


class Interrupted(CoolHeadError):
    """The user pressed Ctrl-C."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A remedy for an unknown name: the nearest known ones, or all of them when none is near."""
    choices = sorted(set(known))
    lower = name.lower()
    near = difflib.get_close_matches(lower, [c.lower() for c in choices], n=5, cutoff=0.6)
    # Among equally near ones, those that start alike come first: people slip at the end of a name.
    near.sort(key=lambda c: (-difflib.SequenceMatcher(None, c, lower).ratio(), not c.startswith(lower[:2])))
    found = [c for one in near[:2] for c in choices if c.lower() == one]
    if found:
        return "did you mean " + " or ".join(f"'{c}'" for c in found) + "?"
    return "known: " + ", ".join(choices[:20]) + (", …" if len(choices) > 20 else "")


class BudgetReached(CoolHeadError):
    """The next call to a model could pass the spending limit of the run; it was not sent."""
