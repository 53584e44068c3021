"""Mail and jobs by kind and number alone; the audit trail, filtered and paged."""

from flask import Flask

from app.infra import audit, jobs
from app.infra.db import db, write
from app.infra.models import Job
from tests import factories as make
from tests.admin.team import acts
from tests.conftest import NOW
from tests.pages import Browser


def job(**values: object) -> int:
    base = {"kind": "mail", "payload": {"mail": "accounts.reset", "person_id": 1}, "state": "ready", "attempts": 0}
    return make.saved(Job(**{**base, "run_at": NOW, "created_at": NOW, **values})).id


def test_each_state_has_its_list_and_its_number(app: Flask, team: Browser) -> None:
    with app.app_context():
        job()
        job(state="done", done_at=NOW, payload={"mail": "accounts.confirm"})
        job(kind="pairing.nightly", payload={}, state="dead", attempts=8, last_error="Boom")
    waiting, dead, done = (team.text(f"/admin/courrier?etat={s}") for s in ("ready", "dead", "done"))
    assert "accounts.reset" in waiting
    assert "Réessayer" not in waiting
    assert "pairing.nightly" in dead
    assert "Boom" in dead
    assert "accounts.confirm" in done
    assert "accounts.reset" not in done


def test_a_failure_keeps_no_address(app: Flask, team: Browser) -> None:
    """A mail server that refuses says for whom: the table and the page must not."""
    with app.app_context():
        job(attempts=7)
        held = write(lambda s: jobs.claim(s, NOW))
        assert held is not None
        reason = "SMTPRecipientsRefused: {'claire.martin@exemple.fr': (550, b'<claire.martin@exemple.fr>: unknown')}"
        write(lambda s: jobs.fail(s, held, reason, NOW))
        stored = db.session.get_one(Job, held.id)
        assert (stored.state, "claire" in (stored.last_error or "")) == ("dead", False)
        assert "550" in (stored.last_error or "")
    assert "claire" not in team.text("/admin/courrier?etat=dead")


def test_a_dead_letter_gets_another_round(app: Flask, team: Browser, admin_id: int) -> None:
    with app.app_context():
        dead, waiting = job(state="dead", attempts=8), job()
    assert team.post(f"/admin/courrier/{dead}/reprendre").status_code == 303
    with app.app_context():
        revived = db.session.get_one(Job, dead)
        assert (revived.state, revived.attempts) == ("ready", 0)
        assert acts(admin_id) == ["admin.revived"]
    team.post(f"/admin/courrier/{waiting}/reprendre")
    assert "n’était pas en échec" in team.text("/admin/courrier")


def test_the_trail_is_filtered_by_act_and_by_person(app: Flask, team: Browser) -> None:
    with app.app_context():
        ada, bob = make.person(first_name="Ada", last_name="Un").id, make.person(first_name="Bob", last_name="Deux").id

        def act(session: object) -> None:
            for actor, code, about in ((ada, "essai.fait", bob), (bob, "essai.vu", None), (None, "essai.seul", ada)):
                audit.record(db.session, code, NOW, actor_id=actor, object_type="person", object_id=about)

        write(act)

    def rows(query: str) -> str:
        return team.text(f"/admin/journal{query}").partition("<tbody>")[2]

    assert rows("?code=essai.vu").count("<tr>") == 1
    assert rows(f"?personne={ada}").count("<tr>") == 2, "what she did and what was done to her"
    assert rows(f"?personne={bob}&code=essai.vu").count("<tr>") == 1
    assert "Ce que Bob Deux a fait" in team.text(f"/admin/journal?personne={bob}")
    assert "Aucun ne correspond" in team.text(f"/admin/journal?personne={bob}&code=essai.seul")


def test_the_trail_has_pages_newest_first(app: Flask, team: Browser) -> None:
    with app.app_context():

        def act(session: object) -> None:
            for _ in range(60):
                audit.record(db.session, "essai.page", NOW, actor_id=None, object_type="job", object_id=None)

        write(act)
    first, second = (team.text(f"/admin/journal?code=essai.page&page={n}") for n in (1, 2))
    assert first.count("<code>essai.page</code>") == 50
    assert second.count("<code>essai.page</code>") == 10
    assert "code=essai.page" in first.partition('rel="next"')[0][-200:]
