"""A profile is exported whole and erased whole."""

from app.infra.db import write
from app.pool.models import TutorProfile
from app.pool.privacy import PRIVACY
from tests import factories as make
from tests.conftest import NOW


def test_the_export_holds_what_was_filled(session) -> None:
    exam = make.exam()
    tutor = make.pool_tutor(words="Oral blanc", phone="06 00 00 00 00", exams=[exam], papers=exam.papers)
    (row,) = PRIVACY.export(session, tutor.id)["profil_de_tuteur"]
    assert (row["quelques_mots"], row["telephone"], row["concours"]) == ("Oral blanc", "06 00 00 00 00", ["IRA"])
    assert PRIVACY.export(session, make.person("tutor").id) == {}


def test_erasing_leaves_no_word_and_closes_the_profile(session) -> None:
    exam = make.exam()
    tutor_id = make.pool_tutor(
        words="Oral blanc", phone="06 00 00 00 00", exams=[exam], papers=exam.papers, seats_taken=1
    ).id
    write(lambda s: PRIVACY.erase(s, tutor_id, NOW))
    profile = session.get(TutorProfile, tutor_id)
    assert (profile.words, profile.words_key, profile.phone, profile.slots, profile.exams, profile.papers) == (
        "",
        "",
        "",
        [],
        [],
        [],
    )
    assert (profile.seats, profile.seats_taken) == (0, 1)  # no draw any more; the open pair still counts
