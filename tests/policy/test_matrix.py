"""The matrix of who may do what, as a table to read, held against the policy for every standing there can be.

It is written down here by itself and asks the policy nothing: a rule changed by mistake differs from a line of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.models.person import CAPABILITIES
from hiring.policy import Permission, Standing, permits

COLUMNS = (
    "anybody",
    "seated",
    "recruiter",
    "manager",
    "chair",
    "committee",
    "admin",
    "privacy",
    "opener",
    "deputy",
    "decider",
    "reports",
    "groups",
)
MATRIX = """
                    anybody seated recruiter manager chair committee admin privacy opener deputy decider reports groups
# A page of one's own
home.read           Y       -      -         -       -     -         -     -       -      -      -       -       -
account.edit        Y       -      -         -       -     -         -     -       -      -      -       -       -
absence.edit        Y       -      -         -       -     -         -     -       -      -      -       -       -
search.read         Y       -      -         -       -     -         -     -       -      -      -       -       -
interview.list      Y       -      -         -       -     -         -     -       -      -      -       -       -
opening.list        Y       -      -         -       -     -         -     -       -      -      -       -       -
rubric.read         Y       -      -         -       -     -         -     -       -      -      -       -       -
# Openings
opening.create      -       -      -         -       -     -         -     -       Y      -      -       -       -
opening.read        -       -      Y         Y       K     K         -     GB      -      -      -       -       -
opening.team        -       -      Y         -       -     -         -     -       -      -      -       -       -
opening.pay         -       -      Y         Y       -     -         -     -       -      -      -       -       -
opening.adjusted    -       -      Y         Y       -     -         -     -       -      -      -       -       -
opening.close       -       -      Y         Y       -     -         -     -       -      -      -       -       -
charter.read        -       -      Y         Y       K     K         -     -       -      -      -       -       -
charter.write       -       -      Y         Y       -     -         -     -       -      -      -       -       -
charter.approve     -       -      -         Y       -     -         -     -       -      -      -       -       -
plan.read           -       -      Y         Y       K     K         -     -       -      -      -       -       -
plan.change         -       -      Y         Y       -     -         -     -       -      -      -       -       -
# Applications
candidate.add       -       -      Y         -       -     -         -     -       -      -      -       -       -
application.read    -       Y      Y         Y       K     K         -     GB      -      -      -       -       -
application.contact -       -      Y         Y       -     -         -     -       -      -      -       -       -
application.history -       -      B         B       KB    KB        -     GB      -      -      -       -       -
application.move    -       -      b         b       Kb    -         -     -       -      -      -       -       -
application.note    -       -      Y         Y       -     -         -     -       -      -      -       -       -
attachment.read     -       Y      Y         Y       K     K         -     -       -      -      -       -       -
attachment.add      -       -      Y         -       -     -         -     -       -      -      -       -       -
candidate.merge     -       -      Y         -       -     -         -     -       -      -      -       -       -
application.tag     -       -      Y         Y       -     -         -     -       -      -      -       -       -
application.own     -       -      Y         Y       -     -         -     -       -      -      -       -       -
record.read         -       -      B         B       KB    KB        -     -       -      -      -       -       -
record.write        -       -      b         b       -     -         -     -       -      -      -       -       -
expectation.read    -       -      Y         Y       -     -         -     -       -      -      -       -       -
question.read       -       Y      Y         Y       -     -         -     -       -      -      -       -       -
question.note       -       Y      Y         Y       -     -         -     -       -      -      -       -       -
question.answer     O       -      Y         Y       -     -         -     -       -      -      -       -       -
letter.read         -       -      Y         Y       -     -         -     -       -      -      -       -       -
letter.write        -       -      Y         Y       -     -         -     -       -      -      -       -       -
promise.make        -       -      Y         Y       -     -         -     -       -      -      -       -       -
adjustment.read     -       -      Y         -       -     -         -     -       -      -      -       -       -
adjustment.arrange  -       -      Y         -       -     -         -     -       -      -      -       -       -
# Conflicts of interest
conflict.declare    -       Y      Y         Y       K     K         -     -       -      -      -       -       -
conflict.read       -       -      Y         Y       -     -         -     -       -      -      -       -       -
conflict.name       -       -      Y         -       -     -         -     -       -      -      -       -       -
conflict.end        -       -      Y         -       -     -         -     -       -      -      -       -       -
# Interviews, seats and scorecards
interview.schedule  -       -      Y         Y       -     -         -     -       -      -      -       -       -
interview.tell      -       Y      Y         Y       K     K         -     -       -      -      -       -       -
interview.offer     -       -      Y         Y       -     -         -     -       -      -      -       -       -
coverage.read       -       -      Y         Y       -     -         -     -       -      -      -       -       -
coverage.results    -       -      B         B       -     -         -     -       -      -      -       -       -
coverage.change     -       -      Y         Y       -     -         -     -       -      -      -       -       -
calendar.read       Y       -      -         -       -     -         -     -       -      -      -       -       -
calendar.feed       Y       -      -         -       -     -         -     -       -      -      -       -       -
slot.read           O       -      -         -       -     -         -     -       -      -      -       -       -
slot.jot            O       -      -         -       -     -         -     -       -      -      -       -       -
slot.decline        OU      -      -         -       -     -         -     -       -      L      -       -       -
scorecard.write     O       -      -         -       -     -         -     -       -      -      -       -       -
scorecard.type      -       -      -         -       -     -         -     -       -      T      -       -       -
scorecard.receipt   OH      -      -         -       -     -         -     -       -      -      -       -       -
scorecard.amend     OH      -      -         -       -     -         -     -       -      -      -       -       -
# The committee
packet.build        -       -      B         -       -     -         -     -       -      -      -       -       -
packet.read         -       -      KB        KB      KB    KB        -     GKB     -      -      -       -       -
packet.readings     -       -      KB        -       KB    -         -     -       -      -      -       -       -
severity.name       -       -      KB        -       KB    -         -     -       -      -      -       -       -
ballot.open         -       -      -         -       KB    -         -     -       -      -      -       -       -
ballot.close        -       -      -         -       KB    -         -     -       -      -      -       -       -
vote.cast           -       -      -         -       KB    KB        -     -       -      -      -       -       -
ballot.read         -       -      KBD       -       KB    KB        -     -       -      -      KB      -       -
point.note          -       -      -         -       KB    KB        -     -       -      -      -       -       -
minutes.read        -       -      KBD       -       KB    KB        -     -       -      -      KB      -       -
decision.record     -       -      -         -       -     -         -     -       -      -      KB      -       -
decision.second     -       -      -         KB      KB    KB        -     -       -      -      -       -       -
decision.dissent    -       -      -         KB      KB    KB        -     -       -      -      -       -       -
decision.settle     -       -      KB        -       -     -         -     -       -      -      KB      -       -
decision.note       -       -      KB        KB      KB    KB        -     -       -      -      -       -       -
evidence.rate       -       -      -         -       KB    KB        -     -       -      -      -       -       -
# Meetings, and candidates side by side
meeting.list        Y       -      -         -       -     -         -     -       -      -      -       -       -
meeting.call        -       -      Y         -       K     -         -     -       -      -      -       -       -
meeting.read        -       -      Y         Y       K     K         -     -       -      -      -       -       -
opening.compare     -       -      Y         Y       K     K         -     -       -      -      -       -       -
severity.list       -       -      Y         -       K     -         -     -       -      -      -       -       -
# Calibration and reports
mirror.read         Y       -      -         -       -     -         -     -       -      -      -       -       -
case.read           Y       -      -         -       -     -         -     -       -      -      -       -       -
case.write          -       -      -         -       -     -         -     -       Y      -      -       -       -
report.read         -       -      -         -       -     -         -     -       Y      -      -       Y       -
group_report.read   -       -      -         -       -     -         -     -       -      -      -       -       Y
# The house
person.list         -       -      -         -       -     -         Y     -       -      -      -       -       -
person.invite       -       -      -         -       -     -         Y     -       -      -      -       -       -
person.deactivate   -       -      -         -       -     -         Y     -       -      -      -       -       -
mail.read           -       -      -         -       -     -         Y     -       -      -      -       -       -
mail.preview        -       -      -         -       -     -         Y     -       Y      -      -       -       -
letter.templates    -       -      -         -       -     -         -     -       Y      -      -       -       -
interviewer.list    -       -      -         -       -     -         -     -       Y      -      -       -       -
interviewer.train   -       -      -         -       -     -         -     -       Y      -      -       -       -
# Emergencies
break_glass.list    -       -      -         -       -     -         Y     Y       -      -      -       -       -
break_glass.ask     -       -      -         -       -     -         -     Y       -      -      -       -       -
break_glass.approve -       -      -         -       -     -         Y     Y       -      -      -       -       -
break_glass.end     O       -      Y         -       -     -         -     -       -      -      -       -       -
"""
"""Y yes · - no · K once a packet stands before the committee · B owing no card for this candidate · b owing none in the
present round · O one's own · H with the card handed in · U with it still out · G while the glass is broken · D once the
committee has decided. A deputy types the card at hand for its judge (T), or looks after the seat at hand for its holder
(L); the decider is whom the plan lets decide the present round. Several letters hold together; any column that somebody
stands in will do.

Where it says less than the first design of it did, that is decided: whoever owes a card is above nothing (B), and an
administrator is told no opening by name.
"""

IN_COLUMN: Mapping[str, Callable[[Standing], bool]] = {
    "anybody": lambda one: True,
    "seated": lambda one: one.sits,
    "recruiter": lambda one: "recruiter" in one.roles,
    "manager": lambda one: "hiring_manager" in one.roles,
    "chair": lambda one: "chair" in one.roles,
    "committee": lambda one: "committee" in one.roles,
    "admin": lambda one: "user_admin" in one.capabilities,
    "privacy": lambda one: "privacy_officer" in one.capabilities,
    "opener": lambda one: "open_openings" in one.capabilities,
    "deputy": lambda one: one.types_it or one.schedules_it,
    "decider": lambda one: one.decides in one.roles,
    "reports": lambda one: "reports" in one.capabilities,
    "groups": lambda one: "group_reports" in one.capabilities,
}
HOLDS: Mapping[str, Callable[[Standing], bool]] = {
    "Y": lambda one: True,
    "-": lambda one: False,
    "K": lambda one: one.has_packet,
    "B": lambda one: not one.owes,
    "b": lambda one: one.round not in one.owes,
    "O": lambda one: one.is_own,
    "H": lambda one: one.has_handed_in,
    "U": lambda one: not one.has_handed_in,
    "G": lambda one: one.has_broken_glass,
    "D": lambda one: one.is_decided,
    "T": lambda one: one.types_it,
    "L": lambda one: one.schedules_it,
}


def read() -> dict[str, dict[str, str]]:
    """The table by permission and column."""
    head, *lines = [line for line in MATRIX.splitlines() if line.strip() and not line.startswith("#")]
    assert tuple(head.split()) == COLUMNS
    return {name: dict(zip(COLUMNS, cells, strict=True)) for name, *cells in map(str.split, lines)}


TABLE = read()


def says_yes(permission: Permission, one: Standing) -> bool:
    """What the table says."""
    row = TABLE[permission.value]
    return any(IN_COLUMN[column](one) and all(HOLDS[sign](one) for sign in cell) for column, cell in row.items())


def standings() -> st.SearchStrategy[Standing]:
    """Everything `Standing` can hold; only whoever guards privacy breaks a glass."""
    rounds = ["first-calls", "loop", "committee"]
    return st.builds(
        Standing,
        capabilities=st.frozensets(st.sampled_from(CAPABILITIES)),
        roles=st.frozensets(st.sampled_from(["recruiter", "hiring_manager", "chair", "committee"])),
        is_own=st.booleans(),
        has_handed_in=st.booleans(),
        sits=st.booleans(),
        owes=st.frozensets(st.sampled_from(rounds)),
        round=st.sampled_from([None, *rounds]),
        has_packet=st.booleans(),
        has_broken_glass=st.booleans(),
        types_it=st.booleans(),
        schedules_it=st.booleans(),
        decides=st.sampled_from(["recruiter", "hiring_manager", "chair"]),
        is_decided=st.booleans(),
    ).filter(lambda one: "privacy_officer" in one.capabilities or not one.has_broken_glass)


def test_the_table_has_a_line_for_each_permission() -> None:
    assert TABLE.keys() == {permission.value for permission in Permission}


@settings(max_examples=600)
@given(standings())
def test_the_policy_is_the_matrix(one: Standing) -> None:
    differs = {p.value for p in Permission if permits(p, one) != says_yes(p, one)}
    assert differs == set()


@pytest.mark.parametrize("permission", Permission, ids=lambda one: one.value)
def test_somebody_may_and_somebody_may_not(permission: Permission) -> None:
    """A table that said the same about everybody would hold whatever the policy said."""
    alone = Standing()
    everything = Standing(
        capabilities=frozenset(CAPABILITIES),
        roles=frozenset({"recruiter", "hiring_manager", "chair", "committee"}),
        is_own=True,
        has_handed_in=permission is not Permission.SLOT_DECLINE,
        sits=True,
        has_packet=True,
        has_broken_glass=True,
        is_decided=True,
        types_it=True,
        schedules_it=True,
    )
    assert permits(permission, everything)
    assert permits(permission, alone) == (TABLE[permission.value]["anybody"] == "Y")


@given(standings())
def test_a_broken_glass_shows_and_never_does(one: Standing) -> None:
    """Against the same person without it, an emergency adds reading and nothing else."""
    bare = replace(one, has_broken_glass=False)
    added = {p.value for p in Permission if permits(p, one) and not permits(p, bare)}
    assert added <= {"opening.read", "application.read", "application.history", "packet.read"}
