"""Settings: defaults < file < command line.

The file is `mtqc.toml`, or `[tool.mtqc]` in `pyproject.toml`, found upwards from the working
directory. An unknown key is an error that names the nearest known one.
"""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from mtqc.core.check import Check
from mtqc.core.errors import UsageError
from mtqc.core.reader import Limits
from mtqc.core.severity import Severity
from mtqc.engine import gate
from mtqc.engine.suppress import Suppression
from mtqc.text.bilingual.terms import read as read_glossary

FILE = "mtqc.toml"


class GateSettings(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """The table `[gate]`: limits by severity and by check, and the scorecard."""

    max_issues: dict[Severity, Annotated[int, msgspec.Meta(ge=0)]] = {}
    checks: dict[str, Annotated[int, msgspec.Meta(ge=0)]] = {}
    weights: dict[Severity, Annotated[float, msgspec.Meta(ge=0)]] = {}
    min_quality: Annotated[float, msgspec.Meta(ge=0, le=100)] | None = None
    unused_suppressions: Literal["note", "error"] = "note"


class Settings(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """Everything a user can set. `docs/configuration.md` describes each key."""

    select: list[str] = []
    ignore: list[str] = []
    severity: dict[str, Severity] = {}
    ignored_spans: list[str] = []
    names: str | None = None
    glossary: str | None = None
    source: str | None = None
    reference: str | None = None
    lang: str | None = None
    source_lang: str | None = None
    encoder: str = "embedded"
    lm: str | None = None
    judge: str | None = None
    judge_model: str | None = None
    judge_budget: Annotated[int, msgspec.Meta(ge=0)] = 1000
    judge_timeout: Annotated[float, msgspec.Meta(gt=0)] = 120.0
    judge_parallel: Annotated[int, msgspec.Meta(ge=1, le=64)] = 4
    fast: bool = False
    fail_on: Severity | None = None
    max_rate: float | None = None
    min_score: float | None = None
    gate: GateSettings = GateSettings()
    baseline: str | None = None
    ratchet: bool = False
    suppress: list[Suppression] = []
    report: list[str] = []
    jobs: int | None = None
    cache: bool = True
    cache_dir: str = ".mtqc_cache"
    limits: dict[str, int] = {}
    checks: dict[str, dict[str, Any]] = {}


def find(start: Path) -> Path | None:
    """The configuration file that holds for a directory: the nearest one upwards."""
    for folder in (start, *start.parents):
        own = folder / FILE
        if own.is_file():
            return own
        shared = folder / "pyproject.toml"
        if shared.is_file() and "mtqc" in _toml(shared).get("tool", {}):
            return shared
    return None


def load(path: Path | None, overrides: Mapping[str, Any]) -> Settings:
    """The settings of a file with those of the command line over them.

    Paths in the file are relative to the file. Raises `UsageError`.
    """
    values: dict[str, Any] = {}
    if path is not None:
        values = _toml(path)
        if path.name == "pyproject.toml":
            values = values.get("tool", {}).get("mtqc", {})
        known = msgspec.structs.fields(Settings)
        refuse_unknown(values, [f.encode_name for f in known], f"{path.name}: unknown key")
        _refuse_unknown_below(values, path.name)
        if "judge" in values:
            raise UsageError(
                f"{path.name}: judge: the address is taken from the command line (--judge) or from "
                "MTQC_JUDGE_URL alone, since a file that came with somebody's texts must not say "
                "where yours go"
            )
        for key in ("names", "glossary", "source", "reference", "cache-dir", "baseline"):
            if isinstance(values.get(key), str):
                values[key] = str(path.parent / values[key])
    for key, value in overrides.items():
        if isinstance(value, dict):
            values[key] = {**values.get(key, {}), **value}
        else:
            values[key] = value
    try:
        settings = msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        where = path.name if path else "options"
        raise UsageError(f"{where}: {error}") from None
    for suppression in settings.suppress:
        if suppression.check is suppression.document is suppression.text is None:
            raise UsageError("suppress: an entry wants a check, a document or a text")
    if settings.ratchet and settings.baseline is None:
        raise UsageError("--ratchet wants a --baseline")
    if settings.judge is not None and settings.judge_model is None:
        raise UsageError("--judge URL wants a --judge-model NAME")
    if "judge-model" in overrides and settings.judge is None:
        raise UsageError("--judge-model NAME wants a --judge URL")
    if settings.jobs is not None and settings.jobs < 1:
        raise UsageError("--jobs wants a number from 1 upwards")
    return settings


def _refuse_unknown_below(values: Mapping[str, Any], file: str) -> None:
    """Unknown keys of the tables that have a fixed set of them."""
    table = values.get("gate")
    if isinstance(table, dict):
        known = [f.encode_name for f in msgspec.structs.fields(GateSettings)]
        refuse_unknown(table, known, f"{file}: unknown key in [gate]")
        for key in ("max-issues", "weights"):
            if isinstance(table.get(key), dict):
                refuse_unknown(table[key], list(Severity), f"{file}: gate.{key}: unknown severity")
    entries = values.get("suppress")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            fields = [f.encode_name for f in msgspec.structs.fields(Suppression)]
            refuse_unknown(entry, fields, f"{file}: unknown key in [[suppress]]")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"can't read {path}: {error}") from None


def refuse_unknown(given: Iterable[str], known: Iterable[str], what: str) -> None:
    """Raise `UsageError` for the first name that isn't known, with the nearest that is."""
    known = list(known)
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(known)}"
            raise UsageError(f"{what} {name!r}{hint}")


def choose(settings: Settings, available: tuple[type[Check], ...]) -> tuple[Check, ...]:
    """The checks that these settings ask for, with their options.

    `select` and `ignore` take names of checks and of groups.
    """
    by_name = {check.name: check for check in available}
    groups = sorted({check.group for check in available})
    names = [*by_name, *groups]
    refuse_unknown(settings.select, names, "unknown check or group")
    refuse_unknown(settings.ignore, names, "unknown check or group")
    refuse_unknown(settings.severity, by_name, "unknown check")
    refuse_unknown(settings.checks, by_name, "options for an unknown check")
    refuse_unknown(settings.gate.checks, by_name, "gate.checks: unknown check")
    suppressed = [s.check for s in settings.suppress if s.check is not None]
    refuse_unknown(suppressed, by_name, "suppress: unknown check")
    known = _known_names(settings)
    terms = read_glossary(Path(settings.glossary)) if settings.glossary else ()
    chosen = []
    for check in available:
        if settings.select and not {check.name, check.group} & set(settings.select):
            continue
        if {check.name, check.group} & set(settings.ignore):
            continue
        options = dict(settings.checks.get(check.name, {}))
        refuse_unknown(options, check.option_names(), f"{check.name} has no option")
        if known and "known" in check.option_names():
            options["known"] = (*options.get("known", ()), *known)
        if terms and "terms" in check.option_names():
            options["terms"] = (*options.get("terms", ()), *terms)
        chosen.append(made(check, options))
    return tuple(chosen)


def made(check: type[Check], options: Mapping[str, Any]) -> Check:
    """A check with options as a configuration file has them. Raises `UsageError`."""
    types = {f.name: f.type for f in dataclasses.fields(check)}
    hints = _hints(check)
    converted = {}
    for name, value in options.items():
        try:
            converted[name] = msgspec.convert(value, hints.get(name, types[name]))
        except msgspec.ValidationError as error:
            raise UsageError(f"{check.name}.{name}: {error}") from None
    return check(**converted)


def _hints(check: type[Check]) -> dict[str, Any]:
    import typing

    return typing.get_type_hints(check)


def _known_names(settings: Settings) -> tuple[str, ...]:
    if settings.names is None:
        return ()
    try:
        text = Path(settings.names).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--names: can't read {settings.names}: {error}") from None
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def limits(settings: Settings) -> Limits:
    fields = [f.name for f in msgspec.structs.fields(Limits)]
    given = {key.replace("-", "_"): value for key, value in settings.limits.items()}
    refuse_unknown(given, fields, "limits: unknown key")
    return Limits(**given)


def gate_limit(settings: Settings) -> gate.Limit:
    """The gate's limits as the engine takes them."""
    return gate.Limit(
        fail_on=settings.fail_on,
        max_rate=settings.max_rate,
        min_score=settings.min_score,
        max_issues=settings.gate.max_issues,
        checks=settings.gate.checks,
        weights=settings.gate.weights,
        min_quality=settings.gate.min_quality,
        ratchet=settings.ratchet,
        unused_suppressions=settings.gate.unused_suppressions == "error",
    )


def described(settings: Settings) -> dict[str, Any]:
    """What of the settings can change a verdict, for the report's first line.

    Files stand by their content's digest, so that the same run gives the same line anywhere.
    """
    values = {
        "select": sorted(settings.select),
        "ignore": sorted(settings.ignore),
        "severity": {k: v.value for k, v in sorted(settings.severity.items())},
        "ignored-spans": sorted(settings.ignored_spans),
        "names": _digest(settings.names),
        "glossary": _digest(settings.glossary),
        "source": _digest(settings.source),
        "reference": _digest(settings.reference),
        "lang": settings.lang,
        "source-lang": settings.source_lang,
        "encoder": "none" if settings.fast else settings.encoder,
        "lm": None if settings.fast else settings.lm,
        **_described_judge(settings),
        "fast": settings.fast,
        "fail-on": settings.fail_on.value if settings.fail_on else None,
        "max-rate": settings.max_rate,
        "min-score": settings.min_score,
        "gate": _set(settings.gate),
        "baseline": _digest(settings.baseline),
        "ratchet": settings.ratchet,
        "suppress": [_set(suppression) for suppression in settings.suppress],
        "checks": settings.checks,
        "limits": settings.limits,
    }
    return {key: value for key, value in values.items() if value not in (None, [], {}, False)}


def _described_judge(settings: Settings) -> dict[str, Any]:
    if settings.judge is None or settings.fast:
        return {}
    return {
        "judge": settings.judge,
        "judge-model": settings.judge_model,
        "judge-budget": settings.judge_budget,
    }


def _set(settings: msgspec.Struct) -> dict[str, Any]:
    """The fields that are not as by default, by their names in the file."""
    fields = msgspec.structs.fields(type(settings))
    builtins = msgspec.to_builtins(settings)
    default = msgspec.to_builtins(type(settings)())
    names = [f.encode_name for f in fields]
    return {name: builtins[name] for name in names if builtins[name] != default[name]}


def _digest(path: str | None) -> str | None:
    if path is None or not Path(path).exists():
        return None
    return hashlib.blake2b(Path(path).read_bytes(), digest_size=8).hexdigest()


TEMPLATE = """\
# mtqc's settings. Each line shows the default; take the '#' away to change it.
# `mtqc rules` lists the checks, `mtqc explain CHECK` what one does and its options.

# Only these checks or groups (names, words, garble, article, surface); all when empty.
# select = []
# Not these.
# ignore = []

# Exact texts that are never reported, such as a brand or a quoted dialect word.
# ignored-spans = []
# A file of names that are spelled right, one a line.
# names = "names.txt"
# Terms and their translations: TSV, CSV or TBX (source term, target term, status).
# glossary = "terms.tsv"

# Files whose lines (or keys) belong to those of the texts, where the format has no source itself.
# source = "source.txt"
# reference = "reference.txt"

# Language of the texts (a code such as "en"); detected when not set.
# lang = "en"
# Language of the sources, where there are any.
# source-lang = "uk"
# "embedded", "none", or any sentence-transformers model by path or hub name.
# encoder = "embedded"
# A masked or causal language model by path or hub name, for `surprising-word` (docs/models.md).
# lm = "gpt2"
# The model to ask where --judge or MTQC_JUDGE_URL names an endpoint: texts go there.
# judge-model = "NAME"
# The most requests in a run, the seconds an answer may take, and how many are asked for at a time.
# judge-budget = 1000
# judge-timeout = 120
# judge-parallel = 4
# true: no learned model at all.
# fast = false

# The gate: exit code 1 when a limit is broken.
# fail-on = "critical"
# max-rate = 2.0
# min-score = 60.0
# Only issues that are not in this file count; `--update-baseline` writes it.
# baseline = "mtqc-baseline.jsonl"
# Fail also when something in the baseline no longer occurs, so that it only ever shrinks.
# ratchet = false

# Where reports go: FORMAT or FORMAT:PATH.
# report = ["text", "jsonl:reports/mtqc.jsonl", "html:reports/mtqc.html"]
# Worker processes; all cores when not set.
# jobs = 2
# cache = true
# cache-dir = ".mtqc_cache"

# [gate]
# The most issues of a severity, and the least quality of the MQM scorecard (0 to 100).
# max-issues = { critical = 0, major = 3 }
# min-quality = 99.0
# weights = { neutral = 0, minor = 1, major = 5, critical = 25 }
# "error": a suppression that suppresses nothing fails the gate.
# unused-suppressions = "note"

# [gate.checks]
# The most issues of a check.
# nonword = 0

# [[suppress]]
# check = "number-mismatch"
# document = "legal/*.xlf"
# text = "§ 12"
# reason = "quoted as in the law"

# [severity]
# stray-space = "neutral"

# [limits]
# document-bytes = 20000000

# [checks.name-variant]
# (the options that `mtqc explain name-variant` lists)
"""
