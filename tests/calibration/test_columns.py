"""CSV files of ratings and funnels as columns of integers beside their labels."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.calibration.columns import Labelled, read_funnel, read_ratings
from hiring.calibration.funnel import Step
from hiring.refusal import Refusal

HEAD = "candidate,interviewer,dimension,score\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "past.csv"


def written(file: Path, content: str | bytes) -> Path:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def rows_of(read: Labelled) -> list[tuple[str, str, str, int]]:
    ratings = read.ratings
    columns = (ratings.candidate, ratings.interviewer, ratings.dimension, ratings.score)
    return [
        (read.candidates[c], read.interviewers[r], read.dimensions[d], y)
        for c, r, d, y in zip(*(column.tolist() for column in columns), strict=True)
    ]


# --- What is read


def test_codes_count_from_first_appearance(file: Path) -> None:
    read = read_ratings(written(file, HEAD + "Cy,Ivan,craft,4\nAl,Ines,craft,2\nCy,Ines,drive,5\n"))
    assert (read.candidates, read.interviewers, read.dimensions) == (["Cy", "Al"], ["Ivan", "Ines"], ["craft", "drive"])
    assert read.ratings.candidate.tolist() == [0, 1, 0]
    assert read.ratings.score.tolist() == [4, 2, 5]
    assert (read.ratings.interview, read.ratings.perspective, read.interviews, read.perspectives) == (
        None,
        None,
        [],
        [],
    )
    assert read.ratings.scale == (1, 5)


@pytest.mark.parametrize(
    "content",
    [
        HEAD + "Cy,Ivan,craft,4\nAl,Ines,craft,2",
        "\ufeff" + HEAD + "Cy,Ivan,craft,4\nAl,Ines,craft,2\n",
        (HEAD + "Cy,Ivan,craft,4\nAl,Ines,craft,2\n").replace("\n", "\r\n"),
        (HEAD + "Cy,Ivan,craft,4\nAl,Ines,craft,2\n").replace("\n", "\r"),
        (HEAD + "Cy,Ivan,craft,4\nAl,Ines,craft,2\n").replace(",", ";"),
        "score,dimension,interviewer,candidate\n4,craft,Ivan,Cy\n2,craft,Ines,Al\n",
        "Candidate , Interviewer,DIMENSION,Score\n  Cy ,Ivan\t,craft, 4\n\nAl,Ines,craft,02\n,,,\n",
        '"candidate","interviewer","dimension","score"\n"Cy","Ivan","craft","4"\n"Al","Ines","craft","2"\n',
        "note,candidate,,interviewer,dimension,score,note\n"
        + "x" * 5000
        + ",Cy,,Ivan,craft,4,\n1,Al,,Ines,craft,2,\0\n",
    ],
)
def test_the_same_ratings_in_other_clothes(file: Path, content: str) -> None:
    assert rows_of(read_ratings(written(file, content))) == [("Cy", "Ivan", "craft", 4), ("Al", "Ines", "craft", 2)]


def test_labels_are_kept_as_written(file: Path) -> None:
    labels = ["O’Neil, Ann", 'the "one"', "two\nlines", "ليلى", "דנה", "[red]x[/red]", "=1+1", "李", "-3"]
    out = io.StringIO()
    csv.writer(out).writerows([HEAD.strip().split(","), *([label, label, label, 3] for label in labels)])
    read = read_ratings(written(file, out.getvalue()))
    assert read.candidates == read.interviewers == read.dimensions == labels


def test_two_ways_to_write_a_letter_are_one_label(file: Path) -> None:
    composed, parts = "Zoë", unicodedata.normalize("NFD", "Zoë")
    read = read_ratings(written(file, f"{HEAD}{parts},Ines,craft,4\n {composed} ,Ivan,craft,2\n"))
    assert (read.candidates, read.ratings.candidate.tolist()) == ([composed], [0, 0])


def test_without_a_dimension_column_there_is_one(file: Path) -> None:
    read = read_ratings(written(file, "candidate,interviewer,score\nCy,Ivan,4\nCy,Ines,3\n"))
    assert (read.dimensions, read.ratings.dimension.tolist()) == (["score"], [0, 0])


def test_meetings_and_perspectives_are_read(file: Path) -> None:
    content = (
        "interview,perspective,candidate,interviewer,score\n1,peer,Cy,Ivan,4\n2,peer,Cy,Ivan,3\n,report,Cy,Ines,3\n"
    )
    read = read_ratings(written(file, content))
    assert (read.interviews, read.perspectives) == (["1", "2", ""], ["peer", "report"])
    assert read.ratings.interview is not None
    assert read.ratings.perspective is not None
    assert (read.ratings.interview.tolist(), read.ratings.perspective.tolist()) == ([0, 1, 2], [0, 0, 1])


@pytest.mark.parametrize("scale", [(1, 9), (0, 10), (-2, 2)])
def test_other_scales(file: Path, scale: tuple[int, int]) -> None:
    low, high = scale
    read = read_ratings(written(file, f"{HEAD}Cy,Ivan,craft,{low}\nCy,Ines,craft,{high}\n"), scale)
    assert (read.ratings.score.tolist(), read.ratings.scale) == ([low, high], scale)


@settings(max_examples=60)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["Cy", "Al", "Zoë, L.", 'q"q', "a\nb", "ليلى", " Cy"]),
            st.sampled_from(["Ivan", "Ines", "Ivan "]),
            st.sampled_from(["craft", "drive"]),
            st.integers(1, 5),
        ),
        min_size=1,
        max_size=30,
        unique_by=lambda row: tuple(str(cell).strip() for cell in row[:3]),
    ),
    copies=st.sampled_from([1, 40]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    gap=st.booleans(),
)
def test_it_reads_what_the_csv_module_wrote(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str, str, int]],
    copies: int,
    quoting: int,
    end: str,
    gap: bool,
) -> None:
    """Also over several blocks, and with rows that hold nothing."""
    many = [(c, f"{r.strip()}{copy}", d, y) for copy in range(copies) for c, r, d, y in rows]
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerow(HEAD.strip().split(","))
    for row in many:
        writer.writerow(row)
        if gap:
            out.write(end)
    read = read_ratings(written(tmp_path_factory.mktemp("read") / "past.csv", out.getvalue()))
    assert rows_of(read) == [(c.strip(), r, d, y) for c, r, d, y in many]
    for labels in (read.candidates, read.interviewers, read.dimensions):
        assert len(labels) == len(set(labels))


# --- Funnels


def test_a_funnel_is_read(file: Path) -> None:
    read = read_funnel(written(file, "stage,group,entered,passed\nscreen,women,80,48\nscreen,men,40,12\n"))
    assert read == [Step("screen", "women", 80, 48), Step("screen", "men", 40, 12)]


def test_a_funnel_may_name_openings(file: Path) -> None:
    read = read_funnel(written(file, "opening,stage,group,entered,passed\nBaker,screen,a,8,4\nClerk,screen,a,9,0\n"))
    assert [step.opening for step in read] == ["Baker", "Clerk"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("screen,a,8,9\n", "row 2, column passed: 9 is more than the 8 who entered."),
        ("screen,a,-8,0\n", "row 2, column entered: -8 is not a number of people from 0 to 1000000000."),
        ("screen,a,8,2.5\n", "row 2, column passed: “2.5” is not a whole number."),
        (
            "screen,a,8,4\nscreen,b,8,4\nscreen, a,7,4\n",
            "row 4, column group: a stands at stage screen in row 2 already.",
        ),
        ("screen,,8,4\n", "row 2, column group: this is empty."),
    ],
)
def test_a_bad_funnel_is_one_sentence(file: Path, rows: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_funnel(written(file, "stage,group,entered,passed\n" + rows))
    assert str(refused.value.reason) == f"{file}, {said}"


def test_an_opening_is_named_in_every_row_or_in_none(file: Path) -> None:
    written(file, "stage,group,entered,passed,opening\nscreen,a,8,4,Baker\n\nscreen,b,8,4,\n")
    with pytest.raises(Refusal) as refused:
        read_funnel(file)
    said = "row 4, column opening: it is empty, but other rows name theirs."
    assert str(refused.value.reason) == f"{file}, {said}"


def test_progress_is_told_the_rows(file: Path) -> None:
    told: list[int] = []
    read_ratings(written(file, HEAD + "".join(f"c{row},r,d,3\n" for row in range(600))), progress=told.append)
    assert told == [513, 601]


def test_it_grows_in_a_straight_line_and_stays_small(file: Path) -> None:
    """200,000 rows in well under a second of CPU (0.2 s on the machine this was written on), labels included."""
    rng = np.random.default_rng(1)
    scores = rng.integers(1, 6, 200_000).tolist()
    content = "".join(f"c{row // 20},r{row // 5 % 400},d{row % 5},{score}\n" for row, score in enumerate(scores))
    written(file, HEAD + content)
    began = process_time()
    read = read_ratings(file)
    assert process_time() - began < 1
    assert read.ratings.score.tolist() == scores
