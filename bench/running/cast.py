"""Who takes part in a run beside the bots: the customer engine and the personas it may play."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from coolhead.bench.chat.door import Door
from coolhead.bench.errors import BadInput
from coolhead.bench.protocols import CustomerEngine
from coolhead.bench.settings import RunSettings
from coolhead.personas.loader import builtin
from coolhead.personas.schema import Persona


def customer_engine(name: str, *, door: Door | None = None) -> CustomerEngine:
    """Who plays the customers: the embedded engine, or a language model that `door` opens.

    Raises:
        BadInput: an engine nobody knows.
    """
    if name == "embedded":
        from coolhead.bench.customers.embedded import EmbeddedEngine

        return EmbeddedEngine()
    if door is not None and re.search(r"[/:]", name):
        from coolhead.bench.customers.model.engine import ModelEngine

        return ModelEngine(door.chat(name, where=f"--customer {name}", purpose="customer"))
    raise BadInput("--customer", f"unknown engine '{name}'", do="use embedded, or a model such as provider/model")


def playable(personas: Sequence[Persona], settings: RunSettings) -> list[Persona]:
    """The personas without those of language intensity 3, unless they were asked for.

    Raises:
        BadInput: none is left.
    """
    kept = [p for p in personas if settings.allow_intense or p.intensity < 3]
    if not kept:
        raise BadInput("--personas", "all of these use language of intensity 3", do="add --allow-intense")
    return kept


def shadowing(personas: Sequence[Persona], settings: RunSettings) -> list[str]:
    """Ids of personas from the user's own files that a shipped persona of other content has too."""
    if not any(Path(name).exists() for name in settings.personas):
        return []
    shipped = {persona.id: persona for persona in builtin()}
    return [persona.id for persona in personas if shipped.get(persona.id, persona) != persona]
