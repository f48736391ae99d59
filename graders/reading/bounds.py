"""How much of a dialogue is read. Nobody writes a book to a support desk; what does is a broken log or an attack."""

from __future__ import annotations

from coolhead.bench.types import Dialogue, Turn

TURN = 20_000
"""Characters of a turn that are read: as many as a run keeps of a reply."""
WHOLE = 100_000
"""Characters of a dialogue that are read; a long chat has a tenth of it. Rules look back, so time grows faster."""


def bounded(dialogue: Dialogue) -> tuple[Dialogue, str]:
    """The part of the dialogue that is read, from its beginning, and what to say about the rest ("" = all is read)."""
    size = sum(len(turn.text) for turn in dialogue.turns)
    if size <= WHOLE and all(len(turn.text) <= TURN for turn in dialogue.turns):
        return dialogue, ""
    kept: list[Turn] = []
    left = WHOLE
    for turn in dialogue.turns:
        if left <= 0:
            break
        room = min(TURN, left)
        kept.append(turn if len(turn.text) <= room else turn.model_copy(update={"text": turn.text[:room]}))
        left -= min(len(turn.text), room)
    said = f"too long: {WHOLE - left:,} of {size:,} characters were read"
    return dialogue.model_copy(update={"turns": tuple(kept)}), said
