"""One's own page: what it says, that it is nobody else's, and that nothing of others can be read off it."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping, Sequence

import pytest
import time_machine
from sqlalchemy import select

from hiring import worker
from hiring.db import db
from hiring.models import (
    Ballot,
    Decision,
    EvidenceFeedback,
    Packet,
    Person,
    Scorecard,
    Slot,
    StoredReport,
    Vote,
)
from hiring.pool.pictures import KIND
from tests.cast import DAY, NOW
from tests.committee.loops import some_people
from tests.committee.test_layers import changed
from tests.committee.test_views import words
from tests.house import House
from tests.pool.past import finished
from tests.test_non_interference import OWN_SECRETS, _unseal, everything_on_casey, everything_on_dana

PAGE = "/me/ratings"


def page(house: House, who: str = "ines") -> str:
    answer = house.visitor(who).get(PAGE)
    assert answer.status_code == 200
    return words(answer.text)


def a_picture(house: House, who: str = "ines", figures: Mapping[str, object] | None = None) -> None:
    """What the worker may have drawn."""
    known = {
        "candidates": 12,
        "severity": -0.4,
        "low": -0.6,
        "high": -0.2,
        "label": "severe",
        "among": "everybody",
        "slope": 0.7,
        "slope_label": "middle",
        "together": 0.6,
        "together_usual": 0.35,
        "moves_together": True,
        "scatter_label": None,
        "near": 0.75,
        "near_usual": 0.8,
    }
    with house.changing():
        person = house.one(Person, who)
        version = house.one(Slot, "dana-ines").rubric_version_id
        content = {"basis": {}, "rest": "", "figures": known | dict(figures or {})}
        about = {"kind": KIND, "subject": f"{person.id}/{version}", "number": 1}
        db.session.add(StoredReport(**about, made_at=NOW - DAY, data_sha256="0" * 64, content=content))


def test_it_says_in_words_what_was_found(house: House) -> None:
    a_picture(house)
    said = page(house)
    for sentence in (
        "from 12 finished candidates",
        "You usually give .4 points less than others would: four times in five −.6 to −.2.",
        "You keep to the middle: one point between candidates becomes .7 with you.",
        "More than usual: about 60% of what makes your levels differ is common to the whole interview; 35% is usual.",
        "About 75% of your levels lie within a point of what others gave on average; 80% is usual.",
    ):
        assert sentence in said


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ({"label": "lenient", "severity": 0.5, "low": 0.3, "high": 0.7}, "You usually give .5 points more than others"),
        (
            {"label": None, "low": -0.3, "high": 0.1},
            "Nothing sure: four times in five you are between −.3 and +.1 points from what others would give.",
        ),
        ({"slope": None}, "Use of the scale Too little is known to say."),
        ({"slope_label": "ends", "slope": 1.4}, "You keep to the ends: one point between candidates becomes 1.4"),
        ({"slope_label": None, "slope": 1.0}, "About as others: one point between candidates becomes 1.0 with you."),
        ({"together": None}, "Levels that move together Too little is known to say."),
        ({"moves_together": False}, "No more than usual: about 60%; 35% is usual."),
        ({"near": None}, "Agreement with others Too little is known to say."),
    ],
)
def test_what_is_not_sure_is_not_said(house: House, figures: dict[str, object], says: str) -> None:
    a_picture(house, figures=figures)
    assert says in page(house)


def test_without_a_picture_it_says_why_there_is_none(house: House) -> None:
    said = page(house)
    assert "Too little to say yet" in said
    assert "You have handed in 2 scorecards: too few to say." in said
    assert "You have not voted twice on anybody yet." in said
    assert "Too few have said anything yet." in said
    assert "You have handed in no scorecard yet." in page(house, "omar")


def test_it_is_drawn_from_what_the_worker_found(house: House) -> None:
    with house.changing():
        finished(house, 9, [house.one(Person, "ines"), *some_people(3)], lower={0: 1.8})
    assert worker.recalibrate(house.app, NOW) == 1
    said = page(house)
    assert "from 9 finished candidates" in said
    assert "points less than others would" in said
    assert "Too little to say yet" in page(house, "ivan")


@pytest.mark.parametrize("who", ["rita", "max", "adam", "priya", "omar", "ivan"])
def test_nobody_else_sees_it(house: House, who: str) -> None:
    """Whatever their rights: there is no address of anybody's page but one's own."""
    with time_machine.travel(NOW, tick=False):
        # made at the same moment: a cookie from later would be no cookie
        visitor = house.visitor(who)
        before = visitor.get(PAGE).data
        a_picture(house)
        assert visitor.get(PAGE).data == before


@pytest.mark.parametrize(
    ("late", "says"),
    [
        (0, "All of your 6 scorecards came in time."),
        (1, "1 of your 6 scorecards came late, by 30 hours."),
        (2, "2 of your 6 scorecards came late, half of them by more than 30 hours."),
    ],
)
def test_it_says_how_timely_ones_cards_are(house: House, late: int, says: str) -> None:
    with house.changing():
        finished(house, 4, [house.one(Person, "ines"), house.one(Person, "ivan")])
        own = select(Slot).filter_by(person_id=house.one(Person, "ines").id).order_by(Slot.id)
        for place, slot in enumerate(db.session.scalars(own)):
            assert slot.handed_in_at is not None
            slot.due_at = slot.handed_in_at - (DAY * 1.25 if place < late else -DAY)
    assert says in page(house)


def test_it_says_what_one_changed_later(house: House) -> None:
    with house.changing():
        finished(house, 4, [house.one(Person, "ines"), house.one(Person, "ivan")])
    assert "You have changed none of your scorecards after handing them in." in page(house)
    with house.changing():
        slot = house.one(Slot, "dana-ines")
        changed(slot, {"headline": "On second thoughts."}, saw=True)
        changed(house.one(Slot, "casey-ines"), {"headline": "On second thoughts."})
    said = page(house)
    assert "You changed 2 scorecards after handing them in, 1 of them after seeing what others wrote." in said


def test_it_says_how_often_one_voted_otherwise(house: House) -> None:
    with house.changing():
        packet, mona = house.one(Packet, "dana-packet"), house.one(Person, "mona")
        for number, verdict in ((1, "yes"), (2, "no")):
            ballot = Ballot(number=number, opened_at=NOW, opened_by_id=mona.id, closed_at=NOW)
            ballot.votes.append(Vote(person=mona, verdict=verdict, cast_at=NOW))
            ballot.votes.append(Vote(person=house.one(Person, "max"), verdict="yes", cast_at=NOW))
            packet.ballots.append(ballot)
    assert "You voted twice on 1 candidate, and changed your vote on 1." in page(house, "mona")
    assert "You voted twice on 1 candidate, and changed your vote on 0." in page(house, "max")


def said_of_ines(house: House, people: Sequence[str], answer: str = "helped") -> None:
    """Each says it of one of her cards."""
    with house.changing():
        ines = house.one(Person, "ines")
        cards = list(db.session.scalars(select(Scorecard.id).join(Slot).filter_by(person_id=ines.id)))
        for name in people:
            person = house.one(Person, name)
            known = set(db.session.scalars(select(EvidenceFeedback.scorecard_id).filter_by(person_id=person.id)))
            card = next(card for card in cards if card not in known)
            db.session.add(EvidenceFeedback(scorecard_id=card, person_id=person.id, usefulness=answer, at=NOW))
            db.session.flush()


def test_what_was_said_of_ones_evidence_is_told_of_three_together(house: House) -> None:
    said_of_ines(house, ["max"], "did_not_help")
    said_of_ines(house, ["mona", "max"])
    assert "Too few have said anything yet." in page(house)
    said_of_ines(house, ["cleo"], "in_part")
    sum_of_three = "Of 4 answers by 3 people, 2 said that it helped, 1 in part, 1 not."
    assert sum_of_three in page(house)
    said_of_ines(house, ["rita"], "did_not_help")
    assert sum_of_three in page(house)


def reads_the_same(house: House, who: str, change: Callable[[House], None]) -> bool:
    with time_machine.travel(NOW, tick=False):
        # made at the same moment: a cookie from later would be no cookie
        visitor = house.visitor(who)
        before = OWN_SECRETS.sub(rb"\1", visitor.get(PAGE).data)
        with house.changing():
            _unseal(house)
            change(house)
        return OWN_SECRETS.sub(rb"\1", visitor.get(PAGE).data) == before


def a_colleague_votes(house: House) -> None:
    packet, max_ = house.one(Packet, "dana-packet"), house.one(Person, "max")
    ballot = Ballot(number=1, opened_at=NOW, opened_by_id=max_.id)
    ballot.votes.append(Vote(person=max_, verdict="no", cast_at=NOW))
    packet.ballots.append(ballot)


def it_is_decided(house: House) -> None:
    by = house.one(Person, "max")
    db.session.add(Decision(packet=house.one(Packet, "dana-packet"), outcome="stop", reasons="No.", by=by, at=NOW))


def two_say_something(house: House) -> None:
    cards = select(Scorecard.id).join(Slot).filter_by(person_id=house.one(Person, "ines").id)
    card = db.session.scalars(cards).first()
    for name in ("max", "mona"):
        said = {"scorecard_id": card, "person_id": house.one(Person, name).id, "at": NOW}
        db.session.add(EvidenceFeedback(usefulness="did_not_help", **said))


@pytest.mark.parametrize("who", ["ivan", "cleo", "mona", "rita", "omar"])
@pytest.mark.parametrize(
    "change", [everything_on_casey, everything_on_dana, a_colleague_votes, it_is_decided, two_say_something]
)
def test_nothing_that_others_do_shows(house: House, who: str, change: Callable[[House], None]) -> None:
    """Not even what they may read elsewhere: only the worker's pictures speak of others."""
    a_picture(house, who)
    assert reads_the_same(house, who, change)


@pytest.mark.parametrize("change", [a_colleague_votes, it_is_decided, two_say_something])
def test_nor_to_whom_it_is_about(house: House, change: Callable[[House], None]) -> None:
    assert reads_the_same(house, "ines", change)


def test_it_takes_six_queries_however_many_cards(house: House) -> None:
    a_picture(house)
    visitor = house.visitor("ines")
    with house.counting() as few:
        visitor.get(PAGE)
    with house.changing():
        finished(house, 20, [house.one(Person, "ines"), house.one(Person, "ivan")])
    with house.counting() as many:
        whole = visitor.get(PAGE)
    for sent in (few, many):
        assert len([one for one in sent if one.startswith("SELECT")]) == 6
    assert len(gzip.compress(whole.data)) < 4096
