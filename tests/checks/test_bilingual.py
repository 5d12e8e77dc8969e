"""What the examples of the bilingual checks can't show: codes, whole documents, files, models."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqc.checks import BUILTINS
from mtqc.checks.case_mismatch import CaseMismatch
from mtqc.checks.doubled_word import DoubledWord
from mtqc.checks.forbidden_term import ForbiddenTerm
from mtqc.checks.glossary import Glossary
from mtqc.checks.inconsistent_translation import InconsistentTranslation
from mtqc.checks.length_ratio import LengthRatio
from mtqc.checks.meaning_mismatch import MeaningMismatch
from mtqc.checks.missing_target import MissingTarget
from mtqc.checks.own_rules import Regex
from mtqc.checks.placeholder_mismatch import PlaceholderMismatch
from mtqc.checks.punctuation_mismatch import PunctuationMismatch
from mtqc.checks.tag_mismatch import TagMismatch
from mtqc.config import choose, load, made
from mtqc.core.check import Check, CorpusCheck, DocumentCheck, SegmentCheck
from mtqc.core.document import Code, Document
from mtqc.core.errors import UsageError
from mtqc.core.issue import BadSpan, Issue, sealed
from mtqc.features.document import DocumentFeatures
from mtqc.features.encoder import load as load_encoder
from mtqc.features.lexicon import lexicon_for
from mtqc.run import check_text
from mtqc.text.bilingual.terms import read
from mtqc.text.layout import joined

Cut = list[tuple[str, str]]


def document(pairs: Cut, lang: str = "de", name: str = "d", **fields: Any) -> Document:
    parts = [{"source": source, "text": text, **fields} for source, text in pairs]
    return joined(name, parts, lang=lang, source_lang="en", running=False)


def features(found: Document, encoder: Any = None) -> DocumentFeatures:
    lang = found.lang or "en"
    return DocumentFeatures(lang, lexicon_for(lang), encoder, source_lang=found.source_lang or "en")


def issues(check: Check, found: Document, encoder: Any = None) -> list[tuple[int, Issue]]:
    known = features(found, encoder)
    if isinstance(check, SegmentCheck):
        pairs = [(s, i) for s in found.segments for i in check.check(s, found, known)]
    elif isinstance(check, DocumentCheck):
        pairs = list(check.check(found, known))
    else:
        assert isinstance(check, CorpusCheck)
        facts = check.collect(found, known)
        located = [c for c in check.conclude(iter(list(facts))) if hasattr(c, "issue")]
        pairs = [(found.segments[c.segment], c.issue) for c in located]
    return [(segment.index, sealed(issue, segment.text)) for segment, issue in pairs]


def texts(check: Check, found: Document) -> list[str]:
    return [issue.text for _, issue in issues(check, found)]


class TestEmptyTargets:
    def test_an_empty_target_is_reported_at_its_only_place(self) -> None:
        ((_, issue),) = issues(MissingTarget(), document([("Save", "")]))
        assert (issue.start, issue.end, issue.text) == (0, 0, "")

    def test_an_empty_span_in_a_text_is_still_refused(self) -> None:
        issue = MissingTarget().issue(0, 0, "nothing")
        with pytest.raises(BadSpan):
            sealed(issue, "text")

    def test_the_whole_run_carries_it(self) -> None:
        line = '{"segments": [{"source": "Save the file", "target": ""}], "lang": "de"}'
        run = check_from_json(line)
        assert [i.check for segment in run for i in segment.issues] == ["missing-target"]


def check_from_json(line: str) -> Any:
    from mtqc.core.reader import Raw
    from mtqc.run import run_inputs, settings_of

    made_ = settings_of({"cache": False, "jobs": 1, "fast": True})
    return run_inputs(made_, [Raw(name="d.jsonl", reader="jsonl", data=line.encode())])


G1, G1_END = Code(0, "open", "1", "<g id='1'>"), Code(3, "close", "1", "</g>")
X2 = Code(3, "alone", "2", "<x id='2'/>")


class TestInlineCodes:
    def found(self, source: tuple[Code, ...], target: tuple[Code, ...]) -> list[Issue]:
        one = document([("One two", "Eins zwei")], source_codes=source, codes=target)
        return [issue for _, issue in issues(TagMismatch(), one)]

    def test_the_same_codes_elsewhere(self) -> None:
        moved = (Code(5, "open", "1", "<g id='1'>"), Code(9, "close", "1", "</g>"))
        assert not self.found((G1, G1_END), moved)

    def test_a_lost_code(self) -> None:
        (issue,) = self.found((G1, G1_END, X2), (G1, G1_END))
        assert "<x id='2'/>" in issue.message
        assert issue.severity.serious

    def test_an_added_code_at_the_end_of_the_text(self) -> None:
        (issue,) = self.found((), (Code(9, "alone", "7", "<x id='7'/>"),))
        assert "<x id='7'/>" in issue.message

    def test_codes_that_close_before_they_open(self) -> None:
        turned = (Code(0, "close", "1", "</g>"), Code(4, "open", "1", "<g id='1'>"))
        (issue,) = self.found((G1, G1_END), turned)
        assert "</g>" in issue.message


class TestStyleOfADocument:
    """What most of a document does is its way; what one segment does is a slip."""

    SOURCE = "The ship left the harbour at dawn."

    def test_stops(self) -> None:
        right = [(self.SOURCE, "Das Schiff verließ den Hafen im Morgengrauen.")] * 30
        wrong = (self.SOURCE, "Das Schiff verließ den Hafen im Morgengrauen")
        assert len(issues(PunctuationMismatch(), document([*right, wrong]))) == 1
        assert not issues(PunctuationMismatch(), document([*right, *[wrong] * 20]))

    def test_small_letters(self) -> None:
        right = [("Save the file.", "Enregistrez le fichier.")] * 30
        wrong = ("Save the file.", "enregistrez le fichier.")
        assert len(issues(CaseMismatch(), document([*right, wrong], "fr"))) == 1
        assert not issues(CaseMismatch(), document([*right, *[wrong] * 20], "fr"))

    def test_a_sentence_that_goes_on_begins_small(self) -> None:
        pairs = [("He left.", "Il partit,"), ("He came back.", "puis il revint.")]
        assert not issues(CaseMismatch(), document(pairs, "fr"))

    def test_lengths_are_held_against_the_document(self) -> None:
        source = "The old bridge over the river was closed in spring."
        pairs = [(source, "x" * 120)] * 40
        assert not issues(LengthRatio(), document(pairs))
        assert [at for at, _ in issues(LengthRatio(), document([*pairs, (source, "x" * 20)]))] == [
            40
        ]

    def test_doubled_words(self) -> None:
        once = [("He sails.", f"Er segelt hin und her {number}.") for number in range(9)]
        wrong = ("He sails.", "Er segelt hin hin und her.")
        assert texts(DoubledWord(), document([*once, wrong])) == ["hin hin"]
        assert not texts(DoubledWord(), document([wrong, wrong, wrong]))


class TestPlaceholders:
    def test_a_form_for_one_needs_no_number(self) -> None:
        pair = [("%d files", "Eine Datei")]
        for numbers, flagged in (([1], 0), ([0, 2, 3, 4], 1)):
            meta = {"flags": ["c-format"], "plural-for": numbers}
            assert len(issues(PlaceholderMismatch(), document(pair, meta=meta))) == flagged

    def test_several_lost_ones_are_one_issue(self) -> None:
        ((_, issue),) = issues(PlaceholderMismatch(), document([("{a} and {b}", "und")]))
        assert "{a}" in issue.message
        assert "{b}" in issue.message

    @pytest.mark.parametrize(
        "target",
        [
            "{n, plural, one {# Datei} other {# Dateien}",
            "{n, plural, one {# Datei}}",
            "{m, plural, one {# Datei} other {# Dateien}}",
            "{n, plural, one {# Datei} few {x} other {# Dateien}}",
        ],
    )
    def test_messages_that_would_fail(self, target: str) -> None:
        source = "{n, plural, one {# file} other {# files}}"
        assert issues(PlaceholderMismatch(), document([(source, target)]))

    @pytest.mark.parametrize(
        ("lang", "meta", "flagged"),
        [
            ("de", {"plural": "one"}, False),
            ("de", {"plural": "other"}, True),
            ("de", {"variation": "plural.one"}, False),
            ("de", {}, True),
            ("pt-BR", {"plural": "one"}, True),
            ("uk", {"plural": "one"}, True),
            ("ar", {"plural": "two"}, False),
        ],
    )
    def test_a_form_for_exactly_one_number_may_do_without_it(
        self, lang: str, meta: dict[str, str], flagged: bool
    ) -> None:
        found = document([("%d files", "X")], lang=lang, meta=meta)
        assert bool(issues(PlaceholderMismatch(), found)) is flagged


class TestInconsistency:
    def facts(self, *found: Document) -> list[tuple[str, int, str]]:
        check = InconsistentTranslation()
        facts = [fact for one in found for fact in check.collect(one, features(one))]
        return [
            (c.document, c.segment, c.issue.suggestions[0] if c.issue.suggestions else "")
            for c in check.conclude(iter(facts))
            if hasattr(c, "issue")
        ]

    def test_over_all_files_the_commonest_wins(self) -> None:
        first = document([("Close the window", "Fenster zumachen")], name="a")
        rest = document([("Close the window", "Fenster schließen")] * 2, name="b")
        assert self.facts(first, rest) == [("a", 0, "Fenster schließen")]

    def test_short_texts_in_other_contexts_may_differ(self) -> None:
        one = document([("Log in", "Anmelden")], name="a", meta={"context": "button"})
        other = document([("Log in", "Anmeldung")], name="b", meta={"context": "title"})
        assert not self.facts(one, other)

    def test_languages_and_plural_forms_apart(self) -> None:
        german = document([("Close the window", "Fenster schließen")], name="a")
        french = document([("Close the window", "Fermer la fenêtre")], "fr", name="b")
        few = document([("%d open files", "%d pliki")], "pl", name="c", meta={"plural": 1})
        many = document([("%d open files", "%d plików")], "pl", name="d", meta={"plural": 2})
        assert not self.facts(german, french, few, many)


class TestOwnRules:
    def test_a_pattern_that_backtracks_is_stopped_and_named(self) -> None:
        rules = [{"pattern": r"(a|aa)+$", "message": "never"}]
        check = made(Regex, {"rules": rules, "seconds": 0.01})
        found = issues(check, document([("x", "a" * 200 + "b")] * 5))
        assert len(found) == 3
        assert "left out" in found[-1][1].message

    @pytest.mark.parametrize(
        "options",
        [
            {"rules": [{"pattern": "(", "message": "x"}]},
            {"rules": [{"pattern": "x"}]},
            {"rules": [{"pattern": "x", "message": "x", "colour": "red"}]},
            {"seconds": 0},
        ],
    )
    def test_rules_that_are_none(self, options: dict[str, Any]) -> None:
        with pytest.raises(UsageError):
            made(Regex, options)

    def test_an_empty_match_has_a_place(self) -> None:
        check = made(Regex, {"rules": [{"pattern": "$", "message": "end"}]})
        assert texts(check, document([("x", "abc")])) == ["c"]


class TestGlossaryFile:
    def test_a_column_names_the_language(self, tmp_path: Path) -> None:
        path = tmp_path / "terms.tsv"
        path.write_text(
            "source\ttarget\tstatus\tlang\ndoor\tTür\t\tde\ndoor\tporte\t\tfr\n"
            "door\tTor\tforbidden\tde\nVell\t\tkeep\t\n",
            encoding="utf-8",
        )
        terms = read(path)
        assert [term.lang for term in terms] == ["de", "fr", "de", None]
        ((_, wanted),) = issues(Glossary(terms=terms), document([("the door", "das Tor")]))
        assert wanted.message == "The glossary has “Tür” for “door”."
        ((_, forbidden),) = issues(ForbiddenTerm(terms=terms), document([("the door", "das Tor")]))
        assert forbidden.suggestions == ("Tür",)

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "terms.tsv"
        path.write_text("window\tFenster\nwindow\tScheibe\tforbidden\n", encoding="utf-8")
        return path

    def test_both_checks_get_its_terms(self, path: Path) -> None:
        chosen = choose(load(None, {"glossary": str(path)}), BUILTINS)
        found = document([("Close the window.", "Scheibe zumachen.")])
        names = [
            i.check for c in chosen if "terms" in c.option_names() for _, i in issues(c, found)
        ]
        assert names == ["glossary", "forbidden-term"]

    def test_a_path_in_the_file_is_relative_to_it(self, path: Path) -> None:
        (path.parent / "mtqc.toml").write_text('glossary = "terms.tsv"\n', encoding="utf-8")
        assert load(path.parent / "mtqc.toml", {}).glossary == str(path)

    def test_the_signature_tells_glossaries_apart_in_few_letters(self) -> None:
        one = made(Glossary, {"terms": [{"source": "a", "target": "b"}]})
        other = made(Glossary, {"terms": [{"source": "a", "target": "c"}] * 100})
        assert one.signature() != other.signature()
        assert len(other.signature()) < 60

    def test_on_the_command_line(self, path: Path, tmp_path: Path) -> None:
        segment = '{"source": "Close the window.", "target": "Zumachen."}'
        line = f'{{"lang": "de", "segments": [{segment}]}}\n'
        (tmp_path / "in.jsonl").write_text(line, encoding="utf-8")

        def run() -> subprocess.CompletedProcess[str]:
            options = ["--fast", "--no-cache", "--glossary", str(path), "--report", "jsonl"]
            command = [sys.executable, "-m", "mtqc", "check", "in.jsonl", *options]
            return subprocess.run(
                command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
            )

        assert '"check":"glossary"' in run().stdout
        path.write_text("window\tFenster\tperhaps\n", encoding="utf-8")
        done = run()
        assert done.returncode == 2
        assert "line 1" in done.stderr


CONCEPTS = {
    "bridge": "мост", "ferry": "паром", "closed": "закрыт", "leaves": "уходит", "noon": "полдень",
    "mayor": "мэр", "school": "школа", "winter": "зима", "museum": "музей", "opens": "открывается",
    "teacher": "учитель", "sings": "поёт", "garden": "сад", "grows": "растёт", "ship": "корабль",
    "sinks": "тонет", "doctor": "врач", "helps": "помогает", "judge": "судья", "speaks": "говорит",
}  # fmt: skip
PAIRS: Cut = [
    (f"{a} {b} now", f"{CONCEPTS[a]} {CONCEPTS[b]} сейчас")
    for a, b in zip(list(CONCEPTS)[::2], list(CONCEPTS)[1::2], strict=True)
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of two languages: a word and its translation have one vector."""
    pytest.importorskip("sentence_transformers")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.normalizers import Lowercase
    from tokenizers.pre_tokenizers import Whitespace

    concepts = {**CONCEPTS, "now": "сейчас"}
    vocabulary = {"[UNK]": 0}
    rows = [np.zeros(32)]
    random = np.random.default_rng(7)
    for english, russian in concepts.items():
        row = random.normal(size=32)
        for word in (english, russian):
            vocabulary[word] = len(vocabulary)
            rows.append(row)
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    path = tmp_path_factory.mktemp("model")
    weights = np.asarray(rows, np.float32)
    static = StaticEmbedding(tokenizer, embedding_weights=weights)
    SentenceTransformer(modules=[static], device="cpu").save(str(path))
    return path


@pytest.fixture(scope="module")
def encoder(model: Path) -> Any:
    return load_encoder(str(model))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
class TestMeaning:
    def test_the_model_is_known_for_multilingual(self, encoder: Any) -> None:
        assert encoder.multilingual

    def test_right_translations(self, encoder: Any) -> None:
        assert not issues(MeaningMismatch(), document(PAIRS, "ru"), encoder)

    def test_swapped_segments(self, encoder: Any) -> None:
        swapped = [PAIRS[0], (PAIRS[1][0], PAIRS[2][1]), (PAIRS[2][0], PAIRS[1][1]), *PAIRS[3:]]
        found = issues(MeaningMismatch(), document(swapped, "ru"), encoder)
        assert [at for at, _ in found] == [1, 2]
        assert all(issue.severity.serious for _, issue in found)
        assert found[0][1].related[0].segment == 2

    def test_a_translation_of_nothing_here(self, encoder: Any) -> None:
        wrong = [*PAIRS[:9], (PAIRS[9][0], "совсем другой посторонний текст")]
        assert [at for at, _ in issues(MeaningMismatch(), document(wrong, "ru"), encoder)] == [9]

    def test_a_sentence_left_out_and_one_put_in(self, encoder: Any) -> None:
        source = "The bridge is closed now. The doctor helps now."
        target = "Мост закрыт сейчас. Врач помогает сейчас."
        half = "Мост закрыт сейчас."
        assert not issues(MeaningMismatch(), document([*PAIRS, (source, target)], "ru"), encoder)
        found = issues(MeaningMismatch(), document([*PAIRS, (source, half)], "ru"), encoder)
        assert "doctor" in found[0][1].message
        found = issues(
            MeaningMismatch(),
            document([*PAIRS, ("The bridge is closed now.", target)], "ru"),
            encoder,
        )
        assert found[0][1].text == "Врач помогает сейчас."

    def test_the_same_source_twice_is_no_other_source(self, encoder: Any) -> None:
        assert not issues(MeaningMismatch(), document([*PAIRS, PAIRS[0]], "ru"), encoder)

    def test_without_such_a_model_it_is_skipped_with_the_reason(self, encoder: Any) -> None:
        found = document(PAIRS, "ru")
        reason = MeaningMismatch.needs.missing(found, features(found, load_encoder("embedded")))
        assert reason is not None
        assert "multilingual" in reason
        assert MeaningMismatch.needs.missing(found, features(found, encoder)) is None


BILINGUAL = [check for check in BUILTINS if check.group == "bilingual" and not check.needs.encoder]
ALPHABET = st.text(alphabet=st.sampled_from("aB é1٣%{}<>/&;.?!¿। 万亿。\n\u202f'\"-@:d$\u0903"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(ALPHABET, ALPHABET), min_size=1, max_size=4),
    st.sampled_from(["de", "ja", "ar", "hi", "es", "und"]),
)
def test_any_pairs_can_be_checked(pairs: Cut, lang: str) -> None:
    found = document(pairs, lang)
    for check in BILINGUAL:
        issues(check(), found)


def test_bilingual_checks_are_skipped_without_a_source() -> None:
    run = check_text("Der Fluss ist breit.", lang="de", fast=True)
    (entry,) = run.documents()
    skipped = {name for s in entry.skipped for name in s.checks}
    assert {c.name for c in BUILTINS if c.needs.source} <= skipped
