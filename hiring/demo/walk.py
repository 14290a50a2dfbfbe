"""One candidate's way through the loop, told in `stories.yaml` and carried out by the verbs that the pages use."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from hiring.access.applications import standing
from hiring.candidates import actions as candidates
from hiring.committee import actions as committee
from hiring.demo.paper import curriculum
from hiring.demo.script import Script
from hiring.demo.sitting import Sitting
from hiring.demo.words import Flag, Impression, Shelf, as_typed, fill_in
from hiring.loops.actions import Meeting, Seat, schedule
from hiring.meetings import actions as meetings
from hiring.models import Application, Opening, Packet, Person, Slot, StageRow
from hiring.scorecards import actions as scorecards
from hiring.scorecards.drafts import save_draft
from hiring.scorecards.queries import sheet_of

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
ZONE = "Europe/London"
PLACES = ("Video call", "Room Alder, second floor", "Room Birch, ground floor")
EXECUTIVES = ("cleo", "max")
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Search:
    """An opening with everything that its candidates' ways have in common."""

    opening: Opening
    stages: Sequence[StageRow]
    manager: str
    chair: str
    people: Mapping[str, Person]
    areas: Mapping[str, list[str]]
    severity: Mapping[str, float]
    uploads: Path

    def stage(self, slug: str) -> StageRow:
        return next(one for one in self.stages if one.slug == slug)

    def mover(self, here: StageRow, to: StageRow) -> Person:
        """Whoever decides the round that is left; inside a round the recruiter."""
        deciders = {"recruiter": "rita", "hiring_manager": self.manager, "chair": self.chair}
        return self.people["rita" if here.round_id == to.round_id else deciders[here.round.decides]]

    def seat(self, who: str, stage: StageRow) -> Seat:
        return Seat(self.people[who], stage.perspective[self._part(who, stage)], self._areas(who, stage))

    def _part(self, who: str, stage: StageRow) -> str:
        """In which of the parts that meet the candidate in this stage somebody sits there."""
        if who == self.manager and "hiring_manager" in stage.perspective:
            return "hiring_manager"
        if who in EXECUTIVES and "executive" in stage.perspective:
            return "executive"
        return [part for part in stage.perspective if part != "hiring_manager"][-1]

    def _areas(self, who: str, stage: StageRow) -> Sequence[str]:
        return [] if stage.shows or stage.rubric_version_id is not None else self.areas[who]


@dataclass(slots=True)
class Walk:
    """Notes in the script what happened to one candidate, moment by moment."""

    search: Search
    told: Told
    cast: Told
    script: Script
    shelf: Shelf
    _application: Application | None = None
    _packet: Packet | None = None
    _slots: dict[tuple[str, str], Slot] = field(default_factory=dict)
    _here: int = 0

    @property
    def name(self) -> str:
        return str(self.told["name"])

    @property
    def application(self) -> Application:
        assert self._application is not None
        return self._application

    def note(self) -> None:
        """Put everything that happened into the script."""
        at = self._during(self.told["added"], 9)
        self._note_arrival(at)
        at += HOUR
        for met in self.told["met"]:
            at = self._note_meeting(met, self._note_moves(met["stage"], at))
        self._note_moves(self.told.get("at", self.search.stages[self._here].slug), at)
        if "packet" in self.told:
            self._note_committee()
        for remark in self.told.get("notes", ()):
            self.script.note(self._during(remark["ago"], 16), partial(self._write, remark["by"], remark["text"]))
        if "ends" in self.told:
            self.script.note(self._during(self.told["ends"]["ago"], 17), self._end)

    def _note_arrival(self, at: datetime) -> None:
        self.script.note(at, self._add)
        self.script.note(at + 3 * MINUTE, partial(self._write, "rita", self.cast["note"]))
        if self.told.get("cv"):
            self.script.note(at + 5 * MINUTE, self._attach)

    def _note_moves(self, stage: str, at: datetime) -> datetime:
        """One step after the other up to a stage; answers when the last was made."""
        target = [one.slug for one in self.search.stages].index(stage)
        while self._here < target:
            here, to = self.search.stages[self._here], self.search.stages[self._here + 1]
            at += 6 * MINUTE
            self.script.note(at, partial(self._advance, self.search.mover(here, to), to.slug))
            self._here += 1
        return at

    def _note_meeting(self, met: Told, at: datetime) -> datetime:
        """The interviews of one stage and the cards about them; answers when somebody looks at these."""
        stage = self.search.stage(met["stage"])
        talks = [([who], ago) for who, ago in met["series"].items()] if "series" in met else [(met["who"], met["ago"])]
        last = at
        for place, (whoever, ago) in enumerate(talks):
            first = self._dice(stage.slug, whoever[0]).randrange(7)
            start = self.script.days.book(ago, stage.minutes, whoever, first)
            self.script.note(at + (12 + 7 * place) * MINUTE, partial(self._schedule, stage, start, whoever))
            end = start + stage.minutes * MINUTE
            last = max(last, end)
            for who in whoever:
                self._note_card(met, stage, who, end, is_fresh=ago == 0)
        return self.script.days.next_working(last, 11, self._dice(stage.slug).randrange(60))

    def _note_card(self, met: Told, stage: StageRow, who: str, end: datetime, *, is_fresh: bool) -> None:
        minutes = (
            self._dice(stage.slug, who).randint(8, 26) if is_fresh else self._dice(stage.slug, who).randint(20, 240)
        )
        at = end + minutes * MINUTE
        if who not in met.get("owes", ()):
            self.script.note(at, partial(self._hand_in, stage, who))
        elif who in met.get("drafts", {}):
            self.script.note(at, partial(self._save_draft, stage, who, met["drafts"][who]))

    def _note_committee(self) -> None:
        self.script.note(self._during(self.told["packet"], 14), self._build_packet)
        Sitting(self.told, self.script, self.search.people, self.search.chair, self.its_packet).note()
        if "moves_on_to" in self.told:
            decided = self.told["decision"]
            self._note_moves(self.told["moves_on_to"], self.script.days.at(decided["ago"], decided["hour"]) + HOUR)

    def _add(self, at: datetime) -> None:
        new = candidates.NewCandidate(
            name=self.name,
            headline=self.cast["headline"],
            email=self.cast.get("email", f"{'.'.join(self.name.casefold().split())}@example.net"),
            channel=self.cast["channel"],
        )
        # one of them is from a company off limits; what was written of their sourcing says who agreed
        self._application = candidates.add_candidate(
            self.search.opening, new, by=self.search.people["rita"], now=at, anyway=True
        )

    def _write(self, by: str, words: str, at: datetime) -> None:
        candidates.write_note(self.application, words, by=self.search.people[by], now=at)

    def _attach(self, at: datetime) -> None:
        lines = [
            self.cast["headline"],
            "",
            "Invented for the demonstration house, like everybody in it.",
            f"Considered for: {self.search.opening.title}",
        ]
        file = candidates.NewFile(f"CV {self.name}.pdf", curriculum(self.name, lines))
        candidates.attach(self.application, file, folder=self.search.uploads, by=self.search.people["rita"], now=at)

    def _advance(self, by: Person, to: str, at: datetime) -> None:
        self._move(f"advance:{to}", "", by, at)

    def _end(self, at: datetime) -> None:
        ends = self.told["ends"]
        by, missing = self.search.people[ends["by"]], ends.get("missing")
        self._move(f"close:{ends['as']}", ends["reason"], by, at, missing=missing)

    def _move(self, key: str, reason: str, by: Person, at: datetime, *, missing: str | None = None) -> None:
        stands = standing(by, self.application)
        candidates.make_move(self.application, key, reason=reason, standing=stands, by=by, now=at, missing=missing)

    def _schedule(self, stage: StageRow, start: datetime, whoever: Sequence[str], at: datetime) -> None:
        place = self._dice(stage.slug).choice(PLACES)
        meeting = Meeting(stage=stage, starts_at=start, zone=ZONE, minutes=stage.minutes, place=place)
        seats = [self.search.seat(who, stage) for who in whoever]
        interview = schedule(self.application, meeting, seats, by=self.search.people["rita"], now=at)
        for who, slot in zip(whoever, interview.slots, strict=True):
            self._slots[stage.slug, who] = slot

    def _hand_in(self, stage: StageRow, who: str, at: datetime) -> None:
        slot = self._slots[stage.slug, who]
        answers = fill_in(sheet_of(slot), self._impression(stage, who), self.shelf)
        scorecards.hand_in(slot, answers, by=slot.person, now=at)

    def _save_draft(self, stage: StageRow, who: str, first: int, at: datetime) -> None:
        slot = self._slots[stage.slug, who]
        answers = fill_in(sheet_of(slot), self._impression(stage, who), self.shelf)
        save_draft(slot, as_typed(answers, first), by=slot.person, now=at)

    def _impression(self, stage: StageRow, who: str) -> Impression:
        seen_as = self.told.get("seen_as", {})
        return Impression(
            candidate=self.name,
            seen_by=who,
            stage=stage.slug,
            level=seen_as[who] if who in seen_as else self.told["level"] + self.search.severity[who],
            differs=self.told.get("differs", {}),
            flag=self._flag(stage, who),
        )

    def _flag(self, stage: StageRow, who: str) -> Flag | None:
        told = self.told.get("flag")
        if told is None or (told["stage"], told["by"]) != (stage.slug, who):
            return None
        return Flag(told["dimension"], told["level"], told["saw"], told["check"])

    def _build_packet(self, at: datetime) -> None:
        self._packet = committee.build_packet(self.application, by=self.search.people["rita"], now=at)

    def its_packet(self) -> Packet:
        """What the committee reads, once the script has built it."""
        assert self._packet is not None
        return self._packet

    def _during(self, ago: int, hour: int) -> datetime:
        return self.script.days.at(ago, hour, self._dice(str(ago), str(hour)).randrange(60))

    def _dice(self, *about: str) -> random.Random:
        return random.Random("/".join((self.name, *about)))


def note_meeting(told: Told, search: Search, walks: Sequence[Walk], script: Script) -> None:
    """The committee is called together for these candidates; one in the past is over."""
    chair, called = search.people[search.chair], []
    starts = script.days.at(told["starts"], told["hour"])

    def call(at: datetime) -> None:
        packets = [walk.its_packet() for walk in walks]
        called.append(meetings.call_meeting(search.opening, starts, packets, place=told["place"], by=chair, now=at))

    script.note(script.days.at(told["called"], 16), call)
    if "ends" in told:
        end = script.days.at(told["starts"], told["ends"], 30)
        script.note(end, lambda at: meetings.end_meeting(called[0], by=chair, now=at))
