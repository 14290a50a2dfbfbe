"""The pool: the cards from which is worked out how interviewers usually rate, and what the worker keeps of it.

What a packet shows about candidate A rests on what interviewers wrote about candidates B, C and D, whom the reader of A
may know nothing of. So four things are decided here and hold wherever a stored number goes:

* Only finished applications feed the pool: those the committee has decided on, those that are closed, and a company's
  own past scores. Of an application on which anybody still owes a card nothing does, its past scores included: while
  the blind rule keeps somebody from those cards, no number made from them exists. (Without closed applications only
  those who came as far as the committee would count, and whoever rejects early would look lenient.)
* Cards of collective stages never do: they may be read and calibrated only as a group. Nor does a card whose author has
  a conflict of interest with the candidate.
* Only the worker refreshes, from cards as they stand, and it says so in the trail; nothing is worked out while somebody
  reads. What a reader does, or another's card that is in but unfinished, changes no stored number.
* A page uses the severity of an interviewer only from `FEWEST` candidates up, beside variances and usual levels of a
  pool of as many: less could be read back as somebody's card. No sentence about a person is made under eight candidates
  and three co-interviewers (`SeverityRow.shown`). A candidate's own cards enter the numbers of their own packet, where
  they can be read anyway.
"""

from __future__ import annotations

FEWEST = 3
"""Candidates on which a stored severity rests before a page uses it."""
