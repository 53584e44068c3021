"""The canary of the eyes: a page with faults is complained of, and one without is not."""

from tests.journeys.conftest import NewPerson
from tests.journeys.looking import Watch, pattern

FAULTS = """<!doctype html><html lang="fr"><head><title>Canari</title></head><body><main><h1>Canari</h1>
<p>{0}</p><input name="sans-nom"><div style="width: 2000px">large</div></main></body></html>"""


def test_axe_sees_a_field_without_a_name_and_nothing_else_in_a_good_page(watch: Watch) -> None:
    assert [one.partition(":")[0] for one in watch.violations(FAULTS)] == ["label"]
    assert watch.violations(FAULTS.replace('<input name="sans-nom">', "")) == []
    assert any("style-src" in one for one in watch.complaints), "the policy refuses an inline style, and it is heard"
    watch.complaints.clear()


def test_a_script_error_is_heard(someone: NewPerson, watch: Watch) -> None:
    visitor = someone("visitor")
    visitor.open("/sante")
    visitor.page.evaluate("setTimeout(() => { throw new Error('canari') }, 0)")
    visitor.page.wait_for_timeout(100)
    assert any("canari" in one for one in watch.complaints)
    watch.complaints.clear()


def test_pages_are_told_apart_by_what_they_are_not_by_whom_they_are_about() -> None:
    assert pattern("http://h/etudiants/12/tuteurs/4?page=2") == "/etudiants/N/tuteurs/N"
    assert pattern("http://h/lien/proposition/abc.def") == "/lien/proposition/*"
    assert pattern("http://h/modules/role/lecons/une") == "/modules/*/lecons/*"
