"""Which candidates may be compared on which dimension, why not, and the fewest interviews that would link them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

from hiring.text import Text, text

NEITHER = text("Neither %(one)s nor %(other)s was assessed on %(dimension)s.")
ONE = text("Nobody assessed %(one)s on %(dimension)s.")
OTHER = text("Nobody assessed %(other)s on %(dimension)s.")
WORDS = text("%(one)s and %(other)s were assessed on %(dimension)s in different words.")
UNLINKED = text("No shared interviewer or candidate links %(one)s and %(other)s.")
EVIDENCE = text("%(one)s and %(other)s showed %(dimension)s in different kinds of evidence.")

_Person = tuple[str, Hashable]
"""("candidate" or "interviewer", who): the two may be named alike."""

_Met = Mapping[_Person, Set[_Person]]


class Seen(NamedTuple):
    """One rating without its level.

    `wording` is equal where the dimension's words and anchors are, in whatever version of the rubric: a hash of them
    will do. `method` is the kind of evidence: a conversation, an exercise, work that was handed in.
    """

    candidate: Hashable
    interviewer: Hashable
    dimension: Hashable
    wording: Hashable = None
    method: Hashable = None


class _Evidence(NamedTuple):
    wording: Hashable
    method: Hashable


class Comparison(NamedTuple):
    """Two candidates on one dimension. `reason` is why they cannot be compared, None when they can."""

    one: Hashable
    other: Hashable
    dimension: Hashable
    reason: Text | None


class Interview(NamedTuple):
    """One that ought to be held."""

    candidate: Hashable
    interviewer: Hashable


@dataclass(frozen=True, slots=True)
class Comparability:
    """Every pair of candidates on every dimension, and a smallest set of interviews that links all candidates.

    `interviews` is empty when a chain of meetings links them already, None when there is nobody to hold one. They make
    groups comparable at all: one shared candidate is still a weak link (`links.weak_links`).
    """

    comparisons: tuple[Comparison, ...]
    interviews: tuple[Interview, ...] | None


def comparability(
    seen: Iterable[Seen],
    *,
    candidates: Iterable[Hashable] | None = None,
    interviewers: Iterable[Hashable] | None = None,
    names: Mapping[Hashable, object] | None = None,
    titles: Mapping[Hashable, object] | None = None,
) -> Comparability:
    """Compare `candidates` pair by pair on each dimension, in the order given; everybody who was seen, unless said.

    `seen` holds every rating that may link them, of others too, under all versions of one rubric. Two candidates are
    comparable on a dimension when both were assessed on it in the same words, a chain of meetings links them, and some
    of what they showed in those words is evidence of the same kind. `interviewers` may be asked for another interview;
    everybody who was seen, unless said. `names` of candidates and `titles` of dimensions go into the reasons.
    """
    rows = tuple(seen)
    compared = _once((row.candidate for row in rows) if candidates is None else candidates)
    asked = _once((row.interviewer for row in rows) if interviewers is None else interviewers)
    met = _meetings(rows)
    group = _groups(met)
    shown: defaultdict[tuple[Hashable, Hashable], set[_Evidence]] = defaultdict(set)
    for row in rows:
        shown[row.candidate, row.dimension].add(_Evidence(row.wording, row.method))

    def compare(one: Hashable, other: Hashable, dimension: Hashable) -> Comparison:
        is_linked = group.get(("candidate", one)) == group.get(("candidate", other))
        said = _reason(shown[one, dimension], shown[other, dimension], is_linked=is_linked)
        words = {
            "one": (names or {}).get(one, one),
            "other": (names or {}).get(other, other),
            "dimension": (titles or {}).get(dimension, dimension),
        }
        return Comparison(one, other, dimension, said and replace(said, params=words))

    dimensions = _once(row.dimension for row in rows)
    return Comparability(
        tuple(compare(*pair, dimension) for pair in combinations(compared, 2) for dimension in dimensions),
        _fewest(compared, asked, met, group),
    )


def _reason(one: Set[_Evidence], other: Set[_Evidence], *, is_linked: bool) -> Text | None:
    if not one and not other:
        return NEITHER
    if not one:
        return ONE
    if not other:
        return OTHER
    if not {each.wording for each in one} & {each.wording for each in other}:
        return WORDS
    if not is_linked:
        return UNLINKED
    return None if one & other else EVIDENCE


def _fewest(
    candidates: Sequence[Hashable], interviewers: Sequence[Hashable], met: _Met, group: Mapping[_Person, _Person]
) -> tuple[Interview, ...] | None:
    """A star on one interviewer, for every interview joins two groups at most: with k groups to join it takes k - 1, or
    k when nobody who may be asked belongs to one of them.

    The interviewer is the one of these who met most candidates, as their severity is known best; of each group comes
    the candidate whom most interviewers met.
    """

    def known(person: _Person) -> int:
        return len(met.get(person, ()))

    def home(person: _Person) -> _Person:
        return group.get(person, person)

    apart: defaultdict[_Person, list[_Person]] = defaultdict(list)
    for candidate in candidates:
        person = ("candidate", candidate)
        apart[home(person)].append(person)
    if len(apart) < 2:
        return ()
    if not interviewers:
        return None
    host = max((("interviewer", each) for each in interviewers), key=lambda each: (home(each) in apart, known(each)))
    guests = (max(own, key=known) for there, own in apart.items() if there != home(host))
    return tuple(Interview(guest, host[1]) for _, guest in guests)


def _meetings(rows: Iterable[Seen]) -> _Met:
    met: defaultdict[_Person, set[_Person]] = defaultdict(set)
    for row in rows:
        candidate, interviewer = ("candidate", row.candidate), ("interviewer", row.interviewer)
        met[candidate].add(interviewer)
        met[interviewer].add(candidate)
    return met


def _groups(met: _Met) -> dict[_Person, _Person]:
    """The first found of everybody's group."""
    group: dict[_Person, _Person] = {}
    for first in met:
        waiting = [first]
        while waiting:
            here = waiting.pop()
            if here not in group:
                group[here] = first
                waiting.extend(met[here])
    return group


def _once(given: Iterable[Hashable]) -> tuple[Hashable, ...]:
    return tuple(dict.fromkeys(given))
