"""An article's names judged: which spellings are one name, which is right, which are wrong."""

from __future__ import annotations

from collections.abc import Container, Iterator

import msgspec

from mtqc.core.document import Document
from mtqc.text.names.choice import choose
from mtqc.text.names.clustering import Cluster, clusters
from mtqc.text.names.evidence import Verdict, same_but_for_scheme
from mtqc.text.names.folder import Count
from mtqc.text.names.forms import Article, Form, Spot, article
from mtqc.text.names.gazetteer import Entry
from mtqc.text.names.knowledge import Knowledge, Known
from mtqc.text.names.recognition import Recognised, recognise
from mtqc.text.names.similarity import similarity
from mtqc.text.names.sound import general, skeleton
from mtqc.text.names.translated import taken_for_words
from mtqc.text.names.wholes import pairs

_SAME_GIVEN = 0.8


class Mentioned(msgspec.Struct, frozen=True):
    """A spelling and where it stands for this name: segment, start, end, rest of the name after it.

    `end` is that of the rest, where there is one; a namesake's mentions are left out.
    """

    form: str
    plain: str
    count: int
    places: tuple[tuple[int, int, int, str], ...]


class Name(msgspec.Struct, frozen=True):
    """One name with a wrong or a doubtful spelling.

    `forms`: its spellings in the article; `right`: the likely right one; `clear`: whether that is
    more
    than a guess; `firm`: whether it is right by more than counting; `public`: the public name that
    it
    is, where it is one.
    """

    forms: tuple[Mentioned, ...]
    right: str
    clear: bool
    firm: bool
    public: str | None
    confidence: float
    why: str

    @property
    def several(self) -> bool:
        """Whether the article itself has more than one spelling."""
        return len(self.forms) > 1


class Names(msgspec.Struct, frozen=True):
    """The names of an article: every spelling, and those that something is wrong with."""

    counts: tuple[Count, ...]
    names: tuple[Name, ...]


def analyse(document: Document, facts: Knowledge) -> Names:
    """The spellings of a document and the names spelled in several ways or unlike a public name."""
    found = article(document, facts)
    met = list(recognise(found, facts.gazetteer))
    public, links, entries = _public_forms(found, met, facts)
    decided = {a: b for a, b, _ in links}
    names = [
        _name(cluster, met, facts, entries, decided)
        for cluster in clusters(found, facts.rare, list(public.values()), links)
    ]
    names.extend(_taken(found, facts))
    spelled = {form.form for name in names for form in name.forms}
    wholes = list(_as_wholes(found, spelled))
    names.extend(wholes)
    counts = tuple(
        Count(
            f.text, skeleton(general(f.text)), f.count,
            f.spots[0].segment, f.spots[0].start, f.spots[0].end,
            tuple(f.before)[:4], f.known.doubtful,
            tuple((s.segment, s.start, s.end) for s in f.spots) if f.known.doubtful else (),
        )
        for f in found.forms.values()
        if not f.known.common and len(f.text) > 2
    )  # fmt: skip
    told = {form.form: form for name in wholes for form in name.forms}
    return Names(counts + tuple(map(_counted, told.values())), tuple(names))


def _counted(form: Mentioned) -> Count:
    segment, start, end, _ = form.places[0]
    key = skeleton(general(form.form))
    return Count(form.form, key, form.count, segment, start, end, (), False)


def _taken(found: Article, facts: Knowledge) -> Iterator[Name]:
    """Names that were translated as if they were words."""
    names = {t.word.spot: t for t in taken_for_words(found, facts.gazetteer)}
    halves: set[Spot] = set()
    for spot, taken in names.items():
        if spot in halves:
            continue
        word, tail = taken.word, taken.word.tail
        end = spot.end + len(tail)
        if tail.startswith("-"):
            # "Blonde-Great" is one name, which one flag says better than two.
            half = names.get(Spot(spot.segment, spot.end + 1, end))
            end, tail = (spot.end, "") if half is None else (end, f"-{half.right}")
            halves.add(Spot(spot.segment, spot.end + 1, end))
        place = (spot.segment, spot.start, end, tail)
        forms = [Mentioned(word.text, word.text.lower(), 1, (place,))]
        if taken.present:
            form = found.forms[taken.right]
            forms.append(_mentioned(form, form))
        yield Name(tuple(forms), taken.right, True, True, None, 0.85, taken.why)


def _as_wholes(found: Article, known: Container[str]) -> Iterator[Name]:
    """Names of several words that differ as wholes, none of whose words is `known` as misspelled.

    Every spelling is wrong at most once.
    """
    told: set[str] = set()
    for pair in pairs(found):
        words = {form.text for form in pair.wrong.words}
        if any(word in known for word in words) or not told.isdisjoint(words):
            continue
        told |= words
        forms = tuple(
            Mentioned(
                whole.text,
                whole.plain,
                len(whole.spots),
                tuple((spot.segment, spot.start, spot.end, "") for spot in whole.spots),
            )
            for whole in (pair.wrong, pair.right)
        )
        right = pair.right.text
        yield Name(forms, right, True, True, None, pair.likeness, "sounds alike as a whole")


def _public_forms(
    found: Article, met: list[Recognised], facts: Knowledge
) -> tuple[dict[str, Form], list[tuple[str, str, Verdict]], dict[str, Entry]]:
    """Forms for the right spellings of public names that were met misspelled, links to them."""
    public: dict[str, Form] = {}
    links: list[tuple[str, str, Verdict]] = []
    entries: dict[str, Entry] = {}
    whole = {name.entry.name for name in met if name.likeness == 1.0}
    for name in met:
        if name.likeness == 1.0:
            for part, word in zip(name.spelled, name.right, strict=True):
                form = found.forms[part.text]
                if part.text == word and not form.known.public:
                    form.known = msgspec.structs.replace(form.known, public=True)
                entries.setdefault(word, name.entry)
            continue
        if not (name.sure or _supported(name, found, whole)):
            continue
        if len(name.right) == 1 and _has_partner(name, found):
            continue
        for i, (part, word) in enumerate(zip(name.spelled, name.right, strict=True)):
            entries.setdefault(word, name.entry)
            if found.forms[part.text].known.plain == facts.of(word).plain:
                continue
            if same_but_for_scheme(part.text, word):
                continue
            if word not in found.forms and word not in public:
                public[word] = _should(word, name, i, facts)
            why = f"the public name is {name.entry.name}"
            links.append((part.text, word, Verdict(max(0.7, min(0.98, name.likeness)), why)))
    return public, links, entries


def _has_partner(name: Recognised, found: Article) -> bool:
    """Whether a known name of the article itself is as near to a single word as the public name."""
    spelled = name.spelled[0].text
    return any(
        not form.known.doubtful
        and text != spelled
        and similarity(text, spelled) >= name.likeness - 0.06
        for text, form in found.forms.items()
        if text[0] == spelled[0] and text != name.right[0]
    )


def _supported(name: Recognised, found: Article, whole: set[str]) -> bool:
    """Whether the article itself has the public name that two known words are near to."""
    if len(name.right) < 2:
        return False
    spelled, right = name.spelled[-1].text, name.right[-1]
    if name.spelled[0].text == name.right[0] and name.likeness >= 0.68:
        # Other slips of the same name: Vitkop and Vitakoff beside Steve Vitkophaff.
        bones = skeleton(general(right))
        if any(
            form.known.unknown
            and text != spelled
            and skeleton(general(text)) == bones
            and similarity(text, right) >= 0.88
            for text, form in found.forms.items()
        ):
            return True
    if name.likeness < 0.8:
        return False
    if name.entry.name in whole:
        return True
    return right in found.capitals and spelled != right and found.forms[spelled].count == 1


def _should(word: str, name: Recognised, i: int, facts: Knowledge) -> Form:
    before = {facts.of(name.right[0]).plain: name.right[0]} if i else {}
    after = {facts.of(w).plain: w for w in name.right[i + 1 :]}
    known: Known = msgspec.structs.replace(facts.of(word), public=True, common=False)
    return Form(word, known, [], before, after)


def _name(
    cluster: Cluster,
    met: list[Recognised],
    facts: Knowledge,
    entries: dict[str, Entry],
    decided: dict[str, str],
) -> Name:
    forms = list(cluster.forms)
    if all(f.spots for f in forms):
        extra = _near_public({f.text for f in forms}, met, facts)
        if extra is not None:
            forms.append(extra)
    right, clear = choose(forms, facts.plausible)
    for form in forms:
        if form.text in decided and not right.known.given:
            target = next((f for f in forms if f.text == decided[form.text]), None)
            if target is not None:
                right, clear = target, True
    entry = entries.get(right.text)
    known = right.known
    return Name(
        tuple(_mentioned(f, right, decided) for f in forms if f.spots),
        right.text,
        clear,
        known.given or known.public or known.frequency >= 2.0,
        entry.name if entry is not None else None,
        cluster.confidence,
        cluster.why,
    )


def _mentioned(form: Form, right: Form, wrong: Container[str] = ()) -> Mentioned:
    """The form with its places, without those of a namesake who has a given name of his own."""
    own = set()
    if form is not right and right.before:
        own = {
            word
            for word, spelled in form.before.items()
            if all(similarity(spelled, other) < _SAME_GIVEN for other in right.before.values())
        }
    places = []
    for spot, tail, lead in zip(form.spots, form.tails, form.leads, strict=True):
        if own and (lead in own or not lead):
            continue
        if tail and tail.split()[-1] in wrong:
            tail = ""
        places.append((spot.segment, spot.start, spot.end + len(tail), tail))
    return Mentioned(form.text, form.known.plain, form.count, tuple(places))


def _near_public(texts: set[str], met: list[Recognised], facts: Knowledge) -> Form | None:
    """A public name that one of several spellings is very near to, with its given name."""
    for name in met:
        if len(name.right) == 2 and 0.85 <= name.likeness < 1.0:
            for i, part in enumerate(name.spelled):
                if part.text in texts and name.right[i] not in texts and part.text != name.right[i]:
                    return _should(name.right[i], name, i, facts)
    return None
