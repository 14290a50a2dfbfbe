"""Which fit of a rubric version counts: the newest."""

from __future__ import annotations

from sqlalchemy import exists
from sqlalchemy.orm import aliased

from hiring.models import CalibrationRow

_NEWER = aliased(CalibrationRow)

IS_NEWEST = ~exists().where(
    _NEWER.rubric_version_id == CalibrationRow.rubric_version_id, _NEWER.number > CalibrationRow.number
)
