"""Toolkit-free pictures: charts and ink as paths and text, painted alike by the window and the report."""

from ambassador_app.drawing.charts import Bar, bar_chart
from ambassador_app.drawing.columns import PART_COLOURS, PartName, Stack, StackWords, column_chart
from ambassador_app.drawing.cost_curve import CostBlock, CostWords, cost_curve
from ambassador_app.drawing.ink import Fit, Ink, InkPoint, Stroke, curves, demand_signature, ink_picture
from ambassador_app.drawing.palette import Palette, printed
from ambassador_app.drawing.payback import PaybackPoint, PaybackWords, payback_chart
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
    "PART_COLOURS",
    "Anchor",
    "Bar",
    "Close",
    "CostBlock",
    "CostWords",
    "CubicTo",
    "Fit",
    "Ink",
    "InkPoint",
    "LineTo",
    "MoveTo",
    "Palette",
    "PartName",
    "Path",
    "PaybackPoint",
    "PaybackWords",
    "Picture",
    "Shape",
    "Stack",
    "StackWords",
    "Step",
    "Stroke",
    "Text",
    "Weight",
    "bar_chart",
    "circle",
    "column_chart",
    "cost_curve",
    "curves",
    "demand_signature",
    "ink_picture",
    "line",
    "payback_chart",
    "printed",
    "rectangle",
]
