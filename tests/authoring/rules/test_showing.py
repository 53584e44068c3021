"""The blocks that show a file say what the reader of packages reads, whatever was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.rules import showing
from app.content.rules import blocks, inside, shown
from app.content.rules.package import Notes

MEDIA = {"plan.png": "image/png", "film.mp4": "video/mp4", "film.fr.vtt": "text/vtt"}
TYPED = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80).filter(str.strip)
LINES = st.lists(
    TYPED | st.sampled_from([":::", "::: figure x", "- a: b", "# x", "---", "  retrait"]), min_size=1, max_size=4
)


def read(text: str) -> tuple[object, list[object]]:
    problems: list[object] = []
    pieces = [piece for piece in blocks.cut(text) if piece.name]
    assert len(pieces) == 1, text
    found = inside.read(pieces[0], Notes("01-x.md", problems), MEDIA)
    return found, problems


@given(TYPED, TYPED)
def test_an_image_and_its_words(title: str, alt: str) -> None:
    found, problems = read(showing.with_block("# Leçon\n", showing.figure("plan.png", title, alt)))
    assert not problems
    assert isinstance(found, inside.Figure)
    assert (found.file, found.caption) == ("plan.png", " ".join(title.split()))
    assert found.alt == " ".join(alt.split()).replace("[", "(").replace("]", ")")


@given(TYPED, LINES)
def test_a_film_and_its_transcript(title: str, lines: list[str]) -> None:
    said = "\n".join(lines).strip()
    found, problems = read(showing.with_block("# Leçon\n", showing.video("film.mp4", title, "film.fr.vtt", said)))
    assert not problems
    assert isinstance(found, inside.Video)
    assert (found.file, found.captions) == ("film.mp4", "film.fr.vtt")
    assert found.transcript.split() == said.split()


@pytest.mark.parametrize(("text", "found"), [
    ("![a](plan.png)", True), ("file: plan.png", True), ("poster: plan.png\n", True), ("image: plan.png", True),
    ("![a](le-plan.png)", False), ("plan.png2", False), ("plan.pn", False), ("mon.plan.png", False), ("", False),
])  # fmt: skip
def test_where_a_file_is_shown(text: str, found: bool) -> None:
    assert shown.shown_in({"01-a.md": text}, "plan.png") == (["01-a.md"] if found else [])


def test_a_name_is_shared_by_one_content_only() -> None:
    taken = {"plan.png": "a", "plan-2.png": "b"}
    assert showing.free_name("plan.png", taken, "a") == "plan.png"
    assert showing.free_name("plan.png", taken, "b") == "plan-2.png"
    assert showing.free_name("plan.png", taken, "c") == "plan-3.png"
    assert showing.free_name("autre.png", taken, "c") == "autre.png"
