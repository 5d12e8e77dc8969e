"""The spellings of an article brought together: which are one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract_iter

from mtqc.text.names.evidence import Verdict, judge
from mtqc.text.names.forms import Article, Form
from mtqc.text.names.gazetteer import bare_skeleton
from mtqc.text.names.sound import general, skeletons

# An article with more unknown spellings than this is a list or an attack: the first are judged.
MAX_SUSPECTS = 150
MAX_PARTNERS = 600
MAX_PAIRS = 8_000
# The share of letters or sounds in place below which two spellings are not looked at more closely.
# Of 262 pairs in 4,700 articles that are one name, the least alike had 0.5; of those that are
# not, one in twenty has as many.
_NEAR = 0.45


class Cluster(msgspec.Struct):
    """Forms of one name in order of appearance.

    `why` is from the strongest link, `confidence` from the weakest.
    """

    forms: list[Form]
    confidence: float
    why: str


def _is_name(form: Form) -> bool:
    """Whether a capital here means a name: seen inside a sentence, or no ordinary word."""
    if len(form.text) < 3:
        return False
    if form.known.common:
        return bool(form.inside and (form.before or form.after or form.titled))
    return True


def _akin(first: str, second: str) -> bool:
    """Whether two spellings have nearly the same consonants, as one of them may be read."""
    x, y = bare_skeleton(general(first)), bare_skeleton(general(second))
    # With few consonants, one more or less is half of the name.
    several = len(x) + len(y) >= 5
    if x == y or (several and Levenshtein.distance(x, y, score_cutoff=1) <= 1):
        return True
    a, b = skeletons(first), skeletons(second)
    if any(p in b for p in a):
        return True
    return several and any(
        Levenshtein.distance(p, q, score_cutoff=1) <= 1
        for p, q in (*((p, y) for p in a), *((x, q) for q in b))
    )


def clusters(
    article: Article,
    rare: Callable[[str], bool],
    public: Sequence[Form] = (),
    given: Sequence[tuple[str, str, Verdict]] = (),
) -> list[Cluster]:
    """Names of the article with more than one spelling, in order of appearance.

    `public` are forms that the article should have, `given` links from its forms to them.
    """
    forms = [f for f in article.forms.values() if _is_name(f)]
    at = {f.text: i for i, f in enumerate(forms)}
    for form in public:
        at.setdefault(form.text, len(forms))
        forms.append(form)
    suspects = [i for i, f in enumerate(forms) if f.known.doubtful and f.spots][:MAX_SUSPECTS]
    links = list(_unknown(forms, suspects, rare))
    links.extend((at[a], at[b], v) for a, b, v in given if a in at and b in at)
    links.extend(_in_company(forms, set(suspects), rare))
    return _join(forms, links)


def _unknown(
    forms: list[Form], suspects: list[int], rare: Callable[[str], bool]
) -> Iterator[tuple[int, int, Verdict]]:
    """Links of unknown forms with any other that has nearly the same consonants."""
    if not suspects:
        return
    partners = forms[:MAX_PARTNERS]
    sounds = [general(f.text) for f in partners]
    spelled = [f.known.plain for f in partners]
    done: set[int] = set()
    judged = 0
    for i in suspects:
        done.add(i)
        if i >= len(partners):
            break
        near = {
            j
            for texts in (sounds, spelled)
            for _, _, j in extract_iter(
                texts[i], texts, scorer=Levenshtein.normalized_similarity, score_cutoff=_NEAR
            )
        }
        for j in sorted(near - done):
            if spelled[i] == spelled[j] or _akin(forms[i].text, forms[j].text):
                judged += 1
                if judged > MAX_PAIRS:
                    return
                verdict = judge(forms[i], forms[j], rare)
                if verdict.confidence:
                    yield i, j, verdict


def _in_company(
    forms: list[Form], suspects: set[int], rare: Callable[[str], bool]
) -> list[tuple[int, int, Verdict]]:
    """Links between known forms that stand beside the same given or family name."""
    by_neighbour: dict[tuple[str, str], list[int]] = {}
    for i, form in enumerate(forms[:MAX_PARTNERS]):
        for word in form.before:
            by_neighbour.setdefault(("b", word), []).append(i)
        for word in form.after:
            by_neighbour.setdefault(("a", word), []).append(i)
    links = []
    seen: set[tuple[int, int]] = set()
    for group in by_neighbour.values():
        for at, i in enumerate(group[:40]):
            for j in group[at + 1 : 40]:
                if i in suspects or j in suspects or (i, j) in seen:
                    continue
                seen.add((i, j))
                verdict = judge(forms[i], forms[j], rare)
                if verdict.confidence:
                    links.append((i, j, verdict))
    return links


def _join(forms: list[Form], links: list[tuple[int, int, Verdict]]) -> list[Cluster]:
    """Strongest links first; one that would join forms known as two names is dropped."""
    parent = {i: i for link in links for i in link[:2]}

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    found: dict[int, Cluster] = {}
    members: dict[int, list[int]] = {i: [i] for i in parent}
    best: dict[int, Verdict] = {}
    weakest: dict[int, float] = {}
    for i, j, verdict in sorted(links, key=lambda t: (-t[2].confidence, t[0], t[1])):
        a, b = root(i), root(j)
        if a == b:
            continue
        a, b = min(a, b), max(a, b)
        if _clash([forms[k] for k in members[a]], [forms[k] for k in members[b]]):
            continue
        parent[b] = a
        members[a] += members.pop(b)
        strongest = [v for v in (best.get(a), best.get(b), verdict) if v is not None]
        best[a] = max(strongest, key=lambda v: v.confidence)
        weakest[a] = min(weakest.get(a, 1.0), weakest.get(b, 1.0), verdict.confidence)
    for a, group in members.items():
        if len(group) > 1:
            chosen = [forms[k] for k in sorted(group)]
            found[a] = Cluster(chosen, weakest[a], best[a].why)
    return [found[a] for a in sorted(found)]


def _clash(a: list[Form], b: list[Form]) -> bool:
    """Two well-known different spellings are two names, whatever stands between them."""
    known_a = [f for f in a if f.known.public or f.known.frequency >= 2.5]
    known_b = [f for f in b if f.known.public or f.known.frequency >= 2.5]
    return any(
        not judge(x, y).confidence
        for x in known_a
        for y in known_b
        if x.known.plain != y.known.plain
    )
