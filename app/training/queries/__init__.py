"""Reads of training: what the gate looks at, the path and its modules, lessons, attempts, validations, certificates.

Those that later stages use are named here.
"""

from app.training.queries.certificates import certificate_of
from app.training.queries.facts import gate_facts
from app.training.queries.progress import ModuleProgress, module_of, modules_of
from app.training.queries.validations import valid_at, validation_of

__all__ = [
    "ModuleProgress",
    "certificate_of",
    "gate_facts",
    "module_of",
    "modules_of",
    "valid_at",
    "validation_of",
]
