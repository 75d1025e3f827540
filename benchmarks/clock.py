"""Two ways of doing the same, turn by turn, so that a busy machine is busy for both; the medians and their ratio."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Compared:
    ours: float  # seconds, median
    theirs: float


def time_of(work: Callable) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def compare(ours: Callable, theirs: Callable, repeat: int) -> Compared:
    ours(), theirs()  # the first time fills the caches of both
    gc.collect()
    gc.freeze()  # what the measuring itself remembers is not looked through again and again
    pairs = [(time_of(ours), time_of(theirs)) for _ in range(repeat)]
    gc.unfreeze()
    return Compared(median(pair[0] for pair in pairs), median(pair[1] for pair in pairs))
