"""The colours of the window, light and dark, by what they are for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme. Every colour is `#rrggbb`; each `*_soft` is a ground on which `text` and its own tone are read."""

    window: str
    surface: str
    sunken: str
    raised: str
    border: str
    outline: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    success: str
    success_soft: str
    info: str
    info_soft: str
    focus: str
    selection: str


LIGHT: Final = Colours(
    window="#f4f6f4",
    surface="#ffffff",
    sunken="#eaeeeb",
    raised="#ffffff",
    border="#d8dfda",
    outline="#7b8881",
    text="#1a2420",
    muted="#54625b",
    disabled="#96a19b",
    accent="#0d6b55",
    accent_hover="#095744",
    accent_soft="#dff0ea",
    on_accent="#ffffff",
    danger="#a9241c",
    danger_soft="#fbe7e5",
    warning="#7d4d00",
    warning_soft="#fcefd4",
    success="#1c6b38",
    success_soft="#e0f2e5",
    info="#24588c",
    info_soft="#e4eef8",
    focus="#0d6b55",
    selection="#d3eae2",
)

DARK: Final = Colours(
    window="#131816",
    surface="#1b2320",
    sunken="#0f1412",
    raised="#242d29",
    border="#34403a",
    outline="#84928b",
    text="#e6ece9",
    muted="#a7b5ae",
    disabled="#6d7a74",
    accent="#62ceb0",
    accent_hover="#82dcc3",
    accent_soft="#1c3a32",
    on_accent="#06231b",
    danger="#ff9c92",
    danger_soft="#432320",
    warning="#f1bd62",
    warning_soft="#3d2f14",
    success="#7fd39a",
    success_soft="#1c3726",
    info="#96c3ef",
    info_soft="#1f3145",
    focus="#62ceb0",
    selection="#234a40",
)

LIGHT_CHART: Final = ("#0d6b55", "#b3661a", "#35639b", "#8a4a86", "#6b7a1f", "#a83a3a", "#2e8391", "#6c6259")
DARK_CHART: Final = ("#62ceb0", "#e8a862", "#8db9ea", "#d29ccd", "#bccb70", "#f19a92", "#7fcbd8", "#bfb4a8")


def luminance(colour: str) -> float:
    """Give the relative luminance of `#rrggbb` as WCAG 2 defines it."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours, 1 to 21; text needs 4.5, the edge of a control 3."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
