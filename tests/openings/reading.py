"""What a visitor reads on the board."""

from __future__ import annotations

import html
import re

from tests.house import House


def board(house: House, who: str, typed: str = "", **more: str) -> str:
    """The board as text, a line for each row and heading."""
    answer = house.visitor(who).get("/openings", query_string={"q": typed, **more})
    assert answer.status_code == 200
    return plain(answer.text)


def plain(page: str) -> str:
    body = page.partition("<main")[2].partition("</main>")[0]
    body = re.sub(r"<thead.*?</thead>|<caption.*?</caption>", "", body, flags=re.DOTALL)
    lines = re.sub(r"</(tr|h1|h2|header|p|form|a class=\"card[^>]*)>", "\n", body.replace("\n", " "))
    text = html.unescape(re.sub(r"<[^>]+>", " ", lines))
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.split())


def names(house: House, who: str, typed: str = "", **more: str) -> list[str]:
    """The candidates on the page, in its order."""
    answer = house.visitor(who).get("/openings", query_string={"q": typed, **more})
    assert answer.status_code == 200
    links = r'<th scope="row"[^>]*>(?:<input [^>]*> )?<a [^>]*>(.*?)</a>'
    return [html.unescape(name) for name in re.findall(links, answer.text)]


def row(house: House, who: str, name: str) -> str:
    """One candidate's row as text."""
    answer = house.visitor(who).get("/openings")
    rows = re.findall(r"<tr role=\"row\" id=\"[\w-]*\" data-row>.*?</tr>", answer.text, flags=re.DOTALL)
    aloud = [re.sub(r'fut" aria-label="([^"]*)">', r'">\1', one) for one in rows if f">{name}</a>" in one]
    found = [html.unescape(" ".join(re.sub(r"<[^>]+>", " ", one).split())) for one in aloud]
    assert len(found) == 1
    return found[0]
