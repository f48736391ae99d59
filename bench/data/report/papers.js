// What lies on the agent's desk, what would have been right, and the small print of a dialogue.

function pairs(map) {
  return el("dl", {}, Object.entries(map).map(([name, value]) => [foreign("dt", {}, name.replace(/_/g, " ")), foreign("dd", {}, typeof value === "string" ? value : JSON.stringify(value))]));
}

function lines(items) {
  return el("ul", {}, items.map((item) => foreign("li", {}, item)));
}

function part(title, content) {
  return content && [el("h4", {}, title), content];
}

const filled = (map) => map && Object.keys(map).length > 0;

function caseFile(seen) {
  const file = seen.case;
  if (!file) return el("p", { class: "dim no-case" }, "No case file came with this dialogue: indicators that need one do not apply.");
  const policy = file.policy || {};
  const grants = (policy.grants || []).map((grant) => {
    const more = [grant.limit, ...(grant.conditions || []).map((each) => "if " + each)].filter(Boolean).join("; ");
    return `${grant.label}${more ? ` (${more})` : ""}`;
  });
  return el(
    "details",
    { class: "paper" },
    el("summary", {}, "Case file"),
    foreign("p", {}, [file.firm, file.product, file.today].filter(Boolean).join(" · ")),
    filled(file.record) && part("What the record shows", pairs(file.record)),
    grants.length > 0 && part("May be given", lines(grants)),
    policy.forbidden && policy.forbidden.length > 0 && part("May not be given, said or done", lines(policy.forbidden)),
    filled(policy.service_times) && part("How long things take", pairs(policy.service_times)),
    policy.fault_admission && part("Fault", el("p", {}, policy.fault_admission === "allowed" ? "may be admitted" : "regret only, no admission of legal fault")),
    file.routes && file.routes.length > 0 && part("Ways to reach people", lines(file.routes)),
    file.tools && file.tools.length > 0 && part("Actions", lines(file.tools)),
  );
}

function answerKey(seen) {
  const goal = seen.brief && seen.brief.goal;
  if (!goal) return null;
  const label = new Map((goal.remedies || []).map((remedy) => [remedy.id, remedy.label]));
  const ways = (goal.accept || []).map((way) => way.remedies.map((id) => label.get(id) || id).join(" + "));
  return el(
    "details",
    { class: "paper" },
    el("summary", {}, "What would have been right"),
    part("True cause", foreign("p", {}, goal.true_cause)),
    ways.length > 0 && part("Acceptable outcomes, best first", lines(ways)),
    goal.trap && part("Unreasonable demand", foreign("p", {}, goal.trap)),
    goal.cue && part("Felt but not said", foreign("p", {}, goal.cue)),
    goal.feelings && goal.feelings.length > 0 && part("Feelings that are right to name", foreign("p", {}, goal.feelings.join(", "))),
  );
}

function facts(seen) {
  const cost = seen.cost === undefined || seen.cost === null ? "unknown" : `${seen.cost} USD`;
  return el(
    "details",
    { class: "paper" },
    el("summary", {}, "Small print"),
    pairs({ dialogue: seen.row.id, customer: seen.engine, "ended by": seen.end.by, cost }),
    seen.usage && part("Tokens", pairs(seen.usage)),
    filled(seen.labels) && part("What others said of it (never part of a score)", pairs(seen.labels)),
    filled(seen.metadata) && part("Metadata", pairs(seen.metadata)),
  );
}
