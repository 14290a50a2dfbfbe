"""The demo house keeps every invariant: it was made by the same verbs, and its crowd by rows that tell the same."""

from __future__ import annotations

from pathlib import Path

from hiring.demo.house import Size
from tests.demo.homes import copied, let_go
from tests.soundness import strange_facts, unsound


def test_the_demo_house_is_sound_and_so_is_its_crowd(kept: Path, tmp_path: Path) -> None:
    demo = copied(kept, tmp_path, size=Size(people=20, applications=60))
    assert unsound(demo.app) == []
    assert strange_facts(demo.app) == []
    let_go(demo)
