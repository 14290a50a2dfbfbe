"""The packet in the browser: who reads it, what it says, what it keeps to itself, and what it costs."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import threading
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from hiring.db import db
from hiring.models import Application, Decision, Dissent, Event, Outgoing, Packet, Person, Reading, Slot
from hiring.refs import new_ref
from tests.cast import DAY, NOW
from tests.committee.loops import a_group, in_committee, many_cards, some_people
from tests.factories import a_packet, at_stage
from tests.house import House, a_session

GO = {
    "outcome": "go_ahead",
    "condition": "",
    "dimensions": "strategy-and-focus",
    "reasons": "Strategy and focus: two sound episodes.",
}


def url(house: House) -> str:
    return f"/packets/{house.ref('dana-packet')}"


def words(html: str) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def packet_of(house: House, interviewers: int) -> str:
    """Noel before the committee, seen by that many people."""
    with house.changing():
        rita = house.one(Person, "rita")
        application = house.one(Application, "noel")
        many_cards(application, some_people(interviewers), by=rita)
        in_committee(application, by=rita)
        return db.session.scalars(select(Packet.ref).filter_by(application_id=application.id)).one()


@pytest.mark.parametrize("name", ["rita", "cleo", "max", "mona"])
def test_those_who_lead_and_the_committee_read_it(house: House, name: str) -> None:
    page = house.visitor(name).get(url(house))
    assert page.status_code == 200
    assert "Dana Whitfield" in page.text


@pytest.mark.parametrize("name", ["ines", "ivan", "omar", "priya", "adam", "remy"])
def test_for_everybody_else_it_is_not_there(house: House, name: str) -> None:
    answer = house.visitor(name).get(url(house))
    unknown = house.visitor(name).get(f"/packets/{new_ref()}")
    assert (answer.status_code, answer.data) == (404, unknown.data)


def test_whoever_owes_a_card_on_the_candidate_waits(house: House) -> None:
    """Mona owes a card in Casey's loop, so Casey's packet stays closed to her and to nobody else."""
    with house.changing():
        casey = house.one(Application, "casey")
        seat = db.session.scalars(select(Slot).filter_by(ref=house.ref("casey-ivan"))).one()
        db.session.delete(seat.draft)
        seat.person = house.one(Person, "mona")
        packet = a_packet(casey, by=house.one(Person, "rita"), at=NOW)
        ref = packet.ref
    refused = house.visitor("mona").get(f"/packets/{ref}")
    assert refused.status_code == 403
    assert "You owe a scorecard for this candidate, so what others wrote stays closed to you." in words(refused.text)
    assert "CANARY" not in refused.text
    assert house.visitor("max").get(f"/packets/{ref}").status_code == 200


def test_it_opens_on_where_the_panel_disagreed(house: House) -> None:
    said = words(house.visitor("max").get(url(house)).text)
    opening = said.split("Where the panel disagreed")[1].split("What each interviewer scored")[0]
    assert opening.count("One person saw 2, two saw 4 or higher.") == 3


def test_a_mean_is_printed_beside_every_dimension_and_no_total_anywhere(house: House) -> None:
    page = house.visitor("max").get(url(house)).text
    rows = re.findall(r'<td class="nm">.*?<b>([^<]+)</b></td>', page)
    assert rows == ["3.7"] * 8
    assert page.count("Split, 3 apart") == 8
    assert page.count("3 of 3 assessed it") == 8


def test_evidence_stands_lowest_first(house: House) -> None:
    page = house.visitor("max").get(url(house)).text
    found = re.findall(r"CANARY-dana-(\d) situation", page)
    assert found == ["2", "4", "5"] * 8


@pytest.mark.parametrize(("name", "notes"), [("rita", 3), ("max", 0), ("mona", 0), ("cleo", 0)])
def test_private_notes_are_the_recruiters(house: House, name: str, notes: int) -> None:
    page = house.visitor(name).get(url(house)).text
    assert len(re.findall(r"CANARY-dana-\d private", page)) == notes


def test_a_missing_card_is_named_and_nothing_put_in_its_place(house: House) -> None:
    with house.changing():
        packet = a_packet(house.one(Application, "casey"), by=house.one(Person, "rita"), at=NOW)
        seat = house.one(Slot, "casey-ivan")
        seat.due_at = NOW - DAY + 5 * DAY / 24
        ref = packet.ref
    page = house.visitor("max").get(f"/packets/{ref}").text
    assert words(page).count("Ivan Petrov: not in (19 h overdue)") == 2
    assert "CANARY-ivan" not in page
    assert page.count("1 of 2 assessed it") == 8
    assert page.count("1 rater") == 8
    assert re.findall(r'<td class="nm">.*?<b>', page) == []
    assert words(page).count("not shown") == 6  # each must-have, the rule itself, and where one would go against it


@pytest.mark.parametrize(("levels", "is_open"), [((1, 2, 4), False), ((1, 2, 4, None), False), ((1, 2, 4, 4), True)])
def test_a_group_answers_together_or_not_at_all(house: House, levels: tuple[int | None, ...], is_open: bool) -> None:
    with house.changing():
        people = some_people(len(levels), "report")
        a_group(house.one(Application, "dana"), people, levels, by=house.one(Person, "rita"))
    page = house.visitor("max").get(url(house)).text
    assert ("CANARY-group" in page) == is_open
    assert "Report Person" not in page
    said = words(page)
    if is_open:
        assert "4 people, answering as a group" in said
        assert "CANARY-group-0-1 private" not in page
        assert re.findall(r'<td class="nm">.*?<b>([^<]+)</b></td>', page) == ["3.7"] * 8
    else:
        assert "answers open once every card is in and at least four people have answered" in said


def test_the_words_of_a_group_come_in_an_order_that_tells_nothing(house: House) -> None:
    def order(turn: int) -> list[str]:
        page = house.visitor("max").get(url(house)).text
        texts = re.findall(r"<li>(CANARY-group-\d-\d) situation", page)
        return texts[:4]

    with house.changing():
        people = some_people(4, "report")
        a_group(house.one(Application, "dana"), people, (5, 3, 1, 2), by=house.one(Person, "rita"))
    first = order(1)
    assert sorted(first) == ["CANARY-group-0-5", "CANARY-group-1-3", "CANARY-group-2-1", "CANARY-group-3-2"]
    assert order(2) == first


def test_the_chair_decides_once(house: House) -> None:
    chair = house.visitor("max")
    key = new_ref()
    answers = [chair.post(f"{url(house)}/decision", {**GO, "key": key}) for _ in range(2)]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(303, f"{url(house)}#decision")] * 2
    again = chair.post(f"{url(house)}/decision", {**GO, "outcome": "stop"})
    assert again.status_code == 409
    assert "Max Oyelaran has recorded a decision." in words(again.text)
    with house.app.app_context():
        assert db.session.scalars(select(Decision.outcome)).all() == ["go_ahead"]
        kinds = db.session.scalars(select(Event.kind).where(Event.kind.like("decision.%"))).all()
        assert kinds == ["decision.recorded"]


def test_two_chairs_at_once_make_one_decision(house: House) -> None:
    with house.changing():
        from hiring.openings.actions import add_to_team

        rita, mona = house.one(Person, "rita"), house.one(Person, "mona")
        add_to_team(house.one(Application, "dana").opening, mona, "chair", by=rita, now=NOW)
    statuses: dict[str, int] = {}
    ready = threading.Barrier(2)

    def press(name: str) -> None:
        visitor = house.visitor(name)
        token = visitor.token()
        ready.wait()
        answer = visitor.client.post(f"{url(house)}/decision", data={**GO, "csrf_token": token})
        statuses[name] = answer.status_code

    threads = [threading.Thread(target=press, args=(name,)) for name in ("max", "mona")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses.values()) == [303, 409]
    with house.app.app_context():
        assert db.session.scalar(select(func.count(Decision.id))) == 1


def test_a_chair_who_was_too_late_keeps_the_words_as_a_dissent(house: House) -> None:
    with house.changing():
        from hiring.openings.actions import add_to_team

        rita, mona = house.one(Person, "rita"), house.one(Person, "mona")
        add_to_team(house.one(Application, "dana").opening, mona, "chair", by=rita, now=NOW)
    house.visitor("max").post(f"{url(house)}/decision", GO)
    late = house.visitor("mona").post(f"{url(house)}/decision", {**GO, "outcome": "stop", "reasons": "My own words"})
    assert late.status_code == 409
    assert re.search(r"<textarea[^>]*name=\"reason\"[^>]*>\s*My own words</textarea>", late.text)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"outcome": ""}, "outcome", "Choose what was decided."),
        ({"outcome": "maybe"}, "outcome", "Choose what was decided."),
        ({"outcome": "go_ahead_if"}, "condition", "Write the condition, so that anybody can tell whether it is met."),
        ({"condition": "If"}, "condition", "A condition belongs to “Go ahead, on a condition”."),
        ({"reasons": "  "}, "reasons", "Write the reasons, dimension by dimension where it matters."),
    ],
)
def test_what_is_missing_in_a_decision_is_said_beside_it(
    house: House, change: dict[str, str], field: str, sentence: str
) -> None:
    answer = house.visitor("max").post(f"{url(house)}/decision", {**GO, **change})
    assert answer.status_code == 422
    summary, beside = answer.text.split("What was decided", 1)
    assert sentence in words(summary)
    assert sentence in words(beside)
    assert f'id="{field}-error"' in answer.text
    with house.app.app_context():
        assert db.session.scalars(select(Decision)).all() == []


@pytest.mark.parametrize(
    ("name", "status"), [("rita", 403), ("cleo", 403), ("mona", 403), ("omar", 404), ("ines", 404)]
)
def test_only_the_chair_decides(house: House, name: str, status: int) -> None:
    assert house.visitor(name).post(f"{url(house)}/decision", GO).status_code == status
    page = house.visitor("mona").get(url(house)).text
    assert "Record the decision" not in page


def test_dissent_is_named_and_given_once(house: House) -> None:
    early = house.visitor("mona").post(f"{url(house)}/dissent", {"reason": "CANARY-dissent"})
    assert early.status_code == 409
    house.visitor("max").post(f"{url(house)}/decision", GO)
    mona = house.visitor("mona")
    assert mona.post(f"{url(house)}/dissent", {"reason": " "}).status_code == 422
    assert mona.post(f"{url(house)}/dissent", {"reason": "Two of us saw no focus."}).status_code == 303
    assert mona.post(f"{url(house)}/dissent", {"reason": "Once more"}).status_code == 409
    assert house.visitor("max").post(f"{url(house)}/dissent", {"reason": "Hm"}).status_code == 409
    assert house.visitor("rita").post(f"{url(house)}/dissent", {"reason": "Hm"}).status_code == 403
    said = words(house.visitor("cleo").get(url(house)).text)
    assert "Dissent: Mona Lindgren" in said
    assert "Two of us saw no focus." in said
    with house.app.app_context():
        assert db.session.scalars(select(Dissent.reason)).all() == ["Two of us saw no focus."]


def test_the_recruiter_builds_it_once_and_the_committee_is_told(house: House) -> None:
    rita = house.visitor("rita")
    built = rita.post(f"/applications/{house.ref('casey')}/packet")
    assert built.status_code == 303
    assert rita.get(built.headers["Location"]).status_code == 200
    assert rita.post(f"/applications/{house.ref('casey')}/packet").status_code == 409
    with house.app.app_context():
        mails = db.session.scalars(select(Outgoing).order_by(Outgoing.address)).all()
        assert [mail.address for mail in mails] == ["max@example.org", "mona@example.org"]
        assert {mail.subject for mail in mails} == {"Chief technology officer: a packet is ready to read"}
        assert not any("Casey" in mail.body + mail.subject for mail in mails)


@pytest.mark.parametrize(("name", "status"), [("max", 404), ("cleo", 403), ("ines", 403), ("omar", 404)])
def test_only_the_recruiter_builds_it(house: House, name: str, status: int) -> None:
    assert house.visitor(name).post(f"/applications/{house.ref('casey')}/packet").status_code == status


def test_reading_it_is_remembered_once_an_hour(house: House) -> None:
    with house.changing():
        chair, dana = house.one(Person, "max"), house.one(Application, "dana")
        db.session.add(Reading(person_id=chair.id, application_id=dana.id, what="packet", at=NOW - timedelta(hours=1)))
    for _reload in range(2):
        house.visitor("max").get(url(house))
    with house.app.app_context():
        seen = db.session.execute(select(Person.name, Reading.what).join(Person, Person.id == Reading.person_id)).all()
        assert [tuple(row) for row in seen] == [("Max Oyelaran", "packet")] * 2


@pytest.mark.parametrize("interviewers", [1, 30])
def test_it_takes_the_same_queries_whoever_came(house: House, interviewers: int) -> None:
    ref = packet_of(house, interviewers)
    chair = house.visitor("max")
    with house.counting() as sent:
        assert chair.get(f"/packets/{ref}").status_code == 200
    assert len(sent) == 12


def test_a_group_and_a_decision_take_no_more_queries(house: House) -> None:
    with house.changing():
        people = some_people(4, "report")
        a_group(house.one(Application, "dana"), people, (1, 2, 4, 4), by=house.one(Person, "rita"))
    house.visitor("max").post(f"{url(house)}/decision", GO)
    house.visitor("mona").post(f"{url(house)}/dissent", {"reason": "No."})
    cleo = house.visitor("cleo")
    with house.counting() as sent:
        assert cleo.get(url(house)).status_code == 200
    assert len([one for one in sent if "calibration" in one]) == 1, "after a decision adjusted numbers are asked for"
    assert len(sent) == 12


def test_eight_dimensions_by_six_people_fit_in_twenty_kilobytes(house: House) -> None:
    page = house.visitor("max").get(f"/packets/{packet_of(house, 6)}")
    assert page.text.count('class="ev r') == 48
    assert len(gzip.compress(page.data, 9)) <= 20_000


def test_numpy_is_not_needed_to_read_it(house: House) -> None:
    if house.dialect != "sqlite":
        pytest.skip("One database is enough to see what a page imports.")
    with house.changing():
        secret = a_session(house.ref("max"))
    program = f"""
import sys, time_machine
from pathlib import Path
from hiring.app import create_app
from tests.cast import NOW
from tests.house import Visitor, settings_for
app = create_app(settings_for(Path({str(house.world.settings.instance_path)!r})))
with time_machine.travel(NOW):
    page = Visitor(app, {secret!r}).get({url(house)!r})
assert "Dana Whitfield" in page.text
print(sorted({{"numpy", "scipy"}} & set(sys.modules)))
"""
    fresh = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (fresh.returncode, fresh.stdout.strip()) == (0, "[]"), fresh.stderr


def test_the_same_person_met_twice_is_one_voice_with_two_accounts(house: House) -> None:
    with house.changing():
        dana, rita = house.one(Application, "dana"), house.one(Person, "rita")
        many_cards(dana, [house.one(Person, "ines")], by=rita, level=3)
        at_stage(dana, "committee", by=rita, at=NOW)
    page = house.visitor("max").get(url(house)).text
    assert page.count("Ines Calder (peer) 2.5") == 2 * 8
    assert page.count("3 of 3 assessed it") == 8
    assert re.findall(r'<td class="nm">.*?<b>([^<]+)</b></td>', page) == ["3.8"] * 8
    assert page.count('class="ev r') == 4 * 8
