"""The moments of a season when meeting in person helps most, in the order of the year; and the map of regions."""

MOMENTS = ("start", "mocks", "written", "oral")

# The map of equal tiles: where each region stands, as (column, row), and its name in one or two lines. Metropolitan France is
# one grid, overseas another, in no order of size: a small region weighs as much as a large one.
TILES = {
    "32": (2, 0, ("Hauts-", "de-France")),
    "53": (0, 1, ("Bretagne",)),
    "28": (1, 1, ("Normandie",)),
    "11": (2, 1, ("Île-", "de-France")),
    "44": (3, 1, ("Grand Est",)),
    "52": (1, 2, ("Pays", "de la Loire")),
    "24": (2, 2, ("Centre-", "Val de Loire")),
    "27": (3, 2, ("Bourgogne-", "Franche-Comté")),
    "75": (1, 3, ("Nouvelle-", "Aquitaine")),
    "84": (2, 3, ("Auvergne-", "Rhône-Alpes")),
    "76": (1, 4, ("Occitanie",)),
    "93": (2, 4, ("Provence-Alpes-", "Côte d’Azur")),
    "94": (3, 4, ("Corse",)),
}
OVERSEAS_TILES = {
    "01": (0, 0, ("Guadeloupe",)),
    "02": (1, 0, ("Martinique",)),
    "03": (2, 0, ("Guyane",)),
    "04": (0, 1, ("La Réunion",)),
    "06": (1, 1, ("Mayotte",)),
    "975": (2, 1, ("Saint-Pierre-", "et-Miquelon")),
    "986": (0, 2, ("Wallis-", "et-Futuna")),
    "987": (1, 2, ("Polynésie", "française")),
    "988": (2, 2, ("Nouvelle-", "Calédonie")),
}
