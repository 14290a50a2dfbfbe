"""What happens around the interviews of a search: its charter and plan, records, questions, letters and owners."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from hiring import asked, letters
from hiring.access.applications import standing
from hiring.answers import actions as answers
from hiring.candidates import actions as candidates
from hiring.demo.world import Deed, Told, World
from hiring.letters import Words
from hiring.models import Application, StageRow
from hiring.plans import actions as plans
from hiring.portal import deeds as portal
from hiring.selection import actions as selection
from hiring.selection.queries import Chosen, chosen
from hiring.stages import actions as stages
from hiring.stages.queries import asked_at
from hiring.workflow.records import Checklist
from hiring.workflow.revising import Spot


def write_charter(world: World, told: Told, at: datetime) -> None:
    words = stages.CharterWords(**told["words"])
    adviser = world.people[told["adviser"]]
    stages.write_charter(world.opening(told), words, adviser=adviser, by=world.by(told), now=at)


def approve_charter(world: World, told: Told, at: datetime) -> None:
    stages.approve_charter(world.opening(told), by=world.by(told), now=at)


def put_off_limits(world: World, told: Told, at: datetime) -> None:
    stages.put_off_limits(world.opening(told), told["company"], reason=told["reason"], by=world.by(told), now=at)


def write_record(world: World, told: Told, at: datetime) -> None:
    application, stage = world.application(told), world.stage(told)
    stages.write_record(application, stage, _typed(application, stage, told["said"]), by=world.by(told), now=at)


def note_expectation(world: World, told: Told, at: datetime) -> None:
    currency, low, high = told["pay"]
    application = world.application(told)
    stages.note_expectation(application, currency=currency, low=low, high=high, by=world.by(told), now=at)


def ask(world: World, told: Told, at: datetime) -> None:
    """The candidate does, on their own page."""
    world.questions[told["key"]] = asked.ask(world.application(told), told["words"], now=at)


def note_question(world: World, told: Told, at: datetime) -> None:
    world.questions[told["key"]] = asked.note(
        world.application(told),
        told["words"],
        stage=told["stage"],
        owner=world.people[told["owner"]],
        due_on=world.days.day(told["due"]),
        by=world.by(told),
        now=at,
    )


def answer(world: World, told: Told, at: datetime) -> None:
    asked.answer(world.questions[told["key"]], told["words"], by=world.by(told), now=at)


def refuse(world: World, told: Told, at: datetime) -> None:
    asked.refuse(world.questions[told["key"]], told["words"], by=world.by(told), now=at)


def defer(world: World, told: Told, at: datetime) -> None:
    due_on = world.days.day(told["due"])
    asked.defer(world.questions[told["key"]], told["words"], due_on=due_on, by=world.by(told), now=at)


def add_stage(world: World, told: Told, at: datetime) -> None:
    spot, seen = Spot(told["round"], after=told["after"]), told["seen"]
    opening, by = world.opening(told), world.by(told)
    plans.add_stage(opening, told["stage"], spot, seen=seen, reason=told["reason"], by=by, now=at)


def change_stage(world: World, told: Told, at: datetime) -> None:
    opening, by, seen = world.opening(told), world.by(told), told["seen"]
    plans.change_stage(opening, told["stage"], told["changed"], seen=seen, reason=told["reason"], by=by, now=at)


def advance(world: World, told: Told, at: datetime) -> None:
    application, by = world.application(told), world.by(told)
    key = f"advance:{told['to']}"
    candidates.make_move(application, key, reason="", standing=standing(by, application), by=by, now=at)


def withdraw(world: World, told: Told, at: datetime) -> None:
    """The candidate does, on their own page."""
    portal.withdraw(world.application(told), told["reason"], now=at)


def note(world: World, told: Told, at: datetime) -> None:
    candidates.write_note(world.application(told), told["words"], by=world.by(told), now=at)


def keep_template(world: World, told: Told, at: datetime) -> None:
    opening = world.opening(told) if "of" in told else None
    answers.keep_template(None, told["title"], _words(told), opening=opening, by=world.by(told), now=at)


def promise(world: World, told: Told, at: datetime) -> None:
    due_on = world.days.day(told["due"])
    answers.promise(world.application(told), due_on, what=told["words"], by=world.by(told), now=at)


def receive(world: World, told: Told, at: datetime) -> None:
    letters.receive(world.application(told), _words(told), message_id=letters.own_id(), now=at)


def tell(world: World, told: Told, at: datetime) -> None:
    answers.tell(world.application(told), _words(told), by=world.by(told), now=at)


def write_to(world: World, told: Told, at: datetime) -> None:
    everybody = [world.walks[name].application for name in told["names"]]
    left = answers.write_to_all(everybody, answers.Answer(_words(told)), by=world.by(told), now=at)
    assert not left, left


def assign(world: World, told: Told, at: datetime) -> None:
    selection.assign(_ticked(world, told), world.people[told["owner"]], by=world.by(told), now=at)


def tag(world: World, told: Told, at: datetime) -> None:
    selection.tag(_ticked(world, told), told["word"], by=world.by(told), now=at)


def remind(world: World, told: Told, at: datetime) -> None:
    selection.remind(_ticked(world, told), anyway=False, by=world.by(told), now=at)


def _ticked(world: World, told: Told) -> list[Chosen]:
    found = chosen(world.by(told), [world.walks[name].application.ref for name in told["names"]])
    assert found is not None, told["names"]
    return found


def _words(told: Told) -> Words:
    return Words(told["subject"], told["body"], tells_outcome=told.get("tells_outcome", False))


def _typed(application: Application, stage: StageRow, said: Told) -> Mapping[str, str]:
    """What the form would carry; of a checklist the story names the answers in the order of its lines."""
    fields = asked_at(application, stage)
    typed = {name: words for name, words in said.items() if isinstance(words, str)}
    for one in fields.fields:
        if isinstance(one, Checklist) and one.name in said:
            for item, words in zip(one.items(fields.given), said[one.name], strict=True):
                place = f"{one.name}-{item.id}"
                typed[place], _, typed[f"{place}-why"] = words.partition(": ")
    return typed


DEEDS: Final[Mapping[str, Deed]] = {
    deed.__name__: deed
    for deed in (
        write_charter,
        approve_charter,
        put_off_limits,
        write_record,
        note_expectation,
        ask,
        note_question,
        answer,
        refuse,
        defer,
        add_stage,
        change_stage,
        advance,
        withdraw,
        note,
        keep_template,
        promise,
        receive,
        tell,
        write_to,
        assign,
        tag,
        remind,
    )
}
