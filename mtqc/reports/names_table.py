"""The table of names with more than one spelling, in four formats, and the list that follows."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Iterable, Sequence

import msgspec

from mtqc.core.names import NameCluster, NameForm

Clusters = Sequence[NameCluster]

_STYLE = (
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;"
    "max-width:70rem;padding:0 1rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #8884}"
    "th{position:sticky;top:0;background:Canvas}small{opacity:.75}b{font-weight:600}"
    "@media(max-width:40rem){thead{display:none}tr{display:block;padding:.5rem 0}"
    "td{display:block;border:0;padding:.1rem 0}tr{border-bottom:1px solid #8884}}"
)


def as_jsonl(clusters: Clusters) -> str:
    return "".join(msgspec.json.encode(cluster).decode() + "\n" for cluster in clusters)


def as_csv(clusters: Clusters) -> str:
    """One row per spelling; `name` numbers the names."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["name", "form", "right", "count", "documents", "document", "segment", "confidence", "why"]
    )
    for number, cluster in enumerate(clusters, 1):
        for form in cluster.forms:
            row = [form.form, cluster.right or "", form.count, form.documents]
            row += [form.first.document, form.first.segment, cluster.confidence, cluster.why]
            writer.writerow([number, *map(_harmless, row)])
    return out.getvalue()


def _harmless(value: object) -> object:
    """A leading sign would make a spreadsheet run the cell as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value


def as_html(clusters: Clusters) -> str:
    """One self-contained page without scripts."""
    rows = "".join(_row(cluster) for cluster in clusters)
    none = "" if clusters else "<p>Every name is spelled one way.</p>"
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>Names</title><style>{_STYLE}</style><h1>Names with several spellings</h1>{none}"
        "<table><thead><tr><th>Likely right<th>Spellings<th>First seen<th>Sure<th>Why</thead>"
        f"<tbody>{rows}</table></html>\n"
    )


def _row(cluster: NameCluster) -> str:
    escape = html.escape
    right = f"<b>{escape(cluster.right)}</b>" if cluster.right else "<small>undecided</small>"
    forms = "<br>".join(
        f"{escape(f.form)} <small>{f.count} × in {f.documents}</small>" for f in cluster.forms
    )
    first = "<br>".join(f"<small>{escape(_place(f))}</small>" for f in cluster.forms)
    return (
        f"<tr><td>{right}<td>{forms}<td>{first}"
        f"<td>{cluster.confidence:.0%}<td>{escape(cluster.why)}"
    )


def _place(form: NameForm) -> str:
    return f"{form.first.document}, sentence {form.first.segment + 1}"


def as_text(clusters: Clusters, width: int | None = None) -> str:
    """A table for a terminal of `width` columns."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from mtqc.reports.visible import visible

    if not clusters:
        return "every name is spelled one way\n"
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("likely right", "spellings (times, in documents)", "first seen", "sure", "why"):
        table.add_column(column, overflow="fold")
    for cluster in clusters:
        forms = ", ".join(f"{f.form} ({f.count}, {f.documents})" for f in cluster.forms)
        table.add_row(
            Text(visible(cluster.right or "?")),
            Text(visible(forms)),
            Text(visible(_place(cluster.forms[0]))),
            f"{cluster.confidence:.0%}",
            Text(visible(cluster.why)),
        )
    console = Console(width=width, file=io.StringIO())
    with console.capture() as captured:
        console.print(table)
    return captured.get()


FORMATS: dict[str, Callable[[Clusters], str]] = {
    "text": as_text,
    "jsonl": as_jsonl,
    "csv": as_csv,
    "html": as_html,
}


def as_list(clusters: Iterable[NameCluster]) -> str:
    """What `--names` reads: a right form a line, its other spellings behind it as a comment.

    A name of which no form is likely right stands as a comment, for an editor to decide.
    """
    lines = ["# Names that are spelled right, one a line; used by --names."]
    for cluster in clusters:
        others = ", ".join(f.form for f in cluster.forms if f.form != cluster.right)
        line = f"{cluster.right}  # {others}" if cluster.right else f"# undecided: {others}"
        lines.append(" ".join(line.split()))
    return "\n".join(lines) + "\n"
