// Lets the table of students be sorted by each column. Without scripts it stays sorted by student.
"use strict";
const table = document.getElementById("class-table");
if (table) {
  const bodies = Array.from(table.tBodies);  // what is shown at first, and in a large class the rest
  const shown = bodies[0].rows.length;
  const headers = Array.from(table.tHead.rows[0].cells);
  const value = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent;
  headers.forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const descending = header.getAttribute("aria-sort") === "ascending";
      headers.forEach((other) => other.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const numbers = header.dataset.sort === "number";
      const compare = numbers ? (a, b) => a - b : new Intl.Collator(undefined, { numeric: true }).compare;
      const rows = Array.from(table.querySelectorAll("tbody > tr"), (row) => [value(row, column), row]);
      rows.sort((a, b) => (descending ? -1 : 1) * compare(a[0], b[0]));
      rows.forEach((pair, place) => bodies[place < shown ? 0 : 1].append(pair[1]));
    });
  });
}
