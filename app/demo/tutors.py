"""The demonstration's tutors: each goes as far along the path as the story says, through the same services as people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from app.accounts import queries as people
from app.accounts import services as accounts
from app.accounts.models import Person
from app.content.models import Lesson, Module
from app.content.queries import path_modules
from app.demo import cast
from app.infra.errors import DomainError
from app.pool.services import ProfileValues, save_profile
from app.recruitment import services as recruitment
from app.recruitment.queries import current_charter
from app.training.models import Attempt, AttemptItem
from app.training.queries.attempts import attempt_of
from app.training.rules import answers
from app.training.rules.exercises import order
from app.training.services import (
    Save,
    compare_scenario,
    declare_eligibility,
    play_scenario,
    read_lesson,
    save_answers,
    sign_charter,
    start_attempt,
    start_test,
    submit_attempt,
)

STAGES = ("signed_up", "confirmed", "eligible", "charter", "training", "lapsed", "validated", "in_pool")


@dataclass(frozen=True)
class Part:
    """One tutor's part: who, how far, from which school, for which exams, and when they signed up."""

    first_name: str
    last_name: str
    email: str
    stage: str
    at: datetime
    institution_id: int | None
    exam_id: int
    paper_ids: tuple[int, ...]
    region_code: str
    required: tuple[str, ...]
    seed: int


def play(session: Session, part: Part, password_hash: str) -> int:
    """Play a part from the sign-up to its stage. Returns the person's id."""
    random, at = Random(part.seed), part.at  # noqa: S311  a story, not a secret
    recruitment.arrive(
        session,
        institution_id=part.institution_id,
        campaign=None,
        email=part.email,
        first_name=part.first_name,
        last_name=part.last_name,
        password_hash=password_hash,
        language="fr",
        now=at,
    )
    person = _person(session, part.email)
    if part.stage == "signed_up":
        return person.id
    at += timedelta(minutes=random.randint(3, 300))
    accounts.confirm(session, person.id, accounts.confirmation_state(person), at)
    if part.stage != "confirmed":
        _learn(session, person.id, part, random, at + timedelta(minutes=4))
    return person.id


def _person(session: Session, email: str) -> Person:
    found = people.by_email(session, email)
    if found is None:
        raise LookupError(email)
    return found


def _learn(session: Session, person_id: int, part: Part, random: Random, at: datetime) -> None:
    year = part.at.year - (8 if part.stage == "lapsed" else random.choice((1, 1, 2, 2, 3, 5)))
    declare_eligibility(
        session,
        person_id,
        exam_id=part.exam_id,
        exam_year=year,
        institution_id=part.institution_id,
        post=random.choice(cast.POSTS),
        now=at,
    )
    if part.stage == "eligible":
        return
    charter = current_charter(session, at)
    if charter is not None:
        sign_charter(session, person_id, charter.id, at + timedelta(minutes=6))
    if part.stage == "charter":
        return
    slugs = part.required[: random.randint(1, len(part.required) - 1)] if part.stage == "training" else part.required
    for slug in slugs:
        at += timedelta(hours=random.randint(2, 40))
        at = _module(session, person_id, slug, random, at, give_up=part.stage == "training" and slug == slugs[-1])
    if part.stage != "training":
        at = _test(session, person_id, random, at)
    if part.stage == "in_pool":
        _offer(session, person_id, part, random, at + timedelta(minutes=10))


def _module(session: Session, person_id: int, slug: str, random: Random, at: datetime, *, give_up: bool) -> datetime:
    """Read the lessons, then try the quiz until it is passed, or give up on the way."""
    module = next((m for m in path_modules(session) if m.slug == slug), None)
    if module is None or module.current is None:
        return at  # not published: nobody can pass it, the path says so
    for lesson in module.current.lessons:
        at += timedelta(minutes=random.randint(1, 4))
        _play(session, person_id, module, lesson, random, at)
        read_lesson(session, person_id, slug, lesson.key, at)
        if give_up and random.random() < 0.3:  # noqa: PLR2004
            return at
    skill = random.uniform(0.62, 0.9)
    for _try in range(6):
        at += timedelta(minutes=random.randint(5, 12))
        attempt_id = start_attempt(session, person_id, slug, random.getrandbits(32), at)
        attempt = attempt_of(session, person_id, attempt_id)
        at += timedelta(minutes=random.randint(3, 8))
        save_answers(
            session, person_id, attempt_id, Save(attempt.revision, answers=answered(attempt, random, skill)), at
        )
        if give_up and random.random() < 0.4:  # noqa: PLR2004
            return at
        if submit_attempt(session, person_id, attempt_id, at):
            return at
        skill = min(0.97, skill + 0.12)
        at += timedelta(minutes=_delay(attempt) + random.randint(1, 600))
    return at


def _play(session: Session, person_id: int, module: Module, lesson: Lesson, random: Random, at: datetime) -> None:
    """Play the scenarios of a lesson: what comes after the lessons is decided better than what comes before."""
    played = {scenario.key: scenario for scenario in module.current.scenarios} if module.current else {}
    for key in [piece["scenario"] for piece in lesson.texts["fr"]["pieces"] if "scenario" in piece]:
        scenario = played[key]
        knows = random.random() < (0.38 if scenario.moment == "before" else 0.71)
        others = [one for one in scenario.options if one != scenario.best]
        choice = scenario.best if knows else random.choice(others)
        place = str(order(person_id, key, "scenario", scenario.options).index(choice))
        why, after = random.choice(cast.REASONS), random.choice(cast.COMPARISONS)
        play_scenario(session, person_id, module.slug, lesson.key, key, scenario.id, place, why, at)
        if random.random() < 0.8:  # noqa: PLR2004
            compare_scenario(session, person_id, module.slug, key, "", after, at + timedelta(minutes=1))


def _test(session: Session, person_id: int, random: Random, at: datetime) -> datetime:
    """Take the validation test until it is passed, if there is one and it is open to them."""
    for turn, skill in enumerate((random.uniform(0.86, 1), 0.97, 1)):
        at += timedelta(days=min(turn, 1), minutes=random.randint(20, 600))
        try:
            attempt_id = start_test(session, person_id, random.getrandbits(32), at)
        except DomainError:
            return at
        attempt = attempt_of(session, person_id, attempt_id)
        at += timedelta(minutes=random.randint(14, 35))
        save_answers(
            session, person_id, attempt_id, Save(attempt.revision, answers=answered(attempt, random, skill)), at
        )
        if submit_attempt(session, person_id, attempt_id, at):
            return at
    return at


def _delay(attempt: Attempt) -> int:
    return attempt.version.delay_minutes if attempt.version is not None else 0


def answered(attempt: Attempt, random: Random, skill: float) -> dict[int, answers.Fields]:
    """What someone who knows a share `skill` of it would put in the controls of each question, by position."""
    return {item.position: _answer(item, random, random.random() < skill) for item in attempt.items}


def _answer(item: AttemptItem, random: Random, right: bool) -> answers.Fields:
    body, kind, shown = item.question.body, item.question.type, list(item.shown)
    if kind == "ordering":
        order = list(body["items"])
        if not right:
            random.shuffle(order)
        return {str(n): [str(order.index(one) + 1)] for n, one in enumerate(shown)}
    if kind == "matching":
        pairs = list(body["pairs"])
        given = pairs if right else random.sample(pairs, len(pairs))
        return {str(n): [str(shown.index(one))] for n, one in enumerate(given)}
    if kind == "cloze":
        return {str(n): [body["accepted"][gap][0] if right else "?"] for n, gap in enumerate(body["gaps"])}
    if kind == "numeric":
        return {"": [body["answer"] if right else "999"]}
    chosen = body["right"] if right else [random.choice([one for one in shown if one not in body["right"]] or shown)]
    return {"": [str(shown.index(one)) for one in chosen]}


def _offer(session: Session, person_id: int, part: Part, random: Random, at: datetime) -> None:
    evenings = random.sample([2, 5, 8, 11, 14], random.randint(1, 4))
    days = random.sample([0, 3, 6, 9, 12, 15, 16, 18, 19], random.randint(0, 3))
    presence = random.random() < 0.45  # noqa: PLR2004
    save_profile(
        session,
        person_id,
        ProfileValues(
            region_code=part.region_code,
            exam_ids=(part.exam_id,),
            paper_ids=part.paper_ids,
            remote=not presence or random.random() < 0.85,  # noqa: PLR2004
            presence=presence,
            slots=tuple(sorted(evenings + days)),
            languages=("fr", "en") if random.random() < 0.3 else ("fr",),  # noqa: PLR2004
            seats=random.choice((1, 2, 2)),
            words=random.choice(cast.WORDS),
        ),
        at,
    )
