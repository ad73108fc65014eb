"""Toolkit-free pictures: charts and ink as paths and text, painted alike by the window and the report."""

from ambassador_app.drawing.charts import Bar, PaybackPoint, PaybackWords, bar_chart, payback_chart
from ambassador_app.drawing.ink import Fit, Ink, InkPoint, Stroke, curves, demand_signature, ink_picture
from ambassador_app.drawing.picture import (
    Anchor,
    Close,
    CubicTo,
    LineTo,
    MoveTo,
    Path,
    Picture,
    Shape,
    Step,
    Text,
    Weight,
    circle,
    line,
    rectangle,
)

__all__ = [
    "Anchor",
    "Bar",
    "Close",
    "CubicTo",
    "Fit",
    "Ink",
    "InkPoint",
    "LineTo",
    "MoveTo",
    "Path",
    "PaybackPoint",
    "PaybackWords",
    "Picture",
    "Shape",
    "Step",
    "Stroke",
    "Text",
    "Weight",
    "bar_chart",
    "circle",
    "curves",
    "demand_signature",
    "ink_picture",
    "line",
    "payback_chart",
    "rectangle",
]
