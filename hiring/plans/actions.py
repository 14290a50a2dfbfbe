"""What happens to the plan of a running opening: stages come, change, move and go, and a change is taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from hiring import audit
from hiring.models import Opening, Person, PlanRevision
from hiring.openings.actions import revise_plan
from hiring.plans import queries
from hiring.refusal import Kind, Refusal
from hiring.text import Text, text
from hiring.workflow import revising
from hiring.workflow.differences import differences
from hiring.workflow.plan import Plan
from hiring.workflow.revising import Spot


def add_stage(
    opening: Opening, stage: Mapping[str, Any], spot: Spot, *, seen: int, reason: str, by: Person, now: datetime
) -> PlanRevision:
    """Put one more stage into the plan, under a name that no stage of this opening ever had.

    seen: the number of the revision that the page showed, here and below.
    """
    taken = queries.used_names(opening.id)
    new = {**stage, "id": revising.name_stage(str(stage["title"]), taken)}
    return _revise(opening, lambda plan: revising.add(plan, new, spot), seen=seen, reason=reason, by=by, now=now)


def change_stage(
    opening: Opening, stage_id: str, changed: Mapping[str, Any], *, seen: int, reason: str, by: Person, now: datetime
) -> PlanRevision:
    """Give a stage other words, limits, gates or people."""
    return _revise(
        opening, lambda plan: revising.change(plan, stage_id, changed), seen=seen, reason=reason, by=by, now=now
    )


def place_stage(
    opening: Opening, stage_id: str, spot: Spot, *, seen: int, reason: str, by: Person, now: datetime
) -> PlanRevision:
    """Put a stage somewhere else, also into another round."""
    return _revise(opening, lambda plan: revising.place(plan, stage_id, spot), seen=seen, reason=reason, by=by, now=now)


def remove_stage(opening: Opening, stage_id: str, *, seen: int, reason: str, by: Person, now: datetime) -> PlanRevision:
    """Take a stage out. Whoever walked it keeps it, with its cards."""
    return _revise(opening, lambda plan: revising.remove(plan, stage_id), seen=seen, reason=reason, by=by, now=now)


def undo_change(opening: Opening, *, seen: int, reason: str, by: Person, now: datetime) -> PlanRevision:
    """Take the last change back, by a new revision that walks as the one before it did."""
    audit.take_turn()
    last_two = queries.revisions(opening.id)[:2]
    if len(last_two) < 2:
        raise Refusal(text("The plan is as the opening began. There is no change to take back."))
    last, before = last_two
    return _revise(
        opening, lambda _plan: queries.whole_plan(before), seen=seen, reason=reason, by=by, now=now, undoes=last
    )


def _revise(
    opening: Opening,
    edit: Callable[[Plan], Plan],
    *,
    seen: int,
    reason: str,
    by: Person,
    now: datetime,
    undoes: PlanRevision | None = None,
) -> PlanRevision:
    audit.take_turn()  # nobody moves into a stage while it is taken out
    if opening.closed_at is not None:
        raise Refusal(text("This opening is closed. Reopen it before changing its plan."))
    revisions = queries.revisions(opening.id)
    if revisions[0].number != seen:
        raise Refusal(_somebody_was_faster(revisions, seen))
    plan = queries.whole_plan(revisions[0])
    new = edit(plan)
    if not differences(plan, new):
        raise Refusal(text("Nothing would change. Change something, or go back to the plan."), Kind.INPUT)
    stranded = revising.strands(plan, new, queries.walks(opening, now=now))
    if stranded is not None:
        raise Refusal(stranded)
    return revise_plan(opening, new, reason=reason, by=by, now=now, undoes=undoes)


def _somebody_was_faster(revisions: Sequence[PlanRevision], seen: int) -> Text:
    newest = revisions[0]
    name = queries.names([newest.by_id])[newest.by_id]
    before = next((one for one in revisions if one.number == seen), revisions[-1])
    said = differences(queries.whole_plan(before), queries.whole_plan(newest))
    words = text(
        "%(name)s changed the plan after you opened this page. What you typed is still here: see if it still fits, "
        "then send it again.",
        name=name,
    )
    return text("%(what)s %(words)s", what=said[0], words=words) if said else words
