"""Names, numbers and addresses out of dialogues, before they are stored or sent anywhere. `redact` is the way in."""

from __future__ import annotations

from coolhead.bench.redaction.redacting import SALT, VERSION, Redacted, hash_agents, names_an_agent, redact

__all__ = ["SALT", "VERSION", "Redacted", "hash_agents", "names_an_agent", "redact"]
