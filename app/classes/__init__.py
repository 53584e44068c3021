"""Preparatory classes, their leads, students and their needs."""
