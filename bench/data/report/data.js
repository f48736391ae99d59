// The index is small and read at once; dialogues lie in packed pieces that are opened when somebody looks.

let book = null; // the index: bots, personas, rows, words
const opened = new Map(); // piece number -> promise of its content, the latest few
const KEPT = 24;

async function unpack(id) {
  if (id !== "index" && document.readyState === "loading") {
    // A piece that is still being read would be there, but torn.
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
  }
  const packed = atob($(id).textContent.trim());
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i);
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(plain).text());
}

function piece(number) {
  if (!opened.has(number)) {
    opened.set(number, unpack("piece-" + number));
    if (opened.size > KEPT) opened.delete(opened.keys().next().value);
  }
  return opened.get(number);
}

async function openBook() {
  const raw = await unpack("index");
  const column = raw.rows;
  const rows = column.id.map((id, n) => ({
    n,
    id,
    bot: raw.bots[column.bot[n]],
    persona: raw.personas[column.persona[n]],
    repeat: column.repeat[n],
    seed: column.seed[n],
    end: raw.ends[column.end[n]],
    scores: raw.criteria.map((_, k) => column.scores[k][n]),
    mean: column.mean[n],
    critical: column.critical[n].map((k) => raw.criticals[k]),
    anger: column.anger[n],
    turns: column.turns[n],
    piece: column.piece[n],
  }));
  book = { ...raw, rows, byId: new Map(rows.map((row) => [row.id, row])) };
}

async function dialogue(row) {
  const content = await piece(row.piece);
  const found = content.dialogues.find((each) => each.n === row.n);
  return { ...found, row, case: content.cases[found.case] || null, brief: content.briefs[found.brief] || null };
}

// The same customer on the same day with other bots.
function counterparts(row) {
  if (!row.persona.id) return [];
  return book.rows.filter(
    (other) =>
      other !== row && other.persona === row.persona && other.repeat === row.repeat && other.seed === row.seed,
  );
}

// --- full text search: the text of a piece is kept once it was read ---

const texts = new Map(); // row number -> text

async function readTexts(number) {
  const content = await unpack("piece-" + number);
  for (const each of content.dialogues) texts.set(each.n, each.turns.map((turn) => turn.t).join("\n"));
}

async function search(words, rows, progress, stopped) {
  const wanted = words.toLowerCase();
  const hits = new Map();
  let done = 0;
  let shown = performance.now();
  for (const row of rows) {
    if (!texts.has(row.n)) await readTexts(row.piece);
    if (stopped()) return null;
    const text = texts.get(row.n);
    const at = text.toLowerCase().indexOf(wanted);
    const title = `${row.id} ${row.persona.title}`.toLowerCase();
    if (at >= 0) hits.set(row.n, snippet(text, at, wanted.length));
    else if (title.includes(wanted)) hits.set(row.n, null);
    done += 1;
    if (performance.now() - shown > 120) {
      progress(done / rows.length);
      shown = performance.now();
      await new Promise((go) => setTimeout(go));
    }
  }
  return hits;
}

function snippet(text, at, length) {
  const from = Math.max(0, at - 60);
  const to = Math.min(text.length, at + length + 80);
  return {
    before: (from > 0 ? "…" : "") + text.slice(from, at).replace(/\s+/g, " "),
    hit: text.slice(at, at + length),
    after: text.slice(at + length, to).replace(/\s+/g, " ") + (to < text.length ? "…" : ""),
  };
}
