"""Help-desk exports: Zendesk-style ticket comments, Intercom-style conversation parts, Freshdesk-style replies.

All end as a row with `turns`, whose `role` is the author's type and whose `speaker` is the author's name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

_BREAKS = {"br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3", "ul", "ol", "table", "hr"}
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_QUOTED = re.compile(
    r"^\s*(?:>|on .{6,120} wrote:\s*$|-{2,}\s*original message\s*-{2,}|from:\s.+@|_{10,}\s*$|##- please type)",
    re.IGNORECASE,
)
"""Where an e-mail reply begins to repeat the message before it."""


def conversation(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row of a ticket with its `turns`; None when it is no ticket of a kind known here."""
    if isinstance(row.get("ticket"), Mapping):  # {"ticket": {…}, "comments": […], "users": […]}
        inner = {name: row[name] for name in ("comments", "users", "audits") if name in row}
        row = {**{k: v for k, v in row.items() if k != "ticket"}, **row["ticket"], **inner}
    if isinstance(row.get("comments"), list):
        return _zendesk(row)
    parts = row.get("conversation_parts")
    if isinstance(parts, Mapping):
        parts = parts.get("conversation_parts")
    if isinstance(parts, list):
        return _intercom(row, parts)
    if isinstance(row.get("conversations"), list) and ("description" in row or "description_text" in row):
        return _freshdesk(row)
    return None


def spoken(body: Any) -> str:
    """The words of a message: without tags, without the quoted message that an e-mail answers."""
    if not isinstance(body, str):
        return ""
    text = (_without_tags(body) or _without_tags(body, quotes=True)) if _TAG.search(body) else html.unescape(body)
    kept: list[str] = []
    for line in text.splitlines():
        if _QUOTED.match(line):
            break
        kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _zendesk(row: Mapping[str, Any]) -> dict[str, Any]:
    people = {str(u.get("id")): u for u in row.get("users") or () if isinstance(u, Mapping)}
    asked = {str(row[name]) for name in ("requester_id", "submitter_id") if row.get(name) is not None}
    if isinstance(row.get("requester"), Mapping):
        asked.add(str(row["requester"].get("id", row["requester"].get("name"))))
    if row.get("requester_id") is not None:  # an agent may submit for a customer: then the requester alone counts
        asked = {str(row["requester_id"])}
    said = []
    for comment in row["comments"]:
        if not isinstance(comment, Mapping):
            said.append(comment)
            continue
        author = _mapping(comment.get("author"))
        key = str(comment.get("author_id", author.get("id", author.get("name", ""))))
        person = people.get(key) or author
        role = str(person.get("role") or person.get("type") or "")
        if not role and asked:
            role = "customer" if key in asked else "agent"
        if comment.get("public") is False:
            role = "internal_note"
        body = next((comment[n] for n in ("plain_body", "body", "text", "html_body") if comment.get(n)), "")
        said.append({"role": role or key, "text": spoken(body), "created_at": comment.get("created_at")})
    rest = {k: v for k, v in row.items() if k not in ("comments", "users", "description")}
    if isinstance(rest.get("satisfaction_rating"), Mapping):
        rest["satisfaction_rating"] = rest["satisfaction_rating"].get("score")
    return {**rest, "turns": in_time_order(said, "created_at")}


def _intercom(row: Mapping[str, Any], parts: Sequence[Any]) -> dict[str, Any]:
    opening = row.get("source") or row.get("conversation_message")
    said = []
    for part in [opening, *parts]:
        if not isinstance(part, Mapping):
            continue
        author = _mapping(part.get("author"))
        role = str(author.get("type") or "")
        if part.get("part_type") in ("note", "note_and_reopen"):
            role = "internal_note"
        text = spoken(part.get("body"))
        if text:
            said.append({"role": role, "text": text, "created_at": part.get("created_at")})
    used = ("conversation_parts", "source", "conversation_message", "conversation_rating")
    rest = {k: v for k, v in row.items() if k not in used}
    rating = row.get("conversation_rating")
    if isinstance(rating, Mapping) and rating.get("rating") is not None:
        rest["rating"] = rating["rating"]
    return {**rest, "turns": in_time_order(said, "created_at")}


def _freshdesk(row: Mapping[str, Any]) -> dict[str, Any]:
    opening = {"role": "customer", "text": spoken(row.get("description_text") or row.get("description"))}
    said: list[dict[str, Any]] = []
    for reply in row["conversations"]:
        if isinstance(reply, Mapping):
            role = "internal_note" if reply.get("private") else "customer" if reply.get("incoming") else "agent"
            text = spoken(reply.get("body_text") or reply.get("body"))
            said.append({"role": role, "text": text, "created_at": reply.get("created_at")})
    rest = {k: v for k, v in row.items() if k not in ("conversations", "description", "description_text")}
    return {**rest, "turns": [opening, *in_time_order(said, "created_at")]}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def in_time_order(said: list[dict[str, Any]], field: str) -> list[dict[str, Any]]:
    """The messages from the oldest to the newest, where all carry a time that can be compared; else as they came."""
    times = [message.get(field) if isinstance(message, Mapping) else None for message in said]
    if any(time in (None, "") for time in times):
        return said
    keys = _keys([str(time).strip() for time in times])
    return said if keys is None else [said[n] for n in sorted(range(len(said)), key=lambda n: keys[n])]


_DAY = re.compile(
    r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d),?[ T]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s?([AaPp])\.?[Mm]\.?)?$"
)


def _keys(times: Sequence[str]) -> Sequence[Any] | None:
    """What the times are sorted by; None when they are of no kind that can be compared."""
    try:
        return [float(time) for time in times]
    except ValueError:
        pass
    # ISO 8601 sorts as text, as long as all are written alike.
    if all(re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", time) for time in times):
        return times
    found = [match for time in times if (match := _DAY.match(time))]
    if len(found) < len(times):
        return None
    dotted = found[0][2] == "."
    day_first = dotted or any(int(one[1]) > 12 for one in found)
    if not day_first and not any(int(one[3]) > 12 for one in found) and len({one[1] + one[3] for one in found}) > 1:
        return None  # 03/04 and 04/04: nobody knows which is the month
    return [_moment(one, day_first=day_first) for one in found]


def _moment(one: re.Match[str], *, day_first: bool) -> tuple[int, ...]:
    day, month = (one[1], one[3]) if day_first else (one[3], one[1])
    hour = int(one[5])
    if one[8]:
        hour = hour % 12 + (12 if one[8] in "Pp" else 0)
    return int(one[4]), int(month), int(day), hour, int(one[6]), int(one[7] or 0)


class _Words(HTMLParser):
    def __init__(self, *, quotes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.unspoken = ("style", "script") if quotes else ("style", "script", "blockquote")
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.unspoken:
            self.hidden += 1
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unspoken:
            self.hidden = max(0, self.hidden - 1)
        elif tag in _BREAKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def _without_tags(text: str, *, quotes: bool = False) -> str:
    """The words; those of a quoted message only with `quotes`."""
    reader = _Words(quotes=quotes)
    reader.feed(text)
    reader.close()
    return "\n".join(line.strip() for line in re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).splitlines()).strip()
