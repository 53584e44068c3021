"""What reading or writing the questions of other platforms has to say, in words: why one is left out, what is kept without it."""

from typing import Any

from app.content.formats.items import Trouble
from app.infra.i18n import lazy_gettext as _l

ERRORS: dict[str, Any] = {
    "bad_gap": _l("Un trou ne se lit pas : vérifiez ses accolades."),
    "bad_grade": _l("« %(detail)s » n’est pas une note entre -100 et 100."),
    "bad_number": _l("« %(detail)s » n’est pas un nombre."),
    "bad_pair": _l("Une paire n’a qu’un côté : « %(detail)s »."),
    "bad_path": _l("Un fichier de l’archive porte un chemin qui sort du dossier : « %(detail)s »."),
    "bad_zip": _l("L’archive ne se lit pas : elle est abîmée, protégée, ou n’est pas une archive ordinaire."),
    "braces": _l("Des accolades ne se ferment pas, ou s’emboîtent."),
    "dtd": _l("Le fichier commence par une DTD (« <!DOCTYPE ») : elle est refusée. Exportez-le de nouveau sans elle."),
    "empty_choice": _l("Une réponse est vide."),
    "encoding": _l("Le codage annoncé n’est pas celui du fichier, ou n’est pas lu. Enregistrez-le en UTF-8."),
    "missing": _l("Le fichier « %(detail)s », que le sommaire annonce, n’est pas dans l’archive."),
    "no_gap": _l("Le texte n’a pas de trou."),
    "no_interaction": _l("La question ne demande rien : elle n’a pas d’interaction."),
    "no_item": _l("L’archive ne contient aucune question QTI."),
    "no_manifest": _l("L’archive n’a pas de sommaire imsmanifest.xml."),
    "no_response": _l("La question ne dit pas où sa réponse est gardée."),
    "no_right": _l("Aucune réponse n’est juste."),
    "no_text": _l("La question n’a pas d’énoncé."),
    "not_expressible": _l("Ce format ne sait pas l’écrire : %(detail)s."),
    "not_moodle": _l("Ce fichier XML n’est pas un export de questions de Moodle : il commence par « %(detail)s »."),
    "not_qti": _l("Ce fichier XML n’est pas du QTI 2 ou 3 : il commence par « %(detail)s »."),
    "not_text": _l("Ce fichier n’est pas un texte."),
    "not_xml": _l("Le fichier XML est mal formé à cette ligne."),
    "same_key": _l("Deux choses portent le même identifiant : « %(detail)s »."),
    "several_right": _l("Plusieurs réponses valent tous les points, et une seule peut être choisie."),
    "too_big": _l("Le fichier dépasse %(detail)s Mo."),
    "too_few": _l("Trop peu de réponses : %(detail)s."),
    "too_many": _l("Le fichier contient plus de %(detail)s questions. Coupez-le."),
    "too_many_choices": _l("La question a plus de %(detail)s réponses."),
    "too_much": _l("Le fichier est démesuré : plus de %(detail)s signes à lire d’un bloc."),
    "unsupported": _l("Ce type de question n’est pas repris : %(detail)s."),
}
LOSSES: dict[str, Any] = {
    "and_more": _l("D’autres pertes du même genre ne sont pas listées."),
    "bounds": _l("des bornes de réponse ne sont pas reprises : %(detail)s"),
    "brackets": _l("des crochets doubles du texte sont devenus simples"),
    "case": _l("les majuscules ne compteront plus, ou plus de la même façon"),
    "characters": _l("des caractères invisibles sont retirés"),
    "companion": _l("un outil joint n’est pas repris : %(detail)s"),
    "include": _l("un fichier inclus n’est pas repris : %(detail)s"),
    "stimulus": _l("un texte partagé entre questions n’est pas repris : %(detail)s"),
    "credit": _l("une part de points est arrondie : %(detail)s"),
    "emphasis": _l("la mise en forme (gras, italique, couleurs) est retirée"),
    "feedback": _l("un retour n’est pas repris : %(detail)s"),
    "feedback_left": _l("ce retour n’a pas de place : « %(detail)s »"),
    "file": _l("le fichier joint n’est pas repris : %(detail)s"),
    "gap_answer": _l("une réponse qui ne vaut pas tous les points n’est plus acceptée : « %(detail)s »"),
    "gap_apart": _l("le trou est placé autrement dans la phrase"),
    "gap_weight": _l("le poids d’un trou n’est pas repris : %(detail)s"),
    "hints": _l("les indices ne sont pas repris"),
    "image": _l("une image n’est pas reprise : %(detail)s"),
    "image_name": _l("une image change de nom : %(detail)s"),
    "image_unread": _l("une image ne se lit pas et n’est pas reprise : %(detail)s"),
    "key": _l("l’identifiant n’est pas repris : %(detail)s"),
    "link": _l("un lien perd son adresse : %(detail)s"),
    "lone_answer": _l("une réponse sans paire n’est pas reprise : « %(detail)s »"),
    "media": _l("un élément actif est retiré : %(detail)s"),
    "name": _l("le nom est abrégé : %(detail)s"),
    "negative": _l("un mauvais choix qui retire des points n’en retire plus : %(detail)s"),
    "options": _l("un réglage n’est pas repris : %(detail)s"),
    "other_number": _l("un autre nombre accepté n’est pas repris : %(detail)s"),
    "outcome": _l("le retour réservé à une issue n’est pas repris : %(detail)s"),
    "part": _l("une partie de la question n’est pas reprise : %(detail)s"),
    "part_feedback": _l("le retour d’une partie n’est pas repris"),
    "processing": _l("la façon de noter n’est pas comprise : les bonnes réponses annoncées font foi"),
    "rubric": _l("une consigne réservée n’est pas reprise : %(detail)s"),
    "same_answer": _l("une réponse écrite deux fois n’est gardée qu’une fois : « %(detail)s »"),
    "scaled": _l("la note la plus haute devient tous les points : elle valait %(detail)s"),
    "stylesheet": _l("la feuille de style n’est pas reprise : %(detail)s"),
    "tag": _l("une étiquette n’est pas reprise : %(detail)s"),
    "template": _l("un contenu calculé n’est pas repris : %(detail)s"),
    "truth_words": _l("les mots de vrai ou faux deviennent les nôtres : %(detail)s"),
    "unit": _l("l’unité n’est pas reprise : %(detail)s"),
    "units": _l("d’autres unités ne sont pas reprises : %(detail)s"),
    "weights": _l("des poids ne sont pas repris : %(detail)s"),
    "weights_sum": _l("les bonnes réponses valent ensemble %(detail)s"),
    "wildcard": _l("une étoile qui accepte n’importe quoi n’est pas reprise : « %(detail)s »"),
}
SHOWN = 80  # characters of a detail
PLAIN = _l("quelque chose n’est pas repris (%(code)s)")


def said(trouble: Trouble) -> str:
    """A trouble in words, in the language now spoken."""
    words = (ERRORS if trouble.level == "error" else LOSSES).get(trouble.code, PLAIN)
    detail = str(trouble.values.get("detail", ""))
    return str(words) % {"detail": detail if len(detail) <= SHOWN else f"{detail[: SHOWN - 1]}…", "code": trouble.code}
