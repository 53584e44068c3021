"""Modules to pass before another: no module may come, by whatever way, before itself."""

from collections.abc import Collection, Mapping


def circle(graph: Mapping[str, Collection[str]], start: str) -> tuple[str, ...]:
    """The shortest way from `start` back to itself, `start` at both ends; empty when there is none. `graph`: by module, those
    that it asks for.
    """
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for asked in sorted(graph.get(way[-1], ())):
            if asked == start:
                return (*way, asked)
            if asked not in seen:
                seen.add(asked)
                ways.append((*way, asked))
    return ()
