"""XLIFF written back: annotated, read again the same, and untouched but for the annotations."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mtqc.core.document import Document
from mtqc.core.errors import UsageError
from mtqc.core.issue import Issue, sealed
from mtqc.core.reader import Limits, Raw
from mtqc.core.records import SegmentRecord
from mtqc.core.severity import Severity
from mtqc.readers.xliff import Xliff
from mtqc.reports.xliff_folder import XliffRenderer
from mtqc.reports.xliff_its import ITS, annotated
from mtqc.run import check_paths, read_report, write_report
from tests.reports.sample import JUDGED, SAMPLE

ONE = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
 <file original="a.html" source-language="en" target-language="de" datatype="html"><body>
  <trans-unit id="u1"><source>Fish &amp; chips are <g id="1">here</g>.</source>
   <target>Fisch &amp; Pommes sind <g id="1">hier <x id="2"/>jetzt</g>, \u00fcberall.</target>
   <note>Keep it short.</note></trans-unit>
  <trans-unit id="u2"><source>One. Two.</source>
   <seg-source><mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="2">Two.</mrk></seg-source>
   <target><mrk mtype="seg" mid="1">Eins eins.</mrk> <mrk mtype="seg" mid="2">Zwei.</mrk></target>
  </trans-unit>
  <trans-unit id="u3"><source>Raw</source><target><![CDATA[<b>Roh</b> & gut]]></target></trans-unit>
  <trans-unit id="u4"><source>None</source></trans-unit>
 </body></file>
</xliff>
"""
TWO = """<?xml version='1.0'?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="de">
 <file id="f1">
  <unit id="u1"><notes><note>Keep.</note></notes>
   <segment id="s1"><source>Hi <pc id="1">you</pc>.</source>
    <target>Hallo <pc id="1">du <ph id="2"/>da</pc>, du.\U0001f600</target></segment>
   <ignorable><source> </source></ignorable>
   <segment id="s2"><source>Bye.</source><target>Tsch&#xFC;ss, tsch&#252;ss.</target></segment>
  </unit>
  <unit id="u2"><segment><source>Same.</source><target>Gleich.</target></segment></unit>
  <unit id="u3"><segment><source>Same.</source><target>Gleich.</target></segment></unit>
 </file>
</xliff>
"""


EMPTY = (
    TWO[: TWO.index('  <unit id="u1">')]
    + """  <unit id="u9">
   <segment><source>Same.</source><target/></segment></unit>
 </file>
</xliff>
"""
)


def read(data: bytes) -> list[Document]:
    import io

    reader = Xliff()
    raws = reader.split(io.BytesIO(data), "a.xlf", Limits())
    return [reader.parse(raw) for raw in raws if isinstance(raw, Raw)]


def record(document: Document, index: int, spans: list[tuple[int, int]], **more) -> SegmentRecord:
    segment = document.segments[index]
    issues = tuple(
        sealed(
            Issue(
                check="nonword",
                category="style",
                its="misspelling",
                severity=Severity.MAJOR,
                start=start,
                end=end,
                message=f'Odd \u201c{start}\u201d & <bad> "quotes".',
                **more,
            ),
            segment.text,
        )
        for start, end in spans
    )
    return SegmentRecord(
        document=document.name,
        segment=index,
        unit=segment.unit,
        start=segment.start,
        end=segment.end,
        line=segment.line,
        text=segment.text,
        source=segment.source,
        reference=None,
        lang="de",
        score=50.0,
        verdict="suspect",
        issues=issues,
        scores={},
        meta={},
    )


def flagged(data: str, wanted: dict[int, list[str]], **more) -> tuple[bytes, etree._Element]:
    """The file with these words flagged in these segments, as bytes and as XML."""
    (document,) = read(data.encode())
    records = [
        record(
            document,
            index,
            [
                (
                    document.segments[index].text.index(w),
                    document.segments[index].text.index(w) + len(w),
                )
                for w in words
            ],
            **more,
        )
        for index, words in wanted.items()
    ]
    made, missed = annotated(data.encode(), records)
    assert missed == 0
    return made, etree.fromstring(made)


def without_annotations(data: bytes) -> bytes:
    """What is left when all that the writer puts in is taken out again, tag by tag."""
    data = re.sub(rb' xmlns:its="[^"]*" its:version="2.0"', b"", data)
    data = re.sub(rb"<its:locQualityIssues .*?</its:locQualityIssues>", b"", data, flags=re.S)
    depth = [False]

    def tag(match: re.Match[bytes]) -> bytes:
        if match.group().startswith(b"</"):
            return b"" if depth.pop() else match.group()
        depth.append(b"locQualityIssue" in match.group())
        return b"" if depth[-1] else match.group()

    return re.sub(rb"<mrk\b[^>]*>|</mrk>", tag, data)


def marks(root: etree._Element) -> list[tuple[str, dict[str, str]]]:
    return [
        ("".join(node.itertext()), {k.rpartition("}")[2]: v for k, v in node.attrib.items()})
        for node in root.iter("{*}mrk")
        if any("locQualityIssue" in key for key in node.attrib)
    ]


@pytest.mark.parametrize(("data", "start"), [(ONE, {"mtype": "x-its"}), (TWO, None)])
def test_words_are_marked_where_they_stand(data: str, start: dict[str, str] | None) -> None:
    word = "Pommes" if data is ONE else "Hallo"
    made, root = flagged(data, {0: [word]})
    ((text, attributes),) = marks(root)
    assert text == word
    assert attributes["locQualityIssueType"] == "misspelling"
    assert attributes["locQualityIssueSeverity"] == "75"
    assert "nonword: " in attributes["locQualityIssueComment"]
    assert '<bad> "quotes"' in attributes["locQualityIssueComment"]
    if start is None:
        assert attributes["type"] == "its:generic"
        assert attributes["id"] == "mtqc-1"
    else:
        assert attributes["mtype"] == "x-its"
    assert root.get(f"{{{ITS}}}version") == "2.0"
    assert without_annotations(made) == data.encode()
    assert read(made) == read(data.encode())


@pytest.mark.parametrize("data", [ONE, TWO])
def test_words_across_a_code_are_told_beside_the_target(data: str) -> None:
    word = "sind hier" if data is ONE else "da, du"
    made, root = flagged(data, {0: [word]})
    ((text, attributes),) = marks(root)
    (target, *_) = root.iter("{*}target")
    assert text == "".join(target.itertext())
    # A single issue needs no list of its own.
    assert attributes["locQualityIssueType"] == "misspelling"
    assert without_annotations(made) == data.encode()
    assert read(made) == read(data.encode())


@pytest.mark.parametrize("data", [ONE, TWO])
def test_several_issues_of_the_same_words_are_listed_once(data: str) -> None:
    words = ["Fisch", "Fisch", "sind hier", "jetzt, ", "Pommes"]
    if data is TWO:
        words = ["Hallo", "Hallo", "lo du", "da, ", "du."]
    made, root = flagged(data, {0: words}, known=True)
    lists = {
        node.get("{http://www.w3.org/XML/1998/namespace}id"): list(node)
        for node in root.iter(f"{{{ITS}}}locQualityIssues")
    }
    assert sorted(map(len, lists.values())) == [2, 2]
    references = {
        attributes["locQualityIssuesRef"]: text
        for text, attributes in marks(root)
        if "locQualityIssuesRef" in attributes
    }
    lead = "#its=" if data is TWO else "#"
    assert set(references) == {f"{lead}{name}" for name in lists}
    assert words[0] in references.values()
    for issues in lists.values():
        assert {i.get("locQualityIssueEnabled") for i in issues} == {"no"}
    holders = {
        node.getparent().tag.rpartition("}")[2] for node in root.iter(f"{{{ITS}}}locQualityIssues")
    }
    assert holders == {"unit" if data is TWO else "trans-unit"}
    assert without_annotations(made) == data.encode()
    assert read(made) == read(data.encode())


def test_segments_of_a_unit_and_cdata() -> None:
    made, root = flagged(ONE, {1: ["Eins eins"], 2: ["Zwei"], 3: ["Roh"]})
    assert [text for text, _ in marks(root)] == ["Eins eins", "Zwei", "<b>Roh</b> & gut"]
    assert b"<![CDATA[<b>Roh</b> & gut]]>" in made
    assert read(made) == read(ONE.encode())


def test_equal_segments_are_told_apart_by_their_line() -> None:
    made, root = flagged(TWO, {3: ["Gleich"]})
    assert [u.get("id") for u in root.iter("{*}unit") if marks(u)] == ["u3"]
    assert read(made) == read(TWO.encode())


@pytest.mark.parametrize(("data", "index", "source"), [(ONE, 4, "None"), (EMPTY, 0, "Same.")])
def test_what_has_no_target_is_told_around_its_source(data: str, index: int, source: str) -> None:
    (document,) = read(data.encode())
    assert document.segments[index].text == ""
    made, missed = annotated(data.encode(), [record(document, index, [(0, 0)])])
    assert missed == 0
    assert [words for words, _ in marks(etree.fromstring(made))] == [source]
    assert without_annotations(made) == data.encode()
    (again,) = read(made)
    assert again.segments == document.segments


def test_nothing_flagged_is_nothing_changed() -> None:
    made, _ = flagged(TWO, {0: []})
    assert made == TWO.encode()


def test_annotating_twice_makes_no_name_twice() -> None:
    made, _ = flagged(TWO, {0: ["Hallo", "Hallo"]})
    again, root = flagged(made.decode(), {0: ["Hallo", "Hallo"]})
    names = [node.get("id") for node in root.iter("{*}mrk")]
    assert len(set(names)) == len(names) == 2
    assert read(again) == read(TWO.encode())


def test_another_use_of_the_prefix_is_left_alone() -> None:
    data = ONE.replace('version="1.2"', 'version="1.2" xmlns:its="urn:other" its:x="1"')
    _, root = flagged(data, {0: ["Pommes"]})
    assert marks(root)
    assert root.get("{urn:other}x") == "1"


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from([ONE, TWO]))
def test_any_spans(data: st.DataObject, file: str) -> None:
    (document,) = read(file.encode())
    records = []
    for segment in document.segments:
        places = st.tuples(st.integers(0, len(segment.text)), st.integers(0, len(segment.text)))
        spans = (
            data.draw(st.lists(places.map(sorted).filter(lambda s: s[0] < s[1]), max_size=5))
            if segment.text
            else []
        )
        records.append(record(document, segment.index, [tuple(s) for s in spans]))
    made, missed = annotated(file.encode(), records)
    assert missed == 0
    root = etree.fromstring(made)
    assert read(made) == [document]
    assert without_annotations(made) == file.encode()
    told = sum("locQualityIssueType" in a for _, a in marks(root)) + len(
        root.findall(f".//{{{ITS}}}locQualityIssue")
    )
    assert told == sum(len(r.issues) for r in records)


# The folder


@pytest.fixture
def delivery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xlf").write_text(
        ONE.replace("Pommes sind", "sind sind"), encoding="utf-8"
    )
    (tmp_path / "in" / "b.xliff").write_bytes(
        b"\xff\xfe" + TWO.replace("Hallo", "du du").encode("utf-16-le")
    )
    (tmp_path / "in" / "c.txt").write_text("The the end.")
    return tmp_path


def checked(*paths: str):
    return check_paths(
        paths, fast=True, cache=False, jobs=1, lang="en", select=["repetition", "doubled-word"]
    )


def test_a_run_is_written_back(delivery: Path) -> None:
    before = {p.name: p.read_bytes() for p in (delivery / "in").iterdir()}
    run = checked("in")
    assert sum(run.summary.checks.values()) >= 3
    assert write_report(XliffRenderer(), run.report, delivery / "out") == ()
    assert {p.name: p.read_bytes() for p in (delivery / "in").iterdir()} == before
    written = sorted(p.relative_to(delivery).as_posix() for p in delivery.glob("out/**/*.*"))
    assert written == ["out/in/a.xlf", "out/in/b.xliff"]
    assert b"locQualityIssueType" in (delivery / "out/in/a.xlf").read_bytes()
    two = (delivery / "out/in/b.xliff").read_bytes()
    assert two.startswith(b"\xff\xfe")
    assert "locQualityIssueType" in two.decode("utf-16")
    again = checked("out/in")
    assert [s.text for s in again] == [s.text for s in run if s.document != "in/c.txt"]


def test_a_finished_run_is_written_back(delivery: Path) -> None:
    run = checked("in")
    run.write("run.jsonl")
    write_report(XliffRenderer(), run.report, delivery / "one")
    write_report(XliffRenderer(), read_report(Path("run.jsonl")), delivery / "two")
    for name in ("a.xlf", "b.xliff"):
        assert (delivery / "one/in" / name).read_bytes() == (
            delivery / "two/in" / name
        ).read_bytes()


def test_inputs_are_never_overwritten(delivery: Path) -> None:
    run = checked("in")
    before = (delivery / "in/a.xlf").read_bytes()
    with pytest.raises(UsageError, match="overwrite"):
        write_report(XliffRenderer(), run.report, delivery)
    (delivery / "link").symlink_to(delivery)
    with pytest.raises(UsageError, match="overwrite"):
        write_report(XliffRenderer(), run.report, delivery / "link")
    assert (delivery / "in/a.xlf").read_bytes() == before


def test_nothing_leaves_the_folder(delivery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = delivery / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    run = checked("../in/a.xlf", str(delivery / "in/b.xliff"))
    write_report(XliffRenderer(), run.report, below / "out")
    assert (below / "out/in/a.xlf").exists()
    assert len(list((below / "out").rglob("b.xliff"))) == 1
    (below / "trap").mkdir()
    (below / "trap/in").symlink_to(delivery / "elsewhere", target_is_directory=True)
    (delivery / "elsewhere").mkdir()
    with pytest.raises(UsageError, match="out of the folder"):
        write_report(XliffRenderer(), run.report, below / "trap")
    assert not list((delivery / "elsewhere").iterdir())


def test_a_file_that_changed_is_named(delivery: Path) -> None:
    run = checked("in/a.xlf")
    (delivery / "in/a.xlf").write_text(ONE, encoding="utf-8")
    (note,) = write_report(XliffRenderer(), run.report, delivery / "out")
    assert note.startswith("in/a.xlf: ")
    assert "another than was checked" in note
    (delivery / "in/a.xlf").unlink()
    (note,) = write_report(XliffRenderer(), run.report, delivery / "gone")
    assert "No such file" in note
    (note,) = XliffRenderer().render_into(SAMPLE, delivery / "gone")
    assert note.startswith("delivery/app.xlf: not annotated")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<xliff version='1.2'><file>", "ends too early"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xliff>&e;</xliff>', "entity"),
        (b"\xff\xff", "neither UTF-8"),
        (b"x" * 2000, "more than 1,000 bytes"),
    ],
)
def test_a_file_that_cant_be_annotated_is_named(delivery: Path, data: bytes, says: str) -> None:
    (delivery / "delivery").mkdir()
    (delivery / "delivery/app.xlf").write_bytes(data)
    (note,) = XliffRenderer(max_bytes=1000).render_into(JUDGED, delivery / "out")
    assert says in note
    assert not (delivery / "out").exists()
