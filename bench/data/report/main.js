// Addresses: #/ and #/dialogues?… the overview, #/d/ID a dialogue (?turn=7: at that turn), #/compare/ID1/ID2 two of them.

let listAddress = "#/dialogues";
const backAddress = () => listAddress;

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// Ids hold slashes; an address written by hand may not have escaped them.
function rowsAt(rest, wanted) {
  const parts = rest.split("/").map(decoded);
  if (wanted === 1) return [book.byId.get(parts.join("/"))];
  for (let cut = 1; cut < parts.length; cut++) {
    const pair = [book.byId.get(parts.slice(0, cut).join("/")), book.byId.get(parts.slice(cut).join("/"))];
    if (pair[0] && pair[1]) return pair;
  }
  return [undefined, undefined];
}

async function route() {
  hush();
  const [, kind, rest, turn] = /^#\/(d|compare)\/(.*?)(?:\?turn=(\d+))?$/s.exec(location.hash) || [];
  if (!kind) return overview();
  if (!list.run) await showList({});
  const rows = rowsAt(rest, kind === "d" ? 1 : 2);
  const asked = location.hash;
  const seen = rows.every(Boolean) ? await Promise.all(rows.map(dialogue)) : null;
  if (asked !== location.hash) return; // somebody was quicker than the unpacking
  $("overview").hidden = true;
  $("reader").hidden = false;
  const title = !seen ? missing() : kind === "d" ? showDialogue(seen[0]) : showComparison(seen[0], seen[1]);
  document.title = `${title} · ${document.body.dataset.title}`;
  scrollTo(0, 0);
  $("reader-title").focus({ preventScroll: true });
  if (turn && seen && kind === "d") jump(Number(turn), "");
}

async function overview() {
  const reading = !$("reader").hidden;
  $("reader").hidden = true;
  $("overview").hidden = false;
  document.title = document.body.dataset.title;
  const [, query] = /^#\/dialogues(?:\?(.*))?$/s.exec(location.hash) || [];
  const listed = location.hash.startsWith("#/dialogues");
  if (listed || !list.run) {
    listAddress = listed ? location.hash : "#/dialogues";
    await showList(Object.fromEntries(new URLSearchParams(query || "")));
  }
  if (!listed) {
    if (location.hash.length > 1) $(decoded(location.hash.slice(1)))?.scrollIntoView();
  } else if (!document.activeElement.closest("#dialogues")) {
    $("dialogues").scrollIntoView();
    if (reading) $("dialogues-title").focus({ preventScroll: true });
  }
}

function missing() {
  $("reader").replaceChildren(
    el("nav", { class: "strip" }, el("a", { class: "back", href: backAddress() }, "← All dialogues")),
    el("h1", { tabindex: -1, id: "reader-title" }, "This dialogue is not on the page"),
    el("p", {}, book.left_out ? "A large run shows a part of its dialogues; this one may be in dialogues.jsonl." : "The address names a dialogue that this run does not hold."),
  );
  return "Not on the page";
}

function keys(event) {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === "Escape" && !$("tip").hidden) return hush();
  if ($("reader").hidden || event.target.closest("input, select, textarea")) return;
  if (event.key === "Escape") location.hash = backAddress();
  const link = event.key === "ArrowLeft" ? $("go-back") : event.key === "ArrowRight" ? $("go-on") : null;
  if (link && link.hash) location.hash = link.hash;
}

// Paper has no pointer: everything that is folded is opened for the printer and folded again.
function printing() {
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")].filter((node) => !node.closest("[hidden], .card"));
    folded.forEach((node) => (node.open = true));
  });
  addEventListener("afterprint", () => folded.forEach((node) => (node.open = false)));
}

async function start() {
  startOverview();
  if (typeof DecompressionStream === "undefined") {
    $("list-count").textContent = "This browser is too old to open the dialogues; any of 2023 or later can.";
    return;
  }
  await openBook();
  startList();
  startEvidence();
  printing();
  document.addEventListener("keydown", keys);
  addEventListener("hashchange", route);
  await route();
  document.body.dataset.ready = "yes";
}

start().catch((problem) => {
  $("list-count").textContent = `The dialogues could not be opened: ${problem.message}`;
  document.body.dataset.ready = "failed";
});
