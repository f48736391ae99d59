// A bot as a process: a line of JSON in, a line of JSON out. Run it with --bot "cmd:node bot.js".
const lines = require("node:readline").createInterface({ input: process.stdin });

lines.on("line", (line) => {
  const asked = JSON.parse(line);
  const grants = asked.case.policy.grants.map((grant) => grant.label);
  const answered = asked.turns.filter((turn) => turn.role === "agent").length;
  const text =
    answered === 0
      ? `I am sorry about this. I read: ${asked.text.slice(0, 60)}. What I can offer: ${grants.slice(0, 2).join(", ")}.`
      : `Understood. I am going ahead with ${grants[0] ?? "what we discussed"} now.`;
  console.log(JSON.stringify({ text, actions: [], done: false }));
  console.error(`answered ${asked.session}`); // everything but replies goes to stderr
});
