"""Why a file given is not taken, in words: an image, a film, captions, an archive."""

from typing import Any

from app.infra.errors import Sentence
from app.infra.i18n import lazy_gettext as _l


def _refused_file(text: Any) -> Sentence:
    return Sentence(text, _l("Revenir aux modules"), "authoring.modules", 422)


REFUSED = {
    "content.upload_empty": _refused_file(
        _l("« %(name)s » est vide. Vérifiez que le fichier s’ouvre sur votre appareil.")
    ),
    "content.upload_heavy": _refused_file(
        _l("« %(name)s » est trop lourd : %(megabytes)s Mo au plus. Réduisez-le, puis recommencez.")
    ),
    "content.upload_pixels": _refused_file(
        _l("« %(name)s » dépasse %(pixels)s millions de points. Réduisez l’image, puis recommencez.")
    ),
    "content.upload_animated": _refused_file(
        _l("« %(name)s » est une image animée : on ne peut pas l’arrêter. Donnez un film, ou une image fixe.")
    ),
    "content.upload_damaged": _refused_file(
        _l("« %(name)s » est une image abîmée ou incomplète. Ouvrez-la, enregistrez-la de nouveau, puis recommencez.")
    ),
    "content.upload_cut": _refused_file(
        _l("« %(name)s » est un film incomplet : sa fin ou sa table manque. Exportez-le de nouveau.")
    ),
    "content.upload_hevc": _refused_file(
        _l("« %(name)s » est codé en H.265, que tous les navigateurs ne lisent pas. Exportez-le en H.264.")
    ),
    "content.upload_captions": _refused_file(
        _l(
            "« %(name)s » ne contient aucun sous-titre avec ses temps. Exportez-le en WebVTT (.vtt) ou en SubRip (.srt)."
        )
    ),
    "content.upload_kind": _refused_file(
        _l(
            "« %(name)s » n’est pas d’un type accepté : une image PNG, JPEG ou WebP, un film MP4 ou WebM, des sous-titres "
            ".vtt ou .srt. C’est le contenu qui compte, pas le nom."
        )
    ),
    "content.archive_heavy": _refused_file(
        _l("Cette archive dépasse %(megabytes)s Mo. Retirez ce que les leçons ne montrent pas.")
    ),
    "content.archive_not_zip": _refused_file(
        _l("Ce fichier n’est pas une archive zip. Compressez le dossier du module, puis recommencez.")
    ),
    "content.archive_cut": _refused_file(
        _l("Cette archive est incomplète, ou suivie d’autre chose. Téléchargez-la ou compressez-la de nouveau.")
    ),
    "content.archive_broken": _refused_file(
        _l("Le sommaire de cette archive ne dit pas ce qu’elle contient. Compressez de nouveau le dossier.")
    ),
    "content.archive_large_format": _refused_file(
        _l("Cette archive est au format des très grandes archives (zip64). Compressez le dossier sans cette option.")
    ),
    "content.archive_empty": _refused_file(
        _l("Cette archive est vide. Compressez le dossier du module, avec ses fichiers.")
    ),
    "content.archive_many": _refused_file(
        _l("Cette archive contient plus de %(most)s fichiers. Gardez ceux du seul module.")
    ),
    "content.archive_hidden": _refused_file(
        _l("Cette archive contient des octets que son sommaire ne nomme pas. Compressez de nouveau le dossier.")
    ),
    "content.archive_overlap": _refused_file(
        _l("Dans cette archive, « %(name)s » empiète sur un autre fichier : elle est fabriquée ou abîmée. Refaites-la.")
    ),
    "content.archive_two_names": _refused_file(
        _l("Dans cette archive, « %(name)s » porte deux noms différents : elle est fabriquée ou abîmée. Refaites-la.")
    ),
    "content.archive_two_sizes": _refused_file(
        _l(
            "Dans cette archive, « %(name)s » annonce deux tailles différentes : elle est fabriquée ou abîmée. Refaites-la."
        )
    ),
    "content.archive_lies": _refused_file(
        _l("Dans cette archive, « %(name)s » n’a pas le contenu annoncé. Téléchargez-la ou compressez-la de nouveau.")
    ),
    "content.archive_damaged": _refused_file(
        _l("Dans cette archive, « %(name)s » est abîmé et ne se décompresse pas. Refaites l’archive.")
    ),
    "content.archive_bomb": _refused_file(
        _l("Décompressé, « %(name)s » est démesuré : un module entier tient dans %(megabytes)s Mo. Rien n’a été gardé.")
    ),
    "content.archive_nested": _refused_file(
        _l("« %(name)s » est une archive dans l’archive. Décompressez-la, et mettez ses fichiers dans le dossier.")
    ),
    "content.archive_encrypted": _refused_file(
        _l("« %(name)s » est protégé par un mot de passe. Refaites l’archive sans mot de passe.")
    ),
    "content.archive_method": _refused_file(
        _l(
            "« %(name)s » est compressé d’une façon que nous ne lisons pas. Choisissez la compression ordinaire (deflate)."
        )
    ),
    "content.archive_link": _refused_file(
        _l(
            "« %(name)s » n’est pas un fichier ordinaire (lien, périphérique). Mettez le fichier lui-même dans le dossier."
        )
    ),
    "content.archive_name": _refused_file(
        _l(
            "Le nom « %(name)s » ne convient pas : lettres sans accent, chiffres, points et tirets. Renommez ce fichier."
        )
    ),
    "content.archive_outside": _refused_file(
        _l("« %(name)s » sortirait du dossier du module. Refaites l’archive à partir du dossier.")
    ),
    "content.archive_deep": _refused_file(
        _l("« %(name)s » est dans un sous-dossier. Un module n’en a pas : tous ses fichiers sont côte à côte.")
    ),
    "content.archive_twice": _refused_file(
        _l("« %(name)s » est deux fois dans cette archive, majuscules et accents mis à part. Gardez-en un.")
    ),
    "content.archive_folders": _refused_file(
        _l("Cette archive contient plusieurs dossiers (%(names)s). Compressez un seul module à la fois.")
    ),
}
