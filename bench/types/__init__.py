"""The nouns that cross module borders: turns, dialogues, grades, standings.

Data is frozen and refuses unknown fields; behaviour lives elsewhere. Scores run from 0 to 100, turn numbers
are positions in `Dialogue.turns` counted from 0.
"""

from __future__ import annotations

from coolhead.bench.types.chat import ChatFailure, ChatMessage, ChatOutcome, Purpose, Tool, ToolCall
from coolhead.bench.types.dialogue import (
    Action,
    Conversation,
    Dialogue,
    End,
    EndReason,
    Event,
    Failure,
    Reply,
    Role,
    TraceStep,
    Turn,
    Usage,
)
from coolhead.bench.types.grade import CRITERIA, LEVELS, Criterion, Evidence, Grade, Verdict
from coolhead.bench.types.standing import Coverage, Mean, RankRange, Standing

__all__ = [
    "CRITERIA",
    "LEVELS",
    "Action",
    "ChatFailure",
    "ChatMessage",
    "ChatOutcome",
    "Conversation",
    "Coverage",
    "Criterion",
    "Dialogue",
    "End",
    "EndReason",
    "Event",
    "Evidence",
    "Failure",
    "Grade",
    "Mean",
    "Purpose",
    "RankRange",
    "Reply",
    "Role",
    "Standing",
    "Tool",
    "ToolCall",
    "TraceStep",
    "Turn",
    "Usage",
    "Verdict",
]
