"""The ranking: hard conditions, points, reasons that a fact proves, and an order that is total and stable."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.pairing.rules import criteria
from app.pairing.rules.criteria import EXAM_PARTS, PENALTIES, WEIGHTS
from app.pairing.rules.facts import OBSTACLES, Candidate, Need, Past, Reason, Terms
from app.pairing.rules.ranking import assess, obstacle, order, rank
from app.pool.rules.hours import common
from app.pool.rules.offer import Offer, Passed

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
    lead_id=900,
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


def judged(need=NEED, offer=OFFER, past=PAST, terms=TERMS) -> Candidate:
    return assess(need, offer, past, terms)


def points(candidate: Candidate, code: str) -> int | None:
    return next((part.points for part in candidate.parts if part.code == code), None)


def codes(reasons: tuple[Reason, ...]) -> set[str]:
    return {reason.code for reason in reasons}


def test_the_weights_make_a_hundred() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert EXAM_PARTS["passed"] == WEIGHTS["exam"] > EXAM_PARTS["helps"] > EXAM_PARTS["family"] > 0


def test_a_perfect_match_has_a_perfect_score() -> None:
    need = replace(NEED, language="en")
    offer = replace(OFFER, languages=("fr", "en"), validated_at=datetime(2026, 9, 1, tzinfo=UTC))
    past = Past(helped=2, answer_days=(0, 1, 2), last_asked=TODAY - timedelta(days=80))
    assert judged(need, offer, past).score == 100
    assert judged(need, offer, past).cons == ()


@pytest.mark.parametrize(
    ("offer", "past", "need", "code"),
    [
        ({}, {}, {}, None),
        ({"tutor_id": 900}, {}, {}, "self"),
        ({}, {"apart": True}, {}, "apart"),
        ({"paused_until": TODAY + timedelta(days=1)}, {}, {}, "paused"),
        ({"paused_until": TODAY}, {}, {}, None),
        ({"seats_taken": 2}, {}, {}, "full"),
        ({"seats": 1, "seats_taken": 2}, {}, {}, "full"),
        ({"available_from": TODAY + timedelta(days=30)}, {}, {}, None),
        ({"available_from": TODAY + timedelta(days=31)}, {}, {}, "later"),
        ({"region": "04", "remote": False}, {}, {}, "elsewhere"),
        ({"region": "04"}, {}, {}, None),
        ({"region": "04"}, {}, {"remote": False}, "elsewhere"),
        ({"presence": False}, {}, {"remote": False}, "elsewhere"),
        ({"remote": False}, {}, {"presence": False}, "elsewhere"),
        ({"presence": False}, {}, {}, None),
        ({"seats_taken": 2, "paused_until": date(2027, 1, 1)}, {}, {}, "paused"),  # the first in the order is said
        ({"tutor_id": 900, "seats_taken": 2}, {"apart": True}, {}, "self"),
    ],
)
def test_hard_conditions(offer, past, need, code) -> None:
    found = obstacle(replace(NEED, **need), replace(OFFER, **offer), replace(PAST, **past), TERMS)
    assert found == code


@pytest.mark.parametrize(
    ("offer", "expected", "pro", "con"),
    [
        ({}, 30, "exam_passed", None),
        ({"passed": None}, 22, "exam_helped", None),
        ({"passed": Passed(2, "INSP", "administration", 2023)}, 22, "exam_helped", None),
        ({"passed": Passed(2, "INSP", "administration", 2023), "exams": frozenset()}, 12, "family_passed", None),
        ({"passed": None, "exams": frozenset({3})}, 12, "family_helped", None),
        (
            {"passed": Passed(9, "ENM", "justice", 2023), "exams": frozenset(), "families": frozenset()},
            0,
            None,
            "other_exam",
        ),
        ({"passed": None, "exams": frozenset(), "families": frozenset()}, 0, None, None),  # nothing known: nothing said
    ],
)
def test_the_exam(offer, expected, pro, con) -> None:
    found = judged(offer=replace(OFFER, **offer))
    assert points(found, "exam") == expected
    assert codes(found.pros) & {"exam_passed", "exam_helped", "family_passed", "family_helped"} == (
        {pro} if pro else set()
    )
    assert codes(found.cons) & {"other_exam"} == ({con} if con else set())


def test_exams_without_a_family_are_not_of_the_same_family() -> None:
    need = replace(NEED, exam_id=5, family="")
    offer = replace(OFFER, passed=Passed(6, "Autre", "", 2024), exams=frozenset(), families=frozenset())
    assert points(judged(need, offer), "exam") == 0


@pytest.mark.parametrize(
    ("papers", "asked", "expected"),
    [({10, 11}, {10, 11}, 20), ({10}, {10, 11}, 10), (set(), {10}, 0), ({12}, {10, 11}, 0), ({10, 11, 12}, {10}, 20)],
)
def test_papers_count_by_share(papers, asked, expected) -> None:
    need = replace(NEED, papers={p: f"épreuve {p}" for p in asked})
    found = judged(need, replace(OFFER, papers=frozenset(papers)))
    assert points(found, "papers") == expected
    assert ("papers" in codes(found.pros)) is bool(papers & asked)
    assert ("no_paper" in codes(found.cons)) is bool(papers and not papers & asked)


@pytest.mark.parametrize(
    ("mine", "theirs", "expected", "said"),
    [
        ((5, 8, 15), (5, 8, 15), 20, "hours"),
        ((5, 8, 15, 16), (5, 8, 15), 20, "hours"),
        ((5, 8, 15), (5, 8), 13, "few_hours"),
        ((5, 8, 15), (5,), 6, "few_hours"),
        ((5,), (5,), 20, "hours"),
        ((5, 8), (1, 2), 0, "no_hours"),
        ((5, 8), (), 0, "no_hours_given"),
        ((), (5,), None, None),
    ],
)
def test_hours(mine, theirs, expected, said) -> None:
    found = judged(replace(NEED, slots=mine), replace(OFFER, slots=theirs))
    assert points(found, "hours") == expected
    spoken = codes(found.pros + found.cons) & {"hours", "few_hours", "no_hours", "no_hours_given"}
    assert spoken == ({said} if said else set())


@pytest.mark.parametrize(
    ("need", "offer", "expected", "said"),
    [
        ({}, {}, 10, {"presence"}),
        ({}, {"region": "04"}, 6, {"remote", "no_presence"}),
        ({}, {"presence": False}, 6, {"remote_near", "no_presence"}),
        ({"presence": False}, {"region": "04"}, 10, {"remote"}),
        ({"presence": False}, {"presence": False}, 10, {"remote_near"}),
        ({"remote": False}, {"region": "04"}, 0, {"elsewhere"}),
    ],
)
def test_the_way_to_meet(need, offer, expected, said) -> None:
    found = judged(replace(NEED, **need), replace(OFFER, **offer))
    assert points(found, "way") == expected
    spoken = codes(found.pros + found.cons) & {"presence", "remote", "remote_near", "no_presence", "elsewhere"}
    assert spoken == said


@pytest.mark.parametrize(
    ("language", "speaks", "expected"), [("fr", ("en",), None), ("en", ("fr", "en"), 5), ("en", ("fr",), 0)]
)
def test_only_another_language_than_french_counts(language, speaks, expected) -> None:
    found = judged(replace(NEED, language=language), replace(OFFER, languages=speaks))
    assert points(found, "language") == expected


@pytest.mark.parametrize(
    ("days", "unanswered", "expected", "said"),
    [
        ((), 0, 2, None),
        ((1, 1), 0, 2, None),  # two proposals prove nothing
        ((0, 1, 2), 0, 4, "quick"),
        ((0, 1, 3), 0, 2, None),  # one slow answer
        ((0, 1, 2), 1, 2, None),
        ((1, 1), 1, 2, None),
        ((1,), 2, 0, "silent"),
        ((), 3, 0, "silent"),
        ((), 2, 2, None),  # two proposals prove nothing
    ],
)
def test_the_habit_of_answering_is_said_from_three_proposals(days, unanswered, expected, said) -> None:
    found = judged(past=Past(answer_days=days, unanswered=unanswered))
    assert points(found, "answers") == expected
    assert codes(found.pros + found.cons) & {"quick", "silent"} == ({said} if said else set())


def test_what_happened_before_takes_points_off_and_says_so() -> None:
    base = judged()
    on = date(2026, 10, 1)
    for past, code in (
        (Past(turned_down=on), "declined"),
        (Past(asked_elsewhere=1), "asked_elsewhere"),
        (Past(asked_here=1), "asked_here"),
        (Past(open_pairs=1), "has_student"),
    ):
        found = judged(past=past)
        assert found.score < base.score
        assert code in codes(found.cons)
    assert judged(past=Past(turned_down=on)).cons[0].values == {"on": on}
    later = judged(offer=replace(OFFER, available_from=TODAY + timedelta(days=10)))
    assert points(later, "later") == -PENALTIES["later"]
    assert "later" in codes(later.cons)


def test_waiting_counts_from_the_validation_or_the_last_proposal() -> None:
    waited = replace(OFFER, validated_at=datetime(2026, 10, 1, tzinfo=UTC))
    assert judged(offer=waited).waiting_days == 53
    assert judged(offer=waited, past=Past(last_asked=date(2026, 11, 13))).waiting_days == 10
    assert points(judged(offer=waited), "waiting") == 2
    assert "waiting" in codes(judged(offer=waited).pros)
    assert "waiting" not in codes(judged(offer=waited, past=Past(open_pairs=1)).pros)


def test_a_criterion_the_need_does_not_name_counts_for_nobody() -> None:
    silent = replace(NEED, papers={}, slots=())
    assert judged(silent).score == judged(replace(silent), replace(OFFER, papers=frozenset(), slots=())).score


# --- properties ---

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
)
pasts = st.builds(
    Past,
    open_pairs=st.integers(0, 2),
    helped=st.integers(0, 2),
    asked_here=st.integers(0, 1),
    asked_elsewhere=st.integers(0, 1),
    turned_down=st.none() | st.dates(date(2026, 1, 1), TODAY),
    apart=st.booleans(),
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
    lead_id=st.integers(1, 10**6),
)


def proven(reason: Reason, need: Need, offer: Offer, past: Past) -> bool:
    """Whether the facts prove the reason, checked apart from the code that gives it."""
    here, asked = offer.region == need.region, len(past.answer_days) + past.unanswered
    hours = common(need.slots, need.zone, offer.slots, offer.zone, TODAY)
    both_remote = need.remote and offer.remote
    facts = {
        "exam_passed": offer.passed is not None
        and offer.passed.exam_id == need.exam_id
        and reason.values.get("year") == offer.passed.year,
        "exam_helped": need.exam_id in offer.exams,
        "family_passed": offer.passed is not None and bool(need.family) and offer.passed.family == need.family,
        "family_helped": bool(need.family) and need.family in offer.families,
        "other_exam": offer.passed is not None and offer.passed.exam_id != need.exam_id,
        "papers": bool(set(reason.values.get("names", ())))
        and set(reason.values.get("names", ())) == {need.papers[p] for p in need.papers if p in offer.papers},
        "no_paper": bool(need.papers) and bool(offer.papers) and not set(need.papers) & offer.papers,
        "hours": reason.values.get("count") == len(hours) > 0,
        "few_hours": reason.values.get("count") == len(hours) > 0,
        "no_hours": not hours and bool(need.slots) and bool(offer.slots),
        "no_hours_given": not offer.slots,
        "presence": need.presence and offer.presence and here,
        "remote": both_remote and not here,
        "remote_near": both_remote and here,
        "no_presence": need.presence and not (offer.presence and here),
        "elsewhere": not both_remote and not (need.presence and offer.presence and here),
        "language": need.language in offer.languages,
        "no_language": need.language not in offer.languages,
        "has_student": past.open_pairs == reason.values.get("count") and past.open_pairs > 0,
        "seats": reason.values.get("count") == offer.seats - offer.seats_taken,
        "quick": asked >= 3 and past.unanswered == 0 and max(past.answer_days, default=99) <= 2,
        "silent": asked >= 3 and reason.values.get("count") == past.unanswered and reason.values.get("total") == asked,
        "helped": past.helped == reason.values.get("count") and past.helped > 0,
        "waiting": reason.values.get("days", 0) >= 14 and past.open_pairs == 0,
        "declined": past.turned_down is not None and reason.values.get("on") == past.turned_down,
        "asked_elsewhere": past.asked_elsewhere > 0,
        "asked_here": past.asked_here > 0,
        "later": offer.available_from is not None and offer.available_from > TODAY,
        "paused": offer.paused_until is not None and offer.paused_until > TODAY,
        "full": offer.seats_taken >= offer.seats,
        "apart": past.apart,
    }
    return bool(facts[reason.code])


@settings(max_examples=400)
@given(need=needs, offer=offers, past=pasts)
def test_no_reason_without_its_fact(need, offer, past) -> None:
    found = assess(need, offer, past, TERMS)
    for reason in found.pros + found.cons:
        assert proven(reason, need, offer, past), reason
    assert len({r.code for r in found.pros + found.cons}) == len(found.pros + found.cons)
    assert 0 <= found.score <= 100
    assert all(0 <= part.points <= part.out_of or part.out_of == 0 > part.points for part in found.parts)


def test_canary_a_reason_given_without_its_fact_is_caught(monkeypatch) -> None:
    """The property above goes red when a criterion speaks without looking."""
    monkeypatch.setattr(criteria, "_way", lambda sheet, *_facts: sheet.pro("presence", region="x"))
    need, offer = replace(NEED, region="11"), OFFER
    found = assess(need, offer, PAST, TERMS)
    assert not all(proven(r, need, offer, PAST) for r in found.pros)


@given(need=needs, data=st.data())
def test_the_order_is_total_stable_and_loses_nobody(need, data) -> None:
    found = data.draw(st.lists(offers, max_size=10, unique_by=lambda o: o.tutor_id))
    lived = {o.tutor_id: data.draw(pasts) for o in found}
    also = data.draw(st.sets(st.sampled_from(OBSTACLES)))
    ranked = rank(need, found, lived, TERMS, also)
    shuffled = rank(need, data.draw(st.permutations(found)), lived, TERMS, also)
    assert ranked == shuffled
    everyone = [c.offer.tutor_id for c in ranked.shown] + [
        c.offer.tutor_id for those in ranked.hidden.values() for c in those
    ]
    assert sorted(everyone) == sorted(o.tutor_id for o in found)
    free = [c for c in ranked.shown if c.obstacle is None]
    assert list(ranked.shown[: len(free)]) == free == sorted(free, key=order)
    assert len({order(c) for c in free}) == len(free)
    assert set(ranked.hidden).isdisjoint(also)
    assert all(c.obstacle == code for code, those in ranked.hidden.items() for c in those)


@given(need=needs, offer=offers, past=pasts)
def test_who_may_not_be_drawn_is_never_proposable(need, offer, past) -> None:
    found = assess(need, offer, past, TERMS)
    if offer.seats_taken >= offer.seats or offer.paused(TODAY) or past.apart or offer.tutor_id == need.lead_id:
        assert not found.proposable


@given(need=needs, offer=offers, past=pasts)
def test_being_turned_down_asked_or_having_a_student_never_helps(need, offer, past) -> None:
    clean = replace(past, turned_down=None, asked_here=0, asked_elsewhere=0, open_pairs=0)
    assert assess(need, offer, past, TERMS).score <= assess(need, offer, clean, TERMS).score
