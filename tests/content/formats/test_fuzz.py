"""Thousands of broken files: each is read or refused, quickly, and never half understood."""

import random
import re
import time
from collections.abc import Callable

import pytest

from app.content.formats import gift, moodle, qti
from app.content.formats.items import KINDS, Read
from tests import proofs
from tests.content.formats import test_gift, test_moodle, test_qti

pytestmark = pytest.mark.proof
FILES = proofs.size(300, 10_000)
SEED = 20261123

GIFT_SIGNS = (
    "{",
    "}",
    "~",
    "=",
    "#",
    "####",
    "::",
    "%50%",
    "%",
    "->",
    "\\",
    "\n\n",
    "//",
    "[html]",
    "$CATEGORY:",
    "{T}",
    "{#",
    "..",
    "[[1]]",
)
XML_SIGNS = (
    "<", ">", "&", "&#0;", "&x;", "]]>", "<![CDATA[", "<question type='multichoice'>", "</question>", "<answer fraction='1e9'>", "<text>",
    "</text>", "{1:SA:=a}", "{1:SA:", "<img src='@@PLUGINFILE@@/x'>", "<!DOCTYPE quiz>", "<!--", "-->", "<?x?>", "'", '"', "xmlns='x'",
    "<subquestion>", "<file name='x' encoding='base64'>====</file>", "[[1]]",
)  # fmt: skip
QTI_SIGNS = (
    "<", ">", "&", "&#0;", "&x;", "]]>", "<![CDATA[", "<value>A</value>", "<itemBody>", "</itemBody>", "<simpleChoice identifier='A'>",
    "<textEntryInteraction responseIdentifier='RESPONSE'/>", "<mapEntry mapKey='A' mappedValue='1e9'/>", "<and>", "</match>",
    "<setOutcomeValue identifier='SCORE'>", "<variable identifier='RESPONSE'/>", "<baseValue baseType='float'>1</baseValue>",
    "<gap identifier='G'/>", "<img src='../x.png'/>", "<qti-value>A</qti-value>", "qti-", "-", "RESPONSE", "cardinality='multiple'",
    "baseType='pair'", "<!DOCTYPE x>", "<!--", "-->", "'", '"', "xmlns='x'", "[[1]]",
)  # fmt: skip


def _gift_seeds() -> list[bytes]:
    texts = [*(one[0] for one in test_gift.QUESTIONS.values()), *(one[0] for one in test_gift.FOUND.values())]
    return ["\n\n".join(texts[n : n + 6]).encode() for n in range(0, len(texts), 6)]


def _moodle_seeds() -> list[bytes]:
    texts = [*(one[0] for one in test_moodle.QUESTIONS.values()), *(one[0] for one in test_moodle.FOUND.values())]
    return [test_moodle.quiz("\n".join(texts[n : n + 6])) for n in range(0, len(texts), 6)]


def _qti_seeds() -> list[bytes]:
    texts = [*(one[0] for one in test_qti.QUESTIONS.values()), *(one[0] for one in test_qti.FOUND.values())]
    bare = [text.split("\n", 1)[1] for text in texts]
    return ["\n".join(("<items>", *bare[n : n + 4], "</items>")).encode() for n in range(0, len(bare), 4)]


def _package_seeds() -> list[bytes]:
    items = [one for seed in _qti_seeds() for one in qti.read(seed).items]
    return [qti.written(items[n : n + 4], version)[0] for n in range(0, len(items), 4) for version in ("2.1", "3.0")]


def _cut(data: bytes, chance: random.Random, _signs: tuple[str, ...]) -> bytes:
    return data[: chance.randrange(len(data))]


def _flip(data: bytes, chance: random.Random, _signs: tuple[str, ...]) -> bytes:
    made = bytearray(data)
    for _one in range(chance.randint(1, 8)):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def _lose(data: bytes, chance: random.Random, _signs: tuple[str, ...]) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 40) :]


def _repeat(data: bytes, chance: random.Random, _signs: tuple[str, ...]) -> bytes:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randint(1, 40)]
    return data[:start] + piece * chance.choice((2, 3, 500)) + data[start:]


def _insert(data: bytes, chance: random.Random, signs: tuple[str, ...]) -> bytes:
    for _one in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(signs).encode() + data[at:]
    return data


def _swap(data: bytes, chance: random.Random, signs: tuple[str, ...]) -> bytes:
    """Some values of attributes, or texts, in each other's place: a file that is well made and means something else."""
    found = list(re.finditer(chance.choice((rb'"[^"<>]*"', rb">[^<>]+<")), data))
    for _one in range(chance.randint(1, 4)):
        if len(found) < 2:
            return _lose(data, chance, signs)
        first, second = chance.sample(found, 2)
        if len(first[0]) == len(second[0]):  # the others have not moved
            data = data[: first.start()] + second[0] + data[first.end() :]
    first, second = chance.sample(found, 2)
    return data[: first.start()] + second[0] + data[first.end() :]


def _only_signs(_data: bytes, chance: random.Random, signs: tuple[str, ...]) -> bytes:
    return "".join(chance.choices((*signs, "a", " ", "é"), k=chance.randint(1, 400))).encode()


def _noise(_data: bytes, chance: random.Random, _signs: tuple[str, ...]) -> bytes:
    return chance.randbytes(chance.randint(0, 3000)).replace(b"\0", b" ")


def _text_noise(_data: bytes, chance: random.Random, _signs: tuple[str, ...]) -> bytes:
    return "".join(
        chr(chance.choice((chance.randint(9, 126), chance.randint(160, 0xD7FF)))) for _one in range(500)
    ).encode()


BREAKS = (_cut, _flip, _lose, _repeat, _insert, _insert, _swap, _swap, _only_signs, _noise, _text_noise)
FORMATS: dict[str, tuple[Callable[[bytes], Read], Callable[[], list[bytes]], tuple[str, ...]]] = {
    "GIFT": (gift.read, _gift_seeds, GIFT_SIGNS),
    "Moodle XML": (moodle.read, _moodle_seeds, XML_SIGNS),
    "QTI": (qti.read, _qti_seeds, QTI_SIGNS),
    "QTI package": (qti.read, _package_seeds, (*QTI_SIGNS, "PK\x01\x02", "PK\x03\x04", "imsmanifest.xml", "../")),
}


def _sound(found: Read) -> None:
    """A question that is read is whole: what its kind needs is there; and no loss is told of a question that is not read."""
    for item in found.items:
        assert item.kind in KINDS
        assert item.text
        assert item.choices or item.pairs or item.order or item.gaps or item.numbers
    assert all(one.level in ("error", "loss") and one.code for one in found.troubles)
    read = {item.line for item in found.items}
    assert all(one.line in read for one in found.troubles if one.level == "loss")


@pytest.mark.parametrize("name", FORMATS)
def test_a_broken_file_is_read_or_refused_within_a_second(name: str) -> None:
    read, seeds, signs = FORMATS[name]
    chance = random.Random(f"{SEED} {name}")  # noqa: S311 - broken files, not secrets
    whole = seeds()
    slowest = 0.0
    for _one in range(FILES):
        data = chance.choice(BREAKS)(chance.choice(whole), chance, signs)
        start = time.process_time()
        _sound(read(data))
        slowest = max(slowest, time.process_time() - start)
    assert slowest < 1
    proofs.record(f"broken {name} files, none crashes", FILES, SEED, f"0 crash; slowest {slowest * 1000:.0f} ms")


@pytest.mark.parametrize("name", ["GIFT", "Moodle XML", "QTI"])  # nothing is left of a package whose bytes are broken
def test_what_a_broken_file_still_gives_can_be_written_again(name: str) -> None:
    read, seeds, signs = FORMATS[name]
    chance = random.Random(f"{SEED} {name} again")  # noqa: S311 - broken files, not secrets
    whole = seeds()
    given = 0
    for _one in range(FILES // 10):
        items = read(chance.choice(BREAKS[:8])(chance.choice(whole), chance, signs)).items
        given += len(items)
        for write, back in ((gift.written, gift.read), (moodle.written, moodle.read), (qti.written, qti.read)):
            made, troubles = write(items)
            again = back(made.encode() if isinstance(made, str) else made)
            assert len(again.items) + sum(one.level == "error" for one in troubles) == len(items)
    assert given > 0
