// One sentence: its marked text and the notes on it.

/** Where a search finds its words in a text. */
function hits(text) {
  const found = [];
  const lower = text.toLowerCase();
  if (!wanted.query || lower.length !== text.length) return found;
  for (let at = lower.indexOf(wanted.query); at >= 0; at = lower.indexOf(wanted.query, at + 1)) {
    found.push([at, at + wanted.query.length]);
  }
  return found;
}

/** The text cut where any issue or hit begins or ends, each piece marked with what covers it. */
function markedText(row, issues) {
  const found = hits(row.text);
  const cuts = new Set([0, row.text.length]);
  for (const { start, end } of issues) cuts.add(start).add(end);
  for (const [start, end] of found) cuts.add(start).add(end);
  const at = [...cuts].sort((a, b) => a - b);
  const text = make("p", { class: "text", dir: "auto" });
  if (!row.text.trim()) {
    const worst = Math.max(-1, ...issues.map((issue) => issue.severity));
    const said = worst < 0 ? { class: "dim" } : { class: `s${worst} empty`,
      "data-issues": issues.map((issue) => issue.number).join(" ") };
    text.append(make(worst < 0 ? "span" : "mark", said, "(empty)"));
    return text;
  }
  for (let i = 0; i + 1 < at.length; i++) {
    const [from, to] = [at[i], at[i + 1]];
    const over = issues.filter((issue) => issue.start <= from && issue.end >= to);
    let node = text;
    if (over.length) {
      const worst = Math.max(...over.map((issue) => issue.severity));
      const starting = over.filter((issue) => issue.start === from);
      node = make("mark", {
        class: `s${worst}${over.length > 1 ? " over" : ""}`,
        "data-issues": over.map((issue) => issue.number).join(" "),
        "data-label": issues.length > 1 && starting.length
          ? starting.map((issue) => issue.number + 1).join(",") : null,
      });
      text.append(node);
    }
    if (found.some(([start, end]) => start <= from && end >= to)) {
      const hit = make("span", { class: "hit" });
      node.append(hit);
      node = hit;
    }
    addText(node, row.text.slice(from, to));
  }
  if (row.extra.cut) {
    text.append(make("span", { class: "dim" }, ` … ${count(row.extra.cut)} more characters`));
  }
  return text;
}

function relatedPlaces(article, issue) {
  if (!issue.places) return null;
  const links = issue.related.map(([name, sentence]) => {
    const number = numberOf.get(name);
    const label = name === article.name
      ? `sentence ${sentence + 1}` : `${splitName(name)[1]}, sentence ${sentence + 1}`;
    return number === undefined ? make("span", {}, label)
      : make("a", { href: `#a${number}s${sentence}` }, label);
  });
  const left = issue.places - issue.related.length;
  return make("p", { class: "see" }, "See ",
    links.flatMap((link, i) => (i ? ["; ", link] : [link])), left > 0 ? ` and ${count(left)} more` : "");
}

function drawNote(article, row, issue, several) {
  const flagged = row.text.slice(issue.start, issue.end);
  const short = flagged.length > 60 ? flagged.slice(0, 59) + "…" : flagged;
  return make("li", { class: `note s${issue.severity}`, id: `i${row.number}-${issue.number}`,
    tabindex: "-1", "data-issue": issue.number },
    make("p", { class: "label" },
      several && make("span", { class: "number" }, String(issue.number + 1)),
      severityBadge(issue.severity), make("span", { class: "check" }, index.checks[issue.check]),
      issue.known && make("span", { class: "tag", title: "The baseline has it" }, "known"),
      make("span", { class: "sure", title: "How sure the check is" },
        `${Math.round(issue.confidence * 100)}%`)),
    make("p", { class: "message", dir: "auto" }, issue.message),
    issue.suggestions.length > 0 && make("p", { class: "change" },
      make("bdi", { class: "was" }, short), " → ",
      issue.suggestions.flatMap((s, i) => [i ? " / " : "", make("bdi", { class: "better" }, s)])),
    relatedPlaces(article, issue));
}

function besides(label, text) {
  return text === undefined ? null
    : make("p", { class: "beside" }, make("span", { class: "tag" }, label), make("bdi", {}, text));
}

function drawSentence(article, row) {
  const issues = row.issues.filter(wantsIssue);
  const several = issues.length > 1;
  const { unit, source, reference, scores } = row.extra;
  const aside = isFiltering() && !wantsSentence(article, row);
  const measured = scores && Object.entries(scores).map(([k, v]) => `${k} ${v.toFixed(2)}`);
  const unexplained = row.verdict === 0 && !row.issues.length;
  return make("li", { class: `sentence v${row.verdict}${aside ? " aside" : ""}`, id: `s${row.number}`,
    tabindex: "-1" },
    make("div", { class: "gutter" },
      make("span", { class: "line", title: "Line" },
        make("span", { class: "hidden" }, "Line "), String(row.line)),
      make("span", { class: `score v${row.verdict}`, title: `Score: ${VERDICTS[row.verdict]}` },
        make("span", { class: "hidden" }, `${VERDICTS[row.verdict]}, score `), row.score.toFixed(0))),
    make("div", { class: "words", lang: article.lang === "und" ? null : article.lang },
      markedText(row, issues), besides("unit", unit), besides("source", source),
      besides("reference", reference)),
    (issues.length > 0 || measured || unexplained) && make("div", { class: "notes" },
      issues.length > 0 &&
        make("ul", {}, issues.map((issue) => drawNote(article, row, issue, several))),
      unexplained && make("p", { class: "whole" }, "Reads badly as a whole; no words stand out."),
      measured && make("p", { class: "measured" }, measured.join(" · "))));
}
