"""Results for the reports: worked out by the worker, and stored.

Reports are read by people who may know nothing of a candidate, and as often as they like. So four things are decided
here, and hold for every page, file and print of them, whatever is asked in which order:

* Only finished applications count, as in the pool: decided or closed, and nobody owes a card there. A confidential
  opening's never do, nor cards of collective stages, nor practice.
* Whoever is counted is counted once, for good, in the company of at least four others who are counted in the same
  figures at the same moment (`admitting`). Later amendments, moves and erasures change nothing that was said. So any
  two reports that were ever shown differ by nobody or by five or more, in every figure.
* What is kept to go on from are sums (`moments`, `passages`); figures rest on nothing else, and totals are made of the
  same sums as their parts. No page reads cards or moves.
* A figure about how people judge needs five people who judged.
"""

from __future__ import annotations

FEWEST = 5
"""Candidates that come into a figure together, and people whose judging a figure is about."""

OTHER = "other"
"""Sources of too few candidates, counted as one."""
