"""Renders the annotated articles as the files of articles/, each in the format of `LAYOUT`.

    python corpora/make_formats.py            write the files
    python corpora/make_formats.py --check    fail if a committed file has another content

Text formats come out byte for byte the same. The compressed ones (.gz, .docx) depend on the
versions of zlib and python-docx, so there the text inside is what counts.
"""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ARTICLES = HERE / "articles"
SITE = "https://ledger.example"
EPOCH = (1980, 1, 1, 0, 0, 0)

Article = dict[str, Any]

LAYOUT: dict[str, tuple[str, ...]] = {
    "25-salt-marsh-inquiry.txt": ("25-salt-marsh-inquiry",),
    "26-morning-briefs.md": ("26-morning-briefs",),
    "27-herring-boat.html": ("27-herring-boat",),
    "31-city-marathon.txt.gz": ("31-city-marathon",),
    "33-grid-accord.html": ("33-grid-accord",),
    "34-delta-flood.txt": ("34-delta-flood",),
    "36-doctor-shortage.md": ("36-doctor-shortage",),
    "39-handball-final.tsv": ("39-handball-final",),
    "40-ice-road.docx": ("40-ice-road",),
    "41-dengue-vaccine.txt": ("41-dengue-vaccine",),
    "digest.json": ("32-oasis-inscription", "38-bridge-closure"),
    "feed.csv": ("30-rate-decision", "37-coffee-auction"),
    "wire.jsonl": ("28-grid-mediator", "29-glass-interview", "35-temple-tank"),
}


def paragraphs(article: Article) -> list[str]:
    """Headline first; a list is one paragraph whose lines begin with "- "."""
    text: str = article["garbled"]
    return text.split("\n\n")


def _plain(articles: Sequence[Article]) -> bytes:
    return ("\n\n".join(paragraphs(articles[0])) + "\n").encode()


def _gzipped(articles: Sequence[Article]) -> bytes:
    return gzip.compress(_plain(articles), mtime=0)


def _markdown(articles: Sequence[Article]) -> bytes:
    title, *rest = paragraphs(articles[0])
    link = f"[Read this article on the web]({SITE}/{articles[0]['id']})"
    return ("\n\n".join([f"# {title}", *rest, link]) + "\n").encode()


def _html(articles: Sequence[Article]) -> bytes:
    article = articles[0]
    title, *rest = paragraphs(article)
    values = {
        "@TITLE@": html.escape(title),
        "@JSON_TITLE@": json.dumps(title, ensure_ascii=False),
        "@SECTION@": article["topic"],
        "@ID@": article["id"],
        "@PARAGRAPHS@": "\n".join(f"  <p>{html.escape(text, quote=False)}</p>" for text in rest),
    }
    page = (HERE / "templates" / "page.html").read_text(encoding="utf-8")
    for key, value in values.items():
        page = page.replace(key, value)
    return page.encode()


def _record(article: Article) -> dict[str, str]:
    return {
        "id": article["id"],
        "url": f"{SITE}/{article['topic']}/{article['id']}",
        "section": article["topic"],
        "text": article["garbled"],
    }


def _json(articles: Sequence[Article]) -> bytes:
    records = [_record(article) for article in articles]
    return (json.dumps(records, ensure_ascii=False, indent=1) + "\n").encode()


def _jsonlines(articles: Sequence[Article]) -> bytes:
    lines = [json.dumps(_record(article), ensure_ascii=False) + "\n" for article in articles]
    return "".join(lines).encode()


def _csv(articles: Sequence[Article]) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("id", "url", "text"))
    for article in articles:
        record = _record(article)
        rows.writerow((record["id"], record["url"], record["text"]))
    return out.getvalue().encode()


def _tsv(articles: Sequence[Article]) -> bytes:
    article = articles[0]
    rows = ["id\ttarget"]
    for number, (start, end) in enumerate(article["sentences"], start=1):
        rows.append(f"s{number}\t{article['garbled'][start:end]}")
    return ("\n".join(rows) + "\n").encode()


def _docx(articles: Sequence[Article]) -> bytes:
    import docx

    title, *rest = paragraphs(articles[0])
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_heading(title, level=1)
    for text in rest:
        document.add_paragraph(text)
    loose, fixed = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(fixed, "w") as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, date_time=EPOCH)
            new.writestr(info, old.read(entry), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


WRITERS: dict[str, Callable[[Sequence[Article]], bytes]] = {
    ".txt": _plain,
    ".gz": _gzipped,
    ".md": _markdown,
    ".html": _html,
    ".json": _json,
    ".jsonl": _jsonlines,
    ".csv": _csv,
    ".tsv": _tsv,
    ".docx": _docx,
}


def made(name: str) -> bytes:
    """The bytes of one file of `LAYOUT`, from the annotated articles as committed."""
    texts = [(HERE / "annotated" / f"{which}.json").read_text("utf-8") for which in LAYOUT[name]]
    return WRITERS[Path(name).suffix]([json.loads(text) for text in texts])


def content(name: str, data: bytes) -> bytes:
    """What must be the same in the committed file: all of it, or the text in a packed one."""
    if name.endswith(".gz"):
        return gzip.decompress(data)
    if name.endswith(".docx"):
        import docx

        return "\n\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs).encode()
    return data


def main(arguments: list[str]) -> int:
    ARTICLES.mkdir(exist_ok=True)
    stale = []
    for name in LAYOUT:
        path, data = ARTICLES / name, made(name)
        same = path.exists() and content(name, path.read_bytes()) == content(name, data)
        if "--check" in arguments:
            stale += [] if same else [name]
        elif not same:
            path.write_bytes(data)
    for name in stale:
        print(f"{name} is not what its articles make; run python corpora/make_formats.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
