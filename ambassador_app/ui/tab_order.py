"""Where Tab leads: in the order in which things stand on the screen, also those that were built later."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLayout, QMainWindow, QScrollArea, QWidget


def step(root: QWidget, *, forward: bool) -> bool:
    """Move the focus to the next thing in `root` that takes it, round and round; False if there is none."""
    now = QApplication.focusWidget()
    # The focus may have been clicked onto something Tab does not stop at: go on from there.
    order = [one for one in _walk(root) if one is now or _is_stop(one)]
    if not any(one is not now for one in order):
        return False
    here = order.index(now) if now in order else -1 if forward else 0
    there = (here + (1 if forward else -1)) % len(order)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    order[there].setFocus(reason)
    return True


def stops_in(root: QWidget) -> Iterator[QWidget]:
    """Everything in `root` at which Tab stops now, in the order of the layouts."""
    return (one for one in _walk(root) if _is_stop(one))


def _is_stop(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _walk(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        if inside is not None and inside.isVisible():
            yield from _walk(inside)
        return
    if isinstance(widget, QAbstractScrollArea):
        return
    placed: list[QWidget] = []
    # The window's own layout outlives what is in it, and its items would keep what they held in memory.
    layout = None if isinstance(widget, QMainWindow) else widget.layout()
    if layout is not None:
        placed.extend(_placed(layout))
    others = [one for one in widget.children() if isinstance(one, QWidget) and one not in placed]
    for one in (*placed, *others):
        if one.isVisible() and not one.isWindow():
            yield from _walk(one)


def _placed(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget = item.widget() if item is not None else None
        inner = item.layout() if item is not None else None
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed(inner)
