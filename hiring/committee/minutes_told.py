"""The minutes in words: a line for each thing that happened, for people to read and for programs to take in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from hiring.committee.minutes import BallotTold, Minutes, Remark, Resolved
from hiring.committee.outcomes import OUTCOME_WORDS
from hiring.rubric.answers import VERDICT_WORDS
from hiring.text import Text, text
from hiring.web.language import moment, say

COLUMNS = ("part", "at", "person", "said", "words")
FORMAT = "minutes of a hiring committee, 1"


class Line(NamedTuple):
    """One thing that happened. `part` and `said` are words of ours and stay the same in every language."""

    part: str
    at: datetime | None
    person: str
    said: str
    words: str

    @property
    def cells(self) -> tuple[str, ...]:
        return self.part, "" if self.at is None else self.at.isoformat(), self.person, self.said, self.words


def lines_of(minutes: Minutes) -> Iterator[Line]:
    """In the order in which a reader wants them; every ballot, change, point, proposal and word of the decision."""
    rubric = f"{minutes.rubric} {minutes.sha256}"
    yield Line("packet", minutes.built_at, minutes.built_by, minutes.candidate, f"{minutes.opening}, {rubric}")
    for name, role in minutes.committee:
        yield Line("committee", None, name, role, "")
    for name in minutes.stepped_back:
        yield Line("stepped_back", None, name, "", "")
    for ballot in minutes.ballots:
        yield from _ballot(ballot)
    for point in minutes.points:
        yield _remark("point", point)
    for proposal in minutes.proposals:
        yield from _resolved("proposal", proposal)
    if minutes.decision is not None:
        yield from _resolved("decision", minutes.decision)
    if minutes.settlement is not None:
        one = minutes.settlement
        yield Line("settlement", one.at, one.by, "met" if one.is_met else "not_met", one.finding)
    for part, remarks in (("dissent", minutes.dissents), ("note", minutes.notes)):
        for remark in remarks:
            yield _remark(part, remark)


def as_json(minutes: Minutes) -> dict[str, Any]:
    """Everything by name, instants in UTC as ISO 8601 has them."""
    told: dict[str, Any] = _plain({"format": FORMAT, **asdict(minutes)})
    return told


def as_text(minutes: Minutes) -> Iterator[str]:
    """To paste into a mail or a file, in the reader's language and zone."""
    title = say(text("Minutes: %(candidate)s, %(opening)s", candidate=minutes.candidate, opening=minutes.opening))
    yield title
    yield "=" * len(title)
    for line in lines_of(minutes):
        said = " · ".join(part for part in (_when(line), line.person, say(_word(line))) if part)
        yield f"{say(PARTS[line.part.partition(' ')[0]])}{_number(line)}: {said}"
        yield from (f"    {words}" for words in line.words.splitlines())
    if minutes.is_voting:
        yield say(SEALED)


SEALED = text("A ballot is open. What is voted in it stands here once it has closed.")
PARTS = {
    "packet": text("Packet"),
    "committee": text("Committee"),
    "stepped_back": text("Stepped back or left"),
    "ballot": text("Ballot"),
    "vote": text("Vote"),
    "point": text("Point"),
    "proposal": text("Proposal against the rule"),
    "decision": text("Decision"),
    "settlement": text("Condition"),
    "dissent": text("Dissent"),
    "note": text("Note"),
}
_WORDS: dict[str, Text] = {
    **VERDICT_WORDS,
    **OUTCOME_WORDS,
    "chair": text("Chair of the committee"),
    "committee": text("Committee member"),
    "opened": text("opened"),
    "closed": text("closed"),
    "closed_by_itself": text("closed by itself, all were in"),
    "absent": text("did not vote"),
    "left": text("stepped back or left while it was open"),
    "changed_from": text("had voted otherwise before"),
    "rests_on": text("the reasons rest on"),
    "rule_said": text("what the rule read"),
    "against_rule": text("why against the rule"),
    "condition": text("on the condition that"),
    "seconded": text("seconded"),
    "withdrawn": text("withdrawn"),
    "waits": text("waits for a second person"),
    "met": text("met"),
    "not_met": text("not met"),
}


def _ballot(one: BallotTold) -> Iterator[Line]:
    part, vote = f"ballot {one.number}", f"vote {one.number}"
    yield Line(part, one.opened_at, one.opened_by, "opened", "")
    for cast in one.votes:
        yield Line(vote, None, cast.name, cast.verdict, cast.reason)
        if cast.was is not None:
            yield Line(vote, None, cast.name, "changed_from", cast.was)
    for name in one.absent:
        yield Line(vote, None, name, "absent", "")
    for name in one.left:
        yield Line(vote, None, name, "left", "")
    yield Line(part, one.closed_at, one.closed_by or "", "closed" if one.closed_by else "closed_by_itself", "")


def _resolved(part: str, one: Resolved) -> Iterator[Line]:
    yield Line(part, one.proposed_at or one.at, one.by, one.outcome, one.reasons)
    for said, words in (
        ("condition", one.condition),
        ("rests_on", ", ".join(one.rests_on)),
        ("rule_said", one.rule_said),
        ("against_rule", one.against_rule),
    ):
        if words:
            yield Line(part, None, "", said, words)
    if one.seconded_by is not None:
        yield Line(part, one.at, one.seconded_by, "seconded", "")
    if part == "proposal":
        yield Line(part, one.ended_at, one.ended_by or "", "withdrawn" if one.ended_by else "waits", "")


def _remark(part: str, one: Remark) -> Line:
    return Line(part, one.at, one.name, one.title, one.body)


def _when(line: Line) -> str:
    return "" if line.at is None else moment(line.at)


def _word(line: Line) -> Text | str:
    return _WORDS.get(line.said, line.said)


def _number(line: Line) -> str:
    return line.part.removeprefix(line.part.partition(" ")[0])


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
