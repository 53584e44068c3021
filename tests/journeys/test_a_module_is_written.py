"""A trainer writes a module from nothing, another reviews it, tutors take it; a typo disturbs nobody, a change of substance does."""

import pytest

from tests.journeys import written
from tests.journeys.answers import answers, attempt_in, give
from tests.journeys.conftest import NewPerson
from tests.journeys.hands import Person
from tests.journeys.scene import PASSWORD, account
from tests.journeys.server import Server

SAMIA, PAUL, TUTOR = "samia@exemple.fr", "paul@exemple.fr", "claire@exemple.fr"
MODULE, PATH = f"/formation/modules/{written.SLUG}", f"/modules/{written.SLUG}"


@pytest.fixture
def people(someone: NewPerson, server: Server) -> tuple[Person, Person, Person]:
    """Two trainers and a tutor, signed in, without a script."""
    app = server.application()
    account(app, SAMIA, "trainer")
    account(app, PAUL, "trainer", first_name="Paul")
    account(app, TUTOR, "tutor", first_name="Claire")
    found = (someone("trainer", script=False), someone("trainer", script=False), someone("tutor", script=False))
    for person, email in zip(found, (SAMIA, PAUL, TUTOR), strict=True):
        person.sign_in(email, PASSWORD)
    return found


def test_a_module_is_written_reviewed_published_taken_and_improved(
    people: tuple[Person, Person, Person], server: Server
) -> None:
    samia, paul, tutor = people
    draft = begins(samia)
    describes(samia, draft)
    writes(samia, draft)
    asks(samia, draft)
    checks(samia, draft)
    is_reviewed(samia, paul, draft)
    publishes(samia, draft)
    passes(tutor, server)
    fixes_a_typo(samia, paul, server)
    tutor.open(PATH)
    tutor.does_not_see("à repasser")
    changes_substance(samia, paul)
    must_pass_again(tutor, server)
    reads_statistics(samia)


def begins(samia: Person) -> str:
    """A module that does not exist yet; the address of its draft."""
    samia.open("/formation/brouillons")
    samia.write({"title": written.TITLE, "slug": written.SLUG})
    samia.send()
    samia.sees(written.TITLE)
    return samia.page.url


def describes(samia: Person, draft: str) -> None:
    """Title, objectives, rules, source."""
    samia.open(f"{draft}/module")
    samia.write(written.ABOUT)
    samia.press(samia.page.locator(".tu-entry button[type=submit]"))


def writes(samia: Person, draft: str) -> None:
    """Three lessons, the first and the last placing a scenario."""
    samia.open(draft)
    samia.press(samia.page.locator(".tu-studio__lessons a").first)
    samia.write({"text": written.LESSON})
    samia.press(samia.page.locator(".tu-studio__foot button"))
    for title, text in written.MORE.items():
        samia.open(draft)
        samia.write({"title": title})
        samia.send("/lecons")
        samia.write({"text": text})
        samia.press(samia.page.locator(".tu-studio__foot button"))
        samia.sees("Le texte est enregistré.")


def asks(samia: Person, draft: str) -> None:
    """Two scenarios, then twelve questions."""
    for key, scene in written.SCENARIOS.items():
        samia.open(f"{draft}/banques/scenario/nouvelle")
        samia.select("when", scene["when"])
        fills(samia, {name: scene[name] for name in ("situation", "ask")})
        options(samia, scene["options"], "0", several=False)
        fills(samia, {name: scene[name] for name in ("explain", "expert", "compare")})
        samia.send("/banques/scenario")
        named(samia, draft, "scenarios.yaml", samia.page.url.rsplit("/", 1)[1], key)
    for one in written.QUESTIONS:
        adds(samia, draft, one)
    samia.open(f"{draft}/banques/quiz")
    samia.sees("12 entrées sur 12")


def adds(samia: Person, draft: str, one: dict) -> None:
    """A question by its form."""
    samia.open(f"{draft}/banques/quiz/nouvelle?type={one['kind']}", one["kind"])
    more = dict(one["more"])
    samia.select("objective", samia.page.locator("#objective option").nth(one["objective"]).get_attribute("value"))
    right = more.pop("right", "0")
    after = {name: more.pop(name) for name in ("notion", "feedback") if name in more}
    fills(samia, {**({"situation": more.pop("situation")} if "situation" in more else {}), "text": one["text"], **more})
    if one["kind"] in ("ordering", "matching"):
        for n, part in enumerate(one["parts"]):
            names = ("text",) if one["kind"] == "ordering" else ("left", "right")
            fills(samia, {f"part-{n}-{name}": said for name, said in zip(names, part, strict=True)})
    elif one["parts"]:
        options(samia, one["parts"], right, several=one["kind"] == "multiple")
    fills(samia, after)
    samia.send("/banques/quiz")
    assert samia.page.locator(".tu-studio__faults").count() == 0, samia.page.locator("main").inner_text()


def options(samia: Person, given: list[tuple[str, str]], right: str, *, several: bool) -> None:
    """Each option with its feedback; the right ones ticked."""
    for n, (text, feedback) in enumerate(given):
        fills(samia, {f"part-{n}-text": text})
        if str(n) in right:
            samia.tick("right", str(n)) if several else samia.choose("right", str(n))
        fills(samia, {f"part-{n}-feedback": feedback})


def fills(samia: Person, values: dict[str, str]) -> None:
    samia.write(values)


def named(samia: Person, draft: str, file: str, key: str, wanted: str) -> None:
    """The key that lessons use, given in the text view."""
    samia.open(f"{draft}/textes/{file}")
    text = samia.page.locator("textarea[name=text]").input_value()
    assert f"id: {key}\n" in text
    samia.write({"text": text.replace(f"id: {key}\n", f"id: {wanted}\n")})
    samia.press(samia.page.locator(".tu-studio__foot button"))


def checks(samia: Person, draft: str) -> None:
    """What the command line would say: no error."""
    samia.open(f"{draft}/controles")
    assert samia.page.locator("main .fr-badge--alert").count() == 0, samia.page.locator("main").inner_text()


def sends(samia: Person, draft: str) -> None:
    """To review."""
    samia.open(f"{draft}/relecture")
    samia.send("/relire")


def judges(paul: Person, draft: str, verdict: str, words: str = "") -> None:
    """What the other concludes."""
    paul.open(f"{draft}/relecture")
    if words:
        paul.reach(paul.page.locator("#words"))
        paul.page.keyboard.insert_text(words)
    paul.press(paul.page.locator(f"button[name=avis][value={verdict}]"))


def is_reviewed(samia: Person, paul: Person, draft: str) -> None:
    """A remark and « à revoir », the draft taken back, the remark settled, then « bon à publier »."""
    sends(samia, draft)
    paul.open(f"{draft}/relecture")
    paul.page.locator("#lecon-passer-la-main ~ .tu-thread summary").first.click()
    fold = paul.page.locator("#lecon-passer-la-main ~ .tu-thread details").first
    paul.reach(fold.locator("textarea"))
    paul.page.keyboard.insert_text("Dites combien de temps laisser entre deux relances.")
    paul.press(fold.locator("button[type=submit]"))
    judges(paul, draft, "changes", "Une précision, et c’est bon.")
    samia.open(draft)
    samia.sees("Une précision, et c’est bon.")
    samia.sees("1 remarque à traiter")
    samia.send("/reprendre")
    rewrites(
        samia,
        draft,
        "passer-la-main",
        "Trois relances sans réponse",
        "Trois relances sans réponse, à une semaine d’écart",
    )
    samia.open(f"{draft}/relecture")
    samia.press(samia.page.locator("button[name=action][value=regler]"))
    samia.sees("traitée")
    sends(samia, draft)
    judges(paul, draft, "good")


def rewrites(samia: Person, draft: str, lesson: str, old: str, new: str) -> None:
    """Some words of a lesson."""
    samia.open(f"{draft}/lecons/{lesson}")
    text = samia.page.locator("textarea[name=text]").input_value()
    assert old in text
    samia.write({"text": text.replace(old, new)})
    samia.press(samia.page.locator(".tu-studio__foot button"))


def publishes(samia: Person, draft: str, said: str = "") -> None:
    """The page that says what it will do, then the button."""
    samia.open(f"{draft}/publier")
    if said:
        samia.sees(said)
    samia.send()
    assert samia.page.url.endswith(MODULE)


def passes(tutor: Person, server: Server) -> None:
    """Every lesson, then every question answered rightly."""
    tutor.open(PATH)
    tutor.sees(written.TITLE)
    tutor.link(f"{PATH}/lecons/")
    while "/lecons/" in tutor.page.url:
        tutor.press(tutor.page.locator(".tu-pager__link--next"))
    tutor.send()
    give(tutor, answers(server, attempt_in(tutor.page.url)))
    tutor.press(tutor.page.locator("button[value=revoir]"))
    tutor.send("/envoyer")
    tutor.sees("100 %")


def opens(samia: Person) -> str:
    """A draft of what is published; its address."""
    samia.open(MODULE)
    samia.send("/brouillon")
    return samia.page.url


def marks(samia: Person, draft: str) -> None:
    """Each change as it is proposed."""
    samia.open(f"{draft}/changements")
    samia.send()


def fixes_a_typo(samia: Person, paul: Person, server: Server) -> None:
    """A comma: nobody passes again."""
    draft = opens(samia)
    rewrites(samia, draft, "premiere-lecon", "une porte ou ajouter", "une porte, ou ajouter")
    samia.open(f"{draft}/changements")
    samia.choose("mark-lesson:premiere-lecon", "wording")
    samia.send()
    sends(samia, draft)
    judges(paul, draft, "good")
    publishes(samia, draft, "Personne n’aura à repasser ce module.")
    assert server.rows(
        "SELECT count(*) FROM module_version v JOIN module m ON m.id = v.module_id WHERE slug = ?", written.SLUG
    ) == [(2,)]


def changes_substance(samia: Person, paul: Person) -> None:
    """Another answer becomes right: who passed must pass again, and the page says how many before the button."""
    draft = opens(samia)
    samia.open(f"{draft}/banques/quiz")
    samia.press(samia.page.locator("main .tu-list a").first)
    samia.choose("right", "2")
    samia.send()
    marks(samia, draft)
    sends(samia, draft)
    judges(paul, draft, "good")
    publishes(samia, draft, "1 personne devra repasser ce module.")


def must_pass_again(tutor: Person, server: Server) -> None:
    """The module says so, and is passed again."""
    tutor.open(PATH)
    assert tutor.page.locator(f"main form[action*='{PATH}/quiz'], main a[href*='{PATH}']").count()
    passes(tutor, server)


def reads_statistics(samia: Person) -> None:
    """Too few answers to say anything, and the page says so."""
    samia.open(f"{MODULE}/statistiques")
    samia.press(samia.page.locator("main form[action$='/statistiques'] button").first)
    assert samia.page.url.endswith(f"{MODULE}/statistiques")
    samia.sees("30")
