"""What every test may ask for. Tests that ask for the house run on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from zlib import crc32

import pytest
from hypothesis import settings

from tests.house import House, World, on_postgresql, on_sqlite
from tests.postgres import NoPostgres, Server, server
from tests.soundness import unsound

# a busy machine is slow, not wrong
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long and shows little is done to a part of the tests, always the same.

    Following each line costs more than half of running it: of the tests in a house one in four is followed, on SQLite,
    and what those reach is the least that is reached. What pages say of each case is asked in full on SQLite, and on
    PostgreSQL one case in three; verbs, races and reads run whole on both.
    """
    for item in items:
        by_chance = crc32(item.name.encode())
        if "postgresql" in getattr(getattr(item, "callspec", None), "params", {}).values():
            item.add_marker(pytest.mark.no_cover)
            if item.path.name == "test_views.py" and by_chance % 3:
                item.add_marker(pytest.mark.skip(reason="PostgreSQL runs a sample."))
        elif "house" in getattr(item, "fixturenames", ()) and by_chance % 4:
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One PostgreSQL for this process. Missing it fails in CI and skips elsewhere."""
    try:
        with server() as running:
            yield running
    except NoPostgres as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def sqlite_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = on_sqlite(tmp_path_factory.mktemp("sqlite"))
    yield from _sound_first_and_last(made)


@pytest.fixture(scope="session")
def postgresql_world(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Iterator[World]:
    made = on_postgresql(tmp_path_factory.mktemp("postgresql"), postgres)
    yield from _sound_first_and_last(made)


def _sound_first_and_last(world: World) -> Iterator[World]:
    """The cast keeps every invariant, and after the last test, put back once more, it still does."""
    assert unsound(world.app) == []
    yield world
    world.reset()
    assert unsound(world.app) == []
    world.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> World:
    """One of the two, made once in a process: a parametrised session fixture would be made anew at every turn."""
    made: World = request.getfixturevalue(f"{request.param}_world")
    return made


@pytest.fixture
def house(world: World) -> Iterator[House]:
    with world.visited() as house:
        yield house
