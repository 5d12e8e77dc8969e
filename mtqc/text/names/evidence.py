"""Reasons why two spellings are one name, or two: grammar of names, company, knowledge."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from rapidfuzz.distance import OSA

from mtqc.text.names.forms import Form, together
from mtqc.text.names.similarity import similarity
from mtqc.text.names.sound import fold, skeletons

_PLAIN_ENDINGS = frozenset(
    """s es an ian ean ese ish ic ist ists ism ite ites er ers ia land stan istan ville town ton ns
    ans
    ians son sson sen field ford wood man mann sk sky ovich evich ovic ovsky ed ing ized nomics gate
    esque ly mania phobia dom hood""".split()
)
_SLAVIC_ADJECTIVE = frozenset("y i iy aya aia oye oe oi ij yi ie ii".split())
_VOWEL_ENDINGS = frozenset("an ian ese ic ish ist ists ism ite er ers ians ans".split())
_CASE_ENDINGS = frozenset(
    """om em ym im u a y i e ov ovi ą ę oy oi ei ej ego ogo emu omu ami ach yi iem ovy owi owa iego
    ssa lla sta lta lle na ar ie es us os as is nin un nun da de dan den ta te ten tan ya ye yi in ı
    ın nın o ju m lui ului kem ka ku kovi kiem ke cem ca cu""".split()
)
# Endings that no English reader would take for a part of the name.
_PLAIN_CASES = frozenset(
    "om em ym ovi owi ą ę oy ego emu omu ogo iem m lui ului kem kovi kiem cem".split()
)
# Souček has an e that Součkem has not.
_FLEETING = re.compile(r"[^aeiou]e[kc]$")
_FAMILY = tuple(
    (man, woman)
    for man, _, woman in (
        pair.partition(":")
        for pair in """ov:ova ev:eva in:ina yn:yna yov:yova off:ova ow:owa sky:skaya ski:ska
        skiy:skaya
        skii:skaya cki:cka dzki:dzka iy:aya yi:aya ay:aya oy:aya enko:enka ovich:ovna evich:evna
        ich:na os:ou is:i as:a es:e o:a as:aite as:iene is:yte is:iene us:iene us:ute son:dottir
        son:sdottir ssonar:sdottir :ova :ne""".split()
    )
)
# Hanyu Pinyin (ISO 7098): what may follow each initial. Beijeng is no Chinese name.
_FINALS = {
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un",
    "t": "a e ai ao ou an ang eng ong i ie iao ian ing u uo ui uan un",
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u ue uo uan v ve",
    "l": "a e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u ue uo uan un v ve",
    "g": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "k": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "h": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "j": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "q": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "x": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "zh": "a e ai ei ao ou an en ang eng ong i u ua uo uai ui uan un uang",
    "ch": "a e ai ao ou an en ang eng ong i u ua uo uai ui uan un uang",
    "sh": "a e ai ei ao ou an en ang eng i u ua uo uai ui uan un uang",
    "r": "e ao ou an en ang eng ong i u ua uo ui uan un",
    "z": "a e ai ei ao ou an en ang eng ong i u uo ui uan un",
    "c": "a e ai ao ou an en ang eng ong i u uo ui uan un",
    "s": "a e ai ao ou an en ang eng ong i u uo ui uan un",
    "y": "a ao e an ang i in ing ong ou u ue uan un",
    "w": "a o ai ei an en ang eng u",
    "": "a o e ai ei ao ou an en ang eng er",
}
_SYLLABLES = (f"{first}{last}" for first, finals in _FINALS.items() for last in finals.split())
_PINYIN = re.compile(f"(?:{'|'.join(sorted(_SYLLABLES, reverse=True))})+")
_CHINESE_LOOK = re.compile(r"x[iu]|q(?!u)|zh|ng(?:$|[bcdfhjklmnpqrstwxyz])")
_ROMAJI = re.compile(
    r"(?:(?:[kgsztdnhbpmyrwj]|sh|ch|ts|ky|gy|ny|hy|my|ry|f)?(?:aa|ii|uu|ei|ou|oo|[aeiou])n?(?:(?=[kstp])[kstp](?=[kstp]))?)+"
)


# Zipf frequency of a place that the whole world knows.
_FAMOUS = 3.5
# Letters that a given name must have for one of them to be known wrong.
_TELLING = 5
# So many mentions make a spelling the article's own.
_RECURRING = 3


class Verdict(msgspec.Struct, frozen=True):
    """Whether two forms are one name: `confidence` 0..1 (0: two names), and why, for an editor."""

    confidence: float
    why: str = ""


NO = Verdict(0.0)


def derived(short: str, long: str) -> bool:
    """Whether `long` is an English derivation of `short`: plural, people, adjective, follower."""
    if len(short) >= 3 and long.startswith(short):
        ending = long[len(short) :]
        if ending in _PLAIN_ENDINGS and not (ending == "s" and short[-1] in "sxz"):
            return True
        if short.endswith("sk") and ending in _SLAVIC_ADJECTIVE:
            return True
        if (ending == "n" and short[-1] == "a") or (ending == "i" and short[-1] not in "aeiouy"):
            return True
    return (
        len(short) >= 4
        and short[-1] in "aeiouy"
        and len(long) > len(short)
        and long.startswith(short[:-1])
        and long[len(short) - 1 :] in _VOWEL_ENDINGS
    )


def family(a: str, b: str) -> bool:
    """Whether the two differ as a man's and a woman's form of one family name do."""
    if a[:2] != b[:2]:
        return False
    for x, y in _FAMILY:
        for p, q in ((a, b), (b, a)):
            if p.endswith(x) and q.endswith(y):
                stem = p[: len(p) - len(x)]
                if len(stem) >= 2 and stem == q[: len(q) - len(y)]:
                    return True
    return False


def cased(base: str, other: str) -> bool:
    """Whether `other` is `base` with a case's ending, as Slavic, Baltic, Finnic names take it."""
    return _ending(base, other) in _CASE_ENDINGS


def _ending(base: str, other: str) -> str | None:
    """What `other` has in place of the last letters of `base`, None for two unlike words."""
    stems = [base]
    if base[-1:] in "aeiouy":
        stems.append(base[:-1])
    elif _FLEETING.search(base):
        stems.append(base[:-2])
    for stem in stems:
        ending = other.removeprefix(stem)
        if len(stem) >= 3 and base != other != ending and ending in _CASE_ENDINGS:
            return ending
    return None


def pinyin(a: str, b: str) -> bool:
    """Whether both are Chinese names in pinyin, where one letter makes another name."""
    return bool(
        _PINYIN.fullmatch(a)
        and _PINYIN.fullmatch(b)
        and (_CHINESE_LOOK.search(a) and _CHINESE_LOOK.search(b))
    )


def _scheme(word: str) -> str:
    plain = fold(word).replace("ks", "x").replace("kh", "h").replace("yo", "e").replace("io", "e")
    return plain.replace("y", "i").replace("j", "i").replace("ii", "i")


def same_but_for_scheme(a: str, b: str) -> bool:
    """Whether two spellings differ only as two schemes of romanisation do: Shoigu and Shoygu."""
    plain_a, plain_b = fold(a).replace("yo", "e"), fold(b).replace("yo", "e")
    return _scheme(a) == _scheme(b) and OSA.distance(plain_a, plain_b) <= 1


def _shared(a: dict[str, str], b: dict[str, str]) -> str | None:
    for word, spelled in a.items():
        if word in b:
            return spelled
    for spelled in a.values():
        for other in b.values():
            if similarity(spelled, other) >= 0.86:
                return spelled
    return None


def _named_in_full_together(a: Form, b: Form) -> bool:
    """Whether one sentence has both with a given or a family name: nobody is named so twice."""
    return not _full_in(a).isdisjoint(_full_in(b))


def _full_in(form: Form) -> set[int]:
    return {
        spot.segment
        for spot, tail, lead in zip(form.spots, form.tails, form.leads, strict=True)
        if tail or lead
    }


def _slip_of_given(a: Form, b: Form) -> bool:
    """Whether `a` stands where a given name does, as nobody is called, a letter from the common
    given name `b`: Pevel Yashin beside Pavel Kalmanovich."""
    x, y = a.known, b.known
    return (
        bool(a.after and b.after)
        and not (a.before or b.before or x.borne)
        and x.unknown
        and y.public
        and not y.place
        and len(x.plain) >= _TELLING
        and OSA.distance(x.plain, y.plain, score_cutoff=1) <= 1
    )


def _once_beside_place(a: Form, b: Form) -> bool:
    """Whether nobody bears the spelling `a`, which stands here once, beside a recurring place."""
    unheard = a.count == 1 and a.known.unknown and not a.known.borne
    return unheard and b.count >= _RECURRING and b.known.place and a.text[0] == b.text[0]


def _introduced(a: Form, b: Form) -> bool:
    """Whether `a` may be the only full mention of whom the article calls `b` from then on."""
    return (
        a.count == 1
        and bool(a.before)
        and any(known.unknown and not known.borne for known in (a.known, b.known))
        and not (b.before or b.after or b.known.place or b.known.common)
        and a.text[0] == b.text[0]
        and bool(b.spots)
        and a.spots[0].segment < b.spots[0].segment
    )


def _need(a: Form, b: Form, given: str | None, surname: str | None, rare: bool) -> float:
    """How alike two forms must sound to be one name, by all that is known of them but their sound.

    `rare`: the word beside both is no common name.
    """
    x, y = a.known, b.known
    short, long = sorted((x.plain, y.plain), key=len)
    company = given or surname
    if not x.doubtful and not y.doubtful:
        if company is None or together(a, b):
            return 2.0
        if rare:
            return 0.83 if x.public or y.public else 0.86
        return 0.93 if surname else 0.9
    need = 0.85
    if OSA.distance(short, long, score_cutoff=1) <= 1 and len(short) >= 6:
        need -= 0.07
    if x.public or y.public:
        need -= 0.03
    if company is not None:
        need -= 0.1
        if x.public or y.public:
            need -= 0.05
        elif a.before and b.before:
            need += 0.04
    else:
        if a.titled and b.titled:
            need -= 0.03
        slip = OSA.distance(short, long, score_cutoff=1) <= 1 and (x.public or y.public)
        slip = slip or any(w.place and w.frequency >= _FAMOUS for w in (x, y))
        if not slip and _ROMAJI.fullmatch(short) and _ROMAJI.fullmatch(long):
            need += 0.06
    if _once_beside_place(a, b) or _once_beside_place(b, a):
        need -= 0.04
    if _introduced(a, b) or _introduced(b, a):
        need -= 0.1
    if x.doubtful and y.doubtful:
        bones = set(skeletons(a.text)).intersection(skeletons(b.text))
        if any(len(x) >= 4 for x in bones):
            need -= 0.06
    if not (x.unknown or y.unknown):
        need += 0.03 if min(x.frequency, y.frequency) < 1.7 else 0.06
    if together(a, b):
        need += 0.06
    base, inflected = (a, b) if x.plain == short else (b, a)
    if cased(short, long) and inflected.known.unknown:
        if len(short) >= 4 and _ending(short, long) in _PLAIN_CASES:
            if base.known.frequency >= 2.0:
                return min(need, 0.6)
            if base.before and not inflected.before:
                return min(need, 0.55)
        need -= 0.08
    if len(short) <= 3:
        need += 0.12
    elif len(short) == 4:
        need += 0.06
    return need


def judge(a: Form, b: Form, rare: Callable[[str], bool] = lambda _: False) -> Verdict:
    """Whether two forms of one article are one name; `rare` tells uncommon names."""
    x, y = a.known, b.known
    if x.plain == y.plain:
        if (x.frequency and y.frequency) or a.text.lower() == b.text.lower():
            return NO
        return Verdict(0.9, "the same but for its accents")
    if x.plain in b.before or x.plain in b.after:
        return NO
    given = _shared(a.before, b.before)
    if a.before and b.before and given is None:
        return NO
    surname = _shared(a.after, b.after)
    if (given or surname) and _named_in_full_together(a, b):
        return NO
    slip = (
        (x.unknown and y.place)
        or (y.unknown and x.place)
        or _slip_of_given(a, b)
        or _slip_of_given(b, a)
    )
    if a.after and b.after and surname is None and not slip:
        return NO
    # Dearest last: most pairs are settled by their company.
    alike = similarity(a.text, b.text)
    if alike < 0.55:
        return NO
    company = given or surname
    short, long = sorted((x.plain, y.plain), key=len)
    if pinyin(short, long):
        return NO
    if given is None and not slip and family(short, long):
        return NO
    if derived(short, long) and (company is None or not (x.unknown or y.unknown)):
        return NO
    need = _need(a, b, given, surname, company is not None and rare(company))
    if alike < need:
        return NO
    why = "sounds alike"
    if given is not None:
        why = f'same given name "{given}"'
    elif surname is not None:
        why = f'same family name "{surname}"'
    elif a.titled and b.titled:
        why = "sounds alike and has a title as well"
    return Verdict(min(0.99, 0.7 + (alike - need) * 1.5), why)
