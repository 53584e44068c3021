"""The people of the demonstration: invented names, drawn in a fixed order. None is anybody."""

from random import Random

FIRST_NAMES = (
    "Adèle Adrien Aïcha Alexis Alice Amadou Amélie Anaïs Antoine Apolline Arthur Assia Aurélie Awa Baptiste Bérénice Bilal Camille "
    "Capucine Cédric Charlotte Chloé Clément Coralie Cyril Damien Delphine Diane Djibril Dorian Élise Éloïse Émilie Enzo Erwan Esther "
    "Étienne Fanny Farid Fatou Félix Florian Gabriel Gaëlle Guillaume Hana Hélène Henri Hugo Idriss Inès Ismaël Jade Jonas Joseph Julie "
    "Kenza Kévin Lamine Laura Léa Léo Lina Lou Lucas Maëlle Maïa Manon Marc Marius Mathilde Maud Mehdi Mélanie Mila Moussa Nadia Naïm "
    "Nathan Nicolas Nina Noé Nora Océane Olivier Oumar Paul Pauline Pierre Quentin Rachid Rania Raphaël Robin Romane Sabrina Salomé Samir "
    "Sarah Sébastien Simon Solène Sonia Tanguy Théo Thomas Tiphaine Ugo Valentin Victoire Vincent Wassim William Yanis Yasmine Zoé"
).split()
LAST_NAMES = (
    "Abadie Allard Amrani Arnaud Aubry Bailly Barbier Baron Benali Benoît Berger Bertin Besson Blanc Bonnet Boucher Bouvier Briand Brunet "
    "Carlier Caron Chauvin Chevalier Cissé Colas Collet Cordier Coste Dacosta Daniel Delmas Deschamps Diallo Diarra Dufour Dumas Dupuis "
    "Etchegaray Fabre Faure Ferrand Fontaine Fournier Gaillard Garnier Gauthier Gérard Giraud Grondin Guérin Guillot Hamel Haddad Hoarau "
    "Huet Imbert Jacquet Joly Kaci Keller Klein Lacroix Lambert Launay Lebrun Leclerc Legrand Lemaire Léveillé Louis Maillard Mallet Marchal "
    "Marty Masson Mercier Meunier Monnier Morel Moulin Nguyen Noël Ollivier Ouattara Payet Pelletier Perrin Picard Poirier Prévost Quéré "
    "Rambaud Renard Renaud Rivière Robin Roche Rossi Roussel Sanchez Sauvage Schmitt Sow Tessier Thibault Traoré Vasseur Vidal Vinet Weber"
).split()
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
