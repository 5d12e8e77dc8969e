"""Which script a language is written in."""

from __future__ import annotations

from mtqc.text.bilingual.locale import primary

_LANGUAGES = {
    "CYRILLIC": "ru uk be bg mk sr kk ky tg mn tt ba cv ce os sah tyv udm kv av ab uz az bs sh cnr",
    "GREEK": "el grc",
    "ARABIC": "ar fa ur ps ckb sd ug prs arz ary ks ku az pa ms kk uz ky bal ha",
    "HEBREW": "he iw yi",
    "DEVANAGARI": "hi mr ne sa mai bho kok doi brx raj awa ks sd",
    "BENGALI": "bn as mni",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "ORIYA": "or",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "THAI": "th",
    "LAO": "lo",
    "TIBETAN": "bo dz",
    "MYANMAR": "my shn",
    "KHMER": "km",
    "HANGUL": "ko",
    "CJK": "zh ja yue wuu lzh ko",
    "ETHIOPIC": "am ti gez",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka xmf",
    "THAANA": "dv",
    "TIFINAGH": "ber zgh tzm shi kab",
    "CHEROKEE": "chr",
    "OL": "sat",
    "MEETEI": "mni",
    "NKO": "nqo",
    "CANADIAN": "iu cr",
}
# Languages of the table that are written in Latin letters too.
_LATIN_TOO = frozenset(
    "sr bs sh cnr uz az kk tg mn tt ku ha ms bal ber zgh tzm shi kab sat iu cr mni ks ug ky".split()
)
_SCRIPTS: dict[str, frozenset[str]] = {}
for _script, _codes in _LANGUAGES.items():
    for _code in _codes.split():
        _SCRIPTS[_code] = _SCRIPTS.get(_code, frozenset()) | {_script}


def scripts_of(lang: str) -> frozenset[str]:
    """The scripts of a language, by the names of their letters; Latin for one not in the table."""
    code = primary(lang)
    scripts = _SCRIPTS.get(code, frozenset())
    return scripts | {"LATIN"} if not scripts or code in _LATIN_TOO else scripts


def expects_script(lang: str, script: str) -> bool:
    """Whether a text of the language may be in the script; True where either is unknown."""
    if not script or primary(lang) in ("und", "mul", "zxx"):
        return True
    return script in scripts_of(lang)
