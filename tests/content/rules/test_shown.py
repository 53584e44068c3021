"""Alternative texts that stand for nothing, and files that no text shows."""

import pytest

from app.content.rules.shown import LONGEST, alt_fault, check

MEDIA = {"plan.png": "image/png"}
ALTS = {
    "alt_file_name": [
        "plan-note.png", "Plan.PNG", "IMG_2031", "img 2031", "DSC00012", "image1", "photo 3", "Capture d’écran 2025-11-02", "12",
        "schema-final-v2", "figure 1", "image.",
    ],
    "alt_image_of": [
        "Image de trois blocs", "image d’un bureau", "Une photo de la salle", "Photographie d'une table", "Illustration des étapes",
        "L’image du plan", "Photo du bâtiment", "Image of a desk", "A picture of two people",
    ],
    "alt_is_caption": ["La légende", "la légende.", "LA LÉGENDE"],
    "alt_long": ["mot " * 70],
    "": [
        "Trois blocs reliés : constat, causes, propositions", "Schéma en trois temps", "Plan", "Une salle où l’on imagine le jury",
        "L’imagination au travail", "Photocopieuse en panne", "Courbe qui monte de 12 à 38 %", "Imagerie médicale", "",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("code", "alt"), [(code, alt) for code, listed in ALTS.items() for alt in listed])
def test_an_alternative_text_is_judged(code: str, alt: str) -> None:
    assert alt_fault(alt, "schema-final-v2.png", "La légende") == code


def test_a_text_may_be_as_long_as_said() -> None:
    assert alt_fault("é" * LONGEST, "a.png") == ""
    assert alt_fault("é" * (LONGEST + 1), "a.png") == "alt_long"


def figure(alt: str, name: str = "plan.png") -> str:
    return f"# T\n\nAvant.\n\n::: figure Légende\n\n![{alt}]({name})\nAprès.\n:::\n"


def of(files: dict[str, str], media: dict[str, str] | None = None) -> list[tuple[str, int, str]]:
    return [(one.file, one.line, one.code) for one in check(files, MEDIA if media is None else media)]


def test_a_figure_is_told_at_the_line_of_its_image() -> None:
    assert of({"01-a.md": figure("Trois blocs reliés")}) == []
    assert of({"01-a.md": figure("image de blocs")}) == [("01-a.md", 7, "alt_image_of")]
    assert of({"01-a.en.md": figure("picture of blocks")}) == [("01-a.en.md", 7, "alt_image_of")]


def test_a_file_that_no_text_shows_is_told() -> None:
    files = {"01-a.md": figure("Trois blocs reliés")}
    more = {**MEDIA, "reste.jpg": "image/jpeg", "an.png": "image/png", "plan.png.webp": "image/webp"}
    assert of(files, more) == [(name, 1, "media_unshown") for name in ("reste.jpg", "an.png", "plan.png.webp")]


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\n::: video V\nfile: a.mp4\ncaptions: film.vtt\nposter: plan.png\ntranscript: x\n:::",
        "- id: q\n  image: plan.png\n",
        '- {id: q, image: "plan.png"}',
    ],
)
def test_films_and_questions_show_files_too(text: str) -> None:
    assert of({"01-a.md" if text.startswith("#") else "quiz.yaml": text}) == []
