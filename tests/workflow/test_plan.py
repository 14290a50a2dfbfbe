"""Plan files: read as written, and every fault told with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.documents import DocumentError
from hiring.workflow.plan import Plan, check, load, newest, parse, plans, show
from hiring.workflow.sense import faults
from tests.workflow.examples import SMALL, plan_data, stage

SHIPPED = Path(__file__).parents[2] / "rubrics" / "plans"
GATES = "cards_in, interview_held, packet_built, decision_recorded"
KINDS = (
    "close, committee, deep_dive, executive_call, interview, offer, panel, presentation, recruiter_call, references, "
    "sourcing"
)
SLIDES = {"prompt": "How do you see us?", "parts": ["You", "We"], "question_minutes": 20}

Change = Callable[[dict[str, Any]], object]


def problems_of(data: object) -> list[tuple[str, str]]:
    """Path and sentence of every problem. JSON is YAML, and has no indentation to get wrong."""
    with pytest.raises(DocumentError) as caught:
        parse(json.dumps(data), "small.v1.yaml")
    return [(problem.path, str(problem.message)) for problem in caught.value.problems]


def change_stage(place: int, **changed: Any) -> Change:
    return lambda data: data["stages"][place].update(changed)


def change_round(place: int, **changed: Any) -> Change:
    return lambda data: data["rounds"][place].update(changed)


def test_a_plan_reads_as_written() -> None:
    data = plan_data()
    data["stages"][1] |= {"kind": "presentation", "with": SLIDES, "perspective": {"peer": "peer"}, "shows": ["coding"]}
    read = parse(json.dumps(data), "small.v1.yaml")
    assert read == Plan.model_validate(data)
    assert read.model_dump(mode="json", by_alias=True, exclude_unset=True) == data
    assert read.stage("coding").own.model_dump(exclude_unset=True) == SLIDES | {"parts": ("You", "We")}
    assert (read.reference, read.file_name) == ("small@1", "small.v1.yaml")


def test_a_plan_finds_its_stages_and_rounds() -> None:
    assert SMALL.stage("design") is SMALL.stages[2]
    assert SMALL.position("design") == 2
    assert SMALL.round_of("design") is SMALL.rounds[1]
    for ask in (SMALL.stage, SMALL.position, SMALL.round_of):
        with pytest.raises(LookupError, match="small@1 has no"):
            ask("dinner")


@pytest.mark.parametrize(
    ("change", "path", "sentence"),
    [
        (change_round(1, stages=["coding"]), "stages[2].id", "“design” stands in no round. Add it to one."),
        (
            change_round(0, stages=["call", "coding"]),
            "rounds[1].stages[0]",
            "“coding” already stands in a round. Name each stage once.",
        ),
        (
            change_round(1, stages=["coding", "design", "dinner"]),
            "rounds[1].stages[2]",
            "There is no stage “dinner”. Add it, or remove it here.",
        ),
        (
            change_round(1, stages=["design", "coding"]),
            "rounds[1].stages[1]",
            "“coding” follows “design” here but not under “stages”. Use one order.",
        ),
        (change_round(1, id="calls"), "rounds[1].id", "“calls” is already there. Write it once."),
        (
            lambda data: data["stages"].append(stage("offer")),
            "stages[5].id",
            "“offer” is already there. Write it once.",
        ),
        (change_stage(1, kind="dinner"), "stages[1].kind", f"There is no kind “dinner”. Known are {KINDS}."),
        (
            change_stage(1, gates=["full_moon"]),
            "stages[1].gates[0]",
            f"There is no gate “full_moon”. Known are {GATES}.",
        ),
        (change_stage(1, who=["peer", "peer"]), "stages[1].who[1]", "“peer” is already there. Write it once."),
        (
            change_stage(1, shows=["speed", "depth", "speed"]),
            "stages[1].shows[2]",
            "“speed” is already there. Write it once.",
        ),
        (
            change_stage(1, perspective={"executive": "executive"}),
            "stages[1].perspective.executive",
            "Nobody under “who” is executive. Add it there or remove it here.",
        ),
        (
            change_stage(3, collective=True),
            "stages[3].collective",
            "Only scorecards are collective, and this stage has none. Set “card” too.",
        ),
        (
            change_stage(3, gates=["packet_built", "cards_in"]),
            "stages[3].gates[1]",
            "This stage has no scorecards to wait for. Set “card”, or remove the gate.",
        ),
        (
            change_stage(1, rubric="ceo-call"),
            "stages[1].rubric",
            "Name a rubric and its version here, such as recruiter-call@1.",
        ),
        (
            change_stage(1, rubric="ceo-call@1", shows=["speed"]),
            "stages[1].shows",
            "A scorecard follows one rubric. Keep “rubric”, or keep “shows” for the opening's own.",
        ),
        (
            change_stage(1, **{"with": {"prompt": "Hm?"}}),
            "stages[1].with",
            "A stage of the kind interview has no keys of its own here.",
        ),
    ],
)
def test_a_fault_of_sense_is_told_with_its_place(change: Change, path: str, sentence: str) -> None:
    data = plan_data()
    change(data)
    assert problems_of(data) == [(path, sentence)]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda data: data.pop("title"), "title"),
        (lambda data: data.update(version=0), "version"),
        (lambda data: data.update(plan="Small Search"), "plan"),
        (change_round(1, id="First_Round"), "rounds[1].id"),
        (change_round(1, decides="adviser"), "rounds[1].decides"),
        (change_stage(1, who=["peer", "friend"]), "stages[1].who[1]"),
        (change_stage(1, who=[]), "stages[1].who"),
        (change_stage(1, perspective={"peer": "boss"}), "stages[1].perspective.peer"),
        (change_stage(1, card="long"), "stages[1].card"),
        (change_stage(1, series="yes"), "stages[1].series"),
        (change_stage(1, limit_days=0), "stages[1].limit_days"),
        (change_stage(1, minutes=-1), "stages[1].minutes"),
        (change_stage(1, minutes=481), "stages[1].minutes"),
        (change_stage(1, minutes="45"), "stages[1].minutes"),
        (change_stage(1, minute=5), "stages[1].minute"),
        (change_stage(1, tells_candidate="One line\nand another"), "stages[1].tells_candidate"),
        (change_stage(1, kind=["interview"]), "stages[1].kind"),
        (change_stage(1, **{"with": ["prompt"]}), "stages[1].with"),
        (change_stage(1, kind="presentation"), "stages[1].with.prompt"),
        (change_stage(1, kind="presentation", **{"with": SLIDES | {"prompts": "Hm?"}}), "stages[1].with.prompts"),
        (change_stage(1, kind="presentation", **{"with": SLIDES | {"parts": ["You", ""]}}), "stages[1].with.parts[1]"),
    ],
)
def test_a_fault_of_shape_is_told_with_its_place(change: Change, path: str) -> None:
    data = plan_data()
    change(data)
    assert [found for found, _ in problems_of(data)] == [path]


@pytest.mark.parametrize(
    "changed", [{"limit_days": 1}, {"minutes": 0}, {"minutes": 480}, {"gates": []}, {"card": "short"}]
)
def test_the_ends_of_what_is_allowed_are_allowed(changed: dict[str, Any]) -> None:
    data = plan_data()
    data["stages"][1] |= changed
    assert parse(json.dumps(data), "small.v1.yaml") == Plan.model_validate(data)


def test_faults_of_shape_of_sense_and_under_with_come_together() -> None:
    data = plan_data(title=7)
    data["rounds"][1]["stages"] = ["coding"]
    data["stages"][1] |= {"kind": "deep_dive", "with": {"topics": "All"}}
    assert [path for path, _ in problems_of(data)] == ["title", "stages[1].with.topics", "stages[2].id"]


def test_a_fault_has_the_line_and_column_of_its_key() -> None:
    source = (SHIPPED / "executive.v1.yaml").read_text().replace("question_minutes: 20", "question_minutes: soon")
    line = 1 + source[: source.index("question_minutes: soon")].count("\n")
    with pytest.raises(DocumentError) as caught:
        parse(source, "executive.v1.yaml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("executive.v1.yaml", line, 7)
    assert problem.path == "stages[6].with.question_minutes"


scraps = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(["", "call", "coding", "presentation", "peer", "none"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["rounds", "stages", "id", "kind", "with", "who", "perspective", "gates", "card", "shows", "prompt"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@settings(deadline=None)  # the first example also pays for importing the YAML reader
@given(st.fixed_dictionaries({}, optional={"rounds": scraps, "stages": scraps, "plan": scraps}))
def test_sense_can_be_asked_of_anything(data: dict[str, Any]) -> None:
    assert all(path[0] in {"rounds", "stages"} and str(message) for path, message in faults(data))
    assert problems_of(data) != []


def test_what_needs_the_openings_rubric_is_told_later() -> None:
    data = plan_data()
    data["stages"][0]["rubric"] = "recruiter-call@1"
    data["stages"][1]["shows"] = ["coding", "singing"]
    plan = Plan.model_validate(data)
    assert [str(problem) for problem in plan.problems_with(["coding"], ["ceo-call@1"])] == [
        "“Call” uses recruiter-call@1, a rubric not known here.",
        "“Coding” shows “singing”, which is no dimension of the rubric.",
    ]
    assert plan.problems_with({"coding", "singing"}, {"recruiter-call@1"}) == ()


def test_the_shipped_plans_have_no_fault() -> None:
    assert check([SHIPPED]) == []
    assert sorted(plans(SHIPPED)) == ["executive@1", "executive@2", "senior-ic@1", "staff-plus@1"]


def test_a_folder_gives_its_plans_by_reference(tmp_path: Path) -> None:
    for version in (1, 10, 9):
        (tmp_path / f"small.v{version}.yaml").write_text(json.dumps(plan_data(version=version)))
    (tmp_path / "README.md").write_text("not a plan")
    known = plans(tmp_path)
    assert sorted(known) == ["small@1", "small@10", "small@9"]
    assert newest(known, "small") is known["small@10"]
    assert newest(known, "large") is None


def test_the_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    misnamed, lost, missing = tmp_path / "large.v1.yaml", tmp_path / "small.v2.yaml", tmp_path / "gone.yaml"
    misnamed.write_text(json.dumps(plan_data()))
    lost.write_text(json.dumps(plan_data(version=2, rounds=plan_data()["rounds"][1:]), indent=1))
    problems = check([tmp_path, missing])
    assert [(problem.file, str(problem.message)) for problem in problems] == [
        (str(misnamed), "Call this file small.v1.yaml, or change “plan” or “version”."),
        (str(lost), "“call” stands in no round. Add it to one."),
        (str(missing), "This file cannot be read. Is it there?"),
    ]
    with pytest.raises(DocumentError) as caught:
        plans(tmp_path)
    assert caught.value.problems == tuple(sorted(problems[:2], key=lambda problem: problem.line))
    with pytest.raises(DocumentError, match="Call this file small"):
        load(misnamed)


def test_a_plan_is_shown_as_a_page() -> None:
    data = plan_data()
    data["rounds"] = [{"id": "all", "decides": "hiring_manager", "stages": ["call", "team", "offer"]}]
    data["stages"] = [
        stage("call", rubric="recruiter-call@1", minutes=30, gates=["cards_in"], card="short"),
        stage("team", who=["future_report", "peer"], shows=["coding", "design"], collective=True, minutes=45),
        stage("offer", card="none", limit_days=1),
    ]
    assert show(Plan.model_validate(data)) == (
        "Small search (small@1)\n"
        "\n"
        "Round all, decided by hiring manager\n"
        "  Call: 30 min with peer, left after 10 d at most\n"
        "    See whether the work suits.\n"
        "    Scorecard (short): recruiter-call@1\n"
        "    Waits for: cards in\n"
        "  Team: 45 min with future report, peer, left after 10 d at most\n"
        "    See whether the work suits.\n"
        "    Scorecard (full, shown as a group): coding, design\n"
        "  Offer: 0 min with peer, left after 1 d at most\n"
        "    See whether the work suits.\n"
    )
