"""Moodle's embedded answers, in the HTML of a cloze question: `{1:SHORTANSWER:=yes#Well done~%50%perhaps}`.

https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type. Only short answers are gaps; other kinds are refused by name.
"""

import re
from collections.abc import Callable
from fractions import Fraction

from app.content.formats import answers, html
from app.content.formats.findings import Findings, Refused
from app.content.formats.items import WHOLE, Choice, Gap, Item

IGNORES_CASE = frozenset({"SHORTANSWER", "SA", "MW"})
MINDS_CASE = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_GAP = re.compile(r"\{([0-9]{0,4}):([A-Z_]+):((?:[^\\{}]++|\\.)*+)\}", re.DOTALL)
_LEFT = re.compile(r"\{[0-9]*:[A-Z_]+:")  # what is no gap and yet begins like one
_CREDIT = re.compile(r"=|%(-?[0-9]+(?:[.,][0-9]*)?)%")
# What separates answers. After `&`, a `#` begins an entity.
_BETWEEN = re.compile(r"(?<!\\)~")
_FEEDBACK = re.compile(r"(?<![\\&])#")

Said = Callable[[str], str]


def read(source: str, said: Said, findings: Findings) -> tuple[str, tuple[Gap, ...], str]:
    """The HTML with its gaps as `[[n]]`, the gaps, and what any other answer to a lone gap is told. Raises Refused.

    `said` reduces the HTML of an answer to its words.
    """
    found: list[tuple[Gap, str]] = []
    around: list[str] = []
    end = 0
    for match in _GAP.finditer(source):
        found.append(_gap(match, said, findings))
        around += [answers.unmarked(source[end : match.start()], findings), f"[[{len(found)}]]"]
        end = match.end()
    around.append(answers.unmarked(source[end:], findings))
    if any(_LEFT.search(one) for one in around):
        raise Refused("bad_gap")
    if not found:
        raise Refused("no_gap")
    wrongs = [wrong for _gap, wrong in found if wrong]
    if len(found) > 1 and wrongs:
        findings.loss("outcome", detail="wrong")
    return "".join(around), tuple(gap for gap, _wrong in found), wrongs[0] if len(found) == 1 and wrongs else ""


def _gap(match: re.Match[str], said: Said, findings: Findings) -> tuple[Gap, str]:
    worth, kind, inside = match.groups()
    if kind not in IGNORES_CASE | MINDS_CASE:
        raise Refused("unsupported", detail=f"cloze {kind}")
    if worth not in ("", "1"):
        findings.loss("gap_weight", detail=worth)
    choices = [_choice(one, said) for one in _BETWEEN.split(inside) if one.strip(html.BLANKS)]
    return answers.gap(choices, findings, case=kind in MINDS_CASE)


def _choice(raw: str, said: Said) -> Choice:
    raw = raw.strip(html.BLANKS)
    weight = _CREDIT.match(raw)
    text, *feedback = _FEEDBACK.split(raw[weight.end() :] if weight else raw, maxsplit=1)
    if weight is None:
        credit = Fraction(0)
    else:
        credit = answers.credit(weight[1].replace(",", ".")) if weight[1] else WHOLE
    return Choice(html.line(said(_unescaped(text))), credit, said(_unescaped("".join(feedback))))


def _unescaped(text: str) -> str:
    return re.sub(r"\\([~#{}])", r"\1", text)


def written(item: Item, findings: Findings) -> str:
    """The HTML of a cloze item, with its gaps. Raises Refused."""
    around, gaps = answers.pieces(item)
    holes = [_hole(gap, item.wrong if len(gaps) == 1 else "", findings) for gap in gaps]
    # Gaps are put in after the text is HTML: their marks are words until then.
    marked = _hidden(html.written(around[0] + "".join(f"[[{n}]]{text}" for n, text in enumerate(around[1:]))))
    return answers.MARK.sub(lambda found: holes[int(found[1])], marked)


def _hole(gap: Gap, wrong: str, findings: Findings) -> str:
    accepted = [
        (answers.percent(one.credit, findings), answers.literal(one.text), one.feedback) for one in gap.accepted
    ]
    if wrong:
        accepted.append(("0", "*", wrong))
    said = "~".join(
        ("=" if credit == "100" else f"%{credit}%") + _inside(text) + (f"#{_inside(feedback)}" if feedback else "")
        for credit, text, feedback in accepted
    )
    return f"{{1:{'SHORTANSWER_C' if gap.case else 'SHORTANSWER'}:{said}}}"


def _inside(text: str) -> str:
    return re.sub(r"[~#{}\\]", lambda sign: f"&#{ord(sign[0])};", html.inline(text))


def _hidden(markup: str) -> str:
    return re.sub(r"[{}]", lambda sign: f"&#{ord(sign[0])};", markup)
