"""The demonstration as a story: one autumn, told through the services, with the dates it would have had."""

from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import queries as people
from app.accounts import services as accounts
from app.accounts.hashing import hashed
from app.accounts.models import Person
from app.authoring.jobs import count as count_answers
from app.demo import cast, classes, seasons, tutors
from app.demo.accounts import ADMIN, DOMAIN, PASSWORD, READY_TUTOR, TRAINER, TUTOR
from app.infra import jobs
from app.infra.db import db, write
from app.infra.orm import fold
from app.infra.settings import values
from app.recruitment import services as recruitment
from app.reference.models import Exam, Institution, Region
from app.training.settings import REQUIRED_MODULES

SEED = 2026
# How many tutors stop at each stage; 160 in all with the two named ones.
CROWD = (
    ("signed_up", 8),
    ("confirmed", 10),
    ("eligible", 10),
    ("charter", 12),
    ("training", 26),
    ("lapsed", 3),
    ("validated", 7),
    ("in_pool", 82),
)
TESTIMONIALS = (
    (
        "« La première fois, j’avais préparé un plan de note. Elle avait surtout besoin d’entendre que j’avais échoué, moi aussi. »",
        "“The first time, I had prepared an outline. What she needed was to hear that I had failed once, too.”",
        "Claire M.",
        "tutrice, attachée depuis 2023",
        "tutor",
    ),
    (
        "« Il ne m’a jamais donné la réponse. À l’oral, c’est sa voix que j’entendais me demander : et donc ? »",
        "“He never gave me the answer. At the oral, it was his voice I heard asking me: and so?”",
        "Yanis B.",
        "admis à l’IRA de Lille",
        "student",
    ),
    (
        "« Une heure tous les quinze jours. J’ai plus appris sur ma façon d’expliquer qu’en trois ans de poste. »",
        "“One hour every fortnight. I learned more about how I explain things than in three years on the job.”",
        "Paul V.",
        "tuteur, inspecteur des finances publiques",
        "tutor",
    ),
)


def told(session: Session) -> bool:
    """Whether this database holds anyone, hence whether the story has been told, or must not be."""
    return bool(session.scalar(select(func.count(Person.id))))


def tell_once(session: Session, now: datetime) -> str:
    """Tell the story to an empty database; leave any other as it is. Returns what was done, in a line."""
    if told(session):
        return "démonstration : déjà là, rien n’a changé"
    session.rollback()
    tell(now)
    return "démonstration : 11 classes, 119 étudiants, 160 tuteurs et ce qu’ils ont fait depuis l’été"


def tell(now: datetime) -> None:
    """Play every part, oldest first, each act in its own transaction, as it would have happened."""
    random, password = Random(SEED), hashed(PASSWORD)  # noqa: S311  a story, not a secret
    summer = now - timedelta(days=95)
    admin_id = write(lambda s: _team(s, password, summer))
    write(lambda s: _testimonials(s, admin_id, summer + timedelta(days=3)))
    for part in write(lambda s: _parts(s, random, now)):
        write(lambda s, part=part: tutors.play(s, part, password))  # type: ignore[misc]
    write(lambda s: classes.add_hosts(s, summer))
    seasons.tell(write, admin_id, now - timedelta(days=66))
    opened = [
        write(lambda s, n=n: classes.open_class(s, n, admin_id, password, random, now - timedelta(days=80 - n)))  # type: ignore[misc]
        for n in range(len(classes.CLASSES))
    ]
    classes.propose(write, opened, random, now - timedelta(days=60), now)
    # What was due before yesterday was sent at the time: only the last day's mail goes out now.
    write(lambda s: jobs.settle(s, now - timedelta(days=1)))
    count_answers(db.session, now)


def _team(session: Session, password: str, at: datetime) -> int:
    ids = []
    for email, first, last, role in (
        (ADMIN, "Hélène", "Vasseur", "admin"),
        (TRAINER, "Samia", "Haddad", "trainer"),
        (f"jerome.quere@{DOMAIN}", "Jérôme", "Quéré", "trainer"),
    ):
        person_id = accounts.invite(
            session, email=email, first_name=first, last_name=last, role=role, language="fr", actor_id=None, now=at
        )
        person = people.person(session, person_id)
        accounts.set_password(session, person_id, accounts.password_state(person), password, at)
        ids.append(person_id)
    return ids[0]


def _testimonials(session: Session, admin_id: int, at: datetime) -> None:
    for position, (french, english, who, about, voice) in enumerate(TESTIMONIALS):
        testimonial_id = recruitment.save_testimonial(
            session,
            None,
            actor_id=admin_id,
            now=at,
            quote_fr=french,
            quote_en=english,
            who=who,
            about=about,
            voice=voice,
            consent_on=date(at.year, at.month, at.day),
            position=position,
        )
        recruitment.show_testimonial(session, testimonial_id, shown=True, actor_id=admin_id, now=at)


def _parts(session: Session, random: Random, now: datetime) -> list[tutors.Part]:
    exams = list(session.scalars(select(Exam).order_by(Exam.id)))
    wanted = [exam for exam in exams if exam.code in {c[2] for c in classes.CLASSES}]
    schools = list(session.scalars(select(Institution).where(Institution.is_school).order_by(Institution.id)))
    regions = [region.code for region in session.scalars(select(Region).order_by(Region.code))]
    required = tuple(values(session, now)[REQUIRED_MODULES])
    stages = ["training", "in_pool", *(stage for stage, count in CROWD for _ in range(count))]
    named = [("Malik", "Tutorat", TUTOR), ("Claire", "Martin", READY_TUTOR)]
    crowd = [
        (first, last, f"{fold(first)}.{fold(last)}@{DOMAIN}")
        for first, last in cast.names(random, len(stages) - len(named))
    ]
    parts = []
    for number, ((first, last, email), stage) in enumerate(zip(named + crowd, stages, strict=True)):
        exam = random.choice(wanted if random.random() < 0.75 else exams)  # noqa: PLR2004
        papers = [paper.id for paper in exam.papers]
        parts.append(
            tutors.Part(
                first_name=first,
                last_name=last,
                email=email,
                stage=stage,
                at=_signed_up_at(stage, random, now),
                institution_id=_school(exam, schools, random),
                exam_id=exam.id,
                paper_ids=tuple(random.sample(papers, random.randint(1, len(papers)))),
                region_code=random.choice(regions[:18]),
                required=required,
                seed=SEED * 1000 + number,
            )
        )
    return parts


def _school(exam: Exam, schools: list[Institution], random: Random) -> int | None:
    """The school an exam leads to, when it is one of ours: « ira » to an IRA, « ehesp-dh » to the EHESP."""
    own = [school.id for school in schools if school.slug.split("-")[0] == exam.code.split("-")[0]]
    return random.choice(own) if own else None


def _signed_up_at(stage: str, random: Random, now: datetime) -> datetime:
    """Those in the pool came in summer; those on the way, lately."""
    if stage in ("in_pool", "validated", "lapsed"):
        return now - timedelta(days=random.randint(78, 94), hours=random.randint(0, 12))
    if stage == "signed_up":
        return now - timedelta(hours=random.randint(2, 20))
    return now - timedelta(days=random.randint(12, 40), hours=random.randint(0, 12))
