"""The index of the pool's search: an entry for each tutor who was ever validated and has a profile.

It may hold who has left the pool, never lack who is in it: whoever reads it joins the conditions of the day
(`pool.queries`). Tags: `r32` region, `remote`, `presence`, `e7` exam helped with or passed, `p3` paper, `zeuropepariss5` an
hour of the week in the person's zone, and `zeuropeparism292` all their hours as bits, which counting reads.
"""

from app.infra.searched import Index, Watch

ZONE = "'z' || lower(replace(replace(replace(g.zone, '/', ''), '_', ''), '-', ''))"
SOURCE = f"""SELECT p.person_id, p.words_key,
 'r' || p.region_code || CASE WHEN p.remote THEN ' remote' ELSE '' END || CASE WHEN p.presence THEN ' presence' ELSE '' END
 || coalesce((SELECT ' e' || {{join}}(CAST(h.exam_id AS TEXT), ' e') FROM
  (SELECT exam_id FROM tutor_exam WHERE person_id = p.person_id UNION SELECT exam_id FROM eligibility WHERE person_id = p.person_id) h), '')
 || coalesce((SELECT ' p' || {{join}}(CAST(k.paper_id AS TEXT), ' p') FROM tutor_paper k WHERE k.person_id = p.person_id), '')
 || coalesce((SELECT {{join}}(' ' || {ZONE} || 's' || CAST({{cell}} AS TEXT), '') FROM {{cells}}), '')
 || ' ' || {ZONE} || 'm' || CAST(coalesce((SELECT sum(1 << {{cell}}) FROM {{cells}}), 0) AS TEXT)
 FROM tutor_profile p JOIN region g ON g.code = p.region_code JOIN validation v ON v.person_id = p.person_id
 WHERE v.valid_from IS NOT NULL"""  # noqa: S608  our own text
TUTORS = Index(
    name="search_tutor",
    source={
        "sqlite": SOURCE.format(join="group_concat", cell="c.value", cells="json_each(p.slots) c"),
        "postgresql": SOURCE.format(
            join="string_agg", cell="CAST(c.value AS INTEGER)", cells="jsonb_array_elements_text(p.slots) c"
        ),
    },
    key="p.person_id",
    lock="person",
    watches=(
        Watch(
            "tutor_profile",
            "{row}.person_id",
            ("person_id", "region_code", "remote", "presence", "slots", "words_key"),
        ),
        Watch("tutor_exam", "{row}.person_id"),
        Watch("tutor_paper", "{row}.person_id"),
        Watch("eligibility", "{row}.person_id", ("person_id", "exam_id")),
        Watch("validation", "{row}.person_id", ("person_id", "valid_from", "valid_until")),
        Watch(
            "region",
            "SELECT person_id FROM tutor_profile WHERE region_code = {row}.code",
            ("code", "zone"),
            ("UPDATE",),
        ),
    ),
)
