"""How likely chance alone makes two groups pass as unequally as they did, given how many of all passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, lgamma
from operator import index
from typing import NamedTuple

SAME = 1e-7
"""Two tables whose probabilities differ by less than this part are equally likely: a tie that was rounded (as in R)."""

_NOTHING = 1e-17


class Chances(NamedTuple):
    """Two-sided probabilities under equal rates: p counts the tables just as likely as this one whole, mid by half."""

    p: float
    mid: float


def fisher_test(a: int, na: int, b: int, nb: int) -> Chances:
    """Fisher's exact test of a passed of na against b passed of nb.

    `p` adds the probabilities of all tables with the same margins that are at most as likely as this one (Fisher 1935;
    Freeman and Halton 1951), as R and scipy do. `mid` takes half of those that are just as likely (Lancaster 1961; the
    form is that of Fagerland, Lydersen and Laake 2017, section 4.4): less conservative with few people. Margins of a
    million keep eight digits. Raises ValueError for counts that cannot be.
    """
    passed, entered = index(a) + index(b), index(na) + index(nb)
    if not (0 <= a <= na and 0 <= b <= nb):
        raise ValueError(f"{a} of {na} against {b} of {nb} is not a table.")
    draw = _Draw(na, entered, passed)
    observed = draw.log_chance(a)
    left, right = draw.edges(observed + SAME)
    ties = {k for k in (left - 1, left, right, right + 1) if abs(draw.log_chance(k) - observed) <= SAME}
    p = min(draw.tail(left, -1) + draw.tail(right, 1), 1.0)
    return Chances(p, max(p - sum(exp(draw.log_chance(k)) for k in ties) / 2, 0.0))


def holm(chances: Sequence[float]) -> list[float]:
    """The same p values, in the same order, so adjusted that any one at most .05 is wrong one time in twenty at most.

    Holm (1979), Scandinavian Journal of Statistics 6:65: the smallest of m times m, the next times m - 1; never less
    than the one before, never above 1.
    """
    adjusted, highest = [0.0] * len(chances), 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        highest = max(highest, min((len(chances) - rank) * chances[place], 1.0))
        adjusted[place] = highest
    return adjusted


class _Draw(NamedTuple):
    """`size` people drawn from `entered`, of whom `passed` pass: how many of the drawn pass is hypergeometric."""

    size: int
    entered: int
    passed: int

    @property
    def lowest(self) -> int:
        return max(0, self.size + self.passed - self.entered)

    @property
    def highest(self) -> int:
        return min(self.size, self.passed)

    @property
    def mode(self) -> int:
        return (self.size + 1) * (self.passed + 1) // (self.entered + 2)

    def log_chance(self, k: int) -> float:
        if not self.lowest <= k <= self.highest:
            return -float("inf")
        among = _log_choose(self.passed, k) + _log_choose(self.entered - self.passed, self.size - k)
        return among - _log_choose(self.entered, self.size)

    def edges(self, at_most: float) -> tuple[int, int]:
        """(left, right): the numbers nearest to the mode on either side whose log chance is no more than `at_most`.

        Beyond the ends stand `lowest - 1` and `highest + 1`, whose chance is 0.
        """
        found = []
        for step, end in ((-1, self.lowest - 1), (1, self.highest + 1)):
            near, far = 0, abs(end - self.mode)
            while near < far:
                middle = (near + far) // 2
                if self.log_chance(self.mode + step * middle) <= at_most:
                    far = middle
                else:
                    near = middle + 1
            found.append(self.mode + step * far)
        return found[0], found[1]

    def tail(self, k: int, step: int) -> float:
        """P(k or further in the direction of `step`), away from the mode."""
        if not self.lowest <= k <= self.highest:
            return 0.0
        return exp(self.log_chance(k)) * sum(self._weights(k, step))

    def _weights(self, k: int, step: int) -> Iterator[float]:
        """Chances of k, k + step, … as parts of that of k, until they no longer count."""
        weight, others = 1.0, self.entered - self.passed - self.size
        while weight > _NOTHING:
            yield weight
            if step > 0:
                weight *= (self.passed - k) * (self.size - k) / ((k + 1) * (others + k + 1))
            else:
                weight *= k * (others + k) / ((self.passed - k + 1) * (self.size - k + 1))
            k += step


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
