"""A small load on a server of this machine: connections kept open, each with requests of its own."""

import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

START = time.time()
PATIENCE = 30.0  # seconds


@dataclass(frozen=True)
class Ask:
    """One request, sent as often as the load wants. `{count}` in its body grows each time, as a quiz page's does."""

    method: str
    path: str
    headers: dict[str, str]
    body: str = ""
    expected: int = 200


@dataclass(frozen=True)
class Run:
    """What one run gave: answers a second, and the times of each, in milliseconds, sorted."""

    rate: float
    times: tuple[float, ...] = field(repr=False)

    def percentile(self, share: float) -> float:
        """The time that `share` of the answers did not exceed."""
        return self.times[min(len(self.times) - 1, int(share * len(self.times)))]


def _send(connection: http.client.HTTPConnection, ask: Ask) -> float:
    body = ask.body.replace("{count}", str(int(1000 * (time.time() - START))))
    headers = {**ask.headers, "Content-Type": "application/x-www-form-urlencoded"} if body else ask.headers
    start = time.perf_counter()
    connection.request(ask.method, ask.path, body or None, headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != ask.expected:
        raise RuntimeError(f"{ask.path}: {answer.status} {answer.getheader('Location') or text[:300]!r}")
    return 1000 * (time.perf_counter() - start)


def _play(port: int, asks: Sequence[Ask], seconds: float) -> list[float]:
    connection, times = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE), []
    end = time.perf_counter() + seconds
    for ask in cycle(asks) if seconds else asks:
        times.append(_send(connection, ask))
        if seconds and time.perf_counter() > end:
            break
    return times


def closed(port: int, turns: Sequence[Sequence[Ask]], seconds: float = 0) -> Run:
    """Each connection sends its own requests, the next as soon as the last is answered: over and over during `seconds`, or
    once each.
    """
    with ProcessPoolExecutor(len(turns)) as pool:
        lists = list(pool.map(_play, [port] * len(turns), turns, [seconds] * len(turns)))
    times = tuple(sorted(one for times in lists for one in times))
    return Run(len(times) / max(sum(one) / 1000 for one in lists), times)


def paced(port: int, asks: Sequence[Ask], every: float, seconds: float) -> Run:
    """Each request has a person behind it, who sends it about each `every` seconds, whatever the others do."""
    with ThreadPoolExecutor(len(asks)) as pool:
        lists = list(pool.map(_think, [port] * len(asks), asks, range(len(asks)), [(every, seconds)] * len(asks)))
    times = tuple(sorted(one for times in lists for one in times))
    return Run(len(times) / seconds, times)


def _think(port: int, ask: Ask, seed: int, pace: tuple[float, float]) -> list[float]:
    (every, seconds), chance, times = pace, Random(seed), []  # noqa: S311  a pause, not a secret
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    now = time.perf_counter()
    due, end = now + chance.uniform(0, every), now + seconds
    while due < end:
        time.sleep(max(0.0, due - time.perf_counter()))
        _send(connection, ask)
        times.append(1000 * (time.perf_counter() - due))  # from when the person did it: a queue is part of the wait
        due += every * chance.uniform(0.8, 1.2)
    return times
