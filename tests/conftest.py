"""What every test may ask for. Tests that ask for the house run on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.house import House, World, on_postgresql, on_sqlite
from tests.postgres import NoPostgres, Server, server

# a busy machine is slow, not wrong
settings.register_profile("house", deadline=None)
settings.load_profile("house")


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


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        made = on_sqlite(folder)
    else:
        made = on_postgresql(folder, request.getfixturevalue("postgres"))
    yield made
    made.close()


@pytest.fixture
def house(world: World) -> Iterator[House]:
    with world.visited() as house:
        yield house
