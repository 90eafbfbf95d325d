"""How much closer two letters stand than their widths say, out of a font's GPOS table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIRS = 2
EXTENSION = 9


def kerning(font: Any) -> dict[tuple[str, str], int]:  # noqa: ANN401 - fontTools has no types
    """Return what is added between two glyphs; of several rules for a pair the first counts."""
    table = font["GPOS"].table
    used = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for index in record.Feature.LookupListIndex
    }
    kerns: dict[tuple[str, str], int] = {}
    for index in sorted(used):
        for subtable in table.LookupList.Lookup[index].SubTable:
            for pair, distance in _pairs(subtable):
                kerns.setdefault(pair, distance)
    return kerns


def _pairs(subtable: Any) -> Iterator[tuple[tuple[str, str], int]]:  # noqa: ANN401 - same
    if subtable.LookupType == EXTENSION:
        subtable = subtable.ExtSubTable
    if subtable.LookupType != PAIRS:
        return
    if subtable.Format == 1:
        yield from _single_pairs(subtable)
    else:
        yield from _class_pairs(subtable)


def _single_pairs(subtable: Any) -> Iterator[tuple[tuple[str, str], int]]:  # noqa: ANN401 - same
    for left, pairs in zip(subtable.Coverage.glyphs, subtable.PairSet, strict=True):
        for pair in pairs.PairValueRecord:
            yield (left, pair.SecondGlyph), _distance(pair)


def _class_pairs(subtable: Any) -> Iterator[tuple[tuple[str, str], int]]:  # noqa: ANN401 - same
    seconds: dict[int, list[str]] = {}
    for glyph, number in subtable.ClassDef2.classDefs.items():
        seconds.setdefault(number, []).append(glyph)
    for left in subtable.Coverage.glyphs:
        row = subtable.Class1Record[subtable.ClassDef1.classDefs.get(left, 0)]
        for number, glyphs in seconds.items():
            if distance := _distance(row.Class2Record[number]):
                yield from (((left, right), distance) for right in glyphs)


def _distance(record: Any) -> int:  # noqa: ANN401 - same
    return int(getattr(record.Value1, "XAdvance", 0)) if record.Value1 is not None else 0
