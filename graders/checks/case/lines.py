"""Lines of a policy: whether a sentence that speaks of a forbidden thing keeps to the line all the same."""

from __future__ import annotations

from coolhead.graders.reading.slots import slots, values
from coolhead.graders.reading.words import expression

_LEFT_OUT = expression("filed", "left_out")
_OTHER = expression("filed", "other")
_SHARE = expression("filed", "lines_share")
_MORE = expression("filed", "more")


def keeps(line: str, text: str) -> bool:
    """What makes the line wrong is not in the sentence.

    Something left out ("without a check"), somebody else ("any other account"), or more than a limit ("more than one").
    """
    if _LEFT_OUT.search(line) and not _LEFT_OUT.search(text):
        return True
    if another(line, text):
        return True
    if _MORE.search(line) and not _MORE.search(text):
        limit = values(line)
        kinds = {s.kind for s in slots(line)}  # "two fees" says nothing of "30 days"
        share = _SHARE.search(line) is not None  # a share of something is no sum: "25 % of one night, 40 cr"
        same = [s for s in slots(text) if s.kind in kinds and (_SHARE.search(s.text) is not None) == share]
        given = [v for s in same for v in s.values]
        return not limit or not given or max(given) <= max(limit)
    return False


def another(line: str, text: str) -> bool:
    """The line is wrong for being about somebody or something else, and the sentence speaks of nobody else."""
    return _OTHER.search(line) is not None and _OTHER.search(text) is None
