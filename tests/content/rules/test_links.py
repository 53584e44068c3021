"""Links, by the dozen: where they lead, what their text says, at which line; what is no link is left alone."""

import pytest

from app.content.rules.links import check, fault, silence
from app.content.rules.package import ERROR, WARNING

KEYS = {"reformuler", "silence"}
FILES = {"01-reformuler.md": "# Un", "02-silence.md": "# Deux", "02-silence.en.md": "# Two"}

GOOD = [
    "https://www.service-public.fr",
    "https://www.service-public.fr/particuliers/vosdroits/F1234?xtor=1#partie",
    "https://exemple.fr:8443/a_(b)",
    "https://préfecture.exemple.fr/été",
    "https://a-b.co.uk/~x/%C3%A9",
    "HTTPS://EXEMPLE.FR/",
    "mailto:contact@exemple.fr",
    "mailto:contact@exemple.fr?subject=Bonjour",
    "tel:3928",
    "tel:+33123456789",
    "reformuler",
    "./silence",
    "/modules/ecouter/lecons/silence",
    "/modules/autre/lecons/inconnue",  # another module is not this package's to know
    "/mentions-legales",
]
BAD = {
    "link_malformed": [
        "https://",
        "https:///chemin",
        "https:/exemple.fr",
        "https:exemple.fr",
        "https://exemple",
        "https://exemple..fr",
        "https://-exemple.fr/",
        "https://exemple.fr:port/",
        "https://exemple.fr:99999/",
        "https://[::1/",
        "https://exem ple.fr",
        "https://exemple.fr/a b",
        "https://exemple.fr\\a",
        "https://10.0.0.1/",
        "//exemple.fr/a",
        "www.exemple.fr",
        "mailto:contact",
        "mailto:contact@exemple",
        "mailto:",
        "tel:bonjour",
        "tel:12",
    ],
    "link_scheme": [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://exemple.fr/a",
        "file:///etc/passwd",
        "JavaScript:x",
        "vbscript:x",
    ],
    "link_nowhere": [
        "",
        "#partie",
        "reformuler#partie",
        "02-silence.md",
        "silence.md",
        "schema.png",
        "../autre/01-x.md",
        "inconnue",
        "Silence",
        "/modules/ecouter/lecons/inconnue",
        "exemple.fr/page",
    ],
}


@pytest.mark.parametrize("to", GOOD)
def test_an_address_that_leads_somewhere_is_left_alone(to: str) -> None:
    assert fault(to, "ecouter", KEYS) == ("", "")


@pytest.mark.parametrize(("code", "to"), [(code, to) for code, listed in BAD.items() for to in listed])
def test_an_address_that_leads_nowhere_is_an_error(code: str, to: str) -> None:
    assert fault(to, "ecouter", KEYS) == (code, ERROR)


@pytest.mark.parametrize("to", ["http://exemple.fr", "http://www.exemple.fr/a?b=c", "HTTP://EXEMPLE.FR"])
def test_an_address_that_is_not_encrypted_is_to_be_looked_at(to: str) -> None:
    assert fault(to, "ecouter", KEYS) == ("link_not_https", WARNING)


@pytest.mark.parametrize(
    "said",
    [
        "ici",
        "Ici.",
        "cliquez ici",
        "« ici »",
        "là",
        "ce lien",
        "en savoir plus",
        "Lire la suite…",
        "voir",
        "here",
        "Click here!",
        "read more",
        "",
        " ",
        "…",
        "**ici**",
    ],
)
def test_a_text_that_says_nothing(said: str) -> None:
    assert silence(said) == "link_says_nothing"


@pytest.mark.parametrize("said", ["https://exemple.fr/a", "www.exemple.fr", "exemple.fr", "service-public.gouv.fr"])
def test_an_address_is_no_text(said: str) -> None:
    assert silence(said) == "link_bare"


@pytest.mark.parametrize(
    "said",
    [
        "la charte du tutorat",
        "le guide, ici en bref",
        "Défenseur des droits",
        "39 28",
        "voir la convention",
        "article 40",
        "l’étude de Chi (2001)",
    ],
)
def test_a_text_that_says_where(said: str) -> None:
    assert silence(said) == ""


def of(text: str, name: str = "01-reformuler.md") -> list[tuple[int, str]]:
    return sorted((one.line, one.code) for one in check("ecouter", {**FILES, name: text}))


TEXTS = {
    "a good link": ("# T\n\nLisez [la charte](https://exemple.fr/charte).", []),
    "a title after the address": ('# T\n\nLisez [la charte](https://exemple.fr "La charte").', []),
    "an address between signs": ("# T\n\nLisez [la charte](<https://exemple.fr>).", []),
    "a lesson by its key": ("# T\n\nRelisez [le silence](silence).", []),
    "a lesson by its file": ("# T\n\nRelisez [le silence](02-silence.md).", [(3, "link_nowhere")]),
    "two links on two lines": ("# T\n\n[a b](x)\n\n- [ici](silence)", [(3, "link_nowhere"), (5, "link_says_nothing")]),
    "both faults at once": ("# T\n\n[ici](nulle-part)", [(3, "link_nowhere"), (3, "link_says_nothing")]),
    "in a callout": ("# T\n\n::: callout X\nLisez [ceci cela](x).\n:::", [(4, "link_nowhere")]),
    "in a transcript": ("# T\n\n::: video X\ntranscript: |\n  [ceci cela](x)\n:::", [(5, "link_nowhere")]),
    "a text on two lines": ("# T\n\nLisez [la\ncharte](x).", [(3, "link_nowhere")]),
    "in code": ("# T\n\nÉcrivez `[ici](x)` ou `https://a.fr`.", []),
    "in fenced code": ("# T\n\n```\n[ici](x) http://a.fr\n```\n\n[ici](silence)", [(7, "link_says_nothing")]),
    "an image": ("# T\n\n::: figure X\n![ici](https://a.fr/b.png)\n:::", []),
    "a bare address": ("# T\n\nVoyez https://exemple.fr/a.", [(3, "link_bare")]),
    "an address between signs alone": ("# T\n\nVoyez <https://exemple.fr/a>.", [(3, "link_bare")]),
    "a bare www": ("# T\n\nVoyez www.exemple.fr", [(3, "link_bare")]),
    "by reference": ("# T\n\nLisez [la charte][c].\n\n[c]: https://exemple.fr", []),
    "by reference, in capitals": ("# T\n\nLisez [la charte][C].\n\n[c]: https://exemple.fr", []),
    "by its own name": ("# T\n\nLisez [la charte][].\n\n[la charte]: https://exemple.fr", []),
    "by a reference that is not there": ("# T\n\nLisez [la charte][c].", [(3, "link_nowhere")]),
    "by a reference not encrypted": ("# T\n\nLisez [la charte][c].\n\n[c]: http://exemple.fr", [(3, "link_not_https")]),
    "brackets that are no link": ("# T\n\nUn [détail] et [[combien]] et [x] (y).", []),
    "an open bracket": ("# T\n\nUn [détail](https://exemple.fr et la suite.", [(3, "link_bare")]),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_links_are_found_where_they_are(name: str) -> None:
    text, wanted = TEXTS[name]
    assert of(text) == wanted


def test_english_lessons_and_scenarios_are_read_and_quizzes_are_not() -> None:
    assert of("# T\n\n[here](silence)", "02-silence.en.md") == [(3, "link_says_nothing")]
    assert of("- id: a\n  expert: |\n    Voir [ici](https://a.fr).\n", "scenarios.yaml") == [(3, "link_says_nothing")]
    assert of("- id: a\n  text: Voir [ici](x).\n", "quiz.yaml") == []  # there Markdown is not read


def test_the_source_of_a_module_is_better_encrypted() -> None:
    assert of("sources:\n  - ref: A\n    url: http://a.fr/x\n  - url: https://b.fr\n", "module.yaml") == [
        (3, "link_not_https")
    ]


def test_a_long_text_of_brackets_is_read_at_once() -> None:
    for piece in ("[", "[](", "[a](b", "](", "[a][", "```\n", "`[a](", "!["):
        list(check("ecouter", {"01-a.md": piece * 20_000}))
