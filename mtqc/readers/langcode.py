"""Language codes as files write them."""

from __future__ import annotations

import re

_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}


def bcp47(code: str | None) -> str | None:
    """`code` ("pt_BR", "sr@latin", "de_AT.UTF-8") as BCP 47, None where it is no language code."""
    if not code:
        return None
    name, _, modifier = code.strip().partition("@")
    name = name.partition(".")[0].replace("_", "-")
    if not _CODE.fullmatch(name) or name.lower() in ("und", "mul", "zxx"):
        return None
    language, *rest = name.split("-")
    script = _SCRIPTS.get(modifier.lower())
    parts = [language.lower(), *([script] if script else [])]
    for part in rest:
        if len(part) == 2 and part.isalpha():
            parts.append(part.upper())
        elif len(part) == 4 and part.isalpha():
            parts.append(part.title())
        else:
            parts.append(part.lower())
    return "-".join(parts)


_IN_PATH = (
    re.compile(r"(?:^|/)values-(?:b\+)?([a-z]{2,3}(?:-r[A-Z]{2}|(?:\+\w+)+)?)(?:-\w+)*/[^/]+$"),
    re.compile(r"(?:^|/)([A-Za-z]{2,3}(?:[-_]\w{2,8}){0,2})\.lproj/[^/]+$"),
    re.compile(
        r"(?:^|/)(?:locales?|i18n|l10n|langs?|languages|translations|messages)"
        r"/([a-z]{2,3}(?:[-_]\w{2,4}){0,2})(?:/LC_MESSAGES)?/[^/]+$"
    ),
    re.compile(r"(?:^|/)([a-z]{2,3}(?:[-_](?:[A-Z][a-z]{3}|[A-Z]{2})){0,2})\.\w+$"),
    re.compile(r"_([a-z]{2,3}(?:_(?:[A-Z][a-z]{3}|[A-Z]{2})){0,2})\.\w+$"),
)


def of_path(path: str) -> str | None:
    """The language that a catalogue's place names: values-pt-rBR/, de.lproj/, fr/, messages_de.x.

    None where no part of the path says it, or only a word that is English too (`log_in`).
    """
    path = re.sub(r"\.(?:gz|zst|zstd|gzip)$", "", path)
    for pattern in _IN_PATH:
        found = pattern.search(path)
        if found:
            code = re.sub(r"-r(?=[A-Z]{2}$)", "-", found.group(1)).replace("+", "-")
            if re.split(r"[-_]", code)[0].lower() in _LANGUAGES and code not in _WORDS:
                return bcp47(code)
    return None


_WORDS = frozenset({"am", "an", "as", "id", "in", "is", "my", "or", "so", "to"})

# ISO 639-1, and the three-letter codes that catalogues of software use.
_LANGUAGES = frozenset(
    """aa ab af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cv cy da de
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia
    id ie ig ii ik in io is it iu iw ja ji jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg
    li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os
    pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg
    th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    ast brx ckb csb dsb fil fur gsw haw hsb kab kok mai mni nds sah sat szl tlh tzm yue
    zgh""".split()
)
