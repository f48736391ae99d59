"""Keys stay out of every file, log and message."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

SHORTEST = 6
"""Shorter values are not hidden: "1" and "test" would blot out ordinary words."""

_NAMES = re.compile(r"(api_?key|token|secret|passw|credential|auth)", re.I)
_SHAPES = re.compile(
    r"""(?<![A-Za-z0-9])(?:sk|pk|rk|gsk|xai|hf|key|AIza|ghp|glpat)[-_][A-Za-z0-9_*.\-]{6,}   # vendors' key shapes
      | (?<=Bearer\ )[^\s"',;}\]]+
      | (?<=Basic\ )[A-Za-z0-9+/=]{8,}
      | (?<=://)[^/\s@:]+:[^/\s@]+(?=@)                                                      # user:password@host
      | (?:(?<=key=)|(?<=token=)|(?<=key":\ ")|(?<=key":"))[^&\s"']{6,}""",
    re.VERBOSE | re.IGNORECASE,
)


class Secret:
    """A key that cannot be printed by accident; `reveal()` gives it out."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The key itself, for the header of a request and for nothing else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")


class Redactor:
    """Blots out known keys, and in messages also what merely looks like one."""

    def __init__(self, keys: Iterable[str] = (), *, environment: Mapping[str, str] | None = None) -> None:
        named = os.environ if environment is None else environment
        self._known: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self.learn(*keys, *(value for name, value in named.items() if _NAMES.search(name)))

    def learn(self, *keys: str) -> None:
        """Further keys to hide."""
        self._known |= {key for key in keys if len(key) >= SHORTEST and not key.isdigit()}
        longest_first = sorted(self._known, key=lambda key: (-len(key), key))
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __repr__(self) -> str:
        return f"Redactor({len(self._known)} keys)"

    def exact(self, text: str) -> str:
        """The text without the known keys; nothing else is touched, so a reply stays as it was said."""
        return self._pattern.sub("[key]", text) if self._pattern else text

    def message(self, text: str) -> str:
        """The text without known keys and without anything of a key's shape: for errors and logs."""
        return _SHAPES.sub("[key]", self.exact(text))
