"""What a password must be, and how it is kept: hashed with argon2, a few at a time, the same work for everybody."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

from hiring.refusal import Kind, Refusal
from hiring.text import Text, text

SHORTEST = 12
MOST_BYTES = 1024
AT_ONCE = 2
PATIENCE_SECONDS = 10.0
OF_ITS_OWN = 8
PRODUCT = ("hiringloop", "hiring loop")
_LEETSPEAK = str.maketrans("013457@$!", "oieastasi")

# the hash of a random secret that nobody kept: an unknown address is checked against it, so that it takes as long
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$bJzihd/jb73pQJOu9s/llg$XsXDv4HcCVm4RBVyFL5jj8Sc3Qr/MHWVyGwG1hASK1o"

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """A new password as it is kept."""
    with _a_turn():
        return _hasher.hash(_one_spelling(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether it is the password. Without one to compare with the work is done all the same, and the answer is no."""
    with _a_turn():
        try:
            _hasher.verify(kept or NOBODY, _one_spelling(password))
        except Argon2Error:
            return False
    return kept is not None


def fits(password: str) -> bool:
    """Whether its size is one that is hashed at all."""
    return len(password) > 0 and len(password.encode("utf-8", "surrogatepass")) <= MOST_BYTES


def problem_with(password: str, *, about: Iterable[str] = ()) -> Text | None:
    """Why this cannot be a password, or None. `about`: the person's name and e-mail address."""
    if len(password) < SHORTEST:
        return text("A password has at least %(shortest)s characters.", shortest=SHORTEST)
    if not fits(password):
        return text("That is longer than %(limit)s bytes. Choose a shorter one.", limit=f"{MOST_BYTES:,}")
    plain = _one_spelling(password).casefold()
    if len(set(plain)) < 5 or not any(map(str.isalpha, plain)) or _repeats_itself(plain) or _is_common(plain):
        return text("That is a password everybody tries first. Take several words that do not belong together.")
    if _without(plain, about) < OF_ITS_OWN:
        return text("That is little more than your name, your address or this product. Choose something else.")
    return None


@contextmanager
def _a_turn() -> Iterator[None]:
    """Each hash takes 19 MiB and a core for a moment, so only a few run at once and the rest wait for a while."""
    if not _turns.acquire(timeout=PATIENCE_SECONDS):
        raise Refusal(text("Many people are signing in just now. Wait a little, then try again."), Kind.TOO_MANY)
    try:
        yield
    finally:
        _turns.release()


def _one_spelling(password: str) -> str:
    """Keyboards write the same letter in more than one way."""
    return unicodedata.normalize("NFKC", password)


def _repeats_itself(plain: str) -> bool:
    return re.fullmatch(r"(.{1,6}?)\1+.{0,5}", plain) is not None


def _is_common(plain: str) -> bool:
    """Nothing but common words, once figures and signs are read as the letters they stand for, or left out."""
    ending_cut = plain.rstrip("0123456789!?.,*#$@-_ ")
    readings = (plain.translate(_LEETSPEAK), ending_cut.translate(_LEETSPEAK), plain)
    return any(_is_made_of_common_words(re.sub(r"[^a-z]", "", reading)) for reading in readings)


def _is_made_of_common_words(letters: str) -> bool:
    """Three or fewer of them, one after another; more than that is a phrase of its own."""
    words = _common_words()
    fewest = [0] + [9] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 13), end):
            if letters[start:end] in words:
                fewest[end] = min(fewest[end], fewest[start] + 1)
    return 0 < fewest[-1] <= 3


def _without(plain: str, about: Iterable[str]) -> int:
    """How many letters and figures stay when what anybody can know is taken out."""
    known = {part for said in about for part in re.split(r"[\s@.+_-]+", said.casefold()) if len(part) > 2}
    rest = plain
    for part in sorted({*known, *PRODUCT}, key=len, reverse=True):
        rest = rest.replace(part, "")
    return sum(character.isalnum() for character in rest)


@cache
def _common_words() -> frozenset[str]:
    lines = Path(__file__).with_name("common_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
