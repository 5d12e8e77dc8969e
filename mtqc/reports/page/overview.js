// The top of the page: the gate, problems, what was left out, the figures.

const SVG = "http://www.w3.org/2000/svg";
const FEW_CHECKS = 7;
let allChecks = false;

function shape(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function drawGate() {
  const { passed } = index.summary.gate;
  const mark = make("span", { "aria-hidden": "true" }, passed ? "✓ " : "✗ ");
  byId("gate").classList.add(passed ? "passed" : "failed");
  byId("gate").replaceChildren(mark, passed ? "Gate passed" : "Gate failed");
}

function drawNotices() {
  const { gate, problems, documents, segments } = index.summary;
  const notices = [];
  if (gate.reasons.length) {
    notices.push(make("section", { class: "notice bad", "aria-label": "Why the gate failed" },
      make("h2", {}, "The gate failed"),
      make("ul", {}, gate.reasons.map((reason) => make("li", {}, reason)))));
  }
  if (problems) {
    const left = problems - index.problems.length;
    notices.push(make("section", { class: "notice bad", "aria-label": "Problems" },
      make("h2", {}, plural(problems, "problem") + ": not everything was checked"),
      make("ul", { class: "problems" },
        index.problems.map(([name, kind, check, message]) => make("li", {},
          make("b", { class: "path" }, name === null ? "The whole run" : name), " ",
          make("span", { class: "kind" }, check ? `check ${check} crashed` : kind.replaceAll("-", " ")),
          make("span", { class: "why", dir: "auto" }, message))),
        left > 0 && make("li", {}, `… and ${count(left)} more, in the JSON-lines report`))));
  }
  const { baseline, suppressions } = index.summary;
  if (baseline) {
    notices.push(make("section", { class: "notice", "aria-label": "Baseline" },
      make("h2", {}, "Compared with a baseline"),
      make("p", {}, `${plural(baseline.known, "issue")} known, ${count(baseline.new)} new, `
        + `${count(baseline.gone)} no longer there. Only new ones count for the gate.`)));
  }
  if (suppressions) {
    const left = suppressions.unused - suppressions.unused_listed.length;
    notices.push(make("section", { class: "notice", "aria-label": "Suppressions" },
      make("h2", {}, plural(suppressions.issues, "suppressed issue")
        + (suppressions.unused ? `, ${plural(suppressions.unused, "unused suppression")}` : "")),
      suppressions.unused > 0 && make("ul", { class: "problems" },
        suppressions.unused_listed.map(({ document, line, suppression }) => make("li", {},
          make("b", { class: "path" }, document === null ? "configuration" : `${document}:${line}`), " ",
          make("span", { class: "why", dir: "auto" }, suppression))),
        left > 0 && make("li", {}, `… and ${count(left)} more`))));
  }
  if (index.embedded < segments) {
    const kept = articles.length < documents
      ? `the ${plural(articles.length, "worst article")} of ${count(documents)}`
      : `all ${plural(documents, "article")}, not all in full`;
    notices.push(make("section", { class: "notice", "aria-label": "What was left out" },
      make("h2", {}, "This page is a part of the run"),
      make("p", {}, `It holds ${kept}: ${count(index.embedded)} of ${plural(segments, "sentence")}. `
        + "The figures below are of the whole run; the JSON-lines report has every sentence.")));
  }
  byId("notices").replaceChildren(...notices);
}

const figure = (value, label, hint) =>
  make("div", { class: "figure", title: hint || null }, make("dt", {}, label), make("dd", {}, value));

function drawScorecard(card) {
  const wanted = card.threshold === null ? ""
    : `; at least ${card.threshold} wanted: ${card.passed ? "passed" : "failed"}`;
  const mark = card.threshold === null ? "" : card.passed ? " ✓" : " ✗";
  return figure(card.quality.toFixed(2) + mark, "MQM quality",
    `100 less the penalty total ${card.penalty_total} per word${wanted}`);
}

function drawFigures() {
  const s = index.summary;
  return make("div", { class: "card figures" },
    make("h2", {}, "Run"),
    make("dl", {},
      figure(decimal(s.score), "mean score", "0 is garbled, 100 is clean"),
      figure(decimal(s.serious_per_1000_words), "serious / 1000 words", "Major and critical issues"),
      figure(count(s.documents), s.documents === 1 ? "article" : "articles"),
      figure(count(s.segments), "sentences"),
      figure(count(s.words), "words"),
      figure(decimal(s.penalty), "penalty / 1000 words", "MQM penalty points"),
      s.scorecard && drawScorecard(s.scorecard)));
}

function drawScores() {
  const bars = index.summary.histogram;
  const top = Math.max(1, ...bars);
  const label = "Sentences by score, from 0 to 100: " +
    bars.map((n, i) => (n ? `${i * 5} to ${i * 5 + 5}: ${n}` : "")).filter(Boolean).join("; ");
  const svg = shape("svg", { viewBox: "0 0 400 84", role: "img", "aria-label": label,
    preserveAspectRatio: "none" });
  bars.forEach((n, i) => {
    const high = n ? Math.max(2, (n / top) * 80) : 0;
    const bar = shape("rect", { x: i * 20 + 2, y: 84 - high, width: 16, height: high, rx: 2 });
    const title = shape("title", {});
    title.textContent = `${i * 5} to ${i * 5 + 5}: ${plural(n, "sentence")}`;
    bar.append(title);
    svg.append(bar);
  });
  const total = Math.max(1, index.summary.segments);
  const parts = VERDICTS.map((verdict, v) => [v, index.summary.verdicts[verdict] || 0]);
  const strip = make("div", { class: "strip", "aria-hidden": "true" },
    parts.filter(([, n]) => n).map(([v, n]) => {
      const part = make("span", { class: `v${v}` });
      part.style.flexGrow = String(n);
      return part;
    }));
  const legend = make("ul", { class: "legend" }, parts.filter(([, n]) => n).map(([v, n]) =>
    make("li", {}, verdictBadge(v), ` ${count(n)} `,
      make("span", { class: "dim" }, `${Math.round((100 * n) / total)}%`))));
  return make("div", { class: "card scores" },
    make("h2", {}, "Sentences by score"),
    make("div", { class: "histogram" }, svg),
    make("div", { class: "axis", "aria-hidden": "true" },
      make("span", {}, "0 garbled"), make("span", {}, "50"), make("span", {}, "100 clean")),
    strip, legend);
}

function drawChecks() {
  const ranked = index.checks.map((name, number) => [number, name, index.summary.checks[name] || 0]);
  const top = Math.max(1, ...ranked.map((r) => r[2]));
  const shown = allChecks ? ranked : ranked.slice(0, FEW_CHECKS);
  const rows = shown.map(([number, name, n]) => {
    const bar = make("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * n) / top}%`;
    return make("li", {}, toggleButton(wanted.checks, number, "tally",
      bar, make("span", { class: "what" }, name), make("span", { class: "n" }, count(n))));
  });
  return make("div", { class: "card checks" },
    make("h2", {}, "Issues by check", make("span", { class: "hint" }, " select to filter")),
    rows.length ? make("ul", {}, rows) : make("p", { class: "dim" }, "No issues were found."),
    ranked.length > FEW_CHECKS && make("button", { type: "button", class: "link",
      "aria-expanded": String(allChecks),
      click: () => { allChecks = !allChecks; drawOverview(); } },
      allChecks ? "Fewer" : `All ${ranked.length} checks`));
}

function drawOverview() {
  byId("overview").replaceChildren(drawFigures(), drawScores(), drawChecks());
}
