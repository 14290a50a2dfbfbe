"""Adjusted numbers in a packet: when they stand there, what they are, what is said of whom, and why there are none.

Ines gave Dana 2 on everything, Ivan 4 and Cleo 5. Ines is known to rate low.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping

import pytest
from flask import g
from sqlalchemy import select

from hiring.calibration.components import TERMS, Components
from hiring.calibration.panel import Score
from hiring.calibration.refresh import refresh
from hiring.committee import queries
from hiring.committee.adjusted import Beside, Reader
from hiring.committee.page import PacketPage, packet_page
from hiring.committee.rule import declared
from hiring.db import db
from hiring.models import Application, CalibrationRow, Opening, Packet, Person, SeverityRow, Slot
from tests.cast import DAY, NOW
from tests.committee.loops import a_group, in_committee, many_cards, some_people
from tests.committee.test_views import GO, packet_of, url, words
from tests.factories import a_scorecard, an_interview
from tests.house import House

VARIANCES = Components(0.36, 0.12, 0.2, 0.14, 0.69)
USUAL = 3.7
INES, IVAN, CLEO = (-0.6, 0.01), (0.1, 0.02), (0.5, 0.2)
CLEAR = "usually rates .6 below others"


def knowing(
    house: House,
    severities: Mapping[str, tuple[float, float]],
    *,
    candidates: int = 12,
    pool: int = 20,
    groups: Mapping[str, int] | None = None,
    usual: float = USUAL,
    source: str = "estimated",
    perspectives: Mapping[str, float] | None = None,
) -> None:
    """What the worker may have found, a day ago. People are named as in the cast or by their address."""
    with house.changing():
        version = house.one(Opening, "executive").rubric_version
        dimensions = house.one(Slot, "dana-ines").dimensions
        row = CalibrationRow(
            rubric_version_id=version.id,
            number=1,
            made_at=NOW - DAY,
            data_sha256="0" * 64,
            ratings=960,
            candidates=pool,
            interviewers=9,
            source=source,
            dropped=[],
            usual=dict.fromkeys(dimensions, usual),
            perspectives=dict(perspectives or {}),
            **dict(zip(TERMS, VARIANCES.variances, strict=True)),
        )
        for name, (estimate, variance) in severities.items():
            address = name if "@" in name else f"{name}@example.org"
            row.severities.append(
                SeverityRow(
                    person_id=db.session.scalars(select(Person.id).filter_by(email=address)).one(),
                    ratings=8 * candidates,
                    candidates=candidates,
                    estimate=estimate,
                    variance=variance,
                    group_no=(groups or {}).get(name, 0),
                    shown=candidates >= 8,
                )
            )
        db.session.add(row)


def knowing_all(house: House) -> None:
    knowing(house, {"ines": INES, "ivan": IVAN, "cleo": CLEO})


def setting(house: House, adjusted: str) -> None:
    with house.changing():
        house.one(Opening, "executive").adjusted = adjusted


def decide(house: House) -> None:
    house.visitor("max").post(f"{url(house)}/decision", GO)


def drawn(house: House, reader: str = "mona", *, may_name: bool = False, application: str = "dana") -> PacketPage:
    """Inside a request's context."""
    person = house.one(Person, reader)
    found = select(Packet).filter_by(application_id=house.one(Application, application).id)
    g.person, packet = person, db.session.scalars(found).one()
    material = queries.material(packet, person)
    return packet_page(packet, material, reader=Reader(person.id, may_name), with_private_notes=False, now=NOW)


def rule_of(house: House) -> object:
    """What the decision rule reads of Dana, but for the composite."""
    packet, mona = house.one(Packet, "dana-packet"), house.one(Person, "mona")
    told = declared(packet, queries.material(packet, mona))
    assert told is not None
    return told.says, told.must_haves, told.turned_by


def beside(house: House, **asked: object) -> Beside:
    with house.app.test_request_context():
        return drawn(house, **asked).tables[0].beside  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("adjusted", "is_decided", "says"),
    [
        ("off", False, "Adjusted numbers are switched off for this opening."),
        ("off", True, "Adjusted numbers are switched off for this opening."),
        ("after_first_ballot", False, "usually rates appear after the first ballot."),
        ("after_first_ballot", True, None),
        ("always", False, None),
        ("always", True, None),
    ],
)
def test_they_appear_when_the_opening_says(house: House, adjusted: str, is_decided: bool, says: str | None) -> None:
    """Where they are kept back the fit is asked for how far levels lie from the truth, and for nobody's habit."""
    knowing_all(house)
    setting(house, adjusted)
    if is_decided:
        decide(house)
    mona = house.visitor("mona")
    page = mona.get(url(house)).text
    assert page.count("four times in five </span><bdi>") == (8 if says is None else 0)
    assert (says or "How these 3 usually rate") in words(page)
    assert ("How these 3 usually rate" in page) == (says is None)
    workings = words(mona.get(f"{url(house)}/workings").text)
    assert ("Adjusted: usual 3.7" in workings) == (says is None)
    assert re.findall(r"Raw mean </span><b>([^<]+)", page) == ["3.7"] * 8


def test_they_are_what_refreshing_one_candidate_gives(house: House) -> None:
    knowing_all(house)
    setting(house, "always")
    with house.app.app_context():
        dimensions = house.one(Slot, "dana-ines").dimensions
        people = {name: house.one(Person, name).id for name in ("ines", "ivan", "cleo")}
    found = refresh(
        [Score(one, people[name], level) for one in dimensions for name, level in zip(people, (2, 4, 5), strict=True)],
        components=VARIANCES,
        usual=dict.fromkeys(dimensions, USUAL),
        severity=dict(zip(people.values(), (INES, IVAN, CLEO), strict=True)),
    )
    shown = beside(house).adjustments
    assert list(shown) == dimensions
    for name, one in shown.items():
        assert one.estimate.value == pytest.approx(found[name].adjusted)
        assert (one.estimate.low, one.estimate.high) == pytest.approx((found[name].low, found[name].high))
        assert str(one.range) == f"{found[name].low:.1f}–{found[name].high:.1f}"


def test_a_habit_is_that_of_ones_own_kind(house: House) -> None:
    """Cleo rates .3 above other executives, and executives .5 above others: .8 is taken off what she gave. Ivan, of
    whom nothing is known, is a peer like others.
    """
    knowing(house, {"ines": INES, "cleo": (0.3, 0.02)}, perspectives={"executive": 0.5, "peer": -0.1})
    setting(house, "always")
    with house.changing():
        dimensions = house.one(Slot, "dana-ines").dimensions
        dana, cleo = house.one(Application, "dana").id, house.one(Person, "cleo").id
        seat = select(Slot).filter_by(application_id=dana, person_id=cleo)
        db.session.scalars(seat).one().perspective = "executive"
    found = refresh(
        [Score(one, name, level) for one in dimensions for name, level in (("ines", 2), ("ivan", 4), ("cleo", 5))],
        components=VARIANCES,
        usual=dict.fromkeys(dimensions, USUAL),
        severity={"ines": (-0.7, 0.01), "ivan": (-0.1, VARIANCES.interviewer), "cleo": (0.8, 0.02)},
    )
    for name, one in beside(house).adjustments.items():
        assert one.estimate.value == pytest.approx(found[name].adjusted)


@pytest.mark.parametrize(("who", "hears_names"), [("rita", True), ("max", True), ("mona", False), ("cleo", False)])
def test_who_rates_low_is_named_to_chair_and_recruiter_alone(house: House, who: str, hears_names: bool) -> None:
    knowing(house, {"ines": INES, "ivan": IVAN})
    setting(house, "always")
    page = house.visitor(who).get(url(house)).text
    said = words(page)
    assert (f"+.1: Ines Calder {CLEAR}" in said) == hears_names
    assert ("+.1: 1 of 3 usually rates lower than most" in said) == (who == "mona")
    assert ("+.1: differences in how these people usually rate" in said) == (who == "cleo")
    assert ("Ines Calder: −.6 (four times in five −.7 to −.5), from 12 candidates" in page) == hears_names
    assert ("Ines Calder −.6 · 12 candidates" in said) == hears_names
    assert ("Only Ines Calder is clearly outside the band. Of Cleo Adeyemi too little is known to say." in said) == (
        hears_names
    )
    assert ("1 of 3 usually rates lower than most." in said) == (who == "mona")
    assert (".6" in said) == hears_names
    workings = words(house.visitor(who).get(f"{url(house)}/workings").text)
    assert ("Ines Calder 2 3.70 -0.60" in workings) == hears_names
    assert ("shown to chair and recruiter alone" in workings) != hears_names
    assert ("-0.60" in workings) == hears_names


def test_everybody_hears_of_themselves(house: House) -> None:
    knowing(house, {"ines": INES, "cleo": (0.4, 0.01)})
    setting(house, "always")
    page = house.visitor("cleo").get(url(house)).text
    assert "You: +.4 (four times in five +.3 to +.5), from 12 candidates" in page
    assert page.count("from 12 candidates") == 1


@pytest.mark.parametrize(("low", "says"), [(1, "1 of 4 usually rates"), (2, "2 of 4 usually rate")])
def test_nobody_takes_their_own_habit_off_what_is_said_of_several(house: House, low: int, says: str) -> None:
    """Ines rates low herself: a mean of two, or one of the two others of three, would be somebody's own figure."""
    with house.changing():
        rita, dana = house.one(Person, "rita"), house.one(Application, "dana")
        dimensions = house.one(Slot, "dana-ines").dimensions
        talk = an_interview(
            dana, "deep-dives", [house.one(Person, "omar")], starts_at=NOW - DAY, by=rita, dimensions=dimensions
        )
        a_scorecard(talk.slots[0], level=4, verdict="yes", words="CANARY-omar", at=NOW)
    knowing(house, {"ines": INES, **({"ivan": (-0.4, 0.01)} if low == 2 else {})})
    setting(house, "always")
    own = {str(one.reason).split("; ")[0].split(": ")[1] for one in beside(house, reader="ines").adjustments.values()}
    assert own == {f"{says} lower than most"}


def test_by_how_much_is_said_of_several_together(house: House) -> None:
    knowing(house, {"ines": INES, "ivan": (-0.4, 0.01)})
    setting(house, "always")
    (reason,) = {str(one.reason) for one in beside(house).adjustments.values()}
    assert reason.endswith(": 2 of 3 usually rate .5 below others")
    (named,) = {str(one.reason) for one in beside(house, may_name=True).adjustments.values()}
    assert named.endswith(f": Ines Calder {CLEAR}; Ivan Petrov usually rates .4 below others")


@pytest.mark.parametrize(
    ("ines", "candidates", "usual", "says"),
    [
        ((0.6, 0.01), 12, 3.0, "1 of 3 usually rates higher than most; few ratings lean to the usual 3.0"),
        ((-0.6, 0.01), 12, 4.4, "1 of 3 usually rates lower than most; few ratings lean to the usual 4.4"),
        ((-0.6, 0.01), 12, 3.7, "1 of 3 usually rates lower than most"),
        ((-0.6, 0.08), 12, 3.7, "small differences between interviewers, none of them clear by itself"),
        ((-0.6, 0.01), 7, 3.7, "small differences between interviewers, none of them clear by itself"),
        ((0.0, 0.01), 12, 2.7, "few ratings lean to the usual 2.7"),
        ((-0.6, 0.01), 12, 2.2, "few ratings lean to the usual 2.2"),
    ],
)
def test_the_reason_says_no_more_than_is_known(
    house: House, ines: tuple[float, float], candidates: int, usual: float, says: str
) -> None:
    """Of nobody under eight candidates, and only when 90 % certain that it is more than .15 points."""
    knowing(house, {"ines": ines, "ivan": (0.0, 0.01)}, candidates=candidates, usual=usual)
    setting(house, "always")
    reasons = {str(one.reason).split(": ", 1)[1] for one in beside(house).adjustments.values()}
    assert reasons == {says}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"candidates": 2}, "Not adjusted: too little is known yet of how these interviewers usually rate."),
        ({"pool": 2}, "Not adjusted: too little is known yet of how these interviewers usually rate."),
        (
            {"groups": {"ivan": 1}},
            "Not adjusted: no shared interviewer or candidate links these groups firmly enough.",
        ),
    ],
)
def test_it_says_why_there_are_none(house: House, changes: dict[str, object], says: str) -> None:
    knowing(house, {"ines": INES, "ivan": IVAN}, **changes)  # type: ignore[arg-type]
    setting(house, "always")
    found = beside(house)
    assert (dict(found.adjustments), str(found.why_not)) == ({}, says)
    assert says in words(house.visitor("mona").get(url(house)).text)


def test_one_interviewer_alone_is_not_adjusted(house: House) -> None:
    with house.changing():
        rita, noel = house.one(Person, "rita"), house.one(Application, "noel")
        many_cards(noel, [house.one(Person, "ines")], by=rita)
        in_committee(noel, by=rita)
    knowing_all(house)
    setting(house, "always")
    assert str(beside(house, application="noel").why_not) == (
        "Not adjusted: with one interviewer there is nothing to tell severity from."
    )


def test_what_one_person_rated_gets_no_adjusted_value(house: House) -> None:
    """It would say how that person usually rates."""
    with house.changing():
        rita, noel = house.one(Person, "rita"), house.one(Application, "noel")
        ines, ivan = house.one(Person, "ines"), house.one(Person, "ivan")
        many_cards(noel, [ines], by=rita)
        dimensions = house.one(Slot, "dana-ines").dimensions
        talk = an_interview(noel, "deep-dives", [ivan], starts_at=NOW - DAY, by=rita, dimensions=dimensions[:2])
        a_scorecard(talk.slots[0], level=4, verdict="yes", words="CANARY-noel", at=NOW)
        in_committee(noel, by=rita)
    knowing_all(house)
    setting(house, "always")
    assert list(beside(house, application="noel").adjustments) == dimensions[:2]


def test_of_two_it_is_not_said_which(house: House) -> None:
    with house.changing():
        rita, noel = house.one(Person, "rita"), house.one(Application, "noel")
        talk = an_interview(
            noel, "deep-dives", [house.one(Person, name) for name in ("ines", "ivan")], starts_at=NOW - DAY, by=rita
        )
        for slot in talk.slots:
            a_scorecard(slot, level=4, verdict="yes", words="CANARY-noel", at=NOW)
        in_committee(noel, by=rita)
    knowing_all(house)
    setting(house, "always")
    reasons = {str(one.reason) for one in beside(house, application="noel").adjustments.values()}
    assert {one.split("; ")[0] for one in reasons} == {"+.1: differences in how these people usually rate"}


def test_those_who_answer_as_a_group_have_no_part_in_it(house: House) -> None:
    knowing_all(house)
    setting(house, "always")
    before = beside(house, may_name=True)
    with house.changing():
        people = some_people(4, "report")
        a_group(house.one(Application, "dana"), people, (1, 1, 1, 1), by=house.one(Person, "rita"))
        row = db.session.scalars(select(CalibrationRow)).one()
        for person in people:
            numbers = {"ratings": 90, "candidates": 12, "estimate": 2.0, "variance": 0.01, "group_no": 3, "shown": True}
            row.severities.append(SeverityRow(person_id=person.id, **numbers))
    assert beside(house, may_name=True) == before


def test_the_decision_rule_and_the_order_do_not_read_them(house: House) -> None:
    with house.app.test_request_context():
        plain, rule = drawn(house), rule_of(house)
    knowing(house, {"ines": (-3.0, 0.01), "ivan": (-3.0, 0.01), "cleo": (-3.0, 0.01)})
    setting(house, "always")
    with house.app.test_request_context():
        page = drawn(house)
        assert rule_of(house) == rule
    assert page.recommendations == plain.recommendations
    assert [(one.title, one.sentence) for one in page.disputes] == [(one.title, one.sentence) for one in plain.disputes]
    assert [(row.title, row.mean, row.agreement) for row in page.tables[0].rows] == [
        (row.title, row.mean, row.agreement) for row in plain.tables[0].rows
    ]
    assert {(one.estimate.value, one.estimate.high) for one in page.tables[0].beside.adjustments.values()} == {(5, 5)}


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("prior", "so published figures are used."),
        ("pooled", "so the house’s others say it."),
    ],
)
def test_figures_from_elsewhere_are_said(house: House, source: str, says: str) -> None:
    knowing(house, {"ines": INES}, source=source)
    setting(house, "always")
    said = words(house.visitor("mona").get(f"{url(house)}/workings").text)
    assert said.count(says) == 1


def test_the_strip_says_it_too(house: House) -> None:
    knowing_all(house)
    setting(house, "always")
    page = house.visitor("mona").get(url(house)).text
    assert len(re.findall(r"Raw mean 3.7. Adjusted \d\.\d, four times in five \d\.\d–\d\.\d.", page)) == 8


def test_eight_by_six_adjusted_stay_light(house: House) -> None:
    ref = packet_of(house, 6)
    people = {f"guest{at}@example.org": (at / 10 - 0.3, 0.01) for at in range(6)}
    knowing(house, people)
    setting(house, "always")
    page = house.visitor("max").get(f"/packets/{ref}")
    assert "How these 6 usually rate" in page.text
    assert len(gzip.compress(page.data, 9)) <= 20_000
