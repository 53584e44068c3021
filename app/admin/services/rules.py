"""What changes the rules for many: business settings and the charter. Never at once where the gate looks at it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.infra import audit, settings
from app.infra.clock import PARIS
from app.infra.dates import paris_date
from app.infra.errors import DomainError
from app.infra.jobs import enqueue
from app.infra.settings import Setting
from app.recruitment import services as recruitment
from app.recruitment.settings import ELIGIBILITY_YEARS
from app.training.settings import (
    CHANGE_GRACE_DAYS,
    REQUIRED_MODULES,
    TEST_GRACE_DAYS,
    TEST_REQUIRED,
)

OF_THE_GATE = (
    ELIGIBILITY_YEARS.key,
    REQUIRED_MODULES.key,
    CHANGE_GRACE_DAYS.key,
    TEST_REQUIRED.key,
    TEST_GRACE_DAYS.key,
)


def change_setting(
    session: Session,
    setting: Setting[Any],
    value: Any,
    *,
    since: date | None,
    reason: str,
    actor_id: int,
    now: datetime,
    knowingly: bool = False,
) -> bool:
    """Give a setting a value from a day on: today unless said, tomorrow at the earliest for what the gate looks at; then
    everyone is assessed again that day. Returns True.

    Raises DomainError "admin.gate_tomorrow", "settings.past", "settings.out_of_bounds", or the setting's own caution, which
    `knowingly` passes over unless it is final.
    """
    caution = setting.caution(settings.values(session, now).with_(setting, value)) if setting.caution else None
    if caution is not None and (caution.final or not knowingly):
        raise DomainError(caution.code, **caution.values)
    today, of_the_gate = paris_date(now), setting.key in OF_THE_GATE
    day = since or (today + timedelta(days=1) if of_the_gate else today)
    if of_the_gate and day == today:
        raise DomainError("admin.gate_tomorrow")
    at = now if day == today else datetime.combine(day, time(), PARIS)
    settings.change(session, setting, value, now, since=at, reason=reason, actor_id=actor_id)
    if of_the_gate:
        enqueue(session, "training.reassess_all", {}, now, at=at)
    code = f"settings.{setting.key}"
    audit.record(session, code, now, actor_id=actor_id, object_type="setting", object_id=None)
    return True


def announce_charter(
    session: Session, *, text_fr: str, text_en: str, effective_on: date, actor_id: int, now: datetime
) -> int:
    """Announce a version of the charter. Everyone is assessed again at once, so that each validation knows the day on
    which it may lapse, and on that day. Returns its id.

    Raises DomainError "recruitment.charter_too_soon" unless it takes effect tomorrow (in Paris) or later.
    """
    if effective_on <= paris_date(now):
        raise DomainError("recruitment.charter_too_soon")
    version_id = recruitment.publish_charter(
        session, text_fr=text_fr, text_en=text_en, effective_on=effective_on, actor_id=actor_id, now=now
    )
    for at in (now, datetime.combine(effective_on, time(), PARIS)):
        enqueue(session, "training.reassess_all", {}, now, at=at)
    return version_id
