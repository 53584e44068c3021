"""Archives of modules: the same bytes both ways, and those that lie refused with a sentence, quickly, in little memory."""

import random
import subprocess
import sys
import time
import unicodedata
import zlib
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.archive import Limits, packed, unpacked
from app.content.folder import load, load_files, packages_in, slug_in
from app.content.words import SENTENCES
from app.infra.errors import DomainError
from tests import proofs
from tests.content import packages
from tests.content.hostile import HOSTILE, Entry, Make, one, zipped

MODULES = packages_in(Path(__file__).parents[2] / "modules")
SECONDS, MEGABYTES = 5.0, 200
SEED, FILES = 20261124, proofs.size(600, 10_000)
NAMES = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}\.(md|yaml|png|vtt)", fullmatch=True)
CONTENTS = st.binary(max_size=300).filter(
    lambda data: not data.startswith((b"PK\x03\x04", b"Rar!", b"7z", b"\x1f\x8b"))
)


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("folder", MODULES, ids=lambda folder: folder.name)
def test_a_module_comes_back_byte_for_byte(folder: Path) -> None:
    files = bytes_in(folder)
    data = packed(files, folder.name)
    found = unpacked(data)
    assert (found.folder, found.files) == (folder.name, files)
    assert packed(found.files, found.folder) == data
    package, problems = load_files(found.folder, found.files)
    again, same = load(folder)
    assert package is not None
    assert again is not None
    assert (package.digest, problems) == (again.digest, same)
    assert slug_in(files) == folder.name


@given(st.dictionaries(NAMES, CONTENTS, min_size=1, max_size=6), st.sampled_from(["", "x", "mon module", "été"]))
def test_any_files_come_back(files: dict[str, bytes], folder: str) -> None:
    data = packed(files, folder)
    assert unpacked(data).files == files
    assert unpacked(data).folder == folder
    assert packed(dict(reversed(files.items())), folder) == data


def test_another_program_reads_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"module.yaml": b"slug: x\n", "é.md": b"# T\n"}, "x"))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "zipfile", "-t", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    with ZipFile(path) as archive:
        assert archive.namelist() == ["x/module.yaml", "x/é.md"]


def streamed(name: bytes = b"module.yaml", signed: bytes = b"PK\x07\x08") -> Entry:
    """An entry written without knowing its size beforehand, as programs that write to a pipe do."""
    plain = Entry(name)
    crc, packed_size, size = plain.numbers()
    sizes = b"".join(number.to_bytes(4, "little") for number in (crc, packed_size, size))
    return Streamed(name, flags=8, local_size=0, local_crc=0, after=signed + sizes)


class Streamed(Entry):
    def local(self) -> bytes:
        written = bytearray(super().local())
        written[18:22] = bytes(4)  # its packed size is not known yet either
        return bytes(written)


@pytest.mark.parametrize(
    "data",
    [
        one(),
        one(method=0),
        one(extra=b"UT\x05\0\x01\0\0\0\0"),
        zipped([streamed(), streamed(b"a.md", b"")]),
        zipped([Entry(b"x/", b"", 0, mode=0o040755), Entry(b"x/module.yaml")]),
        zipped([Entry(), Entry(b"__MACOSX/._module.yaml"), Entry(b".DS_Store"), Entry(b"__MACOSX/a/b/c")]),
        zipped([Entry(b"x/module.yaml"), Entry(b"x/.DS_Store"), Entry(b"__MACOSX/x/._module.yaml")]),
        zipped([Entry("été/module.yaml".encode(), flags=0x800)]),
    ],
    ids=["packed", "stored", "with a date", "streamed", "with its folder", "from a Mac", "a folder from a Mac", "accents"],
)  # fmt: skip
def test_what_ordinary_programs_write_is_read(data: bytes) -> None:
    assert unpacked(data).files["module.yaml"] == b"slug: x\n"


@pytest.mark.parametrize(("make", "code"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_an_archive_that_lies_is_refused_with_a_sentence(context: object, make: Make, code: str) -> None:
    data = make()
    started = time.perf_counter()
    with pytest.raises(DomainError) as refused:
        unpacked(data)
    assert time.perf_counter() - started < SECONDS
    assert refused.value.code == f"content.archive_{code}"
    said = str(SENTENCES[refused.value.code].text) % refused.value.values
    assert len(said) < 400
    assert not any(unicodedata.category(one_) == "Cc" for one_ in said)


def test_there_are_enough_of_them() -> None:
    assert len({name for name, _make, _code in HOSTILE}) == len(HOSTILE) >= 80


WEIGHED = [
    "a bomb of 99 megabytes, untold",
    "a bomb of 29 megabytes",
    "a bomb in many packed files",
    "a bomb in many files",
]
WEIGHED += ["sixty thousand files", "the same bytes under many names", "a hundred megabytes", "a bomb of zips"]
PROGRAM = """
import resource, sys
from app.content.archive import unpacked
from app.infra.errors import DomainError
data = open(sys.argv[1], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    unpacked(data)
except DomainError:
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("name", WEIGHED)
def test_refusing_takes_little_memory(name: str, tmp_path: Path) -> None:
    """Counted in a process of its own, beyond the archive itself."""
    path = tmp_path / "a.zip"
    path.write_bytes(next(make for what, make, _code in HOSTILE if what == name)())
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, check=True)  # noqa: S603
    assert int(done.stdout) < MEGABYTES


def test_limits_are_those_given() -> None:
    data = packed({"a.md": b"x" * 3_000_000, "b.md": bytes(random.Random(1).randbytes(10))})  # noqa: S311
    small = Limits(total=2)
    with pytest.raises(DomainError, match="archive_bomb"):
        unpacked(data, small)
    with pytest.raises(DomainError, match="archive_many"):
        unpacked(data, Limits(entries=1))


def test_nothing_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _name, make, _code in HOSTILE[:30]:
        with pytest.raises(DomainError):
            unpacked(make())
    unpacked(one())
    assert not list(tmp_path.iterdir())


def mutated(data: bytes, chance: random.Random) -> bytes:
    """`data` with some bytes flipped, cut, inserted or written twice."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(found))
        match chance.randrange(5):
            case 0:
                found[at] ^= 1 << chance.randrange(8)
            case 1:
                del found[at : at + chance.randint(1, 20)]
            case 2:
                found[at:at] = chance.randbytes(chance.randint(1, 8))
            case 3:
                found[at:at] = found[at : at + chance.randint(1, 60)]
            case _:
                found[at : at + 4] = chance.choice(
                    [b"\0\0\0\0", b"\xff\xff\xff\xff", b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"]
                )
        if not found:
            return b""
    return bytes(found)


@pytest.mark.proof
def test_thousands_of_broken_archives_are_read_whole_or_refused() -> None:
    files = {name: text.encode() for name, text in packages.files().items()}
    whole, chance = packed(files, "x"), random.Random(SEED)  # noqa: S311
    seeds = [whole, packed({"a.md": b"", "b.yaml": b"x" * 70}), zipped([streamed(), Entry(b"a.md", method=0)])]
    refused, slowest = 0, 0.0
    for n in range(FILES):
        data = mutated(seeds[n % len(seeds)], chance)
        started = time.perf_counter()
        try:
            found = unpacked(data)
        except DomainError as error:
            refused += 1
            assert error.code in SENTENCES, error.code  # noqa: PT017
        else:
            assert all(
                zlib.crc32(content) in {zlib.crc32(c) for c in unpacked(seeds[n % len(seeds)]).files.values()}
                for content in found.files.values()
            )
        slowest = max(slowest, time.perf_counter() - started)
    assert refused > FILES * 0.9
    assert slowest < SECONDS
    proofs.record(
        "Broken zip archives", FILES, SEED, f"{refused} refused, the others read whole; slowest {slowest * 1000:.0f} ms"
    )


def test_a_stored_archive_of_another_program_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, text in packages.files().items():
            archive.writestr(f"{packages.SLUG}/{name}", text)
    found = unpacked(path.read_bytes())
    assert load_files(found.folder, found.files)[0] is not None
