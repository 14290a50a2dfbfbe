"""What is no file of ratings is refused in one sentence that names the place, soon and without much memory."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from hiring.calibration.columns import read_ratings
from hiring.refusal import Kind, Refusal

HEAD = "candidate,interviewer,dimension,score\n"
UNREADABLE = "a quote is not closed or stands in the wrong place, or this is longer than 280 characters."
FIRST = "the first row must name the columns candidate, interviewer, score."
SEAT = (
    "row %d, column interviewer: row %d holds the same seat (candidate “Cy”, interviewer “Ivan”, dimension “%s”). "
    "A column “interview” tells two meetings apart."
)

BAD: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", f"row 1: {FIRST}"),
    "blank": ("\n\n", f"row 1: {FIRST}"),
    "header only": (HEAD, "row 2: there is nothing below the header."),
    "header and blanks": (HEAD + "\n,,,\n", "row 2: there is nothing below the header."),
    "no score": (
        "candidate,interviewer,dimension\na,b,c\n",
        "row 1, column score: this column is missing; the first row must name candidate, interviewer, score.",
    ),
    "no header": (
        "Cy,Ivan,craft,4\n",
        "row 1, column candidate: this column is missing; the first row must name candidate, interviewer, score.",
    ),
    "column twice": (
        "score,candidate,interviewer,Score\n1,a,b,2\n",
        "row 1, column score: this column is there twice.",
    ),
    "text": (HEAD + "Cy,Ivan,craft,good\n", "row 2, column score: “good” is not a whole number."),
    "half": (HEAD + "Cy,Ivan,craft,3.5\n", "row 2, column score: “3.5” is not a whole number."),
    "float": (HEAD + "Cy,Ivan,craft,3.0\n", "row 2, column score: “3.0” is not a whole number."),
    "exponent": (HEAD + "Cy,Ivan,craft,3e0\n", "row 2, column score: “3e0” is not a whole number."),
    "underscore": (HEAD + "Cy,Ivan,craft,0_3\n", "row 2, column score: “0_3” is not a whole number."),
    "other digits": (HEAD + "Cy,Ivan,craft,٣\n", "row 2, column score: “٣” is not a whole number."),
    "nan": (HEAD + "Cy,Ivan,craft,4\nCy,Ines,craft,NaN\n", "row 3, column score: “NaN” is not a whole number."),
    "inf": (HEAD + "Cy,Ivan,craft,inf\n", "row 2, column score: “inf” is not a whole number."),
    "no number": (HEAD + "Cy,Ivan,craft,\n", "row 2, column score: this is empty; a whole number belongs here."),
    "above": (HEAD + "Cy,Ivan,craft,6\n", "row 2, column score: 6 is not on the scale 1 to 5."),
    "below": (HEAD + "\nCy,Ivan,craft,0\n", "row 3, column score: 0 is not on the scale 1 to 5."),
    "beyond": (HEAD + f"Cy,Ivan,craft,{'9' * 80}\n", f"row 2, column score: {'9' * 59}… is not on the scale 1 to 5."),
    "huge": (HEAD + f"Cy,Ivan,craft,{'9' * 5000}\n", f"row 2, column score: “{'9' * 59}…” is not a whole number."),
    "no candidate": (HEAD + "  ,Ivan,craft,4\n", "row 2, column candidate: this is empty."),
    "no dimension": (HEAD + "Cy,Ivan,,4\n", "row 2, column dimension: this is empty."),
    "first of two": (HEAD + "Cy,Ivan,craft,x\n,Ivan,craft,4\n", "row 2, column score: “x” is not a whole number."),
    "short row": (
        HEAD + "Cy,Ivan,craft,4\nCy,Ines,craft\n",
        "row 3, column score: this row has 3 cells where the header has 4.",
    ),
    "one cell": (HEAD + "Cy\n", "row 2, column interviewer: this row has 1 cell where the header has 4."),
    "long row": (HEAD + "Cy,Ivan,craft,4,5\n", "row 2, column score: this row has 5 cells where the header has 4."),
    "seat twice": (
        HEAD + "Cy,Ivan,craft,4\nAl,Ivan,craft,4\n\nCy,Ivan,drive,3\nCy,Ivan,craft,5\nAl,Ivan,craft,5\n",
        SEAT % (6, 2, "craft"),
    ),
    "seat and meeting twice": (
        "candidate,interviewer,interview,score\nCy,Ivan,1,4\nCy,Ivan,2,4\nCy,Ivan,2,5\n",
        SEAT % (4, 3, "score"),
    ),
    "long label": (
        HEAD + f"Cy,Ivan,{'d' * 281},4\n",
        "row 2, column dimension: this is longer than 280 characters.",
    ),
    "NUL": (HEAD + "Cy,Iv\0an,craft,4\n", "row 2, column interviewer: this holds a character that cannot be kept."),
    "escape": (HEAD + "\x1b[2J,Ivan,craft,4\n", "row 2, column candidate: this holds a character that cannot be kept."),
    "not UTF-8": (
        HEAD.encode() + b"Cy,Ivan,craft,4\nZo\xeb,Ivan,craft,4\n",
        "row 3, column candidate: this is not UTF-8 text.",
    ),
    "UTF-16": (
        (HEAD + "Cy,Ivan,craft,4\n").encode("utf-16"),
        "row 1: this is not UTF-8 text. In a spreadsheet, save it as “CSV UTF-8”.",
    ),
    "quote not closed": (HEAD + 'Cy,Ivan,craft,4\nAl,"Ivan,craft,4\n', f"row 3, column interviewer: {UNREADABLE}"),
    "quote not closed in the header": ('"candidate,interviewer,score\nCy,Ivan,4\n', f"row 1: {UNREADABLE}"),
    "text behind a quote": (HEAD + 'Cy,"Iv"an,craft,4\n', f"row 2, column interviewer: {UNREADABLE}"),
    "lines before": (HEAD + '"a\nb",Ivan,craft,4\n\nc,Ivan,"d" e,4\n', f"row 4, column dimension: {UNREADABLE}"),
    "10 MB": (HEAD + f"Cy,Ivan,craft,4\nCy,{'x' * 10_000_000},craft,4\n", f"row 3, column interviewer: {UNREADABLE}"),
    "10 MB quoted": (HEAD + f'Cy,Ivan,"{"x," * 5_000_000}",4\n', f"row 2, column dimension: {UNREADABLE}"),
    "10 MB of lines": (
        HEAD + 'Cy,Ivan,craft,4\nCy,Ines,"' + "x,y\n" * 2_500_000,
        f"row 3, column dimension: {UNREADABLE}",
    ),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "past.csv"


def written(file: Path, content: str | bytes) -> Path:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence_with_its_place(file: Path, name: str) -> None:
    content, said = BAD[name]
    written(file, content)
    began = process_time()
    with pytest.raises(Refusal) as refused:
        read_ratings(file)
    assert process_time() - began < 2
    assert (str(refused.value.reason), refused.value.kind) == (f"{file}, {said}", Kind.INPUT)


def test_a_bad_row_is_found_behind_many_blocks(file: Path) -> None:
    rows = [f"c{row // 7},r{row % 7},d,{row % 5 + 1}\n" for row in range(3000)]
    rows[2500] = "c9,r9,d,six\n"
    with pytest.raises(Refusal) as refused:
        read_ratings(written(file, HEAD + "".join(rows)))
    assert str(refused.value.reason) == f"{file}, row 2502, column score: “six” is not a whole number."


def test_what_is_no_file_cannot_be_read(tmp_path: Path) -> None:
    missing, long = tmp_path / "none.csv", tmp_path / ("x" * 3000)
    for path, why in (
        (missing, "there is no such file"),
        (tmp_path, "it is no plain file"),
        (long, "File name too long"),
    ):
        with pytest.raises(Refusal) as refused:
            read_ratings(path)
        assert str(refused.value.reason) == f"{path} cannot be read: {why}."
