"""Past scores in the house: Guilford's three judges, and everything that keeps a file out."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from hiring import audit, paths
from hiring.calibration import panel
from hiring.committee.actions import build_packet
from hiring.committee.queries import material
from hiring.db import db
from hiring.exchange.actions import import_ratings
from hiring.models import Application, Candidate, Event, Opening, Packet, Person, Rating, RubricVersion, Scorecard, Slot
from hiring.openings.actions import Charter, open_opening
from hiring.refusal import Refusal
from hiring.rubric import load
from hiring.workflow.plan import plans
from tests.cast import NOW
from tests.house import House

DATA = Path(__file__).parents[1] / "data"
GUILFORD: dict[str, Any] = json.loads((DATA / "guilford_1954_mfrm.json").read_text(encoding="utf-8"))
TRAITS = ("attack", "basis", "clarity", "daring", "enthusiasm")
COUNTED = (Candidate, Application, Person, Scorecard, Rating, Slot, Event)


@pytest.fixture
def laboratory(house: House) -> str:
    """The ref of an opening whose scale goes from 1 to 9."""
    source = DATA / "creativity.v1.yaml"
    rubric = load(source)
    with house.changing():
        version = RubricVersion(
            slug=rubric.slug,
            number=1,
            sha256=rubric.sha256,
            title=rubric.title,
            yaml=source.read_text(encoding="utf-8"),
            imported_at=NOW,
        )
        db.session.add(version)
        db.session.flush()
        plan = plans(paths.PLANS)["staff-plus@1"]
        rita = house.one(Person, "rita")
        return open_opening(Charter("Creative scientist"), rubric=version, plan=plan, by=rita, now=NOW).ref


def guilford(folder: Path) -> Path:
    """The published ratings as the file a company would bring."""
    rows = [
        f"Scientist {scientist},Judge {judge},{TRAITS[trait - 1]},{rating}"
        for judge, scientist, trait, rating in GUILFORD["data"]["rows"]
    ]
    return written(folder, "candidate,interviewer,dimension,score\n" + "\n".join(rows) + "\n")


def written(folder: Path, content: str) -> Path:
    file = folder / "ratings.csv"
    file.write_text(content, encoding="utf-8")
    return file


def counts() -> list[int | None]:
    return [db.session.scalar(select(func.count()).select_from(model)) for model in COUNTED]


def test_the_packet_shows_the_published_averages(house: House, laboratory: str, tmp_path: Path) -> None:
    with house.changing():
        report = import_ratings(guilford(tmp_path), opening_ref=laboratory, now=NOW)
    assert str(report) == (
        "Brought in: 105 scores on 21 scorecards, about 7 candidates (7 of them new), "
        "from 3 interviewers (3 of them new, without a way to sign in)."
    )
    with house.changing():
        rita = house.one(Person, "rita")
        for number, published in enumerate(GUILFORD["expected"]["scientists"], 1):
            found = select(Application).join(Application.candidate).where(Candidate.name == f"Scientist {number}")
            packet = build_packet(db.session.scalars(found).one(), by=rita, now=NOW)
            cells = panel.cells(
                panel.Score(rating.dimension, card.slot.person_id, rating.level, card.slot.interview_id)
                for card in material(packet, rita).cards
                for rating in card.ratings
                if rating.level is not None
            )
            assert [(cell.dimension, cell.n) for cell in cells] == [(trait, 3) for trait in TRAITS]
            average = sum((sum(cell.own) / 3 for cell in cells), Fraction()) / 5
            assert float(average) == pytest.approx(published["obs_avg"], abs=1e-12)


def test_the_packet_of_imported_scores_opens(house: House, laboratory: str, tmp_path: Path) -> None:
    with house.changing():
        import_ratings(guilford(tmp_path), opening_ref=laboratory, now=NOW)
        rita = house.one(Person, "rita")
        found = select(Application).join(Application.candidate).where(Candidate.name == "Scientist 1")
        application = db.session.scalars(found).one()
        packet, page = build_packet(application, by=rita, now=NOW).ref, application.ref
    visitor = house.visitor("rita")
    assert visitor.get(f"/packets/{packet}").status_code == 200
    assert visitor.get(f"/applications/{page}").status_code == 200
    assert house.visitor("omar").get(f"/packets/{packet}").status_code == 404


def test_an_imported_card_says_so_and_gives_no_verdict(house: House, laboratory: str, tmp_path: Path) -> None:
    with house.changing():
        import_ratings(guilford(tmp_path), opening_ref=laboratory, now=NOW)
    with house.app.app_context():
        cards = db.session.scalars(select(Scorecard).where(Scorecard.imported_at.is_not(None))).all()
        assert {(card.verdict, card.imported_at) for card in cards} == {(None, NOW)}
        judges = db.session.scalars(select(Person).where(Person.name.startswith("Judge"))).all()
        assert [(judge.is_active, judge.password_hash) for judge in judges] == [(False, None)] * 3
        assert audit.first_broken() is None


def test_it_records_what_came_in(house: House, laboratory: str, tmp_path: Path) -> None:
    with house.app.app_context():
        before = db.session.scalar(select(func.max(Event.seq)))
    with house.changing():
        content = "candidate,interviewer,dimension,score\nAda,ines@example.org,attack,3\n"
        import_ratings(written(tmp_path, content), opening_ref=laboratory, now=NOW)
    with house.app.app_context():
        added = db.session.scalars(select(Event.kind).where(Event.seq > before).order_by(Event.seq)).all()
        assert added == ["application.added", "interview.imported", "scorecard.imported"]
        ines = house.one(Person, "ines")
        assert db.session.scalars(select(Slot.person_id).join(Scorecard).where(Scorecard.verdict.is_(None))).all() == [
            ines.id
        ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            "candidate,interviewer,dimension,score\nAda,Kim,attack,3\nAda,Kim,basis,12\n",
            "Row 3, column score: “12” is not on the rubric's scale, 1 to 9.",
        ),
        (
            "",
            "Row 1 must name the columns; candidate, interviewer, dimension, score is missing.",
        ),
    ],
)
def test_a_file_with_a_fault_changes_nothing(
    house: House, laboratory: str, tmp_path: Path, content: str, reason: str
) -> None:
    with house.app.app_context():
        before = counts()
    with pytest.raises(Refusal) as caught, house.changing():
        import_ratings(written(tmp_path, content), opening_ref=laboratory, now=NOW)
    assert str(caught.value.reason) == reason
    with house.app.app_context():
        assert counts() == before


def test_the_same_scores_come_in_once(house: House, laboratory: str, tmp_path: Path) -> None:
    content = "candidate,interviewer,dimension,score\nAda,Kim,attack,3\n"
    with house.changing():
        import_ratings(written(tmp_path, content), opening_ref=laboratory, now=NOW)
    with house.app.app_context():
        before = counts()
    with pytest.raises(Refusal) as caught, house.changing():
        import_ratings(written(tmp_path, content), opening_ref=laboratory, now=NOW)
    assert str(caught.value.reason) == "Row 2, column interviewer: what Kim scored for Ada was imported before."
    with house.app.app_context():
        assert counts() == before


def test_a_name_that_two_share_is_not_guessed(house: House, laboratory: str, tmp_path: Path) -> None:
    with house.changing():
        db.session.add(Person(name="Ines Calder", email="other@example.org", created_at=NOW))
    content = "candidate,interviewer,dimension,score\nAda,Ines Calder,attack,3\n"
    with pytest.raises(Refusal) as caught, house.changing():
        import_ratings(written(tmp_path, content), opening_ref=laboratory, now=NOW)
    assert str(caught.value.reason) == (
        "Row 2, column interviewer: 2 people are called Ines Calder. Write the e-mail address."
    )


def test_an_unknown_opening_is_refused(house: House, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught, house.changing():
        import_ratings(guilford(tmp_path), opening_ref="nowhere", now=NOW)
    assert str(caught.value.reason) == "There is no opening nowhere. Its ref is the last part of its address."
    with house.app.app_context():
        assert db.session.scalars(select(Opening).where(Opening.title == "Creative scientist")).all() == []
        assert (
            db.session.scalars(
                select(Packet.ref)
                .join(Packet.application)
                .join(Application.candidate)
                .where(Candidate.name == "Scientist 1")
            ).all()
            == []
        )
