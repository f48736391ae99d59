"""Whether the pieces that go into the customer's sentences fit there: "do I get ...?", "will you ...?", "after ...".

The customer's templates put a persona's own pieces into their sentences. A piece of another shape gives "All I want is
I want my violin back", which no schema forbids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coolhead.personas.schema import Persona

_FRAMES = {
    "thing": "do I get ...?",
    "deed": "will you ...?",
    "topic": "what happens with ...?",
    "ordeal": "after ...",
    "aim": "all I want is ...",
    "away": "I have until ...",
}
_SPEAKS = re.compile(r"(?:i|we|you|he|she|they|it|please)\b(?!-)", re.I)
"""A whole sentence begins so, no piece of one."""
_TO = re.compile(r"to (?!the\b|a\b|an\b|my\b|your\b)\w+", re.I)
_STATE = re.compile(r"\b(?:is|are|was|were|has|have|had|did|does)\b", re.I)
_NAMES = re.compile(
    r"(?:just|only|an?|the|my|our|your|his|her|their|its|this|that|these|those|no|one|two|three|half|all|some|some\w+|any\w*|every\w*|nobody|"
    r"nothing|what|who|another|both|each|\d\S*|\{\w+\}\S*|\w+ing|\w+'s)\b|\{",
    re.I,
)
_BARE_VERB = re.compile(r"[a-z]+ (?:on|what|the|an?|it|me|my|him|her|them|us|this|that)\b")
"""Like "play on it", where a thing is wanted: "a violin to play on"."""


def misfits(persona: Persona) -> Iterator[tuple[str, str]]:
    """The place in the file of every piece that would make a broken sentence, and what is wrong with it."""
    for where, one in (
        *((f"remedies.{r.id}", r) for r in persona.remedies),
        *((f"wrong.{r.id}", r) for r in persona.wrong),
        *((("trap", persona.trap),) if persona.trap else ()),
    ):
        if one.thing and not _is_thing(one.thing):
            yield _misfit(f"{where}.thing", one.thing, "thing")
        if one.deed and (_SPEAKS.match(one.deed) or _TO.match(one.deed)):
            yield _misfit(f"{where}.deed", one.deed, "deed")
    speech = persona.speech
    if speech.topic and (_SPEAKS.match(speech.topic) or _STATE.search(speech.topic) or _bare(speech.topic)):
        yield _misfit("speech.topic", speech.topic, "topic")
    yield from (_misfit("speech.ordeal", text, "ordeal") for text in speech.ordeal if _SPEAKS.match(text))
    yield from (_misfit("speech.aim", t, "aim") for t in speech.aim if not _is_thing(t) or _TO.match(t))
    yield from (_misfit("speech.away", text, "away") for text in speech.away if len(text.split()) == 1)


def _misfit(place: str, text: str, kind: str) -> tuple[str, str]:
    return place, f"'{text}' does not fit into \"{_FRAMES[kind]}\""


def _is_thing(text: str) -> bool:
    return not (_SPEAKS.match(text) or _bare(text))


def _bare(text: str) -> bool:
    """A verb without anybody who does it."""
    return not _NAMES.match(text) and bool(_BARE_VERB.match(text))
