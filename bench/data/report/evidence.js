// The words that a verdict rests on, marked in the reply and explained on hover, focus and tap.

const NEGATIVE = /^[A-Za-z]+[-−–]\d/; // an indicator of something bad: "CT-2"
const isPenalty = (indicator) => NEGATIVE.test(indicator);

// Whether a verdict speaks for the bot (true), against it (false), or neither (null).
function speaksFor(indicator, verdict) {
  if (verdict === "met") return !isPenalty(indicator);
  if (verdict === "missed") return isPenalty(indicator) ? true : false;
  return null;
}

const CURLY = { "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " " };

function plainly(text) {
  let out = "";
  const from = [];
  for (let i = 0; i < text.length; i++) {
    let c = has(CURLY, text[i]) ? CURLY[text[i]] : text[i];
    if (/\s/.test(c)) {
      if (out.endsWith(" ")) continue;
      c = " ";
    }
    const low = c.toLowerCase();
    out += low.length === 1 ? low : c;
    from.push(i);
  }
  return { out, from };
}

// Where a quote stands in a text: exactly, or with other quotation marks, spaces and capitals. null = nowhere.
function locate(text, quote) {
  if (!quote) return null;
  const at = text.indexOf(quote);
  if (at >= 0) return [at, at + quote.length];
  const { out, from } = plainly(text);
  const wanted = plainly(quote).out.trim();
  const found = wanted ? out.indexOf(wanted) : -1;
  return found < 0 ? null : [from[found], from[found + wanted.length - 1] + 1];
}

// The pieces of evidence of one dialogue by turn: {quote, indicator, verdict, good, criterion, grader}
function evidenceOf(grades) {
  const byTurn = new Map();
  for (const grade of grades) {
    for (const [turn, quote, indicator] of grade.e) {
      const verdict = has(grade.i, indicator) ? grade.i[indicator] : "met";
      const critical = grade.x.includes(indicator);
      const good = critical ? false : speaksFor(indicator, verdict);
      const item = { quote, indicator, verdict, good, critical, criterion: grade.c, grader: grade.g };
      byTurn.set(turn, [...(byTurn.get(turn) || []), item]);
    }
  }
  return byTurn;
}

// The text with its evidence marked; returns the nodes and the items whose quote is not in the text.
function marked(text, items) {
  const spans = [];
  const lost = [];
  for (const item of items) {
    const range = locate(text, item.quote);
    if (range) spans.push({ from: range[0], to: range[1], item });
    else lost.push(item);
  }
  const cuts = [...new Set([0, text.length, ...spans.flatMap((s) => [s.from, s.to])])].sort((a, b) => a - b);
  const nodes = [];
  for (let n = 0; n + 1 < cuts.length; n++) {
    const part = text.slice(cuts[n], cuts[n + 1]);
    const over = spans.filter((s) => s.from <= cuts[n] && s.to >= cuts[n + 1]);
    if (!over.length) {
      nodes.push(document.createTextNode(part));
      continue;
    }
    const starts = over.some((s) => s.from === cuts[n]);
    nodes.push(mark(part, over.map((s) => s.item), starts));
  }
  return { nodes, lost };
}

const explained = new WeakMap();

function mark(text, items, stop) {
  const bad = items.some((item) => item.good === false);
  const node = el(
    "mark",
    {
      class: `ev ${bad ? "bad" : "good"} c-${items[0].criterion}`,
      "data-c": items.map((item) => item.criterion).join(" "),
      "data-i": items.map((item) => item.indicator).join(" "),
      "data-label": [...new Set(items.map((item) => item.indicator))].join(" "),
      tabindex: stop ? 0 : null,
      "aria-describedby": stop ? "tip" : null,
    },
    text,
  );
  explained.set(node, items);
  return node;
}

// Evidence whose words are not in the turn (or that has none): a label below the bubble.
function label(item) {
  const node = el(
    "button",
    { type: "button", class: `ev chip ${item.good === false ? "bad" : "good"} c-${item.criterion}`, "data-c": item.criterion, "data-i": item.indicator, "aria-describedby": "tip" },
    item.indicator,
  );
  explained.set(node, [item]);
  return node;
}

// --- the explanation ---

function verdictWord(item) {
  if (item.critical) return "critical error";
  if (item.verdict === "n/a") return "not applicable";
  if (isPenalty(item.indicator)) return item.verdict === "met" ? "fault" : "fault avoided";
  return item.verdict;
}

function explain(node) {
  const tip = $("tip");
  const seen = new Set();
  const groups = new Map(); // criterion and grader -> its items: the head is said once
  for (const item of explained.get(node)) {
    const key = item.indicator + item.criterion + item.grader + item.verdict;
    if (seen.has(key)) continue;
    seen.add(key);
    const head = `${worded(book.words.criteria, item.criterion)} · ${item.grader}`;
    groups.set(head, [...(groups.get(head) || []), item]);
  }
  tip.replaceChildren(
    ...[...groups].map(([head, items]) => el("div", { class: "tip-item" }, el("div", { class: "dim" }, head), items.map(tipLine))),
  );
  tip.hidden = false;
  place(tip, node);
}

function tipLine(item) {
  return el(
    "div",
    { class: "tip-line" },
    el("b", {}, item.indicator),
    el("span", {}, has(book.texts, item.indicator) ? book.texts[item.indicator] : ""),
    el("span", { class: "verdict " + (item.good === false ? "bad" : item.good ? "good" : "") }, verdictWord(item)),
  );
}

// Above the evidence or below it, wherever there is more room, and never over it: what does not fit scrolls.
function place(tip, node) {
  const rects = node.getClientRects();
  const first = rects[0] || node.getBoundingClientRect();
  const last = rects[rects.length - 1] || first;
  tip.style.maxHeight = "";
  const box = tip.getBoundingClientRect();
  const above = first.top - 16;
  const below = innerHeight - last.bottom - 16;
  const over = box.height <= above || above > below;
  const height = Math.min(box.height, Math.max(over ? above : below, 90));
  tip.style.maxHeight = height + "px";
  tip.style.left = Math.max(8, Math.min(first.left, innerWidth - box.width - 8)) + "px";
  tip.style.top = (over ? Math.max(8, first.top - 8 - height) : Math.min(last.bottom + 8, innerHeight - 8 - height)) + "px";
}

function hush() {
  $("tip").hidden = true;
}

function startEvidence() {
  const target = (event) => (event.target instanceof Element ? event.target.closest(".ev") : null);
  let leaving = 0;
  document.addEventListener("mouseover", (event) => {
    const node = target(event);
    if (node || (event.target instanceof Element && event.target.closest("#tip"))) clearTimeout(leaving);
    if (node) explain(node);
  });
  document.addEventListener("mouseout", (event) => {
    if (target(event) || (event.target instanceof Element && event.target.closest("#tip"))) {
      clearTimeout(leaving);
      leaving = setTimeout(() => document.activeElement?.closest(".ev") || hush(), 180);
    }
  });
  document.addEventListener("click", (event) => target(event) && explain(target(event))); // a finger neither hovers nor focuses
  document.addEventListener("focusin", (event) => (target(event) ? explain(target(event)) : hush()));
  document.addEventListener("scroll", () => document.activeElement?.closest?.(".ev") || hush(), { passive: true });
}
