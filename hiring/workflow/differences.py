"""What one plan changed of another, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hiring.text import Text, count, text
from hiring.workflow.gates import gates_of
from hiring.workflow.plan import Plan, Stage
from hiring.workflow.words import round_title

SAYINGS = {
    "purpose": text("“%(stage)s”: another purpose."),
    "tells_candidate": text("“%(stage)s”: other words for the candidate."),
    "who": text("“%(stage)s”: other people meet the candidate."),
    "perspective": text("“%(stage)s”: other perspectives."),
    "shows": text("“%(stage)s”: other dimensions."),
    "exercises": text("“%(stage)s”: other exercises."),
    "rubric": text("“%(stage)s”: another rubric."),
    "card": text("“%(stage)s”: another scorecard."),
    "with_": text("“%(stage)s”: other particulars."),
    "kind": text("“%(stage)s”: another kind of stage."),
}
YES_OR_NO = {
    "series": (text("“%(stage)s”: several talks."), text("“%(stage)s”: one talk.")),
    "collective": (
        text("“%(stage)s”: its scorecards are shown as a group."),
        text("“%(stage)s”: its scorecards are shown one by one."),
    ),
}


def differences(old: Plan, new: Plan) -> tuple[Text, ...]:
    """Everything that changed, in the order of the new plan; nothing when the two walk the same way."""
    kept = {stage.id: stage for stage in old.stages}
    stays = {stage.id for stage in new.stages}
    gone = [text("“%(stage)s” was taken out.", stage=one.title) for one in old.stages if one.id not in stays]
    moved = _moved([one.id for one in old.stages if one.id in stays], [one.id for one in new.stages if one.id in kept])
    said = list(gone)
    for place, stage in enumerate(new.stages):
        if stage.id not in kept:
            said.append(_placed(text("“%(stage)s” was added"), stage, new, place))
            continue
        if stage.id in moved:
            said.append(_placed(text("“%(stage)s” was moved"), stage, new, place))
        said += _of_stage(kept[stage.id], stage)
        said += _of_round(old, new, stage)
    return tuple(said)


def _placed(what: Text, stage: Stage, new: Plan, place: int) -> Text:
    what = text(what.msgid, stage=stage.title)
    if place == 0:
        return text("%(what)s at the beginning.", what=what)
    return text("%(what)s after “%(before)s”.", what=what, before=new.stages[place - 1].title)


def _of_stage(was: Stage, is_: Stage) -> Iterator[Text]:
    name = was.title
    if was.title != is_.title:
        yield text("“%(stage)s” is now called “%(title)s”.", stage=name, title=is_.title)
    if was.limit_days != is_.limit_days:
        yield count(
            "“%(stage)s”: %(num)d day instead of %(was)d.",
            "“%(stage)s”: %(num)d days instead of %(was)d.",
            is_.limit_days,
            stage=name,
            was=was.limit_days,
        )
    if was.minutes != is_.minutes:
        yield text("“%(stage)s”: %(now)d min instead of %(was)d.", stage=name, now=is_.minutes, was=was.minutes)
    yield from _of_gates(was, is_)
    for key, words in SAYINGS.items():
        if getattr(was, key) != getattr(is_, key):
            yield text(words.msgid, stage=name)
    for key, (yes, no) in YES_OR_NO.items():
        if getattr(was, key) != getattr(is_, key):
            yield text((yes if getattr(is_, key) else no).msgid, stage=name)


def _of_gates(was: Stage, is_: Stage) -> Iterator[Text]:
    known = {**gates_of(was.kind), **gates_of(is_.kind)}
    for name in is_.gates:
        if name not in was.gates:
            yield text("“%(stage)s” waits for one thing more: %(gate)s.", stage=was.title, gate=known[name].words)
    for name in was.gates:
        if name not in is_.gates:
            yield text("“%(stage)s” no longer waits for: %(gate)s.", stage=was.title, gate=known[name].words)
    if was.gates != is_.gates and set(was.gates) == set(is_.gates):
        yield text("“%(stage)s”: what it waits for stands in another order.", stage=was.title)


def _of_round(old: Plan, new: Plan, stage: Stage) -> Iterator[Text]:
    before, after = old.round_of(stage.id), new.round_of(stage.id)
    if before.id != after.id:
        yield text("“%(stage)s” now belongs to the round “%(round)s”.", stage=stage.title, round=round_title(after.id))
    elif before.decides != after.decides:
        yield text("Somebody else decides the round “%(round)s”.", round=round_title(after.id))


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest that must change their place to turn one order into the other: all but a longest common run."""
    best: list[list[str]] = [[] for _ in range(len(new) + 1)]
    for name in old:
        row: list[list[str]] = [[]]
        for place, other in enumerate(new):
            longer = [*best[place], name] if name == other else max(row[-1], best[place + 1], key=len)
            row.append(longer)
        best = row
    return set(new) - set(best[-1])
