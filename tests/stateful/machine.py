"""A machine that does whatever people do, in any order, through the pages; after each step the house must hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select
from werkzeug.test import TestResponse

from hiring import invariants
from hiring.db import db
from hiring.models import Application, Conflict, Draft, Interview, Opening, Packet, Scorecard, Slot
from hiring.openings.queries import current_revision
from hiring.refs import new_ref
from hiring.rubric import Sheet
from hiring.rubrics.queries import rubric_of
from tests.cast import NOW
from tests.house import House, Visitor, World
from tests.scorecards.cards import complete
from tests.stateful.model import AS_A_GROUP, ROUND_OF, Model, Seat
from tests.unsafe_routes import contents

MARK = re.compile(r"MARK-\d{3}(?:-private)?-")
CAST = ("rita", "cleo", "max", "mona", "ines", "ivan", "priya", "adam", "omar", "remy")
APPLICATIONS = ("casey", "noel")
SEATED = ("ines", "cleo", "rita", "mona")
HOUR = timedelta(hours=1)
PACKETS_ASKED = 5  # or half the steps would ask for a packet in vain
QUICK = [one for one in invariants.INVARIANTS if one.name != "rubrics_are_what_they_were"]
PAGES = (
    "/",
    "/openings",
    "/openings?q=scorecard:overdue",
    "/interviews",
    "/search?q=MARK",
    "/sent-mail",
    "/openings/{opening}",
    "/applications/{application}",
    "/applications/{application}/history",
    "/applications/{application}/interviews",
    "/packets/{packet}",
    "/scorecards/{slot}",
    "/scorecards/{slot}/review",
    "/scorecards/{slot}/receipt",
    "/slots/{slot}/brief",
    "/slots/{slot}/notes",
    "/interviews/{interview}",
)
WHERE_CARDS_SHOW = ("/", "/applications/{application}", "/packets/{packet}")

who = st.sampled_from(CAST)
application = st.sampled_from(APPLICATIONS)
stage = st.sampled_from(sorted(ROUND_OF))
mostly = st.sampled_from([True, True, False])
some = st.integers(0, 10**6)


@dataclass(frozen=True)
class Sent:
    """A post that was answered, to be sent again."""

    who: str
    url: str
    fields: dict[str, Any]
    status: int
    location: str | None


class Life(RuleBasedStateMachine):
    """Assign, draft, hand in, amend, remove, conflict, move, look, send again, send from an old page."""

    world: ClassVar[World]
    steps: ClassVar[Counter[str]]
    looked: ClassVar[int]

    @initialize()
    def begin(self) -> None:
        self._stack = ExitStack()
        self.house: House = self._stack.enter_context(self.world.visited())
        self.model = Model()
        self.visitors: dict[str, Visitor] = {}
        self.sent: list[Sent] = []
        self.refs = {"opening": self.house.ref("executive"), "packet": self.house.ref("dana-packet")}
        self._marks = self.packets_asked = 0
        for person in SEATED:
            self.assign("casey", person, "deep-dives", "rita")
        assert len(self.model.seats) == len(SEATED)
        self.draft(pick=0, whole=True, old=False)
        self.hand_in(pick=0, by=SEATED[0])
        assert [seat.is_in for seat in self.model.seats] == [True, False, False, False]

    def teardown(self) -> None:
        try:
            self._must_hold(invariants.INVARIANTS)
        finally:
            self._stack.close()

    # --- what people do

    @rule(application=application, person=who, stage=stage, sender=st.sampled_from(CAST[:2]))
    def assign(self, application: str, person: str, stage: str, sender: str) -> None:
        self._step("assign")
        self._marks += 1
        start = NOW - timedelta(days=300) + timedelta(hours=2 * self._marks)
        fields = {
            "stage": stage,
            "date": f"{start:%Y-%m-%d}",
            "time": f"{start:%H:%M}",
            "zone": "UTC",
            "minutes": "60",
            "place": "",
            "seat1-person": self.house.ref(person),
            "seat1-perspective": "peer",
            "seat1-dimensions": [self._asked_in(stage)],
        }
        answer = self._post(sender, f"/applications/{self.house.ref(application)}/interviews", fields)
        if (person, application) in self.model.conflicts:
            assert answer.status_code in {404, 409, 422}, answer.status_code
            return
        if (sender, application) in self.model.conflicts:
            assert answer.status_code == 404
            return
        if answer.status_code != 303:
            assert answer.status_code in {409, 422}, answer.text
            return
        with self.house.app.app_context():
            seat = db.session.scalars(select(Slot.ref).order_by(Slot.id.desc())).first()
        assert seat is not None
        self.model.seats.append(Seat(seat, person, application, stage, f"MARK-{self._marks:03}-"))

    @precondition(lambda self: self._open())
    @rule(pick=some, whole=mostly, old=st.booleans())
    def draft(self, pick: int, whole: bool, old: bool) -> None:
        self._step("draft")
        seat = self._open()[pick % len(self._open())]
        typed = self._typed(seat, whole=whole)
        version = self._draft_version(seat)
        sent = str(max(version - 1, 0)) if old else str(version)
        answer = self._post(seat.who, f"/scorecards/{seat.ref}", {**typed, "version": sent, "then": "close"})
        if answer.status_code == 409:
            assert old
            assert self._stored(seat) == seat.fields
            return
        assert answer.status_code == 303, answer.text
        seat.has_draft, seat.fields = True, self._stored(seat)

    @precondition(lambda self: self._open())
    @rule(pick=some, whole=mostly, late=st.booleans())
    def autosave(self, pick: int, whole: bool, late: bool) -> None:
        """I24: what comes after a later request of its page adds nothing."""
        self._step("autosave")
        seat = self._open()[pick % len(self._open())]
        is_late = late and seat.heard > 0
        sequence = seat.heard if is_late else seat.heard + 1
        page = {"version": str(self._draft_version(seat)), "page": seat.page, "client_seq": str(sequence)}
        answer = self._post(seat.who, f"/scorecards/{seat.ref}/draft", {**self._typed(seat, whole=whole), **page})
        assert answer.status_code == 200, answer.text
        if is_late:
            assert self._stored(seat) == seat.fields
        seat.heard, seat.has_draft, seat.fields = max(seat.heard, sequence), True, self._stored(seat)

    @precondition(lambda self: self._drafted())
    @rule(pick=some, by=who)
    def hand_in(self, pick: int, by: str) -> None:
        """Now and then somebody else tries."""
        self._step("hand in")
        seat = self._drafted()[pick % len(self._drafted())]
        sender = by if by in {"omar", "rita"} else seat.who
        version = str(self._draft_version(seat))
        answer = self._post(sender, f"/scorecards/{seat.ref}/review", {"version": version})
        if sender != seat.who:
            assert answer.status_code == 404
            return
        is_whole = f"{seat.mark} whole" in seat.fields.get("headline", "")
        assert answer.status_code == (303 if is_whole else 422), answer.text
        seat.is_in = is_whole

    @precondition(lambda self: any(seat.is_in for seat in self.model.seats))
    @rule(pick=some, by=who)
    def amend(self, pick: int, by: str) -> None:
        """I11: the card stays, and the later word stands beside it."""
        self._step("amend")
        done = [seat for seat in self.model.seats if seat.is_in]
        seat = done[pick % len(done)]
        sender, before = (by if by in {"omar", "rita"} else seat.who), self._card(seat)
        sent = {**self._typed(seat, whole=True), "layers": str(seat.amendments), "reason": f"{seat.mark} thought again"}
        answer = self._post(sender, f"/scorecards/{seat.ref}/change", sent)
        assert self._card(seat) == before
        if sender != seat.who or (seat.who, seat.application) in self.model.conflicts:
            assert answer.status_code == 404
        elif answer.status_code == 303:
            seat.amendments += 1
        else:
            assert (answer.status_code, seat.stage) == (409, "panel-reports"), answer.text

    @precondition(lambda self: any(seat.is_in for seat in self.model.seats))
    @rule(pick=some)
    def write_after_handing_in(self, pick: int) -> None:
        """I25: nothing saved afterwards has an effect, and I11: the card stays as it is."""
        self._step("write after handing in")
        done = [seat for seat in self.model.seats if seat.is_in]
        seat = done[pick % len(done)]
        before = self._card(seat)
        answer = self._post(seat.who, f"/scorecards/{seat.ref}", {**self._typed(seat, whole=True), "version": "0"})
        expected = 404 if (seat.who, seat.application) in self.model.conflicts else 409
        assert answer.status_code == expected
        assert self._card(seat) == before
        with self.house.app.app_context():
            assert db.session.scalars(select(Draft).join(Draft.slot).where(Slot.ref == seat.ref)).first() is None

    @precondition(lambda self: self._open())
    @rule(pick=some, way=st.sampled_from(["decline", "cancel"]))
    def remove(self, pick: int, way: str) -> None:
        self._step(way)
        seat = self._open()[pick % len(self._open())]
        if way == "decline":
            answer = self._post(seat.who, f"/slots/{seat.ref}/decline", {"reason": "No time."})
            expected = 303
        else:
            with self.house.app.app_context():
                row = db.session.scalars(select(Interview).join(Interview.slots).where(Slot.ref == seat.ref)).one()
                url, version = f"/interviews/{row.ref}/cancel", str(row.version)
            answer = self._post("rita", url, {"version": version})
            expected = 404 if ("rita", seat.application) in self.model.conflicts else 303
        assert answer.status_code == expected, answer.text
        seat.is_gone = expected == 303

    @rule(application=application, by=st.sampled_from(("rita", "cleo", "max", "omar")), pick=some, old=st.booleans())
    def move(self, application: str, by: str, pick: int, old: bool) -> None:
        """I15, I22: only along the plan, by somebody with a part, with a reason, and never from an old page."""
        self._step("move")
        ref = self.house.ref(application)
        page = self._visitor(by).get(f"/applications/{ref}")
        offered = re.findall(r'name="choice"[^>]*value="([^"]+)"|<option value="([^"]+)"', page.text)
        keys = [first or second for first, second in offered] or ["advance:recruiter-call"]
        with self.house.app.app_context():
            version = db.session.scalars(select(Application.version).filter_by(ref=ref)).one()
        sent = {"choice": keys[pick % len(keys)], "reason": "In order.", "version": str(version - old)}
        answer = self._post(by, f"/applications/{ref}/moves", sent)
        assert answer.status_code in ({404, 403, 409, 422} if old else {303, 404, 403, 409, 422}), answer.status_code
        with self.house.app.app_context():
            now = db.session.scalars(select(Application.version).filter_by(ref=ref)).one()
        assert (now > version) == (answer.status_code == 303)

    @precondition(lambda self: self.packets_asked < PACKETS_ASKED)
    @rule(application=application)
    def build_packet(self, application: str) -> None:
        self._step("build packet")
        self.packets_asked += 1
        answer = self._post("rita", f"/applications/{self.house.ref(application)}/packet", {})
        if answer.status_code == 303:
            self.model.packets.add(application)
            with self.house.app.app_context():
                owner = db.session.scalars(select(Application).filter_by(ref=self.house.ref(application))).one()
                self.refs["packet"] = db.session.scalars(select(Packet.ref).filter_by(application_id=owner.id)).one()
        else:
            assert answer.status_code in {403, 404, 409}, answer.status_code

    @precondition(lambda self: len(self.model.conflicts) < 3)
    @rule(application=application, person=st.sampled_from(("ines", "ivan", "mona", "rita")))
    def declare_conflict(self, application: str, person: str) -> None:
        self._step("declare conflict")
        url = f"/applications/{self.house.ref(application)}/conflicts"
        answer = self._post(person, url, {"reason": "We worked together."})
        if answer.status_code == 404:
            return
        assert answer.status_code == 303, answer.text
        with self.house.app.app_context():
            assert db.session.scalars(select(Conflict.kind)).all()
        self.model.conflicts.add((person, application))
        for seat in self.model.seats:
            if (seat.who, seat.application) == (person, application) and seat.owes:
                seat.is_gone = True

    # --- what must not work

    @precondition(lambda self: self.sent)
    @rule(pick=some)
    def send_again(self, pick: int) -> None:
        """I20: the same key and body have one effect and one answer."""
        self._step("send again")
        last = self.sent[pick % len(self.sent)]
        before = contents(self.house)
        answer = self._visitor(last.who).post(last.url, last.fields)
        assert (answer.status_code, answer.headers.get("Location")) == (last.status, last.location)
        assert contents(self.house) == before

    @precondition(lambda self: self.sent)
    @rule(pick=some)
    def send_otherwise_under_the_same_key(self, pick: int) -> None:
        """I21: the same key with another body has no effect."""
        self._step("send otherwise under the same key")
        last = self.sent[pick % len(self.sent)]
        before = contents(self.house)
        answer = self._visitor(last.who).post(last.url, {**last.fields, "reason": "Something else."})
        assert answer.status_code == 422
        assert contents(self.house) == before

    # --- what anybody may look at

    @rule(person=st.one_of(st.none(), who), page=st.sampled_from(PAGES), application=application, pick=some)
    def look(self, person: str | None, page: str, application: str, pick: int) -> None:
        """I1, I3, I4, I8: no words of a card in any answer to somebody who may not read it."""
        self._step("look")
        refs = {**self.refs, "application": self.house.ref(application), "slot": "", "interview": ""}
        if self.model.seats:
            seat = self.model.seats[pick % len(self.model.seats)]
            with self.house.app.app_context():
                held = db.session.scalars(select(Interview.ref).join(Interview.slots).where(Slot.ref == seat.ref)).one()
            refs |= {"slot": seat.ref, "interview": held}
        for one in (page, *WHERE_CARDS_SHOW):
            answer = self._visitor(person).get(one.format_map(refs))
            assert answer.status_code in {200, 302, 303, 401, 403, 404, 422}, answer.status_code
            self._read(person, answer)

    @precondition(lambda self: any(seat.is_in for seat in self.model.seats))
    @rule(pick=some)
    def those_who_may_do_read(self, pick: int) -> None:
        """Or a house that shows nobody anything would pass."""
        self._step("those who may do read")
        done = [one for one in self.model.seats if one.is_in and one.stage not in AS_A_GROUP]
        if not done:
            return
        seat = done[pick % len(done)]
        if (seat.who, seat.application) not in self.model.conflicts:
            assert seat.mark in self._visitor(seat.who).get(f"/scorecards/{seat.ref}/receipt").text
        if self.model.may_read("rita", seat.mark):
            assert seat.mark in self._visitor("rita").get(f"/applications/{self.house.ref(seat.application)}").text

    # --- what always holds

    @invariant()
    def the_house_holds(self) -> None:
        """I4, I11–I15, I25, I27, I29–I35, as `hiring check` asks them; what reads files anew only at the end."""
        if getattr(self, "has_written", False):
            self.has_written = False
            self._must_hold(QUICK)

    # --- by hand

    def _asked_in(self, stage: str) -> str:
        """One dimension is enough, and quicker than all."""
        with self.house.app.app_context():
            opening = db.session.scalars(select(Opening).filter_by(ref=self.refs["opening"])).one()
            row = next(one for one in current_revision(opening.id).stages if one.slug == stage)
            return Sheet(rubric_of(row.rubric_version or opening.rubric_version), tuple(row.shows)).dimensions[0].id

    def _must_hold(self, asked: Iterable[invariants.Invariant]) -> None:
        with self.house.app.app_context():
            found = [one.check(NOW + HOUR) for one in asked]
        offends = [str(one) for one in found if one.count]
        assert offends == [], offends

    def _step(self, name: str) -> None:
        type(self).steps[name] += 1

    def _visitor(self, name: str | None) -> Visitor:
        if name is None:
            return self.house.visitor()
        if name not in self.visitors:
            self.visitors[name] = self.house.visitor(name)
        return self.visitors[name]

    def _post(self, sender: str, url: str, fields: dict[str, Any]) -> TestResponse:
        keyed = {**fields, "key": new_ref()}
        answer = self._visitor(sender).post(url, keyed)
        self.has_written = True
        assert answer.status_code < 500, answer.text
        self._read(sender, answer)
        if answer.status_code == 303:
            self.sent.append(Sent(sender, url, keyed, answer.status_code, answer.headers.get("Location")))
        return answer

    def _read(self, person: str | None, answer: TestResponse) -> None:
        """Whatever came back, page or refusal or header."""
        type(self).looked += 1
        for mark in set(MARK.findall(answer.text + str(answer.headers))):
            assert self.model.may_read(person, mark), (person, mark)

    def _open(self) -> list[Seat]:
        return [seat for seat in self.model.seats if seat.owes]

    def _drafted(self) -> list[Seat]:
        return [seat for seat in self._open() if seat.has_draft]

    def _typed(self, seat: Seat, *, whole: bool) -> dict[str, str]:
        seat.saves += 1
        if not whole:
            return {"headline": f"{seat.mark} begun {seat.saves}", "private_note": f"{seat.private} {seat.saves}"}
        with self.house.app.app_context():
            slot = db.session.scalars(select(Slot).filter_by(ref=seat.ref)).one()
            fields = complete(slot, words=f"{seat.mark} whole {seat.saves}", level=1 + seat.saves % 5)
            first = slot.dimensions[0]
        fields |= {f"{first}-red_flag": "1", f"{first}-check": f"{seat.mark} to check {seat.saves}"}
        return {**fields, "private_note": f"{seat.private} {seat.saves}"}

    def _draft_version(self, seat: Seat) -> int:
        with self.house.app.app_context():
            draft = db.session.scalars(select(Draft).join(Draft.slot).where(Slot.ref == seat.ref)).first()
            return 0 if draft is None else draft.version

    def _stored(self, seat: Seat) -> dict[str, str]:
        with self.house.app.app_context():
            draft = db.session.scalars(select(Draft).join(Draft.slot).where(Slot.ref == seat.ref)).first()
            return {} if draft is None else dict(draft.fields)

    def _card(self, seat: Seat) -> tuple[str, str, str]:
        with self.house.app.app_context():
            card = db.session.scalars(select(Scorecard).join(Scorecard.slot).where(Slot.ref == seat.ref)).one()
            return (card.content_sha256, card.headline, str(card.verdict))
