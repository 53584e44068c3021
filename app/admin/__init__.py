"""Oversight: people, referentials, settings, pending mail, audit trail, personal data."""
