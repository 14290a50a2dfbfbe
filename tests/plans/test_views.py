"""The pages of a plan as the cast meets them: who sees what of it, who changes it, and what they are told."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from hiring.candidates.actions import NewCandidate, add_candidates
from hiring.conflicts.actions import declare
from hiring.db import db
from hiring.models import Application, Opening, Person, PlanRevision
from hiring.openings.actions import revise_plan
from hiring.openings.queries import current_revision
from hiring.plans.queries import whole_plan
from hiring.workflow.revising import change
from tests.cast import NOW
from tests.house import House
from tests.openings.reading import plain

WHY = {"reason": "This search is one of one.", "version": "1"}
REFERENCES = {
    "title": "References",
    "purpose": "Ask people who have worked with this person.",
    "who": ["recruiter", "hiring_manager"],
    "minutes": "30",
    "limit_days": "10",
    "card": "none",
    "series": "y",
    "tells_candidate": "You name former managers.",
}
DINNER = {
    "kind": "interview",
    "title": "Dinner",
    "purpose": "Meet outside\r\nthe office.",
    "who": ["executive", "peer"],
    "minutes": "90",
    "limit_days": "5",
    "card": "full",
    "gates": ["cards_in"],
    "shows": ["strategy-and-focus"],
    "tells_candidate": "",
    "spot": "loop:deep-dives",
    "decides": "recruiter",
}


@pytest.fixture
def on_one_database(house: House) -> None:
    if house.dialect == "postgresql":
        pytest.skip("What a form says rests on nothing of the database.")


def url(house: House, rest: str = "") -> str:
    return f"/openings/{house.ref('executive')}/plan{rest}"


def revisions(house: House) -> int:
    with house.app.app_context():
        return db.session.scalars(select(func.count()).select_from(PlanRevision)).one()


@pytest.mark.parametrize(
    ("who", "page", "stage"),
    [
        ("rita", 200, 200),
        ("cleo", 200, 200),
        ("max", 200, 403),
        ("mona", 200, 403),
        ("ines", 404, 404),
        ("omar", 404, 404),
    ],
)
def test_who_reads_a_plan_and_who_changes_it(house: House, who: str, page: int, stage: int) -> None:
    visitor, before = house.visitor(who), revisions(house)
    assert visitor.get(url(house)).status_code == page
    assert visitor.get(url(house, "/stages/references")).status_code == stage
    assert visitor.get(url(house, "/new?kind=interview")).status_code == stage
    posted = visitor.post(url(house, "/stages/references"), REFERENCES | WHY | {"limit_days": "12"})
    assert posted.status_code == (303 if stage == 200 else stage)
    assert revisions(house) == before + (stage == 200)


def test_the_page_tells_what_changed_why_and_who_walked_it(house: House) -> None:
    rita = house.visitor("rita")
    assert rita.post(url(house, "/stages/references"), REFERENCES | WHY | {"limit_days": "12"}).status_code == 303
    shown = plain(rita.get(url(house)).text)
    assert "Revision 2. Whoever has walked a stage keeps it as it was then." in shown
    assert "This search is one of one." in shown
    assert "“References”: 12 days instead of 10." in shown
    assert "Nobody has taken a step by it yet." in shown
    assert "Walked by" in shown


@pytest.mark.usefixtures("on_one_database")
def test_the_same_ticks_and_words_are_no_change(house: House) -> None:
    """What the form shows of every stage, sent back, would change nothing: nothing is lost on the way."""
    rita = house.visitor("rita")
    with house.app.app_context():
        stages = [one.slug for one in current_revision(house.one(Opening, "executive").id).stages]
    for stage in stages:
        fields = sent_back(rita.get(url(house, f"/stages/{stage}")).text)
        answer = rita.post(url(house, f"/stages/{stage}"), fields | {"reason": "None."})
        assert (answer.status_code, "Nothing would change." in answer.text) == (422, True), stage
    assert revisions(house) == revisions(house)


def sent_back(page: str) -> dict[str, list[str] | str]:
    """The fields of the first large form on the page, as a browser would send them untouched."""
    form = page.partition("data-watch")[2].partition("</form>")[0]
    fields: dict[str, list[str] | str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name is None or name[1] in {"csrf_token", "key"} or ("checkbox" in tag and " checked" not in tag):
            continue
        earlier = fields.get(name[1], [])
        fields[name[1]] = [*earlier, unescaped(value[1] if value else "y")]
    for name, words in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\s*(.*?)</textarea>', form, re.DOTALL):
        fields[name] = unescaped(words)
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        fields[name] = re.findall(r'<option selected value="([^"]*)"', options)
    return fields


def unescaped(words: str) -> str:
    for sign, name in (("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"), ("&", "&amp;")):
        words = words.replace(name, sign)
    return words


def test_a_stage_is_added_moved_and_taken_out(house: House) -> None:
    rita = house.visitor("rita")
    assert rita.post(url(house, "/new"), DINNER | WHY).status_code == 303
    with house.app.app_context():
        stage = next(one for one in current_revision(house.one(Opening, "executive").id).stages if one.slug == "dinner")
        assert (stage.purpose, stage.round.slug, stage.shows) == (
            "Meet outside the office.",
            "loop",
            ["strategy-and-focus"],
        )
        assert (stage.perspective, stage.gates) == ({"executive": "executive", "peer": "peer"}, ["cards_in"])
    moved = rita.post(url(house, "/stages/dinner/place"), {"spot": "first-calls:", "reason": "First.", "version": "2"})
    assert moved.status_code == 303
    with house.app.app_context():
        assert current_revision(house.one(Opening, "executive").id).stages[0].slug == "dinner"
    out = rita.post(url(house, "/stages/dinner/removal"), {"reason": "Not hungry.", "version": "3"})
    assert out.status_code == 303
    assert rita.post(url(house, "/undo"), {"reason": "Hungry.", "version": "4"}).status_code == 303
    shown = plain(rita.get(url(house)).text)
    assert "“Dinner” was moved at the beginning.\n“Dinner” now belongs to the round “First calls”." in shown
    assert "takes back 4" in shown


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"reason": " "}, 422, "Write why the plan changes."),
        ({"limit_days": "0"}, 422, "Write 1 or more here."),
        ({"limit_days": "ten"}, 422, "Write a whole number of days, such as 7."),
        ({"minutes": "9999"}, 422, "Write 480 or less here."),
        ({"who": []}, 422, "Choose who meets the candidate."),
        ({"who": ["dog"]}, 422, "Write &#39;recruiter&#39;"),
        ({"gates": ["cards_in"]}, 422, "This stage has no scorecards to wait for."),
        ({"gates": ["full_moon"]}, 422, "There is no gate “full_moon”."),
        ({"shows": ["charm"], "card": "full"}, 422, "which is no dimension of the rubric."),
        ({"purpose": "x" * 300}, 422, "Shorten this to 280 characters; it has 300."),
        ({"version": "7"}, 409, "changed the plan after you opened this page."),
        ({"limit": "1"}, 422, "The page sent something this form does not know."),
    ],
)
@pytest.mark.usefixtures("on_one_database")
def test_a_change_that_cannot_be_is_refused_with_what_was_typed(
    house: House, changed: dict[str, str], status: int, sentence: str
) -> None:
    answer = house.visitor("rita").post(
        url(house, "/stages/references"), REFERENCES | WHY | {"title": "Calls to their people"} | changed
    )
    assert answer.status_code == status
    assert sentence in answer.text
    assert "Calls to their people" in answer.text
    assert revisions(house) == revisions(house)


@pytest.mark.parametrize("path", ["/stages/dinner", "/new?kind=party"])
def test_there_is_no_page_of_what_the_plan_does_not_have(house: House, path: str) -> None:
    assert house.visitor("rita").get(url(house, path)).status_code == 404


def test_a_presentation_asks_for_its_prompt(house: House) -> None:
    answer = house.visitor("rita").post(url(house, "/new"), DINNER | WHY | {"kind": "presentation", "title": "Talk"})
    assert (answer.status_code, "Write this too: the stage cannot do without it." in answer.text) == (422, True)


def test_who_walked_a_plan_leaves_out_whoever_is_closed_to_the_reader(house: House) -> None:
    before = plain(house.visitor("cleo").get(url(house)).text)
    assert "Casey" in before
    with house.changing():
        declare(house.one(Application, "casey"), reason="A friend.", by=house.one(Person, "cleo"), now=NOW)
    after = plain(house.visitor("cleo").get(url(house)).text)
    assert "Casey" not in after


def test_a_plan_takes_as_many_queries_for_thirty_candidates_and_revisions_as_for_few(house: House) -> None:
    rita = house.visitor("rita")
    rita.get(url(house))
    with house.counting() as few:
        rita.get(url(house))
    with house.changing():
        opening, by = house.one(Opening, "executive"), house.one(Person, "rita")
        new = [NewCandidate(f"Person {number}", "", None, None) for number in range(30)]
        add_candidates(opening, new, by=by, now=NOW)
        for days in range(11, 16):
            plan = change(whole_plan(current_revision(opening.id)), "references", {"limit_days": days})
            revise_plan(opening, plan, reason="Longer.", by=by, now=NOW)
    with house.counting() as many:
        shown = rita.get(url(house))
    assert (len(few), len(many)) == (7, 7)
    assert "and 2" in plain(shown.text)


def test_the_board_goes_by_the_plan_as_it_stands_and_counts_interviews_of_before(house: House) -> None:
    """Casey entered the deep-dives by the first plan, and holds interviews there; the next stage is another now."""
    rita = house.visitor("rita")
    before = plain(rita.get("/openings?q=name:casey").text)
    fields = DINNER | WHY | {"title": "Dinner", "spot": "loop:deep-dives"}
    assert rita.post(url(house, "/new"), fields).status_code == 303
    limits = {"version": "2", "limit_days": "90", "reason": "Longer."}
    with house.app.app_context():
        stage = current_revision(house.one(Opening, "executive").id).stages[3]
        asked = {"title": stage.title, "purpose": stage.purpose, "who": stage.who, "minutes": str(stage.minutes)}
        asked |= {
            "card": stage.card,
            "series": "y",
            "gates": stage.gates,
            "with_topics": "\n".join(stage.with_["topics"]),
        }
    assert rita.post(url(house, f"/stages/{stage.slug}"), asked | limits).status_code == 303
    after = plain(rita.get("/openings?q=name:casey").text)
    assert ("of 21 d" in before, "of 90 d" in after) == (True, True)
    assert [words for words in ("Schedule", "No interview") if words in after and words not in before] == []
    page = plain(rita.get(f"/applications/{house.ref('casey')}").text)
    assert "of 90 days" in page
