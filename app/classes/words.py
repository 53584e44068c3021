"""The words of classes: refusals, and what is wrong in a file of students."""

from datetime import datetime

from app.infra import dates
from app.infra.errors import Sentence
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.infra.i18n import ngettext

SENTENCES = {
    "classes.same_class": Sentence(
        _l("Une classe de ce nom existe déjà pour cette année. Ouvrez-la, ou précisez le nom."),
        _l("Revenir aux classes"),
        "admin.classes",
    ),
    "classes.last_lead": Sentence(
        _l("Une classe garde toujours au moins une personne responsable. Ajoutez-en une autre d’abord."),
        _l("Revenir aux classes"),
        "admin.classes",
    ),
    "classes.already_there": Sentence(
        _l("Une personne de cette classe a déjà cette adresse. Rien n’a été ajouté."),
        _l("Revenir à mes classes"),
        "home.lead_classes",
        422,
    ),
}

COLUMNS = {
    "prenom": _l("prénom"),
    "nom": _l("nom"),
    "courriel": _l("courriel"),
    "telephone": _l("téléphone"),
    "concours": _l("concours"),
    "epreuves": _l("épreuves"),
    "region": _l("région"),
    "distance": _l("distance"),
    "presence": _l("présence"),
    "creneaux": _l("créneaux"),
    "souhait": _l("souhait"),
    "moments": _l("moments"),
    "souple": _l("horaire souple"),
}

FAULTS = {
    "no_column": _l("Cette colonne manque dans l’en-tête : ajoutez-la, même vide ailleurs."),
    "empty": _l("Cette case est vide : remplissez-la."),
    "not_email": _l("Ce n’est pas une adresse électronique complète : corrigez-la."),
    "twice": _l("Cette adresse est deux fois dans le fichier : gardez une seule ligne."),
    "already_there": _l("Cette adresse est déjà dans la classe : retirez la ligne."),
    "unknown": _l("Nous ne connaissons pas ce nom : prenez-le dans la liste en bas de page."),
    "not_moment": _l("Écrivez rentrée, concours blancs, écrits ou oraux, séparés par des virgules."),
    "not_slot": _l("Écrivez un jour et un moment, par exemple « mardi soir », séparés par des virgules."),
    "not_yes_no": _l("Écrivez oui ou non."),
    "not_phone": _l("Écrivez un numéro avec des chiffres, par exemple 06 12 34 56 78, ou laissez vide."),
    "too_long": _l("Ce texte est trop long : 80 caractères pour un nom, 600 pour le souhait."),
    "too_many": _l("Une classe ne compte pas tant de personnes (300 au plus) : vérifiez que c’est le bon fichier."),
    "beyond": _l(
        "Cette ligne a plus de cases que l’en-tête : mettez entre guillemets les cases qui contiennent le séparateur."
    ),
    "no_way": _l("Ni à distance ni en présence : mettez oui à l’un des deux."),
}


def deadline_badge(deadline: datetime, now: datetime, *, covered: bool) -> tuple[str, str]:
    """The deadline in words, and the state of its badge."""
    if covered:
        return _("Tous couverts"), "ok"
    days = dates.days_between(now, deadline)
    on = dates.short_day(deadline)
    if days < 0:
        return ngettext(
            "Échéance dépassée de %(num)s jour (%(on)s)", "Échéance dépassée de %(num)s jours (%(on)s)", -days, on=on
        ), "alert"
    if days == 0:
        return _("Échéance aujourd’hui"), "alert"
    return ngettext("Échéance dans %(num)s jour (%(on)s)", "Échéance dans %(num)s jours (%(on)s)", days, on=on), "wait"
