// The list of dialogues: filters, order, pages of fifty. Its whole state stands in the address, so it can be shared.

const PAGE = 50;
const list = { shown: [], hits: null, state: {}, page: 0, run: 0 };

const ORDERS = {
  plan: ["as played", (row) => row.n],
  worst: ["lowest score first", (row) => row.mean ?? 999],
  best: ["highest score first", (row) => -(row.mean ?? -1)],
  hot: ["angriest end first", (row) => -lastAnger(row)],
  cool: ["calmest end first", (row) => lastAnger(row)],
  rise: ["steepest rise of anger first", (row) => -steepest(row)],
  long: ["longest first", (row) => -row.turns],
};

// A dialogue's anger travels in the index as one character a step, "0" calm to "z" furious.
const angers = (row) => [...row.anger].map((c) => parseInt(c, 36) / 35);
const lastAnger = (row) => (row.anger ? parseInt(row.anger[row.anger.length - 1], 36) : -1);

const steepest = (row) => angers(row).reduce((most, level, n, all) => Math.max(most, n ? level - all[n - 1] : 0), 0);

function filtered(state) {
  const k = book.criteria.indexOf(state.by);
  const limit = Number(state.below);
  const below = state.below && !Number.isNaN(limit);
  return book.rows.filter((row) => {
    if (state.bot && row.bot !== state.bot) return false;
    if (state.persona && row.persona.id !== state.persona) return false;
    if (state.end && row.end !== state.end) return false;
    if (state.critical === "any" && !row.critical.length) return false;
    if (state.critical && state.critical !== "any" && !row.critical.includes(state.critical)) return false;
    if (below) {
      const score = k < 0 ? row.mean : row.scores[k];
      if (score === null || score >= limit) return false;
    }
    return true;
  });
}

async function showList(state) {
  list.state = state;
  const run = ++list.run;
  for (const name of ["bot", "persona", "end", "critical", "by", "below", "q", "sort"]) {
    const field = $("f-" + name);
    if (document.activeElement !== field) field.value = state[name] || (name === "sort" ? "plan" : "");
  }
  $("f-clear").hidden = !["bot", "persona", "end", "critical", "below", "q"].some((name) => state[name]);
  let rows = filtered(state);
  list.hits = null;
  if (state.q) {
    $("list-count").textContent = "Searching…";
    const tell = (share) => ($("list-count").textContent = `Searching… ${Math.round(share * 100)} %`);
    const hits = await search(state.q, rows, tell, () => run !== list.run);
    if (!hits || run !== list.run) return;
    list.hits = hits;
    rows = rows.filter((row) => hits.has(row.n));
  }
  const key = (has(ORDERS, state.sort) ? ORDERS[state.sort] : ORDERS.plan)[1];
  list.shown = rows.slice().sort((a, b) => key(a) - key(b) || a.n - b.n);
  list.page = Math.max(0, Math.min(Number(state.page || 1) - 1, Math.ceil(rows.length / PAGE) - 1)) || 0;
  drawList();
}

function drawList() {
  const from = list.page * PAGE;
  const rows = list.shown.slice(from, from + PAGE);
  const body = $("list-body");
  body.replaceChildren(...rows.map(listRow));
  const all = list.shown.length;
  const held = count(book.rows.length, "dialogue");
  $("list-count").textContent = !all
    ? `None of ${held} fits. Loosen a filter.`
    : all === book.rows.length
      ? held
      : `${count(all, "dialogue")} of ${book.rows.length.toLocaleString("en")}`;
  $("list-table").hidden = !all;
  const pages = Math.ceil(all / PAGE);
  $("pager").hidden = pages < 2;
  $("page-now").textContent = `Page ${list.page + 1} of ${pages}`;
  $("page-back").disabled = list.page === 0;
  $("page-on").disabled = list.page >= pages - 1;
}

function listRow(row) {
  const hit = list.hits && list.hits.get(row.n);
  const title = row.persona.title || row.id;
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row", class: "what" },
      row.persona.title && el("span", { class: "sub" }, foreign("bdi", {}, row.persona.id), " "),
      el("a", { href: address("d", row.id) }, foreign("bdi", {}, title)),
      row.repeat > 0 && el("span", { class: "sub" }, ` round ${row.repeat + 1}`),
      hit && el("span", { class: "snippet", dir: "auto" }, hit.before, el("mark", {}, hit.hit), hit.after),
    ),
    el("td", { class: "bot", title: row.bot }, foreign("bdi", {}, row.bot)),
    el("td", { class: "num" }, scoreCell(row.mean, "strong")),
    row.scores.map((score, k) => el("td", { class: "num c" }, scoreCell(score))),
    el("td", { class: "spark" }, spark(row)),
    el("td", {}, endPill(row.end)),
    el("td", {}, row.critical.map((id) => el("span", { class: "crit" }, id))),
  );
}

const criterion = (k) => worded(book.words.criteria, book.criteria[k]);

function scoreCell(score, more) {
  return el("span", { class: `score ${band(score)} ${more || ""}` }, score === null ? "–" : whole(score));
}

function endPill(end) {
  const mood = has(book.words.end_moods, end) ? book.words.end_moods[end] : "plain";
  return el("span", { class: "end " + mood }, worded(book.words.ends, end));
}

function address(kind, ...ids) {
  return `#/${kind}/` + ids.map(encodeURIComponent).join("/");
}

// --- filters ---

function option(value, label) {
  return el("option", { value }, label);
}

function startList() {
  const { rows, words } = book;
  const used = (pick) => [...new Set(rows.map(pick))];
  const bots = new Set(rows.map((row) => row.bot));
  $("f-bot").append(option("", "All bots"), ...book.bots.filter((bot) => bots.has(bot)).map((bot) => option(bot, bot)));
  const personas = used((row) => row.persona).filter((persona) => persona.id);
  personas.sort((a, b) => (a.id > b.id ? 1 : -1));
  $("f-persona").append(
    option("", "All customers"),
    ...personas.map((persona) => option(persona.id, persona.title ? `${persona.id} · ${persona.title}` : persona.id)),
  );
  $("f-persona").closest("label").hidden = !personas.length;
  $("f-end").append(option("", "Any end"), ...used((row) => row.end).map((end) => option(end, worded(words.ends, end))));
  $("f-by").append(option("", "Overall score"), ...book.criteria.map((id) => option(id, worded(words.criteria, id))));
  $("f-critical").append(option("", "With or without"), option("any", "Any critical error"));
  $("f-critical").append(...book.criticals.map((id) => option(id, has(book.texts, id) ? `${id} · ${book.texts[id]}` : id)));
  $("f-sort").append(...Object.entries(ORDERS).map(([id, [label]]) => option(id, label)));
  $("list-criteria").replaceWith(
    ...book.criteria.map((id, k) => el("th", { scope: "col", class: "num c", title: criterion(k) }, criterion(k))),
  );
  for (const name of ["bot", "persona", "end", "critical", "by", "sort"]) {
    $("f-" + name).addEventListener("change", apply);
  }
  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 300);
  };
  $("f-q").addEventListener("input", soon);
  $("f-below").addEventListener("input", soon);
  $("filters").addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });
  $("f-clear").addEventListener("click", () => go({ sort: list.state.sort }));
  $("page-back").addEventListener("click", () => turnPage(-1));
  $("page-on").addEventListener("click", () => turnPage(1));
  $("list-body").addEventListener("click", (event) => {
    if (event.target.closest("a") || String(getSelection())) return;
    const link = event.target.closest("tr")?.querySelector("a");
    if (link) location.hash = link.hash;
  });
}

function turnPage(step) {
  go({ ...list.state, page: list.page + 1 + step });
  $("dialogues").scrollIntoView();
}

function apply() {
  const state = {};
  for (const name of ["bot", "persona", "end", "critical", "by", "below", "q", "sort"]) {
    const value = $("f-" + name).value.trim();
    if (value && !(name === "sort" && value === "plan")) state[name] = value;
  }
  if (!state.below) delete state.by;
  go(state, $("f-by").value);
}

function go(state) {
  const given = Object.entries(state).filter(([, value]) => value);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  location.replace("#/dialogues" + (query ? "?" + query : ""));
}
