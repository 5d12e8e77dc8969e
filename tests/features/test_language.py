"""Language detection: plain cases of every kind it is asked about."""

from __future__ import annotations

import pytest

from mtqc.features.language import UNKNOWN, detect, detect_sentence
from mtqc.text.layout import cut

TEXTS = {
    "en": "The ferry was late again, and the people on the pier had been waiting since noon. "
    "Nobody told them why.",
    "de": "Die Fähre kam wieder zu spät, und die Leute am Kai warteten schon seit Mittag auf sie. "
    "Niemand sagte ihnen, warum.",
    "fr": "Le bac était encore en retard, et les gens attendaient sur le quai depuis midi sans "
    "que personne leur dise pourquoi.",
    "nl": "De veerboot was weer te laat en de mensen op de kade stonden al sinds de middag te "
    "wachten zonder dat iemand iets zei.",
    "cs": "Trajekt měl zase zpoždění a lidé na molu čekali už od poledne, aniž by jim to řekli.",
    "ru": "Паром снова опоздал, и люди на причале ждали его с полудня. Никто не сказал им почему.",
    "zh": "渡轮又晚点了，码头上的人们从中午一直等到现在，却没有人告诉他们原因。",
    "ja": "フェリーはまた遅れて、桟橋の人々は正午から待っていた。誰も理由を説明しなかった。",
    "ar": "تأخرت العبارة مرة أخرى وكان الناس ينتظرون على الرصيف منذ الظهر دون أن يخبرهم أحد.",
    "is": "Ferjan var aftur of sein og fólkið á bryggjunni hafði beðið síðan um hádegi án þess að "
    "nokkur segði því hvers vegna.",
}


@pytest.mark.parametrize("lang", TEXTS)
def test_documents(lang: str) -> None:
    code, sure = detect(cut("a", TEXTS[lang]))
    assert code == lang
    assert sure > 0.7


@pytest.mark.parametrize("lang", TEXTS)
def test_sentences(lang: str) -> None:
    assert detect_sentence(TEXTS[lang])[0] == lang


def test_garbled_english_is_english() -> None:
    text = (
        "Minister Przybyszewski said Dimilatorization of the Szczecin Gdańsk Wałbrzych corridor "
        "is non-staircase for of Ukraine. The Bundesrat and the Österreichische Volkspartei has "
        "approval on Monday tripartite?? Zhou Xiaochuan he come with the agreement of Kraków."
    )
    assert detect(cut("a", text))[0] == "en"


def test_capitals() -> None:
    assert detect(cut("a", TEXTS["de"].upper()))[0] == "de"


@pytest.mark.parametrize("text", ["", "  ", "12 345", "?!", "a", "https://example.org/die/das"])
def test_nothing_to_go_by(text: str) -> None:
    assert detect(cut("a", text)) == (UNKNOWN, 0.0)
    assert detect_sentence(text) == (UNKNOWN, 0.0)


def test_a_short_guess_is_not_sure_of_itself() -> None:
    assert detect(cut("a", "Radio Marina"))[1] < 0.7


def test_the_same_answer_every_time() -> None:
    document = cut("a", TEXTS["cs"][:80])
    assert len({detect(document) for _ in range(5)}) == 1
