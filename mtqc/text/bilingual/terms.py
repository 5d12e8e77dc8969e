"""Glossaries: reading them, and finding their terms in a text whatever their inflection."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from mtqc.core.errors import UsageError
from mtqc.text.bilingual.locale import folded, is_written_together, primary

Status = Literal["preferred", "forbidden", "keep"]

_STATUSES: dict[str, Status] = {
    "": "preferred", "preferred": "preferred", "approved": "preferred", "admitted": "preferred",
    "standard": "preferred", "recommended": "preferred", "preferredterm-admn-sts": "preferred",
    "admittedterm-admn-sts": "preferred", "translate": "preferred",
    "forbidden": "forbidden", "deprecated": "forbidden", "superseded": "forbidden",
    "rejected": "forbidden", "do not use": "forbidden", "not recommended": "forbidden",
    "deprecatedterm-admn-sts": "forbidden", "supersededterm-admn-sts": "forbidden",
    "keep": "keep", "do not translate": "keep", "dnt": "keep", "untranslatable": "keep",
    "non-translatable": "keep",
}  # fmt: skip
_HEADERS = {
    "source": "source", "source term": "source", "src": "source", "term": "source",
    "target": "target", "target term": "target", "translation": "target", "tgt": "target",
    "status": "status", "usage": "status",
    "lang": "lang", "language": "lang", "target language": "lang", "target_lang": "lang",
}  # fmt: skip
_LANG_CODE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_LARGEST = 50_000_000
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0900-\u0dff])*")
_STEMMED = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish",
    "nl": "dutch", "en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish",
    "fr": "french", "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_SHORT = 4
_WINDOW = 3


class Term(msgspec.Struct, frozen=True):
    """A term of the source language, what stands for it, and whether that is wanted.

    A kept term has no translation; a forbidden target may stand for no source in particular
    (""). Without codes the term holds for all languages.
    """

    source: str
    target: str = ""
    status: Status = "preferred"
    source_lang: str | None = None
    lang: str | None = None

    def __post_init__(self) -> None:
        if self.status != "forbidden" and not self.source.strip():
            raise ValueError("a term wants a source")
        if self.status != "keep" and not self.target.strip():
            raise ValueError(f"{self.source!r} wants a target term, or the status keep")

    def holds(self, source_lang: str, lang: str) -> bool:
        """Whether the term is of this pair of languages."""
        return _fits(self.source_lang, source_lang) and _fits(self.lang, lang)


def terms_signature(terms: Iterable[Term]) -> str:
    """Twelve digits that stand for a glossary in the run's signature."""
    text = "\x1e".join(repr(term) for term in terms)
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _fits(wanted: str | None, lang: str) -> bool:
    return wanted is None or primary(wanted) == primary(lang) or lang == "und"


def read(path: Path) -> tuple[Term, ...]:
    """The terms of a glossary file: TSV, CSV (comma or semicolon) or TBX, told by the suffix.

    Raises `UsageError`, with the line, where the file is no glossary.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"glossary: can't read {path}: {error.strerror}") from None
    if len(data) > _LARGEST:
        raise UsageError(f"glossary: {path} is larger than {_LARGEST // 10**6} MB")
    if path.suffix.lower() in (".tbx", ".xml"):
        return tuple(_from_tbx(data, path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"glossary: {path} is not UTF-8") from None
    return tuple(_from_table(text, path))


def _from_table(text: str, path: Path) -> Iterator[Term]:
    first = text.partition("\n")[0]
    marks = "\t" if path.suffix.lower() in (".tsv", ".tab") or "\t" in first else ",;"
    mark = max(marks, key=first.count)
    columns = {"source": 0, "target": 1, "status": 2}
    langs: dict[str, str | None] = {"source_lang": None, "lang": None}
    begun = False
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if not begun:
                begun = True
                found = _header(cells)
                if found is not None:
                    columns, langs = found
                    continue
            values = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
            status = _STATUSES.get(values.get("status", "").lower())
            where = f"glossary: {path}, line {rows.line_num}"
            if status is None:
                known = "preferred, forbidden or keep"
                raise UsageError(f"{where}: the status is {known}, not {values['status']!r}")
            try:
                lang = values.get("lang") or langs["lang"]
                yield Term(values["source"], values["target"], status, langs["source_lang"], lang)
            except ValueError as error:
                raise UsageError(f"{where}: {error}") from None
    except csv.Error as error:
        raise UsageError(f"glossary: {path}: {error}") from None


def _header(cells: list[str]) -> tuple[dict[str, int], dict[str, str | None]] | None:
    names = {_HEADERS[c.lower()]: at for at, c in enumerate(cells) if c.lower() in _HEADERS}
    if {"source", "target"} <= names.keys():
        return names, {"source_lang": None, "lang": None}
    codes = [c for c in cells[:2] if _LANG_CODE.fullmatch(c) and len(primary(c)) == 2]
    third = cells[2].lower() if len(cells) > 2 else "status"
    if len(codes) == 2 and _HEADERS.get(third) == "status":
        columns = {"source": 0, "target": 1, "status": 2}
        return columns, {"source_lang": codes[0], "lang": codes[1]}
    return None


def _from_tbx(data: bytes, path: Path) -> Iterator[Term]:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"glossary: {path} is no TBX: {error.msg}") from None
    seen = False
    for entry in _below(root, "termEntry", "conceptEntry"):
        seen = True
        sections = [
            (section.get("{http://www.w3.org/XML/1998/namespace}lang", ""), list(_terms(section)))
            for section in _below(entry, "langSet", "langSec")
        ]
        for source_lang, sources in sections:
            for lang, targets in sections:
                if lang == source_lang:
                    continue
                for source, source_status in sources:
                    if source_status == "forbidden":
                        continue
                    for target, status in targets:
                        yield Term(source, target, status, source_lang, lang)
    if not seen:
        raise UsageError(f"glossary: {path} has no entries of TBX")


def _terms(section: Any) -> Iterator[tuple[str, Status]]:
    for group in _below(section, "tig", "ntig", "termSec"):
        term = next(_below(group, "term"), None)
        text = "".join(term.itertext()).strip() if term is not None else ""
        notes = [
            (note.text or "").strip().lower()
            for note in _below(group, "termNote")
            if note.get("type") in ("administrativeStatus", "normativeAuthorization")
        ]
        if text:
            yield text, _STATUSES.get(notes[0] if notes else "", "preferred")


def _below(element: Any, *names: str) -> Iterator[Any]:
    return (e for e in element.iter() if isinstance(e.tag, str) and _local(e.tag) in names)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


@lru_cache(maxsize=16)
def _stemmer(lang: str) -> Any:
    import snowballstemmer

    name = _STEMMED.get(lang)
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


@lru_cache(maxsize=65_536)
def stem(word: str, lang: str) -> str:
    """The stem of a word: case-folded, its ending taken off where the language has a stemmer."""
    key = folded(word)
    stemmer = _stemmer(primary(lang))
    return stemmer.stemWord(key) if stemmer is not None else key


@lru_cache(maxsize=65_536)
def _plain(word: str) -> str:
    """Without the marks that vowels change in inflection (Haus, Häuser)."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@lru_cache(maxsize=16_384)
def _is_form_of(word: str, term: str, lang: str) -> bool:
    """Whether a word of the text can be a form of a word of a term, or a compound with it."""
    if stem(word, lang) == stem(term, lang):
        return True
    base, other = _plain(stem(term, lang)), _plain(folded(word))
    if len(base) >= _SHORT and base in other:
        return True
    key = _plain(folded(term))
    same = 0
    while same < min(len(key), len(other)) and key[same] == other[same]:
        same += 1
    return len(key) > _SHORT and same >= 0.7 * len(key)


def tokens(text: str) -> list[tuple[str, int, int]]:
    """The words of a text with start and end; signs such as the + of C++ belong to none."""
    return [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def is_there(term: str, text: str, lang: str) -> bool:
    """Whether a term stands in a text in some form; generous, for terms that should stand there."""
    if folded(term) in folded(text):
        return True
    if is_written_together(lang):
        return re.sub(r"\s", "", folded(term)) in re.sub(r"\s", "", folded(text))
    wanted = [word for word, *_ in tokens(term)]
    there = [word for word, *_ in tokens(text)]
    if not wanted:
        return False
    places = [
        [at for at, word in enumerate(there) if _is_form_of(word, term_word, lang)]
        for term_word in wanted
    ]
    # Near one another in any order: inflected languages move and part the words of a term.
    return all(places) and any(
        all(any(abs(at - first) <= len(wanted) + _WINDOW for at in row) for row in places)
        for first in places[0]
    )


class Index:
    """Terms by their first word, so that a text is looked up word by word."""

    def __init__(self, terms: Iterable[tuple[str, Term]], lang: str) -> None:
        """`terms`: what to look for, and the entry that it comes from."""
        self._lang = lang
        self._together = is_written_together(lang)
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, Term]]] = {}
        for text, term in terms:
            if self._together:
                stems: tuple[str, ...] = ()
                first = folded(text)[:1]
            else:
                stems = tuple(stem(word, lang) for word, *_ in tokens(text))
                first = stems[0] if stems else ""
            if first:
                self._by_first.setdefault(first, []).append((stems, text, term))

    def find(self, text: str) -> list[tuple[int, int, Term]]:
        """The terms in a text, each with start and end; none lies inside a longer one."""
        found = list(self._all(text))
        return [
            (start, end, term)
            for start, end, term in found
            if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in found)
        ]

    def _entries(self, first: str) -> list[tuple[tuple[str, ...], str, Term]]:
        found = self._by_first.get(first)
        if found is None and first.endswith("s"):
            # Loanwords have this plural in many languages whose stemmers don't take it off.
            found = [entry for entry in self._by_first.get(first[:-1], ()) if len(entry[0]) == 1]
        return found or []

    def _all(self, text: str) -> Iterator[tuple[int, int, Term]]:
        if self._together:
            for at, letter in enumerate(text):
                for _, wanted, term in self._by_first.get(folded(letter), ()):
                    if folded(text[at : at + len(wanted)]) == folded(wanted):
                        yield at, at + len(wanted), term
            return
        words = tokens(text)
        stems = [stem(word, self._lang) for word, *_ in words]
        for at, first in enumerate(stems):
            for wanted_stems, wanted, term in self._entries(first):
                count = len(wanted_stems)
                if count > 1 and tuple(stems[at : at + count]) != wanted_stems:
                    continue
                start, end = words[at][1], words[at + count - 1][2]
                end += len(_tail(wanted))
                if _agrees(wanted, text[start:end]):
                    yield start, end, term


def _tail(term: str) -> str:
    return term[len(term.rstrip("+#")) :]


def _agrees(wanted: str, found: str) -> bool:
    """Whether capitals and signs agree where they make the term: IT is not "it", C++ not C."""
    if wanted[1:] != wanted[1:].lower() and wanted not in found:
        return False
    return found.endswith(_tail(wanted))
