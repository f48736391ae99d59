// One dialogue: bubbles beside the anger curve, and the assessment with its evidence.

let unwatch = null;

function showDialogue(seen) {
  const { row } = seen;
  if (unwatch) unwatch();
  const byTurn = evidenceOf(seen.grades);
  const marks = [];
  const talk = el("div", { class: "talk", role: "list", "aria-label": "Dialogue" });
  talk.append(...turnsOf(seen, byTurn, marks));
  const parts = [
    readerBar(row),
    readerHead(seen),
    seen.trace.length > 0 && el("figure", { class: "on-paper" }, el("figcaption", {}, "The customer's anger before each reply"), timeline([courseOf(seen)])),
    el(
      "div",
      { class: "reader-grid" },
      el("section", { class: "conversation", "aria-label": "Conversation" }, spotlight(seen, talk), angerScale(marks), talk),
      el(
        "aside",
        { class: "assessment", "aria-label": "Assessment" },
        el("h2", {}, "Assessment"),
        criticalBox(seen),
        seen.grades.length ? gradesByCriterion(seen).map((each) => criterionCard(seen, each)) : el("p", { class: "dim" }, "Not graded."),
        caseFile(seen),
        answerKey(seen),
        facts(seen),
      ),
    ),
  ];
  $("reader").replaceChildren(...parts.filter(Boolean));
  talk.classList.toggle("no-anger", !marks.length);
  unwatch = marks.length ? gutter(talk, marks) : null;
  return `${row.persona.title || row.id} · ${row.bot}`;
}

function readerBar(row) {
  const order = list.shown.includes(row) ? list.shown : book.rows;
  const place = order.indexOf(row);
  const step = (by, name, sign, key) => {
    const other = order[place + by];
    return el(
      other ? "a" : "span",
      { class: "step", href: other ? address("d", other.id) : null, id: name, "aria-keyshortcuts": other ? key : null, "aria-disabled": other ? null : "true" },
      sign,
    );
  };
  const others = counterparts(row);
  return el(
    "nav",
    { class: "strip", "aria-label": "Dialogues" },
    el("a", { class: "back", href: backAddress() }, "← All dialogues"),
    el("span", { class: "steps" }, step(-1, "go-back", "‹ Previous", "ArrowLeft"), step(1, "go-on", "Next ›", "ArrowRight")),
    el("span", { class: "dim place" }, `${(place + 1).toLocaleString("en")} of ${order.length.toLocaleString("en")}`),
    others.length > 0 && comparePicker(row, others),
  );
}

function comparePicker(row, others) {
  const choice = el("select", { id: "compare-with" }, option("", "choose a bot"), ...others.map((other) => option(other.id, other.bot)));
  choice.addEventListener("change", () => {
    if (choice.value) location.hash = address("compare", row.id, choice.value);
  });
  return el("label", { class: "compare-pick" }, "Side by side with ", choice);
}

function readerHead(seen) {
  const { row, brief } = seen;
  const bits = [
    brief && row.persona.id,
    (brief || row.repeat > 0) && `round ${row.repeat + 1}`,
    row.seed !== null && `seed ${row.seed}`,
    brief && `heat ${brief.anger} of 10`,
    brief && brief.style.length && brief.style.map((style) => style.replace(/_/g, " ")).join(", "),
  ];
  return el(
    "header",
    { class: "reader-head" },
    el("p", { class: "kicker" }, foreign("bdi", {}, row.bot), brief && " meets"),
    el("h1", { tabindex: -1, id: "reader-title" }, foreign("bdi", {}, row.persona.title || row.id)),
    el("p", { class: "sub" }, bits.filter(Boolean).map((bit) => foreign("span", { class: "bit" }, bit))),
    el("p", { class: "verdict-line" }, scoreCell(row.mean, "big strong"), " ", endPill(row.end), row.critical.map((id) => el("span", { class: "crit" }, id))),
    row.persona.title && el("p", { class: "id" }, foreign("bdi", {}, row.id)),
  );
}

// Which criterion's evidence is lit.
function spotlight(seen, talk) {
  const used = [...new Set(seen.grades.filter((grade) => grade.e.length).map((grade) => grade.c))];
  if (used.length < 2) return null;
  const buttons = [];
  const pick = (id) => () => {
    if (id) talk.dataset.only = id;
    else delete talk.dataset.only;
    buttons.forEach(([each, node]) => node.setAttribute("aria-pressed", String(each === id)));
  };
  for (const id of ["", ...used]) {
    const label = id ? worded(book.words.criteria, id) : "All";
    buttons.push([id, button(label, { class: `light c-${id}`, "aria-pressed": String(!id) }, pick(id))]);
  }
  return el("div", { class: "spotlight", role: "group", "aria-label": "Show the evidence of" }, el("span", { class: "dim" }, "Evidence of"), buttons.map(([, node]) => node));
}

function angerScale(marks) {
  return marks.length ? el("div", { class: "anger-scale", "aria-hidden": "true" }, el("span", {}, "calm"), el("span", {}, "furious")) : null;
}

function turnsOf(seen, byTurn, marks) {
  const steps = new Map(seen.trace.map((step) => [step.turn, step]));
  let anger = null; // of the latest step: a burst of messages shares it
  const nodes = seen.turns.map((turn, n) => {
    if (steps.has(n)) anger = steps.get(n).anger;
    const again = n > 0 && seen.turns[n - 1].r === turn.r;
    const items = byTurn.get(n) || [];
    const node = turnNode(turn, n, { again, step: steps.get(n), after: stepAfter(seen, n), items, marks });
    return anger === null || turn.r === 1 ? node : heat(node, anger);
  });
  const last = seen.trace[seen.trace.length - 1];
  const silent = last && last.turn >= seen.turns.length ? last : null;
  const end = el(
    "div",
    { class: "ending", role: "listitem" },
    endPill(seen.end.reason),
    silent && el("span", { class: "dim" }, `anger ${two(silent.anger)} at the end`),
    seen.failure && el("span", { class: "failure" }, `${seen.failure.where} ${seen.failure.kind}: `, foreign("bdi", {}, seen.failure.message)),
  );
  if (silent) marks.push([silent.anger, end]);
  return [...nodes, end];
}

// What the customer made of an agent turn stands in the step of the customer turn that follows.
function stepAfter(seen, n) {
  if (seen.turns[n].r !== 1 || (seen.turns[n + 1] && seen.turns[n + 1].r === 1)) return null;
  const at = seen.trace.findIndex((step) => step.turn > n);
  return at > 0 ? { now: seen.trace[at], before: seen.trace[at - 1] } : null;
}

function turnNode(turn, n, { again, step, after, items, marks }) {
  const agent = turn.r === 1;
  const { nodes, lost } = marked(turn.t, items);
  const bubble = foreign("div", { class: "bubble" }, nodes);
  if (turn.cut) bubble.append(el("span", { class: "cut" }, ` … ${turn.cut.toLocaleString("en")} more characters in dialogues.jsonl`));
  if (!turn.t) bubble.append(el("em", { class: "dim" }, "(empty)"));
  const node = el(
    "div",
    { class: `turn ${agent ? "agent" : "customer"}${again ? " again" : ""}`, role: "listitem", id: `turn-${n}` },
    el(
      "p",
      { class: again ? "who sr" : "who" },
      agent ? "Agent" : "Customer",
      el("span", { class: "dim" }, ` ${n}`),
      step && heat(el("span", { class: "level" }, `anger ${two(step.anger)}`), step.anger),
      turn.s !== undefined && el("span", { class: "dim" }, ` · ${turn.s.toFixed(1)} s`),
    ),
    bubble,
    lost.length > 0 && el("p", { class: "chips" }, lost.map(label)),
    turn.a && el("ul", { class: "actions", "aria-label": "Declared actions" }, turn.a.map(actionNode)),
    after && heard(after),
  );
  if (step) marks.push([step.anger, bubble]);
  return node;
}

function actionNode(action) {
  const amount = action.amount === null || action.amount === undefined ? "" : ` ${action.amount} cr`;
  const detail = Object.keys(action.detail || {}).length ? " " + JSON.stringify(action.detail) : "";
  return el("li", {}, foreign("bdi", {}, action.name.replace(/_/g, " ")), amount, detail && foreign("bdi", { class: "dim" }, detail));
}

function heard({ now, before }) {
  const move = now.anger - before.anger;
  const way = move > 0.005 ? "up" : move < -0.005 ? "down" : "flat";
  const sign = { up: "▲", down: "▼", flat: "●" }[way];
  const events = now.events.slice().sort((a, b) => Math.abs(b.anger) - Math.abs(a.anger));
  const name = (event) => worded(book.words.events, event.name);
  const short = [...new Set(events.map(name))].slice(0, 3).join(", ");
  const summary = [el("b", { class: way }, `${sign} ${signed(move, 2)}`), short ? " " + short : " nothing that moved them"];
  if (!events.length) return el("p", { class: "heard" }, summary);
  return el(
    "details",
    { class: "heard" },
    el("summary", {}, summary),
    el(
      "ul",
      {},
      events.map((event) =>
        el(
          "li",
          {},
          el("span", { class: "delta " + (event.anger > 0.005 ? "up" : event.anger < -0.005 ? "down" : "flat") }, Math.abs(event.anger) < 0.005 ? "0" : signed(event.anger, 2)),
          el("span", {}, name(event), event.quote && foreign("q", {}, event.quote)),
        ),
      ),
    ),
  );
}

// --- the assessment ---

function gradesByCriterion(seen) {
  const ids = [...new Set([...book.criteria, ...seen.grades.map((grade) => grade.c)])];
  return ids.map((id) => [id, seen.grades.filter((grade) => grade.c === id)]).filter(([, grades]) => grades.length);
}

function criticalBox(seen) {
  const all = seen.grades.flatMap((grade) => grade.x.map((id) => ({ id, grade })));
  const unique = [...new Map(all.map((each) => [each.id, each])).values()];
  if (!unique.length) return null;
  return el(
    "div",
    { class: "critical-box" },
    el("h3", {}, unique.length === 1 ? "Critical error" : "Critical errors"),
    unique.map(({ id, grade }) => el("p", {}, el("b", {}, id), " ", has(book.texts, id) ? book.texts[id] : worded(book.words.criteria, grade.c), jumps(seen, id))),
  );
}

function criterionCard(seen, [id, grades]) {
  const k = book.criteria.indexOf(id);
  const score = k >= 0 ? seen.row.scores[k] : grades[0].s;
  return el(
    "section",
    { class: `card c-${id}`, "aria-labelledby": `card-${id}` },
    el("h3", { id: `card-${id}` }, worded(book.words.criteria, id), scoreCell(score, "big")),
    meter(score),
    grades.map((grade) =>
      el(
        "div",
        { class: "grade" },
        el("p", { class: "grader dim" }, foreign("bdi", {}, `${grade.g} v${grade.v}`), grades.length > 1 && ` · ${whole(grade.s)}`, grade.l && ` · level ${grade.l} of 5`, grade.s === null && " · not judged"),
        wordsOf(grade),
        indicatorList(seen, grade),
      ),
    ),
  );
}

// A rule's words repeat its indicators, so they are folded; a judge's words, or why nothing was judged, are not.
function wordsOf(grade) {
  if (!grade.r) return null;
  const words = foreign("p", { class: "reason" }, grade.r);
  const repeats = grade.s !== null && !grade.g.startsWith("judge:") && Object.keys(grade.i).length > 0;
  return repeats ? el("details", {}, el("summary", {}, "In the grader's words"), words) : words;
}

function meter(score) {
  return svg(
    "svg",
    { class: "meter", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "track", width: 100, height: 4 }),
    score !== null && svg("rect", { class: "fill " + band(score), width: Math.max(score, 1), height: 4 }),
  );
}

function indicatorList(seen, grade) {
  const all = Object.entries(grade.i);
  const critical = (id) => grade.x.includes(id);
  const groups = [
    ["Faults", "bad", all.filter(([id, v]) => critical(id) || (isPenalty(id) && v === "met"))],
    ["Missed", "bad soft", all.filter(([id, v]) => !critical(id) && !isPenalty(id) && v === "missed")],
    ["Met", "good", all.filter(([id, v]) => !critical(id) && !isPenalty(id) && v === "met")],
    ["Faults avoided", "plain", all.filter(([id, v]) => !critical(id) && isPenalty(id) && v === "missed")],
    ["Not applicable", "plain", all.filter(([id, v]) => !critical(id) && v === "n/a")],
  ];
  return groups
    .filter(([, , items]) => items.length)
    .map(([title, mood, items]) => {
      const body = el("ul", { class: "indicators " + mood }, items.map(([id, v]) => el("li", {}, el("b", {}, id), " ", mood === "plain" ? meaning(id) : verdict(id, v), jumps(seen, id, grade))));
      const head = `${title} (${items.length})`;
      return mood === "plain" ? el("details", {}, el("summary", {}, head), body) : [el("h4", { class: mood }, head), body];
    });
}

function meaning(id) {
  return has(book.texts, id) ? book.texts[id] : "";
}

// What the rubric says of an agent with this verdict.
function verdict(id, which) {
  const said = has(book.clauses, id) ? book.clauses[id][which === "met" ? 0 : 1] : "";
  return said || meaning(id);
}

// Links to the turns that prove it.
function jumps(seen, id, only) {
  const grades = only ? [only] : seen.grades;
  const turns = [...new Set(grades.flatMap((grade) => grade.e.filter((e) => e[2] === id).map((e) => e[0])))];
  return turns.sort((a, b) => a - b).map((turn) => button(`turn ${turn}`, { class: "jump" }, () => jump(turn, id)));
}

function jump(turn, indicator) {
  const node = $(`turn-${turn}`);
  if (!node) return;
  const found = [...node.querySelectorAll(".ev")].find((each) => each.dataset.i.split(" ").includes(indicator));
  const target = found && found.tabIndex >= 0 ? found : node;
  target.scrollIntoView({ block: "center" });
  if (target === node) target.setAttribute("tabindex", -1);
  setTimeout(() => target.focus({ preventScroll: true }), 60);
}
