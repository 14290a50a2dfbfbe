"""Nobody at a company off limits is added unknowing: a warning, a tick to go on, and a trail that says so."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select

from hiring.candidates.actions import NewCandidate, add_candidate, add_candidates
from hiring.db import db
from hiring.models import Application, Candidate, Event, OffLimits, Opening, Person
from hiring.refusal import Refusal
from hiring.stages.actions import put_off_limits, take_off_limits_away
from tests.candidates.pairs import a_twin
from tests.cast import NOW
from tests.house import ON_SQLITE, House

WARNING = "Castlemere plc is off limits for this opening"
THERE = NewCandidate("Amara Okafor", "Finance director at CASTLEMERE", email="amara@example.net")


def castlemere(house: House) -> OffLimits:
    opening, cleo = house.one(Opening, "executive"), house.one(Person, "cleo")
    return put_off_limits(opening, "Castlemere plc", reason="A customer.", by=cleo, now=NOW)


def told() -> list[dict[str, object]]:
    """What the trail keeps of those who were added last, the newest last."""
    kept = db.session.scalars(select(Event.facts).where(Event.kind == "application.added").order_by(Event.seq))
    return list(kept)[4:]


def test_who_works_there_is_added_knowingly_and_the_trail_says_so(house: House) -> None:
    with house.changing():
        entry, opening, rita = castlemere(house), house.one(Opening, "executive"), house.one(Person, "rita")
        there = NewCandidate("Bo Lind", "Clerk, Castlemere")
        with pytest.raises(Refusal, match=re.escape("Amara Okafor (Castlemere plc), Bo Lind (Castlemere plc). Tick")):
            add_candidates(opening, [THERE, NewCandidate("Zoe Hart", "Clerk"), there], by=rita, now=NOW)
        assert told() == []
        add_candidates(opening, [THERE, NewCandidate("Zoe Hart", "Clerk"), there], by=rita, now=NOW, anyway=True)
        assert told() == [{"off_limits": entry.id}, {}, {"off_limits": entry.id}]


def test_a_line_known_from_another_opening_counts_and_one_out_of_sight_does_not(house: House) -> None:
    with house.changing():
        castlemere(house)
        rita, remy, opening = house.one(Person, "rita"), house.one(Person, "remy"), house.one(Opening, "executive")
        a_twin(rita, headline=THERE.headline, email="known@example.net")
        add_candidate(house.one(Opening, "heron"), THERE, by=remy, now=NOW)
        with pytest.raises(Refusal):
            add_candidate(opening, NewCandidate("Casey M.", email="known@example.net"), by=rita, now=NOW)
        add_candidate(opening, NewCandidate("A. Okafor", email=str(THERE.email)), by=rita, now=NOW)


def test_of_another_opening_or_taken_off_the_list_nobody_is_warned(house: House) -> None:
    with house.changing():
        castlemere(house)
        rita, remy, cleo = (house.one(Person, who) for who in ("rita", "remy", "cleo"))
        opening = house.one(Opening, "executive")
        add_candidate(house.one(Opening, "heron"), THERE, by=remy, now=NOW)
        take_off_limits_away(opening, "Castlemere plc", by=cleo, now=NOW)
        add_candidate(opening, THERE, by=rita, now=NOW)
        assert told() == [{}, {}]


@ON_SQLITE
def test_the_page_warns_from_the_line_on_and_goes_on_with_a_tick(house: House) -> None:
    with house.changing():
        castlemere(house)
    rita, url = house.visitor("rita"), f"/openings/{house.ref('executive')}/candidates"
    assert 'name="anyway"' not in rita.get(url).text
    line = rita.post(url, {"line": f"{THERE.name}, {THERE.headline}, {THERE.email}"}).text
    assert (line.count(WARNING), line.count('name="anyway"')) == (1, 1)
    fields = {"name": THERE.name, "headline": THERE.headline, "channel": "inbound"}
    refused = rita.post(url, fields)
    assert (refused.status_code, refused.text.count(WARNING), refused.text.count('name="anyway"')) == (409, 1, 1)
    assert f'value="{THERE.headline}"' in refused.text
    assert rita.post(url, {**fields, "anyway": "y"}).status_code == 303
    with house.app.app_context():
        assert db.session.scalars(select(Candidate.name).order_by(Candidate.id.desc()).limit(1)).one() == THERE.name


@ON_SQLITE
def test_a_file_is_warned_of_as_a_whole(house: House) -> None:
    with house.changing():
        castlemere(house)
    rita, url = house.visitor("rita"), f"/openings/{house.ref('executive')}/candidates/csv"
    rows = f"name,headline\n{THERE.name},{THERE.headline}\nZoe Hart,Clerk\n".encode()

    def send(**more: str) -> tuple[int, int]:
        answer = rita.post(url, {"file": (io.BytesIO(rows), "all.csv"), **more})
        return answer.status_code, answer.text.count('id="anyway-many"')

    with house.app.app_context():
        before = len(db.session.scalars(select(Application.id)).all())
    assert [send(), send(anyway="y")] == [(409, 1), (303, 0)]
    with house.app.app_context():
        assert len(db.session.scalars(select(Application.id)).all()) == before + 2
