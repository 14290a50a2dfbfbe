"""Met at a dinner: a card about it is owed like any other, says what had been read, and opens nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hiring.access import visible_scorecards
from hiring.committee import queries as committee
from hiring.db import db
from hiring.loops.unscheduled import Met, tell
from hiring.models import Application, Event, Interview, Outgoing, Packet, Person, Scorecard, Slot
from hiring.refusal import Kind, Refusal
from hiring.scorecards import actions, queries
from tests.cast import NOW
from tests.factories import a_packet, an_interview, at_stage
from tests.house import House
from tests.scorecards.cards import complete

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + HOUR / 2
PEOPLE = ((Person, "rita"), (Person, "omar"))
DINNER = {"date": "2026-11-16", "time": "19:30", "minutes": "45", "place": "Dinner at the fair", "card": "short"}


def told(house: House, who: str, name: str = "casey", *, card: str = "full") -> Slot:
    met = Met(NOW - 15 * HOUR, "Europe/London", 45, "Dinner", card)
    slot = tell(house.one(Application, name), met, by=house.one(Person, who), now=LATER)
    db.session.flush()
    return slot


def hand_in(slot: Slot, *, at: timedelta = HOUR) -> Scorecard:
    answers = queries.answers_of(queries.sheet_of(slot), complete(slot))
    actions.hand_in(slot, answers, by=slot.person, now=NOW + at)
    return db.session.scalars(select(Scorecard).filter_by(slot_id=slot.id)).one()


def seen_by(house: House, who: str, name: str) -> list[str]:
    """Whose cards the person may read, but for their own."""
    person, application = house.one(Person, who), house.one(Application, name)
    cards = visible_scorecards(person).where(Slot.application_id == application.id, Slot.person_id != person.id)
    return sorted(card.slot.person.name for card in db.session.scalars(cards))


def test_it_is_an_interview_at_the_present_stage_with_one_seat(house: House) -> None:
    with house.changing():
        slot, rita = told(house, "rita", card="short"), house.one(Person, "rita")
        interview = slot.interview
        assert (interview.unscheduled, interview.stage.slug, interview.place) == (True, "deep-dives", "Dinner")
        assert (slot.person_id, slot.card, slot.owes_card, slot.round) == (rita.id, "short", True, "loop")
        assert slot.due_at == LATER + DAY
        event = db.session.scalars(select(Event).order_by(Event.seq.desc()).limit(1)).one()
        assert (event.kind, event.subject_id, event.facts) == (
            "interview.told",
            interview.id,
            {"stage": interview.stage_id, "minutes": 45},
        )
        assert db.session.scalars(select(Outgoing)).all() == []


def test_owing_it_closes_the_round_until_it_is_in(house: House) -> None:
    with house.changing():
        assert seen_by(house, "cleo", "casey") == ["Ines Calder"]
        slot = told(house, "cleo")
        assert seen_by(house, "cleo", "casey") == []
        hand_in(slot)
        assert seen_by(house, "cleo", "casey") == ["Ines Calder"]


@pytest.mark.parametrize("saw", [True, False])
def test_it_says_whether_others_had_been_read(house: House, saw: bool) -> None:
    """Cleo opens the page with Ines's card on it before she tells of the dinner, or does not."""
    if saw:
        house.visitor("cleo").get(f"/applications/{house.ref('casey')}")
    with house.changing():
        card = hand_in(told(house, "cleo"))
        assert (card.saw_others_at is not None) == saw
        packet = a_packet(house.one(Application, "casey"), by=house.one(Person, "rita"), at=NOW).ref
    for url in (f"/packets/{packet}", f"/applications/{house.ref('casey')}"):
        page = house.visitor("rita").get(url).text
        assert ("written after seeing others" in page, "met outside the plan" in page) == (saw, True)


def test_nobody_lets_themselves_into_a_round(house: House) -> None:
    """Omar sat in the first round; a dinner in this one opens none of its cards. A seat that he is given does."""
    with house.changing():
        casey, rita, omar = (house.one(model, name) for model, name in ((Application, "casey"), *PEOPLE))
        first = an_interview(casey, "recruiter-call", [omar], starts_at=NOW - 5 * DAY, by=rita)
        hand_in(first.slots[0], at=-4 * DAY)
        hand_in(told(house, "omar"))
        assert seen_by(house, "omar", "casey") == []
        assert seen_by(house, "rita", "casey") == ["Ines Calder", "Omar Haddad", "Omar Haddad"]
        planned = an_interview(casey, "deep-dives", [omar], starts_at=NOW - HOUR, by=rita)
        hand_in(planned.slots[0])
        assert seen_by(house, "omar", "casey") == ["Ines Calder"]


def test_reading_while_declining_and_telling_is_still_reading(house: House) -> None:
    """Whoever gives a seat back, looks, and then tells of a dinner, has looked."""
    visitor, url = house.visitor("ivan"), f"/applications/{house.ref('dana')}"
    with house.changing():
        dana = house.one(Application, "dana")
        held = an_interview(
            dana, "deep-dives", [house.one(Person, "ivan")], starts_at=NOW - HOUR, by=house.one(Person, "rita")
        )
        slot_ref = held.slots[0].ref
    visitor.get(url)
    with house.changing():
        slot = db.session.scalars(select(Slot).filter_by(ref=slot_ref)).one()
        slot.declined_at = NOW
        at_stage(slot.interview.application, "deep-dives", by=slot.person, at=NOW)
    visitor.get(url)
    with house.changing():
        assert hand_in(told(house, "ivan", "dana")).saw_others_at is not None


def test_a_second_reading_stands_beside_the_first(house: House) -> None:
    with house.changing():
        hand_in(told(house, "cleo", "dana"))
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        cards = [card for card in committee.material(packet, chair).cards if card.slot.name == "Cleo Adeyemi"]
        assert [(card.is_unscheduled, card.ratings[0].level) for card in cards] == [(False, 5), (True, 3)]


@pytest.mark.parametrize(
    ("changes", "sentence", "kind"),
    [
        ({"starts_at": NOW}, "Write about it once it is over.", Kind.INPUT),
        ({"starts_at": NOW - timedelta(days=400)}, "That is more than a year ago.", Kind.INPUT),
        ({"minutes": 4}, "A meeting takes 5 to 480 minutes.", Kind.INPUT),
        ({"card": "none"}, "Choose a short or a full card.", Kind.INPUT),
    ],
)
def test_what_cannot_be_told(house: House, changes: dict[str, object], sentence: str, kind: Kind) -> None:
    given = {"starts_at": NOW - HOUR, "zone": "UTC", "minutes": 45, "place": "Dinner", "card": "full", **changes}
    with house.app.app_context():
        application, by = house.one(Application, "casey"), house.one(Person, "rita")
        with pytest.raises(Refusal) as caught:
            tell(application, Met(**given), by=by, now=NOW)  # type: ignore[arg-type]
        assert (str(caught.value), caught.value.kind) == (sentence, kind)


def test_whoever_answers_with_a_group_tells_nothing_singly(house: House) -> None:
    with house.app.app_context():
        casey, rita, omar = house.one(Application, "casey"), house.one(Person, "rita"), house.one(Person, "omar")
        at_stage(casey, "panel-reports", by=rita, at=NOW - HOUR)
        an_interview(casey, "panel-reports", [omar], starts_at=NOW - HOUR, by=rita)
        with pytest.raises(Refusal) as caught:
            told(house, "omar")
        alone = "Your answers about this candidate are only shown with those of a whole group."
        assert str(caught.value).startswith(alone)
        assert told(house, "rita").collective is False


def test_whoever_declined_to_answer_with_a_group_does_not_tell_it_alone(house: House) -> None:
    with house.app.app_context():
        casey, rita, omar = house.one(Application, "casey"), house.one(Person, "rita"), house.one(Person, "omar")
        at_stage(casey, "panel-reports", by=rita, at=NOW - HOUR)
        asked = an_interview(casey, "panel-reports", [omar], starts_at=NOW - HOUR, by=rita)
        asked.slots[0].declined_at = NOW
        with pytest.raises(Refusal, match="without a seat, ask the recruiter"):
            told(house, "omar")


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("rita", "casey", 200),
        ("cleo", "casey", 200),
        ("ines", "casey", 200),
        ("max", "casey", 404),
        ("max", "dana", 200),
        ("mona", "dana", 200),
        ("omar", "casey", 404),
        ("adam", "casey", 404),
        ("remy", "casey", 404),
    ],
)
def test_who_may_tell(house: House, who: str, name: str, status: int) -> None:
    assert house.visitor(who).get(f"/applications/{house.ref(name)}/met").status_code == status


def test_from_the_page_to_the_card(house: House) -> None:
    cleo, url = house.visitor("cleo"), f"/applications/{house.ref('casey')}/met"
    assert f'href="{url}"' in cleo.get(f"/applications/{house.ref('casey')}").text
    answer = cleo.post(url, DINNER)
    with house.app.app_context():
        slot = db.session.scalars(select(Slot).join(Interview).where(Interview.unscheduled)).one()
        assert (answer.status_code, answer.location) == (303, f"/scorecards/{slot.ref}")
        assert slot.interview.starts_at == NOW.replace(day=16, hour=19, minute=30)
    assert cleo.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("date", "yesterday", "There is no such day."),
        ("time", "late", "Write the time like 14:30."),
        ("minutes", "an hour", "Write how many minutes it took, from 5 to 480."),
        ("place", "", "Write where it was."),
        ("card", "long", "Choose a short or a full card."),
        ("date", "2026-11-18", "Write about it once it is over."),
    ],
)
def test_a_slip_is_said_and_the_rest_stays(house: House, field: str, typed: str, sentence: str) -> None:
    fields = {**DINNER, field: typed}
    answer = house.visitor("cleo").post(f"/applications/{house.ref('casey')}/met", fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="45"' in answer.text or field == "minutes"
    with house.app.app_context():
        assert db.session.scalars(select(Interview).where(Interview.unscheduled)).all() == []
