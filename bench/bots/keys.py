"""Keys come from environment variables by name, and leave this process in a request and nowhere else."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from coolhead.bench.errors import BadInput

SHORTEST = 4
"""Shorter values are not hidden: "1" would blot out ordinary words."""

VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
"""What we take for the name of a variable: capitals, so that a key in its place is noticed."""

_KEYLIKE = re.compile(
    r"(^|[_.-])(api_?key|key|token|secret|password|passwd|auth|authorization|credentials?|sig)$", re.I
)
_NAMES = re.compile(r"(api_?key|token|secret|passw|credential)", re.I)
_VALUE = re.compile(r"(?!/)\S{12,}")
"""What a key looks like; "true" or a folder under such a name is none."""


def is_keylike(name: str) -> bool:
    """True for names under which people write keys: api_key, X-Token, ..."""
    return bool(_KEYLIKE.search(name))


class Keys:
    """The values that must not be seen: those that were asked for, and what the environment calls a key or token."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment
        self._hidden: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self._hide(*(v for name, v in self._environment.items() if _NAMES.search(name) and _VALUE.fullmatch(v)))

    def __repr__(self) -> str:
        return f"Keys({len(self._hidden)} hidden)"

    def value(self, name: str, *, where: object) -> str:
        """The value of a variable, hidden from now on.

        Raises:
            BadInput: it is not the name of a variable (the complaint does not repeat it), or the variable is not set.
        """
        if not VARIABLE.fullmatch(name):
            raise BadInput(
                where, "a key or header is given by the name of an environment variable", do="write e.g. MY_BOT_KEY"
            )
        value = self._environment.get(name, "").strip()
        if not value:
            raise BadInput(where, f"the environment variable {name} is not set", do=f"export {name}=…")
        if re.search(r"[\r\n\0]", value):
            raise BadInput(where, f"the environment variable {name} holds a line break", do="take it out")
        self._hide(value, *value.split())
        return value

    def _hide(self, *values: str) -> None:
        self._hidden |= {
            value for value in values if len(value) >= SHORTEST and value.lower() not in ("bearer", "basic", "token")
        }
        longest_first = sorted(self._hidden, key=lambda value: (-len(value), value))
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def hide(self, text: str) -> str:
        """The text with `[key]` for every hidden value."""
        return self._pattern.sub("[key]", text) if self._pattern else text

    def clean(self, value: Any) -> Any:
        """Plain data with every text hidden, and fit to be written: half a surrogate pair becomes "?"."""
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError:
                value = value.encode("utf-8", "replace").decode()
            return self.hide(value)
        if isinstance(value, dict):
            return {self.clean(name): self.clean(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self.clean(part) for part in value]
        return value
