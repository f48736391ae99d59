"""Plain text with a speaker before the words ("Agent: …"), WebVTT and SRT -> rows with `turns`."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from coolhead.bench.transcripts.grouping import Torn
from coolhead.bench.transcripts.roles import plain, role_of, without_marks

_STAMP = (
    r"(?:[\[(]?\d{1,4}[-/.:]\d\d(?:[-/.:]\d{1,4})?(?:[ T,]+\d{1,2}:\d\d(?::\d\d)?)?"
    r"(?:[.,]\d+)?(?:\s?[AaPp][Mm])?[\])]?[\s\-–|]*)"
)
_LINE = re.compile(
    rf"^\s*{_STAMP}?[<\[*]{{0,2}}(?P<name>[^\W\d_][^:<>\[\]*]{{0,38}}?)[>\]*]{{0,2}}\s*"
    rf"(?:\(?{_STAMP}\)?)?\s*:[*]{{0,2}}(?:\s+|$)(?P<text>.*)$"
)
_ABOUT = re.compile(r"\b(id|date|time|subject|topic|number|channel|queue|duration)\b")
"""Names of fields that stand before a conversation."""
_RULE = re.compile(r"^\s*([-=*_#~])\1{2,}\s*$")
_TITLE = re.compile(
    r"^\s*[#=\-*\s]*(?:conversation|call|chat|ticket|dialogue|dialog|transcript|session|case)\b(?:\s*(?:id|no\.?|number|#))?"
    r"[\s:#]*(?P<id>[\w./-]*\d[\w./-]*)(?:\s*[(\[][^()\[\]]{0,60}[)\]])?[\s#=\-*]*$",
    re.IGNORECASE,
)
_TIMES = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")


def conversations(text: str, *, where: str) -> Iterator[tuple[str, dict[str, Any]] | Torn]:
    """(where it begins, row) for every conversation of a plain text.

    Conversations are set apart by a line of dashes (`---`, `===`) or a title with a number ("Call 12", "Chat ID: 7").
    """
    for first, lines in _blocks(text.splitlines()):
        row = of_lines(lines)
        place = f"{where}:{first}"
        yield (place, row) if row["turns"] else Torn(place, "no line begins with a speaker, like 'Agent: …'")


def of_lines(lines: Sequence[str]) -> dict[str, Any]:
    """One conversation. "Key: value" lines before the first speaker become fields; other lines go on with the last."""
    speakers = _speakers(lines)
    said: list[dict[str, Any]] = []
    fields: dict[str, Any] = {}
    for line in map(without_marks, lines):
        if not line.strip():
            continue
        title = _TITLE.match(line) if not said else None
        found = _LINE.match(line)
        name = found["name"].strip() if found else ""
        if title:
            fields["id"] = title["id"]
        elif found and name in speakers:
            said.append({"role": name, "text": found["text"].strip()})
        elif said:
            said[-1]["text"] = f"{said[-1]['text']}\n{line.strip()}".strip()
        elif found:
            key = plain(name)
            is_id = key in ("id", "call_id", "chat_id", "conversation_id", "ticket", "ticket_id", "case_id")
            fields["id" if is_id else key] = found["text"].strip()
    return {**fields, "turns": said}


def vtt(text: str, *, where: str) -> Iterator[tuple[str, dict[str, Any]] | Torn]:
    """The one conversation of a WebVTT or SRT file, after the cues that could not be read.

    A speaker stands in a voice tag (`<v Anna>`) or before a colon; cues without one go on with the last speaker.
    """
    cues: list[str] = []
    speaker = ""
    said: list[dict[str, Any]] = []
    for first, block in _paragraphs(text.splitlines()):
        if block[0].startswith(("WEBVTT", "\ufeffWEBVTT", "NOTE", "STYLE", "REGION")):
            continue
        at = next((n for n, line in enumerate(block[:2]) if _TIMES.match(line)), None)
        if at is None:
            yield Torn(f"{where}:{first}", "a cue without its times")
            continue
        for line in block[at + 1 :]:
            parts = _VOICE.split(line)
            # [before, name, words, name, words, …]; words before any tag go on with the last speaker.
            for name, words in [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]:
                clean = without_marks(html.unescape(re.sub(r"<[^>]*>", "", words)).strip())
                if clean:
                    cues.append(f"{name.strip()}\0{clean}")
    plain_lines = [cue.partition("\0")[2] for cue in cues]
    speakers = _speakers(plain_lines) if not any(cue.partition("\0")[0] for cue in cues) else set()
    for cue in cues:
        name, _, words = cue.partition("\0")
        found = _LINE.match(words) if not name and speakers else None
        if found and found["name"].strip() in speakers:
            name, words = found["name"].strip(), found["text"].strip()
        if said and (not name or name == speaker):
            said[-1]["text"] = f"{said[-1]['text']} {words}".strip()
        else:
            said.append({"role": name, "text": words})
        speaker = name or speaker
    if not said:
        yield Torn(where, "holds no cue with words")
        return
    yield where, {"turns": said}


def _speakers(lines: Sequence[str]) -> set[str]:
    """What stands before a colon and is a speaker: a word for a role, or a name that comes back.

    "Order number: 12" inside what somebody says must not become a speaker of its own.
    """
    found = Counter(match["name"].strip() for line in lines if (match := _LINE.match(line)))
    names = {name for name, count in found.items() if count > 1 or role_of(name) in ("customer", "agent")}
    for name in found:  # short conversations: each may speak once
        if len(names) < 2 and not _ABOUT.search(name.lower()):
            names.add(name)
    return names


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """(number of the first line, lines) of each conversation."""
    block: list[str] = []
    first = 1
    for number, line in enumerate(lines, 1):
        rule, title = _RULE.match(line), _TITLE.match(line)
        if rule or title:
            # A title under a rule opens the same conversation; one after words opens the next.
            if any(_LINE.match(each) and not _TITLE.match(each) for each in block):
                yield first, block
                block = []
            if title:
                first, block = number, [*block, line]
            continue
        if not any(each.strip() for each in block):
            first = number
        block.append(line)
    if any(each.strip() for each in block):
        yield first, block


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []
