"""Several graders may judge a criterion: which of them make the score, and what each dialogue scores then."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.leaderboard.caps import HIGHEST, highest, highest_on
from coolhead.bench.leaderboard.scan import Key, Scan
from coolhead.bench.types import CRITERIA

Floats = NDArray[np.float64]
JUDGE = "judge:"
"""How the ids of LLM judges begin; everything else is a rule."""
PANEL = "judge:panel"
"""The majority of the judges that may vote; where it is, it makes the score."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Per dialogue, NaN = not judged."""

    graders: dict[str, tuple[str, ...]]
    """Criterion -> the graders that make its score."""
    criteria: dict[str, Floats]
    """Criterion -> score of every dialogue."""
    overall: Floats
    """Mean of the criteria judged, after the caps of critical errors."""
    cap: Floats
    """The most that the mean of a dialogue's scores may be, 0-100."""
    critical: dict[int, Counter[str]]
    """Bot -> critical error -> dialogues in which a rule or a headline grader found it."""

    def capped(self, criteria: Sequence[str]) -> list[Floats]:
        """The scores of these criteria as they enter their overall mean.

        Those of a dialogue with a critical error shrink until their mean is its cap, whichever criteria are counted.
        """
        columns = [self.criteria[criterion] for criterion in criteria]
        free = _mean(columns, len(self.cap))
        # A dialogue that was not judged on any of them stays without a score.
        shrink = np.divide(np.fmin(free, self.cap), free, out=np.ones(len(self.cap)), where=free > 0)
        return [column * shrink for column in columns]


def headline(found: Scan, info: Mapping[str, Any]) -> Scores:
    """The scores that the table ranks by.

    Critical errors that a rule finds cap a headline of judges too: whether a grant passes the policy or a record was
    given away is a matter of comparing with the case file, which code does and models do badly.
    """
    qualified = qualified_judges(info)
    graders: dict[str, tuple[str, ...]] = {
        criterion: choose([grader for c, grader in found.scores if c == criterion], qualified) for criterion in CRITERIA
    }
    count = len(found.ids)
    criteria: dict[str, Floats] = {
        criterion: _mean([found.scores[criterion, grader] for grader in chosen], count)
        for criterion, chosen in graders.items()
    }
    chosen = {(c, g) for c, makers in graders.items() for g in makers}
    errors = _errors(found, chosen | {key for key in found.scores if not key[1].startswith(JUDGE)})
    for place, those in errors.items():
        for criterion, makers in graders.items():
            if makers and makers[0].startswith(JUDGE):  # rules have capped their own
                score = criteria[criterion]
                score[place] = np.minimum(score[place], highest_on(criterion, those))  # NaN stays NaN
    cap, critical = _caps(found, errors)
    free = _mean(list(criteria.values()), count)
    overall = np.fmin(free, np.where(np.isnan(free), np.nan, cap))
    return Scores(graders, criteria, overall, cap, critical)


def choose(graders: Sequence[str], qualified: frozenset[str]) -> tuple[str, ...]:
    """The graders that make the score of a criterion: the judges' panel, else qualified judges, else rules.

    A judge that has not qualified never makes a score; its own column is kept beside.
    """
    if PANEL in graders and PANEL in qualified:
        return (PANEL,)  # it is made of the others
    judges = tuple(sorted(g for g in graders if g in qualified))
    return judges or tuple(sorted(g for g in graders if not g.startswith(JUDGE)))


def qualified_judges(info: Mapping[str, Any]) -> frozenset[str]:
    """Judges that passed their gold set: `run.json` says `"judges": {GRADER_ID: {"qualified": true}}`."""
    judges = info.get("judges")
    if not isinstance(judges, Mapping):
        return frozenset()
    return frozenset(str(k) for k, v in judges.items() if isinstance(v, Mapping) and v.get("qualified") is True)


def _mean(columns: Sequence[Floats], count: int) -> Floats:
    if not columns:
        return np.full(count, np.nan)
    if len(columns) == 1:
        return columns[0].copy()  # caps are written into it; the grader's own column stays
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # nothing judged: NaN, as it should be
        return np.asarray(np.nanmean(np.stack(columns), axis=0))


def _errors(found: Scan, counted: set[Key]) -> dict[int, set[str]]:
    """Dialogue -> the critical errors that these graders found in it."""
    seen: dict[int, set[str]] = {}
    for place, key, errors in found.errors:
        if key in counted:
            seen.setdefault(place, set()).update(errors)
    return seen


def _caps(found: Scan, errors: Mapping[int, set[str]]) -> tuple[Floats, dict[int, Counter[str]]]:
    cap = np.full(len(found.ids), HIGHEST)
    critical: dict[int, Counter[str]] = {}
    for place, those in errors.items():
        cap[place] = highest(those)
        critical.setdefault(found.bot[place], Counter()).update(those)
    return cap, critical
