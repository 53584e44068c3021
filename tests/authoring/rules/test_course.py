"""How far people go: the steps, where the most stop, medians, and what is kept comes back."""

import json
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.rules.course import PASSED, QUIZ, SENT, START, Course, kept, read, steps, stop

LESSONS = ["un", "deux"]
people = st.integers(0, 500)
courses = st.builds(
    Course,
    started=people,
    read=st.dictionaries(st.sampled_from(["un", "deux", "trois"]), people),
    opened=people,
    sent=people,
    passed=people,
    passed_first=people,
    percents=st.dictionaries(st.integers(0, 100), people),
    played=st.dictionaries(st.tuples(st.booleans(), st.booleans()), people),
)


@given(courses)
def test_what_is_kept_comes_back(course: Course) -> None:
    assert read(json.loads(json.dumps(kept(course)))) == course


def test_an_empty_store_is_an_empty_course() -> None:
    assert read({}) == Course()


def test_steps_are_the_lessons_between_the_start_and_the_quiz() -> None:
    course = Course(started=50, read={"un": 45, "ancienne": 3}, opened=30, sent=28, passed=20)
    assert [(one.name, one.people) for one in steps(course, LESSONS)] == [
        (START, 50), ("un", 45), ("deux", 0), (QUIZ, 30), (SENT, 28), (PASSED, 20),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("course", "found"),
    [
        (Course(started=100, read={"un": 95, "deux": 60}, opened=58, sent=57, passed=10), ("un", "deux", 35)),
        (
            Course(started=100, read={"un": 99, "deux": 98}, opened=97, sent=96, passed=0),
            None,
        ),  # failing is not stopping
        (Course(started=29, read={"un": 2, "deux": 2}, opened=2, sent=2), None),  # too few to say
        (Course(started=100, read={"un": 98, "deux": 97}, opened=95, sent=40, passed=30), (QUIZ, SENT, 55)),
        (Course(started=100, read={"un": 98, "deux": 97}, opened=50, sent=49, passed=30), ("deux", QUIZ, 47)),
        (Course(started=100, read={"un": 91, "deux": 91}, opened=91, sent=91), None),  # nine in a hundred
        (Course(started=100, read={"un": 90, "deux": 90}, opened=90, sent=90), (START, "un", 10)),
        (Course(), None),
    ],
)
def test_where_the_most_stop(course: Course, found: tuple[str, str, int] | None) -> None:
    one = stop(steps(course, LESSONS))
    assert (one and (one.after, one.before, one.people)) == found


@given(st.lists(st.integers(0, 100), min_size=10, max_size=60))
def test_the_median_is_that_of_the_results(results: list[int]) -> None:
    course = Course(sent=len(results), percents={value: results.count(value) for value in results})
    assert course.median_percent == round(median(results))


@given(st.lists(st.integers(0, 100), max_size=60), st.sampled_from([10, 20, 25]))
def test_every_result_is_in_one_band(results: list[int], width: int) -> None:
    bands = Course(percents={value: results.count(value) for value in results}).results(width)
    assert sum(count for _low, count in bands) == len(results)
    assert [low for low, _count in bands] == list(range(0, 100, width))


def test_a_hundred_is_in_the_last_band_and_twenty_in_the_second() -> None:
    assert Course(percents={0: 1, 19: 1, 20: 1, 100: 1}).results(20) == [(0, 2), (20, 1), (40, 0), (60, 0), (80, 1)]
