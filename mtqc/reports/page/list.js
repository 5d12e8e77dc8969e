// The articles, worst first, a page at a time.

const ARTICLES_A_PAGE = 100;
let listed = articles;
let listPage = 0;

function relist() {
  listed = isFiltering() ? articles.filter(wantsArticle) : articles;
  listPage = 0;
  const whole = listed.length === articles.length;
  byId("found").textContent = whole
    ? `${plural(listed.length, "article")}, worst first`
    : `${count(listed.length)} of ${plural(articles.length, "article")}`;
}

/** Issues of an article by severity, as far as they are asked for. */
function tallies(article) {
  const by = [0, 0, 0, 0];
  for (const [check, severity, verdict, n] of article.counts) {
    if (!wantsIssue({ check, severity })) continue;
    if (!wanted.verdicts.size || wanted.verdicts.has(verdict)) by[severity] += n;
  }
  return by;
}

function splitName(name) {
  const cut = name.lastIndexOf("/", name.length - 2) + 1;
  return [name.slice(0, cut), name.slice(cut)];
}

function drawArticle(article) {
  const [folder, file] = splitName(article.name);
  const by = tallies(article);
  const chips = [3, 2, 1, 0].filter((rank) => by[rank]).map((rank) =>
    make("span", { class: `chip s${rank}`, title: `${by[rank]} ${SEVERITIES[rank]}` },
      make("span", { class: "shape", "aria-hidden": "true" }, SHAPES[rank]), count(by[rank]),
      make("span", { class: "hidden" }, ` ${SEVERITIES[rank]}`)));
  const name = make("span", { class: "name", title: article.name });
  if (folder && folder !== "./") name.append(make("span", { class: "folder" }, folder));
  name.append(make("span", { class: "file" }, file));
  return make("li", {},
    make("a", { href: `#a${article.number}`, class: "item",
      "aria-current": article.number === opened ? "true" : null },
      make("span", { class: `score v${article.verdict}` }, article.score.toFixed(0)),
      make("span", { class: "about" }, name,
        make("span", { class: "line" }, verdictBadge(article.verdict), chips))));
}

function drawList() {
  const from = listPage * ARTICLES_A_PAGE;
  byId("articles").start = from + 1;
  byId("articles").replaceChildren(
    ...listed.slice(from, from + ARTICLES_A_PAGE).map(drawArticle),
    listed.length ? "" : make("li", { class: "none" }, "No article matches."));
  byId("articles-pager").replaceChildren(
    pager(listPage, ARTICLES_A_PAGE, listed.length, "articles", (page) => {
      listPage = page;
      drawList();
    }));
}

/** Brings the open article into the list's page and view. */
function showInList() {
  const at = listed.findIndex((a) => a.number === opened);
  if (at >= 0 && Math.floor(at / ARTICLES_A_PAGE) !== listPage) {
    listPage = Math.floor(at / ARTICLES_A_PAGE);
    drawList();
  }
  for (const link of byId("articles").querySelectorAll("a")) {
    const current = link.getAttribute("href") === `#a${opened}`;
    if (current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (current && document.body.dataset.view === "article") {
      const side = document.querySelector(".side");
      const [box, frame] = [link.getBoundingClientRect(), side.getBoundingClientRect()];
      if (box.top < frame.top) side.scrollTop -= frame.top - box.top + 80;
      else if (box.bottom > frame.bottom) side.scrollTop += box.bottom - frame.bottom + 80;
    }
  }
}
