// Sorting the table and switching the theme. The page reads the same without it.

const table = document.querySelector(".systems");
const head = [...table.tHead.rows[0].cells];

function valueOf(row, column) {
  const cell = row.cells[column];
  return column === 0 ? cell.dataset.value : Number(cell.dataset.value);
}

function sortBy(column) {
  const cell = head[column];
  const first = cell.dataset.first;
  const order = cell.getAttribute("aria-sort") === first
    ? (first === "descending" ? "ascending" : "descending")
    : first;
  head.forEach((other) => other.removeAttribute("aria-sort"));
  cell.setAttribute("aria-sort", order);
  const sign = order === "ascending" ? 1 : -1;
  const rows = [...table.tBodies[0].rows];
  rows.sort((a, b) => {
    const [x, y] = [valueOf(a, column), valueOf(b, column)];
    return sign * (typeof x === "string" ? x.localeCompare(y) : x - y);
  });
  table.tBodies[0].append(...rows);
}

head.forEach((cell, column) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sort";
  button.textContent = cell.textContent;
  button.addEventListener("click", () => sortBy(column));
  cell.replaceChildren(button);
});

document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = getComputedStyle(root).colorScheme === "dark" ||
    (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "light" : "dark";
});
