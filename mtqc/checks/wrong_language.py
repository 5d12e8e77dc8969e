"""Sentences in another language inside an English text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mtqc.core.check import ENGLISH, Flags, Keeps, SegmentCheck
from mtqc.core.document import Document, Segment
from mtqc.core.features import Features
from mtqc.core.issue import Issue
from mtqc.core.severity import Severity
from mtqc.text.foreign import is_foreign_sentence

# Common English words that are no common words of another language in the lists below.
_ENGLISH = frozenset(
    """
    the and that with are from this have has said were which they will been who but his their would
    to by it its not you she her our can could about after before than then there these those what
    when where into also more other new first two at an is was for be as or if so
    """.split()
)
_STRONG_ENGLISH = _ENGLISH - frozenset("was for at an is be as or if so by to it".split())
_FUNCTION_WORDS = {
    "Spanish": """
        el la los las de del que y en un una por con para es su se lo como más pero sus
        le ya este sí porque esta entre cuando muy sin sobre también hasta hay donde
        desde todo nos durante
    """,
    "French": """
        le la les de des du et en un une que qui dans pour est sur au aux par plus pas
        ce il elle sont avec ne se sa ses cette mais nous vous ont été leur comme était
        être après selon
    """,
    "German": """
        der die das und den von zu mit sich auf für ist im dem nicht ein eine als auch
        es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem
        über einen so zum haben nur oder aber vor zur bis mehr durch man sein wurde
    """,
    "Italian": """
        il lo la gli le di del della dei delle che e un una in per con non è sono da al
        alla nel nella si come più anche ma suo sua questo questa ha hanno dal dalla ai
        degli tra stato
    """,
    "Portuguese": """
        o a os as de do da dos das que e em um uma para com não por no na se mais como
        mas ao foi ele ela sua seu são também pelo pela até isso entre era depois sem
        mesmo
    """,
    "Dutch": """
        de het een en van ik te dat die in is niet op aan met als voor er maar om dan
        zou wat mijn ook bij naar zijn door over uit tot worden werd heeft hebben deze
        nog wel geen
    """,
    "Polish": """
        i w z na do się nie to że jest o po za od przez jak dla czy ale był było są oraz
        tym który która które jego jej ich tego już tylko może przed będzie
    """,
    "Czech": """
        a v na se že je o s z do i pro by k ve po za od jako však jsem nebo už při jeho
        jen také byl byla bylo který která které tak mezi ale podle jsou
    """,
    "Swedish": """
        och i att det som en på är av för med till den har de inte om ett han men var
        sig från vi så kan när ut vid eller nu ska efter hon sin mot
    """,
    "Danish": """
        og i at det som en på er af for med til den har de ikke om et han men var sig
        fra vi så kan når ud ved eller nu skal efter hun sin mod blev
    """,
    "Turkish": """
        ve bir bu için ile da de çok ne gibi daha olarak olan ama en kadar sonra ise ki
        olduğu var mi mı her diye değil oldu etti dedi
    """,
    "Indonesian": """
        yang dan di itu dengan untuk dari ini dalam tidak pada akan ke juga ada oleh
        telah karena sebagai mereka bisa kami saya kita atau sudah lebih tersebut
        menjadi kata saat
    """,
    "Romanian": """
        și în de la cu a că pe nu din care un o este mai pentru se au al fost ce sunt
        sau după prin fi dar acest această lui ei am va
    """,
    "Hungarian": """
        a az és hogy nem egy is meg ez csak volt de már vagy mint még azt el ki ha kell
        lesz szerint után amely aki minden nagyon
    """,
    "Finnish": """
        ja on ei se että oli hän mutta kun myös ovat joka tai kuin niin sen jos olla
        mukaan ole sekä jo vain nyt hänen mitä jossa
    """,
    "Vietnamese": """
        và của là có trong được cho không với các một những người này đã khi để đến về
        từ ra như nhiều năm tại theo ông sẽ
    """,
    "Romanised Hindi": """
        hai hain ke ki ka ko se mein aur ne kya nahi nahin tha thi ho kar raha rahi bhi
        yeh woh jo par ek hi liye gaya kiya
    """,
    "Swahili": """
        na ya wa kwa ni katika za la cha kuwa hiyo huo hii alisema pia lakini kama yake
        baada watu ambao hilo hayo wake
    """,
}
_MARKERS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_ANY_MARKER = frozenset().union(*_MARKERS.values())
_MIN_WORDS = 6
_MIN_MARKERS = 3
_MIN_SHARE = 0.25


@dataclass(frozen=True)
class WrongLanguage(SegmentCheck):
    """A whole sentence in another language

    Flags a sentence of six words and more that is not English, in a text that is.

    A sentence was skipped by the translator, or text of the page around the article came in.

    It decides by the small words that every sentence needs: none of English's, and several
    different ones of one other language, or mostly words that English does not know; or by
    script, where most letters are not Latin. It stays
    silent on shorter sentences, on lists of names and on English sentences with a foreign
    title or phrase in them.
    """

    name = "wrong-language"
    group = "surface"
    category = "accuracy/untranslated"
    its = "untranslated"
    severity = Severity.MAJOR
    needs = ENGLISH
    examples = (
        Flags(
            "The mayor left. Los vecinos de la ciudad no saben todavía por qué se fue. He is back.",
            at=("Los vecinos de la ciudad no saben todavía por qué se fue.",),
        ),
        Flags(
            "Die Stadt hat die Brücke über den Fluss nach zwei Jahren wieder geöffnet.",
            at=("Die Stadt hat die Brücke über den Fluss nach zwei Jahren wieder geöffnet.",),
        ),
        Flags(
            "Мэр города вчера вечером уехал домой.", at=("Мэр города вчера вечером уехал домой.",)
        ),
        Keeps("Paris Saint-Germain, Real Madrid, Bayern München, Ajax, Porto, Roma, Lazio"),
        Keeps("He sang “La vie en rose” and “Non, je ne regrette rien” for his mother."),
        Keeps("Que sera, sera."),
        Keeps("Pa and Ma de la Rue, Los Angeles; Las Vegas hotels open late."),
    )

    def check(self, segment: Segment, document: Document, features: Features) -> Iterable[Issue]:
        text = segment.text
        if not text.isascii() and is_foreign_sentence(text):
            yield self.issue(0, len(text), "This sentence was left in another script.")
            return
        words = features.words(segment)
        if len(words) < _MIN_WORDS:
            return
        keys = {w.text for w in words}
        if not _STRONG_ENGLISH.isdisjoint(keys):
            return
        language = _language({k.lower() for k in keys})
        if language is None and not _is_unknown(keys, features):
            return
        yield self.issue(
            0, len(text), f"This sentence is not English but {language or 'in another language'}."
        )


def _language(keys: set[str]) -> str | None:
    """The language of a sentence by its small words; None where that may be English."""
    foreign = len(keys & _ANY_MARKER)
    english = len(keys & _ENGLISH)
    if foreign < (2 * _MIN_MARKERS if english else _MIN_MARKERS) or english > 1:
        return None
    hits, language = max((len(keys & markers), name) for name, markers in _MARKERS.items())
    return language if hits >= max(_MIN_MARKERS, _MIN_SHARE * len(keys)) else None


def _is_unknown(keys: set[str], features: Features) -> bool:
    """Whether most of the ordinary words are unknown to English, and none is a small word of it."""
    ordinary = [k for k in keys if k.islower() and k.isalpha()]
    if not _ENGLISH.isdisjoint(keys) or len(ordinary) < _MIN_WORDS:
        return False
    unknown = sum(1 for k in ordinary if len(k) > 3 and not features.lexicon.knows(k))
    return unknown >= max(_MIN_MARKERS, len(ordinary) / 2)
