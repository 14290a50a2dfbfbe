"""Two houses that differ only in what a reader may not know are, for that reader, the same house to the byte.

The one house becomes the other between two walks over every page, at one stopped moment. Whoever owes a card must not
tell what colleagues of the round wrote, nor who of them is in; strangers must not tell anything at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import delete, select, text
from werkzeug.datastructures import Headers

from hiring import indexed
from hiring.db import db
from hiring.loops.actions import cancel
from hiring.models import (
    Application,
    Attachment,
    Interview,
    Meeting,
    Opening,
    Outgoing,
    Packet,
    Person,
    Rating,
    Reading,
    Scorecard,
    Slot,
    WrittenCase,
)
from hiring.scorecards import actions
from hiring.scorecards.queries import answers_of, sheet_of
from tests.cast import DAY, NOW
from tests.factories import an_interview
from tests.house import ON_SQLITE, House, Visitor
from tests.scorecards.cards import complete

pytestmark = pytest.mark.no_cover  # each line it walks over is covered by a test that looks closer

OWN_SECRETS = re.compile(rb'(name="(?:csrf_token|key|page)"[^>]*?value=|data-page=)"[^"]*"')
KINDS: dict[str, Any] = {
    "application": Application,
    "attachment": Attachment,
    "case": WrittenCase,
    "interview": Interview,
    "interviewer": Person,
    "meeting": Meeting,
    "message": Outgoing,
    "opening": Opening,
    "packet": Packet,
    "person": Person,
    "poll": Packet,
    "slot": Slot,
    "typed_slot": Slot,
}
ASKED = (
    "/openings?q=is:late",
    "/openings?q=-is:late",
    "/openings?q=is:due",
    "/openings?q=is:closed",
    "/openings?q=needs:me",
    "/openings?q=-needs:me",
    "/openings?q=scorecard:overdue",
    "/openings?q=-scorecard:overdue",
    "/openings?q=packet:undecided",
    "/openings?q=age:%3E2d",
    "/openings?page=2",
    "/answers?show=quiet&q=scorecard:overdue",
    "/interviews?q=-scorecard:overdue",
    "/search?q=Casey",
    "/search?q=Dana",
    "/search?q=Ines",
    "/search?q=strong",
    "/search?q=CANARY",
    "/search?q=longer+account",
    "/search?q=%22no+time%22&in=written",
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody of the cast, and of whose round they owe a card when they read."""

    name: str | None
    owes: str | None = None
    begun: bool = True

    def __str__(self) -> str:
        owes = "" if self.owes is None else f", owes on {self.owes}" if self.begun else f", will owe on {self.owes}"
        return f"{self.name}{owes}"


OWING = (
    Reader("ivan"),
    Reader("cleo", "casey"),
    Reader("cleo", "casey", begun=False),
    Reader("rita", "casey"),
    Reader("rita", "casey", begun=False),
    Reader("adam", "casey"),
    Reader("priya", "casey"),
)
STRANGERS = tuple(map(Reader, ("omar", "priya", "adam", "remy", "max", "mona", None)))
BEFORE_THE_COMMITTEE = (
    Reader("rita", "dana"),
    Reader("max", "dana"),
    Reader("mona", "dana"),
    Reader("mona", "dana", begun=False),
    Reader("omar"),
    Reader("priya"),
    Reader("adam"),
    Reader("remy"),
)
SAMPLE = (Reader("cleo", "casey"), Reader("omar"))
Where = Callable[[House], list[str]]


def addresses(house: House) -> list[str]:
    """Every page there is about anything there is, and what can be asked of lists and the search."""
    found = list(ASKED)
    for rule in house.app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.arguments - KINDS.keys():
            continue
        with house.app.test_request_context():
            kinds = [KINDS[name] for name in rule.arguments]
            refs = db.session.scalars(select(kinds[0].ref).order_by(kinds[0].id)).all() if kinds else [""]
            built = [rule.build(dict.fromkeys(rule.arguments, ref)) for ref in refs]
            found += [path for one in built if one is not None for path in one[1:]]
    return found


def seen(house: House, visitor: Visitor, where: Where = addresses) -> dict[str, tuple[int, str, bytes]]:
    """Every answer a reader can get by asking, without what is random for everybody."""
    answers = {}
    for url in where(house):
        answer = visitor.get(url)
        body = OWN_SECRETS.sub(rb"\1", answer.data)
        answers[url] = (answer.status_code, repr(sorted(_kept(answer.headers))), body)
    return answers


def _packets(house: House) -> list[str]:
    with house.app.app_context():
        return [f"/packets/{ref}" for ref in db.session.scalars(select(Packet.ref))]


def _kept(headers: Headers) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in headers if name not in {"Set-Cookie", "Content-Length"})


def differences(house: House, reader: Reader, *changes: Callable[[House], None], where: Where = addresses) -> list[str]:
    """The pages that tell this reader of one of these changes, made one after another."""
    _seat(house, reader)
    with time_machine.travel(NOW, tick=False):
        # made at the same moment: a cookie from later would be no cookie
        visitor = house.visitor(reader.name)
        assert visitor.get("/").status_code == (303 if reader.name is None else 200)
        seen(house, visitor, _packets)  # a packet tells who has opened it: that must not be the first time
        before, told = seen(house, visitor, where), []
        for change in changes:
            with house.changing():
                _unseal(house)
                change(house)
                indexed.rebuild()
            after = seen(house, visitor, where)
            told += [url for url, answer in before.items() if answer != after[url]]
            before = after
    assert len(before) > len(ASKED) or where is not addresses
    return told


def _seat(house: House, reader: Reader) -> None:
    if reader.owes is None:
        return
    with house.changing():
        people = [house.one(Person, str(reader.name))]
        starts_at = NOW - DAY if reader.begun else NOW + DAY
        application = house.one(Application, reader.owes)
        an_interview(application, "deep-dives", people, starts_at=starts_at, by=house.one(Person, "rita"))


def _unseal(house: House) -> None:
    """The database lets nobody rewrite a card; the other house was never this one, so here it must."""
    for table in ("scorecard", "rating"):
        if house.dialect == "postgresql":
            db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            continue
        triggers = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
        for name in db.session.scalars(triggers, {"table": table}).all():
            db.session.execute(text(f'DROP TRIGGER "{name}"'))


def rewrite(card: Scorecard) -> None:
    """Everything on a card that somebody could have written otherwise."""
    ratings = card.ratings
    card.verdict = "strong_no" if card.verdict != "strong_no" else "strong_yes"
    card.sure = "low"
    card.headline, card.private_note, card.had_read_earlier_rounds = "Something else entirely. " * 9, "", True
    for rating in ratings[: len(ratings) // 2]:
        rating.level, rating.not_assessed = None, "There was no time."
        rating.situation = rating.action = rating.result = ""
    for rating in ratings[len(ratings) // 2 :]:
        rating.level = 1 if rating.level != 1 else 5
        rating.situation = "A much longer account of what happened. " * 40
        rating.red_flag, rating.to_check = True, "Ask whether this is so."


def cards_on(house: House, name: str) -> Sequence[Scorecard]:
    application = house.one(Application, name)
    return db.session.scalars(select(Scorecard).join(Scorecard.slot).filter_by(application_id=application.id)).all()


def everything_on_casey(house: House) -> None:
    for card in cards_on(house, "casey"):
        rewrite(card)


def everything_on_dana(house: House) -> None:
    for card in cards_on(house, "dana"):
        rewrite(card)


def the_draft_of_ivan(house: House) -> None:
    draft = house.one(Slot, "casey-ivan").draft
    draft.fields = {name: f"{words} and more" for name, words in draft.fields.items()}
    draft.saved_at = NOW - timedelta(minutes=1)


def no_draft_of_ivan(house: House) -> None:
    db.session.delete(house.one(Slot, "casey-ivan").draft)


def ines_still_out(house: House) -> None:
    """As if she had not handed in, and were late."""
    slot = house.one(Slot, "casey-ines")
    for card in cards_on(house, "casey"):
        db.session.execute(delete(Rating).where(Rating.scorecard_id == card.id))
        db.session.execute(delete(Scorecard).where(Scorecard.id == card.id))
    slot.handed_in_at = None
    slot.due_at = NOW - DAY


def only(house: House, readers: tuple[Reader, ...], reader: Reader) -> None:
    """All of them on SQLite, a few on PostgreSQL."""
    if house.dialect == "postgresql" and reader not in SAMPLE:
        pytest.skip("PostgreSQL runs a sample.")
    assert reader in readers


def another_house(house: House) -> None:
    """All of it at once."""
    everything_on_casey(house)
    no_draft_of_ivan(house)


@pytest.mark.parametrize("reader", OWING, ids=str)
def test_whoever_owes_cannot_tell(house: House, reader: Reader) -> None:
    only(house, OWING, reader)
    hidden = everything_on_casey if reader.name == "ivan" else another_house
    assert differences(house, reader, hidden, ines_still_out) == []


@pytest.mark.parametrize("reader", STRANGERS, ids=str)
def test_whoever_is_a_stranger_cannot_tell(house: House, reader: Reader) -> None:
    only(house, STRANGERS, reader)
    assert differences(house, reader, another_house, ines_still_out) == []


@pytest.mark.parametrize("reader", BEFORE_THE_COMMITTEE, ids=str)
def test_before_the_committee_it_is_the_same(house: House, reader: Reader) -> None:
    only(house, BEFORE_THE_COMMITTEE, reader)
    assert differences(house, reader, everything_on_dana) == []


@ON_SQLITE
def test_a_draft_is_its_authors_alone(house: House) -> None:
    """Not even of whoever has handed in."""
    assert differences(house, Reader("ines"), the_draft_of_ivan, no_draft_of_ivan) == []


@ON_SQLITE
@pytest.mark.parametrize("reader", [Reader("rita"), Reader("cleo")], ids=str)
def test_whoever_leads_learns_that_there_is_a_draft_and_nothing_of_it(house: House, reader: Reader) -> None:
    assert differences(house, reader, the_draft_of_ivan) == []
    assert differences(house, reader, no_draft_of_ivan) != []


@ON_SQLITE
@pytest.mark.parametrize(
    ("reader", "change"),
    [
        (Reader("rita"), everything_on_casey),
        (Reader("rita"), ines_still_out),
        (Reader("cleo"), ines_still_out),
        (Reader("max"), everything_on_dana),
        (Reader("mona"), everything_on_dana),
    ],
    ids=lambda one: str(one) if isinstance(one, Reader) else one.__name__,  # a function's own words hold its address
)
def test_whoever_may_know_can_tell(house: House, reader: Reader, change: Callable[[House], None]) -> None:
    """A walk that saw nothing anywhere would pass every test above."""
    assert differences(house, reader, change) != []


def hand_in_with_a_red_flag(house: House, name: str) -> None:
    """As the pages do it, with all that follows from it."""
    slot = house.one(Slot, name)
    fields = complete(slot, level=2)
    first = slot.dimensions[0]
    answers = answers_of(sheet_of(slot), fields | {f"{first}-red_flag": "1", f"{first}-check": "Ask who was there."})
    actions.hand_in(slot, answers, by=slot.person, now=NOW)


def ivan_hands_in(house: House) -> None:
    hand_in_with_a_red_flag(house, "casey-ivan")


def an_interview_is_cancelled(house: House) -> None:
    cancel(house.one(Interview, "casey-interview"), by=house.one(Person, "rita"), now=NOW)


@pytest.mark.parametrize("reader", OWING[1:], ids=str)
def test_whoever_owes_cannot_tell_that_a_colleague_hands_in(house: House, reader: Reader) -> None:
    """Nor who is in, from a mail, its place in a list, or what is next."""
    only(house, OWING, reader)
    assert differences(house, reader, ivan_hands_in) == []
    with house.app.app_context():
        mailed = db.session.scalars(select(Outgoing.person_id).where(Outgoing.kind == "red_flag")).all()
        assert house.one(Person, str(reader.name)).id not in mailed


@pytest.mark.parametrize("reader", [Reader("cleo", "casey"), Reader("rita", "casey")], ids=str)
def test_a_cancelled_interview_does_not_tell_whose_card_was_in(house: House, reader: Reader) -> None:
    _seat(house, reader)
    url = f"/applications/{house.ref('casey')}"
    visitor = house.visitor(reader.name)
    with house.changing():
        an_interview_is_cancelled(house)
    whole = visitor.get(url).text
    with house.changing():
        _unseal(house)
        ines_still_out(house)
        house.one(Slot, "casey-ines").cancelled_at = NOW
    mask = OWN_SECRETS.pattern.decode()
    assert re.sub(mask, "", visitor.get(url).text) == re.sub(mask, "", whole)


def test_the_mails_about_a_cancelled_interview_do_not_tell_whose_card_was_out(house: House) -> None:
    """They go to those who still owed a card of it, and an administrator who owes one looks after the mail."""
    _seat(house, Reader("adam", "casey"))
    before = house.visitor("adam").get("/sent-mail").text.count("data-row")
    with house.changing():
        an_interview_is_cancelled(house)
    assert house.visitor("adam").get("/sent-mail").text.count("data-row") == before


@pytest.mark.parametrize("begun", [True, False])
def test_a_committee_member_who_owes_reads_no_reasons_of_moves(house: House, begun: bool) -> None:
    """Whoever moves a candidate on says why, in words that retell the cards."""
    _seat(house, Reader("mona", "dana", begun))
    page = f"/applications/{house.ref('dana')}"
    assert "For the test." not in house.visitor("mona").get(page).text
    assert "For the test." in house.visitor("max").get(page).text


@pytest.mark.parametrize(
    ("url", "subject", "who", "what"),
    [
        ("/applications/{}/moves", "dana", "cleo", "cards"),
        ("/packets/{}/decision", "dana-packet", "max", "packet"),
    ],
)
def test_a_page_shown_again_counts_as_read(house: House, url: str, subject: str, who: str, what: str) -> None:
    """Or a refused form would be the way to read others' cards without the later card saying so."""
    assert house.visitor(who).post(url.format(house.ref(subject)), {"nonsense": "1"}).status_code == 422
    with house.app.app_context():
        reader = house.one(Person, who)
        assert db.session.scalars(select(Reading.what).filter_by(person_id=reader.id)).all() == [what]
