"""Ranking, draw, proposals and pairs."""
