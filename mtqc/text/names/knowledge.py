"""What is known of a word that might be a name: public name, ordinary word, or never seen."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import msgspec

from mtqc.core.features import Lexicon
from mtqc.text.names.borne import borne
from mtqc.text.names.gazetteer import Gazetteer, gazetteer
from mtqc.text.names.plausible import Habits
from mtqc.text.names.sound import fold


class Known(msgspec.Struct, frozen=True, gc=False):
    """What is known of one spelling.

    `frequency`: Zipf, of the word as written; 0 where it was never seen. `public`: part of a
    name in the gazetteer. `place`: of a place. `common`: an ordinary word of English, so its
    capital alone
    does not make it a name. `given`: right by the user's word. `borne`: a spelling that exists
    somewhere: a word of English, or a name that somebody or some place bears.
    """

    plain: str
    frequency: float
    public: bool
    place: bool
    common: bool
    given: bool
    borne: bool = False

    @property
    def unknown(self) -> bool:
        """Never seen as a word or name of any kind."""
        return self.frequency == 0 and not self.public and not self.given

    @property
    def doubtful(self) -> bool:
        """Seen so rarely that it may as well be somebody's misspelling."""
        return self.frequency < 2.0 and not self.public and not self.given


class Knowledge:
    """Lexicon, gazetteer and the user's list in one; remembers what it was asked."""

    def __init__(self, lexicon: Lexicon, right: Collection[str] = ()) -> None:
        self.gazetteer: Gazetteer = gazetteer()
        self._lexicon = lexicon
        self.right = frozenset(t for name in right for t in name.replace("-", " ").split())
        self._habits: Habits | None = None
        self._borne = borne()
        self.of = lru_cache(maxsize=8_192)(self._of)

    def plausible(self, token: str) -> float:
        """How much a spelling looks like a name; see `Habits.plausibility`."""
        if self._habits is None:
            self._habits = Habits(self.gazetteer.tokens)
        return self._habits.plausibility(token)

    def rare(self, token: str) -> bool:
        """Whether a name is uncommon, so that two bearers of it in one article are unlikely."""
        return self._lexicon.frequency(token.lower()) < 2.5

    def _of(self, token: str) -> Known:
        lower = token.lower()
        plain = fold(token)
        frequency = self._lexicon.frequency(lower)
        given = token in self.right
        words = self.gazetteer.common
        common = not given and (lower in words or lower.partition("-")[0] in words)
        public, place = lower in self.gazetteer.tokens, lower in self.gazetteer.places
        exists = frequency > 0 or public or plain in self._borne
        return Known(plain, frequency, public, place, common, given, exists)


@lru_cache(maxsize=4)
def knowledge(lexicon: Lexicon, right: tuple[str, ...] = ()) -> Knowledge:
    """The knowledge for a lexicon and a user's list, made once per process."""
    return Knowledge(lexicon, right)
