"""The people of the demonstration: invented names, drawn in a fixed order. None is anybody."""

from pathlib import Path
from random import Random

HERE = Path(__file__).parent

FIRST_NAMES = (HERE / "first_names.txt").read_text(encoding="utf-8").split()
LAST_NAMES = (HERE / "last_names.txt").read_text(encoding="utf-8").split()
POSTS = (
    "Élève à l’IRA de Metz",
    "Élève à l’INET",
    "Élève à l’EHESP",
    "Attachée à la préfecture de la Somme",
    "Attaché au rectorat de Lille",
    "Inspectrice des finances publiques à Limoges",
    "Chargé de mission, région Occitanie",
    "Directrice adjointe d’hôpital à Brest",
    "Magistrat au tribunal judiciaire de Pau",
    "Responsable des marchés publics, ville de Nancy",
    "Secrétaire administrative, université de La Réunion",
    "Conseillère pénitentiaire d’insertion à Rennes",
    "Chef de bureau dans une administration centrale",
    "Cheffe de service à la caisse d’allocations familiales",
)
WORDS = (
    "J’ai repassé mon concours une deuxième fois : je sais ce que c’est que de recommencer.",
    "J’aime travailler la note de synthèse à deux, chronomètre éteint.",
    "Disponible surtout le soir. Je préfère des rendez-vous courts et réguliers.",
    "Oraux blancs, lecture de rapports de jury, organisation du travail.",
    "Je viens de l’université, sans classe préparatoire. Je peux raconter ce qui m’a aidée.",
    "Curieux des parcours différents du mien. Je pose beaucoup de questions.",
    "Finances publiques et droit administratif, et beaucoup de patience pour les plans.",
    "Je peux faire visiter mon service à qui veut voir le métier de près.",
    "",
)
WISHES = (
    "Comprendre ce que le jury attend à l’oral.",
    "Tenir le temps sur la note de synthèse.",
    "Choisir entre deux concours.",
    "Parler avec quelqu’un qui fait ce métier.",
    "Organiser mes révisions jusqu’aux écrits.",
    "",
    "",
)
REASONS = (
    "Je voudrais d’abord comprendre ce qui se passe pour elle avant de proposer quoi que ce soit.",
    "Il me semble qu’il faut le laisser chercher, sinon il n’apprendra pas à le faire seul.",
    "Je crois que le rassurer passe avant le reste, il a l’air découragé.",
    "C’est ce qu’on m’avait dit quand j’étais à sa place, et cela m’avait aidé.",
)
COMPARISONS = (
    "L’expert dit ce qu’il surveillerait ensuite : je n’y avais pas pensé.",
    "Je garde l’idée d’une question précise plutôt qu’un conseil.",
    "J’allais trop vite vers la solution. La prochaine fois, j’attends sa réponse.",
)
MESSAGES = (
    "Bonjour, cette étudiante prépare le concours que vous avez réussi. Seriez-vous d’accord pour l’accompagner cette année ?",
    "Bonjour, vos créneaux vont bien avec les siens, et il cherche surtout de l’aide pour l’oral.",
    "Bonjour, notre classe serait heureuse de vous compter parmi ses tuteurs.",
)


def names(random: Random, count: int) -> list[tuple[str, str]]:
    """`count` different first and last names."""
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        found[random.choice(FIRST_NAMES), random.choice(LAST_NAMES)] = None
    return list(found)
