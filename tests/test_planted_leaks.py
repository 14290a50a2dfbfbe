"""The test of the test: comparing two houses catches each planted leak, and leaves an innocent page in peace."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.cases.test_blind import four_have_read_it, something_else_was_agreed
from tests.house import House, World, on_sqlite
from tests.planted_leaks import LEAKS, PREFIX, a_plain_list, plant
from tests.test_non_interference import Reader, differences, everything_on_casey, ines_still_out, ivan_hands_in

TELLS_OF: dict[str, Callable[[House], None]] = {
    "a_badge": ines_still_out,
    "a_filter": everything_on_casey,
    "a_guard": ines_still_out,
    "a_next_link": ines_still_out,
    "a_search": everything_on_casey,
    "a_sentence": ivan_hands_in,
    "an_average": everything_on_casey,
    "an_etag": everything_on_casey,
    "an_order": everything_on_casey,
    "how_many_have_read": four_have_read_it,
    "what_was_agreed": something_else_was_agreed,
}


@pytest.fixture(scope="module")
def leaky_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = on_sqlite(tmp_path_factory.mktemp("leaky"), plant)
    yield made
    made.close()


@pytest.fixture
def leaky(leaky_world: World) -> Iterator[House]:
    with leaky_world.visited() as house:
        yield house


def planted(_house: House) -> list[str]:
    return [f"{PREFIX}/{name}" for name in (*LEAKS, a_plain_list.__name__)]


@pytest.mark.parametrize("leak", LEAKS)
def test_each_leak_is_caught(leaky: House, leak: str) -> None:
    caught = differences(leaky, Reader("cleo", "casey"), TELLS_OF[leak], where=planted)
    assert f"{PREFIX}/{leak}" in caught
    assert f"{PREFIX}/{a_plain_list.__name__}" not in caught
