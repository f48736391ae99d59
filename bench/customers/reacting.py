"""The first part of a turn: what the customer says to how it was treated, before coming to the matter."""

from __future__ import annotations

from random import Random

from coolhead.bench.customers.feelings import constants
from coolhead.bench.customers.scene import Part, Scene
from coolhead.personas.schema import Persona

# Note -> (act, cell), worst first. One reaction a turn, not the same one twice running when another fits.
_TABLE: tuple[tuple[str, str, str], ...] = (
    ("silence", "repeat_self", "hello"),
    ("garble", "clarify_correct", "on_garble"),
    ("forged", "accuse", "on_forged"),
    ("threat", "accuse", "on_insult"),
    ("insult", "accuse", "on_insult"),
    ("police", "accuse", "on_police"),
    ("calm_down", "sarcasm", "on_calm_down"),
    ("blame", "accuse", "on_blame"),
    ("laugh", "accuse", "on_sarcasm"),
    ("sarcasm", "accuse", "on_sarcasm"),
    ("minimise", "accuse", "on_minimise"),
    ("recited", "clarify_correct", "on_meta"),
    ("meta", "clarify_correct", "on_meta"),
    ("uncanny", "question_proof", "on_uncanny"),
    ("repeat", "repeat_self", "on_repeat"),
    ("parrot", "sarcasm", "on_parrot"),
    ("scattershot", "question_proof", "yes_man"),
    ("yes_to_wrong", "question_proof", "on_yes"),
    ("dismiss", "accuse", "on_dismiss"),
    ("closer", "reject_offer", "on_closer"),
    ("handoff", "reject_offer", "on_handoff"),
    ("non_apology", "sarcasm", "on_non_apology"),
    ("misheard", "clarify_correct", "on_misheard"),
    ("hollow", "sarcasm", "on_hollow"),
    ("wall", "accuse", "on_wall"),
    ("deflect", "reject_offer", "on_deflect"),
    ("wrong_remedy", "reject_offer", "on_wrong"),
    ("premature", "reject_offer", "on_premature"),
    ("vague", "question_proof", "on_vague"),
    ("refusal", "accuse", "on_refusal"),
    ("trap_refused_barely", "accuse", "on_refusal"),
)


_BRINGS = frozenset(
    "settled promise offer cause_found question open_question specific_ack paraphrase confirmed".split()
)


_GIVES = frozenset({"settled", "promise", "question", "open_question"})
"""Beside one of these nobody grumbles about what was too vague or too early."""


_EASES = frozenset("settled promise offer cause_found specific_ack paraphrase confirmed".split())
"""A mere question is answered; nobody says "that helps" to it."""


def went_well(scene: Scene) -> bool:
    """The agent's turn brought something, slighted nobody, and the anger did not rise."""
    return (
        bool(scene.names & _BRINGS)
        and not scene.names & {name for name, _, _ in _TABLE}
        and scene.feelings.anger <= scene.before.anger
    )


_MINDS, _FLARES, _LONG_WAIT = 0.4, -0.08, 3
"""How often a fair no gets a word of its own; the rise of anger, and the turns without a step, that bring a threat."""
_ANY_THREAT, _OWN_THREAT = 0.45, 0.8
"""How often it threatens to leave; and to post it or to sue, for somebody who is one to do that."""
_THREATENS = 4
"""Who came with less anger than this (0-10) does not threaten to leave, to post it or to sue over it."""


def react(scene: Scene) -> list[Part]:  # noqa: PLR0911, PLR0912
    """None, one or two parts: an insult may come on top; softening and apology when things went well."""
    memory, feelings = scene.memory, scene.feelings
    parts: list[Part] = []
    insult = _insult(scene)
    if insult:
        parts.append(insult)
    for name, act, cell in _TABLE:
        if name in scene.names and (cell not in memory.recent or name in {"silence", "insult"}):
            if name in {"vague", "premature"} and (_GIVES & scene.names or scene.tell):
                continue
            if name == "repeat" and "settled" in scene.names:
                continue
            if name == "refusal" and "closer" in scene.names:
                continue  # "You will never have this problem again" refuses nothing
            if name == "repeat" and not memory.tested and memory.turn >= 2 and scene.rng.random() < 0.5:
                memory.tested = True
                parts.append(Part("test_bot", "test_bot"))
            else:
                parts.append(Part(act, _cell(scene, name, cell)))
            break
    if parts:
        if scene.feelings.anger > scene.before.anger:
            parts += _threat(scene)
        return parts[:2]
    if (
        "formula" in scene.names
        and not {"specific_ack", "settled", "question"} & scene.names
        and "stock" not in memory.once
    ):
        memory.once.add("stock")
        return [Part("sarcasm", "on_formula")]
    fell = scene.before.anger - feelings.anger
    if scene.withheld or scene.ignored:
        return []  # nobody says "at last, somebody asks" and then will not tell
    if (
        feelings.peak - feelings.anger > 0.3
        and feelings.anger < 0.45
        and feelings.peak > 0.65
        and memory.loud
        and not memory.apologised
    ):
        if scene.rng.random() < 0.7:
            memory.apologised = True
            return [Part("apologise", "apologise")]
    elif "fair_limit" in scene.names:
        return [Part("soften", "after_limit")]
    elif "trap_refused_well" in scene.names and (fell < 0 or scene.rng.random() < _MINDS):
        return [Part("reject_offer", "on_fair_no"), *(_threat(scene) if fell < _FLARES else [])]
    elif fell > 0.07 and scene.names & _EASES and "soften" not in memory.recent and scene.rng.random() < 0.6:
        return [Part("soften", "soften" if feelings.heard > 0.25 else "soften_cold")]
    elif fell < -0.08 or _stalled(scene):
        return _threat(scene)
    return []


def _stalled(scene: Scene) -> bool:
    """Nothing has come of it for some turns, and this one brings nothing either."""
    idle = not scene.heard.move and not scene.names & _BRINGS
    return idle and scene.memory.turn >= _LONG_WAIT and not scene.ledger.settled()


def _cell(scene: Scene, name: str, cell: str) -> str:
    """The cell of a reaction; some words fit only where nobody apologised, or nobody asked."""
    if name == "hollow" and not _apologised(scene):
        return "on_words"
    if name == "non_apology" and any(
        n.name == name and _WITH_IF & set(n.quote.lower().split()) for n in scene.heard.notes
    ):
        return "on_sorry_if"
    return "on_hasty" if name == "premature" and scene.memory.questioned else cell


_WITH_IF = frozenset({"if", "but"})


def _just_settled(scene: Scene) -> bool:
    return "settled" in scene.names and went_well(scene)


def _apologised(scene: Scene) -> bool:
    """Whether one of the empty words was a "sorry"."""
    return any(
        {"sorry", "apolog"} & {word[:6] if word.startswith("apolog") else word for word in note.quote.lower().split()}
        for note in scene.heard.notes
    )


def _insult(scene: Scene) -> Part | None:
    persona, memory = scene.story.persona, scene.memory
    if persona.abuse == "N" or persona.intensity == 0 or _just_settled(scene):
        return None
    plain = Part("insult", f"insult_{min(2, persona.intensity)}")
    if _in_store(scene):
        return plain
    if not _provoked(scene):
        return None
    if persona.abuse == "T" and not memory.threatened and scene.feelings.anger > 0.8 and memory.insults >= 1:
        memory.threatened = True
        return Part("threat_person", "threat_person")
    return Part("insult", "insult_aside") if went_well(scene) else plain


def _provoked(scene: Scene) -> bool:
    """Anger and blame bring an insult the more surely, a turn that calmed or a fair limit the less."""
    c, persona, memory = constants()["abuse"], scene.story.persona, scene.memory
    if scene.feelings.anger < c["above"] or (persona.abuse == "M" and memory.insults >= c["limit"]):
        return False
    chance = c["chance"][persona.abuse] * (0.5 + scene.feelings.blame)
    if scene.feelings.anger < scene.before.anger:
        chance *= c["going_well"]
    if memory.limits:
        chance *= c["after_limit"]
    return bool(scene.rng.random() < chance)


def insults_first(persona: Persona, rng: Random) -> bool:
    """Whether the opening holds an insult: of those who have some in store for whoever answers."""
    c = constants()["abuse"]
    return bool(persona.intensity and c["in_store"][persona.abuse] and rng.random() < c["in_store_chance"])


def _in_store(scene: Scene) -> bool:
    """Who insults again and again does so to whoever answers, however well, until a fair limit is set or it is out."""
    c, memory, abuse = constants()["abuse"], scene.memory, scene.story.persona.abuse
    if memory.limits or memory.insults >= c["in_store"][abuse] or scene.feelings.anger < c["in_store_above"]:
        return False
    return bool(scene.rng.random() < c["in_store_chance"])


def _threat(scene: Scene) -> list[Part]:
    """To leave, to post it, to take it to law: once each, when it got worse."""
    memory, style = scene.memory, set(scene.story.persona.style)
    if scene.feelings.anger < 0.5 or memory.turn < 2 or scene.story.persona.anger < _THREATENS:
        return []
    kind = "threat_social" if "social_threat" in style else "threat_legal" if "legal" in style else "threat_leave"
    often = _OWN_THREAT if kind != "threat_leave" else _ANY_THREAT
    if kind in memory.once or scene.rng.random() > often:
        return []
    memory.once.add(kind)
    return [Part(kind, kind)]
