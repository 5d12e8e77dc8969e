"""Where the sentences of a paragraph begin and end.

The boundaries of Unicode's text segmentation (UAX #29, by `unicode_segmentation_rs`) are
taken first; what they are known to get wrong is mended after, boundary by boundary:
abbreviations, initials, quoted questions, sentences that begin with a number, and full
stops without a space behind.
"""

from __future__ import annotations

import re
from functools import lru_cache

from unicode_segmentation_rs import unicode_sentences

_OPENERS = "\"'“‘„‚«‹([{「『（【-–—"
_ONLY_OPENERS = frozenset("“‘„‚«‹([{「『（【")
_CLOSERS = "\"'”’“‘»›)]}」』）】"

# Never the last word of a sentence: a name or an example follows.
_TITLES = frozenset(
    """
    mr mrs ms mx messrs dr drs prof profs gen lt col capt cmdr cpl sgt maj adm brig pvt sen sens
    rep reps gov govs pres rev hon fr st ste mt msgr insp supt det asst assoc amb atty adj
    hr fru herr sra srta mgr ing dipl phdr doc mme mlle
    """.split()
)
_TITLES_IN_LOWER_CASE = frozenset(
    """
    inkl evtl bspw aprox долл
    mr mrs ms dr prof vs v viz cf e.g i.e eg ie approx ca incl esp z.b d.h u.a т.е т.н им г ул
    """.split()
)
# A number belongs to them: "No. 5", "Jan. 5", "pp. 3".
_BEFORE_NUMBERS = frozenset(
    """
    no nos nr p pp vol vols fig figs art arts sec sect ch chap para par op cat ver eq eqs tab bd
    jan feb mar apr jun jul aug sep sept oct nov dec st rd ave c n № nº
    """.split()
)
# Inside a sentence or at its end: the next word decides. Capitalised in the text.
_EITHER = frozenset(
    """
    inc corp ltd llc plc co cos bros jr sr esq ph.d b.sc m.sc dept univ assn ave blvd rd st
    ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb
    nev okla ore pa penn tenn tex va vt wash wis wyo
    mon tue tues wed thu thur thurs fri sat
    jan feb mar apr jun jul aug sep sept oct nov dec
    """.split()
)
_EITHER_IN_LOWER_CASE = frozenset(
    "etc al est min max avg tel ext sq ft cu oz lb lbs hrs mins secs inc co usw bzw др пр".split()
)
_DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+")

_STARTERS = frozenset(
    """
    The A An This That These Those There Here He She It They We You I His Her Its Their Our My
    In On At By For From To With As After Before During Since Until While When Where Why What Who
    How If Although Though Because But And Or So Yet However Also Then Now Meanwhile Moreover
    Not No Yes All Both Some Many Most Several Each Every Another One Two Three Under Over About
    Is Was Are Were Did Does Do Has Have Had Will Would Can Could Should May Might Let Please
    According Despite Instead Nevertheless Today Yesterday Tomorrow
    Der Die Das Ein Eine Er Sie Es Wir Ich Im Am Aber Und Auch Nach Bei Mit
    Le Les Un Une Il Elle Ils Elles Nous Vous Je Ce Cette Ces Dans Mais Et Pour En
    El Los Las Una Ella Ellos Pero Y Por Para Este Esta Lo Gli Nel Ma O Os As Uma Ele Ela Mas E
    Он Она Они Мы Вы Это Этот Эта В На По Но И Не Как Если Когда
    """.split()
)
_CALENDAR = frozenset(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
    July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov
    Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun
    ET EST EDT CT CST CDT MT MST PT PST PDT GMT UTC BST CET CEST IST MSK AEST JST Eastern Central
    Pacific Januar Februar März Mai Juni Juli Oktober Dezember
    """.split()
)
_ORDINAL_LANGUAGES = frozenset("de da nb nn no is fi et hu pl cs sk sl hr sr bs lv tr".split())

# Boundaries that UAX #29 does not see: before a number, before "iPhone" or "al-Shabaab", after
# the ellipsis character, behind a footnote's number, before a sentence that wrongly begins in
# lower case (behind a word too long for an abbreviation), and where the space is missing.
_UNSEEN = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?:"
    r"\s*(?:\[\d{1,3}\]\s*)+(?=\S)"
    r"|\s+(?=[\"'“‘«(\[]*(?:\d|[a-z]{1,4}[A-Z]|al-[A-Z]))"
    r"|(?:(?<=[a-zß-ÿ]{4}[.?!])|(?<=[a-zß-ÿ]{4}[.?!][\"”’»)])|(?<=[^\W\d_]{6}[.?!]))\s+(?=[^\W\d_])"
    r"|(?<=…)\s+(?=[\"'“‘«(\[]*[^\W\d_])"
    r"|(?P<joined>(?<=[^\W\d_]{2}[.!?\"”’»)\]])(?=[\"“‘(]?[^\W\d_]+(?:['’,]|\s|$)))"
    r")"
)
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
_YEAR = re.compile(r"\((?:18|19|20)\d\d\b")
_NEXT_WORD = re.compile(r"[\"'“‘„«‹(\[{「『（【\-–—\s]*([^\W_]*)")
_SAYS = re.compile(
    r"(?:[A-Z][\w.’'-]*\s){1,4}?"
    r"(?:said|says|asked|asks|added|replied|wondered|wrote|cried|shouted|exclaimed|tweeted)\b"
)

# An address or a word of a language without spaces may be a token of any length.
_LONGEST_TOKEN = 40
_PLAIN, _TITLE, _NUMBER, _OTHER, _TIME, _INITIAL, _DIGITS, _ASKING = range(8)


@lru_cache(maxsize=16_384)
def _kind(token: str) -> int:
    """What the last word before a boundary, with its punctuation, says about the boundary."""
    closed = token.rstrip(_CLOSERS)
    if closed.endswith(("?", "!", "？", "！", "؟")):
        return _ASKING
    word = closed.lstrip(_OPENERS)
    if not word.endswith(".") or word.endswith("..") or len(closed) < len(token) - 1:
        return _PLAIN
    word = word[:-1]
    if word.isdigit():
        return _DIGITS
    capital = word[:1].isupper()
    if len(word) == 1 and word.isalpha():
        return _INITIAL if capital or word not in _BEFORE_NUMBERS else _NUMBER
    folded = word.lower()
    if folded in ("a.m", "p.m"):
        return _TIME
    if folded in _BEFORE_NUMBERS:
        return _NUMBER if not (capital and folded in _TITLES) else _TITLE
    if folded in (_TITLES if capital else _TITLES_IN_LOWER_CASE):
        return _TITLE
    if folded in (_EITHER if capital else _EITHER_IN_LOWER_CASE) or _DOTTED.fullmatch(word):
        return _OTHER
    return _PLAIN


def _ends(text: str, begin: int, end: int, after: int, lang: str | None) -> bool:
    """Whether the sentence that began at `begin` ends at `end`; the next begins at `after`."""
    nearest = max(begin, end - _LONGEST_TOKEN)
    token_at = max(text.rfind(" ", nearest, end) + 1, nearest)
    token = text[token_at:end]
    first = text[after]
    if first == "[" and _FOOTNOTE.match(text, after):
        return False
    kind = _kind(token)
    if kind == _PLAIN:
        return not (first in "とっ、" and token[-1] in "」』")
    if kind == _ASKING:
        if token[-1] in _CLOSERS:
            return not (first.islower() or _SAYS.match(text, after))
        if first == "(":
            return not _YEAR.match(text, after)
        # "Yahoo! is", but "Why? because"
        return not (first.islower() and token[-1] != "?" and not token[:1].islower())
    if kind == _TITLE:
        return False
    word = _next_word(text, after)
    if kind == _NUMBER:
        if word[:1].isdigit():
            return False
        return token.strip(_OPENERS).lower()[:-1] not in _EITHER or word in _STARTERS
    if kind == _DIGITS:
        if word in _CALENDAR or _counts(text[nearest:token_at].rstrip()):
            return False
        return not (lang in _ORDINAL_LANGUAGES and len(token) <= 3 and word not in _STARTERS)
    if kind == _TIME:
        return word not in _CALENDAR and not first.islower() and not first.isdigit()
    return word in _STARTERS or (kind == _OTHER and first in '"“„«')


def _counts(before: str) -> bool:
    """Whether a number behind `before` counts what follows: "1." at a sentence's beginning."""
    if not before or before[-1] in ":;":
        return True
    return before[-1] in ".!?" and _kind(before[before.rfind(" ") + 1 :]) in (_PLAIN, _ASKING)


def sentence_spans(text: str, lang: str | None = None) -> list[tuple[int, int]]:
    """The sentences of one paragraph, in order, as (start, end) code points, end exclusive.

    No span begins or ends with white space and none is empty; what lies between spans is
    white space only. Line breaks inside the paragraph count as spaces. `lang` is a BCP 47
    code; it decides only whether "5." is an ordinal number.
    """
    flat = text.replace("\n", " ").replace("\r", " ") if "\n" in text or "\r" in text else text
    starts: list[int] = []
    at = 0
    for piece in unicode_sentences(flat):
        # Pieces without a letter or digit are left out.
        at = flat.find(piece, at)
        starts.append(at)
        at += len(piece)
    unseen = [found.end() for found in _UNSEEN.finditer(flat) if _is_boundary(flat, found)]
    if unseen:
        starts = sorted({*starts, *unseen})
    spans: list[tuple[int, int]] = []
    length = len(flat)
    begin = length - len(flat.lstrip())
    for start in starts[1:]:
        while start > begin and flat[start - 1] in _ONLY_OPENERS:
            start -= 1
        end = start
        while end > begin and flat[end - 1].isspace():
            end -= 1
        if begin < end and start < length and _ends(flat, begin, end, start, lang):
            spans.append((begin, end))
            begin = start
            while flat[begin].isspace():
                begin += 1
    end = len(flat.rstrip())
    if end > begin:
        spans.append((begin, end))
    return spans


def _is_boundary(text: str, found: re.Match[str]) -> bool:
    """Whether a candidate of `_UNSEEN` stands between a word and what may begin a sentence."""
    at = found.end()
    if found["joined"] is not None:
        if text[at] in '“"‘(':
            at += 1
        before = text[found.start() - 2 : found.start()]
        return before.islower() and text[at].isupper() and not text[at + 1 : at + 2].isupper()
    if found.group().startswith("…"):
        return not _next_word(text, at)[:1].islower()
    return True


def _next_word(text: str, at: int) -> str:
    match = _NEXT_WORD.match(text, at)
    return match.group(1) if match else ""
