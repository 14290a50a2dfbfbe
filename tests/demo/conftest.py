"""The one demo house that all tests here start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo.homes import let_go, made


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo house that nobody has open."""
    folder = tmp_path_factory.mktemp("demo")
    let_go(made(folder))
    return folder
