"""The packet before, during and after a meeting: its steps, its room, its readers, its practice cards, its workings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

import pytest
from flask import g
from sqlalchemy import select

from hiring.committee import queries
from hiring.committee.adjusted import Reader
from hiring.committee.page import PacketPage, packet_page
from hiring.committee.rule import declared
from hiring.db import db
from hiring.models import (
    AgendaItem,
    Application,
    CalibrationRow,
    Meeting,
    Opening,
    Packet,
    Person,
    Reading,
    RubricVersion,
    Slot,
)
from tests.ballots.committees import FIVE, five, opened, vote
from tests.cast import DAY, NOW
from tests.committee.loops import a_group, in_committee, many_cards, some_people
from tests.committee.test_adjusted import INES, IVAN, knowing, knowing_all, setting
from tests.committee.test_views import url, words
from tests.factories import a_packet
from tests.house import House


def drawn(house: House, reader: str = "max", application: str = "dana") -> PacketPage:
    """Inside a request's context."""
    person = house.one(Person, reader)
    found = select(Packet).filter_by(application_id=house.one(Application, application).id)
    g.person, packet = person, db.session.scalars(found).one()
    material = queries.material(packet, person)
    seen = Reader(person.id, may_name=False)
    return packet_page(packet, material, reader=seen, with_private_notes=False, now=NOW)


def steps(house: House, reader: str = "max") -> list[tuple[str, str]]:
    with house.app.test_request_context():
        return [(str(one.label), one.state) for one in drawn(house, reader).steps]


def all_have_read(house: House) -> None:
    with house.changing():
        dana = house.one(Application, "dana")
        for name in ("max", "mona"):
            db.session.add(
                Reading(person_id=house.one(Person, name).id, application_id=dana.id, what="packet", at=NOW - DAY)
            )


def test_a_small_committee_votes_once(house: House) -> None:
    labels = ["Read alone", "Ballot", "Discuss", "Decide"]
    assert steps(house) == list(zip(labels, ["now", "ahead", "ahead", "ahead"], strict=True))
    all_have_read(house)
    assert steps(house) == list(zip(labels, ["done", "now", "ahead", "ahead"], strict=True))
    opened(house, ("max", "yes"), ("mona", "no"))
    assert steps(house) == list(zip(labels, ["done", "done", "now", "ahead"], strict=True))


def test_a_bigger_one_goes_five_steps(house: House) -> None:
    five(house)
    labels = ["Read alone", "First ballot", "Discuss", "Second ballot", "Decide"]
    assert steps(house) == list(zip(labels, ["now", *["ahead"] * 4], strict=True))
    opened(house, *((name, "yes") for name in FIVE))
    assert steps(house) == list(zip(labels, ["done", "done", "now", "ahead", "ahead"], strict=True))
    opened(house, ("max", "no"), reason="I read it again.")
    assert steps(house) == list(zip(labels, ["done", "done", "done", "now", "ahead"], strict=True))


def test_adjusted_numbers_wait_for_the_first_ballot_to_close(house: House) -> None:
    knowing_all(house)
    opened(house, ("max", "yes"))
    assert "How these 3 usually rate" not in words(house.visitor("max").get(url(house)).text)
    with house.changing():
        vote(house, "mona", "no")
    assert "How these 3 usually rate" in words(house.visitor("max").get(url(house)).text)


@pytest.mark.parametrize("name", ["rita", "max"])
def test_what_a_room_reads_names_nobody(house: House, name: str) -> None:
    """The chair's own page may; what hangs on the wall is read by everybody, and nobody's private word is on it."""
    knowing(house, {"ines": INES, "ivan": IVAN})
    setting(house, "always")
    own = house.visitor(name).get(url(house)).text
    wall = house.visitor(name).get(f"{url(house)}?view=projector").text
    assert 'data-view="projector"' in wall
    for secret in ("Ines Calder usually rates", "from 12 candidates", "Who has read it"):
        assert (secret in unescape(own), secret in unescape(wall)) == (True, False)
    assert "private" not in wall
    assert "1 of 3 usually rates" not in words(wall), "one of the three may sit in the room"
    assert "differences in how these people usually rate" in words(wall)
    assert "<textarea" not in wall


def test_on_the_wall_nobody_reads_their_own_habit_or_vote(house: House) -> None:
    knowing(house, {"ines": (-0.6, 0.01), "cleo": (0.4, 0.01)})
    setting(house, "always")
    opened(house, ("mona", "strong_no"))
    assert "Your vote" in words(house.visitor("mona").get(url(house)).text)
    wall = words(house.visitor("mona").get(f"{url(house)}?view=projector").text)
    assert ("Your vote" in wall, "Strong no" in wall) == (False, False)
    assert "You: " in house.visitor("cleo").get(url(house)).text
    assert "You: " not in house.visitor("cleo").get(f"{url(house)}?view=projector").text


def test_a_group_does_not_hang_on_the_wall(house: House) -> None:
    """Who reads it there is unknown, so nobody can be counted out."""
    with house.changing():
        a_group(
            house.one(Application, "dana"), some_people(6, "report"), (1, 2, 4, 4, 5, 3), by=house.one(Person, "rita")
        )
    own, wall = (house.visitor("max").get(f"{url(house)}{view}").text for view in ("", "?view=projector"))
    assert ("CANARY-group" in own, "CANARY-group" in wall) == (True, False)
    assert "answers open once" not in words(wall)


@pytest.mark.parametrize(("name", "sees"), [("rita", True), ("max", True), ("mona", False), ("cleo", False)])
def test_who_read_it_when_is_for_chair_and_recruiter(house: House, name: str, sees: bool) -> None:
    all_have_read(house)
    said = words(house.visitor(name).get(url(house)).text)
    assert ("Who has read it" in said) == sees
    assert ("Mona Lindgren , committee member opened " in said) == sees
    assert ("Cleo Adeyemi , hiring manager not opened, delivered " in said) == sees
    assert "2 of 2 have opened it" in said


def test_a_practice_card_is_read_and_counts_nowhere(house: House) -> None:
    with house.app.test_request_context():
        before = drawn(house)
        rule = declared(house.one(Packet, "dana-packet"), _material(house))
    with house.changing():
        rita, dana = house.one(Person, "rita"), house.one(Application, "dana")
        many_cards(dana, some_people(1, "novice"), by=rita, level=1, is_practice=True, to_check="CANARY-novice-flag")
    with house.app.test_request_context():
        page = drawn(house)
        now = declared(house.one(Packet, "dana-packet"), _material(house))
        assert rule is not None
        assert now is not None
        assert replace(now, left_out=()) == rule
    assert _figures(page) == _figures(before)
    assert page.disputes == before.disputes
    assert page.recommendations == before.recommendations
    assert [one.voice.name for one in page.practice.recommendations] == ["Novice Person0"]
    assert [each.level for one in page.practice.accounts for each in one.accounts] == [1] * 8
    assert [flag.to_check for flag in page.flags if flag.name == "Novice Person0"] == ["CANARY-novice-flag"]
    said = words(house.visitor("max").get(url(house)).text)
    assert "· 1 practice card, not counted" in said
    assert "Read, and counted in no figure, rule or spread." in said


def _material(house: House) -> queries.Material:
    return queries.material(house.one(Packet, "dana-packet"), house.one(Person, "max"))


def _figures(page: PacketPage) -> Sequence[object]:
    return [(row.title, str(row.assessed), row.mean, str(row.strip)) for table in page.tables for row in table.rows]


def test_spread_is_judged_by_what_the_house_shows_where_it_is_known(house: House) -> None:
    """3, 4 and 5 lie on one side of the bar, and chance explains them unless levels hardly vary."""
    with house.changing():
        rita, noel = house.one(Person, "rita"), house.one(Application, "noel")
        for level, person in zip((3, 4, 5), some_people(3), strict=True):
            many_cards(noel, [person], by=rita, level=level)
        in_committee(noel, by=rita)
    with house.app.test_request_context():
        assert drawn(house, application="noel").disputes == ()
    knowing_all(house)
    with house.changing():
        fit = db.session.scalars(select(CalibrationRow)).one()
        fit.residual, fit.interview = 0.1, 0.02
    with house.app.test_request_context():
        page = drawn(house, application="noel")
        assert [str(one.why) for one in page.disputes] == ["Chance alone parts 3 people so far in 2% of panels."] * 3
    with house.app.test_request_context():
        page = drawn(house, application="noel")
        assert (page.usually, {table.beside.why_not for table in page.tables}) == ((), {None})


def test_it_says_what_parts_the_two_sides(house: House) -> None:
    """Ines gave 2; Ivan 4 and Cleo 5."""
    with house.app.test_request_context():
        page = drawn(house)
    assert (
        str(page.in_common) == "All sat in the same interview. Ask what each of them heard before asking who is right."
    )
    with house.changing():
        dana, cleo, ivan = (
            house.one(kind, name) for kind, name in ((Application, "dana"), (Person, "cleo"), (Person, "ivan"))
        )
        for seat in db.session.scalars(
            select(Slot).where(Slot.application_id == dana.id, Slot.person_id.in_((cleo.id, ivan.id)))
        ):
            seat.perspective = "executive"
    with house.app.test_request_context():
        page = drawn(house)
    assert str(page.in_common) == "Perspective parts them: lower peer, higher executive."


def test_two_versions_of_the_rubric_stand_apart(house: House) -> None:
    with house.changing():
        rita, dana = house.one(Person, "rita"), house.one(Application, "dana")
        own = dana.opening.rubric_version
        later = RubricVersion(
            slug=own.slug,
            number=own.number + 1,
            sha256="1" * 64,
            title=own.title,
            yaml=re.sub(r"(?m)^version: \d+", f"version: {own.number + 1}", own.yaml),
            imported_at=NOW,
        )
        db.session.add(later)
        db.session.flush()
        (card,) = many_cards(dana, some_people(1), by=rita, level=1)
        card.slot.rubric_version_id, card.slot.rubric_sha256 = later.id, later.sha256
    with house.app.test_request_context():
        page = drawn(house)
    assert [str(table.heading) for table in page.tables] == [
        "What each interviewer scored",
        "Engineering Executive, version 2: what each interviewer scored",
    ]
    assert {row.mean for row in page.tables[0].rows} == {"3.7"}
    assert {row.mean for row in page.tables[1].rows} == {None}


def test_every_adjusted_number_can_be_done_again_by_hand(house: House) -> None:
    knowing_all(house)
    setting(house, "always")
    page = house.visitor("max").get(f"{url(house)}/workings").text
    sums = re.findall(
        r"Adjusted: usual ([\d.]+), and what the levels bring ([+-][\d.]+), make ([\d.]+);", unescape(page)
    )
    assert len(sums) == 8
    for usual, brings, adjusted in sums:
        assert float(usual) + float(brings) == pytest.approx(float(adjusted), abs=0.011)
    shares = re.findall(
        r'data-l="Level">(\d)</td>.*?data-l="Usual">([\d.]+)</td>.*?data-l="Above others">([+-][\d.]+)</td>'
        r'.*?data-l="Weight">([-\d.]+)</td>.*?data-l="Brings">([+-][\d.]+)</td>',
        page,
    )
    assert len(shares) == 8 * 3 * 8
    for level, usual, habit, weight, brings in shares:
        assert float(weight) * (float(level) - float(usual) - float(habit)) == pytest.approx(float(brings), abs=0.01)
    assert unescape(page).count("Raw mean: (2 + 4 + 5) ÷ 3 = 3.67.") == 8


def test_the_agenda_leads_to_the_next_candidate_one_may_read(house: House) -> None:
    """A packet that the reader may not open is neither counted nor led to."""
    with house.changing():
        rita, opening = house.one(Person, "rita"), house.one(Opening, "executive")
        casey = a_packet(house.one(Application, "casey"), by=rita, at=NOW)
        seat = house.one(Slot, "casey-ivan")
        db.session.delete(seat.draft)
        seat.person = house.one(Person, "mona")
        meeting = Meeting(opening=opening, starts_at=NOW + DAY, called_by_id=rita.id, called_at=NOW)
        noel = a_packet(house.one(Application, "noel"), by=rita, at=NOW)
        packets = [house.one(Packet, "dana-packet"), casey, noel]
        meeting.agenda = [AgendaItem(packet=packet, position=at) for at, packet in enumerate(packets)]
        db.session.add(meeting)
        casey_ref, noel_ref = casey.ref, noel.ref
    chair, mona = (house.visitor(name).get(f"{url(house)}?view=projector").text for name in ("max", "mona"))
    assert "candidate 1 of 3" in chair
    assert f'rel="next" href="/packets/{casey_ref}?view=projector"' in chair
    assert "candidate 1 of 2" in mona
    assert f'rel="next" href="/packets/{noel_ref}?view=projector"' in mona
    assert casey_ref not in mona


def test_ballots_and_adjusted_numbers_fit_in_thirteen_queries(house: House) -> None:
    knowing_all(house)
    five(house)
    opened(house, *((name, "yes") for name in FIVE))
    opened(house, *((name, "yes") for name in FIVE))
    chair = house.visitor("max")
    chair.get(url(house))
    with house.counting() as sent:
        assert "How these 3 usually rate" in words(chair.get(url(house)).text)
    assert len([one for one in sent if one.startswith("SELECT")]) == 13


def test_one_interviewer_alone(house: House) -> None:
    with house.changing():
        rita, noel = house.one(Person, "rita"), house.one(Application, "noel")
        many_cards(noel, [house.one(Person, "ines")], by=rita)
        in_committee(noel, by=rita)
        ref = db.session.scalars(select(Packet.ref).filter_by(application_id=noel.id)).one()
    knowing_all(house)
    setting(house, "always")
    said = words(house.visitor("max").get(f"/packets/{ref}").text)
    assert "No dimension was assessed by two people, so there is nothing to compare." in said
    assert "Not adjusted: with one interviewer there is nothing to tell severity from." in said
    assert "usually rate" not in said.replace("how this interviewer usually rates", "")
    assert "Raw mean:" not in words(house.visitor("max").get(f"/packets/{ref}/workings").text)
