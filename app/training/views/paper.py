"""The certificate on paper: what the template of the PDF is given, in the language now spoken."""

from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app

from app.infra import dates, pdf
from app.infra.i18n import gettext as _
from app.infra.i18n import language
from app.infra.mail import link
from app.infra.typography import french
from app.training.queries.certificates import CertificatePage


def certificate_pdf(page: CertificatePage, form: str = "pdf") -> bytes:
    """The certificate as a tagged PDF; "png" gives a picture of it."""
    template = Path(current_app.root_path) / "templates" / "training" / "certificate.typ"
    return pdf.document(template, _values(page), page.issued_at, form)


def _values(page: CertificatePage) -> dict[str, Any]:
    url = link("training.verify", public_id=page.public_id)
    tested = dates.short_day(page.tested_on) if page.tested_on else ""
    return {
        "lang": language(),
        "title": _("Attestation de validation"),
        "description": _("Attestation de validation numéro %(number)s", number=page.public_id),
        "given": _("délivrée à"),
        "name": page.name,
        "text": _(
            "a rempli les conditions du programme et suivi la formation en ligne des tutrices et tuteurs des classes "
            "Prépas Talents du service public."
        ),
        "facts": [
            {"label": _("Établie le"), "value": dates.short_day(page.issued_at)},
            {"label": _("Durée de la formation"), "value": dates.duration(page.minutes)},
            {"label": _("Numéro"), "value": page.public_id},
        ],
        "modules_title": _("Modules réussis"),
        "columns": [_("Module"), _("Version"), _("Durée"), _("Réussi le")],
        "rows": [_row(module) for module in page.modules],
        "test": _("Test de validation réussi le %(day)s.", day=tested) if tested else "",
        "qr": pdf.qr(url),
        "qr_alt": _("Code à photographier pour ouvrir la page de vérification"),
        "verify": _("Vérifier cette attestation"),
        "url": url,
        "note": _("Cette page dit si la validation est en cours. L’attestation ne dit rien des tutorats menés."),
    }


def _row(module: dict[str, Any]) -> list[str]:
    """One module: its title, the version passed, its minutes if they were kept, the day it was passed."""
    title = module["title_en"] if language() == "en" else french(module["title_fr"])
    return [
        title,
        str(module["number"]),
        dates.duration(module["minutes"]) if module.get("minutes") else "–",
        dates.short_day(date.fromisoformat(module["passed_on"])) if module["passed_on"] else "–",
    ]
