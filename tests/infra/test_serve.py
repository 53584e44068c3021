"""`flask serve` leaves nothing behind: a child that does not stop is killed, with the children it had."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import cli

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _handlers() -> Iterator[None]:
    """`serve` is the program; here it is a guest, and leaves the signals as they were."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def alive(pid: int) -> bool:
    """Whether the process runs: one that is dead and not yet buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_child_that_does_not_stop_is_killed_with_its_family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "STOPPING", 0.3)
    file = tmp_path / "grandchild"
    stubborn = subprocess.Popen([sys.executable, "-c", STUBBORN, str(file)], start_new_session=True)  # noqa: S603  ours
    while not (file.exists() and file.read_text()):
        time.sleep(0.02)
    ended = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    cli._wait([ended, stubborn])
    assert stubborn.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 5
    while alive(int(file.read_text())) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(int(file.read_text()))


def test_a_child_that_stops_when_told_is_not_killed() -> None:
    patient = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    ended = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    cli._wait([ended, patient])
    assert patient.returncode == -signal.SIGTERM
