"""The sentences of infra's own refusals."""

from app.infra.errors import Sentence
from app.infra.i18n import lazy_gettext as _l

SENTENCES = {
    "link.forged": Sentence(
        _l(
            "Ce lien est incomplet ou a été modifié. Recopiez-le en entier depuis le message, ou demandez-en un nouveau."
        ),
        _l("Revenir à l’accueil"),
        "public.landing",
        404,
    ),
    "link.expired": Sentence(
        _l("Ce lien a dépassé sa date. Demandez-en un nouveau : rien n’a changé entre-temps."),
        _l("Revenir à l’accueil"),
        "public.landing",
        410,
    ),
    "link.spent": Sentence(
        _l("Ce lien a déjà servi. Il n’y a rien de plus à faire ici."), _l("Revenir à l’accueil"), "public.landing", 410
    ),
    "csv.empty": Sentence(
        _l("Ce fichier ne contient aucune ligne sous son en-tête. Rien n’a été importé."),
        _l("Revenir"),
        "home.start",
        422,
    ),
    "csv.not_text": Sentence(
        _l("Ce fichier n’est pas un CSV : enregistrez la feuille au format CSV, puis recommencez."),
        _l("Revenir"),
        "home.start",
        422,
    ),
    "csv.too_large": Sentence(
        _l("Ce fichier dépasse %(megabytes)s Mo. Coupez-le en plusieurs, rien n’a été importé."),
        _l("Revenir"),
        "home.start",
        413,
    ),
    "settings.out_of_bounds": Sentence(
        _l("Cette valeur sort des bornes permises (de %(low)s à %(high)s)."),
        _l("Revenir aux réglages"),
        "admin.settings",
        422,
    ),
    "settings.past": Sentence(
        _l("Un réglage ne change pas le passé : choisissez une date à partir d’aujourd’hui."),
        _l("Revenir aux réglages"),
        "admin.settings",
        422,
    ),
}
