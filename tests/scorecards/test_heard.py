"""Notes during the interview: for their author alone, saved by version, and line by line into the evidence."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.models import Interview, Jotting, Slot
from hiring.scorecards import queries
from tests.cast import DAY, NOW
from tests.factories import a_scorecard
from tests.house import ON_SQLITE, House
from tests.test_non_interference import addresses

WORDS = "She rebuilt the pager rota\n\n  Asked who woke up, and why  \nCANARY-notes"


def noted(house: House, words: str = WORDS) -> str:
    """Ivan's notes on Casey; and where they are."""
    with house.changing():
        db.session.add(Jotting(slot=house.one(Slot, "casey-ivan"), text=words, saved_at=NOW))
    return f"/slots/{house.ref('casey-ivan')}/notes"


def kept(house: House) -> tuple[str, int]:
    with house.app.app_context():
        jotting = db.session.scalars(select(Jotting)).one()
        return jotting.text, jotting.version


def draft(house: House) -> dict[str, str]:
    with house.app.app_context():
        return dict(queries.draft_fields(house.one(Slot, "casey-ivan")))


def boxes(house: House) -> list[str]:
    """The evidence boxes of Ivan's card."""
    with house.app.app_context():
        slot = house.one(Slot, "casey-ivan")
        sheet = queries.sheet_of(slot)
        return [f"{one}-{box}" for one in slot.dimensions for box in queries.boxes(sheet, one)]


def test_notes_are_saved_by_a_button_and_shown_again(house: House) -> None:
    ivan, url = house.visitor("ivan"), f"/slots/{house.ref('casey-ivan')}/notes"
    assert "Not saved yet" in ivan.get(url).text
    answer = ivan.post(url, {"text": WORDS, "version": "0"})
    assert (answer.status_code, answer.headers["Location"]) == (303, url)
    assert kept(house) == (WORDS, 1)
    page = ivan.get(url).text
    assert ("She rebuilt the pager rota" in page, 'name="version" value="1"' in page) == (True, True)
    assert ivan.post(url, {"text": "Less.", "version": "1"}).status_code == 303
    assert kept(house) == ("Less.", 2)


def test_what_another_page_saved_is_never_written_over(house: House) -> None:
    url = noted(house)
    answer = house.visitor("ivan").post(url, {"text": "Only this.", "version": "0"})
    assert (answer.status_code, "Only this." in answer.text, "pager rota" in answer.text) == (409, True, True)
    assert kept(house) == (WORDS, 1)
    assert 'name="version" value="1"' in answer.text, "Having seen both, the next save counts."


def test_notes_open_a_quarter_of_an_hour_before(house: House) -> None:
    ivan, url = house.visitor("ivan"), f"/slots/{house.ref('casey-ivan')}/notes"
    brief = f"/slots/{house.ref('casey-ivan')}/brief"
    for minutes, is_open in ((16, False), (14, True)):
        with house.changing():
            house.one(Interview, "casey-interview").starts_at = NOW + minutes * DAY / 1440
        page = ivan.get(url).text
        assert ("<textarea" in page, "Your notes open" in page) == (is_open, not is_open)
        assert (url in ivan.get(brief).text) == is_open
        assert ivan.post(url, {"text": "Early.", "version": "0"}).status_code == (303 if is_open else 409)


def test_notes_stay_their_authors_after_hand_in_and_out_of_the_card(house: House) -> None:
    url = noted(house)
    with house.changing():
        slot = house.one(Slot, "casey-ivan")
        db.session.delete(slot.draft)
        db.session.flush()
        a_scorecard(slot, level=3, verdict="yes", words="Fine", at=NOW)
    ivan = house.visitor("ivan")
    assert "CANARY-notes" in ivan.get(url).text
    assert "CANARY-notes" not in ivan.get(f"/scorecards/{house.ref('casey-ivan')}/receipt").text


@ON_SQLITE
@pytest.mark.no_cover  # each line it walks over is covered by a test that looks closer
@pytest.mark.parametrize("who", ["rita", "cleo", "max", "ines", "adam", "omar"])
def test_nobody_else_reads_them_anywhere(house: House, who: str) -> None:
    noted(house)
    visitor = house.visitor(who)
    assert [url for url in addresses(house) if "CANARY-notes" in visitor.get(url).text] == []


def test_their_lines_stand_beside_the_card_and_go_into_its_evidence(house: House) -> None:
    noted(house)
    ivan, form = house.visitor("ivan"), f"/scorecards/{house.ref('casey-ivan')}"
    page = ivan.get(form).text
    assert re.findall(r'name="line-(\d+)"', page) == ["0", "2", "3"]
    first, second = boxes(house)[0], boxes(house)[-1]
    before = draft(house)
    fields = {"version": "1", "line-0": first, "line-2": first, "line-3": second}
    answer = ivan.post(f"{form}/notes", fields)
    area = first.rpartition("-")[0]
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{form}?area={area}#{area}")
    added = "She rebuilt the pager rota\nAsked who woke up, and why"
    assert draft(house) == before | {first: f"{before[first]}\n{added}", second: "CANARY-notes"}
    page = ivan.get(form).text
    assert (re.findall(r'name="line-(\d+)"', page), "Every line is in your scorecard." in page) == ([], True)
    again = ivan.post(f"{form}/notes", fields)
    assert (again.status_code, draft(house)[second]) == (303, "CANARY-notes")


def test_a_page_that_is_open_elsewhere_is_asked_about_what_was_put(house: House) -> None:
    noted(house)
    ivan, form = house.visitor("ivan"), f"/scorecards/{house.ref('casey-ivan')}"
    first = boxes(house)[0]
    with house.app.app_context():
        opened = {"version": str(house.one(Slot, "casey-ivan").draft.version)}
    assert ivan.post(f"{form}/notes", {"version": "1", "line-0": first}).status_code == 303
    answer = ivan.post(form, opened | {first: "Typed on the first page."})
    assert answer.status_code == 409
    assert draft(house)[first].endswith("She rebuilt the pager rota")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"version": "1", "line-0": "verdict"}, 422),
        ({"version": "1", "line-0": "nowhere-evidence"}, 422),
        ({"version": "1", "other": "x"}, 422),
        ({"version": "0", "line-0": "@first"}, 409),
        ({"version": "x", "line-0": "@first"}, 409),
        ({"version": "1", "line-99": "@first"}, 303),
        ({"version": "1"}, 303),
    ],
)
def test_only_ones_own_lines_go_into_boxes_there_are(house: House, fields: dict[str, str], status: int) -> None:
    noted(house)
    before = draft(house)
    sent = {name: boxes(house)[0] if value == "@first" else value for name, value in fields.items()}
    answer = house.visitor("ivan").post(f"/scorecards/{house.ref('casey-ivan')}/notes", sent)
    assert (answer.status_code, draft(house)) == (status, before)


def test_more_than_fits_into_a_field_is_refused(house: House) -> None:
    noted(house, "x" * 19_990)
    first = boxes(house)[0]
    answer = house.visitor("ivan").post(
        f"/scorecards/{house.ref('casey-ivan')}/notes", {"version": "1", "line-0": first}
    )
    assert (answer.status_code, "So much does not fit" in answer.text) == (422, True)


def test_many_lines_are_offered_a_few_at_a_time(house: House) -> None:
    noted(house, "\n".join(f"Line {number}" for number in range(200)))
    page = house.visitor("ivan").get(f"/scorecards/{house.ref('casey-ivan')}").text
    assert (page.count('name="line-'), "170 more lines follow" in page) == (30, True)


def test_nobody_puts_anything_into_somebody_elses_card(house: House) -> None:
    noted(house)
    for who in ("ines", "rita", "omar"):
        visitor = house.visitor(who)
        assert visitor.post(f"/scorecards/{house.ref('casey-ivan')}/notes", {"version": "1"}).status_code == 404
        assert visitor.post(f"/slots/{house.ref('casey-ivan')}/notes", {"text": "x"}).status_code == 404
