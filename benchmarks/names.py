"""What the names of a large folder cost to compare.

    python -m benchmarks.names MENTIONS SPELLINGS [--alike]

Facts as documents give them, twenty names each, go through the second pass of `name-variant`, in
this process. `--alike`: names made to collide, all with the same consonants.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterator

from mtqc.checks.name_variant import NameFacts, NameVariant
from mtqc.core.check import Located
from mtqc.core.names import NameCluster
from mtqc.text.names.folder import Count
from mtqc.text.names.sound import general, skeleton

_PER_DOCUMENT = 20
_ONSETS = "b d f g h j k l m n p r s t v z br dr gr kr tr sh ch zh kh st sk".split()
_VOWELS = "a e i o u ai ei".split()
_ENDINGS = " ov ev in sky enko ian er ez son ski wala pour".split(" ")
_GIVENS = 3_000


def spellings(count: int, *, alike: bool) -> dict[str, str]:
    """Different made-up family names, each with a given name: four in five of them right ones, the
    others slips of them."""
    if alike:
        vowels = itertools.product("aeiou", repeat=8)
        made = ("K{}r{}b{}t{}c{}l{}d{}n{}v".format(*row) for row in vowels)
        return dict.fromkeys(itertools.islice(made, count), "given")
    chosen = random.Random(count)
    found: dict[str, str] = {}
    while len(found) < count:
        parts = [
            chosen.choice(_ONSETS) + chosen.choice(_VOWELS) for _ in range(chosen.randint(2, 4))
        ]
        right = ("".join(parts) + chosen.choice(_ENDINGS)).capitalize()
        given = f"given{len(found) % _GIVENS}"
        found.setdefault(right, given)
        if chosen.random() < 0.25:
            at = chosen.randrange(1, len(right))
            found.setdefault(right[:at] + chosen.choice("aeiouhy") + right[at:], given)
    return dict(itertools.islice(found.items(), count))


def facts(mentions: int, spelled: dict[str, str]) -> Iterator[NameFacts]:
    """One document's names after the other; a name is the more frequent the earlier it stands."""
    chosen = random.Random(mentions)
    names = list(spelled)
    keys = [skeleton(general(name)) for name in names]
    everyone = iter(range(len(names)))
    for number in range(mentions // _PER_DOCUMENT):
        places = list(itertools.islice(everyone, _PER_DOCUMENT // 2))
        while len(places) < _PER_DOCUMENT:
            places.append(int(len(names) * chosen.random() ** 3))
        counts = tuple(
            Count(
                names[at], keys[at], 1, segment, 0, len(names[at]), (spelled[names[at]],), True,
                ((segment, 0, len(names[at])),),
            )
            for segment, at in enumerate(dict.fromkeys(places))
        )  # fmt: skip
        yield NameFacts(f"news-{number:06}", counts, ())


def main() -> None:
    mentions, count = int(sys.argv[1]), int(sys.argv[2])
    names = spellings(count, alike="--alike" in sys.argv[3:])
    found = NameVariant().conclude(facts(mentions, names))
    kinds = [type(item) for item in found]
    flags, clusters = kinds.count(Located), kinds.count(NameCluster)
    print(f"{mentions:,} mentions, {count:,} spellings: {flags:,} flags, {clusters:,} names")


if __name__ == "__main__":
    main()
