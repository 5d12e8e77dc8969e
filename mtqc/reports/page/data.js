// The embedded data, and the one way by which it reaches the page: as text nodes.

const SEVERITIES = ["neutral", "minor", "major", "critical"];
const SHAPES = ["○", "●", "▲", "◆"];
const VERDICTS = ["garbled", "suspect", "clean"];
const CLEAN = 2;

const byId = (id) => document.getElementById(id);
const index = JSON.parse(byId("index").textContent);

const articles = index.documents.map((d, number) => ({
  number,
  name: d[0],
  score: d[1],
  verdict: d[2],
  sentences: d[3],
  words: d[4],
  penalty: d[5],
  lang: d[6],
  verdicts: d[7],
  counts: d[8],
  embedded: d[9],
  skipped: d[10],
  meta: d[11],
  rows: null,
}));
const numberOf = new Map(articles.map((a) => [a.name, a.number]));

function readIssue(i, number) {
  return {
    number,
    check: i[0],
    severity: i[1],
    start: i[2],
    end: i[3],
    message: i[4],
    suggestions: i[5],
    confidence: i[6],
    places: i[7],
    related: i[8],
    known: i[9] === 1,
  };
}

/** The sentences of an article, parsed when first asked for. */
function sentences(article) {
  if (!article.rows) {
    article.rows = JSON.parse(byId("d" + article.number).textContent).map((r, number) => ({
      number,
      line: r[0],
      score: r[1],
      verdict: r[2],
      text: r[3],
      issues: r[4].map(readIssue),
      extra: r[5] || {},
      words: null,
    }));
  }
  return article.rows;
}

/** What a search looks at in a sentence, in lower case. */
function haystack(row) {
  if (row.words === null) {
    const said = row.issues.map((i) => i.message + "\n" + i.suggestions.join("\n"));
    const { source = "", reference = "", unit = "" } = row.extra;
    row.words = [row.text, source, reference, unit, ...said].join("\n").toLowerCase();
  }
  return row.words;
}

const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Adds text with hidden characters written out in a box, so that none of them acts. */
function addText(node, text) {
  let at = 0;
  for (const match of text.matchAll(HIDDEN)) {
    node.append(text.slice(at, match.index));
    const box = document.createElement("span");
    box.className = "hidden-character";
    box.textContent = "U+" + match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    node.append(box);
    at = match.index + match[0].length;
  }
  node.append(text.slice(at));
  return node;
}

/** An element of a fixed kind; strings among its children become text nodes. */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") node.className = value;
    else if (key === "click") node.addEventListener("click", value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null) node.setAttribute(key, value);
  }
  for (const child of children.flat(Infinity)) {
    if (typeof child === "string") addText(node, child);
    else if (child) node.append(child);
  }
  return node;
}

const numbers = new Intl.NumberFormat("en");
const count = (n) => numbers.format(n);
const plural = (n, noun) => `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
const decimal = (n) => n.toFixed(1);

function severityBadge(rank, label = SEVERITIES[rank]) {
  const shape = make("span", { class: "shape", "aria-hidden": "true" }, SHAPES[rank]);
  return make("span", { class: `severity s${rank}` }, shape, " " + label);
}

function verdictBadge(verdict) {
  return make("span", { class: `verdict v${verdict}` }, VERDICTS[verdict]);
}

/** Buttons for the pages of a list, or nothing where one page is all. */
function pager(page, size, total, noun, go) {
  if (total <= size) return "";
  const first = page * size;
  const last = Math.min(total, first + size);
  const step = (label, to, hint) =>
    make("button", { type: "button", class: "button", disabled: to < 0 || to * size >= total,
      "aria-label": hint, click: () => go(to) }, label);
  return make(
    "div", { class: "pager" },
    step("‹", page - 1, `Previous ${noun}`),
    make("span", {}, `${count(first + 1)}–${count(last)} of ${count(total)}`),
    step("›", page + 1, `Next ${noun}`),
  );
}
