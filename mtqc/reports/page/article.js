// The article that is being read, and walking through its issues.

const SENTENCES_A_PAGE = 200;
let opened = -1;
let shown = [];
let readPage = 0;
let stop = null;

const current = () => articles[opened];

function articleHead(article) {
  const problems = index.problems.filter(([name]) => name === article.name);
  const cut = article.sentences - article.embedded;
  return make("header", { class: "head" },
    make("a", { class: "back", href: "#list" }, "‹ Articles"),
    make("h2", { class: "path" }, article.name),
    make("p", { class: "facts" },
      make("span", { class: `score v${article.verdict}` }, decimal(article.score)),
      verdictBadge(article.verdict),
      make("span", {}, plural(article.sentences, "sentence")),
      make("span", {}, plural(article.words, "word")),
      make("span", { title: "MQM penalty points per 1000 words" },
        `penalty ${decimal(article.penalty)}`),
      make("span", { title: "Language" }, article.lang)),
    problems.map(([, , check, message]) =>
      make("p", { class: "notice bad" }, make("b", {}, `${check} crashed: `), message)),
    cut > 0 && make("p", { class: "notice" },
      `The last ${plural(cut, "sentence")} of this article are only in the JSON-lines report.`),
    article.skipped.length > 0 && make("details", {},
      make("summary", {},
        `${plural(article.skipped.flatMap(([, checks]) => checks).length, "check")} did not look at it`),
      make("ul", {}, article.skipped.map(([why, checks]) =>
        make("li", {}, make("b", {}, why), `: ${checks.join(", ")}`)))),
    article.meta && make("details", {}, make("summary", {}, "What came with it"),
      make("pre", {}, article.meta)));
}

function drawReading() {
  const reading = byId("reading");
  const article = current();
  if (!article) {
    reading.replaceChildren(make("p", { class: "none" }, "There is no article to read."));
    return;
  }
  shown = sentences(article).filter((row) => showsSentence(article, row));
  readPage = Math.min(readPage, Math.max(0, Math.ceil(shown.length / SENTENCES_A_PAGE) - 1));
  const from = readPage * SENTENCES_A_PAGE;
  const pages = () => pager(readPage, SENTENCES_A_PAGE, shown.length, "sentences", (page) => {
    readPage = page;
    drawReading();
    reading.scrollIntoView({ block: "start" });
  });
  reading.replaceChildren(
    articleHead(article), pages(),
    make("ol", { class: "sentences", start: from + 1 },
      shown.slice(from, from + SENTENCES_A_PAGE).map((row) => drawSentence(article, row))),
    shown.length ? "" : make("p", { class: "none" }, isFiltering()
      ? "No sentence of this article matches." : "Nothing in this article is flagged."),
    pages());
}

/** Opens an article, and with `keep` leaves the view on the list where there is no room for both. */
function open(number, keep = false) {
  if (opened !== number) {
    opened = number;
    readPage = 0;
    stop = null;
    drawReading();
  }
  if (!keep) document.body.dataset.view = "article";
  showInList();
}

function mark(row, issue) {
  for (const node of byId("reading").querySelectorAll(".now")) node.classList.remove("now");
  const sentence = byId("s" + row.number);
  if (!sentence) return null;
  sentence.classList.add("now");
  if (!issue) return sentence;
  for (const piece of sentence.querySelectorAll("mark")) {
    if (piece.dataset.issues.split(" ").includes(String(issue.number))) piece.classList.add("now");
  }
  const note = byId(`i${row.number}-${issue.number}`);
  note.classList.add("now");
  return note;
}

/** Goes to a sentence of the open article, and to an issue in it. */
function visit(row, issue) {
  const at = shown.indexOf(row);
  if (at < 0) return;
  if (Math.floor(at / SENTENCES_A_PAGE) !== readPage) {
    readPage = Math.floor(at / SENTENCES_A_PAGE);
    drawReading();
  }
  stop = [row.number, issue ? issue.number : -1];
  const target = mark(row, issue);
  target.focus({ preventScroll: true });
  byId("s" + row.number).scrollIntoView({ block: "center" });
}

function announce(text) {
  byId("announce").textContent = text;
}

function nextIssue(step) {
  const article = current();
  if (!article) return;
  const all = stops(article);
  const at = stop === null ? -1 : all.findIndex(
    ([row, issue]) => row.number === stop[0] && (issue ? issue.number : -1) === stop[1]);
  let to = at + step;
  if (at < 0) {
    const after = all.findIndex(([row]) => stop !== null && row.number >= stop[0]);
    to = step > 0 ? Math.max(0, after) : stop === null ? -1 : after - 1;
  }
  if (to >= 0 && to < all.length) {
    document.body.dataset.view = "article";
    visit(...all[to]);
    announce(`Issue ${to + 1} of ${all.length}`);
  } else if (nextArticle(step)) {
    const there = stops(current());
    if (there.length) visit(...there[step > 0 ? 0 : there.length - 1]);
  } else {
    announce(step > 0 ? "That was the last issue" : "That was the first issue");
  }
}

/** Whether there was an article to go to. */
function nextArticle(step) {
  const at = listed.findIndex((a) => a.number === opened);
  const to = listed[at < 0 && step < 0 ? -1 : at + step];
  if (!to) return false;
  history.pushState(null, "", `#a${to.number}`);
  open(to.number);
  byId("reading").scrollIntoView({ block: "start" });
  announce(to.name);
  return true;
}

byId("reading").addEventListener("click", (event) => {
  const piece = event.target.closest("mark");
  const note = event.target.closest(".note");
  const sentence = event.target.closest(".sentence");
  if (!sentence || !(piece || note)) return;
  const row = sentences(current())[Number(sentence.id.slice(1))];
  const numbers = piece ? piece.dataset.issues.split(" ") : [note.dataset.issue];
  const issue = row.issues[Number(numbers[numbers.length - 1])];
  stop = [row.number, issue.number];
  mark(row, issue);
});
