"""Candidates side by side: who stands there for whom, what is said of comparing them, and what is never said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from hashlib import sha256

import pytest
import time_machine
from sqlalchemy import select

from hiring.access.packets import readable_packets
from hiring.db import db
from hiring.models import (
    Amendment,
    Application,
    Conflict,
    Decision,
    Opening,
    Packet,
    Person,
    Reading,
    RubricVersion,
    Scorecard,
    SeverityRow,
    Slot,
)
from hiring.rubrics.queries import rubric_of
from hiring.scorecards.amending import amend
from hiring.scorecards.queries import answers_of, sheet_of
from tests.cast import DAY, NOW, PEOPLE, a_candidate
from tests.committee.loops import a_group, in_committee, some_people
from tests.committee.test_adjusted import INES, IVAN, knowing, setting
from tests.committee.test_views import words
from tests.factories import a_packet, a_scorecard, an_interview
from tests.house import House
from tests.scorecards.cards import complete
from tests.test_non_interference import OWN_SECRETS, _unseal, rewrite

ALL = "on all 8 dimensions that were assessed"


def url(house: House, *who: str) -> str:
    asked = "&".join(f"who={ref}" for ref in who)
    return f"/openings/{house.ref('executive')}/side-by-side?{asked}"


def judged(
    house: House,
    name: str,
    levels: dict[str, int],
    *,
    stage: str = "deep-dives",
    dimensions: Sequence[str] = (),
    before_committee: bool = True,
) -> str:
    """A candidate met by these people; answers the packet's ref, or the application's."""
    with house.changing():
        rita = house.one(Person, "rita")
        application = a_candidate(house.one(Opening, "executive"), rita, name)
        people = [house.one(Person, key) for key in levels]
        talk = an_interview(application, stage, people, starts_at=NOW - 7 * DAY, by=rita, dimensions=dimensions)
        for slot, level in zip(talk.slots, levels.values(), strict=True):
            a_scorecard(slot, level=level, verdict="yes", words=f"CANARY-{name}", at=NOW - 6 * DAY)
        if not before_committee:
            return application.ref
        in_committee(application, by=rita)
        return db.session.scalars(select(Packet.ref).filter_by(application_id=application.id)).one()


def erin(house: House) -> str:
    return judged(house, "Erin Boateng", {"ines": 3, "ivan": 4})


def page(house: House, who: str = "mona", *chosen: str) -> str:
    answer = house.visitor(who).get(url(house, *chosen))
    assert answer.status_code == 200
    return answer.text


def masked(house: House, visitor: object, address: str) -> str:
    return OWN_SECRETS.sub(rb"\1", visitor.get(address).data).decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["rita", "cleo", "max", "mona"])
def test_those_who_read_packets_see_them_beside_each_other(house: House, who: str) -> None:
    erin(house)
    said = words(page(house, who))
    assert f"Each with each other {ALL}" in said
    assert said.count("Dana Whitfield 3 people") == 8
    assert said.count("Erin Boateng 2 people") == 8


@pytest.mark.parametrize("who", ["ines", "ivan", "omar", "priya", "adam", "remy"])
def test_for_everybody_else_there_is_no_such_page(house: House, who: str) -> None:
    erin(house)
    assert house.visitor(who).get(url(house)).status_code == 404


def test_one_packet_is_nothing_to_compare(house: House) -> None:
    """And nothing was read, so nothing is noted."""
    said = words(page(house))
    assert "Nobody to compare yet" in said
    assert "Dana" not in said
    with house.app.app_context():
        assert db.session.scalars(select(Reading)).all() == []


def test_they_stand_by_name_whatever_was_scored(house: House) -> None:
    judged(house, "Zoe Adler", {"ines": 5, "ivan": 5})
    judged(house, "Abel Quist", {"ines": 1, "ivan": 1})
    drawn = re.findall(r'<th scope="row"><a[^>]*>([^<]+)', page(house))
    assert drawn == ["Abel Quist", "Dana Whitfield", "Zoe Adler"] * 8


def test_nothing_is_added_up_or_ranked(house: House) -> None:
    erin(house)
    text = page(house)
    assert re.findall(r"Raw mean </span><b>([^<]+)", text) == ["3.7", "3.5"] * 8
    assert text.count("<b>") - text.count('<span class="mlab') == len(re.findall(r"<b>[A-Z]", text))


def test_no_more_than_three_at_once_and_who_they_are_can_be_chosen(house: House) -> None:
    refs = {name: judged(house, f"{name} Finch", {"ines": 3, "ivan": 3}) for name in ("Ada", "Bea", "Eve", "Fay")}
    assert set(re.findall(r">(\w+) (?:Finch|Whitfield)</a>", page(house))) == {"Ada", "Bea", "Dana"}
    chosen = page(house, "mona", refs["Fay"], refs["Bea"])
    assert set(re.findall(r">(\w+) (?:Finch|Whitfield)</a>", chosen)) == {"Bea", "Fay"}
    assert chosen.count(" checked") == 2


@pytest.mark.parametrize("nonsense", [["nonsense"], ["%00", ""], ["x" * 500] * 9])
def test_nonsense_chooses_nobody(house: House, nonsense: list[str]) -> None:
    erin(house)
    with time_machine.travel(NOW, tick=False):
        # made at the same moment: a cookie from later would be no cookie
        visitor = house.visitor("mona")
        assert masked(house, visitor, url(house, *nonsense)) == masked(house, visitor, url(house))


def test_every_candidate_shown_counts_as_read(house: House) -> None:
    """A later card of the reader says whether they had seen others', and here they have."""
    erin(house)
    page(house)
    with house.app.app_context():
        read = db.session.execute(select(Reading.person_id, Reading.what, Reading.application_id)).all()
        shown = db.session.scalars(select(Packet.application_id)).all()
        mona = house.one(Person, "mona").id
    assert sorted(tuple(row) for row in read) == sorted((mona, "cards", application) for application in shown)


def test_what_is_shown_is_what_the_packet_opens(house: House) -> None:
    """For everybody and every packet: the set of this page and the guard of that one say the same."""
    erin(house)
    with house.changing():
        dana, casey, rita = (
            house.one(*one) for one in ((Application, "dana"), (Application, "casey"), (Person, "rita"))
        )
        a_packet(casey, by=rita, at=NOW)
        an_interview(dana, "deep-dives", [house.one(Person, "cleo")], starts_at=NOW + DAY, by=rita)
    with house.app.app_context():
        refs = set(db.session.scalars(select(Packet.ref)))
        readable = {
            name: set(db.session.scalars(readable_packets(house.one(Person, name)).with_only_columns(Packet.ref)))
            for name in PEOPLE
        }
    assert len(refs) == 3
    assert readable["cleo"] != readable["mona"] == refs
    for name in PEOPLE:
        visitor = house.visitor(name)
        assert readable[name] == {ref for ref in refs if visitor.get(f"/packets/{ref}").status_code == 200}


def _casey_is_packed(house: House) -> None:
    with house.changing():
        a_packet(house.one(Application, "casey"), by=house.one(Person, "rita"), at=NOW)


def _owes_on_erin(house: House, who: str) -> None:
    with house.changing():
        application = db.session.scalars(select(Application).join(Application.candidate).filter_by(name="Erin Boateng"))
        people, rita = [house.one(Person, who)], house.one(Person, "rita")
        an_interview(application.one(), "deep-dives", people, starts_at=NOW - DAY, by=rita)


def _is_close_to_erin(house: House, who: str) -> None:
    with house.changing():
        application = db.session.scalars(
            select(Application).join(Application.candidate).filter_by(name="Erin Boateng")
        ).one()
        person = house.one(Person, who)
        conflict = {"opening_id": application.opening_id, "application_id": application.id, "kind": "declared"}
        db.session.add(Conflict(person_id=person.id, reason="", by_id=person.id, at=NOW, **conflict))


def _not_packed(house: House) -> None:
    packet = db.session.scalars(
        select(Packet).join(Packet.application).join(Application.candidate).filter_by(name="Erin Boateng")
    ).one()
    db.session.delete(packet)


def _cards_are_otherwise(house: House) -> None:
    _unseal(house)
    for card in db.session.scalars(
        select(Scorecard).join(Slot).join(Application).join(Application.candidate).filter_by(name="Erin Boateng")
    ):
        rewrite(card)


@pytest.mark.parametrize("who", ["rita", "cleo", "max", "mona"])
@pytest.mark.parametrize("closes", [_owes_on_erin, _is_close_to_erin])
@pytest.mark.parametrize("change", [_not_packed, _cards_are_otherwise])
def test_nobody_can_tell_that_a_candidate_closed_to_them_is_there(
    house: House, who: str, closes: Callable[[House, str], None], change: Callable[[House], None]
) -> None:
    """Nor anything of what was scored: two houses are one to the byte, whomever the address asks for."""
    hidden = erin(house)
    judged(house, "Abel Quist", {"ines": 2, "cleo": 4})
    setting(house, "always")
    knowing(house, {"ines": INES, "ivan": IVAN})
    closes(house, who)
    with time_machine.travel(NOW, tick=False):
        # made at the same moment: a cookie from later would be no cookie
        visitor = house.visitor(who)
        asked = (url(house), url(house, hidden), url(house, hidden, "nobody"))
        before = [masked(house, visitor, address) for address in asked]
        assert f"Each with each other {ALL}" in words(before[0])
        with house.changing():
            change(house)
        assert [masked(house, visitor, address) for address in asked] == before
    assert "Erin" not in before[0]


def test_whoever_may_know_can_tell(house: House) -> None:
    erin(house)
    before = page(house)
    with house.changing():
        _cards_are_otherwise(house)
    assert words(page(house)) != words(before)


def test_what_is_not_counted_is_not_drawn(house: House) -> None:
    """Cards that a newcomer wrote for practice, and those who answered as a group."""
    erin(house)
    with house.changing():
        dana, rita = house.one(Application, "dana"), house.one(Person, "rita")
        # her own answer among them she could read, and here it would stand alone
        a_group(dana, [*some_people(3, "report"), house.one(Person, "mona")], (1, 1, 1, 1), by=rita)
        (talk,) = {slot.interview for slot in _seats(dana, "ines")}
        _unseal(house)
        for slot in talk.slots:
            if slot.person_id == house.one(Person, "cleo").id:
                db.session.scalars(select(Scorecard).filter_by(slot_id=slot.id)).one().is_practice = True
    said = words(page(house))
    assert said.count("Dana Whitfield 2 people") == 8
    assert [name for name in ("Cleo", "Report", "Mona") if name in said.split("What may be compared")[1]] == []


def _seats(application: Application, _name: str) -> Sequence[Slot]:
    return db.session.scalars(select(Slot).filter_by(application_id=application.id, collective=False)).all()


def test_a_changed_card_counts_as_it_stands_now(house: House) -> None:
    erin(house)
    with house.changing():
        slot = house.one(Slot, "dana-ines")
        amend(slot, answers_of(sheet_of(slot), complete(slot, level=3)), reason="Slept on it.", by=slot.person, now=NOW)
        assert db.session.scalars(select(Amendment)).one().scorecard_id
    assert re.findall(r"Raw mean </span><b>([^<]+)", page(house)) == ["4.0", "3.5"] * 8


def test_it_says_first_what_may_not_be_compared_and_why(house: House) -> None:
    with house.app.app_context():
        dimensions = house.one(Slot, "dana-ines").dimensions
    judged(house, "Erin Boateng", {"ines": 3, "ivan": 4}, dimensions=dimensions[:5])
    said = words(page(house))
    assert "Dana Whitfield and Erin Boateng on 5 of 8 dimensions; below, the others say why not" in said
    assert said.count("Nobody assessed Erin Boateng on") == 3
    assert said.index("What may be compared") < said.index("3 people")


def test_candidates_whom_nothing_links_are_not_compared_and_one_interview_would_do(house: House) -> None:
    judged(house, "Erin Boateng", {"adam": 3, "priya": 4})
    said = words(page(house))
    assert "Dana Whitfield and Erin Boateng on no dimension; below, each says why" in said
    assert said.count("No shared interviewer or candidate links Dana Whitfield and Erin Boateng.") == 8
    assert said.count("One interview would link them: ") == 1


def test_finished_candidates_may_link_them(house: House) -> None:
    """As the stored fits know it, and by nothing that is still going on."""
    judged(house, "Erin Boateng", {"adam": 3, "priya": 4})
    knowing(house, {"ines": INES, "adam": IVAN})
    assert f"Each with each other {ALL}" in words(page(house))
    with house.changing():
        adam = house.one(Person, "adam").id
        db.session.scalars(select(SeverityRow).filter_by(person_id=adam)).one().group_no = 1
    assert "on no dimension" in words(page(house))


def test_an_interview_that_can_no_longer_be_held_is_not_asked_for(house: House) -> None:
    judged(house, "Erin Boateng", {"adam": 3, "priya": 4})
    with house.changing():
        for packet in db.session.scalars(select(Packet)):
            db.session.add(Decision(packet=packet, outcome="stop", reasons="No.", by=house.one(Person, "max"), at=NOW))
    assert "One interview would link them" not in words(page(house))


DIFFER = "tells Dana Whitfield and Erin Boateng apart"


@pytest.mark.parametrize(
    ("adjusted", "decided", "says", "differences"),
    [
        ("always", (), None, 8),
        ("off", ("Dana Whitfield", "Erin Boateng"), "switched off for this opening", 0),
        ("after_first_ballot", (), "once the first ballot on both is over", 0),
        ("after_first_ballot", ("Dana Whitfield",), "once the first ballot on both is over", 0),
        ("after_first_ballot", ("Dana Whitfield", "Erin Boateng"), None, 8),
    ],
)
def test_whether_two_differ_is_said_when_both_packets_may_say_it(
    house: House, adjusted: str, decided: Sequence[str], says: str | None, differences: int
) -> None:
    erin(house)
    knowing(house, {"ines": INES, "ivan": IVAN})
    setting(house, adjusted)
    with house.changing():
        for packet in db.session.scalars(select(Packet)):
            if packet.application.candidate.name in decided:
                by = house.one(Person, "max")
                db.session.add(Decision(packet=packet, outcome="stop", reasons="No.", by=by, at=NOW))
    text = page(house)
    said = words(text)
    assert said.count(DIFFER) == differences
    assert says is None or says in said
    shown = len(decided) if adjusted == "after_first_ballot" else 2 if adjusted == "always" else 0
    assert text.count('<small class="nw" dir="auto">') == 8 * shown


def test_two_who_differ_are_said_to(house: House) -> None:
    judged(house, "Erin Boateng", {"ines": 5, "ivan": 5})
    judged(house, "Abel Quist", {"ines": 1, "ivan": 1})
    knowing(house, {"ines": (0.0, 0.01), "ivan": (0.0, 0.01)})
    setting(house, "always")
    found = re.findall(
        r"Quist and Erin Boateng differ: Erin Boateng lies (\S+) points above, four times in five up to (\S+)\.",
        words(page(house)),
    )
    assert len(found) == 8
    assert all(0 < float(points) < float(high) for points, high in found)


def test_of_what_one_person_rated_no_difference_is_said(house: House) -> None:
    """It would say how that person usually rates."""
    with house.app.app_context():
        dimensions = house.one(Slot, "dana-ines").dimensions
    ref = judged(house, "Erin Boateng", {"ines": 3, "ivan": 4}, dimensions=dimensions[:2])
    with house.changing():
        packet = db.session.scalars(select(Packet).filter_by(ref=ref)).one()
        talk = an_interview(
            packet.application,
            "deep-dives",
            [house.one(Person, "ines")],
            starts_at=NOW - 5 * DAY,
            by=house.one(Person, "rita"),
            dimensions=dimensions[2:],
        )
        a_scorecard(talk.slots[0], level=2, verdict="no", words="CANARY", at=NOW - 4 * DAY)
    knowing(house, {"ines": INES, "ivan": IVAN})
    setting(house, "always")
    said = words(page(house))
    assert said.count(DIFFER) == 2
    assert said.count("Too little is known to say whether Dana Whitfield and Erin Boateng differ.") == 6


def test_a_candidate_met_twice_by_one_person_has_one_voice_of_theirs(house: House) -> None:
    erin(house)
    with house.changing():
        dana, rita = house.one(Application, "dana"), house.one(Person, "rita")
        again = an_interview(dana, "deep-dives", [house.one(Person, "ines")], starts_at=NOW - 5 * DAY, by=rita)
        a_scorecard(again.slots[0], level=4, verdict="yes", words="CANARY", at=NOW - 4 * DAY)
    text = page(house)
    assert words(text).count("Dana Whitfield 3 people") == 8
    assert re.findall(r"Raw mean </span><b>([^<]+)", text) == ["4.0", "3.5"] * 8


def test_whoever_met_two_candidates_from_two_perspectives_stands_in_the_key_twice(house: House) -> None:
    erin(house)
    with house.changing():
        seat = house.one(Slot, "dana-ines")
        seat.perspective = "peer" if seat.perspective == "executive" else "executive"
    titles = re.findall(r"(Executives|Peers): [^<]*(?:<b>\w+</b>[^<]*)*?<b>IC</b>", page(house))
    assert titles == ["Executives", "Peers"]


def test_it_takes_as_many_queries_for_three_as_for_two(house: House) -> None:
    erin(house)
    setting(house, "always")
    knowing(house, {"ines": INES, "ivan": IVAN})
    visitor = house.visitor("mona")
    with house.counting() as two:
        visitor.get(url(house))
    for name in ("Ada", "Bea"):
        judged(house, f"{name} Finch", {"ines": 3, "ivan": 3, "cleo": 5})
    with house.counting() as three:
        visitor.get(url(house))
    for sent in (two, three):
        assert len([one for one in sent if one.startswith("SELECT")]) == 10


def reworded(house: House, was: str, now: str) -> int:
    """The id of a second version of the executive rubric."""
    old = house.one(Opening, "executive").rubric_version
    yaml = old.yaml.replace("version: 1", "version: 2", 1).replace(was, now)
    assert yaml.count(now) == 1
    seal = sha256(yaml.encode()).hexdigest()
    version = RubricVersion(slug=old.slug, number=2, sha256=seal, yaml=yaml, title=old.title, imported_at=NOW)
    db.session.add(version)
    db.session.flush()
    return version.id


def test_what_was_asked_in_other_words_is_not_compared(house: House) -> None:
    """The same dimension in other words is another question; the other seven are as they were."""
    erin(house)
    with house.changing():
        rubric = rubric_of(house.one(Opening, "executive").rubric_version)
        one = rubric.dimensions[0]
        version = reworded(house, one.meets, "Something else altogether.")
        packet = db.session.scalars(select(Packet).order_by(Packet.id.desc())).first()
        assert packet is not None
        for slot in db.session.scalars(select(Slot).filter_by(application_id=packet.application_id)):
            slot.rubric_version_id = version
        title = one.title
    said = words(page(house))
    assert "on 7 of 8 dimensions" in said
    assert f"Dana Whitfield and Erin Boateng were assessed on {title} in different words." in said
    assert said.count("judged by the words of version 1") == 1
