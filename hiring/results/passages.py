"""How candidates pass through the house: who comes into the figures now, the sums that are kept, what a report says.

What is kept, by quarter of the end: for each kind of stage and each source how many and how long, cards in time, and
how many cards each person wrote. One candidate comes into all figures at once, or waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiring.results import FEWEST, OTHER
from hiring.results.admitting import by_quarter, named
from hiring.results.agreement import packed, unpacked
from hiring.results.walks import Stay, Walk

Kept = dict[str, Any]
LONGEST = 400
YEAR = 4


def nothing_kept() -> Kept:
    return {"quarters": {}, "members": ""}


def members(kept: Kept) -> set[int]:
    """Applications that are in already."""
    return set(unpacked(kept["members"]).tolist())


def bring_forward(kept: Kept, new: Sequence[Walk]) -> int:
    """Count those who may come in now; answers how many."""
    kinds = sorted({kind for walk in new for kind in walk.stays})
    sources = [walk.channel for walk in new]
    passed = np.array([[kind in walk.stays for kind in kinds] for walk in new], dtype=bool).reshape(
        len(new), len(kinds)
    )
    has_cards = np.array([bool(walk.waits) for walk in new], dtype=bool).reshape(len(new), 1)

    def belongs(rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        for row, source in zip(rows.tolist(), _told_apart([new[row].channel for row in rows]), strict=True):
            sources[row] = source
        by_source = np.array([sources[row] for row in rows])[:, None] == np.unique(sources)
        return np.concatenate([passed[rows], has_cards[rows], by_source], axis=1)

    inside = []
    for quarter, rows in by_quarter(belongs, [walk.quarter for walk in new]):
        cell = kept["quarters"].setdefault(named(quarter), {"stages": {}, "sources": {}, "cards": {}, "load": {}})
        for row in rows.tolist():
            _count(cell, new[row], sources[row])
            inside.append(new[row].application)
    if inside:
        kept["members"] = packed(np.concatenate([unpacked(kept["members"]), np.array(inside, dtype=np.int64)]))
    return len(inside)


def told(kept: Kept) -> dict[str, Any]:
    """What a report says: of the last four quarters that hold somebody, and of all before, where there is any."""
    quarters = sorted(kept["quarters"])
    parts = [quarters[-YEAR:], quarters[:-YEAR]]
    return {"parts": [_told(kept["quarters"], part) for part in parts if part]}


def _told_apart(sources: Sequence[str]) -> list[str]:
    """Sources of too few go together."""
    many = Counter(sources)
    return [source if many[source] >= FEWEST else OTHER for source in sources]


def _count(cell: dict[str, Any], walk: Walk, source: str) -> None:
    for place, (kind, stay) in enumerate(walk.stays.items()):
        _pass(cell["stages"].setdefault(kind, _no_stage()), stay, place)
    if walk.last:
        _add(cell["stages"][walk.last]["left"], walk.outcome)
    of_source = cell["sources"].setdefault(source, {"applications": 0, "committee": 0, "hired": 0, "days": {}})
    of_source["applications"] += 1
    of_source["committee"] += "committee" in walk.stays
    of_source["hired"] += walk.outcome == "hired"
    _add(of_source["days"], _whole(walk.days))
    for person, late in walk.waits:
        _add(cell["cards"], "in_time" if late <= 0 else "a_day" if late <= 1 else "later")
        _add(cell["load"], str(person))


def _no_stage() -> dict[str, Any]:
    return {"entered": 0, "within": 0, "places": 0, "left": {}, "days": {}}


def _pass(stage: dict[str, Any], stay: Stay, place: int) -> None:
    stage["entered"] += 1
    stage["within"] += stay.days <= stay.limit
    stage["places"] += place
    _add(stage["days"], _whole(stay.days))


def _whole(days: float) -> str:
    """Begun days, as pages count them."""
    return str(min(max(ceil(days), 1), LONGEST))


def _add(counts: dict[str, int], key: str) -> None:
    counts[key] = counts.get(key, 0) + 1


def _told(kept: Mapping[str, Any], quarters: Sequence[str]) -> dict[str, Any]:
    cells = [kept[quarter] for quarter in quarters]
    sources = {name: _source(name, parts) for name, parts in _by_name(cells, "sources").items()}
    stages = [_stage(name, parts) for name, parts in _by_name(cells, "stages").items()]
    return {
        "since": quarters[0],
        "until": quarters[-1],
        "applications": sum(one["applications"] for one in sources.values()),
        "stages": [stage for _place, stage in sorted(stages, key=lambda pair: (pair[0], pair[1]["kind"]))],
        "sources": [sources[name] for name in sorted(sources, key=lambda name: (name == OTHER, name))],
        "cards": dict(sum((Counter(cell["cards"]) for cell in cells), Counter())),
        "load": _load(sum((Counter(cell["load"]) for cell in cells), Counter())),
    }


def _by_name(cells: Iterable[Mapping[str, Any]], part: str) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for cell in cells:
        for name, sums in cell[part].items():
            found.setdefault(name, []).append(sums)
    return found


def _stage(kind: str, parts: Sequence[Mapping[str, Any]]) -> tuple[float, dict[str, Any]]:
    """With its mean place in the walks."""
    entered, within, places = (sum(part[name] for part in parts) for name in ("entered", "within", "places"))
    left: Counter[str] = sum((Counter(part["left"]) for part in parts), Counter())
    return places / entered, {
        "kind": kind,
        "entered": entered,
        "within": within,
        "left": dict(left),
        **_days(parts),
    }


def _source(name: str, parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    summed = {key: sum(part[key] for part in parts) for key in ("applications", "committee", "hired")}
    return {"source": name, **summed, **_days(parts)}


def _days(parts: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """In how many days half, and four in five, were through."""
    days: Counter[str] = sum((Counter(part["days"]) for part in parts), Counter())
    waited = sorted(int(day) for day in days.elements())
    return {"median": waited[ceil(len(waited) * 0.5) - 1], "most": waited[ceil(len(waited) * 0.8) - 1]}


def _load(cards: Mapping[str, int]) -> dict[str, Any] | None:
    """How the writing is shared; of whom it is, nobody is told."""
    by_person = sorted(cards.values())
    people = len(by_person)
    if people < FEWEST:
        return None
    busier = sum(by_person[people // 2 :]) / sum(by_person) if people >= 2 * FEWEST else None
    return {"people": people, "cards": sum(by_person), "median": by_person[ceil(people / 2) - 1], "busier": busier}
