"""`python -m mtqc.training.senses DATA WORK`: from parallel text to the shipped files."""

from __future__ import annotations

import argparse
import pickle
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from mtqc.features.encoder import EmbeddedEncoder
from mtqc.text.sense_evidence import COMPANY, Weights
from mtqc.text.senses import EVIDENCE, Senses, load
from mtqc.text.words import words
from mtqc.training.garble import human
from mtqc.training.senses import context, dictionaries, fit, news, ship, table
from mtqc.training.senses.alignment import align
from mtqc.training.senses.corpora import parallel, sentence_pairs
from mtqc.training.senses.words import english_words, foreign_words, lemma

SHIPPED = Path(__file__).parents[2] / "data" / "words"
_BY_HAND = Path(__file__).with_name("homographs.tsv")
# Its syllables are words of several senses each, and the pairs are not to be believed.
_UNUSED = frozenset(("vi",))
_IN_DICTIONARY = 3
_STEPS = ("links", "table", "context", "ship", "fit")
# Log odds by the gate at which a word is looked at in the second fit, and how many of a text.
_LEAST, _MOST = -2.5, 6


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m mtqc.training.senses", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with newstest, tatoeba, mlqe, wmt21, ud")
    parser.add_argument("work", type=Path, help="folder for what is done; what is there is kept")
    parser.add_argument("--dictionaries", type=Path, help="folder of bilingual dictionaries")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="folder of the shipped files")
    parser.add_argument("--from", dest="start", choices=_STEPS, help="do this step and later again")
    options = parser.parse_args(arguments)
    for folder in (options.work, options.out):
        folder.mkdir(parents=True, exist_ok=True)
    again = _STEPS[_STEPS.index(options.start) :] if options.start else ()
    links(options.data, options.work / "links", "links" in again)
    if options.dictionaries:
        from_dictionaries(options.dictionaries, options.work / "links")
    encoder = EmbeddedEncoder()
    pieces = list(news.pieces(options.data))

    def pairs() -> list[table.Pair]:
        known = table.knowledge(pieces, options.data / "ud")
        return table.table(options.work / "links", _BY_HAND, known, encoder)

    mined = _kept(options.work / "table.pickle", pairs, "table" in again)
    print(f"table: {len(mined)} pairs")
    model = _kept(
        options.work / "context.pickle",
        lambda: context.train(pieces, mined, encoder),
        "context" in again,
    )
    text = ship.table_text(mined, model)
    (options.out / "senses.tsv.zst").write_bytes(ship.compressed(text))
    (options.out / "senses.npz").write_bytes(ship.arrays(model, ship.neighbours(pieces, mined)))
    unread = [
        [[word.text for word in words(pair.english)] for pair in block]
        for block in human.news(options.data, "fit")
    ]
    weights = weights_of(fit.news(pieces, "fit"), unread, load(options.out), encoder)
    (options.out / "senses.json").write_bytes(msgspec.json.encode(weights) + b"\n")


def links(data: Path, out: Path, again: bool) -> None:
    """Counts of links for every language, one file each: foreign word, English lemma, count."""
    out.mkdir(parents=True, exist_ok=True)
    for lang, files in sorted(parallel(data).items()):
        file = out / f"{lang}.tsv"
        if lang in _UNUSED or (file.exists() and not again):
            continue
        foreign: dict[str, int] = {}
        english: dict[str, int] = {}
        sentences = []
        pairs = dict.fromkeys(pair for path in files for pair in sentence_pairs(path))
        for source, target in pairs:
            one = [foreign.setdefault(w, len(foreign)) for w in foreign_words(source, lang)]
            two = [english.setdefault(w, len(english)) for w in map(lemma, english_words(target))]
            if one and two:
                sentences.append((np.array(one, np.int64), np.array(two, np.int64)))
        counted = align(sentences)
        names = list(foreign), list(english)
        lines = [
            f"{names[0][source]}\t{names[1][target]}\t{int(count)}\n"
            for source, target, count in zip(*counted, strict=True)
        ]
        part = file.with_suffix(".part")
        part.write_text("".join(lines), "utf-8")
        part.replace(file)
        print(f"{lang}: {len(sentences)} sentences, {len(lines)} links")


def from_dictionaries(folder: Path, out: Path) -> None:
    """The same of dictionaries, as if each translation had been counted a few times."""
    found: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for link in dictionaries.links(folder):
        found[link.lang][link.foreign, lemma(link.english)] = None
    for lang, pairs in found.items():
        lines = [f"{foreign}\t{english}\t{_IN_DICTIONARY}\n" for foreign, english in pairs]
        (out / f"{lang}.dictionary.tsv").write_text("".join(lines), "utf-8")
        print(f"{lang}: {len(lines)} links from dictionaries")


def weights_of(
    texts: Sequence[news.Text],
    unread: Sequence[news.Text],
    senses: Senses,
    encoder: EmbeddedEncoder,
) -> Weights:
    """The sets of weights, fitted with this table and model.

    `unread` are texts from which the encoder did not learn either.
    """
    gate = fit.logistic(*fit.examples(texts, senses)).round(3).tolist()
    found = fit.second_examples(texts, senses, gate, _LEAST, encoder, _MOST)
    alone = fit.logistic(found.full[:, : len(EVIDENCE) + len(COMPANY)], found.wrong)
    full = fit.logistic(found.full, found.wrong)
    noticed, read = (), ()
    if found.read.shape[1]:
        found = fit.second_examples(unread, senses, gate, _LEAST, encoder, _MOST)
        noticed, read = (
            tuple(fit.logistic(rows, found.wrong).round(3).tolist())
            for rows in (found.noticed, found.read)
        )
    return Weights(
        tuple(gate), tuple(alone.round(3).tolist()), tuple(full.round(3).tolist()), noticed, read
    )


def _kept(file: Path, make: Callable[[], Any], again: bool) -> Any:
    """What `make` gives, from the file of an earlier run if there is one."""
    if file.exists() and not again:
        return pickle.loads(file.read_bytes())
    made = make()
    part = file.with_suffix(".part")
    part.write_bytes(pickle.dumps(made))
    part.replace(file)
    return made


if __name__ == "__main__":
    main()
