"""Files with their source and reference in files of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from mtqc.core.reader import Limits, Raw, Reader, Unreadable, UnreadableInput
from mtqc.readers.bytestream import read_all
from mtqc.readers.catalogue import REFERENCE, SOURCE, Catalogue
from mtqc.readers.parallel import Parallel, parallel
from mtqc.readers.plain import PlainText
from mtqc.readers.stream import opened
from mtqc.readers.walk import STANDARD_INPUT, inputs

_LINES = (PlainText.name, Parallel.name)


def beside(
    paths: Iterable[str],
    readers: Sequence[Reader],
    limits: Limits,
    *,
    source: str | None,
    reference: str | None,
) -> Iterator[Raw | Unreadable]:
    """The documents of `paths`, each a file that belongs to `source` and `reference`.

    Plain text belongs to them line by line, a catalogue of one language key by key. What
    can't be paired is `Unreadable`, with the reason.
    """
    for path in paths:
        try:
            yield from _paired(path, readers, limits, source, reference)
        except UnreadableInput as error:
            yield Unreadable(name=path, message=str(error))


def _paired(
    path: str,
    readers: Sequence[Reader],
    limits: Limits,
    source: str | None,
    reference: str | None,
) -> Iterator[Raw | Unreadable]:
    if path == STANDARD_INPUT or Path(path).is_dir():
        what = "standard input" if path == STANDARD_INPUT else "a folder"
        raise UnreadableInput(f"--source and --reference go with files, not with {what}")
    by_name = {reader.name: reader for reader in readers}
    for raw in inputs([path], readers, limits):
        if isinstance(raw, Unreadable):
            yield raw
            continue
        reader = by_name.get(raw.reader)
        if raw.reader in _LINES:
            yield from parallel(path, source, reference, limits)
            return
        if not isinstance(reader, Catalogue):
            raise UnreadableInput(
                "--source and --reference go with plain text and with catalogues of one "
                f"language; {raw.reader} holds the source itself, or none"
            )
        hint = dict(raw.hint)
        for kind, other in ((SOURCE, source), (REFERENCE, reference)):
            if other:
                with opened(other, limits) as stream:
                    hint[kind] = (other, read_all(stream, limits))
        yield msgspec.structs.replace(raw, hint=hint)
