"""How easily a lesson reads, in French: Flesch's formula as Kandel and Moles fitted it, and the sentences that are too long.

A formula sees the length of words and sentences, not ideas: it says where to look, and forbids nothing.
"""

from collections.abc import Iterator, Mapping, Sequence

from app.content.rules.lessons import FILE
from app.content.rules.package import WARNING, Problem
from app.content.rules.prose import Sentence, sentences
from app.content.rules.syllables import syllables

# Flesch 1948 takes samples of 100 words, and calls « difficult » (a text of study) what is under 50.
ENOUGH_WORDS = 100
DIFFICULT = 50
LONG = 35  # words; beyond, one reads a sentence twice. Plain language guides ask for 15 to 20 on average
SHOWN = 8  # words of a sentence that tell which it is


def ease(found: Sequence[Sentence]) -> float | None:
    """The reading ease of French sentences, about 0 (hard) to 100 (easy); None under a hundred words.

    207 − 1.015 × words per sentence − 73.6 × syllables per word: L. Kandel and A. Moles, « Application de l’indice de Flesch à
    la langue française », Cahiers d’études de radio-télévision, 19, 1958, p. 253-274.
    """
    words = [word for one in found for word in one.words]
    if len(words) < ENOUGH_WORDS:
        return None
    return 207 - 1.015 * len(words) / len(found) - 73.6 * sum(map(syllables, words)) / len(words)


def check(files: Mapping[str, str]) -> Iterator[Problem]:
    """French lessons that read with difficulty, and sentences too long in any lesson."""
    for name, text in files.items():
        lesson = FILE.fullmatch(name)
        if lesson is None:
            continue
        found = [one for one in sentences(text) if one.words]
        level = ease(found) if lesson[3] is None else None
        if level is not None and level < DIFFICULT:
            values = {"level": round(level), "low": DIFFICULT, "words": round(sum(map(_size, found)) / len(found))}
            yield Problem(name, 1, "hard_to_read", WARNING, values)
        for one in found:
            if _size(one) > LONG:
                start = " ".join(one.text.split()[:SHOWN])
                said = {"found": _size(one), "high": LONG, "start": start}
                yield Problem(name, one.line, "long_sentence", WARNING, said)


def _size(sentence: Sentence) -> int:
    return len(sentence.words)
