"""Tutor profiles, availability and seats: who can be drawn now."""
