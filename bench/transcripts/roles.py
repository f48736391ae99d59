"""Who is who: other people's role names -> ours."""

from __future__ import annotations

CUSTOMER = frozenset(
    [  # fmt: skip
        "customer",
        "user",
        "client",
        "caller",
        "human",
        "visitor",
        "end_user",
        "end-user",
        "enduser",
        "requester",
        "consumer",
        "guest",
        "member",
        "patient",
        "passenger",
        "contact",
        "lead",
        "inbound",
    ]
)
AGENT = frozenset(
    [  # fmt: skip
        "agent",
        "assistant",
        "bot",
        "support",
        "rep",
        "representative",
        "operator",
        "advisor",
        "adviser",
        "ai",
        "system_agent",
        "csr",
        "staff",
        "employee",
        "admin",
        "model",
        "chatbot",
        "gpt",
        "outbound",
        "teammate",
    ]
)
SILENT = frozenset(
    [  # fmt: skip
        "system",
        "developer",
        "tool",
        "function",
        "guide",
        "note",
        "internal",
        "event",
    ]
)
"""Roles that are not part of what customer and agent said to each other."""


def role_of(name: str) -> str | None:
    """Our word for a role: customer, agent, silent; None when the name says nothing."""
    word = name.strip().lower().replace(" ", "_")
    if word in CUSTOMER:
        return "customer"
    if word in AGENT:
        return "agent"
    return "silent" if word in SILENT else None
