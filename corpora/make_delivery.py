"""Makes the files of delivery/ from delivery/src/, each in the format that its name says.

    python corpora/make_delivery.py            write the files
    python corpora/make_delivery.py --check    fail if a committed file has another content

A source is a text of blocks, parted by blank lines, of `key: value` lines. The first block names
the languages; each other one is a unit:

    id: battery.life               its name in the file
    s: It lasts for 45 hours.      source, as markup in XML formats
    t: Es hält 54 Stunden.         target; twice in PO where `p:` has the plural of the source
    note, state, flags, max        what the format can say of a unit
    plant: number-mismatch | why   a planted error and the check that must catch it
    trap: why                      right, though it looks wrong

Android's plural forms are `one`, `other` and `t-one`, `t-other`.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import msgspec

HERE = Path(__file__).resolve().parent / "delivery"
SOURCES = HERE / "src"


class Unit(msgspec.Struct, frozen=True):
    """One block; `get` gives the first value of a key."""

    fields: tuple[tuple[str, str], ...]

    def all(self, key: str) -> list[str]:
        return [value for name, value in self.fields if name == key]

    def get(self, key: str) -> str | None:
        return next(iter(self.all(key)), None)

    def __getitem__(self, key: str) -> str:
        return self.get(key) or ""


class Part(msgspec.Struct, frozen=True):
    """One source file: its languages and units."""

    source: str
    target: str
    units: tuple[Unit, ...]


def read(name: str) -> Part:
    blocks = (SOURCES / f"{name}.txt").read_text(encoding="utf-8").strip().split("\n\n")
    head, *units = (
        Unit(tuple((key, value.strip()) for key, _, value in _lines(block))) for block in blocks
    )
    source, target = head["languages"].split()
    return Part(source, target, tuple(units))


def _lines(block: str) -> list[tuple[str, str, str]]:
    return [line.partition(":") for line in block.strip().split("\n")]


def po(name: str) -> str:
    part = read(name)
    out = [
        'msgid ""\nmsgstr ""\n"Project-Id-Version: Tidekeeper 2.4\\n"\n'
        f'"Language: {part.target}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    ]
    for unit in part.units:
        lines = [f"# {note}" for note in unit.all("note")]
        flags = ", ".join([*unit.all("state"), *unit.all("flags")])
        lines += [f"#, {flags}"] if flags else []
        lines += [f'msgctxt "{unit["id"]}"', f"msgid {_c(unit['s'])}"]
        if unit.get("p"):
            lines.append(f"msgid_plural {_c(unit['p'])}")
            lines += [f"msgstr[{form}] {_c(text)}" for form, text in enumerate(unit.all("t"))]
        else:
            lines.append(f"msgstr {_c(unit['t'])}")
        out.append("\n".join(lines) + "\n")
    return "\n".join(out)


def _c(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def xliff(name: str) -> str:
    """XLIFF 1.2."""
    part = read(name)
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        f'  <file original="manual.html" source-language="{part.source}" '
        f'target-language="{part.target}" datatype="html">\n    <body>\n'
    ]
    for unit in part.units:
        width = f' maxwidth="{unit["max"]}" size-unit="char"' if unit.get("max") else ""
        state = f' state="{unit["state"]}"' if unit.get("state") else ""
        out.append(f'      <trans-unit id="{unit["id"]}"{width}>\n')
        out.append(f"        <source>{unit['s']}</source>\n")
        if unit.get("t") is not None:
            out.append(f"        <target{state}>{unit['t']}</target>\n")
        out += [f"        <note>{note}</note>\n" for note in unit.all("note")]
        out.append("      </trans-unit>\n")
    return "".join([*out, "    </body>\n  </file>\n</xliff>\n"])


def xliff_two(name: str) -> str:
    """XLIFF 2.1, with its size restriction module."""
    part = read(name)
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" '
        'xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0" '
        f'srcLang="{part.source}" trgLang="{part.target}">\n'
        '  <file id="device">\n    <slr:profiles generalProfile="xliff:codepoints"/>\n'
    ]
    for unit in part.units:
        size = f' slr:sizeRestriction="{unit["max"]}"' if unit.get("max") else ""
        out.append(f'    <unit id="{unit["id"]}"{size}>\n')
        if notes := unit.all("note"):
            listed = "".join(f"<note>{note}</note>" for note in notes)
            out.append(f"      <notes>{listed}</notes>\n")
        out.append(f"      <segment>\n        <source>{unit['s']}</source>\n")
        if unit.get("t") is not None:
            out.append(f"        <target>{unit['t']}</target>\n")
        out.append("      </segment>\n    </unit>\n")
    return "".join([*out, "  </file>\n</xliff>\n"])


def tmx(*names: str) -> str:
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        '  <header creationtool="make_delivery" creationtoolversion="1" segtype="sentence" '
        'o-tmf="none" adminlang="en" srclang="en" datatype="html"/>\n  <body>\n'
    ]
    for part in map(read, names):
        for unit in part.units:
            out.append(f'    <tu tuid="{unit["id"]}">\n')
            out += [f"      <note>{note}</note>\n" for note in unit.all("note")]
            for lang, text in ((part.source, unit["s"]), (part.target, unit["t"])):
                out.append(f'      <tuv xml:lang="{lang}"><seg>{text}</seg></tuv>\n')
            out.append("    </tu>\n")
    return "".join([*out, "  </body>\n</tmx>\n"])


def tsv(name: str) -> str:
    part = read(name)
    rows = ["id\tsource\ttarget\tsource_lang\ttarget_lang\tmax_length\tnote"]
    rows += [
        "\t".join((u["id"], u["s"], u["t"], part.source, part.target, u["max"], u["note"]))
        for u in part.units
    ]
    return "\n".join(rows) + "\n"


def jsonl(name: str) -> str:
    part = read(name)
    out = io.StringIO()
    for unit in part.units:
        record = {
            "id": unit["id"],
            "source_lang": part.source,
            "target_lang": part.target,
            "source": unit["s"],
            "target": unit["t"],
        }
        if unit.get("max"):
            record["max_length"] = int(unit["max"])
        if unit.get("note"):
            record["note"] = unit["note"]
        out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return out.getvalue()


def android(name: str, *, target: bool) -> str:
    out = ['<?xml version="1.0" encoding="utf-8"?>\n<resources>\n']
    for unit in read(name).units:
        key = quoteattr(unit["id"])
        if target:
            out += [f"    <!-- {note} -->\n" for note in unit.all("note")]
        if unit.get("one"):
            prefix = "t-" if target else ""
            out.append(f"    <plurals name={key}>\n")
            for form in ("one", "other"):
                text = _android(unit[prefix + form])
                out.append(f'        <item quantity="{form}">{text}</item>\n')
            out.append("    </plurals>\n")
        elif not target or unit.get("t") is not None:
            text = _android(unit["t" if target else "s"])
            out.append(f"    <string name={key}>{text}</string>\n")
    return "".join([*out, "</resources>\n"])


def _android(text: str) -> str:
    return text.replace("'", "\\'")


MADE: dict[str, Callable[[], str]] = {
    "files/app.de.po": lambda: po("app.de.po"),
    "files/manual.fr.xlf": lambda: xliff("manual.fr.xlf"),
    "files/device.ja.xlf": lambda: xliff_two("device.ja.xlf"),
    "files/news.tmx": lambda: tmx("news.es.tmx", "news.tr.tmx"),
    "files/news.uk.tsv": lambda: tsv("news.uk.tsv"),
    "files/help.hi.jsonl": lambda: jsonl("help.hi.jsonl"),
    "app/values/strings.xml": lambda: android("strings.pt-BR.xml", target=False),
    "app/values-pt-rBR/strings.xml": lambda: android("strings.pt-BR.xml", target=True),
    "planted.tsv": lambda: planted(),
    "traps.tsv": lambda: traps(),
}
FILE_OF = {
    "app.de.po": "files/app.de.po",
    "manual.fr.xlf": "files/manual.fr.xlf",
    "device.ja.xlf": "files/device.ja.xlf",
    "news.es.tmx": "files/news.tmx",
    "news.tr.tmx": "files/news.tmx",
    "news.uk.tsv": "files/news.uk.tsv",
    "help.hi.jsonl": "files/help.hi.jsonl",
    "strings.pt-BR.xml": "app/values-pt-rBR/strings.xml",
}


def planted() -> str:
    rows = ["file\tunit\tcheck\twhat"]
    for name, file in FILE_OF.items():
        for unit in read(name).units:
            for plant in unit.all("plant"):
                check, what = map(str.strip, plant.split("|", 1))
                rows.append(f"{file}\t{unit['id']}\t{check}\t{what}")
    return "\n".join(rows) + "\n"


def traps() -> str:
    rows = ["file\tunit\twhy"]
    for name, file in FILE_OF.items():
        for unit in read(name).units:
            rows += [f"{file}\t{unit['id']}\t{why}" for why in unit.all("trap")]
    return "\n".join(rows) + "\n"


def main(arguments: list[str]) -> int:
    stale = []
    for name, make in MADE.items():
        path, text = HERE / name, make()
        same = path.exists() and path.read_text(encoding="utf-8") == text
        if "--check" in arguments:
            stale += [] if same else [name]
        elif not same:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name} is not what delivery/src makes; run python corpora/make_delivery.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
