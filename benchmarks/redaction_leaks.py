"""How many words of a customer's name survive redaction: `python benchmarks/redaction_leaks.py FILE.jsonl...`.

For sets whose `instruction` tells the customer who he is ("You are Ann Lee …"), like tau-Trait. Counts the name's words
that somebody says in the dialogue, and those still said after `redact`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from coolhead.bench.redaction import redact
from coolhead.bench.transcripts import Skipped, read
from coolhead.bench.types import Dialogue

WHO = re.compile(r"You are ([A-Z][a-z]+) ([A-Z][a-z]+)")


def said(dialogue: Dialogue, word: str) -> bool:
    """Whether somebody says the word."""
    return any(re.search(rf"\b{word}\b", turn.text, re.IGNORECASE) for turn in dialogue.turns)


def main(files: Sequence[str]) -> None:
    """Prints a line per file."""
    for name in files:
        spoken = left = 0
        for one in read(Path(name)):
            who = None if isinstance(one, Skipped) else WHO.search(str(one.metadata.get("instruction", "")))
            if who is None or isinstance(one, Skipped):
                continue
            after = redact(one, salt="").dialogue
            for word in who.groups():
                spoken += said(one, word)
                left += said(one, word) and said(after, word)
        print(f"{Path(name).stem}: {left} of {spoken} spoken words of customers' names left")


if __name__ == "__main__":
    main(sys.argv[1:])
