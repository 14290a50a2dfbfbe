"""Files: what is taken for a PDF, what it is called, and that it is on the disk whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hiring.files import LARGEST, check_pdf, keep, safe_name
from hiring.refusal import Refusal

EMPTY = "This file is empty. Choose another one."
NO_PDF = "This is not a PDF. Save it as PDF, then choose it again."
TOO_LARGE = "This file is larger than 10 MB. Send a smaller one."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", EMPTY),
        (b"<?php echo 1;", NO_PDF),
        (b"<svg onload=alert(1)>", NO_PDF),
        (b"PK\x03\x04", NO_PDF),
        (b" %PDF-1.7", NO_PDF),
        (b"%PDF-" + b"x" * LARGEST, TOO_LARGE),
    ],
)
def test_what_is_no_pdf_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_pdf(content)
    assert str(refused.value.reason) == sentence


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Casey Morgan.pdf", "Casey Morgan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\cv\\Casey.PDF", "Casey.pdf"),
        ('a"b\r\nSet-Cookie: x=1.pdf', "abSet-Cookie x=1.pdf"),
        ("cv.pdf.php", "cv.pdf.php.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("x" * 5000 + ".pdf", "x" * 100 + ".pdf"),
        ("CON", "CON.pdf"),
        ("", "cv.pdf"),
        (None, "cv.pdf"),
        (".pdf", "pdf.pdf"),
    ],
)
def test_a_name_is_safe_to_offer(given: str | None, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_file_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    stored_as = keep(b"%PDF-", folder)
    assert (folder / stored_as).read_bytes() == b"%PDF-"
    assert (folder.stat().st_mode & 0o777, (folder / stored_as).stat().st_mode & 0o777) == (0o700, 0o600)
    assert [path.name for path in folder.iterdir()] == [stored_as]


def test_two_files_never_share_a_name(tmp_path: Path) -> None:
    assert len({keep(b"%PDF-", tmp_path) for _ in range(50)}) == 50


def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(b"%PDF-", tmp_path)
    assert list(tmp_path.iterdir()) == []
