"""How long a search takes among 100,000 evidence texts: `python -m tests.bench.searching`, `--postgres` on that one.

Each figure is the middle of nine, beside the floor of the same run: 25 entries fetched by their numbers.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, select

from hiring import indexed
from hiring.clock import utcnow
from hiring.db import db, writing
from hiring.models import Application, Interview, Note, Person, Rating, RubricVersion, Scorecard, SearchEntry, Slot
from hiring.openings.queries import current_revision
from hiring.rubrics.queries import rubric_of
from hiring.search import queries
from tests.bench.place import Place, prepare
from tests.bench.words import Writer
from tests.postgres import server as postgres

TEXTS = 100_000
APPLICATIONS, OPENINGS = 2_000, 12
INTERVIEWERS = 60
TOGETHER = 8
NOTES = 5_000
TIMES = 9
LIMIT_MS = 60


def fill(place: Place, now: datetime) -> dict[str, int]:
    """Cards with 100,000 texts and some notes; answers by what part they have the ids of those who search."""
    version = db.session.get_one(RubricVersion, place.town.rubric_version_id)
    rubric = rubric_of(version)
    writer, dimensions = Writer(rubric, seed=2), [one.id for one in rubric.dimensions]
    recruiter = db.session.scalars(select(Person).filter_by(ref=place.town.recruiter)).one()
    manager = db.session.scalars(select(Person).filter_by(ref=place.town.interviewers[0])).one()
    panel = [_person(f"panel.{number}", now) for number in range(INTERVIEWERS)]
    outsider = _person("outsider", now)
    db.session.add_all([*panel, outsider])
    db.session.flush()
    there = db.session.execute(select(Application.id, Application.opening_id).order_by(Application.id)).all()
    stages = {
        opening: next(stage for stage in current_revision(opening).stages if stage.slug == "coding")
        for opening in {one.opening_id for one in there}
    }
    cards = TEXTS // len(dimensions)
    talks = [there[number % len(there)] for number in range(-(-cards // TOGETHER))]
    held = _ids(
        Interview,
        [
            {
                "application_id": one.id,
                "stage_id": stages[one.opening_id].id,
                "starts_at": now - timedelta(days=9),
                "zone": "UTC",
                "minutes": 60,
                "scheduled_by_id": recruiter.id,
                "scheduled_at": now - timedelta(days=12),
            }
            for one in talks
        ],
    )
    seats = _ids(
        Slot,
        [
            {
                "interview_id": held[number // TOGETHER],
                "application_id": talks[number // TOGETHER].id,
                "round": stages[talks[number // TOGETHER].opening_id].round.slug,
                "person_id": panel[(number // TOGETHER + number) % INTERVIEWERS].id,
                "perspective": "peer",
                "card": "full",
                "dimensions": dimensions,
                "rubric_version_id": version.id,
                "rubric_sha256": version.sha256,
                "assigned_at": now,
                "assigned_by_id": recruiter.id,
                "due_at": now,
                "handed_in_at": now - timedelta(minutes=cards - number),
            }
            for number in range(cards)
        ],
    )
    handed_in = _ids(
        Scorecard,
        [
            {
                "slot_id": seat,
                "verdict": writer.verdict(),
                "sure": "high",
                "headline": writer.sentence(12),
                "private_note": "",
                "rubric_sha256": version.sha256,
                "content_sha256": "0" * 64,
                "handed_in_at": now - timedelta(minutes=cards - number),
            }
            for number, seat in enumerate(seats)
        ],
    )
    for card in handed_in:
        db.session.execute(
            insert(Rating), [_rating(card, place_, one, writer) for place_, one in enumerate(dimensions)]
        )
    notes = [
        {"application_id": there[number % len(there)].id, "text": writer.sentence(20), "by_id": recruiter.id, "at": now}
        for number in range(NOTES)
    ]
    db.session.execute(insert(Note), notes)
    return {"recruiter": recruiter.id, "manager": manager.id, "interviewer": panel[3].id, "outsider": outsider.id}


def measure(readers: dict[str, int], asked: Sequence[str]) -> Iterator[tuple[str, str, int, float]]:
    """Reader, words, how many were shown, milliseconds."""
    for part, reader_id in readers.items():
        for typed in asked:
            words = indexed.understand(typed)

            def search(words: indexed.Asked = words, reader_id: int = reader_id) -> int:
                reader = db.session.get_one(Person, reader_id)
                return len(queries.look_for(words, reader, kinds=("name", *queries.WRITTEN)).hits)

            yield part, typed, search(), middle(search)


def floor() -> float:
    """25 entries by their numbers."""
    ids = db.session.scalars(select(SearchEntry.id).order_by(SearchEntry.id.desc()).limit(25)).all()
    by_number = select(SearchEntry.id, SearchEntry.at).where(SearchEntry.id.in_(ids))
    return middle(lambda: db.session.execute(by_number).all())


def middle(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(TIMES):
        db.session.rollback()
        began = time.perf_counter()
        work()
        spent.append(1000 * (time.perf_counter() - began))
    return median(spent)


def _person(name: str, now: datetime) -> Person:
    return Person(name=name, email=f"{name}@town.example", created_at=now)


def _rating(card: int, position: int, dimension: str, writer: Writer) -> dict[str, object]:
    said = {name: writer.sentence(12) for name in ("situation", "action", "result")}
    return {"scorecard_id": card, "position": position, "dimension": dimension, "level": 3, "evidence": "", **said}


def _ids(model: type[Interview | Slot | Scorecard], rows: list[dict[str, object]]) -> list[int]:
    return list(db.session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows))


def _words_to_look_for() -> list[str]:
    """The commonest, a beginning, two rare ones together, a phrase, a name and one that nobody ever wrote."""
    said = indexed.fold(db.session.scalars(select(Rating.situation).order_by(Rating.id.desc()).limit(1)).one())
    longest = sorted(set(said), key=len)
    return ["the", "re", longest[-1], " ".join(longest[-2:]), f'"{" ".join(said[2:5])}"', "brightwell", "zzzzzz"]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--postgres", action="store_true")
    on_postgresql = asked.parse_args().postgres
    table = Table("who", "looks for", "shown", "ms", "× floor", title=f"A search among {TEXTS:,} evidence texts")
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hiring-search-")))
        url = stack.enter_context(postgres()).create("searching") if on_postgresql else None
        place = prepare(scratch, applications=APPLICATIONS, seats=100, openings=OPENINGS, database_url=url)
        stack.enter_context(place.looked_into())
        with writing():
            readers = fill(place, utcnow())
            indexed.rebuild()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE" if on_postgresql else "ANALYZE")
        db.session.remove()
        db.engine.dispose()
        least = floor()
        for part, typed, shown, spent in measure(readers, _words_to_look_for()):
            mark = "green]✓" if spent <= LIMIT_MS else "red]✗"
            table.add_row(part, typed, str(shown), f"{spent:.1f} [{mark}[/] ≤ {LIMIT_MS}", f"{spent / least:.0f}")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
