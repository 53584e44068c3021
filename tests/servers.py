"""The servers that tests need: PostgreSQL, Redis and Chromium, installed where missing, started aside, stopped at the end.

`python -m tests.servers run -- COMMAND…` runs COMMAND with TEST_POSTGRES_URL, TEST_REDIS_URL and CHROMIUM set. Servers
listen on 127.0.0.1, on free ports, in a folder removed afterwards; a variable that is already set is used as it is.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

PATIENCE = 60.0  # seconds a server may take to start: a loaded machine is slow
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
PACKAGES = {"PostgreSQL": "postgresql", "Redis": "redis-server", "Chromium": "chromium"}
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Missing(Exception):
    """What tests need is not there and cannot be installed; the message is the one line to print."""


def postgres_bin() -> Path | None:
    """The folder of the newest PostgreSQL server programs. Debian keeps them out of the PATH."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True)
    return next((folder for folder in found if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def chromium() -> str | None:
    """The path of a Chromium."""
    return next((path for path in map(shutil.which, CHROMIUMS) if path), None)


def missing(environ: Mapping[str, str]) -> list[str]:
    """What is neither named by `environ` nor installed."""
    present = {
        "PostgreSQL": environ.get("TEST_POSTGRES_URL") or postgres_bin(),
        "Redis": environ.get("TEST_REDIS_URL") or shutil.which("redis-server"),
        "Chromium": environ.get("CHROMIUM") or chromium(),
    }
    return [name for name, found in present.items() if not found]


def ensure(environ: Mapping[str, str]) -> None:
    """Install what is missing, through apt when root. Raises Missing with one line saying what to install."""
    names = missing(environ)
    if not names:
        return
    packages = [PACKAGES[name] for name in names]
    command = f"apt-get install {' '.join(packages)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Missing(
            f"Il manque {', '.join(names)} pour lancer les tests : installez-les (sous Debian, sudo {command})."
        )
    print(f"Installation de {', '.join(packages)} par apt…", flush=True)
    # Chromium without a font draws no text.
    apt_install([*packages, "fonts-liberation"] if "Chromium" in names else packages)
    still = missing(environ)
    if still:
        raise Missing(f"apt n’a pas pu installer {', '.join(still)} : lancez « {command} » et lisez sa réponse.")


def apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages without a question, waiting for another apt to finish. Failure shows in `missing`."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3"]
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run([*apt, *arguments], env=quiet, stdin=subprocess.DEVNULL, capture_output=True, check=False)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(command: Sequence[str], environ: Mapping[str, str], server: subprocess.Popen[bytes], log: Path) -> None:
    """Return once `command` succeeds. Raises Missing with the log's last line if the server ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        asked = subprocess.run(command, env={**os.environ, **environ}, capture_output=True, check=False)
        if asked.returncode == 0:
            return
        time.sleep(0.1)
    said = log.read_text(errors="replace").strip().splitlines() or ["sans explication"]
    raise Missing(f"{Path(str(server.args[0])).name} n’a pas démarré : {said[-1]}")  # type: ignore[index]  # a list, always


@contextmanager
def running(
    command: Sequence[str], folder: Path, user: str | None, stop: signal.Signals
) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a session of its own, so that Ctrl-C reaches the tests first; stopped by `stop`, then by force."""
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            command,
            cwd=folder,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield server
    finally:
        server.send_signal(stop)
        _end(server, patience=15)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server in `folder`, which is empty; gives the URL of its `postgres` database, open to its superuser."""
    programs = postgres_bin()
    if programs is None:
        raise Missing("PostgreSQL n’est pas installé.")
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    if user:
        shutil.chown(folder, user, user)
    data, port, password = folder / "data", free_port(), secrets.token_hex(16)
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(password)
    if user:
        shutil.chown(secret, user, user)
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", "tutorat", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    initdb += ["--auth=scram-sha-256", f"--pwfile={secret}"]
    made = subprocess.run(
        initdb,
        cwd=folder,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise Missing(f"initdb a échoué : {(made.stderr.strip().splitlines() or ['sans explication'])[-1]}")
    settings = ["listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=", "max_connections=200"]
    options = [part for setting in (*settings, *UNSAFE_BUT_FAST) for part in ("-c", setting)]
    with running([str(programs / "postgres"), "-D", str(data), *options], folder, user, signal.SIGINT) as server:
        ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        answers(ready, {}, server, folder / "log")
        yield f"postgresql://tutorat:{password}@127.0.0.1:{port}/postgres"


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis server that keeps nothing; gives its URL."""
    port, password = free_port(), secrets.token_hex(16)
    settings = folder / "redis.conf"
    settings.touch(mode=0o600)  # a file, because a command line can be read by anyone
    settings.write_text(f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\ndir {folder}\n')
    with running(["redis-server", str(settings)], folder, None, signal.SIGTERM) as server:
        ping = ["redis-cli", "-e", "-h", "127.0.0.1", "-p", str(port), "ping"]
        answers(ping, {"REDISCLI_AUTH": password}, server, folder / "log")
        yield f"redis://:{password}@127.0.0.1:{port}/0"


@contextmanager
def servers(environ: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Everything tests need, as environment variables. Those that `environ` sets are left alone."""
    ensure(environ)
    given = {"CHROMIUM": environ.get("CHROMIUM") or chromium() or ""}
    starters = {"TEST_POSTGRES_URL": postgres, "TEST_REDIS_URL": redis}
    with ExitStack() as stack:
        top = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="tutorat-tests-", ignore_cleanup_errors=True))
        )
        top.chmod(0o711)  # PostgreSQL's user passes through it to its own folder
        for name, start in starters.items():
            folder = top / start.__name__
            folder.mkdir()
            given[name] = environ.get(name) or stack.enter_context(start(folder))
        yield given


def _stop(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def run(command: Sequence[str]) -> int:
    """Run `command` beside the servers; its exit code, or 130 when interrupted."""
    for wanted in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(wanted, _stop)  # a stop from outside cleans up too
    with servers(os.environ) as given:
        child = subprocess.Popen(command, env={**os.environ, **given})
        try:
            return child.wait()
        except KeyboardInterrupt:
            _end(child, patience=20)  # the terminal told it too: let it finish its own cleaning
            return 130
        except SystemExit:
            child.terminate()
            _end(child, patience=5)
            raise


def _end(child: subprocess.Popen[bytes], patience: float) -> None:
    try:
        child.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


if __name__ == "__main__":
    if sys.argv[1:3] != ["run", "--"] or not sys.argv[3:]:
        sys.exit("usage: python -m tests.servers run -- COMMAND…")
    try:
        sys.exit(run(sys.argv[3:]))
    except Missing as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(130)
