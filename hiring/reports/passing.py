"""How candidates pass through: how long stages take, where people leave, by source, and whether cards come in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hiring.candidates.queries import source_words
from hiring.models import StoredReport
from hiring.results import OTHER
from hiring.text import Text, count, text
from hiring.workflow import kinds

LEFT = {
    "rejected": text("rejected by us"),
    "withdrawn": text("withdrew"),
    "mutual_no": text("mutual no"),
    "must_have_missing": text("must-have missing"),
}
HEAD = "since until about what figure value".split()


@dataclass(frozen=True, slots=True)
class StageLine:
    """One kind of stage: how many came, how many ended there and how, and how long it took."""

    label: Text
    came: int
    left: int
    share: int
    how: Text | str
    half: Text
    most: Text
    in_time: Text
    before: Text | None


@dataclass(frozen=True, slots=True)
class SourceLine:
    label: Text
    came: int
    committee: Text
    hired: Text
    half: Text


@dataclass(frozen=True, slots=True)
class ProcessPart:
    """What a page says; `before` is the sentence about all earlier quarters, if any."""

    made_at: datetime
    counted: Text
    slowest: Text | None
    leaks: Text | None
    cards: Text | None
    load: Text | None
    stages: Sequence[StageLine]
    sources: Sequence[SourceLine]


def part(stored: StoredReport) -> ProcessPart:
    now, *before = stored.content["parts"]
    earlier = {one["kind"]: one for one in before[0]["stages"]} if before else {}
    stages = now["stages"]
    return ProcessPart(
        made_at=stored.made_at,
        counted=_counted(now["applications"], now["since"], now["until"]),
        slowest=_slowest(stages),
        leaks=_leaks(stages),
        cards=_cards(now["cards"]),
        load=_load(now["load"]),
        stages=[_stage(one, earlier.get(one["kind"])) for one in stages],
        sources=[_source(one) for one in now["sources"]],
    )


def _counted(applications: int, since: str, until: str) -> Text:
    if since == until:
        return count(
            "%(num)d application that ended in %(when)s",
            "%(num)d applications that ended in %(when)s",
            applications,
            when=since,
        )
    return count(
        "%(num)d application that ended from %(since)s to %(until)s",
        "%(num)d applications that ended from %(since)s to %(until)s",
        applications,
        since=since,
        until=until,
    )


def cells(stored: StoredReport) -> Iterator[list[object]]:
    """Every figure, a row each, for a file."""
    for one in stored.content["parts"]:
        since, until = one["since"], one["until"]
        for stage in one["stages"]:
            for figure, value in {**stage, **stage["left"]}.items():
                if figure not in {"kind", "left"}:
                    yield [since, until, "stage", stage["kind"], figure, value]
        for source in one["sources"]:
            for figure, value in source.items():
                if figure != "source":
                    yield [since, until, "source", source["source"], figure, value]
        for figure, value in one["cards"].items():
            yield [since, until, "cards", "", figure, value]
        for figure, value in (one["load"] or {}).items():
            yield [since, until, "load", "", figure, value]


def _stage(one: Mapping[str, Any], before: Mapping[str, Any] | None) -> StageLine:
    left = sum(many for outcome, many in one["left"].items() if outcome != "hired")
    return StageLine(
        label=_label(one["kind"]),
        came=one["entered"],
        left=left,
        share=_hundredths(left, one["entered"]),
        how=_how(one["left"]),
        half=_days(one["median"]),
        most=_days(one["most"]),
        in_time=_of_hundred(one["within"], one["entered"]),
        before=None if before is None else text("before: %(days)d d", days=before["median"]),
    )


def _source(one: Mapping[str, Any]) -> SourceLine:
    return SourceLine(
        label=text("Other ways") if one["source"] == OTHER else source_words(one["source"]),
        came=one["applications"],
        committee=_of_hundred(one["committee"], one["applications"]),
        hired=_of_hundred(one["hired"], one["applications"]),
        half=_days(one["median"]),
    )


def _label(kind: str) -> Text:
    known = kinds.known().get(kind)
    return text("%(kind)s", kind=kind) if known is None else known.label


def _how(left: Mapping[str, int]) -> str | Text:
    """Most frequent first."""
    often = sorted(((many, name) for name, many in left.items() if name in LEFT), key=lambda one: (-one[0], one[1]))
    said: str | Text = ""
    for many, name in often:
        one = text("%(num)d %(how)s", num=many, how=LEFT[name])
        said = text("%(some)s, %(more)s", some=said, more=one) if said else one
    return said


def _slowest(stages: Sequence[Mapping[str, Any]]) -> Text | None:
    late = [(one["entered"] - one["within"], one) for one in stages]
    many, one = max(late, key=lambda pair: pair[0] / pair[1]["entered"], default=(0, None))
    if one is None or not many:
        return text("Every stage kept to its time limit.") if stages else None
    return text(
        "Time is lost most often in %(stage)s: %(share)d of 100 stay longer than planned, half are through in %(days)d "
        "days.",
        stage=_label(one["kind"]),
        share=_hundredths(many, one["entered"]),
        days=one["median"],
    )


def _leaks(stages: Sequence[Mapping[str, Any]]) -> Text | None:
    """Where candidates decide against us."""
    own = [(one["left"].get("withdrawn", 0) + one["left"].get("mutual_no", 0), one) for one in stages]
    many, one = max(own, key=lambda pair: pair[0] / pair[1]["entered"], default=(0, None))
    if one is None or not many:
        return None
    return text(
        "Candidates leave us most often in %(stage)s: %(share)d of 100 withdrew there or agreed to part.",
        stage=_label(one["kind"]),
        share=_hundredths(many, one["entered"]),
    )


def _cards(cards: Mapping[str, int]) -> Text | None:
    total = sum(cards.values())
    if not total:
        return None
    return text(
        "%(in_time)d of 100 scorecards came in time, %(a_day)d within a day after, %(later)d later.",
        **{name: _hundredths(cards.get(name, 0), total) for name in ("in_time", "a_day", "later")},
    )


def _load(load: Mapping[str, Any] | None) -> Text | None:
    if load is None:
        return None
    shared = text(
        "%(people)d people wrote %(cards)d scorecards, half of them %(median)d or fewer each.",
        people=load["people"],
        cards=load["cards"],
        median=load["median"],
    )
    if load["busier"] is None:
        return shared
    return text(
        "%(shared)s The busier half wrote %(share)d of 100.", shared=shared, share=_hundredths(load["busier"], 1)
    )


def _days(days: int) -> Text:
    return text("%(days)d d", days=days)


def _of_hundred(many: int, of: int) -> Text:
    return text("%(num)d of 100", num=_hundredths(many, of))


def _hundredths(many: float, of: float) -> int:
    return round(100 * many / of)
