"""What a password must be, and that a wrong one costs what a right one does."""

from __future__ import annotations

import pytest

from hiring.people import passwords

TOO_COMMON = "That is a password everybody tries first. Take several words that do not belong together."
TOO_CLOSE = "That is little more than your name, your address or this product. Choose something else."
ABOUT = ("Rita Moreau", "rita@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "Password1234",
        "P@ssw0rd1234!",
        "qwertyuiop12",
        "123456789012",
        "2026-11-17 10:00",
        "letmeinletmein",
        "iloveyou1234",
        "1q2w3e4r5t6y",
        "welcome2026!!",
        "passw0rdpassw0rd",
        "aaaaaaaaaaaa",
        "abcabcabcabcabc",
        "trustno1trustno1",
    ],
)
def test_what_everybody_tries_is_refused(password: str) -> None:
    assert str(passwords.problem_with(password)) == TOO_COMMON


@pytest.mark.parametrize("password", ["Rita Moreau 12", "hiringloop2026", "rita@example.org", "HiringLoop!!!!"])
def test_what_anybody_can_know_is_refused(password: str) -> None:
    assert str(passwords.problem_with(password, about=ABOUT)) == TOO_CLOSE


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "zebra orchid tram 9",
        "S0mmerfest-Gartenzwerg",
        "пароль из четырёх слов",
        "it is the sixty-four characters that a long passphrase may take!",
        "rita likes purple submarines",
    ],
)
def test_words_that_do_not_belong_together_are_taken(password: str) -> None:
    assert passwords.problem_with(password, about=ABOUT) is None


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "A password has at least 12 characters."),
        ("123456", "A password has at least 12 characters."),
        ("x" * 1025, "That is longer than 1,024 bytes. Choose a shorter one."),
        ("ü" * 600, "That is longer than 1,024 bytes. Choose a shorter one."),
        ("", "A password has at least 12 characters."),
    ],
)
def test_sizes(password: str, sentence: str) -> None:
    assert str(passwords.problem_with(password)) == sentence


def test_a_hash_is_argon2_with_the_agreed_costs() -> None:
    kept = passwords.hashed("zebra orchid tram 9")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.NOBODY.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.is_right("zebra orchid tram 9", kept)
    assert not passwords.is_right("zebra orchid tram 8", kept)


def test_nobody_has_no_password() -> None:
    assert not passwords.is_right("zebra orchid tram 9", None)


def test_the_same_letters_from_another_keyboard_are_the_same_password() -> None:
    assert passwords.is_right("cafe\u0301 orchid tram", passwords.hashed("caf\u00e9 orchid tram"))
