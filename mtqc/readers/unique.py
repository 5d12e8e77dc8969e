"""Labels that occur once."""

from __future__ import annotations

from hashlib import blake2b


class Unique:
    """Gives back each label once: the second "a" becomes "a~2".

    It keeps a hash of each label and not the label, so that millions of records cost
    tens of megabytes each, whatever their ids are.
    """

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._counts: dict[str, int] = {}

    def __call__(self, label: str) -> str:
        if self._add(label):
            return label
        count = self._counts.get(label, 1)
        while True:
            count += 1
            numbered = f"{label}~{count}"
            if self._add(numbered):
                self._counts[label] = count
                return numbered

    def _add(self, label: str) -> bool:
        key = int.from_bytes(blake2b(label.encode(), digest_size=7).digest())
        if key in self._seen:
            return False
        self._seen.add(key)
        return True
