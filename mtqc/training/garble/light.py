"""Light corruption: a human sentence in which a few things are as a weak translator has them.

Each operation changes a list of tokens in place and says whether it found something to change.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from mtqc.training.garble.rows import IGNORED, Row, Token, capitalise, row, share_bad, tokens
from mtqc.training.garble.twins import Twins
from mtqc.training.senses.words import frequency, lemma

FUNCTION_WORDS = frozenset(
    "the a an of in to for on at by with from as and or but that which who this these those it its "
    "he she his her they their them we our you your i is are was were be been being has have had "
    "do does did will would can could may might must shall should not no nor so if than then there "
    "here into about over under after before between through during up out off down more most very "
    "also just only such some any all each other what when where how".split()
)
PREPOSITIONS = (
    "of in to for on at by with from into about over under after before between through during"
).split()
_AGREE = (("is", "are", "be"), ("was", "were", "been"), ("has", "have", "having"),
          ("does", "do", "doing"))  # fmt: skip
_NUMBER = {"this": "these", "these": "this", "that": "those", "those": "that"}
_PERSONS = {"he": "she", "she": "he", "his": "her", "her": "his", "him": "her", "they": "it",
            "it": "they", "their": "its", "its": "their", "himself": "itself"}  # fmt: skip
_SAYING = frozenset("said says told added reported announced stated noted".split())
_PREDICATES = frozenset("is are was were will has".split())
_DROPPED = frozenset("is are was were be been to of has have will said had would".split())
_UNITS = {
    "million": ("lakh", "ten lakh", "hundred ten thousand", "thousand thousand"),
    "billion": ("thousand million", "hundred crore", "ten hundred million", "milliard"),
    "thousand": ("tenth of ten thousand", "ten hundred"),
    "trillion": ("million million", "lakh crore", "billion"),
}
_PREFIXES = ("non-", "un-", "multi-", "pre-", "self-", "counter-", "inter-", "non-")
_SUFFIXES = ("ization", "ment", "able", "ness", "ity", "less", "ance", "ify", "ful", "ism")

Operation = Callable[[list[Token], "Corruptor"], bool]


class Corruptor:
    """Corrupts sentences; `foreign` are romanised words of other languages."""

    def __init__(self, twins: Twins, foreign: Sequence[str], seed: int) -> None:
        self.twins = twins
        self.foreign = foreign
        self.rng = random.Random(seed)

    def corrupt(self, text: str, only: Operation | None = None) -> Row | None:
        """The corrupted sentence, None where nothing could be changed."""
        return self._corrupt(tokens(text), only)

    def corrupt_tagged(self, row_: Row) -> Row | None:
        """The same of a sentence with parts of speech, which words keep that still are of it."""
        sentence = tokens(row_.text, dict(row_.tags))
        before = [(token, token.text) for token in sentence]
        made = self._corrupt(sentence)
        if made is None:
            return None
        if not _KEEPING.issuperset(made.kind.removeprefix("light:").split("+")):
            for token, text in before:
                if token.text.lower() != text.lower():
                    token.tag = ""
        found = row("broken", sentence)
        found.words = row_.words
        return found

    def _corrupt(self, sentence: list[Token], only: Operation | None = None) -> Row | None:
        length = sum(token.is_word for token in sentence)
        wanted = self.rng.choices((1, 2, 3, 4, 5), (44, 27, 15, 9, 5))[0]
        wanted = min(wanted, max(1, length // 5))
        done: list[str] = []
        for _ in range(3 * wanted):
            if len(done) >= wanted:
                break
            operation = only or self.rng.choices(_OPERATIONS, _WEIGHTS)[0]
            if operation(sentence, self):
                done.append(operation.__name__)
        if not done:
            return None
        made = row("light:" + "+".join(sorted(set(done))), sentence)
        made.estimate = max(0.05, 0.55 - 2.0 * share_bad(made))
        return made

    def content(self, sentence: Sequence[Token]) -> list[int]:
        """Places of untouched content words, in random order."""
        places = [
            i
            for i, token in enumerate(sentence)
            if token.free and len(token.text) > 2 and token.text.lower() not in FUNCTION_WORDS
        ]
        self.rng.shuffle(places)
        return places

    def where(self, sentence: Sequence[Token], test: Callable[[Token], bool]) -> list[int]:
        """Places of untouched words that pass the test, in random order."""
        places = [i for i, token in enumerate(sentence) if token.free and test(token)]
        self.rng.shuffle(places)
        return places


def sense(sentence: list[Token], by: Corruptor) -> bool:
    for place in by.content(sentence)[:6]:
        token = sentence[place]
        if token.text.islower() and (twin := by.twins.twin(token.text, by.rng)):
            token.text, token.label = twin, 1.0
            return True
    return False


def neighbour(sentence: list[Token], by: Corruptor) -> bool:
    for place in by.content(sentence)[:5]:
        token = sentence[place]
        if not place or not token.text.islower() or len(token.text) < 4:
            continue
        after = sentence[place + 1].text if place + 1 < len(sentence) else "."
        found = by.twins.neighbour(sentence[place - 1].text, token.text, after, by.rng)
        if found:
            token.text, token.label = found, 1.0
            return True
    return False


def title(sentence: list[Token], by: Corruptor) -> bool:
    """A common word within a title: Foreign Minister, Outside Minister."""
    for place in by.content(sentence):
        token = sentence[place]
        if not place or not token.text[0].isupper() or frequency(token.text.lower()) < 3.5:
            continue
        if twin := by.twins.twin(token.text, by.rng):
            token.text, token.label = twin, 1.0
            return True
    return False


def compound(sentence: list[Token], by: Corruptor) -> bool:
    """A calqued compound, made of twins."""
    hyphened = [
        i
        for i, t in enumerate(sentence)
        if t.label == 0 and re.fullmatch(r"[A-Za-z]+-[a-z]+", t.text)
    ]
    if hyphened and by.rng.random() < 0.6:
        token = sentence[by.rng.choice(hyphened)]
        first, second = token.text.split("-")
        one = by.twins.twin(first, by.rng) if by.rng.random() < 0.5 else None
        two = by.twins.twin(second, by.rng) if one is None or by.rng.random() < 0.4 else None
        if one or two:
            token.text, token.label = f"{one or first}-{two or second}", 1.0
            return True
    for place in by.content(sentence)[:5]:
        token = sentence[place]
        if not token.text.islower() or not (twin := by.twins.twin(token.text, by.rng)):
            continue
        after = sentence[place + 1] if place + 1 < len(sentence) else None
        pick = by.rng.random()
        if pick < 0.2:
            token.text, token.label = by.rng.choice(_PREFIXES) + twin, 1.0
        elif pick < 0.65 and after and after.free and after.text not in FUNCTION_WORDS:
            partner = by.twins.twin(after.text, by.rng) if by.rng.random() < 0.5 else None
            joint = "-" if by.rng.random() < 0.5 else " "
            if joint == "-":
                token.text, token.label = f"{twin}-{(partner or after.text).lower()}", 1.0
                del sentence[place + 1]
            elif partner:
                token.text, token.label, after.text, after.label = twin, 1.0, partner, 1.0
            else:
                token.text, token.label = twin, 1.0
        else:
            other = by.twins.twin(token.text, by.rng)
            if not other or other == twin:
                token.text, token.label = twin, 1.0
            else:
                token.text, token.label = twin, 1.0
                sentence.insert(place + 1, Token(other, " ", 1.0))
        return True
    return False


def foreign(sentence: list[Token], by: Corruptor) -> bool:
    places = [i for i in by.content(sentence) if sentence[i].text.islower()]
    if not places or not by.foreign:
        return False
    word = by.rng.choice(by.foreign)
    sentence[places[0]].text = word.capitalize() if by.rng.random() < 0.2 else word
    sentence[places[0]].label = 1.0
    return True


def nonword(sentence: list[Token], by: Corruptor) -> bool:
    """A slip of the keyboard or a derivation that doesn't exist."""
    places = [i for i in by.content(sentence) if sentence[i].text.islower()]
    places = [i for i in places if len(sentence[i].text) > 5]
    if not places:
        return False
    token = sentence[places[0]]
    word, pick = token.text, by.rng.random()
    at = by.rng.randrange(1, len(word) - 1)
    if pick < 0.2:
        made = word[:at] + word[at + 1 :]
    elif pick < 0.35:
        made = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    elif pick < 0.6:
        made = by.rng.choice(("un", "in", "dis", "de", "mis")) + word
    else:
        made = re.sub(r"(ed|ing|s|e|ly|ion)?$", by.rng.choice(_SUFFIXES), word, count=1)
    if made == word or frequency(made) > 1.5:
        return False
    token.text, token.label = made, 1.0
    return True


def preposition(sentence: list[Token], by: Corruptor) -> bool:
    for place in by.where(sentence, lambda t: t.text in PREPOSITIONS):
        if not 0 < place < len(sentence) - 1:
            continue
        before, after = sentence[place - 1].text, sentence[place + 1].text
        for other in by.rng.sample(PREPOSITIONS, 6):
            if other != sentence[place].text and not (
                by.twins.beside(before, other) and by.twins.beside(other, after)
            ):
                sentence[place].text, sentence[place].label = other, 1.0
                return True
    return False


def preposition_pair(sentence: list[Token], by: Corruptor) -> bool:
    for place in by.where(sentence, lambda t: t.text in PREPOSITIONS):
        other = by.rng.choice(PREPOSITIONS)
        if other != sentence[place].text and not by.twins.beside(other, sentence[place].text):
            sentence.insert(place, Token(other, sentence[place].gap, 1.0))
            return True
    return False


def article(sentence: list[Token], by: Corruptor) -> bool:
    pick = by.rng.random()
    places = by.where(sentence, lambda t: t.text in ("the", "a", "an"))
    places = [i for i in places if i + 1 < len(sentence) and sentence[i + 1].free]
    if pick < 0.5 and places:
        after = sentence[places[0] + 1]
        after.label = 0.6 if after.text.islower() else IGNORED
        del sentence[places[0]]
        return True
    if pick < 0.75 and places:
        token, after = sentence[places[0]], sentence[places[0] + 1]
        if token.text == "the" and not after.text.endswith("s"):
            return False
        token.text = {"the": "a", "a": "an", "an": "a"}[token.text]
        token.label = 1.0
        return True
    for place in by.where(sentence, lambda t: t.text[0].isupper()):
        if place and sentence[place - 1].text.lower() in PREPOSITIONS:
            sentence.insert(place, Token("the", " ", 1.0))
            return True
    return False


def agreement(sentence: list[Token], by: Corruptor) -> bool:
    for place in by.where(sentence, lambda t: t.text.islower()):
        token = sentence[place]
        after = sentence[place + 1] if place + 1 < len(sentence) else None
        for forms in _AGREE:
            if token.text in forms[:2]:
                other = forms[1 - forms.index(token.text)]
                token.text, token.label = (other if by.rng.random() < 0.75 else forms[2]), 1.0
                return True
        if after is None or not after.free or not after.text.islower():
            continue
        if token.text in ("will", "would", "to", "can") and after.text not in FUNCTION_WORDS:
            base = after.text
            stem = base[:-1] if base.endswith("e") else base
            made = by.rng.choice((base + "s", stem + "ing", stem + "ed"))
            if frequency(made) > 2:
                after.text, after.label = made, 1.0
                return True
        if token.text in _NUMBER and after.text not in FUNCTION_WORDS:
            token.text, token.label = _NUMBER[token.text], 1.0
            return True
        plural = re.fullmatch(r"[a-z]{3,}[^s]s", after.text)
        if token.text in ("several", "few", "two", "three", "four", "many", "these") and plural:
            after.text, after.label = after.text[:-1], 1.0
            return True
        if token.text in ("who", "which") and place:
            token.text, token.label = ("which" if token.text == "who" else "who"), 1.0
            return True
    return False


def bare_verb(sentence: list[Token], by: Corruptor) -> bool:
    """A verb without its ending."""
    for place in by.where(sentence, lambda t: t.text.islower() and t.text.endswith(("ed", "s"))):
        base = lemma(sentence[place].text)
        before = sentence[place - 1].text.lower() if place else ""
        if (
            base != sentence[place].text
            and base not in FUNCTION_WORDS
            and frequency(base) > 3
            and not by.twins.beside(before, base)
        ):
            sentence[place].text, sentence[place].label = base, 1.0
            return True
    return False


def person(sentence: list[Token], by: Corruptor) -> bool:
    for place in by.where(sentence, lambda t: t.text in _PERSONS):
        sentence[place].text, sentence[place].label = _PERSONS[sentence[place].text], 0.7
        return True
    return False


def doubled(sentence: list[Token], by: Corruptor) -> bool:
    """A word twice, a predicate twice, a subject taken up by a pronoun."""
    pick = by.rng.random()
    if pick < 0.3:
        places = by.where(sentence, lambda t: t.text not in ("that", "had"))
        if not places:
            return False
        sentence.insert(places[0] + 1, Token(sentence[places[0]].text.lower(), " ", 1.0))
        return True
    if pick < 0.6:
        for place in by.where(sentence, lambda t: t.text in _SAYING):
            at = max(0, place - by.rng.randint(2, 7))
            if not sentence[at].is_word:
                continue
            sentence.insert(at, Token(sentence[place].text, sentence[at].gap, 1.0))
            sentence[place + 1].label = 0.5
            return True
    for place in by.where(sentence, lambda t: t.text in _PREDICATES):
        before = sentence[place - 1] if place else None
        if before and before.free and before.text not in FUNCTION_WORDS:
            many = sentence[place].text in ("are", "were") or before.text.endswith("s")
            sentence.insert(place, Token("they" if many else "it", " ", 1.0))
            return True
    return False


def dropped(sentence: list[Token], by: Corruptor) -> bool:
    for place in by.where(sentence, lambda t: t.text in _DROPPED or t.text.endswith("ed")):
        if not 0 < place < len(sentence) - 2:
            continue
        before, after = sentence[place - 1], sentence[place + 1]
        if before.is_word and after.free and not by.twins.beside(before.text, after.text):
            del sentence[place]
            after.label = 0.8 if after.text.islower() else IGNORED
            before.label = 0.5 if before.label == 0.0 else before.label
            return True
    return False


def order(sentence: list[Token], by: Corruptor) -> bool:
    """The verb at the end or the beginning of its clause, or two groups of words exchanged."""
    pick = by.rng.random()
    if len(sentence) < 9:
        return False
    if pick < 0.5:
        for place in by.where(sentence, lambda t: bool(re.search(r"(ed|s|en)$", t.text))):
            if not sentence[place].text.islower() or place == 0:
                continue
            end = next(
                (i for i in range(place + 1, len(sentence)) if not sentence[i].is_word),
                len(sentence),
            )
            start = next((i + 1 for i in range(place, -1, -1) if not sentence[i].is_word), 0)
            target = end - 1 if pick < 0.35 else start
            if not 3 <= abs(target - place) <= 10:
                continue
            verb = sentence.pop(place)
            verb.label = 1.0
            if place < len(sentence) and sentence[place].label == 0.0:
                sentence[place].label = 0.4
            sentence.insert(target, verb)
            capitalise(sentence)
            return True
        return False
    at = by.rng.randrange(1, len(sentence) - 5)
    one, two = by.rng.randint(1, 3), by.rng.randint(1, 3)
    part = sentence[at : at + one + two]
    if len(part) < 3 or any(not token.is_word or token.label for token in part):
        return False
    moved = part[one:] + part[:one]
    words = [sentence[at - 1].text, *(token.text for token in moved)]
    known = sum(by.twins.beside(a, b) for a, b in pairwise(words))
    if known > len(moved) * 0.5:
        return False
    for token in moved:
        token.label = 1.0 if len(moved) <= 3 else 0.7
    sentence[at : at + one + two] = moved
    return True


def of_chain(sentence: list[Token], by: Corruptor) -> bool:
    """A modifier behind its noun: "the committee security", "of the minister the visit"."""
    for place in by.where(sentence, lambda t: t.text == "of"):
        tail = sentence[place - 1 : place + 3]
        if place < 2 or len(tail) < 4 or any(not t.is_word or t.label for t in tail):
            continue
        head, of, the, noun = tail
        if the.text != "the" or not noun.text.islower() or not head.text.islower():
            continue
        head.label = noun.label = 0.8
        the.label = of.label = 0.8
        sentence[place - 1 : place + 3] = [of, the, noun, head]
        return True
    return False


def case(sentence: list[Token], by: Corruptor) -> bool:
    places = by.content(sentence)
    if not places:
        return False
    token = sentence[places[0]]
    word = token.text
    if word.islower():
        made = word.upper() if by.rng.random() < 0.4 else word.capitalize()
    else:
        made = word.lower()
    if made == word or (places[0] == 0 and made.islower()):
        return False
    token.text, token.label = made, 1.0
    return True


def stop(sentence: list[Token], by: Corruptor) -> bool:
    """A full stop or another mark in the middle of a sentence."""
    places = by.where(sentence[1:-3], lambda t: True)
    if not places:
        return False
    place = places[0] + 1
    after = sentence[place + 1]
    if not after.free:
        return False
    if by.rng.random() < 0.6:
        sentence.insert(place + 1, Token(".", ""))
        after.text, after.label = after.text.capitalize(), 0.6
    else:
        sentence.insert(place + 1, Token(by.rng.choice((",", ";", "?", "-", ":")), ""))
        after.label = 0.6
    return True


def unit(sentence: list[Token], by: Corruptor) -> bool:
    for place in by.where(sentence, lambda t: t.text in _UNITS):
        words = by.rng.choice(_UNITS[sentence[place].text]).split()
        gap = sentence[place].gap
        sentence[place : place + 1] = [
            Token(word, " " if nth else gap, 1.0) for nth, word in enumerate(words)
        ]
        return True
    return False


def cut(sentence: list[Token], by: Corruptor) -> bool:
    """The sentence breaks off after a word that can't end it."""
    places = by.where(sentence, lambda t: t.text in FUNCTION_WORDS and t.text.islower())
    places = [i for i in places if i > 6 and i < len(sentence) - 3]
    if not places:
        return False
    del sentence[places[0] + 1 :]
    sentence[-1].label = 1.0
    sentence.append(Token(".", ""))
    return True


def loop(sentence: list[Token], by: Corruptor) -> bool:
    """A group of words again and again."""
    at = by.rng.randrange(max(1, len(sentence) - 5))
    group = sentence[at : at + by.rng.randint(2, 4)]
    if len(group) < 2 or any(not token.is_word or token.label for token in group):
        return False
    again = [Token(t.text, " ", 1.0) for _ in range(by.rng.randint(1, 2)) for t in group]
    sentence[at + len(group) : at + len(group)] = again
    return True


OPERATIONS: dict[Operation, float] = {
    sense: 42, neighbour: 7, title: 6, compound: 10, foreign: 2, nonword: 2, preposition: 6,
    preposition_pair: 1, article: 4, agreement: 5, bare_verb: 3, person: 2, doubled: 5, dropped: 6,
    order: 8, of_chain: 2, case: 2, stop: 2, unit: 3, cut: 1, loop: 1,
}  # fmt: skip
# Those after which a word has the form that the one before it had.
_KEEPING = frozenset(operation.__name__ for operation in (sense, neighbour, title))
_OPERATIONS = tuple(OPERATIONS)
_WEIGHTS = tuple(OPERATIONS.values())
