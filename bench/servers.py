"""The two servers that are compared: both behind granian, as `make start` sets it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

COMMAND = (sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws")
SETTINGS = ("--workers", "2", "--blocking-threads", "4", "--log-level", "error")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(target: str, environment: Mapping[str, str]) -> Iterator[int]:
    """`target` served on this machine alone; gives its port."""
    port = free_port()
    server = subprocess.Popen([*COMMAND, *SETTINGS, "--port", str(port), target], env=environment)  # noqa: S603  ours
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)
