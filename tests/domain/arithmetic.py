"""Recomputes a line of an explanation from nothing but its text, as a reader with a pocket calculator does."""

import math
import re
from collections.abc import Iterator

UNITS = sorted(
    (
        *("kW/(m³/min)", "kWh/m²", "kWh/m³", "kWh/kg", "kWh/kW", "kWh/m", "kWh/l", "kJ/kgK", "W/m²K", "W/mK", "W/m"),
        *("DKK/kWh", "DKK/m³", "DKK/l", "kg CO₂e/kWh", "kg CO₂e/l", "kg CO₂e", "m³/min", "l/min", "kWh/100 km"),
        *("kWh", "kW", "DKK", "years", "m²", "m³", "min", "lm", "km", "kg", "K", "W", "h", "m", "s", "l", "t", "%"),
    ),
    key=len,
    reverse=True,
)
_UNIT = re.compile(r"(?<=[\d)])\s*(" + "|".join(map(re.escape, UNITS)) + r")(?![\w/²³])")
_SIGNS = str.maketrans({"−": "-", "×": "*", "^": "**", "²": "**2", "[": "(", "]": ")"})
_NUMERIC = re.compile(r"(?:sqrt|log|pi|[\d.+\-*/() ])+")
_REMARK = re.compile(r"(?<=[\w%]) \((?=[^)]*[^\W\d_]{2}).*\)$")
_TAILS = (" a year", " a tonne", " of full power")


def numbers_of(line: str) -> Iterator[tuple[float, str]]:
    """Each part between two equality signs that is arithmetic: its value and its text."""
    for part in line.split(" = "):
        found = _value(part)
        if found is not None:
            yield found, part


def _value(part: str) -> float | None:
    text = _REMARK.sub("", part.strip())
    for tail in _TAILS:
        text = text.removesuffix(tail)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"(\d) (?:l|kWh)/100 km", r"\1/100", text)
    text = _UNIT.sub("", text).translate(_SIGNS)
    text = re.sub(r"\bln\(", "log(", text).replace("√", "sqrt").replace("π", "pi")
    if not any(map(str.isdigit, text)) or not _NUMERIC.fullmatch(text):
        return None
    return float(eval(text, {"__builtins__": {}}, {"sqrt": math.sqrt, "log": math.log, "pi": math.pi}))


def precision(line: str, printed: str) -> float:
    """How far the number in `printed` may be off: two decimals are promised, or as many as are printed; two results
    are rounded to whole kroner.
    """
    if line.startswith(("Net present value", "Price of saved")):
        return 0.55
    number = re.search(r"-?[\d,]+(\.\d+)?", printed.replace("−", "-"))
    assert number, printed
    return 10.0 ** -max(len((number[1] or ".")[1:]), 2)


def faults_of(line: str) -> list[str]:
    """Why a line does not hold; empty if it does. A line that claims something must have been recomputed."""
    parts = list(numbers_of(line))
    if " = " in line and len(parts) < 2:
        return [f"not to be recomputed: {line}"]
    if len(parts) < 2:
        return []
    result, printed = parts[-1]
    return [
        f"{text} gives {value}, printed {printed}"
        for value, text in parts[:-1]
        if abs(value - result) > precision(line, printed) * (1 + 1e-6)
    ]
