"""How times grow with size, as an SVG file: both axes by powers of ten, so that a straight line is a power of the size.

The file is for `docs/`, read in light and in dark: it brings its own colours, and its table stands beside it.
"""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from pathlib import Path

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 380, 64, 200, 28, 52
INKS = ("#0b6360", "#b45309", "#4b5bb5", "#8b2f5c", "#5b6470")
STYLE = (
    "text{font:13px system-ui,sans-serif}text:not([fill]){fill:#1b1f3b}.grid{stroke:#d9d4c7}.bound{stroke:#b3261e;stroke-dasharray:5 4}"
    "@media(prefers-color-scheme:dark){text:not([fill]){fill:#ececf1}.grid{stroke:#3a3f55}}"
)

Points = Sequence[tuple[float, float]]


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _said(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10**power:g}"


def growth(path: Path, title: str, across: str, up: str, series: Mapping[str, Points], bound: float = 0) -> None:
    """Draw each of `series` as a line of (size, time) points, and the `bound` not to be passed, if any."""
    xs = [x for points in series.values() for x, _y in points]
    ys = [y for points in series.values() for _x, y in points] + ([bound] if bound else [])
    (x0, x1), (y0, y1) = _decades(xs), _decades(ys)

    def at(x: float, y: float) -> tuple[float, float]:
        right = LEFT + (log10(x) - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT)
        return round(right, 1), round(HEIGHT - BOTTOM - (log10(y) - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM), 1)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">',
        f"<style>{STYLE}</style>",
        f'<text x="{LEFT}" y="16" font-weight="600">{escape(title)}</text>',
    ]
    for power in range(x0, x1 + 1):
        x, _y = at(10**power, 10**y0)
        lines.append(f'<line class="grid" x1="{x}" y1="{TOP}" x2="{x}" y2="{HEIGHT - BOTTOM}"/>')
        lines.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{_said(power)}</text>')
    for power in range(y0, y1 + 1):
        _x, y = at(10**x0, 10**power)
        lines.append(f'<line class="grid" x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{_said(power)}</text>')
    if bound:
        _x, y = at(10**x0, bound)
        lines.append(f'<line class="bound" x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}"/>')
    lowest = 0.0  # labels never cover one another: each is pushed under the last
    named = sorted(series.items(), key=lambda item: -item[1][-1][1])
    for ink, (name, points) in zip(INKS, named, strict=False):
        drawn = [at(x, y) for x, y in points]
        lines.append(
            f'<polyline fill="none" stroke="{ink}" stroke-width="2.5" points="{" ".join(f"{x},{y}" for x, y in drawn)}"/>'
        )
        lines += [f'<circle cx="{x}" cy="{y}" r="3.5" fill="{ink}"/>' for x, y in drawn]
        x, y = drawn[-1]
        lowest = max(y + 4, lowest + 17)
        lines.append(f'<text x="{WIDTH - RIGHT + 10}" y="{lowest}" fill="{ink}">{escape(name)}</text>')
    lines.append(
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{escape(across)}</text>'
    )
    lines.append(f'<text transform="translate(14 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">{escape(up)}</text>')
    path.write_text("\n".join([*lines, "</svg>", ""]), encoding="utf-8")
