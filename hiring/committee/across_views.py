"""Pages of a committee about more than one candidate: side by side, and how those who met them usually rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.committee import across_queries, bp
from hiring.committee.across import across_page
from hiring.committee.across_table import Table
from hiring.committee.adjusted import Reader
from hiring.committee.habits import habits_of
from hiring.committee.people import voices_of
from hiring.committee.usually import Usually, usually
from hiring.models import Opening, Packet, Person
from hiring.policy import Permission, permits
from hiring.web.guard import allow, current_standing, note_reading
from hiring.web.sign_in_state import current_person

AT_ONCE = 3
"""Candidates on one page: more make so many pairs that nobody reads them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate who may stand on the page, and whether they do."""

    ref: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Rated:
    """Those who judge by one rubric, and as of when it is known how they usually rate."""

    rubric: str
    made_at: datetime
    usually: Usually


@bp.get("/openings/<ref:opening>/side-by-side")
@allow(Permission.OPENING_COMPARE, on=access.opening)
def side_by_side(opening: Opening) -> ResponseReturnValue:
    reader = current_person()
    packets = across_queries.packets_of(opening, reader)
    chosen = _chosen(packets, request.args.getlist("who"))
    levels = across_queries.levels_of(chosen, reader) if len(chosen) > 1 else []
    versions = {level.card.rubric_version_id for level in levels}
    note_reading("cards", of=[packet.application_id for packet in chosen] if levels else ())
    page = across_page(
        Table(
            packets=chosen,
            levels=levels,
            rubrics=across_queries.rubrics_of(versions),
            habits=habits_of(versions, {level.card.person_id for level in levels}),
            own_rubric=opening.rubric_version.slug,
        )
    )
    return render_template(
        "committee/side_by_side.html",
        opening=opening,
        choices=[Choice(one.ref, one.application.candidate.name, one in chosen) for one in packets],
        at_once=AT_ONCE,
        page=page,
        may_see_severity=permits(Permission.SEVERITY_LIST, current_standing()),
    )


def _chosen(packets: Sequence[Packet], asked: Sequence[str]) -> Sequence[Packet]:
    """Those asked for, as far as there are such; without a choice of two the first by name."""
    found = [packet for packet in packets if packet.ref in asked]
    return (found if len(found) > 1 else packets)[:AT_ONCE]


@bp.get("/openings/<ref:opening>/severity")
@allow(Permission.SEVERITY_LIST, on=access.opening)
def severity(opening: Opening) -> ResponseReturnValue:
    is_off = opening.adjusted == "off"
    return render_template(
        "committee/severity.html",
        opening=opening,
        is_off=is_off,
        tables=[] if is_off else _tables(opening, current_person()),
    )


def _tables(opening: Opening, reader: Person) -> list[Rated]:
    """The opening's own rubric first."""
    by_version: defaultdict[int, list[across_queries.Judge]] = defaultdict(list)
    for judge in across_queries.judges_of(opening, reader):
        by_version[judge.rubric_version_id].append(judge)
    rubrics = across_queries.rubrics_of(by_version)
    habits = habits_of(by_version, {judge.person_id for judges in by_version.values() for judge in judges})
    ordered = sorted(by_version, key=lambda version: (version != opening.rubric_version_id, -version))
    return [
        Rated(
            rubrics[version].title,
            habits[version].made_at,
            usually(
                list(voices_of(by_version[version]).values()),
                habits[version],
                (rubrics[version].levels[0], rubrics[version].levels[-1]),
                Reader(reader.id, may_name=True),
            ),
        )
        for version in ordered
        if version in habits
    ]
