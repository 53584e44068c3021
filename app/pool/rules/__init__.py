"""The pool's pure rules: what a tutor offers, hours in common across time zones, the state of a tutor, facets."""
