"""The report page in a real browser: hostile texts stay text, and everything can be reached by hand and by key."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import quote

import pytest
from browser import NEEDS_BROWSER
from page_kit import at, visit
from report_run import XSS

from coolhead.bench.store import RunFolder

pytestmark = NEEDS_BROWSER


def test_hostile_texts_stay_text_in_list_reader_comparison_and_explanation(hostile):
    tame = "[...document.querySelectorAll('body *')].map((each) => each.localName)"
    allowed = set(
        "a article aside b bdi button caption circle dd defs details div dl dt em fieldset figcaption figure footer "
        "form h1 h2 h3 h4 header input kbd label legend li line linearGradient main mark nav noscript option p path "
        "polyline q rect script section select span stop strong summary svg table tbody td text th thead title tr "
        "ul".split()
    )

    async def look(tab):
        seen = set(await tab.run(tame))
        for n, text in enumerate(XSS):
            await tab.go(at(f"{text}/P{n:02}/0"))
            assert await tab.run("document.querySelector('#turn-1 .bubble').textContent") == f"before {text} after"
            await tab.run("document.querySelectorAll('details').forEach((each) => (each.open = true))")
            await tab.run("document.querySelectorAll('.ev').forEach((each) => each.focus())")
            assert text in await tab.run("document.getElementById('tip').textContent")
            assert (await tab.run("document.title")).startswith(text.strip()[:3])
            seen |= set(await tab.run(tame))
        await tab.go(at(f"{XSS[0]}/P00/0", f"{XSS[1]}/P01/0"))
        seen |= set(await tab.run(tame))
        await tab.go("#/dialogues?" + "q=" + quote("<script>") + "&bot=")
        await tab.until("document.querySelectorAll('.snippet').length")
        seen |= set(await tab.run(tame))
        assert await tab.run("typeof window.hacked") == "undefined"
        assert await tab.run("getComputedStyle(document.body).display") != "none"
        return seen

    assert visit(hostile, look) <= allowed


def test_a_hostile_address_does_nothing(report):
    async def look(tab):
        for text in XSS:
            await tab.go(at(text))
            await tab.go("#/d/" + text.replace("\x00", ""))
            await tab.go("#/dialogues?bot=" + quote(text) + "&sort=" + quote(text) + "&page=" + quote(text))
        assert await tab.run("typeof window.hacked") == "undefined"
        await tab.go(at("nobody/P00/0"))
        return await tab.run("document.getElementById('reader-title').textContent")

    assert visit(report, look) == "This dialogue is not on the page"


def test_the_leaderboard_sorts_and_says_so(report):
    async def look(tab):
        names = "[...document.querySelectorAll('table.board tbody th')].map((each) => each.textContent)"
        state = "document.querySelector('table.board thead th:nth-child(2)').getAttribute('aria-sort')"
        press = "document.querySelector('table.board thead th:nth-child(2) button').click()"
        await tab.run(press)
        up, first = await tab.run(names), await tab.run(state)
        await tab.run(press)
        return up, first, await tab.run(names), await tab.run(state)

    up, first, down, second = visit(report, look)
    assert (up, first) == (["cold", "third", "warm"], "ascending")
    assert (down, second) == (["warm", "third", "cold"], "descending")


def test_filters_search_and_pages_narrow_the_list(report):
    async def look(tab):
        count = "document.getElementById('list-count').textContent"
        found = [await tab.run(count)]
        for query in (
            "bot=cold",
            "bot=cold&persona=P03",
            "end=walked_away&critical=any",
            "by=calm&below=30",
            "q=(p05%201)",
        ):
            await tab.go("#/dialogues?" + query)
            await tab.until(f"!{count}.startsWith('Searching')")
            found.append(await tab.run(count))
        await tab.go("#/dialogues?page=2")
        found.append(await tab.run("document.getElementById('page-now').textContent"))
        found.append(await tab.run("document.querySelectorAll('#list-body tr').length"))
        return found

    found = visit(report, look)
    assert found[0] == "180 dialogues"
    assert found[1] == "60 dialogues of 180"
    assert found[2] == "2 dialogues of 180"
    assert 0 < int(found[3].split()[0]) < 60
    assert 0 < int(found[4].split()[0]) < 100
    assert found[5] == "6 dialogues of 180"
    assert found[6:] == ["Page 2 of 4", 50]


def test_evidence_is_marked_and_explained_by_keyboard_and_hides_again(report):
    async def look(tab):
        for _ in range(60):
            await tab.press("Tab")
            if await tab.run("document.activeElement.localName") == "mark":
                break
        marked = await tab.run("document.activeElement.textContent")
        told = await tab.run("document.getElementById('tip').textContent")
        described = await tab.run("document.activeElement.getAttribute('aria-describedby')")
        await tab.press("Escape")
        hidden = await tab.run("document.getElementById('tip').hidden")
        still = await tab.run("location.hash")
        await tab.press("Escape")
        return marked, told, described, hidden, still, await tab.run("location.hash")

    marked, told, described, hidden, still, back = visit(report, look, at("cold/P00/0"))
    assert marked == "Calm down."
    assert "CT-2" in told
    assert "tells the customer to calm down" in told
    assert (described, hidden) == ("tip", True)
    assert (still, back) == (at("cold/P00/0"), "#/dialogues")


def test_what_was_missed_is_said_as_missed_and_what_was_met_as_met(finished):
    async def look(tab):
        await tab.until("document.querySelector('ul.indicators')")
        return await tab.run("""[...document.querySelectorAll('.c-empathy ul.bad.soft li, .c-clarity ul.good li')].map(
            (each) => each.textContent)""")

    page = finished / "report/index.html"
    shown = visit(page, look, at("B2-dismisser/P01/0"))
    said = " | ".join(shown)
    assert "EM+2 never ties a feeling to this customer's own story" in said
    assert "CL+1 speaks in plain sentences" in said


@pytest.mark.parametrize("height", [900, 500])
def test_the_explanation_never_lies_over_the_words_it_explains(report, height):
    async def look(tab):
        await tab.go(at("warm/P03/0"))
        await tab.until("document.querySelector('.ev')")
        return await tab.run("""[...document.querySelectorAll('mark.ev[tabindex]')].map((each) => {
            each.scrollIntoView({ block: "center" });
            each.focus();
            const tip = document.getElementById("tip").getBoundingClientRect();
            const apart = [...each.getClientRects()].every((one) => one.bottom <= tip.top || one.top >= tip.bottom);
            return apart && tip.top >= 0 && tip.bottom <= innerHeight && tip.height > 30;
        })""")

    found = visit(report, look, height=height)
    assert found
    assert all(found)


def test_a_link_from_the_re_escalations_leads_to_the_turn_that_caused_it(report):
    async def look(tab):
        await tab.run("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        link = "document.querySelector('a[href*=\"?turn=\"]')"
        turn = await tab.run(f"{link}.hash.split('?turn=')[1]")
        await tab.run(f"{link}.click()")
        await tab.until(f"document.getElementById('turn-{turn}')")
        await tab.until(f"document.activeElement.closest('#turn-{turn}')")
        box = f"document.getElementById('turn-{turn}').getBoundingClientRect()"
        assert await tab.run(f"{box}.top >= 0 && {box}.bottom <= innerHeight")
        return await tab.run(f"document.getElementById('turn-{turn}').className")

    assert "agent" in visit(report, look)


def test_the_list_can_be_ordered_by_the_steepest_rise_of_anger(report):
    async def look(tab):
        await tab.go("#/dialogues?sort=rise")
        await tab.until("document.querySelectorAll('#list-body tr').length")
        return await tab.run(
            "[...document.querySelectorAll('#list-body a')].map((a) => decodeURIComponent(a.hash.slice(4)))"
        )

    shown = visit(report, look)
    rises = {}
    for one in RunFolder(report.parent.parent).dialogues():
        levels = [step.anger for step in one.trace]
        rises[one.id] = max([0.0, *(after - before for before, after in pairwise(levels))])
    # The page knows anger to one part in 35.
    assert rises[shown[0]] >= max(rises.values()) - 2 / 35
    assert rises[shown[-1]] <= rises[shown[0]]


def test_every_table_behind_the_leaderboard_is_on_the_page_and_folded(report):
    async def look(tab):
        return await tab.run("[...document.querySelectorAll('#leaderboard summary')].map((each) => each.textContent)")

    titles = visit(report, look)
    assert {"What the overall score hangs on", "Each bot against the next", "Criteria with their intervals"} <= set(
        titles
    )


def test_arrow_keys_walk_through_the_filtered_list(report):
    async def look(tab):
        await tab.go(at("cold/P00/0"))
        await tab.press("ArrowRight")
        after = await tab.run("location.hash")
        await tab.press("ArrowLeft")
        return after, await tab.run("location.hash")

    assert visit(report, look, "#/dialogues?bot=cold") == (at("cold/P01/0"), at("cold/P00/0"))


def test_the_reader_shows_anger_actions_verdicts_and_the_case(report):
    async def look(tab):
        return await tab.run(
            "({text: document.getElementById('reader').textContent,"
            " points: document.querySelectorAll('.gutter circle').length,"
            " turns: document.querySelectorAll('.turn').length})"
        )

    seen = visit(report, look, at("warm/P00/0"))
    assert (seen["points"], seen["turns"]) == (3, 5)
    for words in (
        "anger 0.80", "anger 0.20", "own story acknowledged", "three calls", "credit 22.5 cr", "courteous throughout",
        "the texts went to an old number", "reported by P00", "a free year", "Accepted",
    ):  # fmt: skip
        assert words in seen["text"], words


def test_side_by_side_aligns_the_exchanges(report):
    async def look(tab):
        return await tab.run(
            "({heads: [...document.querySelectorAll('.pair.head > div')].map((each) => each.textContent),"
            " pairs: document.querySelectorAll('section.pair').length,"
            " marks: document.querySelectorAll('.two .mark').length,"
            " words: document.querySelector('.compare-scores').textContent})"
        )

    seen = visit(report, look, at("warm/P02/1", "cold/P02/1"))
    assert (seen["heads"], seen["pairs"], seen["marks"]) == (["warm", "cold"], 3, 6)
    assert "Accepted" in seen["words"]
    assert "Walked away" in seen["words"]
