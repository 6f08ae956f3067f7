"use strict";
// With this script columns sort, rows filter, and a name opens the submission; all else is there without it.
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

const dialog = document.querySelector("#submission");
const kept = new Map([...document.querySelectorAll("template[data-student]")].map((one) => [one.dataset.student, one]));
const links = () => [...document.querySelectorAll("#students tbody tr:not([hidden]) a.open")];
const named = (address) => {
  try {
    return address.startsWith("#student=") ? decodeURIComponent(address.slice("#student=".length)) : null;
  } catch {
    return null;
  }
};
function open() {
  const name = named(location.hash);
  if (!kept.has(name)) {
    if (dialog.open) dialog.close();
    return;
  }
  dialog.querySelector("h2").textContent = name;
  dialog.querySelector(".body").replaceChildren(kept.get(name).content.cloneNode(true));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector("h2").focus();
}
for (const button of dialog.querySelectorAll("button[data-step]")) {
  button.addEventListener("click", () => {
    const all = links();
    const here = all.findIndex((link) => named(link.hash) === named(location.hash));
    const next = all[here + Number(button.dataset.step)];
    if (next) location.hash = next.hash;
  });
}
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => {
  const name = named(location.hash);
  if (name === null) return;
  const link = links().find((one) => named(one.hash) === name);
  location.hash = link ? link.closest("tr").id : "students";
  if (link) link.focus();
});
window.addEventListener("hashchange", open);
open();
