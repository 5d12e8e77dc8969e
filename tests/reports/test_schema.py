"""`mtqc.schema.json` describes exactly the records that are written."""

from __future__ import annotations

import json
import typing
from importlib.resources import files
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from mtqc.core.issue import Issue, Place
from mtqc.core.names import NameCluster, NameForm
from mtqc.core.records import (
    CRASHED,
    UNREADABLE,
    BaselineUse,
    DocumentRecord,
    Gate,
    JudgeUse,
    ProblemRecord,
    RunRecord,
    Scorecard,
    SegmentRecord,
    Skipped,
    SummaryRecord,
    Suppressions,
    UnusedSuppression,
)
from mtqc.core.severity import Severity
from mtqc.reports.counts import VERDICTS
from mtqc.reports.jsonl import JsonLinesRenderer
from tests.reports.sample import SAMPLE, rendered

SCHEMA = json.loads(files("mtqc.reports").joinpath("mtqc.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
STRUCTS = {
    "run": RunRecord,
    "segment": SegmentRecord,
    "document": DocumentRecord,
    "problem": ProblemRecord,
    "summary": SummaryRecord,
    "issue": Issue,
    "place": Place,
    "skipped": Skipped,
    "name": NameCluster,
    "form": NameForm,
    "gate": Gate,
    "scorecard": Scorecard,
    "baseline": BaselineUse,
    "suppressions": Suppressions,
    "unused": UnusedSuppression,
    "judged": JudgeUse,
}
LINES = [json.loads(line) for line in rendered(JsonLinesRenderer(), SAMPLE).splitlines()]


def test_schema_is_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_line_of_the_sample_is_valid() -> None:
    for line in LINES:
        VALIDATOR.validate(line)
    assert {line["type"] for line in LINES} == {
        "run",
        "segment",
        "document",
        "problem",
        "summary",
    }


@pytest.mark.parametrize("name", STRUCTS)
def test_fields_agree(name: str) -> None:
    described = SCHEMA["$defs"][name]
    struct = STRUCTS[name]
    fields = set(struct.__struct_fields__)
    if struct.__struct_config__.tag is not None:
        fields.add("type")
    assert set(described["properties"]) == fields
    optional = {f.name for f in msgspec.structs.fields(struct) if f.default is msgspec.UNSET}
    assert set(described["required"]) == fields - optional
    assert described["additionalProperties"] is False


@pytest.mark.parametrize("name", STRUCTS)
def test_nullable_fields_agree(name: str) -> None:
    hints = typing.get_type_hints(STRUCTS[name])
    described = SCHEMA["$defs"][name]["properties"]
    for field, hint in hints.items():
        if field in described:
            nullable = "null" in described[field].get("type", ())
            assert nullable == (type(None) in typing.get_args(hint)), field


def test_every_field_is_described() -> None:
    for name in STRUCTS:
        for field, described in SCHEMA["$defs"][name]["properties"].items():
            assert described.get("description") or "$ref" in described, f"{name}.{field}"


def test_names_agree() -> None:
    definitions = SCHEMA["$defs"]
    assert definitions["severity"]["enum"] == [s.value for s in Severity]
    assert set(definitions["verdict"]["enum"]) == set(VERDICTS)
    assert definitions["problem"]["properties"]["kind"]["enum"] == [UNREADABLE, CRASHED]


def _changed(kind: str, /, **fields: Any) -> dict[str, Any]:
    line = next(line for line in LINES if line["type"] == kind and line.get("issues") != [])
    return {**line, **fields}


@pytest.mark.parametrize(
    "line",
    [
        _changed("segment", score=101),
        _changed("segment", verdict="fine"),
        _changed("segment", note="x"),
        _changed("segment", line=0),
        _changed("document", severities={"fatal": 1}),
        _changed("problem", kind="other"),
        _changed("summary", histogram=[0] * 19),
        {"type": "other"},
    ],
    ids=str,
)
def test_wrong_lines_are_refused(line: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(line)


def test_lines_read_back_as_records() -> None:
    segment = next(line for line in LINES if line["type"] == "segment")
    read = msgspec.convert(segment, SegmentRecord)
    assert json.loads(msgspec.json.encode(read)) == segment
