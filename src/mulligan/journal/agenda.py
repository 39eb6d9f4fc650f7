"""What is due next, over all conversations."""

import heapq
import typing as t

Key = t.TypeVar("Key", str, int)


class Agenda(t.Generic[Key]):
    """For each conversation the earliest time at which something is due in it.

    >>> agenda: Agenda[str] = Agenda()
    >>> agenda.put("c1", 20.0)
    >>> agenda.put("c2", 10.0)
    >>> agenda.put("c1", 30.0)
    >>> agenda.pop(by=25.0)
    ('c2', 10.0)
    >>> agenda.pop(by=25.0) is None
    True
    """

    def __init__(self) -> None:
        self._heap: list[tuple[float, Key]] = []
        self._planned: dict[Key, float] = {}

    def __len__(self) -> int:
        return len(self._heap)

    def fill(self, dues: t.Iterable[tuple[float, Key]]) -> None:
        """Plan many at once, each (due time, conversation), and none of them planned before."""
        self._heap.extend(dues)
        heapq.heapify(self._heap)
        self._planned.update((conversation, due) for due, conversation in self._heap)

    def put(self, conversation: Key, due: float | None) -> None:
        """Plan a conversation's next due time (seconds since 1970), or that it has none."""
        if due is None:
            self._planned.pop(conversation, None)
        elif self._planned.get(conversation) != due:
            self._planned[conversation] = due
            heapq.heappush(self._heap, (due, conversation))
            self._sweep()

    def pop(self, by: float) -> tuple[Key, float] | None:
        """Take out the earliest that is due by a time; of several, the first by key."""
        while self._heap and self._heap[0][0] <= by:
            due, conversation = heapq.heappop(self._heap)
            if self._planned.get(conversation) == due:
                del self._planned[conversation]
                return conversation, due
        return None

    def _sweep(self) -> None:
        """Rebuild the heap when most of it is out of date, so that it stays small."""
        if len(self._heap) > 64 and len(self._heap) > 4 * len(self._planned):
            self._heap = [(due, name) for name, due in self._planned.items()]
            heapq.heapify(self._heap)
