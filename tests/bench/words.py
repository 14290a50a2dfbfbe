"""Words for cards nobody will read: real ones in a random order, which compress no better than what people write."""

from __future__ import annotations

import random

from hiring.rubric import Rubric, Sheet
from hiring.scorecards.queries import boxes


class Writer:
    """Fills in cards on one rubric, the same way in every run."""

    def __init__(self, rubric: Rubric, seed: int = 1) -> None:
        anchors = [anchor for dimension in rubric.dimensions for anchor in dimension.anchors.values()]
        self._vocabulary = sorted({word.strip(".,;:") for anchor in anchors for word in anchor.split()})
        self._dice = random.Random(seed)

    def sentence(self, words: int) -> str:
        return f"{' '.join(self._dice.choices(self._vocabulary, k=words)).capitalize()}."

    def level(self) -> int:
        return self._dice.choices((1, 2, 3, 4, 5), (1, 3, 6, 5, 2))[0]

    def chance(self, of_ten: int) -> bool:
        return self._dice.randrange(10) < of_ten

    def between(self, low: float, high: float) -> float:
        return self._dice.uniform(low, high)

    def verdict(self) -> str:
        return self._dice.choice(("strong_no", "no", "yes", "strong_yes"))

    def draft(self, sheet: Sheet, first: int | None = None) -> dict[str, str]:
        """What somebody has typed: the whole card, or only its first dimensions."""
        fields = {}
        for dimension in sheet.dimensions[:first]:
            fields[f"{dimension.id}-level"] = str(self.level())
            for box in boxes(sheet, dimension.id):
                fields[f"{dimension.id}-{box}"] = self.sentence(15)
        if first is None:
            fields |= {"verdict": self.verdict(), "sure": "high", "headline": self.sentence(12)}
        return fields

    def rating(self, sheet: Sheet, dimension: str) -> dict[str, str | int]:
        texts = {box: self.sentence(25 if box == "evidence" else 10) for box in boxes(sheet, dimension)}
        return {"level": self.level(), **texts}
