// The customer's anger: 0 calm, 1 furious. Colour repeats what position and figure already say.

const heat = (node, anger) => {
  node.style.setProperty("--a", anger);
  return node;
};

// A small curve for the list.
function spark(row) {
  const levels = angers(row);
  if (levels.length < 1) return el("span", { class: "dim" }, "–");
  const width = 84;
  const x = (n) => 4 + (levels.length < 2 ? 0 : (n * (width - 8)) / (levels.length - 1));
  const y = (a) => 22 - a * 18;
  const label = `anger from ${two(levels[0])} to ${two(levels[levels.length - 1])}`;
  const points = levels.map((a, n) => `${x(n).toFixed(1)},${y(a).toFixed(1)}`).join(" ");
  const last = levels.length - 1;
  return svg(
    "svg",
    { class: "sparkline", viewBox: `0 0 ${width} 26`, width, height: 26, role: "img", "aria-label": label },
    svg("line", { class: "base", x1: 4, x2: width - 4, y1: 22, y2: 22 }),
    svg("polyline", { class: "curve", points }),
    heat(svg("circle", { class: "dot", cx: x(last), cy: y(levels[last]), r: 3.2 }), levels[last]),
  );
}

// The curve that runs down beside the turns. `marks` are [anger, element of the turn].
function gutter(talk, marks) {
  const box = svg("svg", { class: "gutter", "aria-hidden": "true" });
  talk.prepend(box);
  const draw = () => {
    const top = talk.getBoundingClientRect().top;
    const width = box.clientWidth || 72;
    const height = talk.clientHeight; // not scrollHeight, which would hold on to the drawing of a taller moment
    const x = (a) => 9 + a * (width - 20);
    const places = marks.map(([anger, node]) => {
      const rect = node.getBoundingClientRect();
      return [x(anger), rect.top - top + Math.min(rect.height / 2, 26), anger];
    });
    if (!places.length) return;
    const first = places[0][1];
    const last = places[places.length - 1][1];
    const stops = [0, 0.5, 1].map((a) => heat(svg("stop", { offset: a, class: "stop" }), a));
    const shade = { id: "heat", gradientUnits: "userSpaceOnUse", x1: x(0), x2: x(1), y1: 0, y2: 0 };
    box.setAttribute("viewBox", `0 0 ${width} ${height}`);
    box.style.height = height + "px";
    box.replaceChildren(
      svg("defs", {}, svg("linearGradient", shade, stops)),
      ...[0, 0.5, 1].map((a) => svg("line", { class: "guide", x1: x(a), x2: x(a), y1: first - 14, y2: last + 14 })),
      svg("path", { class: "stream", d: smooth(places), stroke: "url(#heat)" }),
      ...places.map(([px, py, anger]) => heat(svg("circle", { class: "dot", cx: px, cy: py, r: 5 }), anger)),
    );
  };
  const watch = new ResizeObserver(draw);
  watch.observe(talk);
  draw();
  return () => watch.disconnect();
}

// A curve through all points that never overshoots sideways: the control points lie straight above and below.
function smooth(places) {
  if (places.length === 1) return `M${places[0][0]} ${places[0][1] - 8}V${places[0][1] + 8}`;
  let path = `M${places[0][0]} ${places[0][1]}`;
  for (let n = 1; n < places.length; n++) {
    const [x0, y0] = places[n - 1];
    const [x1, y1] = places[n];
    const half = (y1 - y0) / 2;
    path += `C${x0} ${y0 + half} ${x1} ${y1 - half} ${x1} ${y1}`;
  }
  return path;
}

// One or two dialogues in one picture, time from left to right. `courses` are {name, levels}.
function timeline(courses) {
  const width = 720;
  const height = 190;
  const longest = Math.max(2, ...courses.map((each) => each.levels.length));
  const x = (n) => 44 + (n * (width - 64)) / (longest - 1);
  const y = (a) => height - 34 - a * (height - 54);
  const ends = (levels) => (levels.length ? `from ${two(levels[0])} to ${two(levels[levels.length - 1])}` : "not known");
  const told = courses.map((each) => `${each.name} ${ends(each.levels)}`).join("; ");
  return svg(
    "svg",
    { class: "two", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `The customer's anger: ${told}` },
    [0, 0.5, 1].map((a) => [
      svg("line", { class: "guide", x1: x(0), x2: x(longest - 1), y1: y(a), y2: y(a) }),
      svg("text", { class: "tick", x: 34, y: y(a) + 4, "text-anchor": "end" }, String(a)),
    ]),
    Array.from({ length: longest }, (_, n) =>
      svg("text", { class: "tick", x: x(n), y: height - 10, "text-anchor": "middle" }, n === 0 ? "start" : String(n)),
    ),
    courses.map((each, k) => lineOf(each.levels, ["one", "other"][k], x, y)),
  );
}

function lineOf(levels, side, x, y) {
  const points = levels.map((a, n) => `${x(n)},${y(a)}`).join(" ");
  const dot = (a, n) =>
    side === "one"
      ? svg("circle", { class: "mark one", cx: x(n), cy: y(a), r: 4 }, svg("title", {}, two(a)))
      : svg("rect", { class: "mark other", x: x(n) - 3.6, y: y(a) - 3.6, width: 7.2, height: 7.2 }, svg("title", {}, two(a)));
  return levels.length > 0 && [svg("polyline", { class: "line " + side, points }), levels.map(dot)];
}

const courseOf = (seen) => ({ name: seen.row.bot, levels: seen.trace.map((step) => step.anger) });
