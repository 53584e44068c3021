"""Reads of national runs: the list, one with its facts, and whether making it again gives the same."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.classes.models import PrepClass, Student
from app.infra.errors import NotYours
from app.pairing.models import NationalRun
from app.pairing.queries.candidates import batched
from app.pairing.rules.archive import METHOD, digest, unpack
from app.pairing.rules.facts import Candidate
from app.pairing.rules.lived import Life, past_of
from app.pairing.rules.plan import Facts, pairs_of, plan
from app.pairing.rules.ranking import assess


@dataclass(frozen=True)
class Replay:
    """What making a run again gave: whether its facts are intact, made by the same method, and the pairs that differ."""

    intact: bool
    same_method: bool
    differ: int

    @property
    def same(self) -> bool:
        """Whether everything is as it was."""
        return self.intact and not self.differ


def runs(session: Session, limit: int = 25) -> list[NationalRun]:
    """The last runs, newest first, without their facts."""
    return list(session.scalars(select(NationalRun).order_by(NationalRun.id.desc()).limit(limit)))


def run(session: Session, run_id: int) -> NationalRun:
    """One run, without its facts. Raises NotYours."""
    found = session.get(NationalRun, run_id)
    if found is None:
        raise NotYours
    return found


def facts_of_run(session: Session, run_id: int) -> Facts:
    """What a run was computed from."""
    wanted = select(NationalRun).where(NationalRun.id == run_id).options(undefer(NationalRun.inputs))
    return unpack(session.scalars(wanted.execution_options(populate_existing=True)).one().inputs)


def pairs_of_class(session: Session, found: NationalRun, class_id: int) -> tuple[list[Candidate], list[int], list[int]]:
    """The pairs of one class in a run, judged as they were then: candidates, their students' ids, and the students of the
    class without a pair in the run.
    """
    facts = facts_of_run(session, found.id)
    needs = {need.student_id: need for need in facts.needs if need.class_id == class_id}
    columns = {tutor_id: k for k, tutor_id in enumerate(facts.pool["tutor_id"])}
    kept = [(needs[student], tutor) for student, tutor, _score in found.pairs if student in needs]
    judged = [
        assess(
            need, facts.pool.offer(columns[who]), past_of(facts.lives.get(who, Life()), need, facts.terms), facts.terms
        )
        for need, who in kept
    ]
    students = [need.student_id for need, _tutor in kept]
    return judged, students, sorted(needs.keys() - set(students))


def classes_sent(session: Session, run_id: int) -> dict[int, int]:
    """How many proposals of an applied run went out, by class."""
    sent = [student_id for student_id, outcome in run(session, run_id).sent if isinstance(outcome, int)]
    counts: dict[int, int] = {}
    for some in batched(sent):
        for class_id in session.scalars(select(Student.class_id).where(Student.id.in_(some))):
            counts[class_id] = counts.get(class_id, 0) + 1
    return counts


def sent_in_class(session: Session, run_id: int, class_id: int) -> int:
    """How many of them are of one class."""
    return classes_sent(session, run_id).get(class_id, 0)


def replay(session: Session, run_id: int) -> Replay:
    """Make a run again from what it was computed from, and compare. Writes nothing."""
    wanted = select(NationalRun).where(NationalRun.id == run_id).options(undefer(NationalRun.inputs))
    found = session.scalars(wanted.execution_options(populate_existing=True)).one()
    again = {tuple(pair) for pair in pairs_of(plan(unpack(found.inputs), others=0))}
    before = {tuple(pair) for pair in found.pairs}
    return Replay(digest(found.inputs) == found.digest, found.method == METHOD, len(again ^ before))


def class_names(session: Session, class_ids: list[int]) -> dict[int, str]:
    """The names of classes, by id."""
    rows = session.execute(select(PrepClass.id, PrepClass.name, PrepClass.year).where(PrepClass.id.in_(class_ids)))
    return {key: f"{name}, {year}" for key, name, year in rows}


def students_by_id(session: Session, ids: list[int]) -> dict[int, Student]:
    """Students by id, erased ones included under no name."""
    return {s.id: s for s in session.scalars(select(Student).where(Student.id.in_(ids)))}
