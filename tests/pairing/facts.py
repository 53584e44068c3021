"""One student, one tutor and their past, as facts to start from; and all the others, drawn by hypothesis."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from app.pairing.rules.facts import Need, Past, Terms
from app.pool.rules.offer import Offer, Passed
from app.reference.rules import MOMENTS

TODAY = date(2026, 11, 23)
TERMS = Terms(today=TODAY, week=TODAY)
NEED = Need(
    student_id=1,
    exam_id=1,
    family="administration",
    papers={10: "Note de synthèse", 11: "Entretien"},
    region="32",
    zone="Europe/Paris",
    remote=True,
    presence=True,
    slots=(5, 8, 15),
    lead_ids=frozenset({900}),
)
OFFER = Offer(
    tutor_id=7,
    first_name="Claire",
    last_initial="M",
    region="32",
    region_name="Hauts-de-France",
    zone="Europe/Paris",
    remote=True,
    presence=True,
    seats=2,
    seats_taken=0,
    available_from=None,
    paused_until=None,
    languages=("fr",),
    slots=(5, 8, 15),
    words="",
    validated_at=datetime(2026, 11, 20, tzinfo=UTC),
    exams=frozenset({1}),
    families=frozenset({"administration"}),
    papers=frozenset({10, 11}),
    passed=Passed(1, "IRA", "administration", 2024, "IRA de Lille"),
)
PAST = Past()

moments = st.sets(st.sampled_from(MOMENTS)).map(lambda chosen: tuple(m for m in MOMENTS if m in chosen))
offers = st.builds(
    Offer,
    tutor_id=st.integers(1, 10**6),
    first_name=st.just("Claire"),
    last_initial=st.just("M"),
    region=st.sampled_from(("32", "04")),
    region_name=st.just("Région"),
    zone=st.sampled_from(("Europe/Paris", "Indian/Reunion", "Pacific/Noumea")),
    remote=st.booleans(),
    presence=st.booleans(),
    seats=st.integers(0, 2),
    seats_taken=st.integers(0, 3),
    available_from=st.none() | st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=60)),
    paused_until=st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=9)),
    languages=st.sampled_from((("fr",), ("fr", "en"), ())),
    slots=st.sets(st.integers(0, 20), max_size=8).map(tuple),
    words=st.just(""),
    validated_at=st.dates(date(2026, 1, 1), TODAY).map(lambda day: datetime.combine(day, time(9), UTC)),
    exams=st.frozensets(st.integers(1, 3)),
    families=st.frozensets(st.sampled_from(("administration", "justice"))),
    papers=st.frozensets(st.integers(10, 13)),
    passed=st.none()
    | st.builds(
        Passed,
        st.integers(1, 3),
        st.just("IRA"),
        st.sampled_from(("administration", "justice", "")),
        st.integers(2020, 2026),
    ),
    moments=moments,
    flexible=st.booleans(),
    confirmed=st.booleans() | st.just(True),
    staying=st.booleans() | st.just(True),
    until=st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=9)),
    school_id=st.integers(0, 2),
)
pasts = st.builds(
    Past,
    open_pairs=st.integers(0, 2),
    helped=st.integers(0, 2),
    asked_here=st.integers(0, 1),
    asked_elsewhere=st.integers(0, 1),
    turned_down=st.none() | st.dates(date(2026, 1, 1), TODAY),
    busy=st.none() | st.dates(date(2026, 10, 1), TODAY),
    not_exam=st.booleans(),
    too_far=st.booleans(),
    apart=st.booleans(),
    conflict=st.booleans(),
    answer_days=st.lists(st.integers(0, 8), max_size=5).map(tuple),
    unanswered=st.integers(0, 4),
    last_asked=st.none() | st.dates(date(2026, 1, 1), TODAY),
)
needs = st.builds(
    Need,
    student_id=st.just(1),
    exam_id=st.integers(1, 3),
    family=st.sampled_from(("administration", "justice", "")),
    papers=st.sets(st.integers(10, 13), max_size=3).map(lambda ids: {i: f"épreuve {i}" for i in ids}),
    region=st.sampled_from(("32", "04")),
    zone=st.sampled_from(("Europe/Paris", "Indian/Reunion", "America/Cayenne")),
    remote=st.booleans(),
    presence=st.booleans(),
    slots=st.sets(st.integers(0, 20), max_size=8).map(tuple),
    language=st.sampled_from(("fr", "en")),
    lead_ids=st.frozensets(st.integers(1, 10**6), max_size=2),
    moments=moments,
    flexible=st.booleans(),
    school_id=st.integers(0, 2),
    class_id=st.just(5),
)
