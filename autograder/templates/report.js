"use strict";
// Without this script the page is complete; with it, columns sort and rows filter.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const headings = [...table.tHead.rows[0].cells];
  const key = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
  const compare = {
    number: (a, b) => Number(a) - Number(b),
    text: (a, b) => a.localeCompare(b, undefined, { numeric: true }),
  };
  headings.forEach((heading, column) => {
    const kind = heading.dataset.kind;
    if (!kind) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const now = heading.getAttribute("aria-sort");
      const up = now ? now === "descending" : kind === "text";
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = [...body.rows].sort((a, b) => compare[kind](key(a, column), key(b, column)) * (up ? 1 : -1));
      body.append(...rows);
    });
  });
}
const filter = document.querySelector(".filter");
if (filter) {
  const rows = [...document.querySelectorAll("#students tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const shown = filter.querySelector("output");
  filter.hidden = false;
  filter.querySelector("input").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach((row, i) => { row.hidden = !words.every((word) => texts[i].includes(word)); });
    shown.value = words.length ? `${rows.filter((row) => !row.hidden).length} of ${rows.length} shown` : "";
  });
}
