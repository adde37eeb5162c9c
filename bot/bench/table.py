"""The rows of the bench as a table for people."""

from collections.abc import Sequence

from bot.bench.measuring import Row

_HEAD = ("what", "N", "min", "median", "max", "limit", "ratio", "(spread)", "target", "")


def table(rows: Sequence[Row]) -> str:
    """One line a row; times in milliseconds, or bytes where the row says so."""
    lines = [_HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_HEAD))]
    shown = [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    notes = [f"{row.name} {row.n:,}: against {row.against}" for row in rows]
    return "\n".join([*(line.rstrip() for line in shown), "", *notes])


def _cells(row: Row) -> tuple[str, ...]:
    least, most = row.spread
    sign = "≥" if row.faster else "≤"
    met = row.as_json()["met"]
    return (
        row.name,
        f"{row.n:,}",
        *(_figure(value) for value in (min(row.times), row.median, max(row.times), row.limit)),
        f"{row.ratio:,.2f}×",
        f"({least:,.2f} … {most:,.2f})",
        "" if row.target is None else f"{sign} {row.target:g}×",
        "" if met is None else "reached" if met else "missed",
    )


def _figure(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
