"""Captions as editing programs save them, WebVTT or SubRip, made into WebVTT (W3C, WebVTT: The Web Video Text Tracks Format)."""

import re

SIGNATURE = re.compile(r"WEBVTT(?:[ \t][^\n]*)?(?=\n|\Z)")
TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{3}"
CUE = re.compile(rf"^[ \t]*({TIME})[ \t]*-->[ \t]*({TIME})([^\n]*)$", re.MULTILINE)
COUNTER = re.compile(r"^\d+[ \t]*$\n(?=[^\n]*-->)", re.MULTILINE)  # SubRip numbers each caption
STYLED = re.compile(r"^(?:STYLE|REGION)\b[^\n]*\n(?:[^\n]+\n?)*", re.MULTILINE)  # the site has its own look


def webvtt(data: bytes) -> bytes | None:
    """The captions in WebVTT, UTF-8; None when there is not one caption with its times in `data`."""
    text = _text(data).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    signed = SIGNATURE.match(text)
    body = STYLED.sub("", text[signed.end() :]) if signed else COUNTER.sub("", text)
    if not CUE.search(body):
        return None
    return f"WEBVTT\n\n{CUE.sub(_timed, body).strip()}\n".encode()


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _timed(cue: re.Match[str]) -> str:
    return f"{_moment(cue[1])} --> {_moment(cue[2])}{cue[3].rstrip()}"


def _moment(time: str) -> str:
    hours, minutes, seconds = ["00", *time.replace(",", ".").split(":")][-3:]
    return f"{hours:0>2}:{minutes:0>2}:{seconds}"
