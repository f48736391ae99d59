"""How often the guess of roles is right when all names are hidden: `python benchmarks/who_is_who.py FILE.jsonl...`.

Every conversation stands for itself (nothing is learnt from the file), as read and again from the agent's first line.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from coolhead.bench.transcripts import Skipped, read
from coolhead.bench.transcripts.speakers import guess
from coolhead.bench.types import Turn

HIDDEN = {"customer": "X", "agent": "Y"}


def right(turns: Sequence[Turn]) -> bool | None:
    """Whether the agent is found; None when only one side speaks."""
    if len({turn.role for turn in turns}) < 2:
        return None
    found = guess([(HIDDEN[turn.role], turn.text) for turn in turns])
    return found is not None and found.roles["Y"] == "agent"


def main(files: Sequence[str]) -> None:
    """Prints a line per file."""
    for name in files:
        whole, opened = [], []
        for one in read(Path(name)):
            if isinstance(one, Skipped):
                continue
            first = next(n for n, turn in enumerate(one.turns) if turn.role == "agent")
            whole.append(right(one.turns))
            opened.append(right(one.turns[first:]))
        for how, found in (("as read", whole), ("agent first", opened)):
            judged = [each for each in found if each is not None]
            print(f"{Path(name).stem}, {how}: {sum(judged)} of {len(judged)}")


if __name__ == "__main__":
    main(sys.argv[1:])
