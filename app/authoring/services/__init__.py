"""What trainers do: open a draft, write its files, have it reviewed, publish it."""

from app.authoring.services.drafts import drop_draft, new_module, open_draft, send_to_review, take_back
from app.authoring.services.entries import add_entry, copy_entry, move_entry, remove_entry, save_entry
from app.authoring.services.exchange import import_questions
from app.authoring.services.figures import keep_figures
from app.authoring.services.files import (
    Save,
    add_lesson,
    move_lesson,
    remove_lesson,
    save_file,
    translate_lesson,
    translate_manifest,
)
from app.authoring.services.harvest import (
    delete_misconception,
    group,
    merge,
    new_misconception,
    rename_misconception,
    ungroup,
    use,
)
from app.authoring.services.inbox import settle_report
from app.authoring.services.media import add_media, remove_media, replace_media, show_media
from app.authoring.services.packages import import_package
from app.authoring.services.publishing import mark, publish, publish_draft
from app.authoring.services.retiring import put_back, retire
from app.authoring.services.review import answer_remark, judge, remark, resolve

__all__ = [
    "Save",
    "add_entry",
    "add_lesson",
    "add_media",
    "answer_remark",
    "copy_entry",
    "delete_misconception",
    "drop_draft",
    "group",
    "import_package",
    "import_questions",
    "judge",
    "keep_figures",
    "mark",
    "merge",
    "move_entry",
    "move_lesson",
    "new_misconception",
    "new_module",
    "open_draft",
    "publish",
    "publish_draft",
    "put_back",
    "remark",
    "remove_entry",
    "remove_lesson",
    "remove_media",
    "rename_misconception",
    "replace_media",
    "resolve",
    "retire",
    "save_entry",
    "save_file",
    "send_to_review",
    "settle_report",
    "show_media",
    "take_back",
    "translate_lesson",
    "translate_manifest",
    "ungroup",
    "use",
]
