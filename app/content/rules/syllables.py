"""How many syllables a French word has, read from its spelling: as it is said in the north of France, where the final e is
mute, and those inside a word are counted. No dictionary: what spelling cannot tell (a few verbs in -ment) is listed.
"""

import re
from functools import lru_cache

VOWELS = "aeiouyàâäéèêëîïôöùûüÿæœ"
RUN = re.compile(f"[{VOWELS}]+")
APART = re.compile(r"([^’'-]+)([’'-]?)")
MUTE_IENT = re.compile(r"[bcdfgptv][lr]ient$")
# The third person of verbs in -mer, whose -ent is mute, against every noun and adverb in -ment.
MUTE_MENT = re.compile(
    r"aiment|.*(?:anim|arm|form|ferm|firm|prim|nomm|dorm|estim|gramm|sum|somm|clam|tam|lâm|ilm|ythm|fum|allum|ram)ent"
)
LOUD_ENT = re.compile(  # words in -ent that are no verb: what is heard is « an »
    r"(?:c|d|l|v|s|g|t|acc|pr[eé]s|abs|ag|arg|tal|cont|mécont|souv|couv|par|réc|urg|clém|compét|impot|import|ponct|fréqu|élo[qg]u|consé[qg]u"
    r"|accid|incid|précéd|antécéd|évid|prud|imprud|résid|présid|occid|étud|ard|tor?r|concurr|différ|indiffér|adhér|cohér|référ"
    r"|inhér|appar|transpar|excell|équival|polyval|viol|indul[gq]|intellig|négli[gq]|conting|dilig|réticen|réti[cq]|innoc|déc"
    r"|adolesc|effervesc|perman|émin|immin|contin|pertin|imperman|serp|rep|abstin)ents?"
)
SILENT = (  # a vowel that is written and not heard
    (re.compile(r"qu(?=[aeiouyéèêîôâ]|$)"), "q"),  # « que »
    (re.compile(r"gu(?=[eiyéèêî])"), "g"),  # « langue »
    (re.compile(r"ge(?=[aoâô])"), "g"),  # « mangeons »
)
SPLITS = (  # vowels that touch, and are two syllables
    (re.compile(rf"(?<=[{VOWELS}])y(?=[{VOWELS}])"), "i-"),  # « moyen » is moi-ien
    (re.compile(rf"é(?=[{VOWELS}])"), "é-"),  # « ré-el », « thé-orie »
    (re.compile(r"(?<=[aeoé])(?=[éèê])"), "-"),  # « a-érien », « po-ésie »
    (re.compile(rf"(?<=[{VOWELS}])(?=[ïë])"), "-"),  # « na-ïf », « No-ël »
    (re.compile(rf"(?<=[ïü])(?=[{VOWELS}])"), "-"),
    (re.compile(r"a(?=o(?!û|n\b|ns\b))"), "a-"),  # « cha-os »
    (re.compile(r"o(?=a)|(?<=\bco)(?=[eo](?!u|i))"), lambda found: found.group() + "-"),  # « o-asis », « co-ordonner »
    # A consonant and l or r before: i, u and ou make a syllable of their own (« cli-ent », « ou-bli-er », « cru-el »).
    (re.compile(rf"(?<=[bcdfgptv][lr])i(?=[{VOWELS}])"), "i-"),
    (re.compile(r"(?<=[bcdfgptv][lr])u(?=[aeoéèêâô])"), "u-"),
    (re.compile(r"(?<=[bcdfgptv][lr])ou(?=[aeéèê]|i(?!ll))"), "ou-"),
    (re.compile(r"\bpay(?=s)|\babbay"), lambda found: found.group()[:-1] + "-i"),
)


@lru_cache(maxsize=20_000)  # a lesson says the same words again and again
def syllables(word: str) -> int:
    """How many syllables `word` has, at least one; an elided letter (« l’ ») has none, a compound the sum of its parts."""
    parts = APART.findall(word.lower())
    return max(1, sum(_part(part) if mark in "’'" and mark else max(1, _part(part)) for part, mark in parts))


def _part(part: str) -> int:
    for pattern, into in SILENT:
        part = pattern.sub(into, part)
    part = _said(part)
    for pattern, apart in SPLITS:
        part = pattern.sub(apart, part)
    return len(RUN.findall(part))


def _said(part: str) -> str:
    """A word without the end that is not heard."""
    return re.sub(r"(?<=.)es?$", "", part[:-3] if _mute_ent(part) else part)


def _mute_ent(part: str) -> bool:
    """Whether -ent marks a third person (« parlent »), and is not heard."""
    if not part.endswith("ent") or RUN.search(part[:-3]) is None:
        return False
    if part[-4] in VOWELS:  # « créent », « oublient »; elsewhere the vowels make one syllable, heard or not
        return part[-4] == "é" or (MUTE_IENT.search(part) is not None and part != "client")
    if part.endswith("ment"):
        return MUTE_MENT.fullmatch(part) is not None
    return LOUD_ENT.fullmatch(part) is None
