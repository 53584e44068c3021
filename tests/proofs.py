"""Proofs that count trials: small by default, at full size with PROVE=full, which writes what was found in docs/proofs.md.

0 failures in N trials only shows a rate under 3/N: so N, the seed and the engine are always written down.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

FULL = os.environ.get("PROVE") == "full"
FILE = Path(__file__).parent.parent / "docs" / "proofs.md"
HEAD = """# Proofs

What `PROVE=full make test` found, newest last. 0 failures in N trials shows a rate under 3/N, no more.

| Date | Proof | Trials | Seed | Engine | Result |
| --- | --- | ---: | --- | --- | --- |
"""


def size(small: int, full: int) -> int:
    """How many trials to make: `small`, or `full` with PROVE=full."""
    return full if FULL else small


def record(name: str, trials: int, seed: object, result: str, engine: str = "–") -> None:
    """Add a line to docs/proofs.md, with PROVE=full only: an ordinary run proves nothing worth keeping."""
    if not FULL:
        return
    if not FILE.exists():
        FILE.write_text(HEAD, encoding="utf-8")
    line = f"| {datetime.now(UTC).date()} | {name} | {trials} | {seed} | {engine} | {result} |\n"
    with FILE.open("a", encoding="utf-8") as file:
        file.write(line)
