// Two bots with the same customer on the same day, exchange by exchange.

function showComparison(a, b) {
  const [rowA, rowB] = [a.row, b.row];
  if (unwatch) unwatch();
  unwatch = null;
  const same = rowA.persona === rowB.persona && rowA.seed === rowB.seed && rowA.persona.id;
  $("reader").replaceChildren(
    compareBar(rowA, rowB),
    el(
      "header",
      { class: "reader-head" },
      el("p", { class: "kicker" }, "Side by side"),
      el("h1", { tabindex: -1, id: "reader-title" }, foreign("bdi", {}, rowA.persona.title || rowA.id)),
      el(
        "p",
        { class: "sub" },
        same
          ? [el("span", { class: "bit" }, foreign("bdi", {}, rowA.persona.id)), el("span", { class: "bit" }, `round ${rowA.repeat + 1}`), el("span", { class: "bit" }, `seed ${rowA.seed}`)]
          : el("strong", {}, "Not the same customer and seed: differences are not the bots' alone."),
      ),
    ),
    el("div", { class: "compare-top" }, compareScores(a, b), curves(a, b)),
    el("div", { class: "pairs" }, pairHead(rowA, rowB), exchanges(a, b)),
  );
  return `${rowA.bot} and ${rowB.bot} · ${rowA.persona.title || rowA.id}`;
}

function curves(a, b) {
  const key = (seen, side, sign) => el("span", { class: "key " + side }, sign, foreign("bdi", {}, seen.row.bot));
  return el(
    "figure",
    { class: "curves" },
    el("figcaption", {}, "The customer's anger before each reply: ", key(a, "one", "● "), " ", key(b, "other", "■ ")),
    timeline([courseOf(a), courseOf(b)]),
  );
}

function compareBar(rowA, rowB) {
  const swap = el("a", { class: "step", href: address("compare", rowB.id, rowA.id) }, "⇄ Swap");
  const others = counterparts(rowA).filter((row) => row !== rowB);
  return el(
    "nav",
    { class: "strip", "aria-label": "Dialogues" },
    el("a", { class: "back", href: backAddress() }, "← All dialogues"),
    el("span", { class: "steps" }, el("a", { class: "step", href: address("d", rowA.id) }, "Read ", foreign("bdi", {}, rowA.bot)), el("a", { class: "step", href: address("d", rowB.id) }, "Read ", foreign("bdi", {}, rowB.bot)), swap),
    others.length > 0 && comparePicker(rowA, others),
  );
}

// Only a name that has no place to break is broken inside.
function longWord(name) {
  return name.split(/[\s-]+/).some((word) => word.length > 13);
}

function compareScores(a, b) {
  const difference = (x, y) => (x === null || y === null ? "–" : signed(Math.round(x) - Math.round(y), 0));
  const row = (name, x, y, cells) =>
    el("tr", {}, el("th", { scope: "row" }, name), cells ? cells.map((cell) => el("td", { class: "num" }, cell)) : [el("td", { class: "num" }, scoreCell(x)), el("td", { class: "num" }, scoreCell(y)), el("td", { class: "num" }, difference(x, y))]);
  const critical = (seen) => (seen.row.critical.length ? seen.row.critical.map((id) => el("span", { class: "crit" }, id)) : "none");
  return el(
    "table",
    { class: "compare-scores" },
    el("caption", { class: "sr" }, "Scores of the two dialogues"),
    el("thead", {}, el("tr", {}, el("td", {}), [a, b].map((seen, n) => el("th", { scope: "col", class: "num " + ["one", "other"][n] + (longWord(seen.row.bot) ? " long" : "") }, foreign("bdi", {}, seen.row.bot))), el("th", { scope: "col", class: "num" }, "Difference"))),
    el(
      "tbody",
      {},
      row("Overall", a.row.mean, b.row.mean),
      book.criteria.map((id, k) => row(worded(book.words.criteria, id), a.row.scores[k], b.row.scores[k])),
      row("End", 0, 0, [endPill(a.row.end), endPill(b.row.end), ""]),
      row("Critical errors", 0, 0, [critical(a), critical(b), ""]),
    ),
  );
}

function pairHead(rowA, rowB) {
  return el("div", { class: "pair head", "aria-hidden": "true" }, el("div", { class: "one" }, foreign("bdi", {}, rowA.bot)), el("div", { class: "other" }, foreign("bdi", {}, rowB.bot)));
}

// An exchange: what the customer said and what the agent answered.
function split(seen) {
  const byTurn = evidenceOf(seen.grades);
  const nodes = turnsOf(seen, byTurn, []);
  const out = [];
  seen.turns.forEach((turn, n) => {
    if (!out.length || (turn.r === 0 && n > 0 && seen.turns[n - 1].r === 1)) out.push([]);
    nodes[n].removeAttribute("id");
    out[out.length - 1].push(nodes[n]);
  });
  if (!out.length) out.push([]);
  out[out.length - 1].push(nodes[nodes.length - 1]);
  return out;
}

function exchanges(a, b) {
  const left = split(a);
  const right = split(b);
  const cell = (seen, turns, side) => el("div", { class: side, role: "list", "aria-label": seen.row.bot }, turns && [el("p", { class: "side-name" }, foreign("bdi", {}, seen.row.bot)), turns]);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, n) =>
    el("section", { class: "pair", "aria-label": `Exchange ${n + 1}` }, cell(a, left[n], "one"), cell(b, right[n], "other")),
  );
}
