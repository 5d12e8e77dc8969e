"""Right spellings for a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_COMMON = 2.0
_FUNCTION_WORD = 5.5
_SHORT_WORD = 6.4
_PARTNER = 3.5
_MOST = 5
_SHORTEST = 3
_LOOKED_AT = 40
_VOWELS = frozenset("aeiouy")
_TRANSPOSED = 0.3
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = frozenset(
    frozenset(pair)
    for pair in ("ck", "sz", "sc", "ij", "iy", "bp", "dt", "vw", "fv", "gj", "gk", "mn", "lr", "uw")
)


def _neighbours() -> frozenset[frozenset[str]]:
    place = {c: (row, column) for row, keys in enumerate(_ROWS) for column, c in enumerate(keys)}
    return frozenset(
        frozenset((a, b))
        for a, (row, column) in place.items()
        for b, (other_row, other_column) in place.items()
        if a != b and abs(row - other_row) <= 1 and abs(column - other_column) <= 1
    )


_NEAR_KEYS = _neighbours()


class Speller:
    """Suggests words of a frequency list that a misspelling may stand for.

    `zipf` maps words to Zipf frequencies; `listed` says whether a dictionary has a word,
    which keeps common misspellings from being suggested.
    """

    def __init__(self, zipf: Mapping[str, float], listed: Callable[[str], bool]) -> None:
        self._zipf = zipf
        self._listed = listed
        self._by_length: dict[int, list[str]] = {}
        for word, frequency in zipf.items():
            if frequency >= _COMMON:
                self._by_length.setdefault(len(word), []).append(word)
        self._by_ends: dict[int, dict[str, list[str]]] = {}

    def suggest(self, word: str) -> tuple[str, ...]:
        """At most five words or pairs of words, best first; `word` is in lower case.

        Looked at are the words of about its length that begin or end with the same two letters:
        a slip at both ends of a word is rare, and a scan over all takes twenty times as long.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if len(word) < _SHORTEST:
            return ()
        most = 1 if len(word) < 5 else 2 if len(word) < 10 else 3
        ranked: list[tuple[float, str]] = []
        for length in range(len(word) - most, len(word) + most + 1):
            candidates = self._same_end(word, length)
            if not candidates:
                continue
            near = process.extract(
                word, candidates, scorer=OSA.distance, score_cutoff=most, limit=_LOOKED_AT
            )
            for candidate, distance, _ in near:
                ranked.append((self._cost(word, candidate, distance), candidate))
        ranked.sort()
        found = [c for _, c in ranked[: 4 * _MOST] if c != word and self._listed(c)]
        split = self._split(word)
        if split:
            found.insert(0, split)
        return tuple(found[:_MOST])

    def _same_end(self, word: str, length: int) -> list[str]:
        ends = self._by_ends.get(length)
        if ends is None:
            ends = self._by_ends[length] = {}
            for candidate in self._by_length.get(length, ()):
                ends.setdefault(f"^{candidate[:2]}", []).append(candidate)
                ends.setdefault(f"{candidate[-2:]}$", []).append(candidate)
        head, tail = ends.get(f"^{word[:2]}", []), ends.get(f"{word[-2:]}$", [])
        return list(dict.fromkeys([*head, *tail]))

    def _split(self, word: str) -> str | None:
        """Two words run together, one of them a function word ("decidedand")."""
        best: tuple[float, str] | None = None
        for at in range(2, len(word) - 1):
            head, tail = word[:at], word[at:]
            head_zipf, tail_zipf = self._zipf.get(head, 0.0), self._zipf.get(tail, 0.0)
            if max(head_zipf, tail_zipf) < _FUNCTION_WORD or min(head_zipf, tail_zipf) < _PARTNER:
                continue
            if any(
                len(p) < 3 and z < _SHORT_WORD for p, z in ((head, head_zipf), (tail, tail_zipf))
            ):
                continue
            if any(
                len(p) < 4 and z < _PARTNER + 1 for p, z in ((head, head_zipf), (tail, tail_zipf))
            ):
                continue
            if not (self._listed(head) and self._listed(tail)):
                continue
            if best is None or head_zipf + tail_zipf > best[0]:
                best = (head_zipf + tail_zipf, f"{head} {tail}")
        return best[1] if best else None

    def _cost(self, word: str, candidate: str, distance: int) -> float:
        """Edits, cheaper where hands and ears slip, less what a frequent word is worth."""
        from rapidfuzz.distance import Levenshtein

        cost = float(distance)
        edits = Levenshtein.editops(word, candidate)
        if len(edits) == distance:
            cost -= sum(_discount(word, candidate, e.tag, e.src_pos, e.dest_pos) for e in edits)
        else:
            cost -= _TRANSPOSED
        if word[0] != candidate[0]:
            cost += 0.6
        return cost - 0.22 * self._zipf[candidate]


def _discount(word: str, candidate: str, tag: str, at: int, to: int) -> float:
    if tag == "replace":
        a, b = word[at], candidate[to]
        pair = frozenset((a, b))
        if pair in _ALIKE or (a in _VOWELS and b in _VOWELS):
            return 0.4
        return 0.25 if pair in _NEAR_KEYS else 0.0
    if tag == "insert":
        doubled = to > 0 and candidate[to] == candidate[to - 1]
        return 0.4 if doubled or candidate[to] in _VOWELS else 0.1
    if tag == "delete":
        doubled = at > 0 and word[at] == word[at - 1]
        return 0.4 if doubled else 0.1
    return 0.0
