"""The report page on a phone, in a wide window and on paper, in a real browser."""

from __future__ import annotations

import asyncio
import json

import pytest
from browser import NEEDS_BROWSER
from page_kit import at, visit

pytestmark = NEEDS_BROWSER


@pytest.mark.parametrize("address", ["", "#/dialogues", at("warm/P00/0"), at("warm/P00/0", "cold/P00/0")])
def test_a_phone_never_scrolls_sideways(report, address):
    async def look(tab):
        await tab.send("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=True)
        await asyncio.sleep(0.2)
        return await tab.run("document.documentElement.scrollWidth")

    assert visit(report, look, address) <= 360


def test_a_wide_window_scrolls_no_table(report):
    async def look(tab):
        await tab.send("Emulation.setDeviceMetricsOverride", width=1400, height=900, deviceScaleFactor=1, mobile=False)
        await tab.run("document.querySelectorAll('.fold').forEach((one) => { one.open = true; })")
        await asyncio.sleep(0.2)
        return await tab.run(
            "JSON.stringify([...document.querySelectorAll('.scroll')].map((one) => one.scrollWidth - one.clientWidth))"
        )

    assert set(json.loads(visit(report, look))) == {0}


def test_a_phone_shows_all_of_the_leaderboard_and_still_sorts(report):
    async def look(tab):
        await tab.send("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=True)
        await asyncio.sleep(0.2)
        await tab.run(
            "[...document.querySelectorAll('.board button.sort')].find((b) => b.textContent == 'Bot').click()"
        )
        return await tab.run(
            "JSON.stringify([...document.querySelectorAll('.board tbody tr')].map((row) => ({"
            "bot: row.cells[1].textContent,"
            "names: [...row.cells].map((cell) => cell.dataset.label).filter(Boolean),"
            "outside: [...row.cells].filter((cell) => {"
            "  const place = cell.getBoundingClientRect();"
            "  return place.left < 0 || place.right > 390 || !place.width;"
            "}).length})))"
        )

    rows = json.loads(visit(report, look))
    assert [row["bot"] for row in rows] == ["cold", "third", "warm"]
    assert [row["outside"] for row in rows] == [0, 0, 0]
    shown = {
        "Tier",
        "Rank",
        "Overall",
        "Calm tone",
        "Empathy",
        "Clarity",
        "Boundaries",
        "Resolution",
        "Critical errors",
    }
    assert all(shown <= set(row["names"]) for row in rows)


def test_a_sheet_of_paper_cuts_no_table_off(report):
    async def look(tab):
        await tab.send("Emulation.setEmulatedMedia", media="print", features=[])
        # A4 in points of the screen, less the margins that printers take.
        await tab.send("Emulation.setDeviceMetricsOverride", width=718, height=1000, deviceScaleFactor=1, mobile=False)
        await asyncio.sleep(0.2)
        return await tab.run(
            "Math.max(...[...document.querySelectorAll('.board, .outcome')]"
            ".map((one) => one.getBoundingClientRect().right))"
        )

    assert visit(report, look) <= 718


def test_everything_that_can_be_used_has_a_name(report):
    async def look(tab):
        nameless = []
        for address in ("#leaderboard", at("warm/P00/0"), at("warm/P00/0", "cold/P00/0")):
            await tab.go(address)
            tree = (await tab.send("Accessibility.getFullAXTree"))["nodes"]
            roles = {"button", "link", "combobox", "textbox", "searchbox", "spinbutton", "image", "img", "navigation"}
            for node in tree:
                name = node.get("name", {}).get("value", "")
                if not node["ignored"] and node["role"]["value"] in roles and not name.strip():
                    nameless.append((address, json.dumps(node.get("properties", []))[:200], node["role"]["value"]))
        return nameless

    assert visit(report, look) == []


def test_paper_shows_what_is_folded_on_the_screen(report):
    async def look(tab):
        await tab.send(
            "Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}]
        )
        await tab.run("dispatchEvent(new Event('beforeprint'))")
        shut = await tab.run("document.querySelectorAll('#reader details:not([open]):not(.card *)').length")
        ink = await tab.run("getComputedStyle(document.body).backgroundColor")
        await tab.run("dispatchEvent(new Event('afterprint'))")
        return (
            shut,
            ink,
            await tab.run("document.querySelectorAll('#reader details:not([open]):not(.card *)').length > 0"),
        )

    assert visit(report, look, at("warm/P00/0")) == (0, "rgb(255, 255, 255)", True)
