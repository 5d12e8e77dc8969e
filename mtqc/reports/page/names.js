// The names table: every name that is spelled in several ways.

const NAMES_A_PAGE = 100;
let namesPage = 0;

function drawForm([form, times, inArticles, name, sentence], right) {
  const number = numberOf.get(name);
  const place = `${splitName(name)[1]}, sentence ${sentence + 1}`;
  return make("li", { class: form === right ? "right" : "" },
    make("bdi", { class: "form" }, form),
    make("span", { class: "dim" },
      ` ${count(times)}× in ${plural(inArticles, "article")}, first in `,
      number === undefined ? place : make("a", { href: `#a${number}s${sentence}` }, place)));
}

function drawNames() {
  const found = index.names.filter(([right, , , forms]) =>
    !wanted.query || [right || "", ...forms.map((f) => f[0])].join("\n").toLowerCase()
      .includes(wanted.query));
  namesPage = Math.min(namesPage, Math.max(0, Math.ceil(found.length / NAMES_A_PAGE) - 1));
  const from = namesPage * NAMES_A_PAGE;
  const rows = found.slice(from, from + NAMES_A_PAGE).map(([right, confidence, why, forms]) =>
    make("tr", {},
      make("th", { scope: "row" },
        right === null ? make("span", { class: "dim" }, "unclear") : make("bdi", {}, right)),
      make("td", {}, make("ul", {}, forms.map((form) => drawForm(form, right)))),
      make("td", { class: "why" }, why),
      make("td", { class: "sure" }, `${Math.round(confidence * 100)}%`)));
  const left = index.allNames - index.names.length;
  const notes = [
    left > 0 && `${plural(left, "more name")} are only in the JSON-lines report.`,
    wanted.query && `${count(found.length)} of ${plural(index.names.length, "name")} match the search.`,
  ].filter(Boolean).map((text) => make("p", { class: "dim" }, text));
  byId("panel-names").replaceChildren(
    ...notes,
    rows.length
      ? make("table", {},
        make("caption", { class: "hidden" }, "Names with several spellings"),
        make("thead", {}, make("tr", {},
          ["Likely right", "Spellings", "Why one name", "Sure"].map((title) =>
            make("th", { scope: "col" }, title)))),
        make("tbody", {}, rows))
      : make("p", { class: "none" }, "No name is spelled in several ways."),
    pager(namesPage, NAMES_A_PAGE, found.length, "names", (page) => {
      namesPage = page;
      drawNames();
    }));
}
