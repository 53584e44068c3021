"""A certificate on paper and on its public page; taken back, by whom, and what that does not change."""

import io
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from app.admin import services as admin_services
from app.infra import pdf
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.models import AuditEvent, Job
from app.training import mails
from app.training.models import Certificate, Validation
from app.training.queries.certificates import certificate_of
from app.training.queries.validations import valid_at
from app.training.services import revoke_certificate
from app.training.views import paper
from tests import factories as make
from tests.admin.team import Key
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.training import acts, content


@pytest.fixture
def tutor(app: Flask) -> acts.Someone:
    """Someone who passed a module and the test."""
    with app.app_context():
        slug = content.module(bank=[*content.one_of_each(), *content.test_bank(*"abcdefghi")], english=True).slug
        acts.require(slug)
        acts.rules(draw=3, needed=2)
        someone = acts.ready(first_name="Maïlys", last_name="O’Dell", email="mailys@exemple.fr")
        acts.take(someone, slug)
        acts.take_test(someone)
        return someone


def held(tutor: acts.Someone) -> Certificate:
    return db.session.scalars(select(Certificate).where(Certificate.person_id == tutor.id)).one()


def number(app: Flask, tutor: acts.Someone) -> str:
    with app.app_context():
        return held(tutor).public_id


def revoke(app: Flask, tutor: acts.Someone, reason: str = "Établie par erreur.") -> int:
    with app.app_context():
        by, certificate_id, person_id = make.person("admin").id, held(tutor).id, tutor.id
        write(lambda s: admin_services.revoke_certificate(s, person_id, certificate_id, reason, by, NOW))
        return by


# On paper.


def test_the_paper_says_everything_and_is_tagged(app: Flask, tutor: acts.Someone, browser: Browser) -> None:
    answer = browser.sign_in(tutor).get(f"/attestation/{number(app, tutor)}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in answer.data, "it declares PDF/UA"
    assert b"/StructTreeRoot" in answer.data or b"/ObjStm" in answer.data
    with app.test_request_context(), app.app_context():
        page = certificate_of(db.session, tutor.id, NOW)
        assert page is not None
        values = paper._values(page)
    assert values["name"] == "Maïlys O’Dell"
    assert values["url"] == f"http://127.0.0.1:8000/attestation/{page.public_id}"
    assert [row[1:] for row in values["rows"]] == [["1", "8\u00a0min", "23 novembre 2026"]]
    assert values["test"] == "Test de validation réussi le 23 novembre 2026."
    assert values["facts"][1]["value"] == "8\u00a0min"


def test_in_english_it_is_in_english(app: Flask, tutor: acts.Someone) -> None:
    with app.test_request_context(), app.app_context(), force_locale("en"):
        page = certificate_of(db.session, tutor.id, NOW)
        assert page is not None
        values = paper._values(page)
        assert values["lang"] == "en"
        assert values["rows"][0][0].startswith("Title of")
        assert paper.certificate_pdf(page).startswith(b"%PDF")


def test_the_same_certificate_gives_the_same_bytes(app: Flask, tutor: acts.Someone, browser: Browser) -> None:
    url = f"/attestation/{number(app, tutor)}.pdf"
    browser.sign_in(tutor)
    assert browser.get(url).data == browser.get(url).data


@pytest.mark.parametrize(
    "name", ["#panic()", '$x$ *gras* _it_ #read("/etc/passwd")', 'A\\B"C', "<b>é</b>", "Ng̃uyễn 王"]
)
def test_a_name_is_only_ever_text(app: Flask, tutor: acts.Someone, name: str) -> None:
    with app.test_request_context(), app.app_context():
        page = certificate_of(db.session, tutor.id, NOW)
        assert page is not None
        values = paper._values(page) | {"name": name}
        template = paper.Path(app.root_path) / "templates" / "training" / "certificate.typ"
        assert pdf.document(template, values, NOW).startswith(b"%PDF")


def test_canary_a_picture_without_words_does_not_compile(tmp_path: Any) -> None:
    """The accessible standard is asked for: what breaks it is refused."""
    template = tmp_path / "bad.typ"
    template.write_text(
        '#set document(title: "x")\n= x\n#image(bytes(json(bytes(sys.inputs.data)).qr), format: "svg")',
        encoding="utf-8",
    )
    with pytest.raises(Exception, match="alt"):
        pdf.document(template, {"qr": pdf.qr("x")}, NOW)


def test_the_code_to_photograph_is_the_address_of_the_page() -> None:
    drawn = pdf.qr("https://tutorat.example/attestation/ABCDEFGH")
    assert drawn.startswith("<svg")
    assert drawn != pdf.qr("https://tutorat.example/attestation/ABCDEFGJ")
    assert "<script" not in drawn


def test_another_persons_paper_does_not_exist(app: Flask, tutor: acts.Someone, browser: Browser) -> None:
    url = f"/attestation/{number(app, tutor)}.pdf"
    with app.app_context():
        other = acts.someone()
    assert browser.sign_in(other).get(url).status_code == 404
    assert Browser(app).get(url).location.startswith("/connexion")


# Taken back.


def test_the_public_page_says_valid_then_ended_then_revoked(app: Flask, tutor: acts.Someone, browser: Browser) -> None:
    url = f"/attestation/{number(app, tutor)}"
    page = browser.text(url)
    assert "Attestation valable" in page
    assert "Maïlys O’Dell" in page
    assert "Test de validation réussi le" in page
    with app.app_context():
        write(lambda s: setattr(s.get_one(Validation, tutor.id), "valid_until", NOW))
    page = browser.text(url)
    assert "Validation terminée" in page
    assert "A pris fin le" in page
    revoke(app, tutor, reason="Un motif à ne pas montrer.")
    page = browser.text(url)
    assert "Attestation retirée le 23 novembre 2026" in page
    for word in ("Maïlys", "O’Dell", "motif", "Titre de"):
        assert word not in page


def test_revoked_its_paper_and_its_badge_are_refused_and_its_holder_told(
    app: Flask, tutor: acts.Someone, browser: Browser
) -> None:
    public_id = number(app, tutor)
    browser.sign_in(tutor)
    assert browser.get(f"/attestation/{public_id}.pdf").status_code == 200, "the canary: before, it is given"
    revoke(app, tutor)
    for page in (".pdf", "/badge.jwt", "/badge.json"):
        assert browser.get(f"/attestation/{public_id}{page}").status_code == 410
    page = browser.text("/attestation")
    assert "retirée le 23 novembre 2026" in page
    assert "Établie par erreur." in page


def test_revoking_changes_nothing_at_the_gate(app: Flask, tutor: acts.Someone) -> None:
    revoke(app, tutor)
    with app.app_context():
        assert valid_at(db.session.get(Validation, tutor.id), NOW)


def test_revoking_is_audited_and_mailed_once(app: Flask, tutor: acts.Someone) -> None:
    by = revoke(app, tutor)
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.code == "training.certificate_revoked")).one()
        assert (event.actor_id, event.object_type, event.object_id) == (by, "person", tutor.id)
        payloads = [job.payload for job in db.session.scalars(select(Job).where(Job.kind == "mail"))]
        sent = [one for one in payloads if one["mail"] == "training.certificate_revoked"]
        assert sent == [
            {"mail": "training.certificate_revoked", "person_id": tutor.id, "certificate_id": held(tutor).id}
        ]
        mail = mails.WRITERS["training.certificate_revoked"](db.session, sent[0], NOW)
        assert mail is not None
        assert mail.to == "mailys@exemple.fr"
        assert "Établie par erreur." in " ".join(mail.lines)
        assert "Maïlys" not in mail.subject


def test_it_is_revoked_once_and_only_as_its_holders(app: Flask, tutor: acts.Someone) -> None:
    with app.app_context():
        other, by = acts.someone().id, make.person("admin").id
        certificate_id, person_id = held(tutor).id, tutor.id
        for wrong in ((other, certificate_id), (person_id, 987654321)):
            with pytest.raises(NotYours):
                write(lambda s, w=wrong: revoke_certificate(s, *w, "x", by, NOW))
        write(lambda s: revoke_certificate(s, person_id, certificate_id, "premier", by, NOW))
        with pytest.raises(DomainError) as refused:
            write(lambda s: revoke_certificate(s, person_id, certificate_id, "second", by, NOW))
        assert refused.value.code == "training.already_revoked"
        assert held(tutor).revoked_reason == "premier"


def test_someone_of_the_team_revokes_from_the_persons_page(app: Flask, tutor: acts.Someone, browser: Browser) -> None:
    with app.app_context():
        made = make.person("admin")
        admin, certificate_id = Key(made.id), held(tutor).id
    browser.sign_in(admin)
    page = browser.text(f"/admin/personnes/{tutor.id}")
    url = f"/admin/personnes/{tutor.id}/attestations/{certificate_id}/retirer"
    assert url in page
    assert "La validation n’en est pas changée" in browser.text(url)
    assert browser.post(url, {"reason": ""}).status_code == 422
    assert browser.post(url, {"reason": "Concours non réussi."}).location.endswith(f"/admin/personnes/{tutor.id}")
    page = browser.text(f"/admin/personnes/{tutor.id}")
    assert "retirée le 23 novembre 2026" in page
    assert "Concours non réussi." in page
    assert browser.post(url, {"reason": "Encore."}).status_code == 409
    assert browser.get(f"/admin/personnes/{admin.id}/attestations/{certificate_id}/retirer").status_code == 404


def test_what_is_revoked_is_exported_with_its_reason(app: Flask, tutor: acts.Someone, browser: Browser) -> None:
    revoke(app, tutor)
    said = json.loads(browser.sign_in(tutor).get("/mes-donnees.json").data)
    assert said["attestations"][0]["motif"] == "Établie par erreur."


def test_the_public_page_makes_few_queries(app: Flask, tutor: acts.Someone, browser: Browser) -> None:
    url = f"/attestation/{number(app, tutor)}"
    with counted(app) as made:
        browser.text(url)
    assert made.n <= 3, "\n".join(made.statements)


def test_the_picture_of_the_paper_is_one_page(app: Flask, tutor: acts.Someone) -> None:
    from PIL import Image

    with app.test_request_context(), app.app_context():
        page = certificate_of(db.session, tutor.id, NOW)
        assert page is not None
        picture = Image.open(io.BytesIO(paper.certificate_pdf(page, "png")))
        assert picture.size == (1191, 1684)
        assert len(re.findall(rb"/Type /Page\b", paper.certificate_pdf(page))) <= 1
