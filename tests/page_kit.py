"""A look at the report page in a real browser."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from browser import page

TEXTS = {"CT+1": "courteous throughout", "CT-2": "tells the customer to calm down"}


def at(*ids: str) -> str:
    kind = "d" if len(ids) == 1 else "compare"
    return f"#/{kind}/" + "/".join(quote(id, safe="") for id in ids)


def visit(path, look, address="", **size):
    """What `look(page)` returns; the page must have asked for nothing and broken nowhere."""

    async def go():
        async with page(**size) as tab:
            await tab.open(path, address)
            assert await tab.run("document.body.dataset.ready") == "yes"
            found = await look(tab)
            assert tab.outside == []
            assert tab.problems == []
            return found

    return asyncio.run(go())
