"""Names made to collide, to overflow and to confuse."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from mtqc.core.document import Document, Segment
from mtqc.text.names.folder import Count, Folder
from tests.names.conftest import run_variant

WORDS = st.sampled_from(
    """Vitkop Vitakoff Witkoff Steve said Mr Root root, Trump-Putin O'Malley’s al-Sisi. the
    "Çelik Steel Kurtua) Courtois Émile ÉMILE NATO's Zelenskyi Zelensky
    Niger Nigeria — 𝒜b Ä""".split()
)


def document(name: str, sentences: list[str]) -> Document:
    segments, at = [], 0
    for index, text in enumerate(sentences):
        segments.append(Segment(index=index, start=at, end=at + len(text), text=text))
        at += len(text) + 1
    return Document(name=name, text="\n".join(sentences), segments=tuple(segments))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=14).map(" ".join), max_size=8))
def test_every_finding_lies_inside_its_sentence(sentences):
    # `run_variant` seals each issue, which refuses a span outside its segment.
    findings, clusters = run_variant([document("d", sentences)])
    for _, issue in findings:
        assert issue.text
        assert issue.text not in issue.suggestions
    for cluster in clusters:
        assert len(cluster.forms) > 1


def test_an_article_of_colliding_names_is_judged_in_bounded_work(monkeypatch):
    from mtqc.text.names import clustering

    calls = 0
    judge = clustering.judge

    def counted(*arguments):
        nonlocal calls
        calls += 1
        return judge(*arguments)

    monkeypatch.setattr(clustering, "judge", counted)
    vowels = list(itertools.product("aeiou", repeat=5))
    names = [f"K{a}r{b}t{c}l{d}n{e}v" for a, b, c, d, e in vowels]
    run_variant([document("d", [f"They met {name} today." for name in names])])
    assert 0 < calls <= clustering.MAX_PAIRS


def test_a_folder_of_colliding_names_is_compared_in_blocks():
    vowels = itertools.product("aeiou", repeat=6)
    names = [f"K{a}r{b}t{c}l{d}n{e}v{f}m" for a, b, c, d, e, f in vowels][:10_000]
    with Folder() as folder:
        for i, name in enumerate(names):
            count = Count(name, "k", 1, 0, 0, len(name), (), True, ((0, 0, len(name)),))
            folder.add(f"d{i}", [count])
        assert len(list(folder.links())) <= len(names)
        total = folder.total(names[0])
        assert total is not None
        assert (total.count, total.documents, total.document) == (1, 1, "d0")


def test_the_same_folder_gives_the_same_findings_twice():
    texts = [
        document("a", ["Radek Vondrusek resigned.", "Vondrusek gave no reason."]),
        document("b", ["Fans met Radek Vondrushek.", "They asked Vondrusek and Vondrushek."]),
    ]
    assert run_variant(texts) == run_variant(texts)
