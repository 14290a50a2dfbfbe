"""The locks in `requirements/` answer to `pyproject.toml`, by hash, and name no host."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text())
HELD = {  # lock → extras and groups beside the project's own dependencies
    "run": ("build",),
    "server": ("postgres", "prod", "build"),
    "test": ("postgres", "prod", "build", "test"),
    "dev": ("postgres", "prod", "build", "test", "dev"),
}


@pytest.mark.parametrize("lock", HELD)
def test_a_lock_holds_what_the_project_asks_for(lock: str) -> None:
    more = {**PROJECT["project"]["optional-dependencies"], **PROJECT["dependency-groups"]}
    lines = [*PROJECT["project"]["dependencies"], *(line for part in HELD[lock] for line in more[part])]
    asked = [Requirement(line) for line in lines if isinstance(line, str)]
    pinned = _pinned(lock)
    missed = [str(wish) for wish in asked if not wish.specifier.contains(pinned.get(canonicalize_name(wish.name), "0"))]
    assert missed == [], "The lock is older than pyproject.toml: remake it with `make lock`."


@pytest.mark.parametrize("lock", HELD)
def test_a_smaller_lock_is_part_of_the_largest(lock: str) -> None:
    assert _pinned(lock).items() - _pinned("dev").items() == set(), "Remake the locks together with `make lock`."


@pytest.mark.parametrize("lock", HELD)
def test_a_lock_names_no_host(lock: str) -> None:
    assert [line for line in _lines(lock) if "://" in line] == []


def _pinned(lock: str) -> dict[str, str]:
    pins = (line.split()[0].partition("==") for line in _lines(lock) if "==" in line and not line.startswith(" "))
    return {name: version for name, _, version in pins}


def _lines(lock: str) -> list[str]:
    return (HOUSE / f"requirements/{lock}.txt").read_text().splitlines()
