"""One name, several spellings: in an article and over a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from mtqc.core.check import ENGLISH, CorpusCheck, Flags, Keeps, Located
from mtqc.core.document import Document
from mtqc.core.features import Features
from mtqc.core.issue import Place
from mtqc.core.names import NameCluster, NameForm
from mtqc.core.severity import Severity
from mtqc.text.names.analysis import Mentioned, Name, Names, analyse
from mtqc.text.names.folder import Count, Folder, Link, Total
from mtqc.text.names.knowledge import knowledge

_RELATED = 5
_FOLDER_TIMES, _FOLDER_LEAST = 3, 3


class NameFacts(msgspec.Struct, frozen=True):
    """What a document says of names: every spelling counted, and the names with something wrong."""

    document: str
    counts: tuple[Count, ...]
    names: tuple[Name, ...]


_ENCODER = msgspec.msgpack.Encoder()
_NAMES = msgspec.msgpack.Decoder(tuple[Name, ...])


@dataclass(frozen=True)
class NameVariant(CorpusCheck[NameFacts]):
    """One name is spelled in several ways.

    A reader who meets Vitkoff, Vitakoff and Witkop in one article takes them for three people. It
    happens where each sentence is translated for itself and a name comes back by ear each time.

    The check finds the names of an article (given and family names, particles, titles,
    possessives),
    and brings together spellings that sound alike. How alike they must sound depends on what else
    is
    known: the same given name, the same title, or an ending of a case ("Tuskom") speak for one
    name;
    different given names, both in one sentence, a man's and a woman's form of a family name, or two
    spellings that are both well known speak for two. Over a folder it also compares an article's
    rare
    spellings with those of the other articles.

    The likely right form is one of the user's `known` names; else the one for which most speaks: a
    public name (see docs/names.md), a known word, a spelling that somebody bears, its accents, the
    mentions. Where nothing tells them apart, the later ones are flagged and the first is suggested;
    without a suggestion where the first looks far less like a name.

    **One decision.** "Nurses thanked Oili Hakkarainen. The council says Hokkarainen may stay.
    Hokkarainen lives in Riga." No list of words has either spelling. *For one name:* they sound
    alike by 0.97, where 0.84 is asked: 0.85, less 0.07 as they differ by one letter, and 0.06
    more as in names of such short syllables one letter may make another name. *Against it*
    nothing: no other given name stands before Hokkarainen, no sentence names both in full. *For
    Hokkarainen:* two mentions, log2(1 + 2) = 1.6. *For Hakkarainen:* one mention, 1.0, and that
    people bear this name, 1.5, in all 2.5. So both mentions of Hokkarainen are flagged, with
    Hakkarainen suggested, and point to it.

    It stays silent about plurals, possessives, names of peoples and adjectives, nicknames,
    acronyms,
    names in capitals only, and Chinese names in pinyin, where one letter makes another name.
    Two that one sentence names in full are two people: nobody is named so twice. Spellings that
    differ in accents only are minor.
    """

    name = "name-variant"
    group = "names"
    category = "terminology/inconsistent-use"
    its = "inconsistent-entities"
    severity = Severity.MAJOR
    fact_type = NameFacts
    needs = ENGLISH
    examples = (
        Flags(
            "Minister Henrik Salvesen opened the bridge. Salvesen thanked the workers. "
            "Reporters asked Salweson about the cost.",
            at=("Salweson",),
            suggests="Salvesen",
        ),
        Flags(
            "The mayor met Donald Tusk on Monday. A spokesman for Tuskom declined to comment.",
            at=("Tuskom",),
            suggests="Tusk",
        ),
        Flags(
            "Trains to Encinitas were late. The line to Encinitas reopened, and people in "
            "Ecinitas were relieved.",
            at=("Ecinitas",),
            suggests="Encinitas",
        ),
        Flags(
            (
                "The coach Radek Vondrusek resigned. Vondrusek gave no reason.",
                "The club praised Radek Vondrusek. Vondrusek had won two cups.",
                "Fans wept when Radek Vondrushek left.",
            ),
            at=("Vondrushek",),
            suggests="Vondrusek",
        ),
        Flags(
            "Nurses thanked Oili Hakkarainen. The council says Hokkarainen may stay. "
            "Hokkarainen lives in Riga.",
            at=("Hokkarainen", "Hokkarainen"),
            suggests="Hakkarainen",
        ),
        Keeps("Choi Ji-hoon, who runs the ferry, and Choi Ji-hun, who paints it, are cousins."),
        Keeps("Ivan Petrov and his wife Olga Petrova arrived in Riga. Petrova spoke first."),
        Keeps("Li Qiang succeeded Li Keqiang. Observers say Li Qiang is the quieter man."),
        Keeps("Boris Johnson met the golfer Dustin Johnston. Johnson lost to Johnston."),
        Keeps("Iran and Iraq signed. Iranians cheered, Iraqis too, and Iran's envoy left Iraq."),
        Keeps("Austria beat Australia. Austrians danced in Vienna; Australians did not."),
        Keeps("Sarita Gurung is not related to Sangita Gurung, the observer from Bhutan."),
        Keeps("The Khabarovsk team won. People in the Khabarovsky district honked their horns."),
        Keeps(
            "Chris Baker, whom friends call Christopher, met the Bakers. Baker's car broke down."
        ),
    )
    known: tuple[str, ...] = ()
    version = 2

    def collect(self, document: Document, features: Features) -> Iterable[NameFacts]:
        facts = knowledge(features.lexicon, self.known)
        names: Names = features.shared(f"names{self.known}", lambda: analyse(document, facts))
        if names.counts:
            yield NameFacts(document.name, names.counts, names.names)

    def conclude(self, facts: Iterator[NameFacts]) -> Iterable[Located | NameCluster]:
        with Folder() as folder:
            for fact in facts:
                folder.add(fact.document, fact.counts)
                if fact.names:
                    folder.keep(fact.document, _ENCODER.encode(fact.names))
            table = _Table()
            for document, content in folder.kept():
                for name in _NAMES.decode(content):
                    settled = _settled(name, folder)
                    table.join(settled)
                    if name.several:
                        yield from self._in_article(document, settled)
            for link in folder.links():
                if table.add(link):
                    yield from self._in_folder(link, folder)
            yield from table.clusters(folder)

    def _in_article(self, document: str, name: Name) -> Iterator[Located]:
        right = next((f for f in name.forms if f.form == name.right), None)
        why = _because(name, right)
        for form in name.forms:
            if form is right:
                continue
            severity = self.severity
            if right is not None and form.plain == right.plain and form.form[-1:] not in "ąę":
                severity = Severity.MINOR
            related = [
                Place(document, *p[:3]) for f in name.forms if f is not form for p in f.places
            ]
            for *place, tail in form.places:
                yield self._located(
                    document,
                    place,
                    why,
                    severity=severity,
                    suggestions=(name.right + tail,) if name.clear else (),
                    confidence=name.confidence,
                    related=related[:_RELATED],
                )

    def _in_folder(self, link: Link, folder: Folder) -> Iterator[Located]:
        total = folder.total(link.right)
        if total is None:
            return
        why = f"Other articles have “{link.right}” ({_times(total.documents, 'article')})"
        if link.given is not None:
            why += f", with the same given name “{link.given.title()}”"
        for document, places in folder.spots(link.form):
            for place in places:
                yield self._located(
                    document,
                    place,
                    why,
                    severity=self.severity if link.certain else Severity.MINOR,
                    suggestions=(link.right,),
                    confidence=link.confidence,
                    related=(Place(total.document, total.segment, total.start, total.end),),
                )

    def _located(self, document: str, place: Sequence[int], why: str, **told: Any) -> Located:
        """An issue at `place`: segment, start, end; `told` as in `issue`."""
        segment, start, end = place
        return Located(document, segment, self.issue(start, end, why, **told))


def _times(count: int, what: str = "time") -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _because(name: Name, right: Mentioned | None) -> str:
    if right is None:
        return f"Probably “{name.public or name.right}”, spelled in several ways here ({name.why})."
    if not name.clear:
        forms = ", ".join(f"“{f.form}”" for f in name.forms)
        return f"One name, spelled in several ways here: {forms} ({name.why})."
    return f"The article also has “{right.form}” {_times(right.count)} ({name.why})."


def _settled(name: Name, folder: Folder) -> Name:
    """The name with the form that the folder has most, where only counting decides."""
    if name.firm or not name.several:
        return name
    totals = [t for f in name.forms if (t := folder.total(f.form)) is not None]
    totals.sort(key=lambda t: (-t.documents, t.form))
    if (
        len(totals) > 1
        and totals[0].form != name.right
        and totals[0].documents >= max(_FOLDER_LEAST, _FOLDER_TIMES * totals[1].documents)
    ):
        return msgspec.structs.replace(name, right=totals[0].form, clear=True)
    return name


class _Table:
    """Spellings joined to names, by spelling."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._facts: dict[str, tuple[float, str]] = {}
        self._right: dict[str, tuple[bool, str]] = {}

    def _root(self, form: str) -> str:
        parent = self._parent
        parent.setdefault(form, form)
        while parent[form] != form:
            parent[form] = parent[parent[form]]
            form = parent[form]
        return form

    def _bind(self, forms: list[str], right: str, firm: bool, confidence: float, why: str) -> None:
        first = self._root(right)
        for form in forms:
            other = self._root(form)
            if other != first:
                self._parent[other] = first
                if other in self._right:
                    self._right.setdefault(first, self._right[other])
                    self._facts.setdefault(first, self._facts[other])
        if firm or first not in self._right or not self._right[first][0]:
            self._right[first] = (firm, right)
            self._facts[first] = (confidence, why)

    def join(self, name: Name) -> None:
        """Takes in a name of an article."""
        forms = [f.form for f in name.forms]
        self._bind(forms, name.right, name.firm, name.confidence, name.why)

    def add(self, link: Link) -> bool:
        """Takes in a link of the folder; False where the two are one name already."""
        if link.form in self._parent and self._root(link.form) == self._root(link.right):
            return False
        why = "sounds alike" if link.given is None else f'same given name "{link.given.title()}"'
        self._bind([link.form], link.right, False, link.confidence, why)
        return True

    def clusters(self, folder: Folder) -> Iterator[NameCluster]:
        """Names with more than one spelling in the folder, most mentions first."""
        groups: dict[str, list[Total]] = {}
        for form in self._parent:
            total = folder.total(form)
            if total is not None:
                groups.setdefault(self._root(form), []).append(total)
        found = []
        for root, totals in groups.items():
            if len(totals) > 1:
                totals.sort(key=lambda t: (-t.count, t.form))
                confidence, why = self._facts[root]
                found.append(
                    NameCluster(
                        forms=tuple(map(_form, totals)),
                        right=self._right[root][1],
                        confidence=round(confidence, 3),
                        why=why,
                    )
                )
        found.sort(key=lambda c: (-sum(f.count for f in c.forms), c.forms[0].form))
        yield from found


def _form(total: Total) -> NameForm:
    return NameForm(
        form=total.form,
        count=total.count,
        documents=total.documents,
        first=Place(total.document, total.segment, total.start, total.end),
    )
