"""The house of the matrix, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house import World, on_postgresql, on_sqlite
from tests.matrix.walk import Matrix
from tests.matrix.world import a_mail_server_is_set, furnish
from tests.postgres import Server


@pytest.fixture(scope="session")
def world_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = on_sqlite(tmp_path_factory.mktemp("matrix"), a_mail_server_is_set, furnish)
    yield made
    made.close()


@pytest.fixture(scope="session")
def world_on_postgresql(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Iterator[World]:
    made = on_postgresql(tmp_path_factory.mktemp("matrix"), postgres, a_mail_server_is_set, furnish)
    yield made
    made.close()


@pytest.fixture
def matrix(world_on_sqlite: World) -> Iterator[Matrix]:
    with world_on_sqlite.visited() as house:
        yield Matrix(house)


@pytest.fixture
def matrix_on_postgresql(world_on_postgresql: World) -> Iterator[Matrix]:
    with world_on_postgresql.visited() as house:
        yield Matrix(house)
