"""Builds the annotated articles: annotated/src/*.txt with inline marks to annotated/*.json.

A source file is a header, an empty line, and the article with one sentence a line and an
empty line between paragraphs. An error stands where it occurs, with what is right:

    the last {{streams->clauses|wrong-sense|critical|note}} of the pact

Header lines: `id`, `language`, `topic`, `density`, and any number of

    name: KIND known=yes|no | right form, right form | wrong form, wrong form
    distinct: one person | another person
    keep: a right string that a careless check might flag

The first right form of a name is the canonical one. Every occurrence of a form in the
garbled text is a mention; where two forms overlap the longer one counts.

    python corpora/build.py            write the JSON files
    python corpora/build.py --check    fail if a committed file differs from its source
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "annotated"
MARK = re.compile(r"\{\{(.+?)->(.*?)\|([a-z-]+)\|([a-z]+)(?:\|([^{}|]+))?\}\}")
CATEGORIES = frozenset(
    {
        "wrong-sense",
        "name-variant",
        "grammar",
        "nonsense-compound",
        "syntax-break",
        "number-unit",
        "punctuation",
        "repetition",
        "pronoun",
        "spacing",
        "untranslated",
        "casing",
        "nonword",
        "mojibake",
        "inconsistent-fact",
        "register",
    }
)
SEVERITIES = frozenset({"minor", "major", "critical"})
DENSITIES = {"none": (0, 0), "light": (1, 5), "medium": (10, 24), "heavy": (25, 40)}
# What no clean text may hold: a leftover of the markup, or the error itself outside a mark.
UNCLEAN = re.compile(r"\{\{|\}\}|->| [.,;:!?](?!\w)| {2}|\t")


class SourceError(ValueError):
    """A source file that can't be built; the message names the file and the place."""


def build(source: str, name: str = "source") -> dict[str, Any]:
    """One annotated article from the text of its source file.

    Offsets are code points in `garbled`, end exclusive. Raises `SourceError` for a broken
    mark, an unknown category, a name or kept string that does not occur, a wrong mention
    outside every error, or a right one inside an error.
    """
    head, _, body = source.partition("\n\n")
    header = _header(head, name)
    garbled, clean, errors, sentences = _body(body, name)
    low, high = DENSITIES[header["density"]]
    if not low <= len(errors) <= high:
        raise SourceError(f"{name}: {len(errors)} errors are not {header['density']}")
    _same(garbled, clean, errors, name)
    return {
        "id": header["id"],
        "imagined_source_language": header["language"],
        "topic": header["topic"],
        "density": header["density"],
        "clean": clean,
        "garbled": garbled,
        "errors": errors,
        "names": _names(header["name"], garbled, errors, name),
        "distinct_names": [[part.strip() for part in d.split("|")] for d in header["distinct"]],
        "hard_negatives": _kept(header["keep"], garbled, errors, name),
        "sentences": sentences,
    }


def _header(head: str, name: str) -> dict[str, Any]:
    header: dict[str, Any] = {"name": [], "distinct": [], "keep": []}
    for line in head.splitlines():
        key, colon, value = line.partition(": ")
        if not colon:
            raise SourceError(f"{name}: not a header line: {line!r}")
        if isinstance(header.get(key), list):
            header[key].append(value)
        else:
            header[key] = value
    for key in ("id", "language", "topic", "density"):
        if key not in header:
            raise SourceError(f"{name}: the header has no {key!r}")
    return header


def _body(body: str, name: str) -> tuple[str, str, list[dict[str, Any]], list[list[int]]]:
    garbled = clean = ""
    errors: list[dict[str, Any]] = []
    sentences: list[list[int]] = []
    joint = ""
    for line in body.rstrip("\n").split("\n"):
        if not line:
            joint = "\n\n"
            continue
        if joint == " " and line.startswith("- "):
            joint = "\n"
        garbled, clean = garbled + joint, clean + joint
        start, at = len(garbled), 0
        for mark in MARK.finditer(line):
            text, correction, category, severity, note = mark.groups()
            if category not in CATEGORIES or severity not in SEVERITIES or text == correction:
                raise SourceError(f"{name}: broken mark {mark.group()!r}")
            garbled, clean = garbled + line[at : mark.start()], clean + line[at : mark.start()]
            error = {"start": len(garbled), "end": len(garbled) + len(text), "text": text}
            error |= {"severity": severity, "category": category, "correction": correction}
            errors.append(error | ({"note": note} if note else {}))
            garbled, clean, at = garbled + text, clean + correction, mark.end()
        garbled, clean = garbled + line[at:], clean + line[at:]
        sentences.append([start, len(garbled)])
        joint = " "
    if found := UNCLEAN.search(clean):
        raise SourceError(f"{name}: not clean: {clean[max(0, found.start() - 30) : found.end()]!r}")
    return garbled, clean, errors, sentences


def _same(garbled: str, clean: str, errors: list[dict[str, Any]], name: str) -> None:
    """Replacing every span by its correction must give exactly the clean text."""
    for error in reversed(errors):
        if garbled[error["start"] : error["end"]] != error["text"]:
            raise SourceError(f"{name}: wrong offsets for {error['text']!r}")
        garbled = garbled[: error["start"]] + error["correction"] + garbled[error["end"] :]
    if garbled != clean:
        raise SourceError(f"{name}: the corrections don't give the clean text")


def _inside(start: int, end: int, errors: list[dict[str, Any]]) -> bool:
    return any(e["start"] < end and e["end"] > start for e in errors)


def _names(
    lines: list[str], garbled: str, errors: list[dict[str, Any]], name: str
) -> list[dict[str, Any]]:
    names: list[dict[str, Any]] = []
    forms: list[tuple[str, int, bool]] = []
    for line in lines:
        traits, right, *wrong = (part.strip() for part in line.split("|"))
        kind, known = traits.split(" known=")
        rights = [form.strip() for form in right.split(",")]
        names.append({"canonical": rights[0], "kind": kind, "mentions": []})
        names[-1]["known_to_public"] = known == "yes"
        forms += [(form, len(names) - 1, True) for form in rights]
        forms += [(form.strip(), len(names) - 1, False) for w in wrong for form in w.split(",")]
    taken: list[tuple[int, int]] = []
    for form, which, correct in sorted(forms, key=lambda f: (-len(f[0]), f[0])):
        for hit in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", garbled):
            start, end = hit.span()
            if any(s < end and e > start for s, e in taken):
                continue
            if correct == _inside(start, end, errors):
                raise SourceError(f"{name}: {form!r} is {correct=} but the marks differ")
            taken.append((start, end))
            mention = {"start": start, "end": end, "text": form, "correct": correct}
            names[which]["mentions"].append(mention)
    found = {mention["text"] for entry in names for mention in entry["mentions"]}
    for form, _which, correct in forms:
        if not correct and form not in found:
            raise SourceError(f"{name}: the wrong form {form!r} does not occur")
    for entry in names:
        if not entry["mentions"]:
            raise SourceError(f"{name}: {entry['canonical']!r} does not occur")
        entry["mentions"].sort(key=lambda mention: mention["start"])
    return names


def _kept(keep: list[str], garbled: str, errors: list[dict[str, Any]], name: str) -> list[str]:
    for string in keep:
        hits = [hit.span() for hit in re.finditer(re.escape(string), garbled)]
        if not hits or any(_inside(start, end, errors) for start, end in hits):
            raise SourceError(f"{name}: the kept string {string!r} is absent or in an error")
    return keep


def render(article: dict[str, Any]) -> str:
    return json.dumps(article, ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    stale = []
    for path in sorted((HERE / "src").glob("*.txt")):
        article = build(path.read_text(encoding="utf-8"), path.name)
        if article["id"] != path.stem:
            raise SourceError(f"{path.name}: the id is {article['id']!r}")
        target, text = HERE / f"{path.stem}.json", render(article)
        if "--check" not in arguments:
            target.write_text(text, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            stale.append(target.name)
    for stale_name in stale:
        print(f"{stale_name} is not what its source makes; run python corpora/build.py")
    return 1 if stale else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SourceError as error:
        sys.exit(str(error))
