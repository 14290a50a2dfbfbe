"""CSV files: what is read, and every reason why a file is not."""

from __future__ import annotations

import pytest

from hiring.candidates.channels import CHANNELS
from hiring.candidates.contact import NewCandidate
from hiring.candidates.spreadsheet import read
from tests.bad_inputs import CASES as BAD

KNOWN = "Known are name, headline, email, phone, channel, introduced_by."
NOBODY = "There is nobody in this file: it has no row below the head."
REFUSED = {
    "csv-011": ["Row 2 has 1 cells where the head has 2."],
    "csv-012": ["Row 2 has 3 cells where the head has 2."],
    "csv-013": [f"The first row must name the columns, “name” among them. {KNOWN}"],
    "csv-014": ["The column “email” is there twice. Keep one."],
    "csv-017": [NOBODY],
    "csv-018": ["Row 2 cannot be read: a quote is not closed, or a cell is too long."],
    "csv-021": ["Row 2: “a@x.org\\nBcc: e@x” is no e-mail address."],
    "csv-026": [f"There is no column “salary” here. {KNOWN}"],
    "csv-027": [f"There is no column “is_admin” here. {KNOWN}"],
    "csv-028": [f"There is no column “search_id” here. {KNOWN}"],
    "csv-029": ["This file is not UTF-8. In Excel save it as “CSV UTF-8 (comma delimited)”, then choose it again."],
    "csv-032": ["Row 2, name: this holds a character that cannot be kept."],
    "csv-033": ["Row 2 cannot be read: a quote is not closed, or a cell is too long."],
}
TAKEN = {
    "csv-002": "+1+1",
    "csv-009": "a =1+1",
    "csv-015": "A",
    "csv-022": "A B",
    "csv-023": "=?utf-8?q?a=0ABcc=3A_e=40x?=",
    "csv-038": "A",
}


def content_of(name: str) -> bytes:
    case = BAD[name]
    made: str | bytes = case["payload"] if "payload" in case else eval(case["payload_gen"])
    return made.encode() if isinstance(made, str) else made


def test_every_bad_file_of_the_list_is_tried() -> None:
    assert {name for name, case in BAD.items() if case["target"] == "file:import.csv"} == {*REFUSED, *TAKEN}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_bad_file_is_refused_with_its_reasons(name: str) -> None:
    assert [str(problem) for problem in read(content_of(name)).problems] == REFUSED[name]


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_an_odd_file_is_taken_as_text(name: str) -> None:
    sheet = read(content_of(name))
    assert (sheet.problems, [new for _row, new in sheet.rows]) == ([], [NewCandidate(TAKEN[name], email="a@x.org")])


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("comma", [",", ";"])
def test_all_columns_are_read_with_and_without_a_byte_order_mark(mark: bytes, comma: str) -> None:
    lines = (
        "name,headline,email,phone,channel,introduced_by\n"
        "Amara Okafor,Finance director,Amara@Example.NET,+44 20 7946 0018,Search firm,Hollis\n"
        "\n"
        "Zoë,,,,,\n"
    )
    sheet = read(mark + lines.replace(",", comma).encode())
    assert sheet.problems == []
    assert sheet.rows == [
        (
            2,
            NewCandidate(
                "Amara Okafor", "Finance director", "amara@example.net", "+44 20 7946 0018", "search_firm", "Hollis"
            ),
        ),
        (4, NewCandidate("Zoë")),
    ]


def test_excels_own_encoding_is_refused_with_the_way_out() -> None:
    sheet = read("name\nZoë\n".encode("cp1252"))
    assert [str(problem) for problem in sheet.problems] == REFUSED["csv-029"]


def test_all_faults_are_told_at_once_with_their_rows() -> None:
    lines = f"name,email,channel\n,a@x.org,\nB,nowhere,\nC,c@x.org,pigeon\n{'d' * 281},,\nE,a@x.org,\nF,a@x.org,\n"
    assert [str(problem) for problem in read(lines.encode()).problems] == [
        "Row 2 has no name.",
        "Row 3: “nowhere” is no e-mail address.",
        f"Row 4: there is no channel “pigeon”. Known are {', '.join(CHANNELS)}.",
        "Row 5, name: this is longer than 280 characters.",
        "Row 7: a@x.org stands in row 6 already.",
    ]


def test_a_thousand_rows_fit_and_no_more() -> None:
    fits, too_many = (read(("name\n" + "A\n" * rows).encode()) for rows in (1000, 1001))
    assert (len(fits.rows), fits.problems) == (1000, [])
    assert [str(problem) for problem in too_many.problems] == ["This file has 1001 rows; 1000 fit. Split it."]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00n"])
def test_what_is_no_table_at_all_is_refused(content: bytes) -> None:
    assert len(read(content).problems) >= 1
