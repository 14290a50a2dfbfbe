"""Picks at the same moment: the first one wins, and nobody is booked twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from hiring.db import db
from hiring.models import Interview, Person, Slot, TimeOffer
from tests.house import House
from tests.portal.test_times import AT, PAGE, an_offer
from tests.portal.test_views import entered
from tests.test_at_once import at_once

ROUNDS = 3


def times(house: House, ref: str) -> list[str]:
    with house.app.app_context():
        return [one.ref for one in db.session.scalars(select(TimeOffer).filter_by(ref=ref)).one().times]


def booked(house: House) -> int:
    with house.app.app_context():
        mona = house.one(Person, "mona")
        ahead = select(func.count()).select_from(Slot).join(Slot.interview).where(Slot.person_id == mona.id)
        return db.session.scalar(ahead.where(Interview.starts_at >= AT, Interview.cancelled_at.is_(None))) or 0


def cancelled(house: House) -> None:
    with house.changing():
        for one in db.session.scalars(select(Interview).where(Interview.starts_at >= AT)):
            one.cancelled_at = AT


def test_of_several_picks_of_one_offer_the_first_one_wins(house: House) -> None:
    """Each picks another one: the same one twice is the same answer twice."""
    browsers = [entered(house) for _ in range(4)]
    for _ in range(ROUNDS):
        offer = an_offer(house, starts=tuple(AT + n * timedelta(hours=1) for n in range(len(browsers))))
        bodies = [{"offer": offer, "time": one, "then": "pick"} for one in times(house, offer)]
        assert at_once(browsers, PAGE, bodies) == Counter({303: 1, 409: len(browsers) - 1})
        assert booked(house) == 1
        cancelled(house)


def test_of_two_candidates_who_pick_the_same_hour_one_is_told_it_was_taken(house: House) -> None:
    browsers = [entered(house, "casey"), entered(house, "dana")]
    for _ in range(ROUNDS):
        offers = [an_offer(house, name, starts=(AT,)) for name in ("casey", "dana")]
        bodies = [{"offer": one, "time": times(house, one)[0], "then": "pick"} for one in offers]
        assert at_once(browsers, PAGE, bodies) == Counter({303: 1, 409: 1})
        assert booked(house) == 1
        cancelled(house)
