"""A persona as a key of a cache: itself, not its content, since hashing a whole story costs more than filling it."""

from __future__ import annotations

from coolhead.personas.schema import Persona


class Same:
    """Equal to another when both hold the very same object; it keeps the object alive, so that its id stays its own."""

    __slots__ = ("persona",)

    def __init__(self, persona: Persona) -> None:
        self.persona = persona

    def __hash__(self) -> int:
        return id(self.persona)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.persona is self.persona
