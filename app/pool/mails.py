"""The pool's messages: the season's ask and its one reminder, with the signed link both hold."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.infra.clock import PARIS
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.infra.i18n import speaking
from app.infra.mail import Mail, link
from app.infra.tokens import Token, sign
from app.pool.models import SeasonConfirmation
from app.pool.queries import is_confirmed, valid_tutor
from app.pool.words import season_name, season_rule

PURPOSE = "saison"
ASK = (
    _l("Continuez-vous en %(season)s ? Une réponse d’une minute"),
    _l(
        "La saison %(season)s commence le 1er septembre. Dites-nous si vous continuez, combien de personnes vous "
        "pouvez accompagner, et jusqu’à quand."
    ),
)
REMINDER = (
    _l("Continuez-vous en %(season)s ? On attend votre réponse"),
    _l(
        "Nous vous avons demandé si vous continuez pour la saison %(season)s. Un non aide autant qu’un oui : les "
        "classes savent sur qui compter."
    ),
)


def link_state(row: SeasonConfirmation) -> str:
    """What a link of this ask is spent by: an answer."""
    return f"{'answered' if row.answer else 'asked'}:{row.person_id}:{row.year}"


def answer_url(row: SeasonConfirmation, choice: str) -> str:
    """The signed page of a season's ask, with one answer preselected. It ends with the season."""
    token = sign(PURPOSE, Token(row.id, link_state(row), datetime(row.year + 1, 9, 1, tzinfo=PARIS)))
    return link("pool.season_link", token=token, choix=choice)


def _waiting(session: Session, ids: dict[str, Any], now: datetime) -> SeasonConfirmation | None:
    """The ask, if it still waits for the answer of a validated tutor."""
    wanted = select(SeasonConfirmation).where(
        SeasonConfirmation.person_id == ids["person_id"],
        SeasonConfirmation.year == ids["year"],
        SeasonConfirmation.answered_at.is_(None),
        valid_tutor(SeasonConfirmation.person_id, now),
    )
    return session.scalars(wanted).first()


def _mail(row: SeasonConfirmation, words: tuple[Any, Any], offered: bool, now: datetime) -> Mail:
    """The message: `words` are its subject and first sentence. Call it in the reader's language."""
    season = {"season": season_name(row.year)}
    subject, first = words
    return Mail(
        to=row.person.email,
        lang=row.person.language,
        subject=str(subject) % season,
        lines=(
            _("Bonjour %(name)s,", name=row.person.first_name),
            str(first) % season,
            season_rule(row, now, offered=offered),
            _("Vos tutorats en cours et les propositions déjà reçues ne changent pas, quelle que soit votre réponse."),
        ),
        choices=(
            (_("Oui, je continue"), answer_url(row, "oui")),
            (_("Pas cette année"), answer_url(row, "non")),
        ),
        after=(_("Ces liens ouvrent la même page, où vous confirmez. Elle ne demande pas de vous connecter."),),
        why=_(
            "Vous recevez ce message parce que vous êtes validé et que votre profil de tuteur est rempli. "
            "Cette question vient une fois par an."
        ),
    )


def season_ask(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """Do you go on, with how many seats, until when? No longer true once answered."""
    row = _waiting(session, ids, now)
    if row is None:
        return None
    offered = is_confirmed(session, row.person_id, now)
    with speaking(row.person.language):
        return _mail(row, ASK, offered, now)


def season_reminder(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """The one reminder. Never to someone who has answered meanwhile, nor once it is too late to serve."""
    row = _waiting(session, ids, now)
    if row is None or row.due_at <= now:
        return None
    offered = is_confirmed(session, row.person_id, now)
    with speaking(row.person.language):
        return _mail(row, REMINDER, offered, now)


WRITERS = {"pool.season_ask": season_ask, "pool.season_reminder": season_reminder}
