"""The referentials a new installation starts with. Admins edit them afterwards; loading again never overwrites.

Regions: INSEE codes. Which papers an exam has: usual ones, to be checked against the year's official notice (only IRA's
two, since the 2025 session, were read on the ministry's page).
"""

PARIS = "Europe/Paris"

REGIONS = (
    ("84", "Auvergne-Rhône-Alpes", PARIS),
    ("27", "Bourgogne-Franche-Comté", PARIS),
    ("53", "Bretagne", PARIS),
    ("24", "Centre-Val de Loire", PARIS),
    ("94", "Corse", PARIS),
    ("44", "Grand Est", PARIS),
    ("32", "Hauts-de-France", PARIS),
    ("11", "Île-de-France", PARIS),
    ("28", "Normandie", PARIS),
    ("75", "Nouvelle-Aquitaine", PARIS),
    ("76", "Occitanie", PARIS),
    ("52", "Pays de la Loire", PARIS),
    ("93", "Provence-Alpes-Côte d’Azur", PARIS),
    ("01", "Guadeloupe", "America/Guadeloupe"),
    ("02", "Martinique", "America/Martinique"),
    ("03", "Guyane", "America/Cayenne"),
    ("04", "La Réunion", "Indian/Reunion"),
    ("06", "Mayotte", "Indian/Mayotte"),
    ("975", "Saint-Pierre-et-Miquelon", "America/Miquelon"),
    ("986", "Wallis-et-Futuna", "Pacific/Wallis"),
    ("987", "Polynésie française", "Pacific/Tahiti"),
    ("988", "Nouvelle-Calédonie", "Pacific/Noumea"),
)

# slug, short name, name, region, school, host
INSTITUTIONS = (
    ("insp", "INSP", "Institut national du service public", "44", True, True),
    ("inet", "INET", "Institut national des études territoriales", "44", True, True),
    ("ira-bastia", "IRA de Bastia", "Institut régional d’administration de Bastia", "94", True, True),
    ("ira-lille", "IRA de Lille", "Institut régional d’administration de Lille", "32", True, True),
    ("ira-lyon", "IRA de Lyon", "Institut régional d’administration de Lyon", "84", True, True),
    ("ira-metz", "IRA de Metz", "Institut régional d’administration de Metz", "44", True, True),
    ("ira-nantes", "IRA de Nantes", "Institut régional d’administration de Nantes", "52", True, True),
    ("ehesp", "EHESP", "École des hautes études en santé publique", "53", True, True),
    ("enm", "ENM", "École nationale de la magistrature", "75", True, True),
    ("en3s", "EN3S", "École nationale supérieure de sécurité sociale", "84", True, True),
    ("enfip", "ENFiP", "École nationale des finances publiques", "11", True, True),
    ("ensp", "ENSP", "École nationale supérieure de la police", "84", True, True),
    ("enap", "ENAP", "École nationale d’administration pénitentiaire", "75", True, True),
    (
        "intefp",
        "INTEFP",
        "Institut national du travail, de l’emploi et de la formation professionnelle",
        "84",
        True,
        False,
    ),
    (
        "enssib",
        "Enssib",
        "École nationale supérieure des sciences de l’information et des bibliothèques",
        "84",
        True,
        False,
    ),
    ("eogn", "EOGN", "École des officiers de la gendarmerie nationale", "11", True, False),
)

# code, name, kind
PAPERS = (
    ("note", "Note de synthèse", "written"),
    ("composition", "Composition", "written"),
    ("cas-pratique", "Cas pratique", "written"),
    ("qrc", "Questions à réponse courte", "written"),
    ("questions", "Questions sur programme", "written"),
    ("entretien", "Entretien avec le jury", "oral"),
    ("grand-oral", "Grand oral", "oral"),
    ("mise-en-situation", "Mise en situation", "oral"),
    ("langue", "Langue étrangère", "oral"),
)

# code, name, category, family, papers
EXAMS = (
    ("ira", "IRA (attaché d’administration de l’État)", "A", "administration", ("cas-pratique", "entretien")),
    (
        "insp",
        "INSP (administrateur de l’État)",
        "A+",
        "administration",
        ("composition", "note", "grand-oral", "langue"),
    ),
    ("inet", "INET (administrateur territorial)", "A+", "territorial", ("composition", "note", "grand-oral", "langue")),
    ("attache-territorial", "Attaché territorial", "A", "territorial", ("composition", "note", "entretien")),
    ("redacteur", "Rédacteur territorial", "B", "territorial", ("note", "questions", "entretien")),
    ("enm", "ENM (magistrature)", "A+", "justice", ("composition", "cas-pratique", "note", "grand-oral", "langue")),
    ("greffe", "Directeur des services de greffe", "A", "justice", ("composition", "note", "entretien")),
    (
        "enap-dsp",
        "ENAP (directeur des services pénitentiaires)",
        "A+",
        "justice",
        ("composition", "note", "mise-en-situation", "entretien"),
    ),
    ("cpip", "Conseiller pénitentiaire d’insertion et de probation", "A", "justice", ("note", "qrc", "entretien")),
    (
        "ensp-commissaire",
        "ENSP (commissaire de police)",
        "A+",
        "securite",
        ("composition", "cas-pratique", "mise-en-situation", "grand-oral"),
    ),
    ("officier-police", "Officier de police", "A", "securite", ("composition", "cas-pratique", "entretien")),
    ("eogn", "EOGN (officier de gendarmerie)", "A", "securite", ("composition", "note", "entretien", "langue")),
    ("ehesp-dh", "EHESP (directeur d’hôpital)", "A+", "sante", ("composition", "note", "grand-oral", "langue")),
    (
        "ehesp-d3s",
        "EHESP (directeur sanitaire, social et médico-social)",
        "A",
        "sante",
        ("composition", "note", "entretien"),
    ),
    ("en3s", "EN3S (dirigeant de la sécurité sociale)", "A+", "sante", ("composition", "note", "grand-oral")),
    ("enfip-inspecteur", "Inspecteur des finances publiques", "A", "finances", ("note", "questions", "entretien")),
    ("enfip-controleur", "Contrôleur des finances publiques", "B", "finances", ("questions", "qrc", "entretien")),
    ("douanes-inspecteur", "Inspecteur des douanes", "A", "finances", ("note", "questions", "entretien")),
    (
        "inspecteur-travail",
        "Inspecteur du travail",
        "A",
        "travail",
        ("composition", "note", "mise-en-situation", "entretien"),
    ),
    ("bibliothecaire", "Bibliothécaire d’État", "A", "culture", ("composition", "note", "entretien")),
    (
        "secretaire-administratif",
        "Secrétaire administratif",
        "B",
        "administration",
        ("cas-pratique", "qrc", "entretien"),
    ),
)
