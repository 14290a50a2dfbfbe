"""Several applications at once: all of it or nothing, each by its own verb, and exactly its events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from hiring import access
from hiring.access.standings import standings
from hiring.db import db
from hiring.models import Application, Event, Outgoing, Person, Slot, Tag
from hiring.refusal import Kind
from hiring.selection import actions, queries
from hiring.selection.actions import NotAll
from hiring.selection.queries import Chosen
from tests.cast import NOW, PEOPLE
from tests.house import House

LATER = NOW + timedelta(hours=4)  # Ivan's card on Casey is overdue by then


def chosen(house: House, who: str, *names: str) -> list[Chosen]:
    found = queries.chosen(house.one(Person, who), [house.ref(name) for name in names])
    assert found is not None
    return found


def trail(since: int) -> list[tuple[str, dict[str, Any]]]:
    found = db.session.execute(select(Event.kind, Event.facts).where(Event.seq > since).order_by(Event.seq))
    return [(kind, facts) for kind, facts in found]


def last() -> int:
    return db.session.scalar(select(func.max(Event.seq))) or 0


def asked(house: House) -> list[str]:
    found = db.session.scalars(select(Outgoing).where(Outgoing.kind == "reminder_asked").order_by(Outgoing.id))
    return [one.address for one in found]


def test_how_one_stands_to_many_is_how_one_stands_to_each(house: House) -> None:
    with house.app.app_context():
        for who in PEOPLE:
            person = house.one(Person, who)
            seen = db.session.scalars(access.overseen_applications(person)).all()
            assert standings(person, seen) == {one.id: access.application(one.ref, person).standing for one in seen}  # type: ignore[union-attr]


def test_nobody_chooses_what_is_not_on_their_board(house: House) -> None:
    with house.app.app_context():
        for who, name in (("omar", "casey"), ("ines", "casey"), ("max", "noel"), ("rita", "quinn")):
            assert queries.chosen(house.one(Person, who), [house.ref(name)]) is None
        assert queries.chosen(house.one(Person, "rita"), ["nonsense"]) is None


def test_a_reminder_goes_to_whoever_owes_and_a_second_one_asks_first(house: House) -> None:
    with house.changing():
        before, rita = last(), house.one(Person, "rita")
        actions.remind(chosen(house, "rita", "casey"), anyway=False, by=rita, now=LATER)
        assert trail(before) == [("slot.reminded", {})]
        assert asked(house) == [house.one(Person, "ivan").email]
        soon = LATER + timedelta(hours=11)
        with pytest.raises(NotAll) as refused:
            actions.remind(chosen(house, "rita", "casey"), anyway=False, by=rita, now=soon)
        assert refused.value.kind is Kind.CONFLICT
        assert [str(one) for one in refused.value.reasons.values()] == ["Ivan Petrov was reminded 11 hours ago."]
        actions.remind(chosen(house, "rita", "casey"), anyway=True, by=rita, now=soon)
        actions.remind(chosen(house, "rita", "casey"), anyway=False, by=rita, now=soon + timedelta(hours=12))
        assert len(asked(house)) == 3


def test_whoever_owes_a_card_there_reminds_nobody_and_hears_nothing(house: House) -> None:
    """Of an application with a card out and of one without: the same words."""
    with house.changing():
        cleo, casey = house.one(Person, "cleo"), house.one(Application, "casey")
        ivans = house.one(Slot, "casey-ivan")
        said = set()
        for is_out in (True, False):
            ivans.handed_in_at = None if is_out else NOW
            house.one(Slot, "casey-ines").person = cleo
            house.one(Slot, "casey-ines").handed_in_at = None
            db.session.flush()
            with pytest.raises(NotAll) as refused:
                actions.remind(chosen(house, "cleo", "casey"), anyway=True, by=cleo, now=LATER)
            said.add(str(refused.value.reasons[casey.ref]))
        assert said == {"No scorecard that you may ask for is overdue here."}
        assert asked(house) == []


def test_one_that_cannot_be_moved_keeps_all_where_they_are(house: House) -> None:
    with house.app.app_context():
        before, rita = last(), house.one(Person, "rita")
        with pytest.raises(NotAll) as refused:
            actions.move(chosen(house, "rita", "noel", "casey"), "next", reason="", by=rita, now=NOW)
        assert [*refused.value.reasons] == [house.ref("casey")]
        db.session.rollback()
        assert trail(before) == []


def test_each_is_moved_into_its_own_next_stage(house: House) -> None:
    with house.changing():
        before, rita = last(), house.one(Person, "rita")
        actions.move(chosen(house, "rita", "noel"), "next", reason="", by=rita, now=NOW)
        assert [kind for kind, _facts in trail(before)] == ["application.moved"]
        assert house.one(Application, "noel").current_move.stage.slug == "recruiter-call"


def test_rejecting_closes_and_tells_nobody(house: House) -> None:
    with house.changing():
        mails, rita = db.session.scalar(select(func.count(Outgoing.id))), house.one(Person, "rita")
        actions.reject(chosen(house, "rita", "noel"), reason="No right to work here.", by=rita, now=NOW)
        assert house.one(Application, "noel").current_move.outcome == "rejected"
        assert db.session.scalar(select(func.count(Outgoing.id))) == mails


def test_an_owner_leads_the_opening(house: House) -> None:
    with house.changing():
        before, rita, cleo = last(), house.one(Person, "rita"), house.one(Person, "cleo")
        both = chosen(house, "rita", "noel", "casey")
        actions.assign(both, cleo, by=rita, now=NOW)
        assert trail(before) == [("application.owner_set", {"owner": cleo.id})] * 2
        with pytest.raises(NotAll) as refused:
            actions.assign(both, house.one(Person, "omar"), by=rita, now=NOW)
        assert {str(one) for one in refused.value.reasons.values()} == {"Omar Haddad does not lead this opening."}
        actions.assign(both, None, by=rita, now=NOW)
        assert house.one(Application, "noel").owner is None


def test_a_tag_is_one_word_however_it_is_typed_and_comes_off_again(house: House) -> None:
    with house.changing():
        before, rita, both = last(), house.one(Person, "rita"), chosen(house, "rita", "noel", "casey")
        actions.tag(both, "Board ready", by=rita, now=NOW)
        actions.tag(both, "board-READY", by=rita, now=NOW)
        assert trail(before) == [("application.tagged", {})] * 2
        assert set(db.session.scalars(select(Tag.word))) == {"board-ready"}
        actions.untag(both, "board ready", by=rita, now=NOW)
        assert db.session.scalars(select(Tag)).all() == []


def test_the_committee_changes_nothing(house: House) -> None:
    with house.app.app_context():
        mona = house.one(Person, "mona")
        dana = chosen(house, "mona", "dana")
        verbs: tuple[Callable[[], object], ...] = (
            lambda: actions.remind(dana, anyway=True, by=mona, now=LATER),
            lambda: actions.move(dana, "next", reason="x", by=mona, now=NOW),
            lambda: actions.reject(dana, reason="x", by=mona, now=NOW),
            lambda: actions.assign(dana, None, by=mona, now=NOW),
            lambda: actions.tag(dana, "x", by=mona, now=NOW),
        )
        for verb in verbs:
            with pytest.raises(NotAll) as refused:
                verb()
            assert refused.value.kind is Kind.FORBIDDEN
