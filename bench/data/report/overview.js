// The leaderboard tables come ready with the page and work without script; here they learn to sort.

function sortable(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
  heads.forEach((head, column) => {
    if (!head.hasAttribute("data-sort")) return;
    const label = head.textContent.trim();
    head.textContent = "";
    head.append(
      button(label, { class: "sort", title: head.title || null }, () => {
        const down = head.getAttribute("aria-sort") === "descending";
        const first = head.dataset.sort === "down" ? "descending" : "ascending";
        const order = head.hasAttribute("aria-sort") ? (down ? "ascending" : "descending") : first;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", order);
        sortRows(body, column, order === "descending" ? -1 : 1);
        table.classList.toggle("in-order", column === 0 && order === "ascending");
        say(`Sorted by ${label}, ${order}`);
      }),
    );
  });
}

function sortRows(body, column, sign) {
  const value = (row) => {
    const given = row.cells[column].dataset.value;
    if (given === undefined || given === "") return null;
    const number = Number(given);
    return Number.isNaN(number) ? given.toLowerCase() : number;
  };
  const rows = [...body.rows].map((row, place) => ({ row, place, key: value(row) }));
  rows.sort((a, b) => {
    if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.place - b.place;
    if (a.key === b.key) return a.place - b.place;
    return (a.key > b.key ? 1 : -1) * sign;
  });
  rows.forEach(({ row }) => body.append(row));
}

function enlargeable(image) {
  const figure = image.closest("figure");
  const node = button("", { class: "enlarge", "aria-pressed": "false", title: "Larger or smaller" }, () => {
    node.setAttribute("aria-pressed", String(figure.classList.toggle("wide")));
    figure.scrollIntoView({ block: "nearest" });
  });
  image.replaceWith(node);
  node.append(image);
}

function startOverview() {
  document.querySelectorAll("table.sortable").forEach(sortable);
  document.querySelectorAll(".gallery img").forEach(enlargeable);
}
