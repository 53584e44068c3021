"""Payloads written wherever Tutorat keeps a text: a module and its draft, what is said of them, people, and files."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import yaml
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.authoring.models import WRITING, Draft, DraftAuthor, DraftFile, DraftMedia, Remark, ReportAnswer, Verdict
from app.content.models import Question
from app.content.rules import read_package
from app.content.rules.package import MediaFile
from app.content.services import store_version
from app.infra.db import write
from app.training.models import QuestionReport, Review
from tests.conftest import NOW
from tests.content import packages

IMAGE = MediaFile("image.png", "image/png", "0" * 64, b"not looked at", 1, 1)
FILM = MediaFile("film.mp4", "video/mp4", "1" * 64, b"not looked at", 0, 0)
CAPTIONS = MediaFile("film.vtt", "text/vtt", "2" * 64, b"not looked at", 0, 0)
MEDIA = (IMAGE, FILM, CAPTIONS)


def lesson(batch: Sequence[str]) -> str:
    """A lesson that holds each payload as prose and in every block; those that misuse the fences come last."""
    parts = [f"# {line(batch[0])}", packages.PROSE]
    fenced = [text for text in batch if text.startswith(":::")]
    for n, text in enumerate(text for text in batch if ":::" not in text):
        said = line(text)
        cards = yaml.safe_dump([{"front": text, "back": text} for _ in range(2)], width=10**6)
        film = yaml.safe_dump({"file": FILM.name, "captions": CAPTIONS.name, "transcript": text}, width=10**6)
        opinion = {"id": f"avis-{n}", "options": [{"id": key, "text": f"{text} {key}"} for key in "ab"], "after": text}
        parts += [
            text,
            f"::: callout {said}\n{text}\n:::",
            f"::: figure {said}\n![{said}]({IMAGE.name})\n{text}\n:::",
            f"::: flashcards {said}\n{cards}:::",
            f"::: video {said}\n{film}:::",
            f"::: declare {said}\n{yaml.safe_dump(opinion, width=10**6)}:::",
        ]
    return "\n\n".join([*parts, *(text for text in fenced if "::: scenario" not in text)]) + "\n"  # of no scenario


def line(text: str) -> str:
    """The payload on one line, as titles are."""
    return " ".join(text.split())[:3000] or "x"


def question(n: int, text: str) -> dict[str, Any]:
    """A question of each type in turn, the payload in each of its texts."""
    kinds = ("single", "multiple", "situation", "ordering", "matching", "cloze", "numeric")
    kind = kinds[n % len(kinds)]
    asked: dict[str, Any] = {"id": f"q-{n}", "objective": "o-0", "type": kind, "text": text}
    told = {"notion": text, "feedback": text}
    match kind:
        case "ordering":
            return asked | told | {"items": [{"id": key, "text": f"{text} {key}"} for key in "abc"]}
        case "matching":
            return (
                asked
                | told
                | {"pairs": [{"id": key, "left": f"{text} {key}", "right": f"{text} {key}"} for key in "abc"]}
            )
        case "cloze":
            return asked | told | {"text": f"{text} [[trou]] {text}", "gaps": [{"id": "trou", "answers": [text]}]}
        case "numeric":
            return asked | told | {"answer": "2", "tolerance": "0", "unit": text}
    options = [{"id": key, "text": f"{text} {key}", "feedback": text} for key in "abc"]
    options[0]["correct"] = "true"
    return asked | {"options": options} | ({"situation": text} if kind == "situation" else {})


def files(slug: str, batch: Sequence[str]) -> dict[str, str]:
    """The texts of a module made of payloads."""
    module = yaml.safe_load(packages.MODULE) | {"slug": slug, "title": batch[0], "why": batch[-1]}
    module["objectives"] = [{"id": f"o-{n}", "text": text} for n, text in enumerate(batch)]
    module["sources"] = [{"ref": text, "url": text, "doi": text, "checked": "known"} for text in batch[:20]]
    played = yaml.safe_load(packages.SCENARIOS)
    for scenario, text in zip(played, (batch[0], batch[-1]), strict=True):
        scenario["objective"] = "o-0"
        scenario.update(dict.fromkeys(("situation", "ask", "explain", "expert", "compare"), text))
        told = [{**option, "text": f"{text} {option['id']}", "feedback": text} for option in scenario["options"]]
        scenario["options"] = told
    bank = [question(n, text) for n, text in enumerate(batch)]
    dumped = {"module.yaml": module, "quiz.yaml": bank, "scenarios.yaml": played}
    texts = {name: yaml.safe_dump(value, width=10**6, sort_keys=False) for name, value in dumped.items()}
    placed = "\n\n::: scenario depart\n:::\n\n::: scenario arrivee\n:::\n"
    return texts | {"01-lecon.md": lesson(batch) + placed, "02-absents.md": absent(batch)}


def absent(batch: Sequence[str]) -> str:
    """A lesson that shows files that are not there, under the payloads' names."""
    named = [text.replace(" ", "/").replace("(", "[").replace(")", "]") for text in map(line, batch)]
    return "# Absents\n\n" + "\n\n".join(f"::: figure x\n![x]({name})\n:::" for name in named) + "\n"


def module(slug: str, batch: Sequence[str]) -> int:
    """The module published, its faults overlooked. Returns its version's id."""
    package, problems = read_package(slug, files(slug, batch), MEDIA)
    assert package is not None, problems

    def act(session: Session) -> int:
        whole = replace(package, draw=len(batch), delay_minutes=0, pass_percent=1)
        published = store_version(session, whole, "folder", NOW)
        assert published is not None
        return published.id

    return write(act)


def people(slug: str, batch: Sequence[str]) -> list[int]:
    """Someone named by each payload, trainer and tutor; `slug` tells them from others. Returns their ids."""

    def act(session: Session) -> list[int]:
        made = []
        for n, text in enumerate(batch):
            address = f"{slug}-{n}@exemple.fr"
            one = Person(email=address, email_key=address, first_name=text, last_name=text)
            one.name_key, one.created_at, one.confirmed_at = f"{slug} {n:05}", NOW, NOW
            one.grants = [RoleGrant(role=role, granted_at=NOW) for role in ("trainer", "tutor")]
            made.append(one)
        session.add_all(made)
        session.flush()
        return [one.id for one in made]

    return write(act)


def draft(slug: str, batch: Sequence[str], person_ids: Sequence[int]) -> int:
    """A draft of the module, with files, remarks, answers and verdicts of people named by payloads. Returns its id."""

    def act(session: Session) -> int:
        made = Draft(slug=slug, address=f"adresse-{slug}", opened_by=person_ids[0], opened_at=NOW, state=WRITING)
        kept = files(slug, batch)
        made.files = [
            DraftFile(name=name, text=text, saved_by=person_ids[0], saved_at=NOW) for name, text in kept.items()
        ]
        names = [*(one.name for one in MEDIA), *(f"{text}.png" for text in batch)]
        kinds = {one.name: one for one in MEDIA}
        for name in dict.fromkeys(names):
            one = kinds.get(name, IMAGE)
            made.media.append(DraftMedia(name=name, digest=one.digest, type=one.type, width=1, height=1))
        made.files.append(DraftFile(name=line(batch[0]), text=batch[0], saved_by=person_ids[0], saved_at=NOW))
        session.add(made)
        session.flush()
        for n, (person_id, text) in enumerate(zip(person_ids, batch, strict=True)):
            session.add(DraftAuthor(draft_id=made.id, person_id=person_id))
            session.add(
                Verdict(draft_id=made.id, reviewer_id=person_id, verdict="good", words=text, digest="x", at=NOW)
            )
            target = ("module", "lesson:lecon", f"quiz:q-{n}")[n % 3]
            said = {"draft_id": made.id, "target": target, "author_id": person_id, "at": NOW, "words": text}
            remark = Remark(quote=text, **said)
            session.add(remark)
            session.flush()
            session.add(Remark(parent_id=remark.id, **said))
        session.flush()
        return made.id

    return write(act)


def reported(version_id: int, batch: Sequence[str], person_ids: Sequence[int], tutor_id: int) -> list[int]:
    """Each question of the version reported, half of them answered, and sent again to a tutor. Returns the reviews' ids."""

    def act(session: Session) -> list[int]:
        found = session.query(Question).filter_by(version_id=version_id, bank="quiz").order_by(Question.position).all()
        sent = []
        for n, (one, person_id, text) in enumerate(zip(found, person_ids, batch, strict=True)):
            state = "accepted" if n % 2 else "open"
            values = {"reason": "key", "words": text, "state": state, "reported_at": NOW}
            report = QuestionReport(person_id=person_id, question_id=one.id, **values)
            session.add(report)
            session.flush()
            if n % 2:
                session.add(ReportAnswer(report_id=report.id, words=text, by_id=person_id, at=NOW))
            if one.type in ("single", "situation"):
                values = {
                    "since": NOW - timedelta(minutes=one.id),
                    "step": 1,
                    "sent_at": NOW,
                    "shown": one.body["options"],
                }
                done = {"answer": {"chosen": ["b"]}, "points": 0.0, "answered_at": NOW} if n % 2 else {}
                sent.append(Review(person_id=tutor_id, question_id=one.id, **values, **done))
        session.add_all(sent)
        session.flush()
        return [one.id for one in sent]

    return write(act)
