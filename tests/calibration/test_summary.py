"""Raw figures of many candidates: exact, equal to the packet's, and equal to a published example."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.calibration import panel
from hiring.calibration.ratings import Ratings
from hiring.calibration.summary import cells, means

GUILFORD = json.loads((Path(__file__).parents[1] / "data" / "guilford_1954_mfrm.json").read_text())

Row = tuple[int, int, int, int, int]
SEATS = st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 2), st.integers(0, 6))
ROWS = st.dictionaries(SEATS, st.integers(1, 5), max_size=40).map(
    lambda seats: [(*seat, score) for seat, score in seats.items()]
)


def ratings(rows: list[Row]) -> Ratings:
    candidate, interviewer, dimension, interview, score = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return Ratings(candidate, interviewer, dimension, score, interview=interview)


@settings(deadline=None)
@given(ROWS)
def test_cells_equal_the_packets(rows: list[Row]) -> None:
    expected = []
    for candidate in sorted({row[0] for row in rows}):
        own = panel.cells(panel.Score(row[2], row[1], row[4], row[3]) for row in rows if row[0] == candidate)
        by_dimension = {int(str(cell.dimension)): cell for cell in own}
        expected += [(candidate, each, cell.n, cell.raw, cell.spread) for each, cell in sorted(by_dimension.items())]
    assert cells(ratings(rows)).tolist() == expected


@settings(deadline=None)
@given(ROWS)
def test_means_are_exact(rows: list[Row]) -> None:
    scores = {candidate: [row[4] for row in rows if row[0] == candidate] for candidate in {row[0] for row in rows}}
    expected = [(who, len(own), float(Fraction(sum(own), len(own)))) for who, own in sorted(scores.items())]
    assert means(ratings(rows)).tolist() == expected


@settings(deadline=None)
@given(ROWS, st.permutations(range(5)), st.randoms())
def test_relabelling_and_shuffling_change_nothing(rows: list[Row], names: list[int], chance: Random) -> None:
    other = [(row[0], names[row[1]], row[2], row[3], row[4]) for row in rows]
    chance.shuffle(other)
    assert cells(ratings(other)).tolist() == cells(ratings(rows)).tolist()


@settings(deadline=None)
@given(ROWS)
def test_reversing_the_scale_reverses(rows: list[Row]) -> None:
    plain, turned = cells(ratings(rows)), cells(ratings([(row[0], row[1], row[2], row[3], 6 - row[4]) for row in rows]))
    assert turned["raw"] == pytest.approx(6 - plain["raw"], abs=1e-12)
    assert turned["spread"].tolist() == plain["spread"].tolist()


def test_guilford_raw_averages() -> None:
    """Guilford (1954), Psychometric Methods, p. 282: three judges, seven scientists, five traits on 1 to 9."""
    judge, scientist, trait, score = np.array(GUILFORD["data"]["rows"]).T
    tables = {"scientists": scientist, "judges": judge, "traits": trait}
    for facet, codes in tables.items():
        rest = np.arange(len(score))
        table = means(Ratings(codes - 1, rest, np.zeros_like(rest), score, scale=(1, 9)))
        published = GUILFORD["expected"][facet]
        assert table["raw"].tolist() == [row["obs_avg"] for row in published]
        assert table["n"].tolist() == [row["count"] for row in published]


def test_guilford_cells() -> None:
    judge, scientist, trait, score = np.array(GUILFORD["data"]["rows"]).T
    table = cells(Ratings(scientist - 1, judge - 1, trait - 1, score, scale=(1, 9)))
    assert (len(table), set(table["n"].tolist())) == (35, {3})
    first = [row[3] for row in GUILFORD["data"]["rows"] if row[1:3] == [1, 1]]
    assert table[0].tolist() == (0, 0, 3, sum(first) / 3, max(first) - min(first))
