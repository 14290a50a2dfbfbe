"""Every endpoint × every method × everybody × everything there is, against a table written by hand."""

from __future__ import annotations

import pytest

from tests.matrix.table import ROWS
from tests.matrix.walk import Matrix


@pytest.mark.parametrize("endpoint", ROWS)
def test_everybody_gets_what_the_table_says(matrix: Matrix, endpoint: str) -> None:
    assert list(matrix.faults(endpoint)) == []
