"""Where names stand in a sentence: capitalised words, joined by what may stand inside a name."""

from __future__ import annotations

import re

import msgspec

_LATIN = [chr(c) for c in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]
_UPPER = "".join(c for c in _LATIN if c.isupper())
_LETTER = r"[^\W\d_]"
_APOSTROPHE = "'’ʼ‘"

_TOKEN = re.compile(
    rf"(?<![\w@#./\\{_APOSTROPHE}])(?:[OoDdLlNM][{_APOSTROPHE}](?=[{_UPPER}]))?[{_UPPER}]{_LETTER}*"
    rf"(?:[{_APOSTROPHE}\-‐‑]{_LETTER}+)*(?![\w@])"
)
_POSSESSIVE = re.compile(rf"[{_APOSTROPHE}][sS]?$")
_ARTICLE_HYPHEN = re.compile(
    r"^(?:al|el|as|ash|ad|ar|an|at|az|ul|ud|ibn|abu|bin|ben|aal|ait)[-‐‑](?=\w\w)", re.IGNORECASE
)
_PARTICLES = frozenset(
    "al el as ash bin ibn bint abu abd ben de del della di da do dos das du des la le los las van "
    "von der den ter ten te zu zur zum af av ul ur ud uz uddin y e i und et vom dell ap".split()
)
_CONTRACTION = re.compile(rf"[{_APOSTROPHE}](?:m|ll|ve|d|re|t)$|^[Ii][{_APOSTROPHE}]")
_INNER_HYPHEN = re.compile(rf"[\-‐‑](?=[{_UPPER}])")
_STARTS = frozenset("\"“”„«»‘’'([{—–-•*:;.!?…|>")

TITLES = frozenset(
    """mr mrs ms miss mx dr prof sir dame lord lady baron baroness madam madame monsieur herr frau
    señor senor señora signor don dona sheikh shaikh sheik imam ayatollah mullah maulana rabbi pope
    father
    brother sister saint st king queen prince princess emperor empress sultan emir duke duchess
    count
    president vice premier prime minister chancellor secretary general governor mayor senator
    congressman congresswoman representative deputy ambassador envoy chairman chairwoman chair
    chief director manager coach captain colonel major lieutenant sergeant commander admiral marshal
    brigadier officer judge justice attorney prosecutor lawyer spokesman spokeswoman spokesperson
    professor doctor reverend bishop archbishop cardinal speaker commissioner inspector detective
    ceo cto cfo founder striker midfielder defender goalkeeper actor actress singer author leader
    adviser advisor aide head mp mep rep sen gov gen col capt lt sgt hon rev""".split()
)
CALENDAR = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday christmas easter ramadan eid""".split()
)


class Part(msgspec.Struct, frozen=True, gc=False):
    """One word of a name, without possessive and Arabic article; code points in the segment.

    `caps`: written in capitals only. `after_title`: a title or a role stands right before.
    `hyphened`: the word before is tied on by a hyphen, as in Trump-Putin.
    """

    text: str
    start: int
    end: int
    caps: bool = False
    after_title: bool = False
    hyphened: bool = False


class Mention(msgspec.Struct, frozen=True, gc=False):
    """Capitalised words that stand together. `first`: nothing but a quote or a bullet before it."""

    parts: tuple[Part, ...]
    first: bool


def _joins(gap: str) -> bool:
    if not gap or len(gap) > 16 or gap[-1] not in " \u00a0-‐‑" or gap[0] not in " \u00a0.":
        return False
    if gap.strip() == "":
        return len(gap) <= 2
    words = gap.replace("-", " ").replace("\u2010", " ").replace("\u2011", " ").split()
    return bool(words) and all(w in _PARTICLES for w in words)


def _is_start(text: str, start: int) -> bool:
    if start == 0:
        return True
    # White space of more than a few characters before a name is not worth a copy of the text.
    before = text[max(0, start - 8) : start].rstrip() or text[:start].rstrip()
    return not before or before[-1] in _STARTS


def _parts(token: str, start: int) -> tuple[Part, ...]:
    """The parts of a word that isn't letters alone: halves of "Szőke-Nagy" apart, "Heung-min"
    whole."""
    token = _POSSESSIVE.sub("", token)
    if _CONTRACTION.search(token):
        return ()
    token = token.replace("’", "'")
    article = _ARTICLE_HYPHEN.match(token)
    if article:
        start += article.end()
        token = token[article.end() :]
    found: list[Part] = []
    at = 0
    for hyphen in _INNER_HYPHEN.finditer(token):
        found.append(Part(token[at : hyphen.start()], start + at, start + hyphen.start()))
        at = hyphen.end()
    if len(token) > at:
        found.append(Part(token[at:], start + at, start + len(token)))
    return tuple(
        Part(p.text, p.start, p.end, len(p.text) > 1 and p.text.isupper(), False, i > 0)
        for i, p in enumerate(found)
    )


def mentions(text: str) -> list[Mention]:
    """The runs of capitalised words of one segment, titles cut off their front.

    "French President Emmanuel Macron's" gives French and then Emmanuel Macron, with
    `after_title` set; "Khalid al-Mansouri" gives Khalid and Mansouri; initials join but
    are no part. Ordinary words that a sentence begins with are still in: `forms` tells them.
    """
    found: list[Mention] = []
    run: list[Part] = []
    first = title = initial = False
    last_end = -1
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if last_end >= 0:
            gap = text[last_end:start]
            joined = gap == " " or _joins(gap) or ((initial or title) and gap in (". ", "."))
        else:
            joined = False
        if not joined:
            if run:
                found.append(Mention(tuple(run), first))
                run = []
            title = False
        last_end = end
        initial = end - start == 1
        if initial:
            continue
        token = match.group()
        lower = token.lower()
        if lower in TITLES or lower in CALENDAR:
            if run:
                found.append(Mention(tuple(run), first))
                run = []
            title = lower in TITLES
            continue
        if token.isalpha():
            part = Part(token, start, end, token.isupper(), title and not run)
            if not run:
                first = _is_start(text, start)
            run.append(part)
            title = False
            continue
        parts = _parts(token, start)
        if not parts:
            continue
        if not run:
            first = _is_start(text, start)
            if title:
                parts = (msgspec.structs.replace(parts[0], after_title=True), *parts[1:])
        run.extend(parts)
        title = False
        if parts[-1].end < end:
            found.append(Mention(tuple(run), first))
            run = []
            last_end = -1
    if run:
        found.append(Mention(tuple(run), first))
    return found
