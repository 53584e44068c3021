"""The badge: a certificate as an OpenBadgeCredential, in the words of Open Badges 3.0 (1EdTech), section "Data Model".

Its text is French whatever language is spoken: what is signed must not change with the reader. It holds no name and no
address in clear: the holder is known by the address of the certificate, and by a salted hash of their e-mail address,
by which a wallet recognises who already knows it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
REVOCATIONS = "1EdTechRevocationList"
NAME = "Tutrice ou tuteur des classes Prépas Talents"
DESCRIPTION = (
    "Atteste que la personne a suivi la formation en ligne des tutrices et tuteurs des classes Prépas Talents du service "
    "public, et rempli toutes les conditions de la validation."
)
CRITERIA = (
    "Avoir réussi un concours de la fonction publique, signé la charte du tutorat, réussi chaque module demandé de la "
    "formation et, depuis qu’il existe, le test de validation. Ces conditions sont vérifiées par une seule règle, la même "
    "pour chaque personne. Le badge ne dit rien des tutorats menés."
)


@dataclass(frozen=True)
class Badge:
    """What a badge says. Addresses are complete; `until` is the end of the validation, past or to come."""

    id: str
    number: str
    email: str
    issued_at: datetime
    until: datetime | None


def stamp(at: datetime) -> str:
    """An instant as credentials write it, to the second: « 2026-11-23T09:00:00Z »."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def issuer_id(root: str) -> str:
    """The address of the profile of who issues, `root` being PUBLIC_URL without its last slash."""
    return f"{root}/badges/emetteur"


def profile(root: str, email: str) -> dict[str, Any]:
    """Who issues the badges. `email` is where people write for help."""
    return {
        "id": issuer_id(root),
        "type": ["Profile"],
        "name": "Tutorat",
        "url": f"{root}/",
        "email": email,
        "description": "La plateforme qui forme les tutrices et tuteurs des classes Prépas Talents.",
    }


def achievement(root: str) -> dict[str, Any]:
    """What is recognised."""
    return {
        "id": f"{root}/badges/tutorat",
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": NAME,
        "description": DESCRIPTION,
        "criteria": {"narrative": CRITERIA},
        "inLanguage": "fr",
    }


def identity(email: str, salt: str) -> dict[str, Any]:
    """The holder's e-mail address, hashed with `salt` after it (section "IdentityHash")."""
    digest = sha256(f"{email}{salt}".encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": salt,
    }


def credential(badge: Badge, root: str, email: str) -> dict[str, Any]:
    """The credential, without a proof. Its subject is the page that verifies the certificate."""
    said = {
        "@context": CONTEXT,
        "id": badge.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": NAME,
        "issuer": profile(root, email),
        "validFrom": stamp(badge.issued_at),
        "credentialSubject": {
            "id": f"{root}/attestation/{badge.number}#titulaire",
            "type": ["AchievementSubject"],
            "identifier": [identity(badge.email, badge.number)],
            "licenseNumber": badge.number,
            "achievement": achievement(root),
        },
        "credentialStatus": {"id": f"{root}/attestation/{badge.number}/statut.json", "type": REVOCATIONS},
    }
    return said | ({"validUntil": stamp(badge.until)} if badge.until is not None else {})


def claims(said: dict[str, Any]) -> dict[str, Any]:
    """The payload that is signed: the credential itself and the claims that repeat it (section "JWT Payload Format")."""
    until = said.get("validUntil")
    return {
        **said,
        "iss": said["issuer"]["id"],
        "jti": said["id"],
        "sub": said["credentialSubject"]["id"],
        "nbf": _seconds(said["validFrom"]),
        **({"exp": _seconds(until)} if until else {}),
    }


def _seconds(stamped: str) -> int:
    return int(datetime.fromisoformat(stamped).timestamp())


def status(badge_id: str, root: str, number: str, *, revoked: bool) -> dict[str, Any]:
    """The revocation list of one badge: empty while it holds (1EdTech, Verifiable Credentials Revocation List). The
    reason is the person's business: it is not said here.
    """
    return {
        "id": f"{root}/attestation/{number}/statut.json",
        "type": REVOCATIONS,
        "issuer": issuer_id(root),
        "revokedCredential": [{"id": badge_id, "revoked": True}] if revoked else [],
    }
