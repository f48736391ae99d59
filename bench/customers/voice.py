"""Words an act card from the template grammar in `data/customer/templates`: no sentence twice."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from random import Random

import yaml

from coolhead.bench.customers import cohesion, styling
from coolhead.bench.customers.scene import Card, Part
from coolhead.personas.schema import Persona
from coolhead.personas.wording import spell_out

_MARK = re.compile(r"\{([a-z]+)\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_CLEAR = frozenset("bargain accept confirm thank_close soften apologise trap hang_up threat_leave".split())
"""Acts whose words want no add-on: it would say something else than they do."""
_LEVELS = ("cool", "warm", "hot")
_SEVERAL = re.compile(r"[.!?][)|]* +[(|]*[\w{]|[.!?]\) *[(]")
"""More than one sentence in a template."""
_NO_WORD = re.compile(r"[^\w]+")
_TRIES = 14
_OWN, _OWN_CONTROL = 0.4, 0.9
"""How often a line of the persona's own is taken before a template, where there is one; who is not simply angry (grief,
despair, joy) has templates that fit worse."""


@cache
def templates() -> dict[str, dict[str, list[str]]]:
    """Cell -> intensity -> templates."""
    cells: dict[str, dict[str, list[str]]] = {}
    folder = files("coolhead.bench").joinpath("data/customer/templates")
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml") and file.name != "styles.yaml":
            cells.update(yaml.safe_load(file.read_text("utf-8")))
    return cells


def level_of(band: int) -> str:
    """Which of the three wordings a band uses; bands 1 and 3 share with their neighbours and differ by style."""
    return _LEVELS[0] if band <= 1 else _LEVELS[1] if band == 2 else _LEVELS[2]


def _extras(style: str, pool: str) -> list[str]:
    """The add-ons of a style."""
    found: list[str] = styling.style_data().get(style, {}).get(pool, [])
    return found


class Voice:
    """One person's way of talking through one dialogue; holds what was said so that nothing is said twice."""

    def __init__(self, persona: Persona, rng: Random) -> None:
        self._persona = persona
        self._rng = rng
        self._said: set[str] = set()
        self._templates_used: set[str] = set()
        self._added: set[str] = set()
        self._spare = 0
        self._loud = False
        self._given = False
        self._errand = rng.choice(persona.speech.away or styling.style_data()["errands"])
        self._matter = Random(rng.random())  # twins have other matters, and still begin alike
        self.worded = ""
        """Acts of the last card that came to words, joined by "+"; a terse person leaves some out."""

    def opening(self, *, hurry: bool, band: int, insult: bool = False) -> tuple[str, ...]:
        """The first message or burst, as the persona file has it.

        Who insults whoever answers does so now; somebody in a hurry adds that time is short.
        """
        chosen = self._rng.choice(self._persona.opening)
        texts = (chosen,) if isinstance(chosen, str) else tuple(chosen)
        for text in texts:
            self._note(text)
        if insult and (called := self._piece(Part("insult", "insult_open"), band)):
            texts = (*texts, called)
        if hurry and (rushed := self._piece(Part("open_vent", "hurry"), band)):
            texts = (*texts, rushed)
        return texts

    def word(self, card: Card) -> tuple[str, ...]:
        """The messages of this act card; at least one."""
        styles = self._persona.style
        band = min(card.band, 1) if card.end == "accepted" else card.band
        limit = 2 if styling.short(styles) and card.end is None else 4
        self._loud = styling.loud(styles, band, self._rng)
        self._given = card.given
        pieces: list[str] = []
        said: list[Part] = []
        for part in self._kept(cohesion.fitting(card.parts), limit):
            if part.cell == "thanks" and "thank" in " ".join(pieces).lower():
                said.append(part)  # it has been said with the yes
                continue
            text = self._piece(part, band, after=said[-1] if said else None)
            if text:
                pieces.append(text)
                said.append(part)
        acts = [part.act for part in said]
        self.worded = "+".join(dict.fromkeys(acts))
        if not pieces:
            pieces = [self._spare_words()]
        if len(pieces) >= 2 and card.band >= 2 and not styling.short(styles) and self._rng.random() < 0.1:
            return tuple(pieces)
        mood = 0 if card.end == "accepted" else band
        # An add-on that the persona's own words hold already would be said twice.
        extras = (text for style in styles for pool in ("add", "cool") for text in _extras(style, pool))
        self._added.update(text for text in extras if not self._fresh(text))
        tone: styling.Tone = "none" if _CLEAR & set(acts) else "cool" if card.eased else "grumble"
        text = styling.whole(pieces, styles=styles, band=mood, rng=self._rng, added=self._added, tone=tone)
        self._note(text)
        return (text,)

    @staticmethod
    def _kept(parts: tuple[Part, ...], limit: int) -> list[Part]:
        """The parts that fit; facts and questions go before reactions when not all do."""
        if len(parts) <= limit:
            return list(parts)
        need = sorted(range(len(parts)), key=lambda n: (not parts[n].text and not parts[n].fill, -n))[:limit]
        return [parts[n] for n in sorted(need)]

    def _piece(self, part: Part, band: int, *, after: Part | None = None) -> str:
        if part.text:
            every = _SENTENCE.split(part.text)
            fresh = list({_key(s): s for s in reversed(every) if _key(s) not in self._said}.values())[::-1]
            if not fresh:
                return ""
            text = part.text if len(fresh) == len(every) else " ".join(fresh)
            self._note(text)
            return self._styled(text, band, own=True)
        fill = {name: value for name, value in {**self._about(), **part.fill}.items() if value}
        pools = self._pools(part.cell, self._level(band), fill)
        # A template is taken a second time, with another filling, only when nothing else is left in any pool.
        unused = [([t for t in pool if t not in self._templates_used], own) for pool, own in pools]
        for pool, own in (*unused, *pools):
            for _ in range(_TRIES if pool else 0):
                template = self._rng.choice(pool)
                text = cohesion.lead(after, part, self._fill(template, fill), self._rng)
                styled = self._styled(text, band, own=own)
                if not self._fresh(text) or not self._fresh(styled):
                    continue
                self._templates_used.add(template)
                self._note(text)
                self._note(styled)
                return styled
        return ""

    def _level(self, band: int) -> int:
        """The band whose words it uses; who is slow to heat does not shout, unless shouting is its way of writing."""
        slow = self._persona.temperament.volatility == "L" and not {"caps", "swears"} & set(self._persona.style)
        return min(styling.level(self._persona.style, band), 2 if slow else band)

    def _about(self) -> dict[str, str]:
        """What the persona's own words put into any template: its matter, what it went through, what it wants.

        `open` is its matter as long as nothing has been promised: "And what about {open}?" is out of place after that.
        """
        speech = self._persona.speech
        about = {"topic": speech.topic, "open": "" if self._given else speech.topic, "errand": self._errand}
        for name, texts in (("ordeal", speech.ordeal), ("aim", speech.aim)):
            about[name] = self._matter.choice(texts) if texts else ""
        return {name: text for name, text in about.items() if text}

    def _styled(self, text: str, band: int, *, own: bool) -> str:
        styles = self._persona.style
        if own and self._persona.kind != "style":  # its author wrote them so; a borrowed style is laid over all words
            styles = tuple(style for style in styles if style != "second_language")
        return styling.piece(text, styles=styles, band=band, own=own, loud=self._loud, rng=self._rng)

    def _pools(self, cell: str, band: int, fill: dict[str, str]) -> list[tuple[list[str], bool]]:
        """What may be said, and whether it is the persona's own; templates of the nearest intensity first."""
        levels = templates().get(cell, {})
        want = _LEVELS.index(level_of(band))
        order = sorted((name for name in _LEVELS if name in levels), key=lambda n: abs(_LEVELS.index(n) - want))
        pools = [(usable, False) for name in order if (usable := self._usable(levels[name], fill))]
        own = [t for t in self._persona.speech.lines.get(cell, ()) if t not in self._templates_used and self._fresh(t)]
        if own and self._rng.random() < (_OWN_CONTROL if self._persona.kind == "control" else _OWN):
            pools.insert(0, (own, True))
        return pools

    def _usable(self, texts: list[str], fill: dict[str, str]) -> list[str]:
        """Templates for which everything is known; for somebody terse those of one sentence, where there are some."""
        known = [text for text in texts if set(_MARK.findall(text)) <= fill.keys()]
        if self._persona.speech.away:  # who has a reason of its own names it: not everybody in a hurry is leaving
            known = [text for text in known if "{errand}" in text] or known
        if not styling.clips(self._persona.style):
            return known
        return [text for text in known if not _SEVERAL.search(text)] or known

    def _fill(self, template: str, fill: dict[str, str]) -> str:
        text = spell_out(template, self._rng)
        for name, value in fill.items():
            text = text.replace("{" + name + "}", value)
        text = re.sub(r"\s+", " ", text).strip()
        return re.sub(r"(^|[.!?] )([a-z])", lambda m: m[1] + m[2].upper(), text)

    def _spare_words(self) -> str:
        for text in styling.style_data()["spare"]:
            if self._fresh(text):
                self._note(text)
                return str(text)
        self._spare += 1
        return "?" * (1 + self._spare)

    def _fresh(self, text: str) -> bool:
        keys = [key for s in _SENTENCE.split(text) if (key := _key(s))]
        return len(set(keys)) == len(keys) and self._said.isdisjoint(keys)

    def _note(self, text: str) -> None:
        self._said.update(key for s in _SENTENCE.split(text) if (key := _key(s)))


@lru_cache(maxsize=8192)
def _key(sentence: str) -> str:
    """A sentence without marks and capitals: what counts as said already."""
    return _NO_WORD.sub(" ", sentence.lower().replace("'", "")).strip()
