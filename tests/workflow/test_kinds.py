"""The kinds of stage find themselves, and a new one is one new module."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from hiring.documents import DocumentError
from hiring.workflow import kinds
from hiring.workflow.fields import Keys
from hiring.workflow.plan import parse
from tests.workflow.examples import plan_data

TRIAL_DAY = '''
"""A paid day with the team."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys, Minutes

KIND = "trial_day"
LABEL = text("Trial day")
NEXT = text("Agree the day and the pay")


class With(Keys):
    """The break."""

    lunch_minutes: Minutes
'''

FOLDER = Path(kinds.__file__).parent


def test_every_module_is_a_kind_of_its_own_name() -> None:
    modules = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
    assert [kind.name for kind in kinds.known().values()] == modules
    assert list(kinds.known()) == modules


@pytest.mark.parametrize("kind", kinds.known().values(), ids=lambda kind: kind.name)
def test_a_kind_fits_a_board_and_says_what_to_do(kind: kinds.StageKind) -> None:
    assert 3 < len(str(kind.label)) <= 16
    assert 10 < len(str(kind.next)) <= 60
    assert issubclass(kind.keys, Keys)


def test_a_new_kind_is_one_new_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = plan_data()
    data["stages"][1] |= {"kind": "trial_day", "with": {"lunch_minutes": 45}}
    source = json.dumps(data)
    with pytest.raises(DocumentError, match="There is no kind “trial_day”"):
        parse(source, "small.v1.yaml")

    (tmp_path / "trial_day.py").write_text(TRIAL_DAY)
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    try:
        assert parse(source, "small.v1.yaml").stage("coding").own.model_dump() == {"lunch_minutes": 45}
        assert str(kinds.known()["trial_day"].next) == "Agree the day and the pay"
    finally:
        sys.modules.pop("hiring.workflow.kinds.trial_day")
