"""Reads for the national team: what needs attention, people, schools, jobs, the audit trail, what production lacks."""

from app.admin.queries.overview import Overview, arrivals, deadlines, overview
from app.admin.queries.people import Sheet, StudentFound, admins, engaged, people, sheet, students_by_email
from app.admin.queries.readiness import Finding, findings
from app.admin.queries.trail import AuditPage, audit_codes, audit_trail, job_counts, jobs

__all__ = [
    "AuditPage",
    "Finding",
    "Overview",
    "Sheet",
    "StudentFound",
    "admins",
    "arrivals",
    "audit_codes",
    "audit_trail",
    "deadlines",
    "engaged",
    "findings",
    "job_counts",
    "jobs",
    "overview",
    "people",
    "sheet",
    "students_by_email",
]
