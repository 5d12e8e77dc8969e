"""Parquet: a row is a document (a text column) or a segment (a target column)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import msgspec

from mtqc.core.document import Document
from mtqc.core.reader import Limits, Raw, Unreadable, UnreadableInput
from mtqc.readers.bytestream import over
from mtqc.readers.record import document, label
from mtqc.readers.table import role
from mtqc.readers.unique import Unique

MAGIC = b"PAR1"
_ROWS = 256


@dataclass(frozen=True)
class Parquet:
    """Rows of named columns; needs pyarrow."""

    name: ClassVar[str] = "parquet"
    suffixes: ClassVar[tuple[str, ...]] = (".parquet",)

    def split(self, stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError:
            raise UnreadableInput("Parquet needs pyarrow: pip install 'mtqc[parquet]'") from None
        import shutil
        import tempfile

        with tempfile.TemporaryFile() as seekable:
            if not stream.seekable():
                shutil.copyfileobj(stream, seekable)
                stream = seekable
            try:
                file = pyarrow.parquet.ParquetFile(stream)
                yield from self._rows(file, name, limits)
            except (pyarrow.ArrowException, OSError) as error:
                raise UnreadableInput(f"not a Parquet file: {str(error).splitlines()[0]}") from None

    def _rows(self, file: Any, name: str, limits: Limits) -> Iterator[Raw | Unreadable]:
        columns = file.schema_arrow.names
        lower = [column.lower() for column in columns]
        text = role(lower)
        rows = (
            dict(zip(lower, row.values(), strict=True))
            for batch in file.iter_batches(batch_size=_ROWS)
            for row in batch.to_pylist()
        )
        if text == "segments":
            yield self._segments(rows, name, limits)
            return
        unique = Unique()
        for number, row in enumerate(rows, start=1):
            called = f"{name}#{unique(label(row.get('id')) or str(number))}"
            data = msgspec.json.encode(row)
            if len(data) > limits.document_bytes:
                yield Unreadable(name=called, message=f"row {number}: {over(limits)}")
            else:
                yield Raw(name=called, reader=self.name, data=data, line=number)

    def _segments(self, rows: Iterator[dict[str, Any]], name: str, limits: Limits) -> Raw:
        encoded: list[bytes] = []
        length = 0
        for row in rows:
            encoded.append(msgspec.json.encode(row))
            length += len(encoded[-1])
            if length > limits.document_bytes:
                raise UnreadableInput(over(limits))
        return Raw(name=name, reader=self.name, data=b'{"segments":[' + b",".join(encoded) + b"]}")

    def parse(self, raw: Raw) -> Document:
        record = msgspec.json.decode(raw.data)
        if "segments" in record:
            lines = range(1, len(record["segments"]) + 1)
            return document(raw.name, record, lines=lines, rows=True)
        return document(raw.name, record, raw.line, where=f"row {raw.line}: ")
