"""Every request the matrix sends, made from the URL map and the table before any is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from flask import Flask
from werkzeug.routing import Rule

from tests.matrix.bodies import ELSEWHERE
from tests.matrix.doors import GUESTS, SIGNED_IN
from tests.matrix.table import ROWS, SIGHT, Row

SIGN_IN = 0  # a reading that leads to the door
PASSED = frozenset({200, 302, 303, 422})
TAKEN = frozenset({200, 303})
IN_PART = frozenset({206, 304})
SENT_ELSEWHERE = frozenset({200, 303, 403, 409, 410, 422})  # the guard let it pass; its body was made for another thing
NOBODY_TAKES = ("?format=csv", "?format=json", "?include=all&fields=*", "?summary=1", "?sort=-level")
LISTS_TAKE = ("?page=2", "?q=CANARY", "?q=scorecard:overdue")
"""Which lists do not, show what they show without."""
HEADERS: Sequence[dict[str, str]] = (
    {"Range": "bytes=0-99"},
    {"If-None-Match": "*"},
    {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"},
)
UNKNOWN = "unknown"
OF_ANOTHER_KIND = "of another kind"
METHODS = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class Cell:
    """One request: who sends what about which thing, and the statuses that are right."""

    endpoint: str
    method: str
    who: str
    about: str
    right: frozenset[int]
    passes: bool
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def stays_outside(self) -> bool:
        """Whoever sends it is asked who they are."""
        return self.right <= {SIGN_IN, 401, 410}

    @property
    def is_plain(self) -> bool:
        return not self.query and not self.headers

    def __str__(self) -> str:
        variant = self.query + "".join(f" [{name}: {value}]" for name, value in self.headers.items())
        return f"{self.method} {self.endpoint} about {self.about or 'the house'}{variant}, by {self.who}"


def rule_of(app: Flask, endpoint: str) -> Rule:
    return next(app.url_map.iter_rules(endpoint))


def methods_of(rule: Rule) -> list[str]:
    return [method for method in METHODS if method in (rule.methods or set())]


def things(row: Row) -> list[str]:
    """What the address is filled in with; last what nobody may know of, because there is no such thing."""
    return [""] if row.on is None else [*SIGHT[row.on], UNKNOWN, *([OF_ANOTHER_KIND] if "/" not in row.on else [])]


def cells(endpoint: str, rule: Rule) -> Iterator[Cell]:
    """First whatever is refused, then whatever is read, one person after the other: pages tell who has read them."""
    people = ROWS[endpoint].people
    planned = [cell for method in methods_of(rule) for cell in _plain(endpoint, method)]
    planned += _variants(endpoint, rule)
    yield from (cell for cell in planned if not cell.passes)
    reading = [cell for cell in planned if cell.passes and cell.method != "POST"]
    yield from sorted(reading, key=lambda cell: people.index(cell.who))
    yield from (cell for cell in planned if cell.passes and cell.method == "POST")


def own_thing(endpoint: str) -> str:
    """The thing that a good request is about."""
    row = ROWS[endpoint]
    if row.on is None:
        return ""
    about = ELSEWHERE[endpoint].about if endpoint in ELSEWHERE else None
    return about or next(thing for thing, who in row.may.items() if who)


def _plain(endpoint: str, method: str) -> Iterator[Cell]:
    """Everybody about everything that there is and about nothing, somebody about what is something else. HEAD goes the
    way of GET, and is sent about one thing; so is what comes from outside, where only nobody tries every thing: the
    door opens, or does not, before anything is looked for.
    """
    row, own = ROWS[endpoint], own_thing(endpoint)
    for about in things(row):
        if method == "HEAD" and about != own:
            continue
        for who in ("rita",) if about == OF_ANOTHER_KIND else row.people:
            cell = _cell(endpoint, method, who, about)
            if about in {own, UNKNOWN} or who == "nobody" or not cell.stays_outside:
                yield cell


def _variants(endpoint: str, rule: Rule) -> Iterator[Cell]:
    """The same page asked for in other ways: by two who may know it and some who may not, and whatever lists can be
    asked by everybody who has one.
    """
    row = ROWS[endpoint]
    if "GET" not in methods_of(rule) or row.otherwise is not None:
        return
    about = own_thing(endpoint)
    passing = row.may.get(about, "").split()
    some = (*passing[:2], "omar", "ivan", "nobody")
    for who in dict.fromkeys((*some, *(passing if row.is_list else ()))):
        plain = _cell(endpoint, "GET", who, about)
        for query in (*(LISTS_TAKE if row.is_list else ()), *(NOBODY_TAKES if who in some else ()), *row.takes):
            yield replace(plain, query=query)
        for headers in HEADERS if who in some else ():
            yield replace(plain, headers=headers, right=plain.right | (IN_PART if plain.passes else set()))


def _cell(endpoint: str, method: str, who: str, about: str) -> Cell:
    row = ROWS[endpoint]
    passes = who in row.may.get(about, "").split()
    right = _passing(endpoint, method, who, about) if passes else _refused(row, method, who, about)
    return Cell(endpoint, method, who, about, right, passes)


def _refused(row: Row, method: str, who: str, about: str) -> frozenset[int]:
    if row.otherwise is not None:
        return frozenset({row.otherwise})
    if who not in (GUESTS if row.is_for_guests else SIGNED_IN) or who.endswith("late"):
        return frozenset({410 if row.is_for_guests else 401 if method == "POST" else SIGN_IN})
    return frozenset({403 if row.on is None or who in SIGHT[row.on].get(about, "").split() else 404})


def _passing(endpoint: str, method: str, who: str, about: str) -> frozenset[int]:
    row = ROWS[endpoint]
    if method != "POST":
        return PASSED
    if about != own_thing(endpoint):
        return SENT_ELSEWHERE
    return frozenset({row.but[who]}) if who in row.but else TAKEN


def planned(app: Flask, endpoint: str) -> int:
    """How many requests that makes, with those about nothing that others are compared with."""
    rule, row = rule_of(app, endpoint), ROWS[endpoint]
    compared = 0 if row.on is None else len(row.people) * len(methods_of(rule))
    return sum(1 for _cell in cells(endpoint, rule)) + compared


def wrong_methods(app: Flask) -> Iterator[tuple[str, str]]:
    """Every address with a method that none of its rules takes."""
    taken: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        taken.setdefault(rule.rule, set()).update(rule.methods or set())
    for rule in app.url_map.iter_rules():
        for method in METHODS:
            if rule.endpoint in ROWS and method not in taken[rule.rule]:
                yield rule.endpoint, method
