// What is asked for. An empty set asks for everything.

const wanted = {
  checks: new Set(),
  severities: new Set(),
  verdicts: new Set(),
  query: "",
  flagged: false,
};

const asksForIssues = () => wanted.checks.size > 0 || wanted.severities.size > 0;
const isFiltering = () => asksForIssues() || wanted.verdicts.size > 0 || wanted.query !== "";
const isFlagged = (row) => row.issues.length > 0 || row.verdict !== CLEAN;

function wantsIssue(issue) {
  return (
    (!wanted.checks.size || wanted.checks.has(issue.check)) &&
    (!wanted.severities.size || wanted.severities.has(issue.severity))
  );
}

const isNamed = (article) => article.name.toLowerCase().includes(wanted.query);

function wantsSentence(article, row) {
  if (wanted.verdicts.size && !wanted.verdicts.has(row.verdict)) return false;
  if (asksForIssues() && !row.issues.some(wantsIssue)) return false;
  return !wanted.query || isNamed(article) || haystack(row).includes(wanted.query);
}

/** Whether a sentence is on the page, given the checkbox. */
function showsSentence(article, row) {
  if (!wanted.flagged) return true;
  return isFiltering() ? wantsSentence(article, row) : isFlagged(row);
}

/** Decided from the counts alone where no text is searched, so that no article is parsed for it. */
function wantsArticle(article) {
  if (wanted.query) return sentences(article).some((row) => wantsSentence(article, row));
  if (asksForIssues()) {
    return article.counts.some(
      ([check, severity, verdict]) =>
        wantsIssue({ check, severity }) && (!wanted.verdicts.size || wanted.verdicts.has(verdict)),
    );
  }
  if (wanted.verdicts.size) return [...wanted.verdicts].some((v) => article.verdicts[v] > 0);
  return true;
}

/** The places that j and k visit in an article: [sentence, issue or null]. */
function stops(article) {
  const found = [];
  for (const row of sentences(article)) {
    if (isFiltering() ? !wantsSentence(article, row) : !isFlagged(row)) continue;
    const issues = row.issues.filter(wantsIssue);
    if (issues.length) for (const issue of issues) found.push([row, issue]);
    else found.push([row, null]);
  }
  return found;
}

function toggle(set, value) {
  if (!set.delete(value)) set.add(value);
  refilter();
}

function clearFilters() {
  wanted.checks.clear();
  wanted.severities.clear();
  wanted.verdicts.clear();
  wanted.query = "";
  byId("query").value = "";
  refilter();
}

/** A button that is pressed while its value is asked for. */
function toggleButton(set, value, className, ...children) {
  return make(
    "button",
    { type: "button", class: className, "aria-pressed": String(set.has(value)),
      click: () => toggle(set, value) },
    ...children,
  );
}

function drawToggles() {
  const total = index.summary;
  byId("severities").replaceChildren(
    ...[3, 2, 1, 0]
      .filter((rank) => total.severities[SEVERITIES[rank]])
      .map((rank) => toggleButton(wanted.severities, rank, "toggle", severityBadge(rank),
        make("span", { class: "n" }, count(total.severities[SEVERITIES[rank]])))),
  );
  byId("verdicts").replaceChildren(
    ...[0, 1, 2]
      .filter((v) => total.verdicts[VERDICTS[v]])
      .map((v) => toggleButton(wanted.verdicts, v, "toggle", verdictBadge(v),
        make("span", { class: "n" }, count(total.verdicts[VERDICTS[v]])))),
  );
  byId("clear").hidden = !isFiltering();
  byId("flagged").checked = wanted.flagged;
  byId("flagged-label").textContent =
    isFiltering() ? "Only matching sentences" : "Only flagged sentences";
}
