"""Handing in, from the form to the receipt, as one interviewer does it and nobody else can."""

from __future__ import annotations

import gzip
import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hiring.db import db
from hiring.models import Draft, Event, Rating, RubricVersion, Scorecard, Slot
from hiring.refs import new_ref
from hiring.rubrics.queries import by_reference, rubric_of
from hiring.scorecards import queries, seals
from tests.cast import NOW
from tests.house import House, Visitor
from tests.scorecards.cards import complete, the_slot

TWELVE_KB = 12 * 1024
EIGHT = "senior-software-engineer@1"


def url_of(house: House, seat: str = "casey-ivan") -> str:
    return f"/scorecards/{house.ref(seat)}"


def whole_card(house: House, words: str = "Named the failure first.") -> dict[str, str]:
    with house.app.app_context():
        return complete(the_slot(house), words=words)


def saved(house: House) -> dict[str, str]:
    """What the draft holds now."""
    with house.app.app_context():
        return dict(queries.draft_fields(the_slot(house)))


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None, f"The page carries no {name}."
    return found[1]


def save(visitor: Visitor, url: str, fields: dict[str, str], then: str = "review") -> TestResponse:
    version = hidden(visitor.get(url).text, "version")
    return visitor.post(url, {"version": version, "then": then, **fields})


def counts(house: House) -> tuple[int, int, int]:
    """Scorecards, ratings and events there are."""
    with house.app.app_context():
        found = [db.session.scalar(select(func.count()).select_from(table)) for table in (Scorecard, Rating, Event)]
    return found[0] or 0, found[1] or 0, found[2] or 0


def test_from_the_form_to_the_receipt(house: House) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    written = save(ivan, url, whole_card(house, "Rebuilt the rota."))
    assert (written.status_code, written.location) == (303, f"{url}/review")
    review = ivan.get(f"{url}/review")
    assert review.status_code == 200
    before = counts(house)
    sent = ivan.post(f"{url}/review", {name: hidden(review.text, name) for name in ("version", "key")})
    assert (sent.status_code, sent.location) == (303, f"{url}/receipt")
    assert counts(house) == (before[0] + 1, before[1] + len(rated(house)), before[2] + 1)
    receipt = ivan.get(f"{url}/receipt")
    assert receipt.status_code == 200
    assert receipt.text.count("Rebuilt the rota.") == review.text.count("Rebuilt the rota.")
    for late in (url, f"{url}/review"):
        assert ivan.get(late, follow_redirects=True).request.path == f"{url}/receipt"


def rated(house: House) -> list[str]:
    with house.app.app_context():
        return [one.id for one in queries.sheet_of(the_slot(house)).dimensions]


@pytest.mark.parametrize(
    ("then", "to"), [("close", "/interviews"), ("review", "{url}/review"), ("next", "{url}?area={area}#{area}")]
)
def test_every_button_keeps_what_is_there_complete_or_not(house: House, then: str, to: str) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    answer = save(ivan, url, {"headline": "Half a thought"}, then)
    assert (answer.status_code, answer.location) == (303, to.format(url=url, area=rated(house)[0]))
    assert saved(house) == {"headline": "Half a thought"}


def test_review_says_what_is_missing_and_keeps_the_draft(house: House) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    fields = whole_card(house)
    first, second = rated(house)[:2]
    fields |= {f"{first}-level": "na"}
    del fields[f"{second}-level"], fields["verdict"]
    save(ivan, url, fields)
    page = ivan.get(f"{url}/review")
    assert page.status_code == 422
    assert "<title>Error: " in page.text
    summary = page.text.split('class="esum')[1].split("</ul>")[0]
    assert re.findall(r'href="#([^"]+)"', summary) == [
        f"{first}-not_assessed",
        f"{second}-level-1",
        "verdict-strong_no",
    ]
    for address in re.findall(r'href="#([^"]+)"', summary):
        assert page.text.count(f'id="{address}"') == 1
    opened = re.findall(r'<details class="card dim err" open>.*?<div class="body" id="([^"]+)">', page.text, re.DOTALL)
    assert opened == [first, second]
    assert saved(house) == fields


def test_the_form_opens_where_something_is_missing(house: House) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    first, second = rated(house)[:2]

    def opened(address: str) -> list[str]:
        return re.findall(
            r"<details [^>]*open>.*?<div class=\"body\" id=\"([^\"]+)\">", ivan.get(address).text, re.DOTALL
        )

    save(ivan, url, {})
    assert opened(url) == [first]
    assert opened(f"{url}?area={second}") == [second]
    save(ivan, url, {f"{first}-level": "3", **evidence(house, first)})
    assert opened(url) == [second]


def evidence(house: House, dimension: str) -> dict[str, str]:
    return {name: words for name, words in whole_card(house).items() if name.startswith(f"{dimension}-")}


def test_sent_twice_is_one_card(house: House) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    save(ivan, url, whole_card(house))
    page, before = ivan.get(f"{url}/review").text, counts(house)
    body = {name: hidden(page, name) for name in ("version", "key")}
    answers = [ivan.post(f"{url}/review", sent) for sent in (body, body, {**body, "key": new_ref()})]
    assert [(one.status_code, one.location) for one in answers] == [(303, f"{url}/receipt")] * 3
    after = counts(house)
    assert (after[0] - before[0], after[2] - before[2]) == (1, 1)


def test_what_was_reviewed_is_what_is_handed_in(house: House) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    save(ivan, url, whole_card(house))
    page, before = ivan.get(f"{url}/review").text, counts(house)
    save(ivan, url, whole_card(house, "Changed on the phone."))
    answer = ivan.post(f"{url}/review", {name: hidden(page, name) for name in ("version", "key")})
    assert answer.status_code == 409
    assert "Read it once more before you hand it in." in answer.text
    assert "Changed on the phone." in answer.text
    assert counts(house) == before


def test_two_pages_show_both_texts_and_overwrite_nothing(house: House) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    version = hidden(ivan.get(url).text, "version")
    ivan.post(url, {"version": version, "then": "close", "headline": "from the phone", "verdict": "no"})
    answer = ivan.post(url, {"version": version, "then": "close", "headline": "from the desk", "verdict": "yes"})
    assert answer.status_code == 409
    assert "from the desk</textarea>" in answer.text
    shown = re.findall(r'data-two="([^"]+)" data-there="([^"]*)"', answer.text.split("<template>")[0])
    assert shown == [("verdict", "no"), ("headline", "from the phone")]
    assert "You changed this on another device at 10:00." in answer.text
    assert saved(house) == {"headline": "from the phone", "verdict": "no"}
    kept = {"headline": "from the desk, and the phone", "verdict": "yes"}
    marks = {name: hidden(answer.text, name) for name in ("version", "revs", "was")}
    undecided = ivan.post(url, {**marks, "then": "close", "keep-headline": "here", **kept})
    assert undecided.status_code == 409
    assert saved(house) == {"headline": "from the phone", "verdict": "no"}
    decided = ivan.post(url, {**marks, "then": "close", "keep-headline": "here", "keep-verdict": "there", **kept})
    assert decided.status_code == 303
    assert saved(house) == {"headline": "from the desk, and the phone", "verdict": "no"}


def test_nothing_is_written_after_handing_in(house: House) -> None:
    ines, url = house.visitor("ines"), url_of(house, "casey-ines")
    before = counts(house)
    late = ines.post(url, {"version": "1", "then": "close", "headline": "one more thing"})
    assert late.status_code == 409
    assert "You handed this scorecard in already." in late.text
    assert "one more thing</textarea>" in late.text
    assert 'name="then"' not in late.text
    assert counts(house) == before
    with house.app.app_context():
        assert db.session.get(Draft, the_slot(house, "casey-ines").id) is None


@pytest.mark.parametrize("who", ["omar", "rita", "cleo", "max", "adam", "ines"])
@pytest.mark.parametrize("part", ["", "/review", "/receipt"])
def test_a_form_is_its_authors_alone(house: House, who: str, part: str) -> None:
    visitor, url = house.visitor(who), url_of(house) + part
    answers = [visitor.get(url)] + ([] if part == "/receipt" else [visitor.post(url, {"key": new_ref()})])
    assert {one.status_code for one in answers} == {404}
    assert all("CANARY" not in one.text for one in answers)


def test_what_others_wrote_is_nowhere_on_the_pages(house: House) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    save(ivan, url, whole_card(house))
    for page in (url, f"{url}/review"):
        assert "CANARY-ines" not in ivan.get(page).text


def test_a_seat_taken_away_meanwhile_is_gone(house: House) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    ivan.get(url)
    with house.changing():
        the_slot(house).cancelled_at = NOW
    assert ivan.post(url, {"headline": "still here?"}).status_code == 404


def test_the_form_is_closed_until_the_interview_begins(house: House) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    with house.changing():
        the_slot(house).interview.starts_at = NOW + timedelta(days=2, hours=4)
    page = ivan.get(url)
    assert page.status_code == 200
    assert "Opens Thu 19 Nov, 14:00" in page.text
    assert f"/slots/{house.ref('casey-ivan')}/brief" in page.text
    assert "<textarea" not in page.text
    assert ivan.post(url, {"version": "1", "headline": "early"}).status_code == 409
    assert ivan.get(f"{url}/review").location == url


def test_a_stage_without_cards_has_no_form(house: House) -> None:
    with house.changing():
        the_slot(house).card = "none"
    assert house.visitor("ivan").get(url_of(house)).status_code == 404


def test_the_form_folds_what_the_brief_leaves_to_others(house: House) -> None:
    """And shows every question as planned until they were shared out."""
    ivan, url = house.visitor("ivan"), url_of(house)
    with house.changing():
        slot = the_slot(house)
        slot.dimensions = ["strategy-and-focus", "delivery-and-execution"]
        sheet = queries.sheet_of(slot)
        (own, *others), left = ([one.ask for one in each.questions] for each in sheet.dimensions)
        first = sheet.dimensions[0].questions[0].id
    heads = ("You planned to ask", "Yours to ask", "What others ask", "No question of your own")
    page = html.unescape(ivan.get(url).text)
    assert [page.count(words) for words in heads] == [2, 0, 0, 0]
    with house.changing():
        the_slot(house).questions = [first]
    for address, counted in ((url, [0, 1, 2, 1]), (f"/slots/{house.ref('casey-ivan')}/brief", [0, 0, 2, 1])):
        page = html.unescape(ivan.get(address).text)
        assert [page.count(words) for words in heads] == counted
        folded = re.findall(r'<details class="asked">.*?</details>', page, re.DOTALL)
        assert [re.findall(r"<li>([^<]+)</li>", part) for part in folded] == [others, left]
        assert own not in "".join(folded)
        assert page.count(own) == 1


def test_a_short_card_asks_for_a_verdict_and_three_lines(house: House) -> None:
    with house.changing():
        slot = the_slot(house)
        slot.card = "short"
        assert slot.draft is not None
        slot.draft.fields = {}
    ivan, url = house.visitor("ivan"), url_of(house)
    page = ivan.get(url).text
    assert "<details" not in page.split("<main")[1]
    for label in ("What did you see?", "What worries you?", "What should the next person ask?"):
        assert page.count(f">{label}</label>") == 1
    assert "The one thing the committee should hear from you" not in page
    save(ivan, url, {"verdict": "yes", "headline": "Worth a second hour."})
    assert ivan.get(f"{url}/review").status_code == 422
    lines = {"headline": "Worth a second hour.", "worries": "Nothing yet.", "next_question": "Who owns the feed?"}
    save(ivan, url, {"verdict": "yes", **lines})
    page = ivan.get(f"{url}/review").text
    ivan.post(f"{url}/review", {name: hidden(page, name) for name in ("version", "key")})
    with house.app.app_context():
        card = db.session.scalars(select(Scorecard).filter_by(slot_id=the_slot(house).id)).one()
        assert card.ratings == []
        assert [card.headline, card.worries, card.next_question] == [*lines.values()]
        content = seals.content_of(queries.answers_on(card), card.rubric_sha256)
        assert (content["worries"], content["next_question"]) == (card.worries, card.next_question)
        assert card.content_sha256 == seals.seal_of(content)
    receipt = ivan.get(f"{url}/receipt").text
    for words in lines.values():
        assert words in receipt


def test_a_group_stage_says_that_cards_are_never_shown_singly(house: House) -> None:
    with house.changing():
        the_slot(house).collective = True
    page = house.visitor("ivan").get(url_of(house)).text
    assert "only ever shown as a group of four or more" in page
    assert "Goes to the recruiter straight away" not in page


def test_a_form_is_made_from_the_version_its_seat_was_given(house: House) -> None:
    with house.changing():
        given = the_slot(house).rubric_version
        newer = given.yaml.replace("version: 1\n", "version: 2\n", 1)
        title = rubric_of(given).dimensions[0].title
        db.session.add(
            RubricVersion(
                slug=given.slug,
                number=2,
                sha256="f" * 64,
                title=given.title,
                yaml=newer.replace(title, "Another title"),
                imported_at=NOW,
            )
        )
    page = house.visitor("ivan").get(url_of(house)).text
    assert "Another title" not in page
    assert f">{title}<" in page


def eight_dimensions(house: House) -> None:
    """Ivan's seat asks about a whole role."""
    with house.changing():
        slot, version = the_slot(house), by_reference(EIGHT)
        assert version is not None
        slot.rubric_version, slot.rubric_sha256 = version, version.sha256
        slot.dimensions = [one.id for one in rubric_of(version).dimensions]
        assert slot.draft is not None
        slot.draft.fields = {}


def test_a_form_of_eight_dimensions_is_small(house: House) -> None:
    eight_dimensions(house)
    body = house.visitor("ivan").get(url_of(house)).data
    assert body.count(b'<details class="card dim') == 8
    assert len(gzip.compress(body, 9, mtime=0)) <= TWELVE_KB


def test_the_form_asks_the_database_five_times(house: House) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    eight_dimensions(house)
    with house.counting() as sent:
        ivan.get(url)
    assert len(sent) == 5


def test_handing_in_takes_a_dozen_statements(house: House) -> None:
    """The last of them write down where the card's words are found: in two tables, on PostgreSQL in one."""
    ivan, url = house.visitor("ivan"), url_of(house)
    save(ivan, url, whole_card(house))
    page = ivan.get(f"{url}/review").text
    body = {"csrf_token": ivan.token(), **{name: hidden(page, name) for name in ("version", "key")}}
    with house.counting() as sent:
        assert ivan.client.post(f"{url}/review", data=body).status_code == 303
    assert len(sent) == (12 if house.dialect == "sqlite" else 11), "\n".join(sent)


def test_a_receipt_before_handing_in_is_not_open(house: House) -> None:
    assert house.visitor("ivan").get(f"{url_of(house)}/receipt").status_code == 403


def test_the_receipt_names_the_seal(house: House) -> None:
    page = house.visitor("ines").get(f"{url_of(house, 'casey-ines')}/receipt").text
    with house.app.app_context():
        card = db.session.scalars(select(Scorecard).join(Slot).where(Slot.ref == house.ref("casey-ines"))).one()
        assert f">{card.content_sha256[:12]}<" in page
