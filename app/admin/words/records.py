"""The words of « Mes données »: the codes of an export as labels, and its values as a person reads them.

The file one takes away keeps the codes, which do not change with the language.
"""

import json
from datetime import date, datetime
from typing import Any

from app.accounts.words import ROLES
from app.infra import dates
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.pairing.words import DECLINE_REASONS, END_REASONS, PROPOSAL_STATES
from app.pool.words import LANGUAGES, cell
from app.reference.words import MOMENTS
from app.training.words import CERTAINTIES, REPORT_REASONS

LABELS: dict[str, Any] = {
    # headings
    "compte": _l("Compte"),
    "roles": _l("Rôles"),
    "arrivee": _l("Arrivée sur Tutorat"),
    "eligibilite": _l("Concours déclaré"),
    "charte": _l("Charte signée"),
    "temoignages": _l("Témoignages"),
    "classes": _l("Classes suivies"),
    "lecons_lues": _l("Leçons lues"),
    "essais": _l("Essais aux quiz"),
    "reponses": _l("Réponses aux quiz"),
    "exercices": _l("Exercices des leçons"),
    "mises_en_situation": _l("Mises en situation"),
    "revisions": _l("Questions de révision"),
    "revisions_arretees": _l("Révisions arrêtées"),
    "signalements": _l("Questions signalées"),
    "essais_rouverts": _l("Nouveaux essais du test"),
    "validation": _l("Validation"),
    "attestations": _l("Attestations"),
    "profil_de_tuteur": _l("Profil de tuteur"),
    "recherches_enregistrees": _l("Recherches enregistrées"),
    "saisons": _l("Réponses avant chaque saison"),
    "propositions_recues": _l("Propositions reçues"),
    "propositions_envoyees": _l("Propositions envoyées"),
    "binomes": _l("Binômes"),
    "conflits_declares": _l("Conflits d’intérêts déclarés"),
    "affectations_nationales": _l("Affectations nationales"),
    "me_concerne": _l("Me concerne"),
    "declare_par_moi": _l("Déclaré par moi"),
    "close_le": _l("Close le"),
    "horaires_souples": _l("Autre horaire possible"),
    "moments": _l("Moments où se voir en personne"),
    "journal": _l("Journal des actes"),
    "messages": _l("Messages que nous vous avons écrits"),
    "reglages": _l("Réglages que vous avez changés"),
    "brouillons": _l("Brouillons de modules"),
    "remarques": _l("Remarques de relecture"),
    "relectures": _l("Relectures"),
    "reponses_aux_signalements": _l("Réponses aux signalements"),
    "idees_recues": _l("Idées reçues relevées"),
    "intitule": _l("Intitulé"),
    # what is said under them
    "sur": _l("Au sujet de"),
    "avis": _l("Avis"),
    "mots": _l("Ce qui est écrit"),
    "prenom": _l("Prénom"),
    "nom": _l("Nom"),
    "adresse": _l("Adresse électronique"),
    "adresse_en_attente": _l("Adresse à confirmer"),
    "langue": _l("Langue des messages"),
    "cree_le": _l("Créé le"),
    "confirme_le": _l("Confirmé le"),
    "derniere_connexion": _l("Dernière connexion"),
    "role": _l("Rôle"),
    "depuis": _l("Depuis"),
    "jusqu_au": _l("Jusqu’au"),
    "ecole": _l("École"),
    "campagne": _l("Campagne"),
    "le": _l("Le"),
    "concours": _l("Concours"),
    "annee": _l("Année"),
    "situation": _l("Situation"),
    "declare_le": _l("Déclaré le"),
    "version": _l("Version"),
    "signee_le": _l("Signée le"),
    "texte": _l("Texte français"),
    "texte_en": _l("Texte anglais"),
    "classe": _l("Classe"),
    "module": _l("Module"),
    "lecon": _l("Leçon"),
    "essai": _l("Essai"),
    "commence": _l("Commencé le"),
    "envoye": _l("Envoyé le"),
    "pourcentage": _l("Pourcentage"),
    "reussi": _l("Réussi"),
    "question": _l("Question"),
    "reponse": _l("Réponse"),
    "certitude": _l("Certitude"),
    "exercice": _l("Exercice"),
    "fois": _l("Nombre de fois"),
    "points": _l("Points"),
    "choix": _l("Choix"),
    "explication": _l("Explication"),
    "second_choix": _l("Second choix"),
    "comparaison": _l("Comparaison"),
    "compare_le": _l("Comparé le"),
    "signalement": _l("Signalement"),
    "fin": _l("Perdue le"),
    "raison": _l("Raison"),
    "numero": _l("Numéro"),
    "minutes": _l("Minutes"),
    "modules": _l("Modules"),
    "retiree": _l("Retirée le"),
    "region": _l("Région"),
    "epreuves": _l("Épreuves"),
    "a_distance": _l("À distance"),
    "en_presence": _l("En présence"),
    "places": _l("Places"),
    "places_prises": _l("Places prises"),
    "creneaux": _l("Créneaux"),
    "langues": _l("Langues"),
    "disponible_a_partir_du": _l("Disponible à partir du"),
    "en_pause_jusqu_au": _l("En pause jusqu’au"),
    "telephone": _l("Téléphone"),
    "quelques_mots": _l("Quelques mots"),
    "mis_a_jour_le": _l("Mis à jour le"),
    "etat": _l("État"),
    "envoyee_le": _l("Envoyée le"),
    "expire_le": _l("Réponse attendue avant le"),
    "rappelee_le": _l("Rappelée le"),
    "filtres": _l("Filtres"),
    "par_courriel": _l("Avertir par courriel"),
    "enregistree_le": _l("Enregistrée le"),
    "regardee_le": _l("Regardée le"),
    "saison": _l("Saison"),
    "demandee_le": _l("Demandée le"),
    "reponse_avant_le": _l("Réponse attendue jusqu’au"),
    "dit_le": _l("Répondu le"),
    "continue": _l("Continue"),
    "repondue_le": _l("Terminée le"),
    "commentaire": _l("Commentaire"),
    "message": _l("Message"),
    "ouvert_le": _l("Ouvert le"),
    "clos_le": _l("Clos le"),
    "clos_par": _l("Clos par"),
    "motif": _l("Motif"),
    "acte": _l("Acte"),
    "par_vous": _l("Par vous"),
    "ecrit_le": _l("Écrit le"),
    "envoye_le": _l("Envoyé le"),
    "reglage": _l("Réglage"),
}

CODES: dict[str, dict[str, Any]] = {
    "role": ROLES,
    "langue": {"fr": "français", "en": "English"},
    "langues": LANGUAGES,
    "moments": MOMENTS,
    "etat": PROPOSAL_STATES,
    "continue": {"yes": _l("oui"), "no": _l("pas cette année")},
    "raison": DECLINE_REASONS,
    "motif": END_REASONS,
    "certitude": CERTAINTIES,
    "signalement": REPORT_REASONS,
    "clos_par": {"tutor": _l("vous"), "lead": _l("la classe"), "admin": _l("l’équipe nationale")},
}


def label(code: str) -> str:
    """What a heading or a key of an export is called."""
    return str(LABELS[code])


def shown(key: str, value: Any) -> str:
    """A value of an export, as a person reads it; nothing is said by a dash."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, datetime):
        return dates.moment(value)
    if isinstance(value, date):
        return dates.short_day(value)
    if isinstance(value, list):
        return ", ".join(cell(one) if key == "creneaux" else shown(key, one) for one in value)
    if isinstance(value, dict):
        return str(value.get("title_fr") or json.dumps(value, default=plain, ensure_ascii=False))
    return str(CODES.get(key, {}).get(value, value))


def plain(value: Any) -> str:
    """A value that JSON has no word for."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
