"""Messages: how they are composed, and the two ways they leave."""

import base64
import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from app.infra import mail
from app.infra.mail import Folder, Mail, Smtp, compose, link, transport
from tests.conftest import NOW
from tests.infra.mailserver import inbox

LETTER = Mail(
    to="claire@exemple.fr",
    lang="fr",
    subject="Une proposition vous attend",
    lines=("Bonjour Claire,", "Voici < tout > : l’essentiel."),
    action="Lire la proposition",
    url="https://tutorat.exemple.fr/lien/x",
    after=("Sans réponse, elle se termine seule.",),
    why="Vous recevez ce message parce que vous êtes tutrice.",
    reply_to="classe@exemple.fr",
)


def parts(message: EmailMessage) -> list[str]:
    return [part.get_content() for part in message.iter_parts()]


def test_the_text_comes_first_then_the_page(context: Flask) -> None:
    message = compose(LETTER, "job-1", NOW)
    assert message.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]


def test_both_parts_say_everything_and_give_the_address_in_clear(context: Flask) -> None:
    text, html = parts(compose(LETTER, "job-1", NOW))
    for said in ("Bonjour Claire,", LETTER.url, "Sans réponse, elle se termine seule.", LETTER.why, LETTER.action):
        assert said in text
        assert said in html
    assert "Voici < tout > : l’essentiel." in text
    assert "&lt; tout &gt;" in html
    assert html.count(LETTER.url) == 2
    assert "style=" not in html


def test_the_headers(context: Flask) -> None:
    message = compose(LETTER, "job-1", NOW)
    assert message["From"] == "Tutorat <ne-pas-repondre@tutorat.example>"
    assert message["To"] == "claire@exemple.fr"
    assert message["Reply-To"] == "classe@exemple.fr"
    assert message["Message-ID"] == "<job-1@tutorat.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert message["Date"] == "Mon, 23 Nov 2026 09:00:00 +0000"


def test_the_same_message_composed_again_has_the_same_identifier(context: Flask) -> None:
    assert compose(LETTER, "job-1", NOW)["Message-ID"] == compose(LETTER, "job-1", NOW)["Message-ID"]


def test_the_frame_of_a_message_speaks_the_reader_s_language(context: Flask) -> None:
    french, english = (parts(compose(Mail(**{**LETTER.__dict__, "lang": lang}), "j", NOW)) for lang in ("fr", "en"))
    assert "Si le bouton ne répond pas" in french[1]
    assert 'lang="en"' in english[1]


def test_a_message_is_written_without_any_request_and_in_the_midst_of_one(app: Flask) -> None:
    with app.app_context():
        outside = parts(compose(LETTER, "j", NOW))
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert parts(compose(LETTER, "j", NOW)) == outside


def test_links_stand_on_the_public_address_whatever_host_was_asked(app: Flask) -> None:
    with app.test_request_context("/", base_url="https://evil.example"):
        assert link("public.landing") == "http://127.0.0.1:8000/"
    with app.app_context():
        app.config["PUBLIC_URL"] = "https://sous.exemple.fr/tutorat/"
        try:
            assert link("public.help_page") == "https://sous.exemple.fr/tutorat/aide"
        finally:
            app.config["PUBLIC_URL"] = "http://127.0.0.1:8000"


def test_a_line_feed_in_an_address_or_a_subject_is_refused(context: Flask) -> None:
    for field in ("to", "subject", "reply_to"):
        with pytest.raises(ValueError, match=r"linefeed|newline"):
            compose(Mail(**{**LETTER.__dict__, field: "a@exemple.fr\nBcc: b@exemple.fr"}), "j", NOW)


def test_a_folder_holds_one_file_however_often_a_message_is_sent(context: Flask, tmp_path: Path) -> None:
    out = Folder(tmp_path / "new" / "mail")
    for _ in range(3):
        out.send(compose(LETTER, "job-1", NOW))
    assert [p.name for p in (tmp_path / "new" / "mail").iterdir()] == ["job-1_tutorat.example.eml"]


def test_the_url_chooses_the_way_out(tmp_path: Path) -> None:
    assert isinstance(transport("smtp://h"), Smtp)
    assert isinstance(transport("smtps://h"), Smtp)
    for url in (str(tmp_path), f"file://{tmp_path}"):
        out = transport(url)
        assert isinstance(out, Folder)
        assert out.path == tmp_path == mail.folder(url)


def test_a_server_gets_the_message_whole(context: Flask) -> None:
    with inbox() as server:
        Smtp(server.url).send(compose(LETTER, "job-1", NOW))
    assert [m["Message-ID"] for m in server.messages] == ["<job-1@tutorat.example>"]
    assert parts(server.messages[0])[0].replace("\r", "") == parts(compose(LETTER, "job-1", NOW))[0]
    assert server.recipients == ["rcpt TO:<claire@exemple.fr>"]
    assert server.logins == []


def test_a_user_and_password_are_given_when_the_url_has_them(context: Flask) -> None:
    with inbox() as server:
        Smtp(server.url.replace("//", "//moi:p%40sse@")).send(compose(LETTER, "job-1", NOW))
    assert base64.b64decode(server.logins[0]) == b"\0moi\0p@sse"


def test_a_refusal_is_an_error_for_the_job_to_try_again(context: Flask) -> None:
    with inbox() as server:
        server.refusals = 1
        with pytest.raises(smtplib.SMTPException):
            Smtp(server.url).send(compose(LETTER, "job-1", NOW))
        Smtp(server.url).send(compose(LETTER, "job-1", NOW))
    assert len(server.messages) == 1


def test_a_farewell_that_goes_wrong_is_no_reason_to_send_again(context: Flask) -> None:
    with inbox() as server:
        server.rude = True
        Smtp(server.url).send(compose(LETTER, "job-1", NOW))
    assert len(server.messages) == 1


def test_nobody_at_the_other_end_is_an_error_too(context: Flask) -> None:
    with inbox() as server:
        url = server.url
    with pytest.raises(OSError):
        Smtp(url).send(compose(LETTER, "job-1", NOW))
