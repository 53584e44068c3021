"""What the trainers' pages send."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField, TextAreaField

from app.content.archive import DEFAULTS
from app.content.uploads import LARGEST
from app.infra.forms import Form, at_most, needed
from app.infra.i18n import lazy_gettext as _l

IMAGE = "image/png,image/jpeg,image/webp"
FILM = "video/mp4,video/webm"
CAPTIONS = ".vtt,.srt,text/vtt"


class NewModuleForm(Form):
    """The name for good, and the title for now, of a module."""

    title = StringField(_l("Titre"), [needed(_l("Donnez un titre : il se change à tout moment.")), at_most(120)])
    slug = StringField(
        _l("Nom dans l’adresse"),
        [needed(_l("Donnez un nom court, sans accent.")), at_most(60)],
        description=_l("Des minuscules et des tirets, par exemple « preparer-oral ». Il ne changera plus."),
    )


class LessonForm(Form):
    """A lesson to add."""

    title = StringField(_l("Titre de la leçon"), [needed(_l("Donnez un titre à la leçon.")), at_most(120)])


class ReopenForm(Form):
    """Why new tries are given."""

    reason = StringField(
        _l("Ce que vous avez convenu ensemble"),
        [needed(_l("Dites ce qui a été convenu : ce sera gardé.")), at_most(200)],
    )


class MediaForm(Form):
    """A file to keep."""

    file = FileField(
        _l("Fichier"),
        [FileRequired(message=_l("Choisissez un fichier."))],
        description=_l(
            "Image PNG, JPEG ou WebP ; film MP4 (H.264) ou WebM, de %(megabytes)s Mo au plus ; sous-titres .vtt ou .srt.",
            megabytes=LARGEST,
        ),
        render_kw={"accept": f"{IMAGE},{FILM},{CAPTIONS}"},
    )


class ShowForm(Form):
    """A file to keep and show in a lesson. Which of the rest is needed depends on what the file turns out to be."""

    file = FileField(
        _l("Image ou film"),
        [FileRequired(message=_l("Choisissez un fichier."))],
        description=_l(
            "Image PNG, JPEG ou WebP ; film MP4 (H.264) ou WebM, de %(megabytes)s Mo au plus.", megabytes=LARGEST
        ),
        render_kw={"accept": f"{IMAGE},{FILM}"},
    )
    title = StringField(_l("Légende"), [needed(_l("Donnez une légende : elle s’affiche avec.")), at_most(120)])
    words = TextAreaField(
        _l("Ce que l’image montre, ou ce que le film dit"),
        [needed(_l("Écrivez-le : sans cela, qui ne voit pas ou n’entend pas n’a rien.")), at_most(20_000)],
        description=_l(
            "Pour une image, une phrase utile à qui ne la voit pas. Pour un film, sa transcription entière."
        ),
        render_kw={"rows": 3},
    )
    captions = FileField(
        _l("Sous-titres du film"),
        description=_l("Fichier .vtt ou .srt : demandé pour un film."),
        render_kw={"accept": CAPTIONS},
    )


class PackageForm(Form):
    """A module's folder, zipped, to check or to make a draft of."""

    file = FileField(
        _l("Archive zip"),
        [FileRequired(message=_l("Choisissez un fichier."))],
        description=_l("%(megabytes)s Mo au plus.", megabytes=DEFAULTS.archive),
        render_kw={"accept": ".zip,application/zip"},
    )
    replace = BooleanField(_l("Écraser le brouillon de ce module, s’il y en a un d’ouvert"))
    act = StringField(default="check")


class QuestionsForm(Form):
    """Questions of another platform, to check or to import."""

    file = FileField(
        _l("Fichier de questions"),
        description=_l(
            "GIFT, XML de Moodle ou QTI (2.1, 2.2, 3.0). Le format est reconnu à ce que contient le fichier."
        ),
        render_kw={"accept": ".txt,.gift,.xml,.zip"},
    )
    act = StringField(default="check")
