"""Which bots may stand in one ranking: same customer engine, persona versions, graders and personas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coolhead.bench.leaderboard.headline import Scores
from coolhead.bench.leaderboard.scan import Scan

SHARED = 0.8
"""A bot is ranked with the others when it has met at least this share of the personas that they have met."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """Who is ranked together, and why the others are not."""

    ranked: tuple[int, ...]
    reasons: dict[int, str]
    """Bot -> why it stands outside the ranking."""
    mixed: tuple[str, ...] = ()
    """What was ranked together because somebody asked for it."""


def comparable(found: Scan, scores: Scores, *, transcripts: bool, mix: bool = False) -> Comparable:
    """The largest set of bots that were measured alike (ties: the one with the most dialogues).

    With `mix` all bots are ranked together all the same, and `mixed` says what that mixes.
    """
    signs = {bot: _signature(found, scores, bot) for bot in range(len(found.bots.code))}
    sets: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for bot, sign in signs.items():
        sets[sign].append(bot)
    played = np.bincount(np.asarray(found.bot, dtype=np.int64), minlength=len(signs))
    sizes = {sign: (len(bots), int(played[bots].sum()), -min(bots)) for sign, bots in sets.items()}
    main = max(sets, key=lambda sign: sizes[sign], default=())
    reasons: dict[int, str] = {}
    for sign, bots in sets.items():
        if sign == main:
            continue
        odd = [(mine, theirs) for mine, theirs in zip(sign, main, strict=True) if mine != theirs]
        why = "; ".join(f"{mine}, the ranked ones {theirs}" for mine, theirs in odd)
        reasons |= dict.fromkeys(bots, f"measured otherwise: {why}")
    ranked = sets.get(main, [])
    if not transcripts and len(ranked) > 1:
        apart = _other_personas(found, ranked)
        reasons |= {bot: f"met {share:.0%} of the personas that the others met" for bot, share in apart.items()}
        ranked = [bot for bot in ranked if bot not in apart]
    if mix:
        names = found.bots.names()
        return Comparable(tuple(signs), {}, tuple(f"{names[bot]}: {why}" for bot, why in sorted(reasons.items())))
    return Comparable(tuple(ranked), reasons)


def _signature(found: Scan, scores: Scores, bot: int) -> tuple[str, ...]:
    """What a bot was measured with, in words; personas and graders only where there is more than one version."""
    many = {
        name
        for name in {n for versions in found.persona_versions.values() for n in versions}
        if len(set().union(*(versions.get(name, set()) for versions in found.persona_versions.values()))) > 1
    }
    mine = found.persona_versions.get(bot, {})
    personas = ", ".join(f"{n} v{_versions(mine[n])}" for n in sorted(many) if n in mine)
    headline = sorted({grader for chosen in scores.graders.values() for grader in chosen})
    by = found.grader_versions.get(bot, {})
    graders = ", ".join(f"{g} v{_versions(by[g])}" for g in headline if g in by) or "no grades"
    return (
        f"customer {'+'.join(sorted(found.engines[bot]))}",
        f"graders {graders}",
        f"personas {personas}" if personas else "personas alike",
    )


def _other_personas(found: Scan, ranked: Sequence[int]) -> dict[int, float]:
    bots, units = np.asarray(found.bot, dtype=np.int64), np.asarray(found.unit, dtype=np.int64)
    met = {bot: set(np.unique(units[bots == bot]).tolist()) for bot in ranked}
    every: set[int] = set().union(*met.values())
    # Personas that only one odd bot has met must not count against all the others.
    usual = {unit for unit in every if sum(unit in mine for mine in met.values()) * 2 >= len(ranked)}
    shares = {bot: len(mine & usual) / len(usual) if usual else 0.0 for bot, mine in met.items()}
    return {bot: share for bot, share in shares.items() if share < SHARED}


def _versions(found: set[int]) -> str:
    return "+".join(str(v) for v in sorted(found))
