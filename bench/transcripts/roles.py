"""Who is who: other people's role names -> ours."""

from __future__ import annotations

_OURS = {
    "customer": """customer user client caller human visitor end_user end-user enduser requester consumer guest member
        patient passenger contact lead inbound""",
    "agent": """agent assistant bot support rep representative operator advisor adviser ai system_agent csr staff
        employee admin model chatbot gpt outbound teammate""",
    # Not part of what customer and agent said to each other.
    "silent": "system developer tool function guide note internal event",
}
ROLES = {word: role for role, words in _OURS.items() for word in words.split()}
"""Somebody's role name -> customer, agent or silent."""


def role_of(name: str) -> str | None:
    """Our word for a role: customer, agent, silent; None when the name says nothing."""
    return ROLES.get(name.strip().lower().replace(" ", "_"))
