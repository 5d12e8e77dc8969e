"""A folder of news-like documents of any size, the same for the same seed.

Speed depends on the text: a cache per word flatters a tool on a corpus that repeats itself,
and long sentences or many findings slow it down. The texts here are nonsense in content but
like news in what costs time (`describe` measures it): about 20 sentences a document and 22
words a sentence, an ever growing vocabulary, names that recur with a title, as a surname, and
now and then in another spelling, figures, dates, quotations and abbreviations.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

WORDS = Path(__file__).resolve().parent / "words.txt"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August")
SLIPS = (("v", "w"), ("k", "c"), ("sh", "s"), ("y", "i"), ("f", "ph"), ("ch", "tch"), ("o", "a"))

# Upper case stands for a slot, filled by the method of that name; each line is one sentence.
SENTENCES = """
WHO said on DAY that THING PAST THING because PLURAL had PAST THING in PLACE.
THING, which PAST THING in YEAR, PAST THING after BODY and FIRM PAST THING.
In PLACE, BODY PAST THING and PAST PLURAL for THING, according to WHO, a ROLE.
“We VERB THING and we VERB PLURAL, but THING and THING are JJ,” said WHO, a ROLE from PLACE.
About COUNT PLURAL PAST THING last year, SHARE more than in YEAR, when THING PAST THING.
LATER PAST THING on DAY, MONTHDAY, hours after PLURAL PAST THING and PAST BODY.
BODY PAST PLURAL worth MONEY, while THING in PLACE PAST THING for COUNT PLURAL.
Although THING PAST THING, PLURAL DONE in VILLAGE ADVERB PAST THING, and no NOUN PAST THING.
“It is JJ,” LATER said.
LATER, who has PAST THING since YEAR, told FIRM that PLURAL DONE by BODY would VERB THING.
A spokesman for BODY declined to VERB THING or to say when PLURAL had PAST THING.
THING PAST THING.
PLURAL from VILLAGE and PLACE PAST THING, said WHO, whose NOUN PAST THING at CLOCK a.m. on DAY.
The ROLE, WHO, ADVERB PAST THING: PLURAL, PLURAL and THING of the JJ NOUN.
After THING PAST PLURAL, LATER and WHO PAST THING in PLACE, and BODY PAST THING DONE on DAY.
LATER’s NOUN PAST THING, but SHARE of PLURAL PAST THING or PAST PLURAL instead.
According to FIRM, the NOUN of the JJ NOUN PAST MONEY in YEAR, down from MONEY in YEAR.
Nobody in VILLAGE PAST THING, and yet LATER PAST PLURAL that THING had PAST for COUNT days.
In VILLAGE, COUNT miles from PLACE, PLURAL DONE in YEAR PAST THING, and WHO PAST THING.
THING and THING PAST PLURAL in PLACE as FIRM, the MONEY NOUN of WHO, PAST THING and THING.
""".strip().splitlines()
HEADLINES = """
PLACE ROLE PAST JJ NOUN after NOUN PAST PLURAL
BODY PAST PLURAL as NOUN PAST JJ NOUN
SURNAME: PLURAL PAST JJ NOUN
""".strip().splitlines()
TOPICAL = ("nouns", "plurals", "adjectives", "past", "participles")
SLOT = re.compile(r"\b[A-Z]{2,}\b")


@cache
def vocabulary() -> dict[str, list[str]]:
    """The sections of words.txt, most frequent word first."""
    sections: dict[str, list[str]] = {}
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = sections[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            words.extend(word.replace("_", " ") for word in line.split())
    return sections


class Writer:
    """One document's writer: its own names and its own leaning to some of the words."""

    def __init__(self, seed: str) -> None:
        # A string seed is hashed by SHA-512, so it gives the same text everywhere.
        self.random = random.Random(seed)
        topic = {
            key: self.random.sample(words, 40)
            for key, words in vocabulary().items()
            if key in TOPICAL
        }
        self.topic = topic
        self.people = [self._person() for _ in range(self.random.randint(6, 12))]

    def document(self, sentences: int) -> str:
        """Headline and paragraphs with an empty line between them."""
        parts = [self._filled(self.random.choice(HEADLINES))]
        while sentences > 0:
            many = min(sentences, self.random.choice((1, 2, 2, 3, 3, 4)))
            shapes = self.random.sample(SENTENCES, many)
            parts.append(" ".join(self._filled(shape) for shape in shapes))
            sentences -= many
        return "\n\n".join(parts) + "\n"

    def _filled(self, shape: str) -> str:
        text = SLOT.sub(lambda slot: str(getattr(self, slot.group())()), shape)
        text = re.sub(r"\b([Aa]) (?=[aeio]|u(?!ni|s[eu]|ti))", r"\1n ", text)
        return text[0].upper() + text[1:]

    def _zipf(self, words: list[str]) -> str:
        return words[int(len(words) ** self.random.random()) - 1]

    def _word(self, section: str) -> str:
        roll = self.random.random()
        if roll < 0.25:
            return self.random.choice(self.topic[section])
        words = vocabulary()[section]
        return self.random.choice(words) if roll < 0.7 else self._zipf(words)

    def _person(self) -> tuple[str, str]:
        parts = vocabulary()
        middle = self.random.choice(parts["middle"]) if self.random.random() < 0.6 else ""
        surname = self.random.choice(parts["begin"]) + middle + self.random.choice(parts["end"])
        return self.random.choice(parts["given"]), surname

    def _spelled(self, surname: str) -> str:
        """The surname, in one of forty mentions with a slip of transliteration."""
        if self.random.random() < 0.025:
            right, wrong = self.random.choice(SLIPS)
            return surname[0] + surname[1:].replace(right, wrong, 1)
        return surname

    def WHO(self) -> str:
        given, surname = self.random.choice(self.people)
        return f"{given} {self._spelled(surname)}"

    def SURNAME(self) -> str:
        return self.people[0][1]

    def LATER(self) -> str:
        surname = self._spelled(self.random.choice(self.people)[1])
        return self.random.choice(("", "", "Mr ", "Ms ", "Dr ")) + surname

    def THING(self) -> str:
        roll = self.random.random()
        if roll < 0.3:
            return f"the {self.NOUN()}"
        if roll < 0.6:
            return f"{self.random.choice(('a', 'the', 'the', 'its'))} {self.JJ()} {self.NOUN()}"
        if roll < 0.75:
            return f"the {self.NOUN()} of {self.JJ()} {self.PLURAL()}"
        if roll < 0.85:
            return f"the {self.NOUN()} in {self.PLACE()}"
        return f"{self.JJ()} {self.PLURAL()}"

    def NOUN(self) -> str:
        return self._word("nouns")

    def PLURAL(self) -> str:
        return self._word("plurals")

    def JJ(self) -> str:
        return self._word("adjectives")

    def PAST(self) -> str:
        return self._word("past")

    def DONE(self) -> str:
        return self._word("participles")

    def VERB(self) -> str:
        return self._zipf(vocabulary()["verbs"])

    def ADVERB(self) -> str:
        return self._zipf(vocabulary()["adverbs"])

    def ROLE(self) -> str:
        return self.random.choice(vocabulary()["roles"])

    def PLACE(self) -> str:
        return self._zipf(vocabulary()["places"])

    def VILLAGE(self) -> str:
        parts = vocabulary()
        middle = self.random.choice(["", *parts["middle"]])
        return self.random.choice(parts["begin"]) + middle + self.random.choice(parts["village"])

    def FIRM(self) -> str:
        return f"{self._person()[1]} {self.random.choice(vocabulary()['firms'])}"

    def BODY(self) -> str:
        return self.random.choice(vocabulary()["bodies"])

    def DAY(self) -> str:
        return self.random.choice(DAYS)

    def MONTHDAY(self) -> str:
        return f"{self.random.randint(1, 31)} {self.random.choice(MONTHS)}"

    def YEAR(self) -> int:
        return self.random.randint(1985, 2025)

    def COUNT(self) -> str:
        return f"{self.random.choice((7, 11, 30, self.random.randint(12, 99_999))):,}"

    def CLOCK(self) -> str:
        return f"{self.random.randint(1, 11)}:{self.random.randint(0, 59):02}"

    def SHARE(self) -> str:
        return f"{self.random.randint(2, 60)}.{self.random.randint(1, 9)}%"

    def MONEY(self) -> str:
        sign = self.random.choice("€$£")
        return f"{sign}{self.random.randint(2, 900)}{self.random.choice(('m', 'bn', ' million'))}"


# One document in so many is a single sentence, of which the language is not plain at once: real
# folders have such, and they load the language libraries.
_NOTE_EVERY = 50


def documents(count: int, *, first: int = 0, seed: int = 0) -> Iterator[dict[str, Any]]:
    """JSON-lines records `first` to `first + count`; the n-th is the same whatever `first` is."""
    for number in range(first, first + count):
        writer = Writer(f"{seed}/{number}")
        long = number % _NOTE_EVERY
        text = writer.document(writer.random.randint(14, 26) if long else 1)
        yield {"id": f"news-{number:06}", "text": text}


def write_jsonl(path: Path, count: int, *, seed: int = 0) -> int:
    """One file with a document a line; gives back its size in bytes."""
    with path.open("w", encoding="utf-8") as out:
        for record in documents(count, seed=seed):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path.stat().st_size


def write_folder(folder: Path, count: int, *, seed: int = 0) -> None:
    """One text file a document, a thousand to a subfolder."""
    for number, record in enumerate(documents(count, seed=seed)):
        path = folder / f"{number // 1000:04}" / f"{record['id']}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record["text"], encoding="utf-8")


def describe(texts: list[str]) -> dict[str, float]:
    """What of `texts` costs time: words, different words, and words seen for the first time."""
    words = [word for text in texts for word in re.findall(r"[^\W\d_]+", text)]
    half = set(words[: len(words) // 2])
    new = sum(word not in half for word in set(words[len(words) // 2 :]))
    ends = sum(len(re.findall(r"[.?!]”?(?=\s+[“A-Z]|\s*$)", text)) for text in texts)
    pairs = set(pairwise(words))
    return {
        "documents": len(texts),
        "words": len(words),
        "words per sentence": round(len(words) / max(ends, 1), 1),
        "different words": len(set(words)),
        "new words in the second half": new,
        "different pairs of words": len(pairs),
    }
