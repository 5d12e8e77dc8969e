// Putting it together: filters, tabs, the address, the keyboard, light and dark.

/** After any change of what is asked for. */
function refilter() {
  relist();
  drawToggles();
  drawOverview();
  if (listed.length && !listed.some((a) => a.number === opened)) {
    opened = listed[0].number;
    readPage = 0;
    stop = null;
  }
  drawList();
  drawReading();
  drawNames();
}

function selectTab(which) {
  for (const name of ["articles", "names"]) {
    const on = name === which;
    byId("tab-" + name).setAttribute("aria-selected", String(on));
    byId("tab-" + name).tabIndex = on ? 0 : -1;
    byId("panel-" + name).hidden = !on;
  }
}

/** `#a3` is an article, `#a3s7` a sentence in it; anything else is the list. */
function followAddress() {
  const match = /^#a(\d+)(?:s(\d+))?$/.exec(location.hash);
  const article = match && articles[Number(match[1])];
  if (!article) {
    if (location.hash !== "#reading") document.body.dataset.view = "list";
    return;
  }
  selectTab("articles");
  open(article.number);
  if (match[2] !== undefined) {
    const row = sentences(article)[Number(match[2])];
    if (row && !showsSentence(article, row)) {
      wanted.flagged = false;
      refilter();
    }
    if (row) visit(row, null);
  } else {
    byId("reading").scrollIntoView({ block: "start" });
  }
}

function remember(theme) {
  try {
    if (theme) localStorage.setItem("mtqc-theme", theme);
    return localStorage.getItem("mtqc-theme");
  } catch {
    return null; // a browser may refuse storage to a local file
  }
}

function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  remember(root.dataset.theme);
}

function escape() {
  if (document.activeElement === byId("query")) byId("query").blur();
  else if (isFiltering()) clearFilters();
  else if (document.body.dataset.view === "article") location.hash = "#list";
}

const KEYS = {
  j: () => nextIssue(1),
  k: () => nextIssue(-1),
  n: () => nextArticle(1),
  p: () => nextArticle(-1),
  f: () => byId("flagged").click(),
  t: switchTheme,
  "/": () => byId("query").focus(),
  "?": () => byId("keys").showModal(),
  Escape: escape,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  const typing = event.target === byId("query");
  if (!Object.hasOwn(KEYS, event.key) || (typing && event.key !== "Escape")) return;
  event.preventDefault();
  if ("jknp".includes(event.key)) selectTab("articles");
  KEYS[event.key]();
});

let pause = 0;
byId("query").addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => {
    wanted.query = byId("query").value.trim().toLowerCase();
    refilter();
  }, 150);
});
byId("flagged").addEventListener("change", () => {
  wanted.flagged = byId("flagged").checked;
  drawReading();
});
byId("clear").addEventListener("click", clearFilters);
byId("theme").addEventListener("click", switchTheme);
byId("help").addEventListener("click", KEYS["?"]);
for (const name of ["articles", "names"]) {
  byId("tab-" + name).addEventListener("click", () => selectTab(name));
}
document.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const to = byId("tab-articles").tabIndex === 0 ? "names" : "articles";
  selectTab(to);
  byId("tab-" + to).focus();
});
addEventListener("hashchange", followAddress);

const stored = remember(null);
if (stored === "light" || stored === "dark") document.documentElement.dataset.theme = stored;
document.title = `mtqc: ${plural(index.summary.documents, "article")}, score ${decimal(index.summary.score)}`;
byId("tab-articles").textContent = `Articles (${count(articles.length)})`;
byId("tab-names").textContent = `Names (${count(index.allNames)})`;
byId("foot").textContent = `mtqc ${index.version} · ${index.signature}`;
drawGate();
drawNotices();
refilter();
followAddress();
