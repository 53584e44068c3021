"""Drawing the validation test: the same share of each module, every objective when there is room, what was least met first."""

from collections.abc import Mapping, Sequence

from app.training.rules.drawing import Candidate, draw, lot

BANK_PER_DRAW = 3  # a bank of three times the draw, so that three tries rarely meet the same question


def shares(modules: Sequence[int], k: int, ticket: int) -> dict[int, int]:
    """How many questions each module gives: as equal as `k` allows, chance saying who gives one more."""
    if not modules:
        return {}
    each, more = divmod(k, len(modules))
    favoured = sorted(modules, key=lambda module: lot(ticket, "share", module))[:more]
    return {module: each + (module in favoured) for module in modules}


def draw_test(banks: Mapping[int, Sequence[Candidate]], k: int, ticket: int) -> list[int]:
    """The ids of `k` questions, in the order to ask them. `banks` are by module.

    A module whose bank is too small gives all it has, and the others what it lacks.
    """
    taken: dict[int, list[int]] = {}
    for module, share in shares(list(banks), k, ticket).items():
        taken[module] = draw(banks[module], share, ticket)
    chosen = [one for ids in taken.values() for one in ids]
    rest = [one for bank in banks.values() for one in bank if one.id not in chosen]
    chosen += draw(rest, k - len(chosen), ticket)
    return sorted(chosen, key=lambda one: lot(ticket, "test", one))


def enough(size: int, k: int) -> bool:
    """Whether a bank of `size` is large enough for a draw of `k`."""
    return size >= BANK_PER_DRAW * k
