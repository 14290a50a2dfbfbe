"""The cheapest flow through a small network, exactly: costs are whole numbers of any size."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field


@dataclass
class Network:
    """Arcs with a capacity and a cost for each unit. An arc with an even number is one that was added, the next odd
    one leads back along it.

    As it is built it must have no round trip that costs less than nothing.
    """

    heads: list[int] = field(default_factory=list)
    room: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    leaving: list[list[int]] = field(default_factory=list)

    def add_node(self) -> int:
        self.leaving.append([])
        return len(self.leaving) - 1

    def add_arc(self, tail: int, head: int, capacity: int, cost: int) -> int:
        """An arc, by the number under which `carries` knows it."""
        for start, end, room, price in ((tail, head, capacity, cost), (head, tail, 0, -cost)):
            self.leaving[start].append(len(self.heads))
            self.heads.append(end)
            self.room.append(room)
            self.costs.append(price)
        return len(self.heads) - 2

    def carries(self, arc: int) -> int:
        """How many units run along an arc."""
        return self.room[arc ^ 1]

    def send_while_it_pays(self, source: int, sink: int) -> None:
        """Send as many units as make the whole cheapest, one along the cheapest way after the other (Ahuja, Magnanti
        and Orlin, Network Flows, 1993, section 9.7). The price of a unit only rises, so the first that costs ends it.
        """
        while True:
            price, came_by = self._cheapest_ways(source)
            of_one_more = price[sink]
            if of_one_more is None or of_one_more >= 0:
                return
            node = sink
            while node != source:
                arc = came_by[node]
                self.room[arc] -= 1
                self.room[arc ^ 1] += 1
                node = self.heads[arc ^ 1]

    def _cheapest_ways(self, source: int) -> tuple[list[int | None], list[int]]:
        """Bellman and Ford's search with a queue."""
        price: list[int | None] = [None] * len(self.leaving)
        came_by = [-1] * len(self.leaving)
        price[source] = 0
        waiting, is_waiting = deque([source]), [False] * len(self.leaving)
        while waiting:
            node = waiting.popleft()
            is_waiting[node] = False
            so_far = price[node]
            assert so_far is not None
            for arc in self.leaving[node]:
                if not self.room[arc]:
                    continue
                head, there = self.heads[arc], so_far + self.costs[arc]
                known = price[head]
                if known is None or there < known:
                    price[head], came_by[head] = there, arc
                    if not is_waiting[head]:
                        is_waiting[head] = True
                        waiting.append(head)
        return price, came_by
