"""What the committee did about one packet, told in `stories.yaml` and carried out by the verbs that the pages use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from hiring.ballots import actions as ballots
from hiring.committee import actions as committee
from hiring.conflicts.actions import declare
from hiring.demo.script import Script
from hiring.models import Packet, Person, Proposal
from hiring.web.readings import remember

MINUTE = timedelta(minutes=1)
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sitting:
    """Notes in the script how a committee came to its decision. `packet` is there once the script has built it."""

    told: Told
    script: Script
    people: Mapping[str, Person]
    chair: str
    packet: Callable[[], Packet]
    _proposed: list[Proposal] = field(default_factory=list)

    def note(self) -> None:
        """Ballots with their votes, who stepped back, what was said, and the decision with all that came after it."""
        for told in self.told.get("ballots", ()):
            self._note_ballot(told)
        for who, told in self.told.get("steps_back", {}).items():
            self.script.note(self._at(told), partial(self._step_back, who, told["reason"]))
        for place, told in enumerate(self.told.get("points", ())):
            self.script.note(self._at(told) + place * 4 * MINUTE, partial(self._note_point, told))
        if "decision" in self.told:
            self._note_decision(self.told["decision"])

    def _note_ballot(self, told: Told) -> None:
        """Opened by the chair; the last vote awaited closes it."""
        at = self._at(told)
        self.script.note(at, self._open_ballot)
        for place, (who, said) in enumerate(told["votes"].items(), 1):
            verdict, _, reason = said.partition(": ")
            self.script.note(at + 17 * place * MINUTE, partial(self._vote, who, verdict, reason))

    def _note_decision(self, told: Told) -> None:
        at = self._at(told)
        self.script.note(at, partial(self._decide, told))
        if "seconded_by" in told:
            self.script.note(at + 25 * MINUTE, partial(self._second, told["seconded_by"]))
        for place, (who, reason) in enumerate(told.get("dissents", {}).items(), 4):
            self.script.note(at + 10 * place * MINUTE, partial(self._dissent, who, reason))
        if "settled" in told:
            self.script.note(self._at(told["settled"]), partial(self._settle, told["settled"]))
        for later in told.get("notes", ()):
            self.script.note(self._at(later), partial(self._add_note, later))

    def _at(self, told: Told) -> datetime:
        return self.script.days.at(told["ago"], told["hour"])

    def _open_ballot(self, at: datetime) -> None:
        ballots.open_ballot(self.packet(), by=self.people[self.chair], now=at)

    def _vote(self, who: str, verdict: str, reason: str, at: datetime) -> None:
        read_at = at - 9 * MINUTE
        remember("packet", self.packet().application_id, reader_id=self.people[who].id, now=read_at)
        ballots.cast(self.packet(), verdict, reason=reason, has_read=True, by=self.people[who], now=at)

    def _step_back(self, who: str, reason: str, at: datetime) -> None:
        declare(self.packet().application, reason=reason, by=self.people[who], now=at)

    def _note_point(self, told: Told, at: datetime) -> None:
        version = self.packet().application.opening.rubric_version
        point = f"{version.slug}@{version.number}/{told['on']}"
        ballots.note_point(self.packet(), point, told["text"], by=self.people[told["by"]], now=at)

    def _decide(self, told: Told, at: datetime) -> None:
        resolution = committee.Resolution(
            told["as"],
            told["reasons"],
            tuple(told["rests_on"]),
            condition=told.get("condition", ""),
            against_rule=told.get("against_rule", ""),
        )
        recorded = committee.decide(self.packet(), resolution, by=self.people[self.chair], now=at)
        if isinstance(recorded, Proposal):
            self._proposed.append(recorded)

    def _second(self, who: str, at: datetime) -> None:
        (proposal,) = self._proposed
        committee.second(self.packet(), proposal.ref, by=self.people[who], now=at)

    def _dissent(self, who: str, reason: str, at: datetime) -> None:
        committee.dissent(self.packet(), reason=reason, by=self.people[who], now=at)

    def _settle(self, told: Told, at: datetime) -> None:
        by = self.people[told["by"]]
        committee.settle(self.packet(), is_met=told["met"], finding=told["finding"], by=by, now=at)

    def _add_note(self, told: Told, at: datetime) -> None:
        committee.note(self.packet(), body=told["text"], by=self.people[told["by"]], now=at)
