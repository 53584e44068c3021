"""Makes `.venv` and installs a hash-locked list into it: `python3.11 requirements/install.py run` (or `dev`).

Runs before anything is installed, so it uses the standard library only. Does nothing when the lock has not changed.
Whatever prevents it is said in one line.
"""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WANTED = (3, 11)


class Impossible(Exception):
    """The environment cannot be made; the message is the one line to print."""


def lock_of(name: str) -> Path:
    """The locked list called `name`."""
    return ROOT / "requirements" / f"{name}.txt"


def mark_of(name: str) -> Path:
    """The file that remembers which state of the list is installed."""
    return VENV / f"installed-{name}"


def digest(lock: Path) -> str:
    """What identifies the content of a locked list."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def installed(name: str) -> bool:
    """Whether the environment already holds the list `name`, as it is locked now."""
    return PYTHON.exists() and mark_of(name).exists() and mark_of(name).read_text() == digest(lock_of(name))


def usable() -> bool:
    """Whether the environment has the right Python and a pip: an upgraded system or a moved folder breaks them."""
    if not PYTHON.exists():
        return False
    probe = "import sys, pip; print(*sys.version_info[:2])"
    found = subprocess.run([str(PYTHON), "-c", probe], capture_output=True, text=True, check=False)
    return found.returncode == 0 and tuple(map(int, found.stdout.split())) == WANTED


def create() -> None:
    """An empty environment. Raises Impossible when the folder or this Python does not allow it."""
    if not os.access(ROOT, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        if "ensurepip" in made.stdout + made.stderr:
            raise Impossible("Le module venv de Python 3.11 est incomplet : sous Debian, installez python3.11-venv.")
        raise Impossible(f"L’environnement .venv n’a pas pu être créé : {last_line(made.stderr or made.stdout)}")


def install(name: str) -> None:
    """Install the list `name`, every file checked against its hash. Raises Impossible when pip refuses."""
    print(f"Installation de requirements/{name}.txt…", flush=True)
    mark_of(name).unlink(missing_ok=True)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--requirement", str(lock_of(name))]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise Impossible(f"pip n’a pas pu installer requirements/{name}.txt : {last_line(done.stderr)}")
    mark_of(name).write_text(digest(lock_of(name)))


def last_line(text: str) -> str:
    """The line of `text` that says why."""
    said = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in said if "error" in line.lower()]
    return (errors or said or ["sans explication"])[-1]


def prepare(name: str) -> None:
    """Make the environment hold the list `name`."""
    if sys.version_info[:2] != WANTED:
        raise Impossible(f"Python 3.11 est nécessaire : {sys.executable} est un Python {sys.version.split()[0]}.")
    if installed(name):
        return
    try:
        if not usable():
            create()
        install(name)
    except OSError as error:
        raise Impossible(f"Impossible d’écrire dans {ROOT} : {error.strerror or error}.") from None


if __name__ == "__main__":
    try:
        prepare(sys.argv[1])
    except Impossible as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit("Installation interrompue ; relancez la même commande pour la reprendre.")
