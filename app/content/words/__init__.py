"""What is wrong with a package, in words: the reason, then what to do."""

from app.content.rules.package import Problem
from app.content.words.refusals import REFUSED
from app.infra.errors import Sentence
from app.infra.i18n import lazy_gettext as _l

LEVELS = {"error": _l("erreur"), "warning": _l("à revoir"), "note": _l("pour mémoire")}

PROBLEMS = {
    "yaml_colon": _l(
        "Un texte contient « : » suivi d’une espace. Mettez ce texte entre guillemets droits, ou en bloc « >- »."
    ),
    "yaml_question": _l(
        "Entre accolades, un texte qui contient « ? » se met entre guillemets droits. Ajoutez-les, ou écrivez une clé par ligne."
    ),
    "yaml_sign": _l(
        "Un texte commence par « %(sign)s », que YAML garde pour lui. Mettez tout le texte entre guillemets, ou en bloc « >- »."
    ),
    "yaml_tab": _l("Une tabulation sert de retrait. Remplacez-la par des espaces."),
    "yaml_deep": _l("Le fichier emboîte trop de niveaux. Reprenez l’exemple de docs/content-format.md."),
    "yaml": _l(
        "Le fichier YAML ne se lit pas. Vérifiez les retraits et les guillemets de cette ligne et de la précédente."
    ),
    "not_utf8": _l("Ce fichier n’est pas en UTF-8. Enregistrez-le de nouveau dans ce codage."),
    "too_large": _l("Ce fichier dépasse %(kilobytes)s Ko. Gardez ici les seuls textes du module."),
    "key_twice": _l("« %(key)s » est donné deux fois. Gardez une seule ligne."),
    "bad_requires": _l(
        "« requires » est une liste de noms de modules, comme « role-et-limites ». Corrigez-la, ou retirez-la."
    ),
    "requires_itself": _l("Le module se demande lui-même. Retirez-le de « requires »."),
    "requires_twice": _l("« %(name)s » est demandé deux fois. Gardez-le une fois."),
    "bad_credit": _l(
        "La part de points de l’option « %(part)s » de « %(id)s » n’est pas un nombre de -1 à 1. Écrivez 0.5 ou 1/3, ou retirez-la."
    ),
    "credit_of_right": _l(
        "L’option « %(part)s » de « %(id)s » est la bonne réponse : elle vaut tous les points. Retirez « credit »."
    ),
    "credit_one": _l(
        "Un mauvais choix vaut de 0 à moins de 1 : corrigez « credit » de l’option « %(part)s » de « %(id)s »."
    ),
    "credit_sign": _l(
        "Dans un choix multiple, une bonne réponse apporte des points et une mauvaise n’en apporte pas : corrigez « credit » de "
        "l’option « %(part)s » de « %(id)s »."
    ),
    "credit_total": _l(
        "Les bonnes réponses de « %(id)s » valent ensemble %(total)s au lieu de 1. Corrigez leurs « credit », ou retirez-les tous."
    ),
    "image_no_alt": _l("L’image de « %(id)s » n’est pas décrite. Ajoutez « alt » : ce qu’elle montre, en une phrase."),
    "alt_no_image": _l("« %(id)s » décrit une image qu’elle ne montre pas. Ajoutez « image », ou retirez « alt »."),
    "no_file": _l("Ce fichier manque. Créez-le : docs/content-format.md donne un exemple."),
    "not_a_map": _l("Il faut ici des lignes « clé : valeur »."),
    "not_a_list": _l("Il faut ici une liste, dont chaque entrée commence par un tiret."),
    "unknown_file": _l(
        "Ce fichier n’a pas sa place dans un module. Nommez une leçon 01-titre.md, ou retirez le fichier."
    ),
    "key_missing": _l("« %(key)s » manque. Ajoutez cette ligne."),
    "key_unknown": _l("« %(key)s » n’est pas une clé connue. Corrigez son orthographe, ou retirez-la."),
    "bad_slug": _l(
        "L’identifiant du module s’écrit en minuscules sans accent, avec des traits d’union. Renommez-le ainsi que le dossier."
    ),
    "slug_not_folder": _l("L’identifiant doit être le nom du dossier, « %(folder)s ». Corrigez l’un des deux."),
    "bad_number": _l("« %(key)s » est un nombre entier entre %(low)s et %(high)s. Corrigez-le."),
    "bad_change": _l("« change » vaut wording (la forme seule) ou substance (le module est à repasser)."),
    "empty_text": _l("« %(key)s » est vide. Écrivez le texte."),
    "no_objective": _l("Il faut au moins un objectif, avec un identifiant et un texte."),
    "objective_incomplete": _l("Un objectif a un « id » et un « text ». Complétez-le."),
    "id_twice": _l("L’identifiant « %(id)s » est donné deux fois. Changez le plus récent des deux."),
    "no_source": _l("Les sources sont une liste. Écrivez « sources: » puis une entrée par ligne."),
    "source_no_ref": _l("Une source a une référence, « ref ». Ajoutez-la."),
    "source_not_checked": _l(
        "Dites quand cette source a été lue : « checked: » suivi d’une date, de known ou de to-confirm."
    ),
    "source_bad_doi": _l("Un DOI s’écrit 10.1207/s15516709cog2504_1, sans adresse devant. Corrigez-le."),
    "source_bad_url": _l("L’adresse d’une source commence par https:// ou http://. Corrigez-la."),
    "source_to_confirm": _l("Source à confirmer avant la mise en service : %(ref)s"),
    "no_lesson": _l("Le module n’a pas de leçon. Ajoutez 01-titre.md."),
    "english_alone": _l("Cette leçon en anglais n’a pas de leçon française du même nom. Renommez-la."),
    "lesson_twice": _l("Cette leçon porte le même nom que %(other)s. Renommez l’une des deux."),
    "number_twice": _l("Cette leçon porte le même numéro que %(other)s. Changez l’un des deux."),
    "empty_lesson": _l("Cette leçon n’a que son titre. Écrivez son texte."),
    "no_title": _l("Une leçon commence par son titre : « # Le titre » sur la première ligne."),
    "second_title": _l("Un seul titre « # » par leçon. Écrivez « ## » pour une partie."),
    "block_not_open": _l("Ce « ::: » ne ferme aucun bloc. Retirez-le, ou ouvrez le bloc par « ::: callout Titre »."),
    "block_not_closed": _l("Ce bloc n’est pas fermé. Ajoutez une ligne « ::: » à sa fin."),
    "block_nested": _l("Un bloc ne s’ouvre pas dans un autre. Fermez d’abord le premier par « ::: »."),
    "block_unknown": _l("Le bloc « %(name)s » n’existe pas. Blocs connus : %(known)s."),
    "block_no_title": _l("Donnez un titre au bloc : « ::: %(name)s Le titre »."),
    "block_malformed": _l("Un « ::: » n’est reconnu qu’en tout début de ligne. Retirez les espaces qui le précèdent."),
    "raw_html": _l("Pas de HTML dans une leçon. Utilisez le Markdown, ou entourez ce code d’accents graves."),
    "image": _l("Une image se place dans un bloc « ::: figure Légende », avec son texte de remplacement."),
    "block_differs": _l("La leçon anglaise n’a pas les mêmes blocs, dans le même ordre, avec les mêmes identifiants."),
    "figure_no_image": _l("Une figure commence par son image : « ![ce qu’elle montre](fichier.png) »."),
    "figure_no_alt": _l("L’image n’a pas de texte de remplacement. Dites entre crochets ce qu’elle montre."),
    "media_absent": _l("Le fichier « %(name)s » n’est pas dans le module. Ajoutez-le, ou corrigez son nom."),
    "media_other": _l("Le fichier « %(name)s » n’est pas du type attendu ici : %(known)s."),
    "media_unreadable": _l("Ce fichier ne se lit pas comme %(type)s. Enregistrez-le de nouveau dans ce format."),
    "media_too_large": _l("Ce fichier dépasse %(megabytes)s Mo ou %(pixels)s millions de points. Réduisez-le."),
    "how_many_cards": _l("%(found)s cartes ; donnez-en de %(low)s à %(high)s."),
    "gaps_differ": _l(
        "Question « %(id)s » : le texte a les trous %(named)s, la liste « gaps » donne %(listed)s. Accordez les deux."
    ),
    "gap_no_answer": _l("Question « %(id)s », trou « %(part)s » : donnez en liste les réponses acceptées."),
    "bad_level": _l("Question « %(id)s », trou « %(part)s » : « level » vaut %(known)s."),
    "not_a_number": _l("Question « %(id)s » : « %(key)s » est un nombre. Écrivez-le en chiffres."),
    "id_elsewhere": _l("L’identifiant « %(id)s » sert déjà dans un autre fichier du module. Changez l’un des deux."),
    "bad_when": _l("Mise en situation « %(id)s » : « when » vaut before ou after."),
    "one_best": _l(
        "Mise en situation « %(id)s » : un seul choix porte « best: true » ; il y en a %(found)s. Marquez le plus efficace."
    ),
    "no_scenario": _l(
        "Le module n’a pas de mises en situation : on ne saura pas ce qu’il apprend. Ajoutez scenarios.yaml."
    ),
    "scenario_pair": _l("Il faut deux mises en situation : une « when: before » et une « when: after »."),
    "scenario_objectives": _l(
        "Les deux mises en situation visent le même objectif, sans quoi on ne peut les comparer."
    ),
    "scenario_unknown": _l("La mise en situation « %(id)s » n’est pas dans scenarios.yaml. Corrigez l’un des deux."),
    "scenario_not_before": _l("« ::: scenario %(id)s » se place une seule fois, au tout début de la première leçon."),
    "scenario_not_after": _l("« ::: scenario %(id)s » se place une seule fois, à la toute fin de la dernière leçon."),
    "objective_untested": _l("Aucune question du test ne couvre l’objectif « %(id)s ». Ajoutez-en une."),
    "question_no_id": _l(
        "Cette question n’a pas d’identifiant lisible : « id: » en minuscules, avec des traits d’union."
    ),
    "bad_type": _l("Question « %(id)s » : ce type n’existe pas. Choisissez parmi %(known)s."),
    "unknown_objective": _l(
        "Question « %(id)s » : l’objectif « %(objective)s » n’est pas dans module.yaml. Corrigez l’un des deux."
    ),
    "how_many": _l("Question « %(id)s » : %(found)s choix ; donnez-en de %(low)s à %(high)s."),
    "part_no_id": _l(
        "Question « %(id)s » : ce choix n’a pas d’identifiant lisible, « id: » en minuscules. Ajoutez-le."
    ),
    "part_no_text": _l("Question « %(id)s », choix « %(part)s » : le texte manque. Écrivez-le."),
    "no_feedback": _l(
        "Question « %(id)s », choix « %(part)s » : dites ce que ce choix fait à l’étudiant, même s’il est juste."
    ),
    "bad_correct": _l("Question « %(id)s », choix « %(part)s » : « correct » vaut true ou false, rien d’autre."),
    "one_right": _l(
        "Question « %(id)s » : un seul choix porte « correct: true » ; il y en a %(found)s. Marquez le bon, et lui seul."
    ),
    "some_right": _l("Question « %(id)s » : aucun choix n’est juste. Marquez ceux qui le sont par « correct: true »."),
    "true_false_ids": _l("Question « %(id)s » : nommez les deux choix « id: vrai » et « id: faux »."),
    "two_alike": _l("Question « %(id)s » : le choix « %(part)s » répète un autre. Changez l’un des deux."),
    "english_objective": _l("L’objectif « %(id)s » n’existe pas en français. Corrigez son identifiant."),
    "english_unknown": _l("La question « %(id)s » n’existe pas en français. Corrigez son identifiant."),
    "english_differs": _l(
        "Question « %(id)s » : l’anglais n’a pas les mêmes identifiants dans le même ordre. Recopiez-les du français."
    ),
    "small_bank": _l("La banque a %(found)s questions ; il en faut au moins %(low)s. Ajoutez-en."),
    "draw_too_large": _l(
        "Le quiz tire %(draw)s questions d’une banque de %(bank)s. Baissez « draw », ou ajoutez des questions."
    ),
    "draw_out": _l("Un quiz tire de %(low)s à %(high)s questions. Changez « draw »."),
    "draw_too_small": _l(
        "Le quiz tire %(draw)s questions pour %(objectives)s objectifs : chacun doit être couvert. Augmentez « draw »."
    ),
    "minutes_out": _l("Un module dure de %(low)s à %(high)s minutes. Raccourcissez-le ou étoffez-le."),
    "minutes_differ": _l(
        "%(announced)s minutes annoncées, %(counted)s comptées d’après les mots. Corrigez l’une ou l’autre."
    ),
    "lesson_count": _l("Un module a de %(low)s à %(high)s leçons. Ajoutez-en ou réunissez-en."),
    "no_sources": _l("Le module ne cite aucune source. Ajoutez celles sur lesquelles il s’appuie."),
    "french_only": _l(
        "Le module n’existe qu’en français : les lecteurs anglophones le verront en français, avec un avis."
    ),
    "objective_uncovered": _l("Aucune question ne couvre l’objectif « %(id)s ». Ajoutez-en une."),
    "longest_right": _l(
        "Le bon choix est le plus long dans %(found)s questions sur %(of)s : on devine. Équilibrez les longueurs."
    ),
    "same_place": _l(
        "Le bon choix est en position %(place)s dans %(found)s questions sur %(of)s. Variez les positions."
    ),
    "always_vrai": _l(
        "%(found)s affirmations sur %(of)s sont vraies : répondre « vrai » suffit presque. Ajoutez-en de fausses."
    ),
    "always_faux": _l(
        "%(found)s affirmations sur %(of)s sont fausses : répondre « faux » suffit presque. Ajoutez-en de vraies."
    ),
    "same_number": _l(
        "Les %(of)s questions à choix multiples ont toutes %(number)s bons choix : on les compte. Faites varier ce nombre."
    ),
    "absolute_wrong": _l(
        "Les %(options)s choix qui disent « toujours », « jamais » ou « aucun » sont tous faux : on devine. Nuancez-les, ou "
        "écrivez-en de justes."
    ),
    "keys_alike": _l(
        "Les identifiants « %(id)s » et « %(other)s » se confondent. Tant que rien n’est publié, renommez l’un des deux."
    ),
    "questions_alike": _l(
        "Les questions « %(id)s » et « %(other)s » ont %(percent)s %% de leurs mots en commun. Gardez-en une, ou changez le cas."
    ),
    "options_alike": _l(
        "Question « %(id)s » : les choix « %(other)s » et « %(part)s » disent la même chose, ponctuation et article mis à part. "
        "Changez l’un des deux."
    ),
    "answers_alike": _l(
        "Question « %(id)s », trou « %(part)s » : deux réponses acceptées n’en font qu’une, puisque ni les majuscules ni les "
        "accents ne comptent. Retirez-en une."
    ),
    "link_malformed": _l(
        "L’adresse « %(to)s » est mal formée. Recopiez-la en entier, https:// compris et sans espace."
    ),
    "link_scheme": _l(
        "L’adresse « %(to)s » serait retirée à l’affichage. Donnez une adresse https://, mailto: ou tel:."
    ),
    "link_not_https": _l("L’adresse « %(to)s » n’est pas chiffrée. Écrivez https:// si le site le permet."),
    "link_nowhere": _l(
        "Le lien vers « %(to)s » ne mène à rien. Pour une leçon du module, écrivez sa seule clé (reformuler, pour "
        "02-reformuler.md) ; ni un titre ni un fichier n’a d’adresse."
    ),
    "link_says_nothing": _l("Le texte du lien %(said)s ne dit pas où il mène. Nommez la page ou le document."),
    "link_bare": _l("L’adresse « %(to)s » sert de texte. Écrivez un lien qui nomme la page : [le nom](adresse)."),
    "alt_file_name": _l(
        "« %(alt)s » est un nom de fichier, pas un texte de remplacement. Dites ce que l’image apprend à qui ne la voit pas."
    ),
    "alt_image_of": _l(
        "Le texte de remplacement commence par « %(alt).20s… » : on sait déjà que c’est une image. Dites ce qu’elle montre."
    ),
    "alt_is_caption": _l(
        "Le texte de remplacement répète la légende, qui serait lue deux fois. Dites ce que l’image montre de plus."
    ),
    "alt_long": _l(
        "Le texte de remplacement dépasse %(high)s caractères. Gardez l’essentiel, et mettez le détail dans la leçon."
    ),
    "media_unshown": _l("Aucun texte ne montre le fichier « %(name)s ». Placez-le dans un bloc, ou retirez-le."),
    "hard_to_read": _l(
        "Cette leçon se lit difficilement : %(level)s sur l’échelle de Flesch, où moins de %(low)s est difficile (%(words)s mots "
        "par phrase). Coupez les phrases, préférez les mots courts."
    ),
    "long_sentence": _l("Une phrase de %(found)s mots (au plus %(high)s) : « %(start)s… » Coupez-la en deux."),
}


SENTENCES = {
    **REFUSED,
    "content.circle": Sentence(
        _l("Ces modules se demandent en rond : %(path)s. Personne ne pourrait commencer. Retirez l’une des demandes."),
        _l("Revenir aux modules"),
        "authoring.modules",
    ),
    "content.not_newer": Sentence(
        _l(
            "Le module a changé (%(changes)s), mais sa version n’a pas dépassé %(version)s. "
            "Augmentez « version » et dites si le fond change."
        ),
        _l("Revenir aux modules"),
        "authoring.modules",
    ),
    "content.studio_wins": Sentence(
        _l(
            "La dernière version vient du studio : le dossier ne la remplace pas (%(changes)s). "
            "Reprenez-la dans le dossier avant de la modifier."
        ),
        _l("Revenir aux modules"),
        "authoring.modules",
    ),
}


def sentence(problem: Problem) -> str:
    """The problem in words, in the language now spoken."""
    text = str(PROBLEMS[problem.code])
    return text % problem.values if problem.values else text
