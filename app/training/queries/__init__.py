"""Reads of training: what the gate looks at, the path and its modules, lessons, attempts, validations, certificates."""
