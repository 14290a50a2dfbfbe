"""Pages of loops: scheduling by hand, my interviews, briefs, and who never sees which."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from hiring.db import db
from hiring.loops.actions import Meeting, Seat, schedule
from hiring.models import Application, Event, Interview, Outgoing, Person, Slot
from hiring.rubrics.queries import rubric_of
from tests.bad_inputs import CASES, of_target
from tests.cast import NOW
from tests.factories import a_scorecard, an_interview, at_stage, stage_of
from tests.house import House


def form_of(house: House, *names: str, **changes: Any) -> dict[str, Any]:
    """What the page for Casey's presentation would send, with these interviewers."""
    asked: dict[str, Any] = {
        "stage": "presentation",
        "date": "2026-11-20",
        "time": "14:00",
        "zone": "Europe/London",
        "minutes": "60",
        "place": "Room 4",
    }
    with house.app.app_context():
        application = house.one(Application, "casey")
        shown = rubric_of(stage_of(application, "presentation").rubric_version or application.opening.rubric_version)
        dimensions = [one.id for one in shown.dimensions]
    for place in range(1, 5):
        asked[f"seat{place}-person"] = house.ref(names[place - 1]) if place <= len(names) else ""
        asked[f"seat{place}-perspective"] = "peer"
        asked[f"seat{place}-dimensions"] = dimensions
    return {**asked, **changes}


def address(house: House, name: str = "casey") -> str:
    return f"/applications/{house.ref(name)}/interviews"


def stored(house: House) -> tuple[int, int, int, int]:
    with house.app.app_context():
        found = [db.session.scalar(select(func.count()).select_from(one)) for one in (Interview, Slot, Event, Outgoing)]
    return tuple(one or 0 for one in found)  # type: ignore[return-value]


def scheduled(house: House, *names: str) -> tuple[str, list[str]]:
    with house.changing():
        application = house.one(Application, "casey")
        plan = Meeting(stage_of(application, "presentation"), NOW + timedelta(days=3), "Europe/London", 60, "Room 4")
        seats = [Seat(house.one(Person, name)) for name in names]
        interview = schedule(application, plan, seats, by=house.one(Person, "rita"), now=NOW)
        return interview.ref, [slot.ref for slot in interview.slots]


def test_a_recruiter_schedules_an_interview(house: House) -> None:
    page = house.visitor("rita").get(address(house))
    assert page.status_code == 200
    assert '<option value="deep-dives" selected>' in page.text
    answer = house.visitor("rita").post(address(house), form_of(house, "mona", "max"))
    assert answer.status_code == 303
    with house.app.app_context():
        interview = db.session.scalars(select(Interview).filter_by(ref=answer.location.rsplit("/", 1)[1])).one()
        assert interview.starts_at == datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
        assert [(one.person.name, one.perspective) for one in interview.slots] == [
            ("Mona Lindgren", "peer"),
            ("Max Oyelaran", "peer"),
        ]
    shown = house.visitor("rita").get(answer.location)
    assert (shown.status_code, shown.text.count("Mona Lindgren")) == (200, 2)


def test_a_series_offers_one_interviewer(house: House) -> None:
    page = house.visitor("rita").get(f"{address(house)}?stage=panel-peers")
    assert re.findall(r'name="(seat\d)-person"', page.text) == ["seat1"]
    assert 'value="45"' in page.text
    answer = house.visitor("rita").post(address(house), form_of(house, "mona", "max", stage="deep-dives"))
    assert answer.status_code == 422
    assert re.findall(r'name="(seat\d)-person"', answer.text) == ["seat1", "seat2"]


FAULTS: dict[str, tuple[dict[str, str], str]] = {
    "form-059": ({"date": "2026-03-29", "time": "01:30"}, "There is no 01:30 that day in Europe/London"),
    "form-061": ({"zone": "Mars/Olympus"}, "There is no time zone of that name."),
    "form-062": ({"zone": "../../etc/passwd"}, "There is no time zone of that name."),
    "form-063": ({"minutes": "-60"}, "Write how many minutes it takes, from 5 to 480."),
    "form-064": ({"date": "9999-12-31", "time": "23:59"}, "Choose a day within the last year or the next two."),
    "form-065": ({"date": "0001-01-01", "time": "00:00"}, "Choose a day within the last year or the next two."),
    "form-066": ({"date": "2026-02-30"}, "There is no such day."),
    "form-067": ({"minutes": "100000000"}, "Write how many minutes it takes, from 5 to 480."),
}


def test_every_bad_input_of_this_form_is_here() -> None:
    assert set(of_target("form:interview.schedule")) == FAULTS.keys()


@pytest.mark.parametrize("case", FAULTS)
def test_bad_input_is_refused_with_a_sentence_and_keeps_nothing(house: House, case: str) -> None:
    changes, sentence = FAULTS[case]
    before = stored(house)
    answer = house.visitor("rita").post(address(house), form_of(house, "mona", **changes))
    assert answer.status_code == 422, CASES[case]
    assert sentence in answer.text
    assert 'value="Room 4"' in answer.text
    assert stored(house) == before


OTHERS: dict[str, tuple[dict[str, Any], str]] = {
    "no day": ({"date": ""}, "Choose the day."),
    "no field at all": ({"date": None, "time": None, "zone": None, "minutes": None}, "Choose the day."),
    "half past noon": ({"time": "noon"}, "Write the time like 14:30."),
    "25 hours": ({"time": "25:00"}, "Write the time like 14:30."),
    "nobody": ({"seat1-person": ""}, "Choose at least one interviewer."),
    "a stranger": ({"seat1-person": "x" * 22}, "Choose the interviewer from the list."),
    "no dimension": ({"seat1-dimensions": []}, "Choose at least one dimension."),
    "another dimension": ({"seat1-dimensions": ["astrology"]}, "Choose dimensions of the list."),
    "another perspective": ({"seat1-perspective": "boss"}, "Choose one of the four perspectives."),
    "another stage": ({"stage": "palm-reading"}, "not part of the opening&#39;s plan any more"),
    "too late": ({"date": "2029-11-20"}, "Choose a day within the last year or the next two."),
    "a field nobody knows": ({"salary": "1"}, "something this form does not know"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_other_faults_are_refused_too(house: House, case: str) -> None:
    changes, sentence = OTHERS[case]
    before = stored(house)
    fields = {name: value for name, value in form_of(house, "mona", **changes).items() if value is not None}
    answer = house.visitor("rita").post(address(house), fields)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert stored(house) == before


@pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
def test_a_time_that_comes_twice_asks_which(house: House, which: str, hour: int) -> None:
    rita, fields = house.visitor("rita"), form_of(house, "mona", date="2026-10-25", time="01:30")
    assert 'name="which"' not in rita.get(address(house)).text
    asked = rita.post(address(house), fields)
    assert asked.status_code == 422
    assert "01:30 comes twice that day in Europe/London" in asked.text
    assert asked.text.count('name="which"') == 2
    answer = rita.post(address(house), {**fields, "which": which})
    assert answer.status_code == 303
    with house.app.app_context():
        interview = db.session.scalars(select(Interview).filter_by(ref=answer.location.rsplit("/", 1)[1])).one()
        assert interview.starts_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_two_interviews_at_once_need_a_tick(house: House) -> None:
    scheduled(house, "mona")
    rita, fields = house.visitor("rita"), form_of(house, "mona", time="10:30")
    refused = rita.post(address(house), fields)
    assert refused.status_code == 409
    assert "Mona Lindgren has another interview at that time." in refused.text
    assert refused.text.count('name="anyway"') == 1
    assert rita.post(address(house), {**fields, "anyway": "y"}).status_code == 303


def test_the_same_page_sent_twice_schedules_once(house: House) -> None:
    rita, fields = house.visitor("rita"), form_of(house, "mona", key="k" * 22)
    first, second = (rita.post(address(house), fields) for _ in range(2))
    assert first.location == second.location
    with house.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Interview)) == 3


def test_leaders_staff_and_cancel_an_interview(house: House) -> None:
    ref, _slots = scheduled(house, "mona")
    rita, url = house.visitor("rita"), f"/interviews/{ref}"
    fields = {"perspective": "adviser", "dimensions": form_of(house)["seat1-dimensions"][:2]}
    assert rita.post(f"{url}/seats", {**fields, "person": ""}).status_code == 422
    assert rita.post(f"{url}/seats", {**fields, "person": house.ref("mona")}).status_code == 422
    assert rita.post(f"{url}/seats", {**fields, "person": house.ref("max")}).status_code == 303
    version = re.search(r'name="version"[^>]* value="(\d+)"', rita.get(url).text)
    assert version is not None
    assert rita.post(f"{url}/cancel", {"version": "7"}).status_code == 409
    assert rita.post(f"{url}/cancel", {"version": version[1]}).status_code == 303
    page = rita.get(url).text
    assert "Cancelled" in page
    assert "Add an interviewer" not in page


def test_the_blind_rule_holds_on_the_page_of_an_interview(house: House) -> None:
    url = f"/interviews/{house.ref('casey-interview')}"
    seen = house.visitor("cleo").get(url).text
    assert ("Handed in" in seen, "Hidden" in seen) == (True, False)
    with house.changing():
        cleo, application = house.one(Person, "cleo"), house.one(Application, "casey")
        an_interview(application, "presentation", [cleo], starts_at=NOW, by=house.one(Person, "rita"))
    blind = house.visitor("cleo").get(url).text
    assert ("Handed in" in blind, "Due" in blind, blind.count("Hidden")) == (False, False, 2)
    with house.changing():
        ivan = house.one(Slot, "casey-ivan")
        a_scorecard(ivan, level=2, verdict="no", words="x", at=NOW)
    assert _without_secrets(house.visitor("cleo").get(url).text) == _without_secrets(blind)


def _without_secrets(page: str) -> str:
    return re.sub(r'name="(csrf_token|key)"[^>]*>', "", re.sub(r'value="[^"]*"[^>]*name="key"', "", page))


def test_strangers_and_interviewers_do_not_schedule(house: House) -> None:
    ref, slots = scheduled(house, "mona")
    urls = [address(house), f"/interviews/{ref}", f"/slots/{slots[0]}/brief", f"/slots/{house.ref('casey-ivan')}/brief"]
    for name in ("omar", "adam", "priya", "remy"):
        assert {house.visitor(name).get(url).status_code for url in urls} == {404}
        posted = [
            house.visitor(name).post(address(house), form_of(house, "mona")),
            house.visitor(name).post(f"/interviews/{ref}/seats", {}),
            house.visitor(name).post(f"/interviews/{ref}/cancel", {"version": "1"}),
            house.visitor(name).post(f"/slots/{slots[0]}/decline", {"reason": "I want out."}),
        ]
        assert {one.status_code for one in posted} == {404}
    assert house.visitor("ines").get(address(house)).status_code == 403
    assert house.visitor("ines").get(f"/interviews/{ref}").status_code == 404


def test_a_brief_is_made_from_the_seat_of_its_reader_alone(house: House) -> None:
    page = house.visitor("ivan").get(f"/slots/{house.ref('casey-ivan')}/brief")
    assert page.status_code == 200
    with house.app.app_context():
        slot = house.one(Slot, "casey-ivan")
        rubric = rubric_of(slot.rubric_version)
        for dimension in rubric.dimensions:
            assert page.text.count(f'id="{dimension.id}"') == (dimension.id in slot.dimensions)
    assert "Ines Calder" in page.text
    assert "CANARY" not in page.text
    for other in ("ines", "rita", "cleo", "omar"):
        assert house.visitor(other).get(f"/slots/{house.ref('casey-ivan')}/brief").status_code == 404


def test_what_others_cover_tells_nothing_of_their_cards(house: House) -> None:
    url = f"/slots/{house.ref('casey-ivan')}/brief"
    ivan = house.visitor("ivan")
    with house.changing():
        ines = house.one(Slot, "casey-ines")
        ines.handed_in_at = None
    without = ivan.get(url).text
    with house.changing():
        house.one(Slot, "casey-ines").handed_in_at = NOW
    assert _without_secrets(ivan.get(url).text) == _without_secrets(without)


def test_declining_with_a_reason(house: House) -> None:
    url = f"/slots/{house.ref('casey-ivan')}"
    ivan = house.visitor("ivan")
    empty = ivan.post(f"{url}/decline", {"reason": " "})
    assert (empty.status_code, "Write why, so that somebody else can be found." in empty.text) == (422, True)
    answer = ivan.post(f"{url}/decline", {"reason": "I used to manage him."})
    assert (answer.status_code, answer.location) == (303, "/interviews")
    assert ivan.get(f"{url}/brief").status_code == 404
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing)).one()
        assert (mail.kind, mail.address) == ("interview_declined", "rita@example.org")
    assert house.visitor("ines").post(f"/slots/{house.ref('casey-ines')}/decline", {"reason": "x"}).status_code == 403


def test_my_interviews_are_mine(house: House) -> None:
    _ref, (slot,) = scheduled(house, "ivan")
    page = house.visitor("ivan").get("/interviews").text
    assert page.count(f"/scorecards/{house.ref('casey-ivan')}") == 2
    assert page.count(f"/slots/{slot}/brief") == 2
    assert house.ref("casey-ines") not in page
    assert page.count("Dana Whitfield") == 1  # done
    nothing = house.visitor("omar").get("/interviews").text
    assert "Nothing to write." in nothing
    assert {name for name in ("Casey", "Dana", "Quinn", "CANARY") if name in nothing} == set()


def test_nothing_to_write_names_what_comes_next(house: House) -> None:
    scheduled(house, "mona")
    assert "Next: Casey Morgan, Fri 20 Nov, 10:00." in house.visitor("mona").get("/interviews").text


def test_a_place_is_a_link_only_when_it_is_an_address(house: House) -> None:
    ref, (slot,) = scheduled(house, "mona")
    for place, is_link in (("https://meet.example.org/x", 1), ("javascript:alert(1)", 0), ("Room 4", 0)):
        with house.changing():
            db.session.scalars(select(Interview).filter_by(ref=ref)).one().place = place
        page = house.visitor("mona").get(f"/slots/{slot}/brief").text
        assert page.count(f'href="{place}"') == 2 * is_link


def test_the_call_is_a_link_beside_the_room(house: House) -> None:
    answer = house.visitor("rita").post(address(house), form_of(house, "mona", video_url="https://calls.example/1"))
    page = house.visitor("rita").get(answer.location).text
    assert page.count('<bdi>Room 4</bdi>, <a href="https://calls.example/1"') == 1
    refused = house.visitor("rita").post(address(house), form_of(house, "mona", video_url="javascript:alert(1)"))
    assert (refused.status_code, refused.text.count("Write the address of the call with https:// in front.")) == (
        422,
        2,
    )


def test_a_recruiter_moves_an_interview(house: House) -> None:
    ref, (slot,) = scheduled(house, "mona")
    rita, url = house.visitor("rita"), f"/interviews/{ref}/time"
    page = rita.get(url)
    assert (page.status_code, 'value="2026-11-20"' in page.text, 'value="10:00"' in page.text) == (200, True, True)
    fields = {"date": "2026-11-20", "time": "10:00", "zone": "Europe/London", "minutes": "60", "place": "Room 4"}
    same = rita.post(url, {**fields, "version": "1"})
    assert (same.status_code, "Choose another time or place." in same.text) == (422, True)
    gap = rita.post(url, {**fields, "date": "2027-03-28", "time": "01:30", "version": "1"})
    assert (gap.status_code, "the clocks go forward over it" in gap.text) == (422, True)
    answer = rita.post(url, {**fields, "time": "15:00", "zone": "Asia/Tokyo", "version": "1"})
    assert (answer.status_code, answer.location) == (303, f"/interviews/{ref}")
    stale = rita.post(url, {**fields, "time": "16:00", "version": "1"})
    assert stale.status_code == 409
    with house.app.app_context():
        interview = db.session.scalars(select(Interview).filter_by(ref=ref)).one()
        assert (interview.starts_at, interview.sequence) == (datetime(2026, 11, 20, 6, 0, tzinfo=UTC), 1)
    assert house.visitor("mona").get(f"/slots/{slot}/brief").text.count("Fri 20 Nov, 06:00") > 0
    assert house.visitor("omar").get(url).status_code == 404


def test_a_time_that_comes_twice_stays_the_second_one_when_the_room_changes(house: House) -> None:
    answer = house.visitor("rita").post(
        address(house), form_of(house, "mona", date="2027-10-31", time="01:30", which="second")
    )
    rita, url = house.visitor("rita"), f"{answer.location}/time"
    fields = {"date": "2027-10-31", "time": "01:30", "zone": "Europe/London", "minutes": "60", "place": "Room 9"}
    assert rita.post(url, {**fields, "version": "1"}).status_code == 303
    with house.app.app_context():
        interview = db.session.scalars(select(Interview).filter_by(place="Room 9")).one()
        assert interview.starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    asked = rita.post(url, {**fields, "time": "01:15", "version": "2"})
    assert (asked.status_code, asked.text.count('name="which"')) == (422, 2)


def test_while_an_offer_is_out_nobody_gets_a_first_call_unknowing(house: House) -> None:
    rita = house.visitor("rita")
    assert 'name="knows"' not in rita.get(address(house, "noel")).text
    with house.changing():
        at_stage(house.one(Application, "dana"), "offer", by=house.one(Person, "cleo"), at=NOW)
    assert 'name="knows"' not in rita.get(address(house)).text  # Casey has talked to us
    assert 'name="knows"' in rita.get(address(house, "noel")).text
    fields = form_of(house, "mona")
    refused = rita.post(address(house, "noel"), fields)
    assert (refused.status_code, "Tell Noel Abara so before a first call" in refused.text) == (409, True)
    assert rita.post(address(house, "noel"), {**fields, "knows": "y"}).status_code == 303


def test_pages_ask_the_database_the_same_number_of_times(house: House) -> None:
    ref, (slot,) = scheduled(house, "ivan")
    ivan, rita = house.visitor("ivan"), house.visitor("rita")
    pages = [
        (ivan, "/interviews", 3),
        (ivan, f"/slots/{slot}/brief", 7),
        (rita, address(house), 8),
        (rita, f"/interviews/{ref}", 10),
    ]
    assert [(url, _queries(house, visitor, url)) for visitor, url, _count in pages] == [
        (url, count) for _visitor, url, count in pages
    ]
    _fill(house)
    assert [(url, _queries(house, visitor, url)) for visitor, url, _count in pages] == [
        (url, count) for _visitor, url, count in pages
    ]


def _queries(house: House, visitor: Any, url: str) -> int:
    with house.counting() as sent:
        assert visitor.get(url).status_code == 200
    return len(sent)


def _fill(house: House) -> None:
    """Thirty more of everything these pages list."""
    with house.changing():
        application, rita, ivan = house.one(Application, "casey"), house.one(Person, "rita"), house.one(Person, "ivan")
        people = [
            Person(name=f"Person {number}", email=f"p{number}@example.org", created_at=NOW) for number in range(30)
        ]
        db.session.add_all(people)
        db.session.flush()
        interview = db.session.scalars(select(Interview).order_by(Interview.id.desc()).limit(1)).one()
        for number, person in enumerate(people):
            an_interview(
                application, "presentation", [person, ivan], starts_at=NOW + timedelta(days=number - 15), by=rita
            )
            first = interview.slots[0]
            interview.slots.append(
                Slot(
                    application_id=application.id,
                    person=person,
                    due_at=first.due_at,
                    assigned_at=NOW,
                    assigned_by_id=rita.id,
                    **{
                        name: getattr(first, name)
                        for name in ("round", "perspective", "card", "dimensions", "rubric_version_id", "rubric_sha256")
                    },
                )
            )
