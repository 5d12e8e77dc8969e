"""Makes a set that measures the name checks: `python -m mtqc.training.names_sets IN... --out SET`.

From documents of human-written English news, one or two recurring names of which are misspelled in
some mentions as transliteration into another script and back does (`names_slips`). The other
documents stay as they are and measure false alarms.

Input, JSON lines, plain or gzipped: `{"doc", "text": [sentence]}`, or
`{"doc", "version", "target": [sentence]}`, of which the first version that begins with "ref" is
taken. Output, JSON lines: `{"id", "segments": [sentence], "wrong": [{"segment", "start", "end",
"text", "canonical"}]}`; offsets are code points, end exclusive, and putting `canonical` in the
place of every `text` gives the document as it was.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from mtqc.training.names_slips import plain, slips

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TAIL = re.compile(r"['’]s?$")
_NAMED = re.compile(r"[^\W\d_]{4,}")
_MID = re.compile(r"[\w,;)’'] $")
_NOT_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december christmas easter ramadan olympics olympic
    american british english scottish welsh irish french german italian spanish portuguese dutch
    belgian swiss austrian polish czech slovak hungarian romanian bulgarian serbian croatian
    bosnian albanian greek turkish russian ukrainian belarusian latvian lithuanian estonian finnish
    swedish norwegian danish icelandic european african asian arab arabic israeli palestinian syrian
    iraqi iranian persian saudi egyptian libyan kurdish afghan pakistani indian bengali chinese
    japanese korean vietnamese thai filipino indonesian malaysian australian canadian mexican
    brazilian argentine chilean cuban colombian venezuelan jewish muslim islamic christian catholic
    orthodox protestant hindu buddhist western eastern northern southern soviet nazi latin hebrew
    americans russians ukrainians germans icelanders chechen georgian armenian hispanic
    zealander zealanders catalan basque cossack tatar mandarin cantonese taiwanese""".split()
)
Known = Callable[[str], bool]


class Text(msgspec.Struct, frozen=True):
    """A document as it was read."""

    name: str
    sentences: tuple[str, ...]


class Mention(msgspec.Struct, frozen=True):
    """One place of a name: code points in its sentence, end exclusive."""

    segment: int
    start: int
    end: int


def read(paths: Iterable[Path]) -> list[Text]:
    """The documents of the files, each once, in the order of the files."""
    found: dict[str, tuple[str, Text]] = {}
    for path in paths:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                record = json.loads(row)
                version = record.get("version", "ref")
                if not version.startswith("ref"):
                    continue
                sentences = record["text"] if "text" in record else record["target"]
                text = Text(record["doc"], tuple(s.strip() for s in sentences))
                if text.name not in found or version < found[text.name][0]:
                    found[text.name] = (version, text)
    return [text for _, text in found.values()]


def _tokens(sentence: str) -> Iterator[tuple[str, int]]:
    for match in _TOKEN.finditer(sentence):
        yield _TAIL.sub("", match.group()), match.start()


def _is_running_text(sentence: str) -> bool:
    """Not a headline with capitals throughout, nor a line in capitals."""
    tokens = [t for t, _ in _tokens(sentence)]
    return sum(t[0].islower() for t in tokens) * 2 >= len(tokens) > 3


class Capitals:
    """How often words stand small, and how often large amid a sentence."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.small: collections.Counter[str] = collections.Counter()
        self.large: collections.Counter[str] = collections.Counter()
        for sentence in sentences:
            if not _is_running_text(sentence):
                continue
            for token, start in _tokens(sentence):
                if token[0].islower():
                    self.small[token] += 1
                elif _MID.search(sentence, 0, start):
                    self.large[token.lower()] += 1

    def is_name(self, token: str) -> bool:
        """Whether the word is hardly ever written small."""
        word = token.lower()
        return self.large[word] > 0 and 20 * self.small[word] <= self.large[word]


def recurring_names(text: Text, capitals: Capitals) -> dict[str, list[Mention]]:
    """Words that name somebody or some place at least twice in the document, with their places."""
    places: dict[str, list[Mention]] = collections.defaultdict(list)
    amid: set[str] = set()
    small: set[str] = set()
    for index, sentence in enumerate(text.sentences):
        running = _is_running_text(sentence)
        for token, start in _tokens(sentence):
            if token[0].islower():
                small.add(token)
            elif token[1:].islower() and _NAMED.fullmatch(token):
                places[token].append(Mention(index, start, start + len(token)))
                if running and _MID.search(sentence, 0, start):
                    amid.add(token)
    return {
        token: mentions
        for token, mentions in places.items()
        if len(mentions) >= 2
        and token in amid
        and token.lower() not in small
        and token.lower() not in _NOT_NAMES
        and capitals.is_name(token)
    }


def _weights(text: Text, names: dict[str, list[Mention]]) -> list[float]:
    """Words of a full name and names with three mentions are altered more often than others.

    Of a name with two mentions only general knowledge can say which of the two is wrong.
    """
    whole = " ".join(text.sentences)
    pairs = re.findall(r"\b([A-Z][^\W\d_]+) (?=([A-Z][^\W\d_]+))", whole)
    full = {word for pair in pairs for word in pair}
    return [
        (3.0 if name in full else 1.0) * (4.0 if len(mentions) > 2 else 1.0)
        for name, mentions in names.items()
    ]


def _chosen(mentions: Sequence[Mention], rng: random.Random) -> list[Mention]:
    """One to three mentions, never all and mostly fewer than half; sometimes the first alone."""
    if rng.random() < 0.25:
        return [mentions[0]]
    most = (len(mentions) - 1) // (2 if rng.random() < 0.8 else 1)
    count = max(1, min(most, rng.choice((1, 1, 2, 2, 3))))
    return sorted(rng.sample(list(mentions), count), key=lambda m: (m.segment, m.start))


def altered(
    text: Text,
    names: dict[str, list[Mention]],
    rng: random.Random,
    forms: Callable[[str, random.Random], Sequence[str]],
) -> dict[str, Any]:
    """The document with one name misspelled, now and then two, as a record of the set.

    `forms` gives the misspellings of a name; where there are none, nothing is wrong in the record.
    """
    changes: list[tuple[Mention, str, str]] = []
    left = dict(names)
    for _ in range(2 if len(names) > 3 and rng.random() < 0.3 else 1):
        while left:
            name = rng.choices(list(left), _weights(text, left))[0]
            mentions = left.pop(name)
            found = forms(name, rng)
            if found:
                one = rng.choice(found)
                several = rng.random() < 0.35
                for mention in _chosen(mentions, rng):
                    changes.append((mention, rng.choice(found) if several else one, name))
                break
    sentences = list(text.sentences)
    wrong: list[dict[str, Any]] = []
    moved: collections.Counter[int] = collections.Counter()
    for mention, form, name in sorted(changes, key=lambda c: (c[0].segment, c[0].start)):
        k = mention.segment
        start, end = mention.start + moved[k], mention.end + moved[k]
        sentences[k] = sentences[k][:start] + form + sentences[k][end:]
        moved[k] += len(form) - len(name)
        wrong.append(
            {
                "segment": k,
                "start": start,
                "end": start + len(form),
                "text": form,
                "canonical": name,
            }
        )
    return {"id": text.name, "segments": sentences, "wrong": wrong}


def make(
    texts: Sequence[Text],
    seed: int,
    share_untouched: float,
    forms: Callable[[str, random.Random], Sequence[str]],
    background: Iterable[str] = (),
) -> list[dict[str, Any]]:
    """The records of a set, in the order of `texts`; the same for the same arguments.

    Of all documents `share_untouched` stay as they are, and so do those without a recurring name.
    `background` holds more English sentences to tell names from words written large by chance.
    """
    rng = random.Random(seed)
    own = [s for text in texts for s in text.sentences]
    capitals = Capitals([*own, *background])
    names = [recurring_names(text, capitals) for text in texts]
    eligible = [i for i, found in enumerate(names) if found]
    wanted = min(len(eligible), round(len(texts) * (1 - share_untouched)))
    touched = set(rng.sample(eligible, wanted))
    records = []
    for i, text in enumerate(texts):
        drawn = random.Random(f"{seed}:{text.name}")
        records.append(altered(text, names[i] if i in touched else {}, drawn, forms))
    return records


def unknown_slips(taken: Iterable[str]) -> Callable[[str, random.Random], list[str]]:
    """Misspellings that are no word and no name in any of wordfreq's languages nor in `taken`."""
    from wordfreq import zipf_frequency

    words = {plain(word) for word in taken}
    languages = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "fi", "tr", "id", "ro")

    def known(form: str) -> bool:
        lower = form.lower()
        return lower in words or any(
            zipf_frequency(lower, language, wordlist="best") > 0 for language in languages
        )

    return lambda name, rng: [form for form in slips(name, rng) if not known(form)]


def _sentences(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                yield json.loads(row)["english"]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="mtqc.training.names_sets", description=__doc__)
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--share-untouched", type=float, default=0.5)
    parser.add_argument(
        "--background",
        type=Path,
        nargs="*",
        default=[],
        help="gzipped JSON lines with English sentences in `english`",
    )
    given = parser.parse_args(arguments)
    texts = read(given.inputs)
    taken = (token for text in texts for s in text.sentences for token, _ in _tokens(s))
    background = _sentences(given.background)
    records = make(texts, given.seed, given.share_untouched, unknown_slips(taken), background)
    with given.out.open("w", encoding="utf-8") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    touched = sum(bool(r["wrong"]) for r in records)
    mentions = sum(len(r["wrong"]) for r in records)
    print(f"{len(records)} documents, {touched} altered, {mentions} wrong mentions")


if __name__ == "__main__":
    main()
