"""Two people, two tabs or two clicks at the same moment: one effect, and nobody is shown an accident."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from hiring import audit
from hiring.db import db
from hiring.models import Decision, Interview, Move, Note, Packet, Scorecard, Slot
from hiring.refs import new_ref
from tests.house import House, Visitor
from tests.unsafe_routes import SENDINGS, address, body

HANDS = 6
ROWS: dict[str, Any] = {
    "candidates.move": Move,
    "candidates.note": Note,
    "committee.build": Packet,
    "committee.decide": Decision,
    "loops.schedule": Interview,
    "scorecards.hand_in": Scorecard,
}


def at_once(visitors: Sequence[Visitor], url: str, bodies: Sequence[dict[str, Any]]) -> Counter[int]:
    """The statuses of all of them, sent from threads that start together."""
    ready = Barrier(len(visitors))
    tokens = [visitor.token() for visitor in visitors]

    def send(place: int) -> int:
        ready.wait()
        return visitors[place].client.post(url, data={"csrf_token": tokens[place], **bodies[place]}).status_code

    with ThreadPoolExecutor(len(visitors)) as pool:
        return Counter(pool.map(send, range(len(visitors))))


def rows(house: House, model: Any) -> int:
    with house.app.app_context():
        assert audit.first_broken() is None
        return db.session.scalars(select(func.count()).select_from(model)).one()


@pytest.mark.parametrize("endpoint", ROWS)
def test_clicks_at_once_with_one_key_have_one_effect_and_one_answer(house: House, endpoint: str) -> None:
    sending = SENDINGS[endpoint]
    sending.before(house)
    before, sent = rows(house, ROWS[endpoint]), {**body(house, endpoint), "key": new_ref()}
    visitors = [house.visitor(min(sending.who)) for _ in range(HANDS)]
    statuses = at_once(visitors, address(house, endpoint), [sent] * HANDS)
    assert (statuses, rows(house, ROWS[endpoint])) == (Counter({303: HANDS}), before + 1)


@pytest.mark.parametrize("endpoint", [name for name in ROWS if name != "candidates.note"])
def test_people_at_once_each_with_a_page_of_their_own_have_one_effect(house: House, endpoint: str) -> None:
    """The others are told that somebody was faster."""
    sending = SENDINGS[endpoint]
    sending.before(house)
    before, sent = rows(house, ROWS[endpoint]), body(house, endpoint)
    who = sorted(sending.who)
    visitors = [house.visitor(who[place % len(who)]) for place in range(HANDS)]
    statuses = at_once(visitors, address(house, endpoint), [{**sent, "key": new_ref()} for _ in visitors])
    assert rows(house, ROWS[endpoint]) == before + 1
    # a card that is in already leads to its receipt
    assert statuses == Counter({303: HANDS}) if endpoint == "scorecards.hand_in" else Counter({303: 1, 409: HANDS - 1})


def test_a_page_that_has_gone_stale_moves_nobody(house: House) -> None:
    fields = body(house, "candidates.move")
    first, second = house.visitor("rita"), house.visitor("cleo")
    url = address(house, "candidates.move")
    assert first.post(url, fields).status_code == 303
    answer = second.post(url, {**fields, "reason": "Cleo's own words."})
    assert answer.status_code == 409
    assert "Cleo&#39;s own words." in answer.text


def test_nobody_hands_in_what_a_colleague_reads_at_once(house: House) -> None:
    """While a card comes in, whoever still owes one sees the page as before or after, and never an accident."""
    sending = SENDINGS["scorecards.hand_in"]
    sending.before(house)
    url, sent = address(house, "scorecards.hand_in"), body(house, "scorecards.hand_in")
    with ThreadPoolExecutor(HANDS) as pool:
        readers = [house.visitor(name) for name in ("rita", "cleo", "ines", "max", "adam")]
        pages = [pool.submit(one.get, f"/applications/{house.ref('casey')}") for one in readers]
        writing = pool.submit(house.visitor("ivan").post, url, sent)
        assert {one.result().status_code for one in pages} <= {200, 404}
        assert writing.result().status_code == 303
    with house.app.app_context():
        assert house.one(Slot, "casey-ivan").handed_in_at is not None
