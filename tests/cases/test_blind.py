"""Two houses that differ in what was agreed, or in what others read, are the same to whoever has not read the case."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from hiring.models import Person, WrittenCase
from tests.cast import DAY, NOW
from tests.factories import a_case_reading
from tests.house import House
from tests.test_non_interference import Reader, differences

pytestmark = pytest.mark.no_cover  # each line it walks over is covered by a test that looks closer

FOUR = ("ines", "ivan", "cleo", "max")
READERS = (Reader("omar"), Reader("remy"), Reader("adam"), Reader("mona", "casey"), Reader(None))


def read(house: House, names: Sequence[str], levels: Sequence[int] = (3, 3, 3)) -> None:
    case = house.one(WrittenCase, "case")
    for name in names:
        a_case_reading(case, house.one(Person, name), levels=levels, words=f"{name}'s", at=NOW - DAY)


def before(house: House, names: Sequence[str]) -> None:
    with house.changing():
        read(house, names)


def something_else_was_agreed(house: House) -> None:
    for place, one in enumerate(house.one(WrittenCase, "case").agreed):
        one.level, one.because = 5 - place, "For another reason altogether. " * 9


def four_have_read_it(house: House) -> None:
    read(house, FOUR)


def nobody_agreed_with_them(house: House) -> None:
    read(house, FOUR, levels=(5, 1, 1))


def remy_writes_another_draft(house: House) -> None:
    house.one(WrittenCase, "sketch").title = "Another title"


def sampled(house: House, reader: Reader) -> None:
    if house.dialect == "postgresql" and reader.name != "omar":
        pytest.skip("PostgreSQL runs a sample.")


@pytest.mark.parametrize("reader", READERS, ids=str)
@pytest.mark.parametrize(
    "change", [something_else_was_agreed, four_have_read_it, nobody_agreed_with_them], ids=lambda one: one.__name__
)
def test_whoever_has_not_read_it_cannot_tell(house: House, reader: Reader, change: Callable[[House], None]) -> None:
    sampled(house, reader)
    assert differences(house, reader, change) == []


@pytest.mark.parametrize("name", ["rita", "omar", "ines"])
def test_a_draft_is_its_authors_alone(house: House, name: str) -> None:
    sampled(house, Reader(name))
    assert differences(house, Reader(name), remy_writes_another_draft) == []


@pytest.mark.parametrize("name", ["ines", "rita"])
@pytest.mark.parametrize("others", [(), ("ivan",), ("ivan", "cleo", "max")])
def test_nobody_can_tell_what_one_more_made_of_it(house: House, name: str, others: tuple[str, ...]) -> None:
    """Not its author either: others open in whole groups, to both of them."""
    sampled(house, Reader(name))
    before(house, ("ines", *others))

    def one_more_reads(house: House) -> None:
        read(house, ("omar",), levels=(5, 5, 5))

    assert differences(house, Reader(name), one_more_reads) == []


def test_whoever_may_know_can_tell(house: House) -> None:
    """A walk that saw nothing anywhere would pass every test above."""
    before(house, ("ines",))
    address = f"/cases/{house.ref('case')}"
    assert differences(house, Reader("ines"), something_else_was_agreed) == [address]


def test_the_fourth_opens_the_group(house: House) -> None:
    before(house, ("ines", "ivan", "cleo"))

    def the_fourth_reads(house: House) -> None:
        read(house, ("max",))

    assert f"/cases/{house.ref('case')}" in differences(house, Reader("ines"), the_fourth_reads)
