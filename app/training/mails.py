"""Training's messages: validated, no longer validated, and soon no longer."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra import dates
from app.infra.i18n import gettext as _
from app.infra.i18n import language, speaking
from app.infra.mail import Mail, Writers, link
from app.infra.tokens import Token, sign
from app.training.models import Attempt, Certificate
from app.training.queries.answered import answered
from app.training.queries.facts import gate_facts
from app.training.queries.progress import modules_of
from app.training.queries.reviews import pause_of
from app.training.queries.reviews import review as find_review
from app.training.queries.test import standing, stuck
from app.training.queries.validations import valid_at, validation_of
from app.training.rules.gate import Missing, assess
from app.training.words import REVIEW_PURPOSE, ending, explained, last_day, review_state


def _active(session: Session, ids: dict[str, Any]) -> Person | None:
    person = session.get(Person, ids["person_id"])
    return person if person is not None and person.active else None


def _why() -> str:
    return _(
        "Vous recevez ce message parce que vous avez un compte de tutrice ou de tuteur. "
        "Pour n’en plus recevoir, quittez le programme depuis « Mon compte »."
    )


def _reasons(session: Session, person_id: int, missing: tuple[Missing, ...], now: datetime) -> tuple[str, ...]:
    modules = {module.slug: module for module in modules_of(session, person_id, language(), now)}
    listed = [explained(one, modules) for one in missing]
    return tuple(_("%(what)s : %(why)s", what=one.what, why=one.why) for one in listed)


def validated(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """Your validation is acquired: the certificate, and what comes next."""
    person = _active(session, ids)
    validation = validation_of(session, ids["person_id"])
    if person is None or validation is None or not valid_at(validation, now) or validation.valid_until is None:
        return None
    with speaking(person.language):
        return Mail(
            to=person.email,
            lang=person.language,
            subject=_("Votre validation est acquise"),
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                _(
                    "Vous avez rempli toutes les conditions : votre validation est acquise, et votre attestation vous attend."
                ),
                _(
                    "Il reste à dire vos places et vos heures dans votre profil. "
                    "Les responsables pédagogiques pourront alors vous proposer un tutorat."
                ),
            ),
            action=_("Compléter mon profil"),
            url=link("pool.profile"),
            after=(
                _("Votre attestation : %(url)s", url=link("training.certificate")),
                _("Votre validation court jusqu’au %(day)s.", day=last_day(validation.valid_until)),
            ),
            why=_why(),
        )


def lost(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """Your validation has ended: why, and how to get it back. No longer true once it is back."""
    person = _active(session, ids)
    if person is None or valid_at(validation_of(session, person.id), now):
        return None
    verdict = assess(gate_facts(session, [person.id], now)[person.id], now)
    if verdict.valid:
        return None
    with speaking(person.language):
        return Mail(
            to=person.email,
            lang=person.language,
            subject=_("Votre validation a pris fin"),
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                _("Votre validation a pris fin. Voici ce qui manque :"),
                *_reasons(session, person.id, verdict.missing, now),
                _("D’ici là, aucun nouveau tutorat ne vous sera proposé. Les tutorats en cours continuent."),
            ),
            action=_("Voir ce qu’il me manque"),
            url=link("training.missing"),
            why=_why(),
        )


def lapsing(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """Your validation will end on a day: what to do before. No longer true once it lapsed or was prolonged."""
    person = _active(session, ids)
    if person is None:
        return None
    verdict = assess(gate_facts(session, [person.id], now)[person.id], now)
    validation = validation_of(session, person.id)
    if verdict.valid_until is None or verdict.lapsing is None or not valid_at(validation, now):
        return None
    if validation is None or verdict.valid_until != validation.valid_until:
        return None
    with speaking(person.language):
        end = ending(verdict.lapsing, verdict.valid_until)
        return Mail(
            to=person.email,
            lang=person.language,
            subject=end.what,
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                end.why,
                _(
                    "Ensuite, les classes ne vous verront plus, et une proposition restée sans réponse sera annulée. "
                    "Vos tutorats en cours continuent."
                ),
            ),
            action=end.action,
            url=link(end.endpoint, **end.values),
            why=_why(),
        )


def certificate_revoked(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """Your certificate was taken back: why, and what that does not change."""
    person, certificate = _active(session, ids), session.get(Certificate, ids["certificate_id"])
    if person is None or certificate is None or certificate.revoked_at is None:
        return None
    with speaking(person.language):
        return Mail(
            to=person.email,
            lang=person.language,
            subject=_("Votre attestation a été retirée"),
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                _(
                    "L’équipe nationale a retiré votre attestation établie le %(day)s.",
                    day=dates.short_day(certificate.issued_at),
                ),
                _("Sa raison : %(reason)s", reason=certificate.revoked_reason or "–"),
                _(
                    "Sa page de vérification dit désormais qu’elle est retirée, sans donner votre nom, et son badge n’est "
                    "plus délivré. Cela ne change rien à votre validation ni à vos tutorats."
                ),
                _("Si cela vous paraît une erreur, répondez-nous depuis la page d’aide : nous regarderons avec vous."),
            ),
            action=_("Écrire à l’équipe"),
            url=link("public.help_page"),
            why=_why(),
        )


def test_exhausted(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """To a trainer: someone has used every try of the validation test. No longer true once they were given others."""
    trainer, attempt = _active(session, ids), session.get(Attempt, ids["attempt_id"])
    tutor = session.get(Person, attempt.person_id) if attempt is not None else None
    if (
        trainer is None
        or tutor is None
        or not tutor.active
        or all(one.person_id != tutor.id for one in stuck(session, now))
    ):
        return None
    with speaking(trainer.language):
        return Mail(
            to=trainer.email,
            lang=trainer.language,
            subject=_("Un test de validation est à reprendre ensemble"),
            lines=(
                _("Bonjour %(name)s,", name=trainer.first_name),
                _(
                    "%(who)s a utilisé tous ses essais du test de validation. Prenez contact, voyez ce qui résiste, "
                    "puis ouvrez de nouveaux essais depuis la page du test.",
                    who=tutor.full_name,
                ),
            ),
            action=_("Ouvrir la page du test"),
            url=link("authoring.test"),
            why=_("Vous recevez ce message parce que vous faites partie de l’équipe de formation."),
        )


def test_reopened(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """You may try the validation test again."""
    person = _active(session, ids)
    if person is None or standing(session, person.id, now).passed:
        return None
    with speaking(person.language):
        return Mail(
            to=person.email,
            lang=person.language,
            subject=_("De nouveaux essais vous sont ouverts"),
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                _("L’équipe de formation vous ouvre de nouveaux essais du test de validation."),
                _("Les leçons restent ouvertes ; les questions que vous n’avez pas encore vues viennent en premier."),
            ),
            action=_("Voir le test"),
            url=link("training.test"),
            why=_why(),
        )


LINK_LASTS = timedelta(days=180)


def review_question(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """One question to be found again; each option is a link to the page where it is preselected. No longer true once
    answered, stopped, or the validation lost.
    """
    review = find_review(session, ids["review_id"])
    person = _active(session, {"person_id": review.person_id}) if review is not None else None
    if review is None or person is None or review.answered_at is not None:
        return None
    if pause_of(session, person.id, now) is not None or not valid_at(validation_of(session, person.id), now):
        return None
    token = sign(REVIEW_PURPOSE, Token(review.id, review_state(review), review.sent_at + LINK_LASTS))
    with speaking(person.language):
        question = answered(review, language())
        return Mail(
            to=person.email,
            lang=person.language,
            subject=_("Une situation, une minute : que feriez-vous ?"),
            lines=tuple(
                line
                for line in (
                    _("Bonjour %(name)s,", name=person.first_name),
                    _("Retrouver une idée de mémoire la fixe mieux que la relire. En voici une :"),
                    question.situation,
                    question.text,
                )
                if line
            ),
            choices=tuple(
                (choice.text, link("training.review_link", token=token, choix=n))
                for n, choice in enumerate(question.choices)
            ),
            after=(
                _("Arrêter ou mettre en pause ces questions : %(url)s", url=link("training.reviews_link", token=token)),
            ),
            why=_(
                "Vous recevez ce message parce que vous êtes tutrice ou tuteur validé. Votre validation ne dépend pas de votre réponse."
            ),
        )


WRITERS: Writers = {
    "training.review": review_question,
    "training.validated": validated,
    "training.lost": lost,
    "training.lapsing": lapsing,
    "training.certificate_revoked": certificate_revoked,
    "training.test_exhausted": test_exhausted,
    "training.test_reopened": test_reopened,
}
