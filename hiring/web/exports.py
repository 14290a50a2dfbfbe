"""Answers that are saved as files: CSV that no spreadsheet runs, JSON, plain text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

RUN_BY_SPREADSHEETS = tuple("=+-@\t\r\0\uff1d\uff0b\uff0d\uff20")


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """UTF-8 with a mark that Excel goes by."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return _file("\ufeff" + written.getvalue(), "text/csv", f"{name}.csv")


def json_answer(name: str, content: Any) -> Response:
    return _file(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "application/json", f"{name}.json")


def text_answer(name: str, lines: Iterable[str]) -> Response:
    return _file("\n".join(lines) + "\n", "text/plain", f"{name}.txt")


def harmless(cell: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe first; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(RUN_BY_SPREADSHEETS):
        return f"'{cell}"
    return cell


def _file(content: str, media_type: str, name: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
