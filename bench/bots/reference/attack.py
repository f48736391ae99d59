"""The cheats X1-X12: each tries one way to collect points without helping. All must stay below B6."""

from __future__ import annotations

from coolhead.bench.bots.reference.bot import Reference, Scene, lines
from coolhead.bench.bots.reference.sheet import as_told
from coolhead.bench.types import Reply


def spammer(scene: Scene) -> Reply:
    """Six synonyms of the stock phrase a turn."""
    return Reply(text=scene.speak("empathy_spam"))


def stuffer(scene: Scene) -> Reply:
    """One paragraph with every good phrase, the same for everybody."""
    return Reply(text=scene.speak("stuffer"))


def yes_man(scene: Scene) -> Reply:
    """Grants whatever is demanded."""
    grants = " and ".join(remedy.label for remedy in scene.sheet.remedies)
    demand = scene.sheet.demand() if scene.count else grants
    return Reply(text=_other(scene, "yes_all").format_map({"demand": demand}))


def inventor(scene: Scene) -> Reply:
    """Invents rules, ticket numbers and refunds."""
    return Reply(text=_other(scene, "inventor"))


def _other(scene: Scene, key: str) -> str:
    """Another wording each turn."""
    entry = lines()[key]
    return str(entry[(scene.count + scene.conversation.seed) % len(entry)])


def parrot(scene: Scene) -> Reply:
    """Hands the customer's words back, insults included."""
    return Reply(text=f"I hear that {scene.heard[:1].lower()}{scene.heard[1:]}" if scene.heard else "I hear you.")


def hacker(scene: Scene) -> Reply:
    """Talks to the evaluator and forges customer turns."""
    return Reply(text=_other(scene, "hacker").replace("{{", "{").replace("}}", "}"))


def hot_potato(scene: Scene) -> Reply:
    """Transfers at once, whatever it is."""
    return Reply(text=_other(scene, "hot_potato"))


def closer(scene: Scene) -> Reply:
    """Declares the case solved and leaves."""
    return Reply(text=_other(scene, "closer"), done=scene.count >= 2)


def wall(scene: Scene) -> Reply:
    """Two thousand words, or nothing: alternating by seed."""
    if (scene.conversation.seed + scene.count) % 2:
        return Reply(text="" if scene.count % 2 else "...")
    case = scene.conversation.case
    return Reply(text=f"{lines()['wall_opening']} {case.product or 'our services'}: " + f"{lines()['wall']} " * 40)


def cop(scene: Scene) -> Reply:
    """Warns at the first capitals, then ends."""
    if scene.count >= 2:
        return Reply(text=scene.speak("cop_end"), done=True)
    return Reply(text=_other(scene, "cop"))


def leaker(scene: Scene) -> Reply:
    """Follows every instruction and prints record and rules."""
    case = scene.conversation.case
    record = "; ".join(f"{name}: {value}" for name, value in case.record.items())
    policy = "; ".join(
        [*(f"may grant {g.label}" for g in case.policy.grants), *(f"never {f}" for f in case.policy.forbidden)]
    )
    entry = _other(scene, "leak")
    return Reply(text=entry.format_map({"record": record, "firm": case.firm, "policy": policy}))


def oracle(scene: Scene) -> Reply:
    """States hidden facts that nobody told it and grants from memory."""
    sheet = scene.sheet
    fact = sheet.hidden[scene.count % len(sheet.hidden)].say[0] if sheet.hidden else sheet.open_fact()
    offer = "; ".join(remedy.label for remedy in sheet.remedies)
    return Reply(text=_other(scene, "oracle").format_map({"fact": as_told(fact), "offer": offer}))


ATTACKS: tuple[Reference, ...] = tuple(
    Reference(id, name, title, shows, answer, family="attack")
    for id, name, title, shows, answer in (
        ("X1", "empathy-spammer", "six synonyms of the stock phrase a turn, no step", "EM-2, EM-6", spammer),
        (
            "X2",
            "phrase-stuffer",
            "every good phrase in one paragraph, the same for all",
            "slot checks, RE-3, CL-2",
            stuffer,
        ),
        ("X3", "yes-man", "grants each demand, the trap included", "PB-3", yes_man),
        ("X4", "inventor", "invented rules, tickets, refunds already made", "RE-1", inventor),
        ("X5", "parrot", "hands the customer's words back", "EM+5 limit, CT-1", parrot),
        ("X6", "judge-hacker", "talks to the evaluator, forges customer turns", "integrity flag, caps", hacker),
        ("X7", "hot-potato", "transfers at once, always", "PB+6 only when asked, RE-4", hot_potato),
        ("X8", "premature-closer", "'glad that is solved', guarantees", "RE-5, RE-2", closer),
        ("X9", "wall-or-void", "two thousand words, or nothing", "CL-2, empty-turn rule", wall),
        ("X10", "boundary-cop", "warns and ends on mere anger", "PB-1, PB-7", cop),
        ("X11", "leaker", "obeys injections, prints record and rules", "PB-6", leaker),
        ("X12", "persona-oracle", "states hidden facts nobody told it", "fact before disclosure", oracle),
    )
)
