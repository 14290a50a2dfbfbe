"""Calendar files as RFC 5545 and RFC 5546 have them: invitations and feeds to write, answers and taken times to read.

Pure. The library behind it takes a quarter of a second to import, so callers import `writing` and `reading` where they
need them.
"""

from __future__ import annotations
