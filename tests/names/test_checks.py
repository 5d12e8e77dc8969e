"""What the name checks flag, suggest and leave alone."""

from __future__ import annotations

import pytest

from mtqc.checks.name_garbled import NameGarbled
from mtqc.checks.name_variant import NameVariant
from mtqc.core.check import Flags
from mtqc.core.severity import Severity


@pytest.mark.parametrize("example", NameVariant.examples, ids=lambda e: str(e.text)[:40])
def test_variant_examples(variant, example):
    texts = (example.text,) if isinstance(example.text, str) else example.text
    found = [issue for _, issue in variant(*texts)[0]]
    expected = example.at if isinstance(example, Flags) else ()
    assert tuple(i.text for i in found) == expected
    if isinstance(example, Flags) and example.suggests:
        assert found[0].suggestions[:1] == (example.suggests,)


@pytest.mark.parametrize("example", NameGarbled.examples, ids=lambda e: str(e.text)[:40])
def test_garbled_examples(garbled, example):
    found = garbled(example.text)
    assert tuple(i.text for i in found) == (example.at if isinstance(example, Flags) else ())
    if isinstance(example, Flags) and example.suggests:
        assert found[0].suggestions[:1] == (example.suggests,)


def test_three_spellings_of_one_envoy_are_one_name(variant):
    findings, clusters = variant(
        "The envoy Steve Vitkofaff landed in Moscow. In April, Vitkop was refused a visa. "
        "Aides of Vitakoff declined to comment."
    )
    assert {i.text for _, i in findings} == {"Vitkofaff", "Vitkop", "Vitakoff"}
    assert {i.suggestions for _, i in findings} == {("Witkoff",)}
    assert [{f.form for f in c.forms} for c in clusters] == [{"Vitkofaff", "Vitkop", "Vitakoff"}]
    assert clusters[0].right == "Witkoff"


def test_message_tells_the_other_spelling_and_points_to_it(variant):
    findings, _ = variant(
        "Minister Henrik Salvesen opened the bridge. Salvesen thanked the workers. "
        "Reporters asked Salweson about the cost."
    )
    [(_, issue)] = findings
    assert "“Salvesen” 2 times" in issue.message
    assert len(issue.related) == 2
    assert issue.severity is Severity.MAJOR


def test_the_users_word_is_right_whatever_the_count(variant):
    text = "Mirek Holubek won. Holubek cried. Fans of Hollubek sang."
    assert [i.text for _, i in variant(text)[0]] == ["Hollubek"]
    findings, clusters = variant(text, known=("Mirek Hollubek",))
    assert {i.text for _, i in findings} == {"Holubek"}
    assert {i.suggestions for _, i in findings} == {("Hollubek",)}
    assert clusters[0].right == "Hollubek"


def test_of_two_unknown_spellings_the_first_is_suggested(variant):
    found, _ = variant("The engineer Otmar Haldosrud drew the plan. Last week Holdosrud left.")
    assert [(i.text, i.suggestions) for _, i in found] == [("Holdosrud", ("Haldosrud",))]


def test_a_name_that_somebody_bears_is_right_wherever_it_stands(variant):
    found, _ = variant("Fans of Rotiainen waited outside. The skier Rautiainen came late.")
    assert [(i.text, i.suggestions) for _, i in found] == [("Rotiainen", ("Rautiainen",))]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        (
            "Anders Haerqvist, who runs the mill, spoke first. Halqvist then left the hall. "
            "Halqvist said nothing more.",
            "Haerqvist",
            "Halqvist",
        ),
        (
            "The match was played in Swansea. Swanseo has rain. Swansea won.",
            "Swanseo",
            "Swansea",
        ),
        (
            "Naya Riverra fell ill. Her aunt, Naya Marie Rivera, came. Rivera sings.",
            "Riverra",
            "Rivera",
        ),
        (
            "Pavel Orlik won the race, before Tom Hale. The third was Pevel Brozik.",
            "Pevel Brozik",
            "Pavel Brozik",
        ),
        (
            "Radek Zavoršek built the bridge. The town made a contract with Zavorškem.",
            "Zavorškem",
            "Zavoršek",
        ),
        (
            "Milica Đukičević plays on the left. The coach praised Gjukichevich.",
            "Gjukichevich",
            "Đukičević",
        ),
    ],
)
def test_what_a_reader_takes_for_one_name(variant, text, wrong, right):
    [(_, issue)], _ = variant(text)
    assert (issue.text, issue.suggestions) == (wrong, (right,))


@pytest.mark.parametrize(
    "text",
    [
        "Shanghai grew fast. The Changhai hospital opened in May.",
        "Pavel Orlik won the race. The third was Karel Brozik.",
        "Anders Holmqvirst spoke first. Hermansen then left the hall.",
    ],
)
def test_what_a_reader_takes_for_two(variant, text):
    assert variant(text)[0] == []


def test_a_name_in_its_own_letters_is_right_beside_another(variant):
    text = "The trainer, Anđela Čvoro, came late. Angela Čvoro said nothing."
    [(_, issue)], _ = variant(text)
    assert (issue.text, issue.suggestions) == ("Angela Čvoro", ("Anđela Čvoro",))


def test_names_of_several_words_are_compared_whole(variant):
    [(_, issue)], [cluster] = variant(
        "Almaz Gebremedhin grows coffee near the lake. The buyers of Almaz Gebre-Medhen paid."
    )
    assert (issue.text, issue.suggestions) == ("Almaz Gebre-Medhen", ("Almaz Gebremedhin",))
    assert cluster.right == "Almaz Gebremedhin"


def test_whole_names_of_two_people_stay(variant):
    text = "Kim Jong-nam sang. His cousin Kim Jong-man danced. Ana Petrova came with Anna Petrov."
    assert variant(text)[0] == []


def test_accents_alone_are_minor(variant):
    findings, _ = variant(
        "Zdenka Vrbičková sang first. Later the hall rose for Vrbickova, and Vrbičková bowed."
    )
    assert [i.severity for _, i in findings] == [Severity.MINOR]


def test_a_namesake_of_the_right_family_is_left_alone(variant):
    findings, _ = variant(
        "Pavel Sorokin was sentenced in May. His lawyer said Pavel Sorokina would appeal. "
        "The judge heard his sister, Galina Sorokina, too."
    )
    assert [i.text for _, i in findings] == ["Sorokina"]
    assert findings[0][1].start == len("His lawyer said Pavel ")


def test_a_name_taken_for_a_word(variant):
    findings, _ = variant(
        "The farmer Hatice Çelik sold her orchard. This year, Steel says, the nuts were small."
    )
    assert [(i.text, i.suggestions) for _, i in findings] == [("Steel", ("Çelik",))]
    assert not variant("The price of steel fell. Steel exporters met Hatice Demirci.")[0]


def test_a_title_before_a_name_taken_for_a_word(variant):
    found, _ = variant("Huang Lirong sells tea from her own hill. Trade is slow, Ms Yellow said.")
    assert [(i.text, i.suggestions) for _, i in found] == [("Yellow", ("Huang",))]
    assert not variant("Edith Stein sells tea. Trade is slow, Mr Stone said.")[0]


def test_the_folder_corrects_an_article_that_is_wrong_throughout(variant):
    right = "Radek Vondrusek resigned. Vondrusek gave no reason."
    findings, clusters = variant(
        right, "Fans met Radek Vondrushek. Later Vondrushek left.", right, right
    )
    assert {d for d, _ in findings} == {"d1"}
    assert len(findings) == 2
    assert {i.suggestions for _, i in findings} == {("Vondrusek",)}
    [cluster] = clusters
    assert [(f.form, f.count, f.documents) for f in cluster.forms] == [
        ("Vondrusek", 6, 3),
        ("Vondrushek", 2, 1),
    ]
    assert cluster.right == "Vondrusek"


def test_different_people_of_a_folder_stay_apart(variant):
    findings, clusters = variant(
        "Anna Kovalik sang.", "Petr Kovalek danced.", "Anna Kovalik sang again.", "Anna Kovalik!"
    )
    assert not findings
    assert not clusters


def test_names_in_capitals_and_acronyms_say_nothing(variant):
    assert not variant("GIRESUN: prices rose. NATO and NADO met in Giresun. GIRESON was quiet.")[0]


@pytest.mark.parametrize(
    "text",
    [
        "Afghanistani and Jharkhandi traders met.",
        "Two Farages would be one too many.",
        "Tuomo Soini and Anne Flink run the clinic; David Barno commands.",
        "A Kawaguchi dealer drove to Chikugo and Longyuan.",
    ],
)
def test_rare_names_near_public_ones_stay(garbled, text):
    assert not garbled(text)


def test_a_given_name_takes_its_family_name_along(garbled):
    [issue] = garbled("The call with Volodamir Zelensky took an hour.")
    assert issue.text == "Volodamir Zelensky"
    assert issue.suggestions == ("Volodymyr Zelensky",)
