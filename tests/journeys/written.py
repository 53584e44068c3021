"""The module that a trainer writes from nothing in a journey: what is typed in each form."""

SLUG, TITLE = "relancer-apres-un-silence", "Relancer après un silence"
ABOUT = {
    "title": TITLE,
    "why": "La personne sait qu’elle peut revenir, même après trois semaines sans nouvelles.",
    "objective-0-text": "Relancer sans reprocher",
    "objective-1-text": "Dire quand et à qui passer la main",
    "minutes": "20",
    "quiz-draw": "6",
    "source-0-ref": "Bardach, Klassen & Perry, Educational Psychology Review, 2022.",
    "source-0-checked": "2026-11-23",
}
LESSON = """# Reprendre contact sans faire de reproche

::: scenario silence-avant
:::

Yanis prépare le concours d’attaché. Il n’a pas répondu à vos deux derniers messages. Une relance peut ouvrir une porte ou ajouter une gêne.

## Un message court, une question facile

Dites que vous pensez à lui, posez une question qui se répond en une ligne, et laissez une porte ouverte.

> « Bonjour Yanis, je pense à votre oral blanc. Est-ce que jeudi vous irait encore ? Si ce n’est pas le moment, dites-le-moi simplement. »
"""
AGAIN = """# Écrire une deuxième fois

Un message sans réponse n’est pas un refus. Il est peut-être arrivé un soir de révision, ou sur un téléphone perdu.

## Changer quelque chose

Changez le jour, l’heure ou le moyen. Ne répétez pas le message : rappelez en une phrase ce que vous proposiez.

## Laisser le choix

Proposez deux moments, et dites qu’un « plus tard » vous va.
"""
HANDOVER = """# Passer la main

Trois relances sans réponse : écrivez à la référente de la classe, qui voit ce que vous ne voyez pas.

## Ce que vous transmettez

La date du dernier échange, ce qui avait été convenu, et rien de ce qui vous a été confié.

::: scenario silence-apres
:::
"""
MORE = {"Écrire une deuxième fois": AGAIN, "Passer la main": HANDOVER}
SCENARIOS = {
    "silence-avant": {
        "when": "before",
        "situation": "Yanis n’a pas répondu depuis dix jours. Votre dernier message lui rappelait un devoir à rendre.",
        "ask": "Que lui écrivez-vous aujourd’hui ?",
        "options": [
            (
                "Que vous restez disponible, et s’il préfère un autre jour.",
                "La porte est ouverte, la réponse tient en un mot.",
            ),
            ("Que le devoir était pour la semaine dernière.", "Le reproche ajoute de la gêne à celle du retard."),
            ("Rien : il reviendra quand il voudra.", "Beaucoup attendent un signe avant d’oser revenir."),
        ],
        "explain": "Dites pourquoi, en une ou deux phrases.",
        "expert": "Je regarde ce qui a changé depuis le dernier échange, et je surveille la date de l’oral.",
        "compare": "Qu’aviez-vous vu que je n’ai pas vu ?",
    },
    "silence-apres": {
        "when": "after",
        "situation": "Leïla ne répond plus depuis trois semaines. Vous lui avez écrit trois fois, à des jours différents.",
        "ask": "Que faites-vous ?",
        "options": [
            ("Vous en parlez à la référente de la classe.", "Elle voit ce que vous ne voyez pas."),
            (
                "Vous écrivez une quatrième fois le même message.",
                "Répéter n’apprend rien de plus, ni à elle ni à vous.",
            ),
            ("Vous fermez l’accompagnement dans le site.", "Fermer sans en parler laisse la classe sans nouvelles."),
        ],
        "explain": "Dites pourquoi, en une ou deux phrases.",
        "expert": "Je transmets des faits et des dates, jamais une confidence.",
        "compare": "Que diriez-vous de plus à la référente ?",
    },
}
ONE, TWO = "relancer-sans-reprocher", "dire-quand-et-a-qui-passer-la-main"


def asked(kind: str, objective: int, text: str, parts: list[tuple[str, ...]], **more: str) -> dict[str, object]:
    """A question as its form takes it; the first of its options is right."""
    return {"kind": kind, "objective": objective, "text": text, "parts": parts, "more": more}


QUESTIONS = [
    asked(
        "single",
        0,
        "Quelle première phrase ouvre le mieux une relance ?",
        [
            ("Je pense à votre oral de jeudi.", "Elle parle de lui et de ce qui vient."),
            ("Vous ne m’avez pas répondu.", "C’est vrai, et c’est déjà un reproche."),
            ("J’espère que vous travaillez bien.", "La phrase met la pression sans rien proposer."),
        ],
    ),
    asked(
        "single",
        0,
        "Combien de questions poser dans un message de relance ?",
        [
            ("Une seule, à laquelle on répond en une ligne.", "Plus la réponse est courte, plus elle vient."),
            ("Trois, pour faire le point sur tout.", "Le point se fera quand il aura répondu."),
            ("Aucune, pour ne pas le presser.", "Sans question, il n’a rien à quoi répondre."),
        ],
    ),
    asked(
        "single",
        1,
        "À qui écrire après trois relances sans réponse ?",
        [
            ("À la référente de la classe.", "Elle a d’autres nouvelles, et d’autres moyens."),
            ("À un camarade de la classe.", "Vous feriez savoir à d’autres ce qui ne regarde que lui."),
            ("À sa famille.", "La personne est majeure : c’est à elle de prévenir les siens."),
        ],
    ),
    asked(
        "single",
        1,
        "Que transmettre à la référente ?",
        [
            ("La date du dernier échange et ce qui était convenu.", "Des faits, qui suffisent pour agir."),
            ("Ce qu’il vous a confié de sa famille.", "Une confidence ne se transmet pas sans accord."),
            ("Votre avis sur ses chances.", "Ce n’est pas ce qui permettra de le joindre."),
        ],
    ),
    asked(
        "single",
        0,
        "Quel moment choisir pour relancer ?",
        [
            (
                "Un autre jour et une autre heure que la dernière fois.",
                "Le moment d’avant n’était peut-être pas le bon.",
            ),
            ("Toujours le lundi matin.", "La régularité ne répond pas à ce qui bloque."),
            ("La veille d’une épreuve.", "Elle a besoin de calme, pas d’une relance."),
        ],
    ),
    asked(
        "single",
        1,
        "Il répond : « Je laisse tomber le concours. » Que faites-vous d’abord ?",
        [
            ("Vous lui demandez ce qui s’est passé.", "Avant de convaincre, comprendre."),
            ("Vous lui rappelez le travail déjà fait.", "L’argument vient trop tôt pour être entendu."),
            ("Vous prévenez aussitôt la classe.", "Rien ne presse : parlez-en d’abord avec lui."),
        ],
    ),
    asked(
        "multiple",
        0,
        "Que peut contenir une bonne relance ?",
        [
            ("Une question facile", "On y répond sans effort."),
            ("Une porte ouverte pour dire non", "Pouvoir refuser aide à répondre."),
            ("La liste de ce qui n’a pas été fait", "Elle décourage de répondre."),
            ("Une menace d’arrêter", "Elle ferme ce qu’on veut ouvrir."),
        ],
        right="01",
    ),
    asked(
        "truefalse",
        0,
        "Un silence veut presque toujours dire que la personne a renoncé.",
        [
            ("Vrai", "Il a souvent d’autres causes : un travail, la gêne d’un retard, un téléphone perdu."),
            ("Faux", "Il a bien d’autres causes, que vous ne devinez pas."),
        ],
        right="1",
    ),
    asked(
        "situation",
        1,
        "Que lui répondez-vous ?",
        [
            ("Vous la remerciez, et demandez quand vous pourriez parler.", "Elle a écrit : le plus dur est fait."),
            ("Vous lui demandez pourquoi elle n’a rien dit.", "La question l’oblige à se justifier."),
            ("Vous lui envoyez tout le programme à rattraper.", "Elle vient de revenir : une étape suffit."),
        ],
        situation="Leïla écrit enfin, après trois semaines : « Désolée, c’était compliqué. »",
    ),
    asked(
        "ordering",
        1,
        "Dans quel ordre agir devant un silence qui dure ?",
        [
            ("Écrire un message court",),
            ("Changer de jour et de moyen",),
            ("Prévenir la référente",),
        ],
        notion="Ce qui vient d’abord coûte le moins à la personne.",
        feedback="On commence par le plus léger : écrire, puis changer de moyen, enfin prévenir.",
    ),
    asked(
        "matching",
        1,
        "Qui peut quoi ?",
        [
            ("La référente", "Joindre la personne par la classe"),
            ("Le tuteur", "Proposer un rendez-vous"),
            ("Le service social", "Étudier une aide d’urgence"),
        ],
        notion="Chacun a son rôle.",
        feedback="La référente joint par la classe, le tuteur propose un rendez-vous, le service social étudie une aide.",
    ),
    asked(
        "numeric",
        1,
        "Après combien de relances sans réponse prévient-on la référente ?",
        [],
        answer="3",
        notion="La leçon dit un nombre.",
        feedback="Trois relances, à des jours différents.",
    ),
]
