"""How people agree by one rubric: who comes into its figures now, the sums that are kept of them, what a report says.

What is kept of a rubric, by dimension: sums by quarter, candidates who are in, people who judged, reasons why not.
"""

from __future__ import annotations

import base64
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiring.results import FEWEST
from hiring.results.admitting import by_quarter, named
from hiring.results.figures import Change, alpha, change, figures
from hiring.results.gathering import NOT_ASSESSED, REASON_CODES, Ids
from hiring.results.moments import COLUMNS, PILES, Floats, Judged, sums

Kept = dict[str, Any]
YEAR = 4
_REASONS = tuple(REASON_CODES)


class Asked:
    """What one rubric's cards say of one dimension: a row a rating, all columns of one length."""

    def __init__(self, application: Ids, person: Ids, level: Ids, reason: Ids) -> None:
        self.application, self.person, self.level, self.reason = application, person, level, reason

    def only(self, rows: NDArray[np.bool_]) -> Asked:
        return Asked(self.application[rows], self.person[rows], self.level[rows], self.reason[rows])


def bring_forward(kept: Kept, dimension: str, asked: Asked, quarters: Mapping[int, int], levels: Sequence[int]) -> int:
    """Count those who may come in now; answers how many. `quarters` says when each application's last card came."""
    inside = unpacked(kept["members"].get(dimension, ""))
    asked = asked.only(~np.isin(asked.application, inside))
    if not len(asked.application):
        return 0
    applications, row = np.unique(asked.application, return_inverse=True)
    judged = _judged(row, len(applications), asked.level, levels)
    cells = kept["sums"].setdefault(dimension, {})
    joined = np.zeros(len(applications), dtype=bool)
    for quarter, rows in by_quarter(judged.belongs, [quarters[one] for one in applications.tolist()]):
        new = sums(judged.of(rows), applications[rows] % PILES)
        cells[named(quarter)] = (new + cells.get(named(quarter), 0.0)).tolist()
        joined[rows] = True
    if joined.any():
        new_in = asked.only(joined[row])
        kept["members"][dimension] = packed(np.concatenate([inside, applications[joined]]))
        kept["people"][dimension] = sorted({*kept["people"].get(dimension, ()), *new_in.person.tolist()})
        said = np.bincount(new_in.reason[new_in.reason >= 0], minlength=len(_REASONS)).tolist()
        old = kept["reasons"].get(dimension, {})
        kept["reasons"][dimension] = dict(Counter(old) + Counter(dict(zip(_REASONS, said, strict=True))))
    return int(joined.sum())


def nothing_kept() -> Kept:
    return {"sums": {}, "members": {}, "people": {}, "reasons": {}}


def told(kept: Kept, titles: Mapping[str, str]) -> dict[str, Any]:
    """What a report says of the rubric: of all its dimensions together, and of each, in the order of `titles`."""
    known = [name for name in titles if kept["sums"].get(name)]
    people = {person for name in known for person in kept["people"][name]}
    whole = _told([kept["sums"][name] for name in known], len(people))
    return {
        **whole,
        "dimensions": [
            {
                "id": name,
                "title": titles[name],
                **_told([kept["sums"][name]], len(kept["people"][name])),
                "reasons": _reasons(kept["reasons"].get(name, {})),
            }
            for name in known
        ],
    }


def packed(numbers: Ids) -> str:
    """Whole numbers in a few characters each: `unpacked` answers them, ascending."""
    steps = np.diff(np.sort(numbers), prepend=0).astype("<i8")
    return base64.b64encode(zlib.compress(steps.tobytes())).decode()


def unpacked(text: str) -> Ids:
    if not text:
        return np.empty(0, dtype=np.int64)
    return np.cumsum(np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype="<i8"))


def _judged(row: NDArray[np.intp], many: int, level: Ids, levels: Sequence[int]) -> Judged:
    is_rated = level != NOT_ASSESSED
    place = row[is_rated] * len(levels) + np.searchsorted(levels, level[is_rated])
    counts = np.bincount(place, minlength=many * len(levels)).reshape(many, len(levels))
    return Judged(np.bincount(row, minlength=many), counts)


def _told(of: Sequence[Mapping[str, Any]], people: int) -> dict[str, Any]:
    """Of sums by quarter, for one dimension or several."""
    quarters = sorted({quarter for cells in of for quarter in cells})
    total = {quarter: _added(cells[quarter] for cells in of if quarter in cells) for quarter in quarters}
    found = figures(_added(total.values()), people)
    return {
        **found,
        "change": None if found["alpha"] is None else _change(total),
        "quarters": [{"quarter": quarter, **figures(total[quarter], people)} for quarter in quarters],
    }


def _change(total: Mapping[str, Floats]) -> Change | None:
    """The last four quarters that hold somebody, beside all before."""
    quarters = list(total)
    if len(quarters) <= YEAR:
        return None
    recent, earlier = quarters[-YEAR:], quarters[:-YEAR]
    return change(alpha, _added(total[one] for one in recent), _added(total[one] for one in earlier))


def _added(cells: Iterator[Any] | Any) -> Floats:
    total = np.zeros((len(COLUMNS), PILES))
    for cell in cells:
        total = total + np.asarray(cell, dtype=float)
    return total


def _reasons(said: Mapping[str, int]) -> list[tuple[str, int]]:
    """Those that at least so many gave, most frequent first."""
    often = [(name, many) for name, many in said.items() if many >= FEWEST]
    return sorted(often, key=lambda one: (-one[1], _REASONS.index(one[0])))
