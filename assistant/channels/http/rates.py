"""Rate limits: how much one person, or one address that signs in, may ask for. Each process counts for itself."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_KEPT = 10_000
"""People remembered; whoever asked longest ago is forgotten first, with a full allowance."""


@dataclass
class Allowance:
    """So many requests a minute, saved up to a minute's worth. `clock` gives seconds."""

    per_minute: int
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict[str, tuple[float, float]])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, who: str) -> float:
        """Take one request; 0 when it is allowed, else the seconds until the next one is."""
        with self._lock:
            now = self.clock()
            left, at = self._left.pop(who, (float(self.per_minute), now))
            left = min(float(self.per_minute), left + (now - at) * self.per_minute / 60)
            wait = 0.0 if left >= 1 else (1 - left) * 60 / self.per_minute
            self._left[who] = (left - 1 if wait == 0 else left, now)
            while len(self._left) > MOST_KEPT:
                self._left.popitem(last=False)
            return wait
