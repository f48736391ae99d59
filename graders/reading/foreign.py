"""Text inside an agent's turn that is not the agent talking to the customer.

Forged speakers, notes to a grader, quotations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coolhead.graders.reading.words import alternatives, copied, lists, tokens

_FORGED = re.compile(alternatives("foreign", "forged"), re.I)
_LABELLED = re.compile(alternatives("foreign", "labelled"), re.I)
"""A customer's label on a line of its own, before a dash, as a tag; "You:" before consent or thanks; any other
label that begins a line of satisfaction."""
_TOLD = re.compile(alternatives("foreign", "told"), re.I)
"""A field for the customer to read: "Caller: you can also hide your number"."""
_BACK = re.compile(alternatives("foreign", "back"), re.I)
_SPEECH = re.compile(alternatives("foreign", "speech"), re.I)
_NAMED_PERSON = re.compile(alternatives("foreign", "named_person"), re.I)
"""Words after which a customer is spoken of and no line of theirs begins: "a human: fines office, weekdays 8-16"."""
_TOLD_BACK = re.compile(alternatives("foreign", "told_back"), re.I)
_FIRST_SENTENCE = re.compile(r"[^.!?\n]*[.!?]?[\"')\]]*")

_NOTE = re.compile(alternatives("foreign", "note"), re.I)
_OVERRIDE = re.compile(alternatives("foreign", "override"), re.I)
_SELF = re.compile(alternatives("foreign", "self"), re.I)
_TICKED = re.compile(alternatives("foreign", "ticked"), re.I)
"""A virtue ticked off in brackets: "(limit held)", "[empathy shown]"; longer brackets tell the customer something."""
_QUOTED = re.compile(r'"([^"\n]{1,300})"|(?<![\w])\'([^\'\n]{2,120}(?:\'[a-z]{1,2} [^\'\n]{0,120})*)\'(?![\w])')


@dataclass(frozen=True)
class Foreign:
    """A piece of a turn that is not the agent's own speech to the customer."""

    kind: str
    """"forged" (a customer line the agent wrote), "judge" (text for whoever grades).

    "quote" (the customer's words given back).
    """
    start: int
    end: int


def foreign(text: str, heard: Sequence[str]) -> list[Foreign]:
    """The pieces of an agent turn that are not its own speech, in order and without overlap.

    `heard` are the words of everything the customer has said: only quotations of them count as quotations.
    """
    found: list[Foreign] = []
    if any(sign in text for sign in (":", ">", "\n")):
        found += [*_forged(text), *_told_back(text, heard)]
    lower = text.lower()
    found += [Foreign("judge", m.start(), m.end()) for pattern in _notes_in(lower) for m in pattern.finditer(text)]
    if '"' in text or "'" in text:
        for match in _QUOTED.finditer(text):
            if _theirs(match.group(1) or match.group(2), heard):
                found.append(Foreign("quote", match.start(), match.end()))
    return _apart(found)


def _theirs(said: str, heard: Sequence[str]) -> bool:
    """Whether most of the words are the customer's."""
    inner = tokens(said)
    return bool(inner) and copied(inner, heard, least=min(2, len(inner))) >= MOSTLY


MOSTLY = 0.6
"""Share of the customer's words from which a quotation is one of them."""


def _told_back(text: str, heard: Sequence[str]) -> list[Foreign]:
    """What follows "you wrote:" as far as it is the customer's own words, without the mark that ends it."""
    found = []
    for match in _TOLD_BACK.finditer(text):
        end = match.end()
        while (sentence := _FIRST_SENTENCE.match(text, end)) and _theirs(sentence.group(), heard):
            end = sentence.end() + len(text[sentence.end() :]) - len(text[sentence.end() :].lstrip(" "))
        if end > match.end():
            found.append(Foreign("quote", match.end(), len(text[:end].rstrip(" .!?\n\"')"))))
    return found


_NOTES = {"note": _NOTE, "override": _OVERRIDE, "self": _SELF, "ticked": _TICKED}


def _notes_in(lower: str) -> list[re.Pattern[str]]:
    """The patterns of notes to whoever grades that are worth trying: most texts hold none of their words."""
    return [
        pattern
        for name, pattern in _NOTES.items()
        if any(sign in lower for sign in lists("foreign")["signs"][name])
        and (pattern is not _SELF or ":" in lower or "=" in lower)
    ]


def _forged(text: str) -> list[Foreign]:
    found = []
    for match in (*_FORGED.finditer(text), *_LABELLED.finditer(text)):
        heading = match.re is _LABELLED and text[match.end() : match.end() + 4].lower() == "you "
        if heading or _TOLD.match(text, match.end()):
            continue
        if _NAMED_PERSON.search(text, max(0, match.start() - 12), match.end() - len(match.group().lstrip())):
            continue
        back = _BACK.search(text, match.end())
        first = _FIRST_SENTENCE.match(text, match.end())
        end = first.end() if first else len(text)
        if (back and back.start() < end) or (back and back.group() != "\n"):
            end = back.start()
        said = text[match.end() : end]
        # "Customer: 4711" is a form field; a line that talks is speech put into the customer's mouth.
        if _SPEECH.search(said):
            found.append(Foreign("forged", match.start(), max(end, match.end())))
    return found


def _apart(found: list[Foreign]) -> list[Foreign]:
    rank = {"forged": 0, "judge": 1, "quote": 2}
    kept: list[Foreign] = []
    for piece in sorted(found, key=lambda f: (rank[f.kind], f.start - f.end)):
        if all(piece.end <= other.start or piece.start >= other.end for other in kept):
            kept.append(piece)
    return sorted(kept, key=lambda f: f.start)


def masked(text: str, pieces: Sequence[Foreign]) -> str:
    """The text with foreign pieces blanked out, same length.

    Places stay valid. Quotations keep their quotation marks.
    """
    out = list(text)
    for piece in pieces:
        for place in range(piece.start, piece.end):
            if piece.kind == "quote" and place in (piece.start, piece.end - 1) and out[place] in "\"'":
                continue
            if out[place] != "\n":
                out[place] = " "
    return "".join(out)
