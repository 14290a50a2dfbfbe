"""The receipt: what it says of a card, and what handing in answers however often it is asked."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from hiring.db import db
from hiring.models import Event, Rating, Scorecard
from hiring.refs import new_ref
from hiring.scorecards import queries
from tests.cast import NOW
from tests.house import House
from tests.scorecards.cards import complete, the_slot

FLAG = (("red_flag", "1"), ("check", "Ask."))
FIT, SECOND, THIRD = "Great culture fit!", "Worked at Google and went to Stanford", "Led a team of 120"


def url_of(house: House) -> str:
    return f"/scorecards/{house.ref('casey-ivan')}"


def draft(house: House, **extra: str) -> str:
    """A finished draft, by its version."""
    with house.changing():
        slot = the_slot(house)
        assert slot.draft is not None
        slot.draft.fields = {**complete(slot), **extra}
        db.session.flush()
        return str(slot.draft.version)


def cards(house: House) -> tuple[int, int]:
    """Scorecards from Ivan's seat, and hand-ins told of it."""
    with house.app.app_context():
        slot = the_slot(house)
        found = select(func.count(Scorecard.id)).where(Scorecard.slot_id == slot.id)
        told = select(func.count(Event.seq)).where(Event.kind == "scorecard.handed_in", Event.subject_id == slot.id)
        return db.session.scalars(found).one(), db.session.scalars(told).one()


def test_a_receipt_holds_seal_time_and_rubric_and_prints(house: House) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    ivan.post(f"{url}/review", {"version": draft(house)})
    page = ivan.get(f"{url}/receipt").text
    with house.app.app_context():
        slot = the_slot(house)
        card = db.session.scalars(select(Scorecard).filter_by(slot_id=slot.id)).one()
        assert page.count(f"<code>{card.content_sha256[:12]}</code>") == 1
        assert page.count(f"<code>{card.rubric_sha256[:12]}</code>") == 1
        assert f"Rubric {slot.rubric_version.slug}, version {slot.rubric_version.number}" in page
    assert "Handed in Tue 17 Nov, 10:00 and sealed." in page
    assert "data-print" in page


def test_every_advice_is_given_and_none_keeps_the_card_back(house: House) -> None:
    """One card cannot earn all four at once: all the same is one level, and below the floor is another."""
    ivan, url = house.visitor("ivan"), url_of(house)
    with house.app.app_context():
        sheet = queries.sheet_of(the_slot(house))
    first, second, third = (one.id for one in sheet.dimensions[:3])
    must = next(one for one in sheet.dimensions if one.must_have)
    low = {f"{one.id}-level": "1" for one in sheet.dimensions}
    flags = {f"{one}-{part}": words for one in (first, second) for part, words in FLAG}
    words = {f"{one}-{box}": "" for one in (first, second, third) for box in queries.boxes(sheet, one)}
    words |= dict(zip((f"{one}-situation" for one in (first, second, third)), (FIT, SECOND, THIRD), strict=True))
    version = draft(house, **low, **flags, **words, verdict="strong_yes")
    page = ivan.get(f"{url}/review").text
    said = page.split('id="advice"')[1].split("</section>")[0]
    assert "Every dimension has the same level." in said
    assert f"“{must.title}”, a must-have, is below" in said
    assert "You raise 2 red flags and say yes. Why?" in said
    assert said.count("names fit, employers or team size.") == 3
    assert ivan.post(f"{url}/review", {"version": version}).location == f"{url}/receipt"


def test_two_posts_at_once_and_again_later_are_one_card_and_one_receipt(house: House) -> None:
    """A double click with one key, another page with its own, and the back button after a cut connection."""
    url, version, key = f"{url_of(house)}/review", draft(house), new_ref()
    visitors = [house.visitor("ivan") for _ in range(3)]
    tokens, ready = [one.token() for one in visitors], Barrier(3)

    def send(place: int) -> tuple[int, str | None]:
        ready.wait()
        body = {"csrf_token": tokens[place], "version": version, "key": key if place < 2 else new_ref()}
        answer = visitors[place].client.post(url, data=body)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(3) as pool:
        answers = Counter(pool.map(send, range(3)))
    later = visitors[0].post(url, {"version": version, "key": key})
    assert answers == Counter({(303, f"{url_of(house)}/receipt"): 3})
    assert (later.status_code, later.location) == (303, f"{url_of(house)}/receipt")
    assert cards(house) == (1, 1)
    pages = [visitor.get(f"{url_of(house)}/receipt").data for visitor in visitors]
    seals = {page.split(b"Seal <code>")[1][:12] for page in pages}
    assert len(seals) == 1


@pytest.mark.parametrize("page", ["", "/review"])
def test_going_back_after_handing_in_leads_to_the_receipt(house: House, page: str) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    ivan.post(f"{url}/review", {"version": draft(house)})
    assert ivan.get(f"{url}{page}", follow_redirects=True).request.path == f"{url}/receipt"


def test_past_scores_have_a_receipt_without_a_recommendation(house: House) -> None:
    with house.changing():
        slot = the_slot(house)
        db.session.delete(slot.draft)
        slot.handed_in_at = NOW
        db.session.add(
            Scorecard(
                slot=slot,
                headline="",
                private_note="",
                rubric_sha256=slot.rubric_sha256,
                content_sha256="0" * 64,
                handed_in_at=NOW,
                imported_at=NOW,
                ratings=[Rating(position=0, dimension=slot.dimensions[0], level=4)],
            )
        )
    ivan, url = house.visitor("ivan"), url_of(house)
    page = ivan.get(f"{url}/receipt")
    assert page.status_code == 200
    assert "Imported, without a recommendation" in page.text
    assert "Change it" not in page.text
    change = ivan.get(f"{url}/change")
    assert (change.status_code, "Hand in the change" in change.text) == (200, False)
