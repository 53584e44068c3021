"""The ranking: hard conditions, points, reasons that a fact proves, and an order that is total and stable."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.pairing.rules import criteria
from app.pairing.rules.facts import OBSTACLES, Candidate, Need, Past, Reason
from app.pairing.rules.ranking import assess, order, rank
from app.pairing.rules.weights import DEFAULTS, PENALTIES, SHARES, WEIGHTS, percent, share
from app.pool.rules.hours import common
from app.pool.rules.offer import Offer, Passed
from tests.pairing.facts import NEED, OFFER, PAST, TERMS, TODAY, needs, offers, pasts


def judged(need=NEED, offer=OFFER, past=PAST, terms=TERMS) -> Candidate:
    return assess(need, offer, past, terms)


def points(candidate: Candidate, code: str) -> int | None:
    return next((part.points for part in candidate.parts if part.code == code), None)


def codes(reasons: tuple[Reason, ...]) -> set[str]:
    return {reason.code for reason in reasons}


def test_the_weights_make_a_hundred() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert all(0 < part < 100 for part in SHARES.values())
    assert not set(WEIGHTS) & set(PENALTIES)


@pytest.mark.parametrize(
    ("earned", "possible", "expected"),
    [
        (0, 0, 0),
        (5, 0, 0),
        (-3, 10, 0),
        (1, 2, 50),
        (1, 3, 33),
        (2, 3, 67),
        (1, 200, 1),
        (99, 100, 99),
        (100, 100, 100),
    ],
)
def test_a_score_is_a_percent_with_halves_rounded_up(earned, possible, expected) -> None:
    assert percent(earned, possible) == expected


def test_an_admins_weights_decide() -> None:
    only_exam = replace(TERMS, weights=dict.fromkeys(DEFAULTS, 0) | {"exam": 50})
    assert judged(terms=only_exam).score == 100
    assert judged(offer=replace(OFFER, passed=None), terms=only_exam).score == percent(
        share({"exam": 50}, "exam", "exam_helped"), 50
    )
    assert judged(terms=replace(TERMS, weights=dict.fromkeys(DEFAULTS, 0))).score == 0


def test_a_perfect_match_has_a_perfect_score() -> None:
    need = replace(NEED, language="en", moments=("mocks", "oral"), school_id=4)
    offer = replace(
        OFFER,
        languages=("fr", "en"),
        moments=("mocks", "oral"),
        school_id=4,
        validated_at=datetime(2026, 9, 1, tzinfo=UTC),
    )
    past = Past(helped=2, answer_days=(0, 1, 2), last_asked=TODAY - timedelta(days=80))
    assert {part.code for part in judged(need, offer, past).parts} == set(WEIGHTS)
    assert judged(need, offer, past).score == 100
    assert judged(need, offer, past).cons == ()


@pytest.mark.parametrize(
    ("offer", "past", "need", "code"),
    [
        ({}, {}, {}, None),
        ({"tutor_id": 900}, {}, {}, "self"),
        ({"tutor_id": 901}, {}, {}, None),
        ({"tutor_id": 901}, {}, {"lead_ids": frozenset({900, 901})}, "self"),
        ({}, {"apart": True}, {}, "apart"),
        ({}, {"conflict": True}, {}, "conflict"),
        ({}, {"conflict": True, "apart": True}, {}, "conflict"),
        ({"slots": (0, 1)}, {}, {}, "hours"),
        ({"slots": (0, 1), "flexible": True}, {}, {}, "hours"),  # one alone would look for another hour
        ({"slots": (0, 1)}, {}, {"flexible": True}, "hours"),
        ({"slots": (0, 1), "flexible": True}, {}, {"flexible": True}, None),  # both accept otherwise
        ({"slots": ()}, {}, {}, None),  # nothing said is no bar
        ({}, {}, {"slots": ()}, None),
        ({"slots": (0, 5)}, {}, {}, None),
        ({"slots": (0,), "region": "04", "remote": False}, {}, {}, "elsewhere"),
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
    found = judged(replace(NEED, **need), replace(OFFER, **offer), replace(PAST, **past))
    assert found.obstacle == code
    assert found.proposable is (code in (None, "elsewhere", "hours"))


def test_every_condition_that_fails_is_kept_the_first_is_said() -> None:
    found = judged(offer=replace(OFFER, seats_taken=2, paused_until=date(2027, 1, 1), slots=(0,)))
    assert found.failing == ("paused", "full", "hours")
    assert found.obstacle == "paused"


@pytest.mark.parametrize(
    ("offer", "expected", "pro", "con"),
    [
        ({}, 28, "exam_passed", None),
        ({"passed": None}, 21, "exam_helped", None),
        ({"passed": Passed(2, "INSP", "administration", 2023)}, 21, "exam_helped", None),
        ({"passed": Passed(2, "INSP", "administration", 2023), "exams": frozenset()}, 11, "family_passed", None),
        ({"passed": None, "exams": frozenset({3})}, 11, "family_helped", None),
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
    [({10, 11}, {10, 11}, 18), ({10}, {10, 11}, 9), (set(), {10}, 0), ({12}, {10, 11}, 0), ({10, 11, 12}, {10}, 18)],
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
        ((5, 8, 15), (5, 8, 15), 18, "hours"),
        ((5, 8, 15, 16), (5, 8, 15), 18, "hours"),
        ((5, 8, 15), (5, 8), 12, "few_hours"),
        ((5, 8, 15), (5,), 6, "few_hours"),
        ((5,), (5,), 18, "hours"),
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
    ("language", "speaks", "expected"), [("fr", ("en",), None), ("en", ("fr", "en"), 4), ("en", ("fr",), 0)]
)
def test_only_another_language_than_french_counts(language, speaks, expected) -> None:
    found = judged(replace(NEED, language=language), replace(OFFER, languages=speaks))
    assert points(found, "language") == expected


@pytest.mark.parametrize(
    ("days", "unanswered", "expected", "said"),
    [
        ((), 0, 1, None),
        ((1, 1), 0, 1, None),  # two proposals prove nothing
        ((0, 1, 2), 0, 3, "quick"),
        ((0, 1, 3), 0, 1, None),  # one slow answer
        ((0, 1, 2), 1, 1, None),
        ((1, 1), 1, 1, None),
        ((1,), 2, 0, "silent"),
        ((), 3, 0, "silent"),
        ((), 2, 1, None),  # two proposals prove nothing
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
        (Past(busy=on), "busy"),
        (Past(not_exam=True), "not_exam"),
        (Past(too_far=True), "too_far"),
    ):
        found = judged(past=past)
        assert found.score < base.score
        assert code in codes(found.cons)
    assert judged(past=Past(turned_down=on)).cons[0].values == {"on": on}
    later = judged(offer=replace(OFFER, available_from=TODAY + timedelta(days=10)))
    assert points(later, "later") == -PENALTIES["later"]
    assert "later" in codes(later.cons)


@pytest.mark.parametrize(
    ("need", "offer", "expected", "said"),
    [
        ({"moments": ("mocks", "oral")}, {"moments": ("mocks", "oral")}, 4, "moments"),
        ({"moments": ("mocks", "oral")}, {"moments": ("oral",)}, 2, "moments"),
        ({"moments": ("mocks", "oral")}, {"moments": ("start",)}, 0, "no_moment"),
        ({"moments": ("mocks",)}, {"moments": ()}, 0, None),  # nothing said, nothing held against
        ({"moments": ("mocks",)}, {"moments": ("mocks",), "region": "04"}, 0, None),
        ({"moments": ("mocks",)}, {"moments": ("mocks",), "presence": False}, 0, None),
        ({"moments": ()}, {"moments": ("mocks",)}, None, None),
        ({"moments": ("mocks",), "presence": False}, {"moments": ("mocks",)}, None, None),
    ],
)
def test_meeting_at_key_moments(need, offer, expected, said) -> None:
    found = judged(replace(NEED, **need), replace(OFFER, **offer))
    assert points(found, "moments") == expected
    assert codes(found.pros + found.cons) & {"moments", "no_moment"} == ({said} if said else set())


@pytest.mark.parametrize(("host", "own", "expected"), [(4, 4, 3), (4, 5, 0), (4, 0, 0), (0, 0, None), (0, 4, None)])
def test_the_school(host, own, expected) -> None:
    found = judged(replace(NEED, school_id=host), replace(OFFER, school_id=own))
    assert points(found, "school") == expected
    assert ("school" in codes(found.pros)) is (expected == 3)


def test_the_region_counts_even_at_a_distance() -> None:
    assert points(judged(replace(NEED, presence=False)), "region") == 3
    assert points(judged(offer=replace(OFFER, region="04")), "region") == 0


def test_waiting_counts_from_the_validation_or_the_last_proposal() -> None:
    waited = replace(OFFER, validated_at=datetime(2026, 10, 1, tzinfo=UTC))
    assert judged(offer=waited).waiting_days == 53
    assert judged(offer=waited, past=Past(last_asked=date(2026, 11, 13))).waiting_days == 10
    assert points(judged(offer=waited), "waiting") == 1
    assert "waiting" in codes(judged(offer=waited).pros)
    assert "waiting" not in codes(judged(offer=waited, past=Past(open_pairs=1)).pros)


def test_a_criterion_the_need_does_not_name_counts_for_nobody() -> None:
    silent = replace(NEED, papers={}, slots=())
    assert judged(silent).score == judged(replace(silent), replace(OFFER, papers=frozenset(), slots=())).score


# --- properties ---


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
        "busy": past.busy is not None and reason.values.get("on") == past.busy,
        "not_exam": past.not_exam,
        "too_far": past.too_far,
        "conflict": past.conflict,
        "moments": need.presence
        and set(reason.values.get("moments", ())) == set(need.moments) & set(offer.moments) != set(),
        "no_moment": bool(need.moments) and bool(offer.moments) and not set(need.moments) & set(offer.moments),
        "school": need.school_id == offer.school_id != 0,
        "full": offer.seats_taken >= offer.seats,
        "apart": past.apart,
        "unconfirmed": not offer.confirmed,
        "not_staying": not offer.staying,
        "until": offer.until is not None and reason.values.get("on") == offer.until < TODAY,
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
    barred = past.apart or past.conflict or offer.tutor_id in need.lead_ids
    if offer.seats_taken >= offer.seats or offer.paused(TODAY) or barred:
        assert not found.proposable


@given(need=needs, offer=offers, past=pasts)
def test_being_turned_down_asked_or_having_a_student_never_helps(need, offer, past) -> None:
    clean = replace(
        past, turned_down=None, asked_here=0, asked_elsewhere=0, open_pairs=0, busy=None, not_exam=False, too_far=False
    )
    assert assess(need, offer, past, TERMS).score <= assess(need, offer, clean, TERMS).score
