"""A small load: a few connections kept open, each asking for one page over and over. Loopback only."""

import http.client
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Run:
    """What one run gave: pages served a second, and the times of each, in milliseconds, sorted."""

    rate: float
    times: tuple[float, ...]

    def percentile(self, share: float) -> float:
        """The time that `share` of the pages did not exceed."""
        return self.times[min(len(self.times) - 1, int(share * len(self.times)))]


def _ask(url: str, cookie: str, seconds: float) -> list[float]:
    parts = urlsplit(url)
    if parts.hostname != "127.0.0.1":
        raise ValueError("this load is for a server on this machine")
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=30)
    times, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        connection.request("GET", parts.path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200 or not body:
            raise RuntimeError(f"{url}: {answer.status} {answer.getheader('Location') or ''}")
        times.append(1000 * (time.perf_counter() - start))
    return times


def run(url: str, cookie: str, *, connections: int, seconds: float) -> Run:
    """Ask for `url` through `connections` at once during `seconds`."""
    with ProcessPoolExecutor(connections) as pool:
        found = [
            t
            for times in pool.map(_ask, [url] * connections, [cookie] * connections, [seconds] * connections)
            for t in times
        ]
    return Run(len(found) / seconds, tuple(sorted(found)))
