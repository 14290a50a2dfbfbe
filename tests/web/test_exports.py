"""What leaves as a file: a spreadsheet must not run it, and a browser must not show it as a page of ours."""

from __future__ import annotations

import csv
import io

import pytest

from hiring.web.exports import csv_answer, harmless, json_answer, text_answer


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
@pytest.mark.parametrize("before", ["", " ", "   "])
def test_a_formula_gets_an_apostrophe_first(sign: str, before: str) -> None:
    assert harmless(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("cell", ["", "No.", "a=b", "'=1", 3, -3.5, None])
def test_everything_else_stays_what_it_is(cell: object) -> None:
    assert harmless(cell) == cell


def test_a_table_comes_back_as_it_was_written() -> None:
    rows = [["Zoë", 'said "no", twice\nand left', 3], ["李", "", -1]]
    answer = csv_answer("votes", ["who", "what", "level"], rows)
    read = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"), newline="")))
    assert read == [["who", "what", "level"], *[[str(cell) for cell in row] for row in rows]]


def test_each_is_a_download_and_no_page_of_ours() -> None:
    answers = [csv_answer("a", ["b"], []), json_answer("a", {}), text_answer("a", [])]
    assert [(one.mimetype, one.headers["Content-Disposition"]) for one in answers] == [
        ("text/csv", "attachment; filename=a.csv"),
        ("application/json", "attachment; filename=a.json"),
        ("text/plain", "attachment; filename=a.txt"),
    ]
    assert {one.headers["Content-Security-Policy"] for one in answers} == {"sandbox"}
