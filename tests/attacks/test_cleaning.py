"""The sanitiser on whatever is put together from the payloads: cleaning twice is cleaning once, and what it lets out, a
parser of HTML reads as nothing but what the lists allow.
"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser

from app.content.rendering import render_lesson
from app.infra.markdown import ATTRIBUTES, SCHEMES, TAGS, clean, render
from tests import proofs
from tests.attacks.payloads import ALL, BY_HAND, Payload

MOST = proofs.size(300, 20_000)
BLOCK_TAGS = {"div", "figure", "img", "figcaption", "video", "source", "track", "details", "summary"}
FRAGMENT = re.compile(r"<!--|-->|</?[\w-]+|[\w-]+:|&#?\w+;?|[\w-]+=|\s+|\W", re.ASCII)
PIECES = sorted({piece for one in ALL for piece in FRAGMENT.findall(one.text[:400])})
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)")

payload_text = st.sampled_from([one.text for one in ALL if len(one.text) < 2000])
fuzzed = st.lists(st.one_of(payload_text, st.sampled_from(PIECES), st.text(max_size=3)), max_size=12).map("".join)


def forbidden(html: str, extra: frozenset[str] = frozenset()) -> list[str]:
    """What a parser finds in `html` that the lists do not allow; `extra` are the tags of a lesson's own blocks."""
    found = []
    for element in parser.fragments_fromstring(f"<div>{html.replace(chr(0), '')}</div>")[0].iterdescendants():
        tag = str(element.tag)
        if tag not in TAGS | extra:
            found.append(tag)
        if tag in TAGS:
            allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | {"rel", "class"}
            found += [f"{tag}.{name}" for name in element.keys() if name not in allowed]  # noqa: SIM118  no mapping
        found += [f"{tag}.{name}" for name in element.keys() if name.startswith("on") or name == "style"]  # noqa: SIM118
        scheme = SCHEME.match(re.sub(r"^[\x00-\x20]+|[\t\r\n]", "", element.get("href") or ""))  # as browsers read it
        if scheme and scheme[0].lower() not in SCHEMES:
            found.append(f"{tag}.href={element.get('href')}")
    return found


def test_there_are_enough_payloads_and_no_two_alike() -> None:
    assert len(ALL) >= 500
    assert BY_HAND >= 150
    assert len({one.text for one in ALL}) == len(ALL)
    assert all("RAN" not in one.text for one in ALL)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_payload_comes_out_within_the_lists(lang: str) -> None:
    wrong = {
        (one.family, one.number): found
        for one in ALL
        if (found := forbidden(render(one.text, lang=lang)) + forbidden(clean(one.text)))
    }
    assert wrong == {}


def blocks(one: Payload) -> str:
    """A payload in every place of a lesson that keeps a text."""
    inline = " ".join(one.text.split())
    return f"{one.text}\n\n::: callout {inline}\n{one.text}\n:::\n\n::: figure {inline}\n![x](image.png)\n{one.text}\n:::\n"


def test_a_lesson_s_blocks_add_nothing_but_their_own_tags() -> None:
    media = {"image.png": {"digest": "0" * 64, "type": "image/png", "width": 1, "height": 1}}
    for one in ALL:
        for piece in render_lesson(blocks(one), "fr", media):
            assert forbidden(piece.get("html", ""), frozenset(BLOCK_TAGS)) == [], one


def test_canary_a_script_left_in_is_seen() -> None:
    assert forbidden("<p onclick=x>a</p><script>b</script><a href='java\tscript:c'>d</a>") != []
    assert len([one for one in ALL if forbidden(one.text.replace("\0", ""))]) > len(ALL) / 2


@settings(max_examples=MOST, deadline=None)
@given(fuzzed)
def settled(text: str) -> None:
    """Cleaning twice is cleaning once, and rendering leaves nothing more to clean."""
    once = clean(text)
    assert clean(once) == once
    assert forbidden(once) == []
    rendered = render(text)
    assert clean(rendered) == rendered
    assert forbidden(rendered) == []


def test_spaces_of_french_are_written_as_the_sanitiser_writes_them() -> None:
    rendered = render("Trois points : deux « mots », 20 minutes. `a : b`")
    assert "points&nbsp;: deux" in rendered
    assert clean(rendered) == rendered


@pytest.mark.proof
def test_cleaning_twice_is_cleaning_once_and_within_the_lists() -> None:
    settled()
    proofs.record("The sanitiser on fuzzed payloads: stable, within its lists", MOST, "–", "0 failures")
