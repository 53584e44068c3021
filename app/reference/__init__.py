"""Institutions, regions, exams and papers: what everything else points at, edited by admins."""
