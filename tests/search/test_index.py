"""The index of search: written with what it finds, and the same when it is written anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select

from hiring import indexed
from hiring.access.entries import may_find
from hiring.candidates.actions import NewCandidate, add_candidate, write_note
from hiring.db import db
from hiring.models import Application, Opening, Person, Scorecard, SearchEntry, Slot
from hiring.rubric import Answers
from hiring.scorecards.actions import hand_in
from hiring.scorecards.amending import amend
from hiring.scorecards.layers import current_answers
from hiring.search.queries import WRITTEN, look_for
from tests.cast import DAY, NOW
from tests.house import House


def entries() -> list[tuple[str, int, int, str]]:
    rows = db.session.execute(
        select(SearchEntry.kind, SearchEntry.source_id, SearchEntry.application_id, SearchEntry.words).order_by(
            SearchEntry.kind, SearchEntry.source_id
        )
    )
    return [(row.kind, row.source_id, row.application_id, row.words) for row in rows]


def found(who: str, asked: str, house: House) -> list[str]:
    wanted, reader = indexed.understand(asked), house.one(Person, who)
    entry = indexed.found(wanted)
    readable = select(entry.kind).where(may_find(reader, entry)).order_by(entry.id.desc())
    return list(db.session.scalars(readable, indexed.spoken(wanted)))


def answers_of_ivan(house: House) -> tuple[Slot, Answers]:
    """Ivan's seat, and a card for it made from Ines's."""
    ines = db.session.scalars(select(Scorecard).join(Scorecard.slot).where(Slot.ref == house.ref("casey-ines"))).one()
    said = current_answers(ines)
    dimensions = {name: replace(one, situation="A zeppelin landed.") for name, one in said.dimensions.items()}
    return house.one(Slot, "casey-ivan"), replace(said, headline="Seen once.", dimensions=dimensions)


def test_what_verbs_write_is_what_a_rebuild_writes(house: House) -> None:
    with house.changing():
        rita, ivan, casey = house.one(Person, "rita"), house.one(Person, "ivan"), house.one(Application, "casey")
        add_candidate(house.one(Opening, "executive"), NewCandidate("Zoë Übergang", "CTO"), by=rita, now=NOW)
        write_note(casey, "Ask her about zeppelins.", by=rita, now=NOW)
        write_note(casey, "…!", by=rita, now=NOW)
        slot, answers = answers_of_ivan(house)
        hand_in(slot, answers, by=ivan, now=NOW)
        db.session.refresh(slot)
        amend(slot, replace(answers, headline="Seen twice."), reason="I forgot.", by=ivan, now=NOW + DAY)
        written, found_by_verbs = entries(), found("rita", "zeppelin", house)
        assert indexed.rebuild() == len(written)
        assert entries() == written
        assert found_by_verbs == found("rita", "zeppelin", house) == ["card", "note"]
        assert (found("rita", "zoe uber", house), found("ivan", "zoe", house)) == (["name"], [])
        assert found("ivan", '"seen once" "seen twice"', house) == ["card"]
        assert found("ivan", '"once seen"', house) == []


def test_a_later_word_on_a_card_makes_it_the_newest(house: House) -> None:
    with house.changing():
        ines = house.one(Person, "ines")
        slot = house.one(Slot, "casey-ines")
        said = current_answers(db.session.scalars(select(Scorecard).where(Scorecard.slot_id == slot.id)).one())
        amend(slot, replace(said, headline="A zeppelin, after all."), reason="I forgot.", by=ines, now=NOW)
        newest = db.session.scalars(select(SearchEntry).order_by(SearchEntry.id.desc()).limit(1)).one()
        assert (newest.kind, newest.at, found("ines", "zeppelin", house)) == ("card", NOW, ["card"])
        assert found("rita", "canary ines headline", house) == ["card"]  # what stood there first still does


def test_a_change_that_is_not_kept_is_not_found(house: House) -> None:
    with house.app.app_context():
        write_note(house.one(Application, "casey"), "A zeppelin.", by=house.one(Person, "rita"), now=NOW)
        db.session.rollback()
        assert found("rita", "zeppelin", house) == []


def test_names_are_found_where_the_application_is_known(house: House) -> None:
    sees = {"rita": 3, "cleo": 3, "ines": 2, "max": 1, "remy": 1, "omar": 0, "priya": 0}
    with house.app.app_context():
        assert {who: len(found(who, "brightwell", house)) for who in sees} == sees


def test_a_name_is_found_by_how_it_begins_and_without_its_accents(house: House) -> None:
    with house.changing():
        new = NewCandidate("Ágnes Őrsi-Nagy", "50% Ada_Bee")
        add_candidate(house.one(Opening, "executive"), new, by=house.one(Person, "rita"), now=NOW)
        assert [len(found("rita", asked, house)) for asked in ("agn ors", "NAGY", "bee 50", "rsi")] == [1, 1, 1, 0]


def test_an_index_younger_than_the_house_is_missed(house: House) -> None:
    with house.changing():
        assert indexed.is_missing() is False
        db.session.execute(delete(SearchEntry))
        assert indexed.is_missing() is True
        indexed.rebuild()
        assert db.session.scalar(select(func.count(SearchEntry.id))) == 8


TYPED = [
    '"',
    '"unclosed phrase',
    "casey AND",
    "NOT NEAR(",
    "a* b*",
    "words:casey",
    "'; DROP TABLE search_entry; --",
    "casey & !morgan | ()",
    "':*",
    "%_\\",
    "\x00ab",
    "😀😀",
    "١٢٣ 王小 हिन्दी",
    "x" * 5000,
    '""" ""',
    "- + ^ { } [ ] ~ / \\",
]


@pytest.mark.parametrize("who", ["rita", "omar"])
def test_nothing_that_people_type_is_an_error(house: House, who: str) -> None:
    with house.app.app_context():
        reader = house.one(Person, who)
        for typed in TYPED:
            look_for(indexed.understand(typed), reader, kinds=("name", *WRITTEN))
            db.session.rollback()
            reader = house.one(Person, who)
